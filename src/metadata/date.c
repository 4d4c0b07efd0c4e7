#include "metadata/date.h"

#include "base/array.h"
#include "base/utf8.h"
#include "metadata/calendar.h"
#include "metadata/daytime.h"
#include "metadata/months.h"
#include "metadata/numerals.h"
#include "page/page.h"
#include <string.h>

enum {
    TEXT_MAX = 100,  /* letters: longer text is a sentence, not a date */
    YEAR_MIN = 1500, /* earlier years belong to other calendars */
    YEAR_MAX = 2099, /* programs write "0001-01-01" for "no date"; the clock is not read,
                        so that a page gives the same output every day */
};

struct moment {
    unsigned year, month, day;
    enum { OURS, PERSIAN, THAI } reckoning; /* the calendar of the month name */
    struct daytime time;
};

/* ---- dates ------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return is_ascii_letter((unsigned char)c) || (unsigned char)c >= 0x80;
}

static struct slice peek_word(const struct scanner *r)
{
    size_t len = 0;
    while (is_letter(scanner_peek(r, len)))
        len++;
    return slice_of(r->at, len);
}

static bool read_number(struct scanner *r, unsigned *out)
{
    size_t digits = scanner_count_digits(r);
    if (digits != 1 && digits != 2)
        return false;
    *out = scanner_read_digits(r, digits);
    return true;
}

static bool read_year_of_era(struct scanner *r, unsigned before, struct moment *m)
{
    size_t digits = scanner_count_digits(r);
    if (scanner_accept_phrase(r, SENSE_FIRST_YEAR))
        m->year = 1;
    else if (digits >= 1 && digits <= 3)
        m->year = scanner_read_digits(r, digits);
    else
        return false;
    m->year += before;
    return true;
}

static bool read_year(struct scanner *r, struct moment *m)
{
    unsigned before;
    size_t era = calendar_era(scanner_rest(r), &before);
    if (era) {
        r->at += era;
        scanner_skip_spaces(r);
        return read_year_of_era(r, before, m);
    }
    if (scanner_count_digits(r) != 4)
        return false;
    m->year = scanner_read_digits(r, 4);
    return true;
}

/* The year in "05.03.24": "24" is in this century, or at the end of the last one. No page
   has a date in between. */
static bool read_short_year(struct scanner *r, struct moment *m)
{
    enum { LAST_OF_OURS = 39, FIRST_OF_THEIRS = 90 };
    if (scanner_count_digits(r) != 2)
        return false;
    unsigned year = scanner_read_digits(r, 2);
    m->year = year + (year <= LAST_OF_OURS ? 2000 : 1900);
    return year <= LAST_OF_OURS || year >= FIRST_OF_THEIRS;
}

/* Reads a year that follows its day. Thai newspapers use the Buddhist era, and write only
   the last two digits of the year after an abbreviated month. */
static bool read_year_after(struct scanner *r, struct moment *m)
{
    enum { THIS_CENTURY = 2500 };
    if (m->reckoning == THAI && scanner_count_digits(r) == 2)
        m->year = THIS_CENTURY + scanner_read_digits(r, 2);
    else if (!read_year(r, m))
        return false;
    m->year = calendar_from_buddhist(m->year);
    return true;
}

/* Skips separators and words between the parts of a date: "5th of March, 2024", "5 de
   marzo del 2024", "5-Mar-2024", "5 березня, 2024". */
static void skip_joint(struct scanner *r)
{
    bool moved = true;
    while (moved) {
        const char *before = r->at;
        scanner_skip_spaces(r);
        scanner_accept_any(r, ".,-/");
        struct scanner ahead = *r;
        if (scanner_accept_phrase(&ahead, SENSE_DATE_WORD) &&
            (ahead.at[-1] & 0x80 || !is_letter(scanner_peek(&ahead, 0))))
            *r = ahead;
        moved = r->at != before;
    }
}

