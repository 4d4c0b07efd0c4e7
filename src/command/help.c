#include "command/help.h"

#include "archive/db.h"
#include "base/array.h"
#include "base/slice.h"
#include "cli/options.h"
#include "command/examples.h"
#include "rules/directives.h"
#include "winnow.h"
#include <stdio.h>
#include <string.h>

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
enum { SYNOPSIS_COUNT = COUNT_OF(synopses) };

static const char *const description[] = {
    ("winnow reads a list of URLs, one a line, fetches each page, and writes its text "
     "without menus, share bars, notices and footers. Lines that begin with # and "
     "blank lines are skipped; a line without a scheme is taken as https."),
    ("An argument with :// in it is a URL; one that names a file is a FILE, which is "
     "a page unless --input says otherwise; one that looks like a host and a path is "
     "a URL; - is standard input. Write ./NAME, or -- before it, for a file whose "
     "name begins with a hyphen. What is to be URLs or jsonl and begins as a page or "
     "a binary file does is refused as a whole."),
    ("Standard output holds the texts alone, in input order. A failure is one line on "
     "standard error and stops nothing."),
    ("Title, author, date, language, site and canonical URL are what the page says of "
     "itself: in JSON-LD first, then in Open Graph and other meta elements, in "
     "microdata and RDFa, and at last in the text around its headline. The h1 is the "
     "title where it says the same in its own words. Several authors have a comma "
     "between them. The date is of the publication, in ISO 8601: the one in the text "
     "where that is earlier than the data's, and that of the last change only where "
     "no other is told. The record's page_type is what the model takes the page for: "
     "article, collection, documentation, forum, listing, product or service."),
    ("A page that shows no text, or only the beginning, may have it as data: in "
     "JSON-LD, in microdata, or in the state that its scripts begin with. It is taken "
     "from there, and the record's notes say so. Readers' comments below an article are "
     "left out unless --comments asks for them; those that a site's own rules strip stay "
     "out even then. A form to log in, a guard's page (also one that comes with a 401, "
     "403, 405, 429 or 503) and one of menus or frames alone have no text: they are "
     "blocked or empty."),
};
enum { DESCRIPTION_COUNT = COUNT_OF(description) };

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

static const struct {
    const char *name, *meaning;
} places[] = {
    {"$XDG_CONFIG_HOME/winnow/rules", "the user's own rule files (~/.config by default)"},
    {"PREFIX/share/winnow/rules", "the installed ones; in a checkout, its rules/"},
    {"http_proxy, https_proxy, all_proxy, no_proxy", "the proxies, as curl reads them"},
};
enum { PLACE_COUNT = COUNT_OF(places) };

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
        write_wrapped(out, description[0], 0, 0);
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

/* ---- the manual page --------------------------------------------------------------- */

/* What troff would print as another character, so that commands can be copied. */
static const char *troff_of(char c)
{
    static const struct {
        char c;
        const char *name;
    } rows[] = {
        {'\\', "\\e"},  {'-', "\\-"},   {'\'', "\\(aq"},
        {'`', "\\(ga"}, {'^', "\\(ha"}, {'~', "\\(ti"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].c == c)
            return rows[i].name;
    return NULL;
}

static void write_troff_line(struct buffer *out, struct slice line)
{
    if (line.len && line.ptr[0] == '.')
        buffer_append_string(out, "\\&");
    for (size_t i = 0; i < line.len; i++) {
        const char *name = troff_of(line.ptr[i]);
        if (name)
            buffer_append_string(out, name);
        else
            buffer_append_char(out, line.ptr[i]);
    }
    buffer_append_char(out, '\n');
}

static void write_troff(struct buffer *out, const char *text)
{
    write_troff_line(out, slice_of_string(text));
}

