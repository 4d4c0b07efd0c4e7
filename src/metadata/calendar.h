/* calendar: years and months of other calendars, converted to the Gregorian one. */
#ifndef WINNOW_METADATA_CALENDAR_H
#define WINNOW_METADATA_CALENDAR_H

#include "base/slice.h"

struct day {
    unsigned year, month, day;
};

/* A number for a day of the Gregorian calendar; the next day has the next number. */
int calendar_number(struct day gregorian);

/* Japan and Taiwan count years from the first of an era. Returns the bytes of the era's
   name that text begins with, 0 for none, and sets *before to the year before its
   first. */
size_t calendar_era(struct slice text, unsigned *before);

/* "มี.ค.", a month as Thai papers shorten it: returns the bytes of it that text begins
   with, 0 for none, and sets *month. */
size_t calendar_thai_month(struct slice text, unsigned *month);

/* The month of the Persian solar year with this name; 0 for none. */
unsigned calendar_persian_month(struct slice name);

/* Whether a year in digits is one of the Persian calendar: no page was published in those
   years of the Gregorian or, yet, of the Islamic calendar. */
bool calendar_is_persian_year(unsigned year);

/* Converts a day; false if the Persian calendar has no such day. */
bool calendar_from_persian(struct day persian, struct day *out);

/* A year of the Buddhist era, as in Thailand, or of the common era, as one of the common
   era. */
unsigned calendar_from_buddhist(unsigned year);

#endif
