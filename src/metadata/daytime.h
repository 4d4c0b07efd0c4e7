/* daytime: reads times of day and time zones in the formats that pages use. */
#ifndef WINNOW_METADATA_DAYTIME_H
#define WINNOW_METADATA_DAYTIME_H

#include "metadata/scanner.h"

struct daytime {
    unsigned hour, minute, second;
    bool is_known;
    char zone[7]; /* "Z", "+01:00" or "" */
};

/* Reads "10:30", "10:30:15.123", "7h45" or "10時30分", if there is one here; also "1030"
   and "103015", which are times after a T. */
bool daytime_read(struct scanner *c, struct daytime *out);

/* Reads what may follow a date: "T10:30Z", " 10:30:15 +0100", " at 10:30 am", ", um 10:30
   Uhr", " 오후 3:20"; reads only the time zone if the time is already set. */
void daytime_read_after(struct scanner *c, struct daytime *out);

bool daytime_is_real(const struct daytime *t);

#endif
