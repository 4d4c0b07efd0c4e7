#include "metadata/calendar.h"

#include "phrases/phrases.h"

/* ---- the Gregorian calendar -------------------------------------------------------- */

/* Days since March 1; years begin there, so that a leap day is the last day of a year. */
static int days_before_month(unsigned months)
{
    return (int)(months * 306 + 5) / 10;
}

static int days_before_year(int year)
{
    return 365 * year + year / 4 - year / 100 + year / 400;
}

int calendar_number(struct day gregorian)
{
    unsigned months = (gregorian.month + 9) % 12;
    return days_before_year((int)gregorian.year - (int)(months / 10)) +
           days_before_month(months) + (int)gregorian.day;
}

static struct day day_of_number(int number)
{
    int year = number / 366;
    while (days_before_year(year + 1) < number)
        year++;
    int rest = number - days_before_year(year);
    unsigned months = 11;
    while (days_before_month(months) >= rest)
        months--;
    return (struct day){
        .year = (unsigned)year + months / 10,
        .month = (months + 2) % 12 + 1,
        .day = (unsigned)(rest - days_before_month(months)),
    };
}

/* ---- eras -------------------------------------------------------------------------- */

/* Returns the length in bytes of the phrase that text begins with, and sets its value; 0
   if there is none. */
static size_t read_beginning(struct slice text, enum phrase_sense sense, unsigned *value)
{
    struct phrase_beginning found;
    if (!phrases_begin(text, sense, &found))
        return 0;
    *value = found.value;
    return found.len;
}

size_t calendar_era(struct slice text, unsigned *before)
{
    return read_beginning(text, SENSE_ERA, before);
}

unsigned calendar_from_buddhist(unsigned year)
{
    enum { FIRST = 2400, BEFORE = 543 };
    return year >= FIRST ? year - BEFORE : year;
}

size_t calendar_thai_month(struct slice text, unsigned *month)
{
    return read_beginning(text, SENSE_THAI_MONTH, month);
}

/* ---- the Persian calendar ---------------------------------------------------------- */

unsigned calendar_persian_month(struct slice name)
{
    return phrases_value(name, SENSE_SOLAR_MONTH);
}

bool calendar_is_persian_year(unsigned year)
{
    enum { FIRST = 1300, LAST = 1429 }; /* 1921 and 2051 in the Gregorian calendar */
    return year >= FIRST && year <= LAST;
}

/* Eight leap years in 33 years, as in Iran's calendar since 1343. */
static bool is_persian_leap(unsigned year)
{
    return (8 * year + 29) % 33 < 8;
}

static unsigned days_in_persian_month(unsigned year, unsigned month)
{
    if (month == 12)
        return is_persian_leap(year) ? 30 : 29;
    return month <= 6 ? 31 : 30;
}

bool calendar_from_persian(struct day d, struct day *out)
{
    static const struct day new_year_1400 = {2021, 3, 21};
    if (!calendar_is_persian_year(d.year) || d.month < 1 || d.month > 12 || d.day < 1 ||
        d.day > days_in_persian_month(d.year, d.month))
        return false;
    int days = (int)d.day - 1;
    for (unsigned month = 1; month < d.month; month++)
        days += (int)days_in_persian_month(d.year, month);
    for (unsigned year = d.year; year < 1400; year++)
        days -= is_persian_leap(year) ? 366 : 365;
    for (unsigned year = 1400; year < d.year; year++)
        days += is_persian_leap(year) ? 366 : 365;
    *out = day_of_number(calendar_number(new_year_1400) + days);
    return true;
}
