#include "command/manual.h"

#include "base/note_codes.h"
#include "base/status.h"
#include "cli/options.h"
#include "rules/directives.h"
#include "winnow.h"
#include "write/formats.h"

/* ---- troff ------------------------------------------------------------------------- */

/* A line of text. manual.awk writes its hyphens as minus signs, as it does for the pages.
 */
static void write_text(struct buffer *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        buffer_append_string(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            buffer_append_string(out, "\\e");
        else
            buffer_append_char(out, *text);
    }
    buffer_append_char(out, '\n');
}

/* The tables are also shown in places where "use this proxy" looks better than "Use this
   proxy.", which is used here. */
static void write_sentence(struct buffer *out, const char *text)
{
    struct buffer sentence;
    buffer_open(&sentence, NULL);
    buffer_append_char(&sentence,
                       *text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text);
    buffer_append_string(&sentence, text + 1);
    if (!slice_ends_with(buffer_slice(&sentence), SLICE(".")))
        buffer_append_char(&sentence, '.');
    write_text(out, sentence.ptr);
    buffer_close(&sentence);
}

static void write_tagged(struct buffer *out, const char *tag, const char *text)
{
    buffer_append_string(out, ".TP\n.B ");
    write_text(out, tag);
    write_sentence(out, text);
}

static void begin_table(struct buffer *out, const char *name, const char *of)
{
    buffer_printf(out, "@%s%s%s@\n", name, of[0] ? " " : "", of);
}

/* ---- options and commands ---------------------------------------------------------- */

static void write_option(struct buffer *out, const struct option_row *row, enum verb verb)
{
    struct buffer help;
    buffer_append_string(out, ".TP\n\\fB");
    if (row->letter)
        buffer_printf(out, "-%c\\fR, \\fB", row->letter);
    buffer_printf(out, "--%s\\fR", row->name);
    if (row->argument)
        buffer_printf(out, " \\fI%s\\fR", row->argument);
    if (row->more)
        buffer_printf(out, " [\\fB%s\\fR]", row->more);
    buffer_append_char(out, '\n');
    buffer_open(&help, NULL);
    option_append_help(row, verb, row->help, &help);
    write_sentence(out, help.ptr);
    buffer_close(&help);
}

/* The filter's options, with a heading for each group. */
static void write_options(struct buffer *out)
{
    begin_table(out, "OPTIONS", "");
    for (int group = 0; group < GROUP_COUNT; group++) {
        bool has_heading = false;
        for (size_t i = 0; i < option_row_count; i++) {
            const struct option_row *row = &option_rows[i];
            if (!option_is_shown(row, VERB_FILTER) ||
                row->group != (enum option_group)group)
                continue;
            if (!has_heading)
                buffer_printf(out, ".SS %s\n", option_group_names[group]);
            has_heading = true;
            write_option(out, row, VERB_FILTER);
        }
    }
}

/* "rules check" */
static void append_verb_name(struct buffer *out, const struct verb_row *verb)
{
    if (verb->group)
        buffer_printf(out, "%s ", verb->group);
    buffer_append_string(out, verb->name);
}

static void begin_verb_table(struct buffer *out, const char *name, enum verb verb)
{
    struct buffer words;
    buffer_open(&words, NULL);
    append_verb_name(&words, verb_row(verb));
    begin_table(out, name, words.ptr);
    buffer_close(&words);
}

/* The options of a command that the filter does not have; winnow(1) documents the
   others. */
static void write_verb_options(struct buffer *out, enum verb verb)
{
    begin_verb_table(out, "OPTIONS", verb);
    for (size_t i = 0; i < option_row_count; i++)
        if (option_is_shown(&option_rows[i], verb) &&
            !option_is_shown(&option_rows[i], VERB_FILTER))
            write_option(out, &option_rows[i], verb);
}

static void write_verb_usage(struct buffer *out, enum verb verb)
{
    begin_verb_table(out, "USAGE", verb);
    buffer_append_string(out, "\\fBwinnow ");
    append_verb_name(out, verb_row(verb));
    buffer_printf(out, "\\fR [\\fIOPTION\\fR]... %s\n", verb_row(verb)->arguments);
}

static void write_exits(struct buffer *out, enum verb verb)
{
    const struct verb_exit *exits = verb_row(verb)->exits;
    for (size_t i = 0; i < VERB_LINES_MAX && exits[i].code; i++)
        write_tagged(out, exits[i].code, exits[i].meaning);
}

static void write_verb_exits(struct buffer *out, enum verb verb)
{
    begin_verb_table(out, "EXITS", verb);
    write_exits(out, verb);
}

