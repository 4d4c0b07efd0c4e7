/* help: --help, --version and the manual page, from the options' own table. */
#ifndef WINNOW_COMMAND_HELP_H
#define WINNOW_COMMAND_HELP_H

#include "base/buffer.h"

void help_write_usage(struct buffer *out);   /* two lines */
void help_write_help(struct buffer *out);    /* --help */
void help_write_version(struct buffer *out); /* --version */
void help_write_manual(struct buffer *out);  /* winnow(1), for man(1) */

#endif
