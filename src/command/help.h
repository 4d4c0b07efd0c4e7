/* help: --help, --version and the manual pages, from the tables of options, verbs and
   directives. */
#ifndef WINNOW_COMMAND_HELP_H
#define WINNOW_COMMAND_HELP_H

#include "base/buffer.h"
#include "cli/verbs.h"

void help_write_usage(struct buffer *out, enum verb verb); /* two lines at most */
void help_write_help(struct buffer *out, enum verb verb);  /* --help */
void help_write_rules(struct buffer *out);                 /* rules --help */
void help_write_version(struct buffer *out);               /* --version */
void help_write_manual(struct buffer *out);                /* winnow(1), for man(1) */
void help_write_language(struct buffer *out);              /* winnow-rules(5) */

#endif