static bool read_month(struct scanner *r, struct moment *m)
{
    if (scanner_accept_phrase(r, SENSE_MONTH_NUMBER))
        return read_number(r, &m->month);
    size_t shortened = calendar_thai_month(scanner_rest(r), &m->month);
    if (shortened) {
        m->reckoning = THAI;
        r->at += shortened;
        return true;
    }
    struct slice word = peek_word(r);
    m->month = word.len ? months_find(word) : 0;
    if (word.len && !m->month) {
        m->month = calendar_persian_month(word);
        m->reckoning = m->month ? PERSIAN : OURS;
    }
    r->at += word.len;
    return m->month != 0;
}

/* Reads what follows a year: "március 5." */
static bool read_month_and_day(struct scanner *r, struct moment *m)
{
    if (!read_month(r, m))
        return false;
    skip_joint(r);
    return read_number(r, &m->day);
}

/* Reads what follows a year: "5. martā" */
static bool read_day_and_month(struct scanner *r, struct moment *m)
{
    if (!read_number(r, &m->day))
        return false;
    skip_joint(r);
    return !scanner_has_digit(r, 0) && read_month(r, m);
}

/* "2024-03-05", "2024/3/5", "2024. 3. 5.", "2024年3月5日", "2024년 3월 5일",
   "2024. március 5.", "2024 m. kovo 5 d.", "2024. gada 5. martā" */
static bool read_year_first(struct scanner *r, struct moment *m)
{
    if (!read_year(r, m))
        return false;
    scanner_skip_spaces(r);
    bool has_mark = scanner_accept_any(r, "-/.");
    scanner_skip_spaces(r);
    bool has_unit = scanner_accept_phrase(r, SENSE_YEAR_UNIT);
    if (!has_mark && !has_unit)
        return false;
    scanner_skip_spaces(r);
    if (!scanner_has_digit(r, 0))
        return read_month_and_day(r, m);
    if (has_mark && has_unit)
        return read_day_and_month(r, m);
    if (!read_number(r, &m->month))
        return false;
    scanner_skip_spaces(r);
    if (!scanner_accept_any(r, "-/.") && !scanner_accept_phrase(r, SENSE_MONTH_UNIT))
        return false;
    scanner_skip_spaces(r);
    if (!read_number(r, &m->day))
        return false;
    scanner_accept_phrase(r, SENSE_DAY_UNIT);
    return true;
}

/* "5. 3. 2024", as Czechs write. */
static void accept_space(struct scanner *r, char mark)
{
    if (mark == '.')
        scanner_accept(r, ' ');
}

/* "05.03.24", and in East Asia "24.03.05", if the order is known. Version numbers look
   the same, but rarely have two digits three times. */
static bool read_short(struct scanner *r, enum date_order order, struct moment *m)
{
    unsigned parts[2];
    char mark = scanner_peek(r, 2);
    if (order == DATE_ORDER_UNKNOWN || (mark != '.' && mark != '/'))
        return false;
    if (order == DATE_YEAR_FIRST && !read_short_year(r, m))
        return false;
    for (size_t i = 0; i < 2; i++) {
        bool is_first = i == 0 && order != DATE_YEAR_FIRST;
        if ((!is_first && !scanner_accept(r, mark)) || scanner_count_digits(r) != 2)
            return false;
        parts[i] = scanner_read_digits(r, 2);
    }
    bool is_day_first =
        order == DATE_DAY_FIRST || (mark == '.' && order != DATE_YEAR_FIRST);
    m->day = parts[!is_day_first];
    m->month = parts[is_day_first];
    return order == DATE_YEAR_FIRST || (scanner_accept(r, mark) && read_short_year(r, m));
}

/* "05.03.2024"; with slashes or hyphens only if the numbers or the language show which
   number is the month. */
static bool read_numeric(struct scanner *r, enum date_order order, struct moment *m)
{
    unsigned first, second;
    if (!read_number(r, &first))
        return false;
    char mark = scanner_peek(r, 0);
    if (mark != '.' && mark != '/' && mark != '-')
        return false;
    r->at++;
    accept_space(r, mark);
    if (!read_number(r, &second) || !scanner_accept(r, mark))
        return false;
    accept_space(r, mark);
    if (!read_year_after(r, m))
        return false;
    if (mark == '.' || first > 12 || first == second || order == DATE_YEAR_FIRST)
        order = DATE_DAY_FIRST;
    else if (second > 12)
        order = DATE_MONTH_FIRST;
    m->day = order == DATE_DAY_FIRST ? first : second;
    m->month = order == DATE_DAY_FIRST ? second : first;
    return order != DATE_ORDER_UNKNOWN;
}