static void write_troff_examples(struct buffer *out, const struct example *examples,
                                 size_t count)
{
    struct slice line;
    buffer_append_string(out, ".SH EXAMPLES\n");
    for (size_t i = 0; i < count; i++) {
        struct slice rest = slice_of_string(examples[i].session);
        buffer_append_string(out, i ? ".PP\n" : "");
        write_troff(out, examples[i].intro);
        buffer_append_string(out, ".PP\n.RS 4\n.nf\n");
        while (slice_split(&rest, '\n', &line))
            if (rest.ptr || line.len)
                write_troff_line(out, line);
        buffer_append_string(out, ".fi\n.RE\n");
    }
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

/* The options that a verb shares with the filter are told there. */
static void write_troff_verb(struct buffer *out, enum verb verb)
{
    const struct verb_row *row = verb_row(verb);
    struct buffer usage;
    buffer_open(&usage, NULL);
    write_verb_usage(&usage, row);
    buffer_append_string(out, ".SS ");
    write_troff(out, usage.ptr);
    for (size_t i = 0; i < VERB_LINES_MAX && row->description[i]; i++) {
        buffer_append_string(out, i ? ".PP\n" : "");
        write_troff(out, row->description[i]);
    }
    for (size_t i = 0; i < option_row_count; i++)
        if (option_rows[i].help && option_goes_with(&option_rows[i], verb) &&
            !option_goes_with(&option_rows[i], VERB_FILTER))
            write_troff_option(out, &option_rows[i]);
    buffer_close(&usage);
}

static void write_troff_verbs(struct buffer *out)
{
    buffer_append_string(out, ".SH OTHER COMMANDS\nEach takes the options of the filter "
                              "that concern it; \\-\\-help behind it lists them.\n");
    for (int verb = VERB_FILTER + 1; verb < VERB_COUNT; verb++)
        write_troff_verb(out, (enum verb)verb);
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
        if (!has_rows((enum option_group)group, VERB_FILTER))
            continue;
        buffer_printf(out, ".SS %s\n", option_group_names[group]);
        write_rows_of(out, (enum option_group)group, VERB_FILTER, write_troff_option);
    }
    write_troff_verbs(out);
    write_troff_examples(out, examples_of_command, examples_of_command_count);
    buffer_append_string(out, ".SH EXIT STATUS\n");
    for (size_t i = 0; i < EXIT_COUNT; i++)
        write_troff_tagged(out, exits[i].code, exits[i].meaning);
    buffer_append_string(out, ".SH FILES AND ENVIRONMENT\n");
    for (size_t i = 0; i < PLACE_COUNT; i++)
        write_troff_tagged(out, places[i].name, places[i].meaning);
    buffer_append_string(out, ".SH SEE ALSO\nwinnow\\-rules(5)\n");
}

/* ---- the manual page of the rule language ------------------------------------------ */

