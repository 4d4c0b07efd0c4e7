#include "command/help.h"

#include "command/options.h"
#include "winnow.h"

/* "gumbo/0.10.1 ..." as pkg-config told the Makefile: gumbo and uchardet cannot be asked
   at run time. */
#ifndef LIBRARIES
#define LIBRARIES ""
#endif

enum { HELP_COLUMN = 24, HELP_WIDTH = 79 };

static const char summary[] = "the text of web pages that a person came to read";

static const char *const synopses[] = {
    "winnow [OPTION]... < URLS",
    "winnow [OPTION]... URL|FILE...",
};
enum { SYNOPSIS_COUNT = sizeof synopses / sizeof *synopses };

static const char *const description[] = {
    ("winnow reads a list of URLs, one a line, fetches each page, and writes its text "
     "without menus, share bars, notices and footers. Lines that begin with # and blank "
     "lines are skipped; a line without a scheme is taken as https."),
    ("An argument with :// in it is a URL; one that names a file is a FILE, which is a "
     "page unless --input says otherwise; one that looks like a host and a path is a "
     "URL; "
     "- is standard input. Write ./NAME, or -- before it, for a file whose name begins "
     "with a hyphen."),
    ("Standard output holds the texts alone, in input order. A failure is one line on "
     "standard error and stops nothing."),
};
enum { DESCRIPTION_COUNT = sizeof description / sizeof *description };

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
enum { EXIT_COUNT = sizeof exits / sizeof *exits };

static const struct {
    const char *name, *meaning;
} places[] = {
    {"$XDG_CONFIG_HOME/winnow/rules", "the user's own rule files (~/.config by default)"},
    {"PREFIX/share/winnow/rules", "the installed ones; in a checkout, its rules/"},
    {"http_proxy, https_proxy, all_proxy, no_proxy", "the proxies, as curl reads them"},
};
enum { PLACE_COUNT = sizeof places / sizeof *places };

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

static void write_rows_of(struct buffer *out, enum option_group group,
                          void (*write)(struct buffer *, const struct option_row *))
{
    for (size_t i = 0; i < option_row_count; i++)
        if (option_rows[i].group == group && option_rows[i].help)
            write(out, &option_rows[i]);
}

void help_write_usage(struct buffer *out)
{
    for (size_t i = 0; i < SYNOPSIS_COUNT; i++)
        buffer_printf(out, "%s %s\n", i ? "      " : "usage:", synopses[i]);
}

void help_write_help(struct buffer *out)
{
    help_write_usage(out);
    buffer_append_char(out, '\n');
    write_wrapped(out, description[0], 0, 0);
    for (int group = 0; group < GROUP_COUNT; group++) {
        buffer_printf(out, "\n%s:\n", option_group_names[group]);
        write_rows_of(out, (enum option_group)group, write_option);
    }
    buffer_append_string(out, "\nExit codes:\n");
    for (size_t i = 0; i < EXIT_COUNT; i++) {
        size_t start = out->len;
        buffer_printf(out, "  %s", exits[i].code);
        write_wrapped(out, exits[i].meaning, out->len - start, 12);
    }
}

void help_write_version(struct buffer *out)
{
    buffer_printf(out, "winnow %s\n", winnow_version());
    buffer_printf(out, "%s\n", LIBRARIES);
    buffer_printf(out, "%s\n", fetch_library_versions());
}

/* ---- the manual page --------------------------------------------------------------- */

/* Text for troff: a hyphen is a minus sign, so that options can be copied. */
static void write_troff(struct buffer *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        buffer_append_string(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            buffer_append_string(out, "\\e");
        else if (*text == '-')
            buffer_append_string(out, "\\-");
        else
            buffer_append_char(out, *text);
    }
    buffer_append_char(out, '\n');
}

static void write_troff_option(struct buffer *out, const struct option_row *row)
{
    struct buffer tag;
    buffer_open(&tag, NULL);
    if (row->letter)
        buffer_printf(&tag, "-%c, ", row->letter);
    buffer_printf(&tag, "--%s", row->name);
    if (row->argument)
        buffer_printf(&tag, " %s", row->argument);
    buffer_append_string(out, ".TP\n.B ");
    write_troff(out, tag.ptr);
    write_troff(out, row->help);
    buffer_close(&tag);
}

static void write_troff_tagged(struct buffer *out, const char *tag, const char *text)
{
    buffer_append_string(out, ".TP\n.B ");
    write_troff(out, tag);
    write_troff(out, text);
}

void help_write_manual(struct buffer *out)
{
    buffer_printf(out, ".TH WINNOW 1 \"\" \"winnow %s\"\n.SH NAME\n", winnow_version());
    buffer_printf(out, "winnow \\- %s\n.SH SYNOPSIS\n.nf\n", summary);
    for (size_t i = 0; i < SYNOPSIS_COUNT; i++)
        write_troff(out, synopses[i]);
    buffer_append_string(out, ".fi\n.SH DESCRIPTION\n");
    for (size_t i = 0; i < DESCRIPTION_COUNT; i++) {
        buffer_append_string(out, i ? ".PP\n" : "");
        write_troff(out, description[i]);
    }
    buffer_append_string(out, ".SH OPTIONS\n");
    for (int group = 0; group < GROUP_COUNT; group++) {
        buffer_printf(out, ".SS %s\n", option_group_names[group]);
        write_rows_of(out, (enum option_group)group, write_troff_option);
    }
    buffer_append_string(out, ".SH EXIT STATUS\n");
    for (size_t i = 0; i < EXIT_COUNT; i++)
        write_troff_tagged(out, exits[i].code, exits[i].meaning);
    buffer_append_string(out, ".SH FILES AND ENVIRONMENT\n");
    for (size_t i = 0; i < PLACE_COUNT; i++)
        write_troff_tagged(out, places[i].name, places[i].meaning);
}
