#include "page/date.h"

#include <string.h>

enum {
    TEXT_MAX = 100, /* longer is a sentence, and no date */
    YEAR_MIN = 1000,
    YEAR_MAX = 2999, /* "0001-01-01" is what a program says for none */
};

struct moment {
    unsigned year, month, day, hour, minute, second;
    bool has_time, is_pm, is_am;
    char zone[7]; /* "Z", "+01:00" or "" */
};

struct reader {
    const char *at, *end;
};

/* ---- reading ----------------------------------------------------------------------- */

static char peek(const struct reader *r, size_t ahead)
{
    return (size_t)(r->end - r->at) > ahead ? r->at[ahead] : '\0';
}

static bool digit_at(const struct reader *r, size_t ahead)
{
    return is_ascii_digit((unsigned char)peek(r, ahead));
}

static size_t count_digits(const struct reader *r)
{
    size_t n = 0;
    while (digit_at(r, n))
        n++;
    return n;
}

static size_t count_spaces(const struct reader *r)
{
    size_t n = 0;
    while (peek(r, n) == ' ')
        n++;
    return n;
}

static unsigned read_digits(struct reader *r, size_t count)
{
    unsigned value = 0;
    for (; count; count--)
        value = value * 10 + (unsigned)(*r->at++ - '0');
    return value;
}

static bool accept(struct reader *r, char c)
{
    if (peek(r, 0) != c)
        return false;
    r->at++;
    return true;
}

/* ---- time and zone ----------------------------------------------------------------- */

/* "Z", "+01:00", "+0100", "+01", when one stands here. */
static void read_zone(struct reader *r, struct moment *m)
{
    char sign = peek(r, 0);
    if (sign == 'Z' || sign == 'z') {
        memcpy(m->zone, "Z", 2);
        r->at++;
        return;
    }
    if ((sign != '+' && sign != '-') || !digit_at(r, 1) || !digit_at(r, 2))
        return;
    r->at++;
    char zone[7] = {sign, r->at[0], r->at[1], ':', '0', '0', '\0'};
    r->at += 2;
    accept(r, ':');
    if (digit_at(r, 0) && digit_at(r, 1)) {
        zone[4] = r->at[0];
        zone[5] = r->at[1];
        r->at += 2;
    }
    bool is_utc = memcmp(zone + 1, "00:00", 5) == 0;
    memcpy(m->zone, is_utc ? "Z" : zone, is_utc ? 2 : sizeof zone);
}

/* "10:30", "10:30:15.123" or "1030", "103015" where they stand behind a T. */
static bool read_time(struct reader *r, struct moment *m)
{
    struct reader ahead = *r;
    size_t digits = count_digits(&ahead);
    if (digits != 1 && digits != 2 && digits != 4 && digits != 6)
        return false;
    unsigned hour = read_digits(&ahead, digits == 1 ? 1 : 2);
    if (digits < 4 && (!accept(&ahead, ':') || count_digits(&ahead) != 2))
        return false;
    m->hour = hour;
    m->minute = read_digits(&ahead, 2);
    if ((digits == 6 || (digits < 4 && accept(&ahead, ':'))) && count_digits(&ahead) == 2)
        m->second = read_digits(&ahead, 2);
    if (accept(&ahead, '.') || accept(&ahead, ','))
        ahead.at += count_digits(&ahead);
    m->has_time = true;
    *r = ahead;
    return true;
}

/* ---- ISO 8601 ---------------------------------------------------------------------- */

/* "2024-03-05", "2024/3/5", "20240305", each with or without a time. */
static bool read_iso(struct reader *r, struct moment *m)
{
    size_t digits = count_digits(r);
    if (digits != 4 && digits != 8)
        return false;
    m->year = read_digits(r, 4);
    if (digits == 8) {
        m->month = read_digits(r, 2);
        m->day = read_digits(r, 2);
    } else {
        char separator = peek(r, 0);
        if ((separator != '-' && separator != '/' && separator != '.') ||
            !accept(r, separator) || count_digits(r) < 1 || count_digits(r) > 2)
            return false;
        m->month = read_digits(r, count_digits(r));
        if (!accept(r, separator) || count_digits(r) < 1 || count_digits(r) > 2)
            return false;
        m->day = read_digits(r, count_digits(r));
    }
    if (accept(r, 'T') || accept(r, 't') || accept(r, ' ')) {
        r->at += count_spaces(r);
        if (read_time(r, m)) {
            accept(r, ' ');
            read_zone(r, m);
        }
    }
    return true;
}

