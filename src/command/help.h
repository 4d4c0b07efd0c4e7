/* help: --help and --version, from the tables of options and verbs. */
#ifndef WINNOW_COMMAND_HELP_H
#define WINNOW_COMMAND_HELP_H

#include "base/buffer.h"
#include "cli/verbs.h"

void help_write_usage(struct buffer *out, enum verb verb); /* two lines at most */
void help_write_help(struct buffer *out, enum verb verb);  /* --help */
void help_write_rules(struct buffer *out);                 /* rules --help */
void help_write_version(struct buffer *out);               /* --version */

/* The exit codes of the filter, for the manual page: "0" and what it means. NULL after
   the last. Static. */
const char *help_exit_code(size_t index, const char **meaning);

#endif
