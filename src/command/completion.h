/* completion: scripts that complete a command line in bash, zsh and fish, made from the
   tables of options and verbs. */
#ifndef WINNOW_COMMAND_COMPLETION_H
#define WINNOW_COMMAND_COMPLETION_H

#include "base/buffer.h"
#include "cli/options.h"

void completion_write(struct buffer *out, enum shell shell);

#endif