static const char *const language_lines[] = {
    ("A rule file is text, a directive a line: name: value, or name(argument): value. "
     "The line is split at its first colon. A # at the beginning of a line makes it a "
     "comment. Every file of FiveFilters' site configurations is one."),
    ("The file of a page on www.a.example.com is a.example.com.txt, or else "
     ".a.example.com.txt, or else .example.com.txt, in the first rule directory that "
     "has one of them. default.txt is for all pages, and shared/NAME.txt for those "
     "that include it or whose fingerprint it has. The order of merging is: the "
     "site's own file, what it includes, files by fingerprint, global.txt, "
     "default.txt."),
    ("A selector is CSS, or XPath 1.0 when it begins with / ( a quotation mark ./ or "
     ".. or holds // [@ /@ or an axis, or begins with a call of an XPath function. "
     "name(css) and name(xpath) force it. CSS has a trailing @attribute for a value, "
     ":has-text(words or /re/), :contains, :has, :is, :where, :not, :empty, :nth-*, "
     "and :first, :last and :only with -child or -of-type."),
    ("Selectors see the page as browsers build it: tbody stands in every table, "
     "noscript's children are elements, and names are in lower case. They see what is "
     "left of it: what was removed before matches nothing and is not counted. The "
     "order is: rewriting of the HTML, title, author and date, wrap_in, dissolve and "
     "move_into, what is stripped, body, the generic rules and the model, cuts, and "
     "then the rules for lines."),
    ("Lines below [path GLOB...] are for pages with such a path alone, those below "
     "[unless-path GLOB...] for all others, up to the next bracket; [all] ends it. * "
     "stands for anything but a slash, ** for anything."),
    ("The files of --rules, of the user and of the installation are obeyed. Those of "
     "--community-rules come behind them, and are checked, page by page, against what "
     "the model of main content says of the page before any rule has spoken. It scores "
     "every piece of text from 0 to 1000, as explain prints it: with 500 or more it is "
     "sure of text, with 850 it has no doubt; below 400, where it would not keep the "
     "piece itself, and of boxes of links and what readers have written below an "
     "article, it is sure that they are none. A body is passed over, and the next one "
     "tried, when it holds under 70 % of what surely is text and still seen, or under "
     "95 % of that without doubt, or when over 90 % of it surely are none; where none "
     "is left the model chooses, on the page as it is without find_string and "
     "replace_string. What strips, cuts and line rules would take over and above 5 % "
     "of what surely is text is not taken; in an old scrape the model of lines says "
     "what that is. Inside a body that counts, what surely is none of the text goes, "
     "unless the file says prune: no; then the body is passed over when 500 bytes and "
     "over 2 % of it score below 100 or are such boxes and comments or, where most of "
     "it surely is text, when over 5 % of it surely are none. Tabs and answers in it "
     "that the page hides are shown where the model would keep them. A "
     "line that cannot be used is left out. Their shared/ and global.txt are checked "
     "as well; their default.txt is not read."),
    ("The record's notes have the code rule-overruled for each line that was passed "
     "over, and model-stands where no body was left; rule-doubted stands for a rule "
     "that was obeyed although it leaves out or takes most of what is surely the text."),
    ("A pattern is /re/flags in PCRE2's language, with the flags i, m, s and x. A cut "
     "that would take over 90 % of the text is not done, but by name(force). An "
     "article has at most 20 pages, all of one host."),
};
enum { LANGUAGE_COUNT = COUNT_OF(language_lines) };

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

/* Those that are always there. */
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

static void write_troff_directive(struct buffer *out, const struct directive_row *row)
{
    struct buffer tag;
    buffer_open(&tag, NULL);
    buffer_printf(&tag, "%s%s: %s", row->name, argument_of(row->argument),
                  value_of(row->value));
    write_troff_tagged(out, tag.ptr, row->help);
    buffer_close(&tag);
}

void help_write_language(struct buffer *out)
{
    buffer_printf(out, ".TH WINNOW\\-RULES 5 \"\" \"winnow %s\"\n.SH NAME\n",
                  winnow_version());
    buffer_append_string(out, "winnow\\-rules \\- rule files of winnow(1)\n"
                              ".SH DESCRIPTION\n");
    for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
        buffer_append_string(out, i ? ".PP\n" : "");
        write_troff(out, language_lines[i]);
    }
    buffer_append_string(out, ".SH DIRECTIVES\n");
    for (int kind = 0; kind < DIRECTIVE_COUNT; kind++)
        write_troff_directive(out, directive_row((enum directive_kind)kind));
    buffer_append_string(out, ".SH DIRECTIVES WITHOUT AN EFFECT\nOf FiveFilters' "
                              "language; they are accepted.\n");
    for (size_t i = 0; directive_accepted(i); i++)
        write_troff_tagged(
            out, directive_accepted(i),
            directive_accepted_help(slice_of_string(directive_accepted(i))));
    write_troff_examples(out, examples_of_language, examples_of_language_count);
    buffer_append_string(out, ".SH SEE ALSO\nwinnow(1)\n");
}
