/* phrase_file: a file of rules/phrases/ as entries, with a message for each mistake in
   it. Entries and messages live in the arena of whoever reads. */
#ifndef WINNOW_BUILD_PHRASE_FILE_H
#define WINNOW_BUILD_PHRASE_FILE_H

#include "base/arena.h"
#include "base/problems.h"
#include "phrases/phrase_senses.h"

/* One sense of one phrase. */
struct phrase_entry {
    struct slice phrase;
    const struct sense *sense;
    uint16_t value;        /* of the argument, from 1; 0: it has none */
    uint16_t file;         /* which of all files, from 0 */
    uint32_t line, column; /* of the sense; from 1, in bytes */
};

struct phrase_entries {
    struct phrase_entry *items;
    size_t count, capacity;
};

/* A file whose bytes have been read. */
struct phrase_file {
    struct slice path, bytes;
    uint16_t index;
    const struct sense *senses; /* that its phrases may have */
    size_t sense_count;
};

/* Appends what is right to entries, and a problem for each mistake. */
void phrase_file_read(const struct phrase_file *file, struct arena *a,
                      struct phrase_entries *entries, struct problem_list *problems);

#endif
