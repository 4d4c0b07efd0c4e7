/* daytime: what pages write for a time of day, and its zone. */
#ifndef WINNOW_METADATA_DAYTIME_H
#define WINNOW_METADATA_DAYTIME_H

#include "metadata/scanner.h"

struct daytime {
    unsigned hour, minute, second;
    bool is_told;
    char zone[7]; /* "Z", "+01:00" or "" */
};

/* "10:30", "10:30:15.123", "7h45", "10時30分", where one stands here; "1030" and "103015"
   too, which are times where they stand behind a T. */
bool daytime_read(struct scanner *c, struct daytime *out);

/* What may stand behind a date: "T10:30Z", " 10:30:15 +0100", " at 10:30 am",
   ", um 10:30 Uhr", " 오후 3:20"; the zone alone, where the time has been told. */
void daytime_read_behind(struct scanner *c, struct daytime *out);

bool daytime_is_real(const struct daytime *t);

#endif
