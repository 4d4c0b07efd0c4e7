/* rulefiles: the rule files that arguments name: files, and directories of them. */
#ifndef WINNOW_CLI_RULEFILES_H
#define WINNOW_CLI_RULEFILES_H

#include "cli/console.h"

struct rulefiles {
    struct string_list paths;
    struct string_list directories; /* that shared/ files are looked for in */
    size_t failed;                  /* arguments that could not be read; they are told */
};

/* The files of the arguments, or of the rule directories in use when there are none. In a
   directory they are its *.txt and those of its shared/, by name; what is named as no
   rule file can be (LICENSE.txt) is passed over. False with err for a usage error. */
bool rulefiles_find(const struct options *options, struct console *console,
                    struct arena *a, struct rulefiles *out, struct error *err);

/* Whether the file stands in a folder called shared, or is one
   of the two generic ones. */
bool rulefiles_is_shared(struct slice path);

/* All bytes of a file on the heap. False with err, whose text names no file. */
bool rulefiles_read(const char *path, struct buffer *out, struct error *err);

#endif
