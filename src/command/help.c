#include "command/help.h"

#include "archive/db.h"
#include "base/array.h"
#include "base/slice.h"
#include "cli/options.h"
#include "winnow.h"
#include <stdio.h>
#include <string.h>

/* "gumbo/0.10.1 ..." as pkg-config told the Makefile: gumbo and uchardet cannot be asked
   at run time. */
#ifndef LIBRARIES
#define LIBRARIES ""
#endif

enum { HELP_COLUMN = 24, HELP_WIDTH = 79 };

static const char *const synopses[] = {
    "winnow [OPTION]... < URLS",
    "winnow [OPTION]... URL|FILE...",
};
enum { SYNOPSIS_COUNT = COUNT_OF(synopses) };

static const char description[] =
    "winnow reads a list of URLs, one a line, fetches each page, and writes its text "
    "without menus, share bars, notices and footers. Lines that begin with # and blank "
    "lines are skipped; a line without a scheme is taken as https.";

static const struct {
    const char *code, *meaning;
} exits[] = {
    {"0", "all is well"},
    {"1", "some inputs failed, or the output could not be written"},
    {"2", "a usage error, or an error in a rule file that is known at the start; nothing "
          "was done"},
    {"3", "none failed, but some came out empty, blocked or rule-broken"},
    {"130, 143", "ended by an interrupt or a termination signal"},
};
enum { EXIT_COUNT = COUNT_OF(exits) };

const char *help_exit_code(size_t index, const char **meaning)
{
    if (index >= EXIT_COUNT)
        return NULL;
    *meaning = exits[index].meaning;
    return exits[index].code;
}

/* ---- plain text -------------------------------------------------------------------- */

/* The words of text from column to HELP_WIDTH, the line being `at` columns wide: on the
   next one, if they would not stand two columns off. */
static void write_wrapped(struct buffer *out, const char *text, size_t at, size_t column)
{
    struct slice rest = slice_of_string(text), word;
    bool is_first = true;
    if (column && at + 2 > column) {
        buffer_append_char(out, '\n');
        at = 0;
    }
    buffer_printf(out, "%*s", (int)(column - at), "");
    at = column;
    while (slice_next_word(&rest, &word)) {
        if (!is_first && at + 1 + word.len > HELP_WIDTH) {
            buffer_printf(out, "\n%*s", (int)column, "");
            at = column;
        } else if (!is_first) {
            buffer_append_char(out, ' ');
            at++;
        }
        buffer_append(out, word);
        at += word.len;
        is_first = false;
    }
    buffer_append_char(out, '\n');
}

static void write_option(struct buffer *out, const struct option_row *row)
{
    size_t start = out->len;
    if (row->letter)
        buffer_printf(out, "  -%c, --%s", row->letter, row->name);
    else
        buffer_printf(out, "      --%s", row->name);
    if (row->argument)
        buffer_printf(out, " %s", row->argument);
    write_wrapped(out, row->help, out->len - start, HELP_COLUMN);
}

static bool is_shown(const struct option_row *row, enum option_group group,
                     enum verb verb)
{
    return row->group == group && row->help && option_goes_with(row, verb);
}

static bool has_rows(enum option_group group, enum verb verb)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (is_shown(&option_rows[i], group, verb))
            return true;
    return false;
}

static void write_rows_of(struct buffer *out, enum option_group group, enum verb verb,
                          void (*write)(struct buffer *, const struct option_row *))
{
    for (size_t i = 0; i < option_row_count; i++)
        if (is_shown(&option_rows[i], group, verb))
            write(out, &option_rows[i]);
}

static void write_name(struct buffer *out, const struct verb_row *row)
{
    if (row->group)
        buffer_printf(out, "%s ", row->group);
    buffer_append_string(out, row->name);
}

static void write_verb_usage(struct buffer *out, const struct verb_row *row)
{
    buffer_append_string(out, "winnow ");
    write_name(out, row);
    buffer_printf(out, " [OPTION]... %s", row->arguments);
}

