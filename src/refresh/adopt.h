/* adopt: adds to an archive what its WARC files have and its rows do not know: the
   records of a run that was killed before it committed them, or those that a database
   restored from an older copy has forgotten. Each body is cleaned with the archive's
   rules, in the order of the records' dates, and its text passes the checks of a refresh.
 */
#ifndef WINNOW_REFRESH_ADOPT_H
#define WINNOW_REFRESH_ADOPT_H

#include "refresh/recorder.h"

struct adoption {
    size_t records;  /* responses that were unread */
    size_t versions; /* that the archive has in addition */
    size_t failed;   /* bodies that could not be read or cleaned */
    int code;        /* 0, or an exit code if it could not be done */
};

/* Adopts all records that are noted as unread. Returns false with err on an error of the
   archive; *out is then incomplete, and the rest is still noted as unread. Files of text/
   are not written: what they have may be newer. */
bool adopt_unread(struct archive_command *command, struct recorder *recorder,
                  struct adoption *out, struct error *err);

#endif
