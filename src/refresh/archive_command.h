/* archive_command: what the verbs about an archive have in common: the open archive, its
   settings, the time, and buffered standard output. */
#ifndef WINNOW_REFRESH_ARCHIVE_COMMAND_H
#define WINNOW_REFRESH_ARCHIVE_COMMAND_H

#include "archive/store.h"
#include "cli/console.h"

struct archive_command {
    const struct options *given; /* the command line */
    /* The same, after archive_command_read_settings with winnow.conf as defaults. */
    struct options options;
    struct arena arena;
    struct console console;
    struct store store;
    enum text_layout layout; /* as the settings ask for it */
    struct buffer out;       /* for standard output */
    int64_t now;
    bool has_secrets; /* winnow.conf does, in a setting that was read */
};

/* Returns the access of verbs that change the archive, by --wait. */
enum store_access archive_command_write_access(const struct options *options);
/* Opens the archive arguments[0]. Returns 0, or the exit code if it failed, after
   reporting the error. */
int archive_command_open(struct archive_command *command, const struct options *options,
                         enum store_access access);
/* Opens the archive, calls work, which returns the exit code, and closes it. */
int archive_command_run(const struct options *options, enum store_access access,
                        int (*work)(struct archive_command *command));
/* Reads winnow.conf: one setting per line, named like an option. Options on the command
   line override it. */
bool archive_command_read_settings(struct archive_command *command, struct error *err);
/* Writes the winnow.conf of --init: the options that were given, and a comment. Returns
   false with err, which names the option, for a value that cannot be a setting. */
bool archive_command_write_settings(const struct options *options, struct buffer *out,
                                    struct error *err);
/* Whether the settings have a header, or a proxy's password, that others must not read.
 */
bool archive_command_has_secrets(const struct options *options);
/* Indexes the texts that are not in the index of winnow search yet, such as those that an
   older winnow stored. Says so if they are many, or if it cannot be done. */
void archive_command_complete_index(struct store *store, struct console *console);
/* Writes the rest of command->out and closes the archive. Returns code, or 1 if code is 0
   and writing failed. */
int archive_command_close(struct archive_command *command, int code);

/* Finds the page whose URL is argument `index`. Returns false if there is none, after
   reporting it. */
bool archive_command_find_page(struct archive_command *command, size_t index,
                               struct store_page *page);
/* Returns the exit code: 0, or 1 after reporting the error if !done. */
int archive_command_end(struct archive_command *command, bool done,
                        const struct error *err);
/* Reports an error. Returns 1. */
int archive_command_fail(struct archive_command *command, const struct error *err);

#endif
