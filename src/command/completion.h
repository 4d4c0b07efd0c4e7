/* completion: what bash, zsh and fish complete a command line with, from the options' own
   table and the verbs'. */
#ifndef WINNOW_COMMAND_COMPLETION_H
#define WINNOW_COMMAND_COMPLETION_H

#include "base/buffer.h"

enum shell { SHELL_NONE, SHELL_BASH, SHELL_ZSH, SHELL_FISH, SHELL_COUNT };

void completion_write(struct buffer *out, enum shell shell);

#endif