static bool read_day_first(struct scanner *r, enum date_order order, struct moment *m)
{
    (void)order;
    if (!read_number(r, &m->day))
        return false;
    skip_joint(r);
    if (!read_month(r, m))
        return false;
    struct scanner ahead = *r; /* Arabic may have two names for a month: "آذار/مارس" */
    struct moment other = {0};
    if (scanner_accept(&ahead, '/') && read_month(&ahead, &other) &&
        other.month == m->month)
        *r = ahead;
    skip_joint(r);
    return read_year_after(r, m);
}

/* "March 5, 2024", "Tue Mar 5 10:00:00 2024". */
static bool read_month_first(struct scanner *r, struct moment *m)
{
    struct slice word = peek_word(r);
    r->at += word.len;
    skip_joint(r);
    if (!word.len || !read_number(r, &m->day) || scanner_peek(r, 0) == ':')
        return false;
    m->month = months_find(word); /* looked up late: few words are followed by a number */
    if (!m->month)
        return false;
    skip_joint(r);
    if (scanner_peek(r, 1) == ':' || scanner_peek(r, 2) == ':') {
        daytime_read(r, &m->time);
        scanner_skip_spaces(r);
    }
    return read_year(r, m);
}

/* Reads the date that begins here, in any of its forms. */
static bool read_date(struct scanner *r, enum date_order order, struct moment *m)
{
    struct scanner start = *r;
    *m = (struct moment){0};
    size_t digits = scanner_count_digits(r);
    unsigned before;
    if (digits == 4 || (!digits && calendar_era(scanner_rest(r), &before)))
        return read_year_first(r, m);
    if (!digits)
        return read_month_first(r, m);
    if (digits > 2)
        return false;
    static bool (*const FORMS[])(struct scanner *, enum date_order, struct moment *) = {
        read_numeric, read_short, read_day_first};
    for (size_t i = 0; i < COUNT_OF(FORMS); i++) {
        *r = start;
        *m = (struct moment){0};
        if (FORMS[i](r, order, m))
            return true;
    }
    return false;
}

/* "20240305" and "20240305T103015", only at the beginning of a value: elsewhere in text,
   such a number is not a date. */
static bool read_compact(struct scanner *r, struct moment *m)
{
    if (scanner_count_digits(r) != 8)
        return false;
    m->year = scanner_read_digits(r, 4);
    m->month = scanner_read_digits(r, 2);
    m->day = scanner_read_digits(r, 2);
    return true;
}

/* ---- writing ----------------------------------------------------------------------- */

