/* output: where records go: standard output, or the files of -o DIR; and the inputs that
   failed, where --failed says. */
#ifndef WINNOW_COMMAND_OUTPUT_H
#define WINNOW_COMMAND_OUTPUT_H

#include "cli/console.h"
#include "command/input_window.h"
#include "command/output_folder.h"
#include <stdio.h>

enum output_state {
    OUTPUT_OPEN,
    OUTPUT_CLOSED, /* its reader has had enough (EPIPE): nothing to complain about */
    OUTPUT_BROKEN, /* a full disk, ...: told in output->error */
};

struct output {
    const struct options *options;
    struct console *console;
    enum output_state state;
    struct error error;
    struct buffer pending; /* for standard output */
    size_t written;        /* of it */
    size_t piece;          /* what one write(2) may take without waiting */
    bool has_headers;
    bool has_written; /* a text, so that a blank line goes before the next */
    struct output_folder folder;
    FILE *failed;
    char *failed_temporary; /* renamed to its name at the end; NULL: written in place */
};

bool output_open(struct output *o, const struct options *options, struct console *console,
                 struct error *err);
/* Gives --failed its name, and writes what is pending, unless that has become pointless:
   a reader that takes nothing for patience_ms (-1: ever) is left. */
void output_close(struct output *o, int patience_ms);

/* Whether the folder has the page of this URL or name already. */
bool output_has(const struct output *o, struct slice url);
/* Takes a record on; `entry` has it as its task's. */
void output_write(struct output *o, const struct entry *entry);
/* Writes what standard output takes without waiting. True when it took something. */
bool output_push(struct output *o);
/* Whether there is something to push; then standard output is to be polled. */
bool output_is_pending(const struct output *o);
/* Whether so much is pending that nothing should be added. */
bool output_is_full(const struct output *o);

#endif
