/* date: dates as pages write them, converted to ISO 8601. */
#ifndef WINNOW_METADATA_DATE_H
#define WINNOW_METADATA_DATE_H

#include "base/arena.h"
#include "base/slice.h"

/* The order of "03/05/2024"; if it is not known, that is not a date. "24.03.05" is a date
   only where the year comes first; there the other has its day first. */
enum date_order { DATE_ORDER_UNKNOWN, DATE_DAY_FIRST, DATE_MONTH_FIRST, DATE_YEAR_FIRST };

/* By CLDR, for a BCP 47 tag; unknown for "en" without a region. */
enum date_order date_order_of(struct slice language);

/* "2024-03-05", or "2024-03-05T10:30:00Z" if text has the time (with its offset if text
   has that), from ISO 8601, RFC 5322, and dates in numbers or with a month's name in one
   of the languages of rules/phrases. Empty if there is no such day, and for a text of
   more than a line. Years and months of the Buddhist, the Japanese and the Persian
   calendar are read too. */
struct slice date_to_iso(struct arena *a, struct slice text, enum date_order order);

struct date_found {
    struct slice iso;
    struct slice before, after; /* of the text, its spaces collapsed */
};

/* The first date in a text of one line. */
bool date_find(struct arena *a, struct slice text, enum date_order order,
               struct date_found *out);

/* Days from one ISO 8601 date to another, as date_to_iso gives them. */
int date_days_between(struct slice from, struct slice to);

/* Whether a stamp in UTC, or without a zone, can be of the day before or after its own
   that a page shows in the zone of its readers, with or without a time. */
bool date_is_elsewhere(struct slice shown, struct slice stamp);

/* The date in a URL's path: "/2024/03/05/", "/2024-03-05-rain"; empty for none. */
struct slice date_of_path(struct arena *a, struct slice path);

/* Whether text has four digits in a row, or a year that is written otherwise. If not, it
   has no date. */
bool date_has_year(struct slice text);

#endif
