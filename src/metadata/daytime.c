#include "metadata/daytime.h"

#include <string.h>

/* ---- zones ------------------------------------------------------------------------- */

/* Reads a time zone offset if there is one here: "Z", "+01:00", "+0100", "+01". */
static void read_offset(struct scanner *c, struct daytime *t)
{
    char sign = scanner_peek(c, 0);
    if (sign == 'Z' || sign == 'z') {
        memcpy(t->zone, "Z", 2);
        c->at++;
        return;
    }
    if ((sign != '+' && sign != '-') || !scanner_has_digit(c, 1) ||
        !scanner_has_digit(c, 2))
        return;
    c->at++;
    char zone[7] = {sign, c->at[0], c->at[1], ':', '0', '0', '\0'};
    c->at += 2;
    scanner_accept(c, ':');
    if (scanner_has_digit(c, 0) && scanner_has_digit(c, 1)) {
        zone[4] = c->at[0];
        zone[5] = c->at[1];
        c->at += 2;
    }
    bool is_utc = memcmp(zone + 1, "00:00", 5) == 0;
    memcpy(t->zone, is_utc ? "Z" : zone, is_utc ? 2 : sizeof zone);
}

static void read_zone(struct scanner *c, struct daytime *t)
{
    scanner_skip_spaces(c);
    struct slice rest = scanner_rest(c);
    if (slice_starts_with_nocase(rest, SLICE("gmt")) ||
        slice_starts_with_nocase(rest, SLICE("utc"))) {
        memcpy(t->zone, "Z", 2);
        c->at += SLICE("utc").len;
        return;
    }
    read_offset(c, t);
}

/* ---- times ------------------------------------------------------------------------- */

/* Whether there is a time here, and not another number. */
static bool is_time(const struct scanner *c)
{
    struct scanner ahead = *c;
    size_t digits = scanner_count_digits(c);
    if (digits != 1 && digits != 2)
        return false;
    ahead.at += digits;
    return scanner_accept_phrase(&ahead, SENSE_HOUR_UNIT) &&
           scanner_count_digits(&ahead) == 2;
}

bool daytime_read(struct scanner *c, struct daytime *out)
{
    struct scanner ahead = *c;
    size_t digits = scanner_count_digits(&ahead);
    bool is_compact = digits == 4 || digits == 6;
    if (!is_compact && !is_time(c))
        return false;
    out->hour = scanner_read_digits(&ahead, digits == 1 ? 1 : 2);
    if (!is_compact)
        scanner_accept_phrase(&ahead, SENSE_HOUR_UNIT);
    out->minute = scanner_read_digits(&ahead, 2);
    if ((digits == 6 || (!is_compact && scanner_accept(&ahead, ':'))) &&
        scanner_count_digits(&ahead) == 2)
        out->second = scanner_read_digits(&ahead, 2);
    if (scanner_accept(&ahead, '.') || scanner_accept(&ahead, ','))
        ahead.at += scanner_count_digits(&ahead);
    out->is_known = true;
    *c = ahead;
    return true;
}

enum half { NO_HALF, BEFORE_NOON, AFTER_NOON };

static enum half read_half(struct scanner *c)
{
    if (scanner_accept_phrase(c, SENSE_BEFORE_NOON))
        return BEFORE_NOON;
    return scanner_accept_phrase(c, SENSE_AFTER_NOON) ? AFTER_NOON : NO_HALF;
}

static void move_to_half(struct daytime *t, enum half half)
{
    if (half == AFTER_NOON && t->hour < 12)
        t->hour += 12;
    else if (half == BEFORE_NOON && t->hour == 12)
        t->hour = 0;
}

void daytime_read_after(struct scanner *c, struct daytime *out)
{
    enum { JOINT_MAX = 12 }; /* bytes between date and time: "a las" */
    struct scanner ahead = *c;
    enum half half = NO_HALF;
    bool is_iso = scanner_accept(&ahead, 'T') || scanner_accept(&ahead, 't');
    while (!is_iso && !half && ahead.at < ahead.end && ahead.at - c->at < JOINT_MAX &&
           !scanner_has_digit(&ahead, 0))
        if (!(half = read_half(&ahead)))
            ahead.at++;
    scanner_skip_spaces(&ahead);
    bool is_here = (is_iso && scanner_has_digit(&ahead, 0)) || is_time(&ahead);
    if (!out->is_known && is_here && daytime_read(&ahead, out)) {
        scanner_skip_spaces(&ahead);
        move_to_half(out, half ? half : read_half(&ahead));
        *c = ahead;
    }
    if (out->is_known)
        read_zone(c, out);
}

bool daytime_is_real(const struct daytime *t)
{
    return t->hour <= 23 && t->minute <= 59 && t->second <= 60;
}