static void write_verbs(struct buffer *out)
{
    begin_table(out, "COMMANDS", "");
    for (int verb = VERB_FILTER + 1; verb < VERB_COUNT; verb++) {
        buffer_append_string(out, ".TP\n.B ");
        append_verb_name(out, verb_row((enum verb)verb));
        buffer_append_char(out, '\n');
        write_sentence(out, verb_row((enum verb)verb)->summary);
    }
    for (int verb = VERB_FILTER + 1; verb < VERB_COUNT; verb++) {
        write_verb_usage(out, (enum verb)verb);
        write_verb_options(out, (enum verb)verb);
        write_verb_exits(out, (enum verb)verb);
    }
}

/* The names of the options that winnow.conf accepts. */
static void write_settings(struct buffer *out)
{
    begin_table(out, "SETTINGS", "");
    const char *last = NULL;
    for (size_t i = 0; i < option_row_count; i++) {
        if (!option_is_shown(&option_rows[i], VERB_REFRESH) ||
            !option_is_setting(&option_rows[i]))
            continue;
        if (last)
            buffer_printf(out, ".BR %s ,\n", last);
        last = option_rows[i].name;
    }
    buffer_printf(out, "and\n.BR %s .\n", last);
}

/* ---- output formats ---------------------------------------------------------------- */

static void write_formats(struct buffer *out)
{
    begin_table(out, "FORMATS", "");
    for (size_t i = 0; i < format_count; i++)
        write_tagged(out, formats[i].name, formats[i].description);
}

/* ---- records ----------------------------------------------------------------------- */

static void write_statuses(struct buffer *out)
{
    begin_table(out, "STATUSES", "");
    for (int i = 0; i < WINNOW_STATUS_COUNT; i++)
        write_tagged(out, winnow_status_name((enum winnow_status)i),
                     status_meaning((enum winnow_status)i));
}

static void write_notes(struct buffer *out)
{
    begin_table(out, "NOTES", "");
    for (int i = 0; i < NOTE_CODE_COUNT; i++)
        write_tagged(out, note_code_name((enum note_code)i),
                     note_code_meaning((enum note_code)i));
}

/* ---- the rule language ------------------------------------------------------------- */

static const char *value_of(enum directive_value value)
{
    switch (value) {
    case VALUE_SELECTOR:
        return "SELECTOR";
    case VALUE_WORDS:
        return "NAME";
    case VALUE_PATTERN:
        return "/RE/";
    case VALUE_YES_NO:
        return "yes|no";
    case VALUE_FILE_NAME:
        return "FILE";
    case VALUE_REPLACEMENT:
    case VALUE_TEXT:
    case VALUE_QUOTABLE:
    case VALUE_MAYBE_TEXT:
    case VALUE_HEADER:
        return "TEXT";
    }
    return "";
}

/* Arguments that are not optional. */
static const char *argument_of(enum directive_argument argument)
{
    switch (argument) {
    case ARGUMENT_PATTERN:
        return "(/RE/)";
    case ARGUMENT_HEADER:
        return "(NAME)";
    case ARGUMENT_ELEMENT:
        return "(TAG)";
    case ARGUMENT_SELECTOR:
        return "(SELECTOR)";
    case ARGUMENT_NONE:
    case ARGUMENT_LANGUAGE:
    case ARGUMENT_LANGUAGE_CUT:
    case ARGUMENT_CUT:
    case ARGUMENT_FIND:
        return "";
    }
    return "";
}

/* One table each, so that a page can put them in the order in which it explains them. */
static void write_directives(struct buffer *out)
{
    for (int kind = 0; kind < DIRECTIVE_COUNT; kind++) {
        const struct directive_row *row = directive_row((enum directive_kind)kind);
        begin_table(out, "DIRECTIVE", row->name);
        buffer_printf(out, ".TP\n\\fB%s\\fR%s\\fB:\\fR %s\n", row->name,
                      argument_of(row->argument), value_of(row->value));
        write_sentence(out, row->help);
    }
}

static void write_accepted(struct buffer *out)
{
    begin_table(out, "ACCEPTED", "");
    for (size_t i = 0; directive_accepted(i); i++)
        write_tagged(out, directive_accepted(i),
                     directive_accepted_help(slice_of_string(directive_accepted(i))));
}

/* ---- all --------------------------------------------------------------------------- */

void manual_write_tables(struct buffer *out)
{
    begin_table(out, "VERSION", "");
    write_text(out, winnow_version());
    write_options(out);
    write_verbs(out);
    begin_table(out, "EXITS", "");
    write_exits(out, VERB_FILTER);
    write_settings(out);
    write_formats(out);
    write_statuses(out);
    write_notes(out);
    write_directives(out);
    write_accepted(out);
}
