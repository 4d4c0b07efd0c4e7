/* date: finds dates in the formats that pages use and converts them to ISO 8601. */
#ifndef WINNOW_METADATA_DATE_H
#define WINNOW_METADATA_DATE_H

#include "base/arena.h"
#include "base/slice.h"

/* The order of "03/05/2024"; if the order is not known, this is not read as a date.
   "24.03.05" is a date only in languages that write the year first; in these,
   "03/05/2024" has its day first. */
enum date_order { DATE_ORDER_UNKNOWN, DATE_DAY_FIRST, DATE_MONTH_FIRST, DATE_YEAR_FIRST };

/* Returns the order that CLDR gives for a BCP 47 tag; unknown for "en" without a
   region. */
enum date_order date_order_of(struct slice language);

/* Returns "2024-03-05", or "2024-03-05T10:30:00Z" if text has the time (with its offset
   if text has one). Reads ISO 8601, RFC 5322, and dates in numbers or with a month name
   in one of the languages of rules/phrases. Empty if there is no such day, or if text has
   more than one line. Years and months of the Buddhist, Japanese and Persian calendars
   are read too. */
struct slice date_to_iso(struct arena *a, struct slice text, enum date_order order);

struct date_found {
    struct slice iso;
    struct slice before, after; /* the rest of the text, with its spaces collapsed */
};

/* Finds the first date in a text of one line. */
bool date_find(struct arena *a, struct slice text, enum date_order order,
               struct date_found *out);

/* Returns the days from one ISO 8601 date to another, in the format of date_to_iso. */
int date_days_between(struct slice from, struct slice to);

/* Whether a timestamp in UTC, or without a time zone, can be the same moment as a date
   one day earlier or later that the page shows in its readers' time zone, with or without
   a time. */
bool date_is_elsewhere(struct slice shown, struct slice stamp);

/* Returns the date in a URL's path: "/2024/03/05/", "/2024-03-05-rain"; empty if there is
   none. */
struct slice date_of_path(struct arena *a, struct slice path);

/* Whether text has four digits in a row, or a year in another form. Otherwise it has no
   date. */
bool date_has_year(struct slice text);

#endif
