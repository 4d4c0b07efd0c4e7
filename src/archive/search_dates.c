#include "archive/search_dates.h"

#include <stdio.h>

/* Where an open range begins and ends. */
enum { YEAR_MIN = 1900, YEAR_MAX = 2100 };

struct day {
    int year, month, day;
};

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap);
}

static bool read_number(struct slice *text, size_t digits, int *out)
{
    *out = 0;
    if (text->len < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (!is_ascii_digit((unsigned char)text->ptr[i]))
            return false;
        *out = *out * 10 + (text->ptr[i] - '0');
    }
    *text = slice_after(*text, digits);
    return true;
}

static bool read_part(struct slice *text, int last, int *out)
{
    if (!text->len || text->ptr[0] != '-')
        return false;
    *text = slice_after(*text, 1);
    return read_number(text, 2, out) && *out >= 1 && *out <= last;
}

/* Reads a year, a month or a day: its first and its last day. */
static bool read_period(struct slice text, struct day *first, struct day *last)
{
    *first = (struct day){0, 1, 1};
    if (!read_number(&text, 4, &first->year) || first->year < YEAR_MIN ||
        first->year > YEAR_MAX)
        return false;
    *last = (struct day){first->year, 12, 31};
    if (!text.len)
        return true;
    if (!read_part(&text, 12, &first->month))
        return false;
    last->month = first->month;
    last->day = days_of(first->year, first->month);
    if (!text.len)
        return true;
    if (!read_part(&text, last->day, &first->day))
        return false;
    last->day = first->day;
    return !text.len;
}

static bool read_range(struct slice value, struct day *first, struct day *last)
{
    struct day unused;
    size_t dots = slice_find(value, SLICE(".."));
    if (dots == SIZE_MAX)
        return read_period(value, first, last);
    struct slice from = slice_of(value.ptr, dots), to = slice_after(value, dots + 2);
    *first = (struct day){YEAR_MIN, 1, 1};
    *last = (struct day){YEAR_MAX, 12, 31};
    return (from.len || to.len) && (!from.len || read_period(from, first, &unused)) &&
           (!to.len || read_period(to, &unused, last));
}

static int number_of(struct day d)
{
    return (d.year * 100 + d.month) * 100 + d.day;
}

/* Appends the longest period that begins with this day and ends by `last`, and returns
   the day after it. */
static struct day append_period(struct day d, struct day last, struct buffer *out)
{
    if (out->len)
        buffer_append_string(out, " OR ");
    bool is_year = d.month == 1 && d.day == 1 && d.year * 10000 + 1231 <= number_of(last);
    struct day month_end = {d.year, d.month, days_of(d.year, d.month)};
    bool is_month = d.day == 1 && number_of(month_end) <= number_of(last);
    if (is_year) {
        buffer_printf(out, "\"%04d\"", d.year);
        return (struct day){d.year + 1, 1, 1};
    }
    if (is_month)
        buffer_printf(out, "\"%04d%02d\"", d.year, d.month);
    else
        buffer_printf(out, "\"%04d%02d%02d\"", d.year, d.month, d.day);
    if (!is_month && d.day < month_end.day)
        return (struct day){d.year, d.month, d.day + 1};
    return d.month == 12 ? (struct day){d.year + 1, 1, 1}
                         : (struct day){d.year, d.month + 1, 1};
}

bool search_dates_append(struct slice value, struct buffer *out)
{
    struct day day, last;
    struct buffer words;
    if (!read_range(value, &day, &last) || number_of(day) > number_of(last))
        return false;
    buffer_open(&words, NULL);
    while (number_of(day) <= number_of(last))
        day = append_period(day, last, &words);
    buffer_append(out, buffer_slice(&words));
    out->failed = out->failed || words.failed;
    buffer_close(&words);
    return true;
}
