/* calendar: years and months of other reckonings, and what day they are in ours. */
#ifndef WINNOW_METADATA_CALENDAR_H
#define WINNOW_METADATA_CALENDAR_H

#include "base/slice.h"

struct day {
    unsigned year, month, day;
};

/* A number for a day of the Gregorian calendar: that of the next day is one more. */
int calendar_number(struct day gregorian);

/* Years that offices of Japan and Taiwan count from an emperor's first, or the
   republic's: the bytes of its name that text begins with, and in *before the year before
   its first. 0 for none. */
size_t calendar_era(struct slice text, unsigned *before);

/* "มี.ค.", as Thai papers shorten a month: the bytes of it that text begins with, and in
 *month which it is. 0 for none. */
size_t calendar_thai_month(struct slice text, unsigned *month);

/* Which month of the Persian solar year has the name; 0 for none. */
unsigned calendar_persian_month(struct slice name);

/* Whether a year in figures is one of the Persian calendar: no page was published in the
   ones of ours, nor yet in those of the Islamic one, in whose papers years of both stand
   side by side. */
bool calendar_is_persian_year(unsigned year);

/* The day of ours; false when that calendar has no such day. */
bool calendar_from_persian(struct day persian, struct day *out);

/* A year of the Buddhist era, as Thai papers count, or of ours, as one of ours. */
unsigned calendar_from_buddhist(unsigned year);

#endif
