/* rulefiles: the rule files that arguments name: files, and directories of them. */
#ifndef WINNOW_CLI_RULEFILES_H
#define WINNOW_CLI_RULEFILES_H

#include "cli/console.h"

struct rulefiles {
    struct string_list paths;
    struct string_list directories; /* to look for shared/ files in */
    size_t failed; /* arguments that could not be read; each has been reported */
};

/* The files of the arguments, or of the rule directories in use if there are none. Those
   of a directory are its *.txt and those of its shared/, by name; names that no rule file
   can have (LICENSE.txt) are skipped; - is standard input. False with err for a usage
   error. */
bool rulefiles_find(const struct options *options, struct console *console,
                    struct arena *a, struct rulefiles *out, struct error *err);

/* Whether the file is for more than one site: in a folder called shared, or one of the
   two generic files. */
bool rulefiles_is_shared(struct slice path);

/* All bytes of a file, or of standard input for -, on the heap. False with err, whose
   text does not name it. */
bool rulefiles_read(const char *path, struct buffer *out, struct error *err);

#endif
