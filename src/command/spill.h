/* spill: records that wait for their turn, in a temporary file that has no name any more:
   it is gone when the run ends, however that is. */
#ifndef WINNOW_COMMAND_SPILL_H
#define WINNOW_COMMAND_SPILL_H

#include "base/error.h"
#include "base/slice.h"
#include "winnow.h"
#include <stdint.h>

/* Bytes of the file: as many as a window full of long articles needs. */
#define SPILL_BYTES_MAX ((uint64_t)1 << 30)

struct spill {
    const char *folder;
    int fd; /* -1: not created yet, or it could not be */
    bool is_broken;
    uint64_t end;   /* where the next record is written */
    uint64_t bytes; /* of the file that are in use */
    size_t count;   /* records in it */
};

/* Where a record is; size 0: nowhere. */
struct spilled {
    uint64_t at;
    size_t size;
};

/* The folder's name is not copied. Creates nothing yet. */
void spill_open(struct spill *s, const char *folder);
void spill_close(struct spill *s);

/* Writes the record to the file. False: keep it in memory. The file is full, or it cannot
   be written, or the record has more notes than a page may have. */
bool spill_put(struct spill *s, const struct winnow_record *record, struct spilled *out);
/* Reads the record at *place, gives its part of the file free, and empties *place. NULL
   with err. */
struct winnow_record *spill_take(struct spill *s, struct spilled *place,
                                 struct error *err);

#endif
