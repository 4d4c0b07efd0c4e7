#include "command/help.h"

#include "archive/db.h"
#include "base/array.h"
#include "cli/options.h"
#include "winnow.h"
#include <string.h>

/* "gumbo/0.10.1 ..." as pkg-config reported to the Makefile: gumbo and uchardet do not
   report their versions at run time. */
#ifndef LIBRARIES
#define LIBRARIES ""
#endif

enum { HELP_COLUMN = 24, EXIT_COLUMN = 12, TOPIC_COLUMN = 11, HELP_WIDTH = 79 };

/* ---- lines ------------------------------------------------------------------------- */

/* Appends the words of text, wrapped between a column and HELP_WIDTH. The line is `at`
   columns wide; the text starts on the next line if there is no room for two spaces. */
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

/* ---- options ----------------------------------------------------------------------- */

static void write_option(struct buffer *out, const struct option_row *row, enum verb verb,
                         const char *help)
{
    struct buffer text;
    size_t start = out->len;
    buffer_open(&text, NULL);
    option_append_help(row, verb, help, &text);
    if (row->letter)
        buffer_printf(out, "  -%c, --%s", row->letter, row->name);
    else
        buffer_printf(out, "      --%s", row->name);
    if (row->argument)
        buffer_printf(out, " %s", row->argument);
    if (row->more)
        buffer_printf(out, " [%s]", row->more);
    write_wrapped(out, text.ptr, out->len - start, HELP_COLUMN);
    buffer_close(&text);
}

/* Options that belong to the command: the filter does not accept them, or accepts other
   words. */
static bool is_own(const struct option_row *row, enum verb verb)
{
    return option_is_shown(row, verb) &&
           (!option_goes_with(row, VERB_FILTER) || row->limits);
}

static void write_own_options(struct buffer *out, enum verb verb)
{
    bool is_first = true;
    for (size_t i = 0; i < option_row_count; i++) {
        if (!is_own(&option_rows[i], verb))
            continue;
        buffer_append_string(out, is_first ? "\nOptions:\n" : "");
        write_option(out, &option_rows[i], verb, option_rows[i].help);
        is_first = false;
    }
}

/* The names of the options that the command shares with the filter. */
static void write_shared_options(struct buffer *out, enum verb verb)
{
    struct buffer names;
    buffer_open(&names, NULL);
    buffer_append_string(&names,
                         "Options shared with winnow (--help all describes them):");
    bool is_first = true;
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        if (!option_is_shown(row, verb) || is_own(row, verb))
            continue;
        buffer_printf(&names, "%s --%s", is_first ? "" : ",", row->name);
        is_first = false;
    }
    buffer_append_char(out, '\n');
    write_wrapped(out, names.ptr, 0, 0);
    buffer_close(&names);
}

static void write_all_options(struct buffer *out, enum verb verb)
{
    for (int group = 0; group < GROUP_COUNT; group++) {
        bool has_heading = false;
        for (size_t i = 0; i < option_row_count; i++) {
            const struct option_row *row = &option_rows[i];
            if (row->group != (enum option_group)group || !option_is_shown(row, verb))
                continue;
            if (!has_heading)
                buffer_printf(out, "\n%s:\n", option_group_names[group]);
            has_heading = true;
            write_option(out, row, verb, row->help);
        }
    }
}

/* ---- verbs ------------------------------------------------------------------------- */

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
    buffer_printf(out, " [OPTION]...%s%s", row->arguments[0] ? " " : "", row->arguments);
}

void help_write_usage(struct buffer *out, enum verb verb)
{
    buffer_append_string(out, "usage: ");
    if (verb == VERB_FILTER)
        buffer_append_string(out, "winnow [OPTION]... [URL|FILE]...\n"
                                  "       winnow COMMAND [OPTION]... [ARGUMENT]...");
    else
        write_verb_usage(out, verb_row(verb));
    buffer_append_char(out, '\n');
}