/* ---- words and numbers ------------------------------------------------------------- */

/* A month's English name or its first three letters; 0 for another word. */
static unsigned month_of(struct slice word)
{
    static const char *const months[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december",
    };
    if (word.len < 3)
        return 0;
    for (unsigned i = 0; i < 12; i++)
        if (slice_starts_with_nocase(slice_of_string(months[i]), word))
            return i + 1;
    return slice_equal_nocase(word, SLICE("sept")) ? 9 : 0;
}

static void read_word(struct reader *r, struct moment *m)
{
    const char *start = r->at;
    while (is_ascii_letter((unsigned char)peek(r, 0)))
        r->at++;
    struct slice word = slice_of(start, (size_t)(r->at - start));
    unsigned month = month_of(word);
    if (month && !m->month)
        m->month = month;
    else if (slice_equal_nocase(word, SLICE("pm")))
        m->is_pm = true;
    else if (slice_equal_nocase(word, SLICE("am")))
        m->is_am = true;
    else if (slice_equal_nocase(word, SLICE("gmt")) ||
             slice_equal_nocase(word, SLICE("utc")) || slice_equal(word, SLICE("Z")))
        memcpy(m->zone, "Z", 2);
}

/* "05.03.2024", as written in Europe; the reader is behind the day. */
static bool read_dotted(struct reader *r, struct moment *m)
{
    struct reader ahead = *r;
    if (m->month || !accept(&ahead, '.') || count_digits(&ahead) < 1 ||
        count_digits(&ahead) > 2)
        return false;
    unsigned month = read_digits(&ahead, count_digits(&ahead));
    if (!accept(&ahead, '.') || count_digits(&ahead) != 4)
        return false;
    m->month = month;
    m->year = read_digits(&ahead, 4);
    *r = ahead;
    return true;
}

static bool read_number(struct reader *r, struct moment *m)
{
    size_t digits = count_digits(r);
    if (digits <= 2 && peek(r, digits) == ':')
        return !m->has_time && read_time(r, m);
    if (digits == 4 && !m->year) {
        m->year = read_digits(r, 4);
        return true;
    }
    if (digits > 2 || m->day)
        return false;
    m->day = read_digits(r, digits);
    if (read_dotted(r, m))
        return true;
    return peek(r, 0) != '/' && peek(r, 0) != '.'; /* 3/5/2024 is March or May */
}

/* "Tue, 5 Mar 2024 10:00:00 +0100", "March 5th, 2024 at 10:30 am". */
static bool read_prose(struct reader *r, struct moment *m)
{
    while (r->at < r->end) {
        char c = peek(r, 0);
        if (is_ascii_digit((unsigned char)c)) {
            if (!read_number(r, m))
                return false;
        } else if (is_ascii_letter((unsigned char)c)) {
            read_word(r, m);
        } else if ((c == '+' || c == '-') && m->has_time) {
            const char *before = r->at;
            read_zone(r, m);
            r->at += r->at == before;
        } else {
            r->at++;
        }
    }
    return m->year && m->month && m->day;
}

/* ---- writing ----------------------------------------------------------------------- */

static unsigned days_in(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

static bool is_real(const struct moment *m)
{
    return m->year >= YEAR_MIN && m->year <= YEAR_MAX && m->month >= 1 &&
           m->month <= 12 && m->day >= 1 && m->day <= days_in(m->year, m->month) &&
           m->hour <= 23 && m->minute <= 59 && m->second <= 60;
}

static void use_half_day(struct moment *m)
{
    if (m->is_pm && m->hour < 12)
        m->hour += 12;
    else if (m->is_am && m->hour == 12)
        m->hour = 0;
}

struct slice date_to_iso(struct arena *a, struct slice text)
{
    text = slice_trim(text);
    struct moment m = {0};
    struct reader r = {text.ptr, text.ptr + text.len};
    if (text.len == 0 || text.len > TEXT_MAX)
        return slice_of("", 0);
    if (!read_iso(&r, &m)) {
        m = (struct moment){0};
        r.at = text.ptr;
        if (!read_prose(&r, &m))
            return slice_of("", 0);
        use_half_day(&m);
    }
    if (!is_real(&m))
        return slice_of("", 0);
    if (!m.has_time)
        return slice_of_string(arena_printf(a, "%04u-%02u-%02u", m.year, m.month, m.day));
    return slice_of_string(arena_printf(a, "%04u-%02u-%02uT%02u:%02u:%02u%s", m.year,
                                        m.month, m.day, m.hour, m.minute, m.second,
                                        m.zone));
}
