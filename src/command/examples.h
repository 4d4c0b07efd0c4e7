/* examples: what the manual pages show. The tests run each and compare what it prints. */
#ifndef WINNOW_COMMAND_EXAMPLES_H
#define WINNOW_COMMAND_EXAMPLES_H

#include <stddef.h>

struct example {
    const char *intro;
    /* Commands behind "$ ", "> " where they go on, and their output. */
    const char *session;
};

extern const struct example examples_of_command[];  /* winnow(1) */
extern const struct example examples_of_language[]; /* winnow-rules(5) */
extern const size_t examples_of_command_count, examples_of_language_count;

#endif
