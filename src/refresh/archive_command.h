/* archive_command: what the verbs about an archive have in common: its folder opened, its
   own settings read, the time, and standard output. */
#ifndef WINNOW_REFRESH_ARCHIVE_COMMAND_H
#define WINNOW_REFRESH_ARCHIVE_COMMAND_H

#include "archive/store.h"
#include "cli/console.h"

struct archive_command {
    const struct options *given; /* the command line */
    struct options options;      /* with winnow.conf below it, where that was asked for */
    struct arena arena;
    struct console console;
    struct store store;
    struct buffer out; /* for standard output */
    int64_t now;
};

/* For those who change it: --wait or not. */
enum store_access archive_command_write_access(const struct options *options);
/* Opens arguments[0]. 0, or the exit code when it cannot, which has been told. */
int archive_command_open(struct archive_command *archived, const struct options *options,
                         enum store_access access);
/* Opens it, has the work done, which gives the exit code, and closes it. */
int archive_command_run(const struct options *options, enum store_access access,
                        int (*work)(struct archive_command *archived));
/* winnow.conf: a setting a line, named as an option is; the command line comes after. */
bool archive_command_read_settings(struct archive_command *archived, struct error *err);
/* What --init writes: the options that were given, and a word on the file. */
void archive_command_write_settings(const struct options *options, struct buffer *out);
/* Writes what is left of out. Returns code, or 1 when that failed. */
int archive_command_close(struct archive_command *archived, int code);

/* The page of the URL that is argument `index`. False when there is none: told. */
bool archive_command_find_page(struct archive_command *archived, size_t index,
                               struct store_page *page);
/* The exit code: 0, or 1 with the error told. */
int archive_command_end(struct archive_command *archived, bool done,
                        const struct error *err);
/* Tells an error. Returns 1. */
int archive_command_fail(struct archive_command *archived, const struct error *err);

#endif
