#include "cli/color.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* According to no-color.org and bixense.com/clicolors, an empty variable counts as
   unset. */
static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && value[0];
}

static bool is_wanted(void)
{
    const char *terminal = getenv("TERM"), *force = getenv("CLICOLOR_FORCE");
    if (is_set("NO_COLOR"))
        return false;
    if (is_set("CLICOLOR_FORCE") && strcmp(force, "0") != 0)
        return true;
    return isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
}

void color_decide(struct options *options)
{
    if (options->color == COLOR_AUTO)
        options->color = is_wanted() ? COLOR_ALWAYS : COLOR_NEVER;
}

bool color_is_on(const struct options *options)
{
    return options->color == COLOR_ALWAYS;
}

void color_begin(bool is_on, enum color color, struct buffer *out)
{
    /* ECMA-48's "select graphic rendition" */
    static const char *const sequences[] = {
        [COLOR_BOLD] = "\x1B[1m",    [COLOR_DIM] = "\x1B[2m",
        [COLOR_RED] = "\x1B[31m",    [COLOR_GREEN] = "\x1B[32m",
        [COLOR_YELLOW] = "\x1B[33m", [COLOR_CYAN] = "\x1B[36m",
    };
    if (is_on)
        buffer_append_string(out, sequences[color]);
}

void color_end(bool is_on, struct buffer *out)
{
    if (is_on)
        buffer_append_string(out, "\x1B[0m");
}
