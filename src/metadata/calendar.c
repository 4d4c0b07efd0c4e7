#include "metadata/calendar.h"

#include "base/array.h"

/* ---- the Gregorian calendar -------------------------------------------------------- */

/* Days from the first of March, when a year begins so that a leap day ends it. */
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

size_t calendar_era(struct slice text, unsigned *before)
{
    static const struct {
        struct slice name;
        unsigned before;
    } eras[] = {
        {SLICE_INIT("令和"), 2018}, {SLICE_INIT("平成"), 1988},
        {SLICE_INIT("昭和"), 1925}, {SLICE_INIT("民國"), 1911},
        {SLICE_INIT("民国"), 1911},
    };
    for (size_t i = 0; i < COUNT_OF(eras); i++)
        if (slice_starts_with(text, eras[i].name)) {
            *before = eras[i].before;
            return eras[i].name.len;
        }
    return 0;
}

unsigned calendar_from_buddhist(unsigned year)
{
    enum { FIRST = 2400, BEFORE = 543 };
    return year >= FIRST ? year - BEFORE : year;
}

size_t calendar_thai_month(struct slice text, unsigned *month)
{
    static const struct slice months[] = {
        SLICE_INIT("ม.ค."), SLICE_INIT("ก.พ."), SLICE_INIT("มี.ค."), SLICE_INIT("เม.ย."),
        SLICE_INIT("พ.ค."), SLICE_INIT("มิ.ย."), SLICE_INIT("ก.ค."), SLICE_INIT("ส.ค."),
        SLICE_INIT("ก.ย."), SLICE_INIT("ต.ค."), SLICE_INIT("พ.ย."), SLICE_INIT("ธ.ค."),
    };
    bool is_thai = text.len && text.ptr[0] == months[0].ptr[0];
    for (unsigned i = 0; is_thai && i < COUNT_OF(months); i++)
        if (slice_starts_with(text, months[i])) {
            *month = i + 1;
            return months[i].len;
        }
    return 0;
}

/* ---- the Persian calendar ---------------------------------------------------------- */

unsigned calendar_persian_month(struct slice name)
{
    /* with the Arabic letters that some keyboards write in their place */
    static const struct {
        struct slice name;
        unsigned month;
    } months[] = {
        {SLICE_INIT("فروردین"), 1},  {SLICE_INIT("فروردين"), 1},
        {SLICE_INIT("اردیبهشت"), 2}, {SLICE_INIT("ارديبهشت"), 2},
        {SLICE_INIT("خرداد"), 3},    {SLICE_INIT("تیر"), 4},
        {SLICE_INIT("تير"), 4},      {SLICE_INIT("مرداد"), 5},
        {SLICE_INIT("امرداد"), 5},   {SLICE_INIT("شهریور"), 6},
        {SLICE_INIT("شهريور"), 6},   {SLICE_INIT("مهر"), 7},
        {SLICE_INIT("آبان"), 8},     {SLICE_INIT("آذر"), 9},
        {SLICE_INIT("دی"), 10},      {SLICE_INIT("دي"), 10},
        {SLICE_INIT("بهمن"), 11},    {SLICE_INIT("اسفند"), 12},
    };
    for (size_t i = 0; i < COUNT_OF(months); i++)
        if (slice_equal(name, months[i].name))
            return months[i].month;
    return 0;
}

bool calendar_is_persian_year(unsigned year)
{
    enum { FIRST = 1300, LAST = 1429 }; /* 1921 and 2051 of ours */
    return year >= FIRST && year <= LAST;
}

/* Eight leap years in 33, as the calendar of Iran has had them from 1343 on. */
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