static void write_verb_summary(struct buffer *out, const struct verb_row *row)
{
    size_t start = out->len;
    buffer_append_string(out, "  ");
    write_name(out, row);
    write_wrapped(out, row->summary, out->len - start, HELP_COLUMN);
}

static void write_verb_summaries(struct buffer *out)
{
    buffer_append_string(out, "\nCommands (winnow help COMMAND describes one):\n");
    for (int verb = VERB_FILTER + 1; verb < VERB_COUNT; verb++)
        write_verb_summary(out, verb_row((enum verb)verb));
}

/* The commands of a topic on as few lines as possible. */
static void write_topic(struct buffer *out, enum verb_topic topic)
{
    struct buffer names;
    bool is_first = true;
    buffer_open(&names, NULL);
    for (int verb = VERB_FILTER + 1; verb < VERB_COUNT; verb++) {
        const struct verb_row *row = verb_row((enum verb)verb);
        if (row->topic != topic)
            continue;
        buffer_append_string(&names, is_first ? "" : ", ");
        write_name(&names, row);
        is_first = false;
    }
    buffer_printf(out, "%s:", verb_topic_names[topic]);
    write_wrapped(out, names.ptr, strlen(verb_topic_names[topic]) + 1, TOPIC_COLUMN);
    buffer_close(&names);
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
    buffer_append_string(out,
                         "\nwinnow-rules(5) describes the language of rule files.\n");
}

/* ---- complete help texts ----------------------------------------------------------- */

static void write_description(struct buffer *out, enum verb verb)
{
    const char *const *lines = verb_row(verb)->description;
    help_write_usage(out, verb);
    for (size_t i = 0; i < VERB_LINES_MAX && lines[i]; i++) {
        buffer_append_char(out, '\n');
        write_wrapped(out, lines[i], 0, 0);
    }
}

static void write_exits(struct buffer *out, enum verb verb)
{
    const struct verb_exit *exits = verb_row(verb)->exits;
    buffer_append_string(out, "\nExit codes:\n");
    for (size_t i = 0; i < VERB_LINES_MAX && exits[i].code; i++) {
        buffer_printf(out, "  %s", exits[i].code);
        write_wrapped(out, exits[i].meaning, strlen(exits[i].code) + 2, EXIT_COLUMN);
    }
}

/* One screen of 24 lines, with the options that most people need. */
static void write_screen(struct buffer *out)
{
    help_write_usage(out, VERB_FILTER);
    buffer_append_string(out, "\nExtracts the main content of web pages. Without URL or "
                              "FILE, standard input is a\nlist of URLs, one on each "
                              "line.\n\n");
    for (size_t i = 0; i < option_row_count; i++)
        if (option_rows[i].brief)
            write_option(out, &option_rows[i], VERB_FILTER, option_rows[i].brief);
    buffer_append_char(out, '\n');
    for (int topic = 0; topic < TOPIC_COUNT; topic++)
        write_topic(out, (enum verb_topic)topic);
    buffer_append_string(out,
                         "\nwinnow help COMMAND describes a command, winnow help all "
                         "lists every option.\n");
}

void help_write_help(struct buffer *out, enum verb verb)
{
    if (verb == VERB_FILTER) {
        write_screen(out);
        return;
    }
    write_description(out, verb);
    write_own_options(out, verb);
    write_shared_options(out, verb);
    write_exits(out, verb);
}

void help_write_all(struct buffer *out, enum verb verb)
{
    write_description(out, verb);
    write_all_options(out, verb);
    if (verb == VERB_FILTER)
        write_verb_summaries(out);
    write_exits(out, verb);
}

void help_write_version(struct buffer *out)
{
    buffer_printf(out, "winnow %s\n", winnow_version());
    buffer_printf(out, "%s SQLite/%s\n", LIBRARIES, db_library_version());
    buffer_printf(out, "%s\n", fetch_library_versions());
}
