/* output: writes records to standard output or to the files of -o DIR, and the failed
 * inputs to the file of --failed. */
#ifndef WINNOW_COMMAND_OUTPUT_H
#define WINNOW_COMMAND_OUTPUT_H

#include "cli/console.h"
#include "cli/input.h"
#include "command/input_window.h"
#include "command/output_folder.h"
#include <stdio.h>

enum output_state {
    OUTPUT_OPEN,
    OUTPUT_CLOSED, /* its reader has closed the pipe (EPIPE): not an error */
    OUTPUT_BROKEN, /* a full disk, ...: reported in output->error */
};

struct output {
    const struct options *options;
    struct console *console;
    enum output_state state;
    struct error error;
    struct buffer pending; /* for standard output */
    size_t written;        /* bytes of it */
    size_t piece;          /* bytes that one write(2) accepts without blocking */
    bool has_headers;
    bool has_written; /* a text was written, so that a blank line precedes the next */
    struct output_folder folder;
    FILE *failed;
    char *failed_temporary; /* renamed at the end; NULL: written in place */
};

bool output_open(struct output *o, const struct options *options, struct console *console,
                 struct error *err);
/* Renames the file of --failed, and writes what is pending. Gives up on a reader that
   accepts nothing for patience_ms (-1: never gives up). */
void output_close(struct output *o, int patience_ms);

/* Appends the name of the item's file in the folder of -o; nothing without -o. */
void output_name_file(const struct output *o, const struct item *item,
                      struct buffer *out);
/* Whether the folder already has that file. */
bool output_has(const struct output *o, const char *file);
/* Writes a record; `entry` has it as its task's record. */
void output_write(struct output *o, const struct entry *entry);
/* Adds the inputs that the run has not finished to the file of --failed: those in the
   window, and those that can still be read without waiting (input NULL: none). */
void output_note_unfinished(struct output *o, const struct input_window *window,
                            struct input *input);
/* Writes what standard output accepts without blocking. Returns true if it accepted
   anything. */
bool output_push(struct output *o);
/* Whether anything is waiting to be pushed; if so, poll standard output. */
bool output_is_pending(const struct output *o);
/* Whether so much is pending that nothing more should be added. */
bool output_is_full(const struct output *o);

#endif