static unsigned days_in(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

/* The days that programs write for "no date": the first day of Unix time, in any time
   zone, and the first day of spreadsheets. */
static bool is_zero_day(const struct moment *m)
{
    return (m->year == 1970 && m->month == 1 && m->day == 1) ||
           (m->year == 1969 && m->month == 12 && m->day == 31) ||
           (m->year == 1900 && m->month == 1 && m->day == 1) ||
           (m->year == 1899 && m->month == 12 && m->day >= 30);
}

static bool is_real(const struct moment *m)
{
    return !is_zero_day(m) && m->year >= YEAR_MIN && m->year <= YEAR_MAX &&
           m->month >= 1 && m->month <= 12 && m->day >= 1 &&
           m->day <= days_in(m->year, m->month) && daytime_is_real(&m->time);
}

/* Converts a day of another calendar to the Gregorian one. */
static bool settle(struct moment *m)
{
    struct day day = {m->year, m->month, m->day};
    if (m->reckoning == PERSIAN ||
        (m->reckoning == OURS && calendar_is_persian_year(m->year))) {
        if (!calendar_from_persian(day, &day))
            return false;
        m->month = day.month;
        m->day = day.day;
    }
    m->year = day.year;
    return is_real(m);
}

static struct slice write_iso(struct arena *a, const struct moment *m)
{
    if (!m->time.is_known)
        return slice_of_string(
            arena_printf(a, "%04u-%02u-%02u", m->year, m->month, m->day));
    return slice_of_string(arena_printf(a, "%04u-%02u-%02uT%02u:%02u:%02u%s", m->year,
                                        m->month, m->day, m->time.hour, m->time.minute,
                                        m->time.second, m->time.zone));
}

/* ---- values and texts -------------------------------------------------------------- */

/* Moves to the next number or word. */
static void skip_token(struct scanner *r)
{
    if (is_ascii_digit((unsigned char)scanner_peek(r, 0)))
        r->at += scanner_count_digits(r);
    else
        r->at += peek_word(r).len;
    while (r->at < r->end && !is_letter(scanner_peek(r, 0)) && !scanner_has_digit(r, 0))
        r->at++;
}

static bool is_digit_mark(char c)
{
    return c == '.' || c == '/' || c == '-';
}

/* Whether a number continues after a date: "1.2.2024.5" is a version number. A time may
   directly follow the character for "day". */
static bool goes_on(const struct scanner *r)
{
    bool is_closed = !is_ascii_digit((unsigned char)r->at[-1]);
    return (scanner_has_digit(r, 0) && !is_closed) ||
           (is_digit_mark(scanner_peek(r, 0)) && scanner_has_digit(r, 1));
}

/* Whether the position is inside a number: "01.02.03" in "55.01.02.03" is not a date. */
static bool is_inside_number(const struct scanner *r, const char *start)
{
    return r->at - start >= 2 && scanner_has_digit(r, 0) && is_digit_mark(r->at[-1]) &&
           is_ascii_digit((unsigned char)r->at[-2]);
}

bool date_find(struct arena *a, struct slice text, enum date_order order,
               struct date_found *out)
{
    text = numerals_to_ascii(a, page_collapse(text, a));
    if (!text.len || utf8_count(text) > TEXT_MAX)
        return false;
    struct scanner r = {text.ptr, text.ptr + text.len};
    for (; r.at < r.end; skip_token(&r)) {
        struct scanner ahead = r;
        struct moment m;
        if (is_inside_number(&r, text.ptr) || !read_date(&ahead, order, &m) ||
            goes_on(&ahead) || !settle(&m))
            continue;
        struct moment day = m;
        struct scanner after = ahead;
        daytime_read_after(&after, &m.time);
        bool has_time = is_real(&m);
        *out = (struct date_found){
            .iso = write_iso(a, has_time ? &m : &day),
            .before = slice_of(text.ptr, (size_t)(r.at - text.ptr)),
            .after =
                slice_after(text, (size_t)((has_time ? after.at : ahead.at) - text.ptr)),
        };
        return true;
    }
    return false;
}

struct slice date_to_iso(struct arena *a, struct slice text, enum date_order order)
{
    text = slice_trim(text);
    if (!text.len) /* its pointer may be NULL */
        return slice_of("", 0);
    struct moment m = {0};
    struct scanner r = {text.ptr, text.ptr + text.len};
    struct date_found found;
    if (read_compact(&r, &m)) {
        daytime_read_after(&r, &m.time);
        return is_real(&m) ? write_iso(a, &m) : slice_of("", 0);
    }
    return date_find(a, text, order, &found) ? found.iso : slice_of("", 0);
}

/* Whether text begins with a year in a form other than four digits. */
static bool begins_other_year(struct slice text)
{
    enum { YEAR_BYTES = 12 }; /* of a Chinese year */
    unsigned any;
    return calendar_era(text, &any) || calendar_thai_month(text, &any) ||
           numerals_chinese(text, &any) >= YEAR_BYTES;
}

/* Whether text begins with a date like "05.03.24". */
static bool is_short_date(struct slice text)
{
    struct scanner r = {text.ptr, text.ptr + text.len};
    struct moment m;
    return scanner_count_digits(&r) == 2 && read_short(&r, DATE_DAY_FIRST, &m);
}

bool date_has_year(struct slice text)
{
    size_t digits = 0;
    for (size_t used; text.len && digits < 4; text = slice_after(text, used)) {
        if (!(text.ptr[0] & 0x80)) { /* the usual case */
            used = 1;
            bool is_digit = is_ascii_digit((unsigned char)text.ptr[0]);
            if (is_digit && digits == 0 && is_short_date(text))
                return true;
            digits = is_digit ? digits + 1 : 0;
            continue;
        }
        digits = numerals_digit(text, &used) >= 0 ? digits + 1 : 0;
        if (begins_other_year(text))
            return true;
    }
    return digits == 4;
}

enum date_order date_order_of(struct slice language)
{
    static const struct slice month_first[] = {
        SLICE_INIT("en-US"), SLICE_INIT("en-PH"), SLICE_INIT("es-US"),
        SLICE_INIT("es-PR"), SLICE_INIT("es-PA"),
    };
    for (size_t i = 0; i < COUNT_OF(month_first); i++)
        if (slice_equal_nocase(language, month_first[i]))
            return DATE_MONTH_FIRST;
    static const struct slice year_first[] = {SLICE_INIT("zh"), SLICE_INIT("ja"),
                                              SLICE_INIT("ko"), SLICE_INIT("hu")};
    struct slice primary = slice_of(language.ptr, language.len < 2 ? 0 : 2);
    for (size_t i = 0; i < COUNT_OF(year_first); i++)
        if (slice_equal_nocase(primary, year_first[i]))
            return DATE_YEAR_FIRST;
    bool is_anywhere = slice_equal_nocase(language, SLICE("en"));
    return language.len && !is_anywhere ? DATE_DAY_FIRST : DATE_ORDER_UNKNOWN;
}

/* Returns the day number of a date in the format of date_to_iso. */
static int day_number(struct slice iso)
{
    struct scanner r = {iso.ptr, iso.ptr + iso.len};
    struct moment m = {0};
    if (!read_year_first(&r, &m))
        return 0;
    return calendar_number((struct day){m.year, m.month, m.day});
}

int date_days_between(struct slice from, struct slice to)
{
    return day_number(to) - day_number(from);
}

/* Minutes since midnight of an ISO 8601 date; -1 if it has no time. */
static int minutes_of(struct slice iso)
{
    enum { HOUR_AT = 11, MINUTE_AT = 14, END = 16 };
    if (iso.len < END)
        return -1;
    struct scanner hour = {iso.ptr + HOUR_AT, iso.ptr + iso.len};
    struct scanner minute = {iso.ptr + MINUTE_AT, iso.ptr + iso.len};
    return (int)(60 * scanner_read_digits(&hour, 2) + scanner_read_digits(&minute, 2));
}

bool date_is_elsewhere(struct slice shown, struct slice stamp)
{
    enum { DAY = 24 * 60, FARTHEST = 14 * 60, EVENING = 21 * 60, STAMP_BYTES = 19 };
    int days = date_days_between(shown, stamp), time = minutes_of(shown);
    bool is_local = stamp.len > STAMP_BYTES && stamp.ptr[stamp.len - 1] != 'Z';
    if (is_local || minutes_of(stamp) < 0 || days < -1 || days > 1)
        return false;
    if (time < 0) /* few East Asian pages have UTC timestamps, and many have dates */
        return days == 1 || (days == -1 && minutes_of(stamp) >= EVENING);
    int apart = days * DAY + minutes_of(stamp) - time;
    return days != 0 && apart % 60 == 0 && apart >= -FARTHEST && apart <= FARTHEST;
}

struct slice date_of_path(struct arena *a, struct slice path)
{
    struct scanner r = {path.ptr, path.ptr + path.len};
    for (; r.at < r.end; r.at++) {
        struct scanner ahead = {r.at + 1, r.end};
        struct moment m = {0};
        if (*r.at == '/' && read_year_first(&ahead, &m) && !goes_on(&ahead) &&
            is_real(&m))
            return write_iso(a, &m);
    }
    return slice_of("", 0);
}
