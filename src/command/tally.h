/* tally: counts what became of the inputs, and reports those that failed. */
#ifndef WINNOW_COMMAND_TALLY_H
#define WINNOW_COMMAND_TALLY_H

#include "cli/console.h"
#include "cli/site_files.h"
#include "command/input_window.h"

struct tally {
    size_t read, written, failed, poor, skipped;
};

enum { TALLY_TEXT_SIZE = 256 };

/* Counts the record of an entry, and reports its error and its notes. */
void tally_record(struct tally *tally, struct console *console,
                  const struct site_files *sites, const struct entry *entry);
/* Writes the counts as one line of text. */
void tally_format(const struct tally *tally, char text[TALLY_TEXT_SIZE]);
/* Whether there are more failures than a user can count at a glance. */
bool tally_has_many_failures(const struct tally *tally);

#endif
