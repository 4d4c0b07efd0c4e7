#include "page/date.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "page/months.h"
#include "page/page.h"
#include <string.h>

enum {
    TEXT_MAX = 100, /* longer is a sentence, and no date */
    YEAR_MIN = 1000,
    YEAR_MAX = 2099, /* "0001-01-01" is what a program says for none; no clock is asked,
                        so that a page gives the same text on every day */
};

struct moment {
    unsigned year, month, day, hour, minute, second;
    bool has_time;
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

/* ---- dates ------------------------------------------------------------------------- */

static void skip_spaces(struct reader *r)
{
    r->at += count_spaces(r);
}

static bool accept_any(struct reader *r, const struct slice *words, size_t count)
{
    struct slice rest = slice_of(r->at, (size_t)(r->end - r->at));
    for (size_t i = 0; i < count; i++)
        if (slice_starts_with_nocase(rest, words[i])) {
            r->at += words[i].len;
            return true;
        }
    return false;
}

static bool is_letter(char c)
{
    return is_ascii_letter((unsigned char)c) || (unsigned char)c >= 0x80;
}

static struct slice peek_word(const struct reader *r)
{
    size_t len = 0;
    while (is_letter(peek(r, len)))
        len++;
    return slice_of(r->at, len);
}

static bool read_number(struct reader *r, unsigned *out)
{
    size_t digits = count_digits(r);
    if (digits != 1 && digits != 2)
        return false;
    *out = read_digits(r, digits);
    return true;
}

/* The eras that Japanese offices count years in, and the years before their first. */
static const struct {
    struct slice name;
    unsigned before;
} eras[] = {
    {SLICE_INIT("令和"), 2018}, {SLICE_INIT("平成"), 1988}, {SLICE_INIT("昭和"), 1925}};

/* SIZE_MAX for none. */
static size_t find_era(struct slice text)
{
    for (size_t i = 0; i < COUNT_OF(eras); i++)
        if (slice_starts_with(text, eras[i].name))
            return i;
    return SIZE_MAX;
}

static struct slice rest_of(const struct reader *r)
{
    return slice_of(r->at, (size_t)(r->end - r->at));
}

static bool read_year_of_era(struct reader *r, size_t era, struct moment *m)
{
    static const struct slice first[] = {SLICE_INIT("元")};
    r->at += eras[era].name.len;
    if (accept_any(r, first, 1))
        m->year = 1;
    else if (!read_number(r, &m->year))
        return false;
    m->year += eras[era].before;
    return true;
}

static bool read_year(struct reader *r, struct moment *m)
{
    size_t era = find_era(rest_of(r));
    if (era != SIZE_MAX)
        return read_year_of_era(r, era, m);
    if (count_digits(r) != 4)
        return false;
    m->year = read_digits(r, 4);
    return true;
}

/* A year behind its day, where Thai papers write that of the Buddhist era. */
static bool read_year_behind(struct reader *r, struct moment *m)
{
    enum { BUDDHIST_FIRST = 2400, BUDDHIST_BEFORE = 543 };
    if (!read_year(r, m))
        return false;
    m->year -= m->year >= BUDDHIST_FIRST ? BUDDHIST_BEFORE : 0;
    return true;
}

/* What may stand between the parts of a date beside spaces: "5th of March, 2024",
   "5 de marzo del 2024", "5-Mar-2024", "5 березня, 2024". */
static void skip_joint(struct reader *r)
{
    static const struct slice marks[] = {
        SLICE_INIT("."), SLICE_INIT(","), SLICE_INIT("-"),
        SLICE_INIT("/"), SLICE_INIT("º"), SLICE_INIT("ª"),
    };
    static const struct slice words[] = {
        SLICE_INIT("st"), SLICE_INIT("nd"),  SLICE_INIT("rd"), SLICE_INIT("th"),
        SLICE_INIT("er"), SLICE_INIT("del"), SLICE_INIT("de"), SLICE_INIT("of"),
        SLICE_INIT("di"), SLICE_INIT("ב"),
    };
    bool moved = true;
    while (moved) {
        const char *before = r->at;
        skip_spaces(r);
        accept_any(r, marks, COUNT_OF(marks));
        struct reader ahead = *r;
        if (accept_any(&ahead, words, COUNT_OF(words)) &&
            (ahead.at[-1] & 0x80 || !is_letter(peek(&ahead, 0))))
            *r = ahead;
        moved = r->at != before;
    }
}

static bool read_month(struct reader *r, struct moment *m)
{
    static const struct slice vietnamese[] = {SLICE_INIT("tháng ")};
    if (accept_any(r, vietnamese, 1))
        return read_number(r, &m->month);
    struct slice word = peek_word(r);
    m->month = word.len ? months_find(word) : 0;
    r->at += word.len;
    return m->month != 0;
}

/* Behind a year: "március 5." */
static bool read_month_and_day(struct reader *r, struct moment *m)
{
    if (!read_month(r, m))
        return false;
    skip_joint(r);
    return read_number(r, &m->day);
}

/* "2024-03-05", "2024/3/5", "2024. 3. 5.", "2024年3月5日", "2024년 3월 5일",
   "2024. március 5." */
static bool read_year_first(struct reader *r, struct moment *m)
{
    static const struct slice marks[3][4] = {
        {SLICE_INIT("-"), SLICE_INIT("/"), SLICE_INIT("."), SLICE_INIT("年")},
        {SLICE_INIT("-"), SLICE_INIT("/"), SLICE_INIT("."), SLICE_INIT("月")},
        {SLICE_INIT("日"), SLICE_INIT("일")},
    };
    static const struct slice korean[] = {SLICE_INIT("년"), SLICE_INIT("월")};
    if (!read_year(r, m))
        return false;
    skip_spaces(r);
    if (!accept_any(r, marks[0], 4) && !accept_any(r, korean, 1))
        return false;
    skip_spaces(r);
    if (!digit_at(r, 0))
        return read_month_and_day(r, m);
    if (!read_number(r, &m->month))
        return false;
    skip_spaces(r);
    if (!accept_any(r, marks[1], 4) && !accept_any(r, korean + 1, 1))
        return false;
    skip_spaces(r);
    if (!read_number(r, &m->day))
        return false;
    accept_any(r, marks[2], 2);
    return true;
}

/* "05.03.2024", and with slashes or hyphens where it is known, from the numbers or from
   the language, which is the month. */
static bool read_numeric(struct reader *r, enum date_order order, struct moment *m)
{
    unsigned first, second;
    if (!read_number(r, &first))
        return false;
    char mark = peek(r, 0);
    if (mark != '.' && mark != '/' && mark != '-')
        return false;
    r->at++;
    if (!read_number(r, &second) || !accept(r, mark) || !read_year_behind(r, m))
        return false;
    if (mark == '.' || first > 12 || first == second)
        order = DATE_DAY_FIRST;
    else if (second > 12)
        order = DATE_MONTH_FIRST;
    m->day = order == DATE_DAY_FIRST ? first : second;
    m->month = order == DATE_DAY_FIRST ? second : first;
    return order != DATE_ORDER_UNKNOWN;
}

static bool read_day_first(struct reader *r, struct moment *m)
{
    if (!read_number(r, &m->day))
        return false;
    skip_joint(r);
    if (!read_month(r, m))
        return false;
    struct reader ahead = *r; /* in Arabic by two names: "آذار/مارس" */
    struct moment other = {0};
    if (accept(&ahead, '/') && read_month(&ahead, &other) && other.month == m->month)
        *r = ahead;
    skip_joint(r);
    return read_year_behind(r, m);
}

/* "March 5, 2024", "Tue Mar 5 10:00:00 2024". */
static bool read_month_first(struct reader *r, struct moment *m)
{
    struct slice word = peek_word(r);
    r->at += word.len;
    skip_joint(r);
    if (!word.len || !read_number(r, &m->day) || peek(r, 0) == ':')
        return false;
    m->month = months_find(word); /* asked late: most words have no number behind them */
    if (!m->month)
        return false;
    skip_joint(r);
    if (peek(r, 1) == ':' || peek(r, 2) == ':') {
        read_time(r, m);
        skip_spaces(r);
    }
    return read_year(r, m);
}

/* The date that begins here, in one of its forms. */
static bool read_date(struct reader *r, enum date_order order, struct moment *m)
{
    struct reader start = *r;
    *m = (struct moment){0};
    size_t digits = count_digits(r);
    if (digits == 4 || (!digits && find_era(rest_of(r)) != SIZE_MAX))
        return read_year_first(r, m);
    if (!digits)
        return read_month_first(r, m);
    if (digits > 2)
        return false;
    if (read_numeric(r, order, m))
        return true;
    *r = start;
    *m = (struct moment){0};
    return read_day_first(r, m);
}

/* "20240305" and "20240305T103015", at the front of a value alone: a number in a text
   is no date. */
static bool read_compact(struct reader *r, struct moment *m)
{
    if (count_digits(r) != 8)
        return false;
    m->year = read_digits(r, 4);
    m->month = read_digits(r, 2);
    m->day = read_digits(r, 2);
    return true;
}

/* ---- what stands behind a date ----------------------------------------------------- */

static void read_half_day(struct reader *r, struct moment *m)
{
    static const struct slice pm[] = {SLICE_INIT("pm"), SLICE_INIT("p.m.")};
    static const struct slice am[] = {SLICE_INIT("am"), SLICE_INIT("a.m.")};
    if (accept_any(r, pm, 2))
        m->hour += m->hour < 12 ? 12 : 0;
    else if (accept_any(r, am, 2) && m->hour == 12)
        m->hour = 0;
}

/* "T10:30Z", " 10:30:15 +0100", " at 10:30 am", ", um 10:30 Uhr". */
static void read_time_behind(struct reader *r, struct moment *m)
{
    static const struct slice utc[] = {SLICE_INIT("gmt"), SLICE_INIT("utc")};
    enum { JOINT_MAX = 12 }; /* bytes, as of "a las" */
    struct reader ahead = *r;
    bool is_iso = accept(&ahead, 'T') || accept(&ahead, 't');
    while (!is_iso && ahead.at < ahead.end && ahead.at - r->at < JOINT_MAX &&
           !digit_at(&ahead, 0))
        ahead.at++;
    size_t digits = count_digits(&ahead);
    if (!m->has_time &&
        ((is_iso && digits) || peek(&ahead, 1) == ':' || peek(&ahead, 2) == ':') &&
        read_time(&ahead, m)) {
        skip_spaces(&ahead);
        read_half_day(&ahead, m);
        *r = ahead;
    }
    if (!m->has_time)
        return;
    skip_spaces(r);
    if (accept_any(r, utc, 2))
        memcpy(m->zone, "Z", 2);
    else
        read_zone(r, m);
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

static struct slice write_iso(struct arena *a, const struct moment *m)
{
    if (!m->has_time)
        return slice_of_string(
            arena_printf(a, "%04u-%02u-%02u", m->year, m->month, m->day));
    return slice_of_string(arena_printf(a, "%04u-%02u-%02uT%02u:%02u:%02u%s", m->year,
                                        m->month, m->day, m->hour, m->minute, m->second,
                                        m->zone));
}

/* ---- values and texts -------------------------------------------------------------- */

/* Where the next number or word begins behind the one that r is at. */
static void skip_token(struct reader *r)
{
    if (is_ascii_digit((unsigned char)peek(r, 0)))
        r->at += count_digits(r);
    else
        r->at += peek_word(r).len;
    while (r->at < r->end && !is_letter(peek(r, 0)) && !digit_at(r, 0))
        r->at++;
}

/* Whether a number goes on behind a date: "1.2.2024.5" is a version. */
static bool goes_on(const struct reader *r)
{
    char c = peek(r, 0);
    return digit_at(r, 0) || ((c == '.' || c == '/' || c == '-') && digit_at(r, 1));
}

/* The figure that text begins with, in any of the scripts in which papers write them, and
   the bytes it takes; -1 for none. */
static int read_figure(struct slice text, size_t *used)
{
    static const uint32_t zeros[] = {
        '0',    0x0660, 0x06F0, 0x0966,
        0x09E6, 0x0E50, 0xFF10, /* Arabic, Persian,
   Devanagari, Bengali, Thai, and those as wide as Han */
    };
    uint32_t c = utf8_decode(text, used);
    for (size_t i = 0; i < COUNT_OF(zeros); i++)
        if (c >= zeros[i] && c < zeros[i] + 10)
            return (int)(c - zeros[i]);
    return -1;
}

static struct slice with_our_figures(struct arena *a, struct slice text)
{
    struct buffer out;
    if (slice_is_ascii(text) || text.len > TEXT_MAX)
        return text;
    buffer_open(&out, a);
    for (size_t used; text.len; text = slice_after(text, used)) {
        int figure = read_figure(text, &used);
        if (figure < 0)
            buffer_append(&out, slice_of(text.ptr, used));
        else
            buffer_append_char(&out, (char)('0' + figure));
    }
    return buffer_slice(&out);
}

bool date_find(struct arena *a, struct slice text, enum date_order order,
               struct date_found *out)
{
    text = with_our_figures(a, page_collapse(text, a));
    if (!text.len)
        return false;
    struct reader r = {text.ptr, text.ptr + text.len};
    for (; text.len <= TEXT_MAX && r.at < r.end; skip_token(&r)) {
        struct reader ahead = r;
        struct moment m;
        if (!read_date(&ahead, order, &m) || goes_on(&ahead) || !is_real(&m))
            continue;
        struct moment day = m;
        struct reader behind = ahead;
        read_time_behind(&behind, &m);
        bool has_time = is_real(&m);
        *out = (struct date_found){
            .iso = write_iso(a, has_time ? &m : &day),
            .before = slice_of(text.ptr, (size_t)(r.at - text.ptr)),
            .after =
                slice_after(text, (size_t)((has_time ? behind.at : ahead.at) - text.ptr)),
        };
        return true;
    }
    return false;
}

struct slice date_to_iso(struct arena *a, struct slice text, enum date_order order)
{
    text = slice_trim(text);
    if (!text.len) /* and perhaps no pointer to count from */
        return slice_of("", 0);
    struct moment m = {0};
    struct reader r = {text.ptr, text.ptr + text.len};
    struct date_found found;
    if (read_compact(&r, &m)) {
        read_time_behind(&r, &m);
        return is_real(&m) ? write_iso(a, &m) : slice_of("", 0);
    }
    return date_find(a, text, order, &found) ? found.iso : slice_of("", 0);
}

bool date_has_year(struct slice text)
{
    size_t digits = 0;
    for (size_t used; text.len && digits < 4; text = slice_after(text, used)) {
        if (!(text.ptr[0] & 0x80)) { /* nearly always */
            used = 1;
            digits = is_ascii_digit((unsigned char)text.ptr[0]) ? digits + 1 : 0;
            continue;
        }
        digits = read_figure(text, &used) >= 0 ? digits + 1 : 0;
        if (find_era(text) != SIZE_MAX)
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
    bool is_anywhere = slice_equal_nocase(language, SLICE("en"));
    return language.len && !is_anywhere ? DATE_DAY_FIRST : DATE_ORDER_UNKNOWN;
}

/* The day's number in the Gregorian calendar (from the first of March of year 0, so that
   a leap day ends its year). */
static int day_number(struct slice iso)
{
    struct reader r = {iso.ptr, iso.ptr + iso.len};
    struct moment m = {0};
    if (!read_year_first(&r, &m))
        return 0;
    int months = (int)(m.month + 9) % 12, year = (int)m.year - months / 10;
    return 365 * year + year / 4 - year / 100 + year / 400 + (months * 306 + 5) / 10 +
           (int)m.day;
}

int date_days_between(struct slice from, struct slice to)
{
    return day_number(to) - day_number(from);
}

struct slice date_of_path(struct arena *a, struct slice path)
{
    struct reader r = {path.ptr, path.ptr + path.len};
    for (; r.at < r.end; r.at++) {
        struct reader ahead = {r.at + 1, r.end};
        struct moment m = {0};
        if (*r.at == '/' && read_year_first(&ahead, &m) && !goes_on(&ahead) &&
            is_real(&m))
            return write_iso(a, &m);
    }
    return slice_of("", 0);
}
