/* help: --help and --version, from the tables of options and commands. */
#ifndef WINNOW_COMMAND_HELP_H
#define WINNOW_COMMAND_HELP_H

#include "base/buffer.h"
#include "cli/verbs.h"

void help_write_usage(struct buffer *out, enum verb verb); /* two lines at most */
/* --help: one screen for the filter; for another command, its own options */
void help_write_help(struct buffer *out, enum verb verb);
void help_write_all(struct buffer *out, enum verb verb); /* --help all */
void help_write_rules(struct buffer *out);               /* rules --help */
void help_write_version(struct buffer *out);             /* --version */

#endif
