/* calendar: converts years and months of other calendars to the Gregorian calendar. */
#ifndef WINNOW_METADATA_CALENDAR_H
#define WINNOW_METADATA_CALENDAR_H

#include "base/slice.h"

struct day {
    unsigned year, month, day;
};

/* Returns the day number of a Gregorian date; the next day has the next number. */
int calendar_number(struct day gregorian);

/* Japan and Taiwan count years from the first year of an era. Returns the length in bytes
   of the era name that text begins with, 0 if there is none, and sets *before to the year
   before the first year of the era. */
size_t calendar_era(struct slice text, unsigned *before);

/* Reads an abbreviated Thai month such as "มี.ค.". Returns the length in bytes of the
   abbreviation that text begins with, 0 if there is none, and sets *month. */
size_t calendar_thai_month(struct slice text, unsigned *month);

/* Returns the month of the Persian solar calendar with this name; 0 if there is none. */
unsigned calendar_persian_month(struct slice name);

/* Whether a year in digits is a Persian year: no page was published in those years of the
   Gregorian calendar or, so far, of the Islamic calendar. */
bool calendar_is_persian_year(unsigned year);

/* Converts a day; false if the Persian calendar has no such day. */
bool calendar_from_persian(struct day persian, struct day *out);

/* Converts a year of the Buddhist era (as used in Thailand) to the common era. A year
   that is already in the common era is returned unchanged. */
unsigned calendar_from_buddhist(unsigned year);

#endif
