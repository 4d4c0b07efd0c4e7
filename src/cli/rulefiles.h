/* rulefiles: finds the rule files that arguments name: files, and directories of
 * files. */
#ifndef WINNOW_CLI_RULEFILES_H
#define WINNOW_CLI_RULEFILES_H

#include "cli/console.h"

struct rulefiles {
    struct string_list paths;
    struct string_list directories; /* searched for shared/ files */
    size_t failed; /* arguments that could not be read; each has been reported */
};

/* Finds the files of the arguments or, without arguments, of the rule directories in use.
   The files of a directory are its *.txt and those of its shared/, sorted by name; names
   that no rule file can have (LICENSE.txt) are skipped; - is standard input. Returns
   false with err for a usage error. */
bool rulefiles_find(const struct options *options, struct console *console,
                    struct arena *a, struct rulefiles *out, struct error *err);

/* Whether the file applies to more than one site: it is in a folder called shared, or is
   one of the two generic files. */
bool rulefiles_is_shared(struct slice path);

/* The rule directory that the file at the path is in. */
struct slice rulefiles_directory_of(struct slice path);

/* Reads all of a file, or of standard input for -, into the heap. Returns false with err,
   whose text does not name the file. */
bool rulefiles_read(const char *path, struct buffer *out, struct error *err);

#endif