void help_write_usage(struct buffer *out, enum verb verb)
{
    if (verb != VERB_FILTER) {
        buffer_append_string(out, "usage: ");
        write_verb_usage(out, verb_row(verb));
        buffer_append_char(out, '\n');
        return;
    }
    for (size_t i = 0; i < SYNOPSIS_COUNT; i++)
        buffer_printf(out, "%s %s\n", i ? "      " : "usage:", synopses[i]);
}

static void write_verb_summary(struct buffer *out, const struct verb_row *row)
{
    size_t start = out->len;
    buffer_append_string(out, "  ");
    write_name(out, row);
    write_wrapped(out, row->summary, out->len - start, HELP_COLUMN);
}

static void write_verbs(struct buffer *out)
{
    buffer_append_string(out, "\nOther commands (winnow COMMAND --help says more):\n");
    for (int verb = VERB_FILTER + 1; verb < VERB_COUNT; verb++)
        write_verb_summary(out, verb_row((enum verb)verb));
}

void help_write_rules(struct buffer *out)
{
    bool is_first = true;
    for (int verb = VERB_FILTER + 1; verb < VERB_COUNT; verb++) {
        if (!verb_row((enum verb)verb)->group)
            continue;
        buffer_append_string(out, is_first ? "usage: " : "       ");
        write_verb_usage(out, verb_row((enum verb)verb));
        buffer_append_char(out, '\n');
        is_first = false;
    }
    buffer_append_char(out, '\n');
    for (int verb = VERB_FILTER + 1; verb < VERB_COUNT; verb++)
        if (verb_row((enum verb)verb)->group)
            write_verb_summary(out, verb_row((enum verb)verb));
    buffer_append_string(out, "\nThe language of rule files is in winnow-rules(5).\n");
}

static void write_exit(struct buffer *out, const char *code, const char *meaning)
{
    size_t start = out->len;
    buffer_printf(out, "  %s", code);
    write_wrapped(out, meaning, out->len - start, 12);
}

static void write_exits(struct buffer *out, enum verb verb)
{
    const char *const *of_verb = verb_row(verb)->exits;
    buffer_append_string(out, "\nExit codes:\n");
    for (size_t i = 0; verb == VERB_FILTER && i < EXIT_COUNT; i++)
        write_exit(out, exits[i].code, exits[i].meaning);
    for (size_t i = 0; i < VERB_LINES_MAX && of_verb[i]; i++) {
        char code[4];
        size_t digits = strcspn(of_verb[i], " ");
        snprintf(code, sizeof code, "%.*s", (int)digits, of_verb[i]);
        write_exit(out, code, of_verb[i] + digits + 1);
    }
}

void help_write_help(struct buffer *out, enum verb verb)
{
    const char *const *lines = verb_row(verb)->description;
    help_write_usage(out, verb);
    buffer_append_char(out, '\n');
    if (verb == VERB_FILTER)
        write_wrapped(out, description, 0, 0);
    for (size_t i = 0; i < VERB_LINES_MAX && lines[i]; i++) {
        buffer_append_string(out, i ? "\n" : "");
        write_wrapped(out, lines[i], 0, 0);
    }
    for (int group = 0; group < GROUP_COUNT; group++) {
        if (!has_rows((enum option_group)group, verb))
            continue;
        buffer_printf(out, "\n%s:\n", option_group_names[group]);
        write_rows_of(out, (enum option_group)group, verb, write_option);
    }
    if (verb == VERB_FILTER)
        write_verbs(out);
    write_exits(out, verb);
}

void help_write_version(struct buffer *out)
{
    buffer_printf(out, "winnow %s\n", winnow_version());
    buffer_printf(out, "%s SQLite/%s\n", LIBRARIES, db_library_version());
    buffer_printf(out, "%s\n", fetch_library_versions());
}
