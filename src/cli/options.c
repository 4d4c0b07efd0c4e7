#include "cli/options.h"

#include "base/rfc3339.h"
#include "cli/environment.h"
#include "cli/option_checks.h"
#include "container/content_coding.h"
#include "page/meta_refresh.h"
#include "rules/suggest.h"
#include "write/formats.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the closest name -------------------------------------------------------------- */

/* Returns NULL if there is none. A prefix of a name counts as closest. Without a command,
   the options of all commands are searched: the command may follow its options. */
static const char *find_nearest(struct slice name, enum verb verb)
{
    struct suggestion nearest = {.word = name};
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        if (!row->help || (verb != VERB_FILTER && !option_goes_with(row, verb)))
            continue;
        if (name.len >= 2 && slice_starts_with(slice_of_string(row->name), name))
            return row->name;
        suggest_offer(&nearest, row->name);
    }
    return nearest.best;
}

/* ---- values ------------------------------------------------------------------------ */

static bool set_word(const struct option_row *row, const char *value, void *field,
                     struct error *err)
{
    struct buffer words;
    for (size_t i = 0; i < option_word_count(row); i++) {
        const char *word = option_word(row, VERB_FILTER, i);
        if (!word || strcmp(word, value) != 0)
            continue;
        if (row->kind == OPTION_FORMAT)
            *(const struct format **)field = &formats[i];
        else
            *(int *)field = (int)i;
        return true;
    }
    buffer_open(&words, NULL);
    option_append_words(row, VERB_FILTER, ", ", " or ", &words);
    error_set(err, "--%s takes %s, not \"%s\"", row->name, words.ptr, value);
    buffer_close(&words);
    return false;
}

/* Digits with at most one decimal point: no sign, "nan", "inf" or "0x". */
static bool read_number(const char *text, bool may_have_point, double *out,
                        const char **end)
{
    size_t digits = strspn(text, "0123456789"), total = digits;
    if (may_have_point && text[total] == '.') {
        size_t more = strspn(text + total + 1, "0123456789");
        total += 1 + more;
        digits += more;
    }
    *end = text + total;
    *out = strtod(text, NULL);
    return digits > 0;
}

static double factor_of(const char *suffix)
{
    static const char letters[] = "KMG";
    if (!suffix[0])
        return 1;
    const char *hit = strchr(letters, suffix[0] & ~0x20);
    if (!hit || !*hit || suffix[1])
        return 0;
    double factor = 1024;
    for (; hit > letters; hit--)
        factor *= 1024;
    return factor;
}

static bool set_number(const struct option_row *row, const char *value, void *field,
                       struct error *err)
{
    double number = 0;
    const char *end = value;
    bool is_number = read_number(value, row->kind == OPTION_SECONDS, &number, &end);
    double factor = row->kind == OPTION_BYTES ? factor_of(end) : *end == '\0';
    number *= factor;
    if (!is_number || factor == 0 || !(number >= row->low && number <= row->high))
        return error_set(err, "--%s takes %s from %g to %.10g, not \"%s\"", row->name,
                         row->kind == OPTION_BYTES ? "bytes (K, M, G)" : "a number",
                         row->low, row->high, value);
    if (row->kind == OPTION_COUNT)
        *(unsigned *)field = (unsigned)number;
    else if (row->kind == OPTION_BYTES)
        *(size_t *)field = (size_t)number;
    else
        *(double *)field = number;
    return true;
}

static bool set_value(const struct option_row *row, const char *value, struct arena *a,
                      struct options *out, struct error *err)
{
    void *field = (char *)out + row->offset;
    switch (row->kind) {
    case OPTION_SET:
        *(int *)field = row->value;
        return true;
    case OPTION_ON:
        *(bool *)field = true;
        return true;
    case OPTION_OFF:
        *(bool *)field = false;
        return true;
    case OPTION_STRING:
        *(const char **)field = value;
        return true;
    case OPTION_LIST:
        ARENA_PUSH(a, (struct string_list *)field, value);
        return true;
    case OPTION_WORD:
    case OPTION_FORMAT:
    case OPTION_FORM:
        return set_word(row, value, field, err);
    case OPTION_DURATION:
        return rfc3339_read_duration(value, field) ||
               error_set(err,
                         "--%s takes a duration such as 90s, 15m, 6h or 2d, not \"%s\"",
                         row->name, value);
    case OPTION_COUNT:
    case OPTION_SECONDS:
    case OPTION_BYTES:
        return set_number(row, value, field, err);
    }
    return false;
}

/* ---- the command line -------------------------------------------------------------- */

struct parser {
    char *const *next; /* the next word of argv */
    struct arena *arena;
    struct options *out;
    struct error *err;
    bool is_literal; /* after "--": everything that follows is an argument */
    bool has_words;  /* an argument precedes the option, and may have been intended as a
                        command */
};

/* Finds an option by its name, or by its letter if name is empty. Commands may give the
   same option another meaning: the row of this command is preferred. */
static const struct option_row *find_row(enum verb verb, struct slice name, char letter)
{
    const struct option_row *found = NULL;
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        bool matches = name.len ? slice_equal(name, slice_of_string(row->name))
                                : letter && row->letter == letter;
        if (matches && (!found || option_goes_with(row, verb)))
            found = row;
    }
    return found;
}

static void note_given(struct parser *p, const struct option_row *row, const char *value)
{
    struct given_option given = {row, value};
    ARENA_PUSH(p->arena, &p->out->given, given);
}

/* value is what follows in the same word, or NULL: then the value is the next word. */
static bool take_value(struct parser *p, const struct option_row *row, const char *value)
{
    if (!value && !*p->next)
        return error_set(p->err, "--%s needs a value: --%s %s", row->name, row->name,
                         row->argument);
    value = value ? value : *p->next++;
    if (!value[0] && option_takes_path(row))
        return error_set(p->err, "--%s: %s is empty", row->name, row->argument);
    note_given(p, row, value);
    return set_value(row, value, p->arena, p->out, p->err);
}

static bool refuse_name(const struct parser *p, struct slice name)
{
    const char *nearest = find_nearest(name, p->out->verb);
    if (nearest)
        return error_set(p->err, "unknown option \"--%.*s\"; did you mean \"--%s\"?",
                         SLICE_ARG(name), nearest);
    return error_set(p->err, "unknown option \"--%.*s\"", SLICE_ARG(name));
}

/* Takes an option without an argument, except for the word that may follow some of
   these. */
static bool take_flag(struct parser *p, const struct option_row *row, const char *value)
{
    bool has_more = row->more && *p->next && strcmp(*p->next, row->more) == 0;
    if (value && !(row->more && strcmp(value, row->more) == 0))
        return error_set(p->err, "--%s takes no value", row->name);
    note_given(p, row, NULL);
    if (!value && !has_more)
        return set_value(row, NULL, p->arena, p->out, p->err);
    p->next += !value;
    *(int *)((char *)p->out + row->offset) = row->value + 1;
    return true;
}

static bool parse_long(struct parser *p, const char *word)
{
    struct slice text = slice_of_string(word + 2), name = text;
    const char *equals = strchr(word, '=');
    if (equals)
        name = slice_of(text.ptr, (size_t)(equals - text.ptr));
    const struct option_row *row = find_row(p->out->verb, name, 0);
    if (!row)
        return refuse_name(p, name);
    const char *value = equals ? equals + 1 : NULL;
    return row->argument ? take_value(p, row, value) : take_flag(p, row, value);
}

/* "-qv" is two options; "-oDIR" and "-o DIR" are one. */
static bool parse_letters(struct parser *p, const char *letters)
{
    for (; *letters; letters++) {
        const struct option_row *row = find_row(p->out->verb, SLICE(""), *letters);
        if (!row)
            return error_set(p->err, "unknown option \"-%c\"", *letters);
        if (row->argument)
            return take_value(p, row, letters[1] ? letters + 1 : NULL);
        if (!take_flag(p, row, NULL))
            return false;
    }
    return true;
}

/* Takes the name of a group of commands that is not followed by the name of one. */
static bool take_group_alone(struct parser *p, const char *group)
{
    const char *second = *p->next;
    p->out->request = REQUEST_RULES_HELP;
    if (second && (strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0)) {
        p->next++;
        return true;
    }
    if (second && second[0] != '-')
        return error_set(p->err, "%s: unknown command \"%s\"; expected %s", group, second,
                         verb_group_words());
    return error_set(p->err, "%s: expected %s (write ./%s for a file)", group,
                     verb_group_words(), group);
}

/* Takes the words of a command, if `word` is the first of them and only options precede
   it. */
static bool take_verb(struct parser *p, const char *word, bool *is_verb)
{
    int words = 0;
    *is_verb = false;
    if (p->out->arguments.count || p->out->verb != VERB_FILTER)
        return true;
    enum verb verb = verb_find(word, *p->next, &words);
    if (verb == VERB_COUNT) {
        *is_verb = true;
        return take_group_alone(p, word);
    }
    p->out->verb = verb;
    p->next += words == 2;
    *is_verb = words > 0;
    p->has_words = p->has_words || !*is_verb;
    return true;
}

static bool parse_word(struct parser *p, const char *word)
{
    bool is_option = word[0] == '-' && word[1] && !p->is_literal;
    bool is_verb = false;
    if (is_option && strcmp(word, "--") == 0) {
        p->is_literal = true;
        return true;
    }
    if (is_option)
        return word[1] == '-' ? parse_long(p, word) : parse_letters(p, word + 1);
    if (!p->is_literal && !take_verb(p, word, &is_verb))
        return false;
    if (!is_verb)
        ARENA_PUSH(p->arena, &p->out->arguments, word);
    return true;
}

static bool parse_words(struct parser *p)
{
    while (*p->next) {
        const char *word = *p->next++;
        if (!parse_word(p, word))
            return false;
    }
    return true;
}

/* ---- verbs that are not commands --------------------------------------------------- */

static bool refuse_command(const char *word, struct error *err)
{
    const char *nearest = verb_suggest(word);
    if (nearest)
        return error_set(err, "unknown command \"%s\"; did you mean \"%s\"?", word,
                         nearest);
    return error_set(err, "unknown command \"%s\"", word);
}

/* `winnow help COMMAND` is `winnow COMMAND --help`. */
static bool take_help(struct options *out, struct error *err)
{
    const char *const *words = out->arguments.items;
    size_t count = out->arguments.count;
    int found = 0;
    out->verb = VERB_FILTER;
    out->request = REQUEST_HELP;
    if (count == 0)
        return true;
    if (count == 1 && strcmp(words[0], "all") == 0) {
        out->request = REQUEST_HELP_ALL;
        return true;
    }
    enum verb verb = verb_find(words[0], count > 1 ? words[1] : NULL, &found);
    if (verb == VERB_COUNT) {
        out->request = REQUEST_RULES_HELP;
        return count == 1 || refuse_command(words[1], err);
    }
    out->verb = verb;
    return found > 0 || refuse_command(words[0], err);
}

/* Checks for a first argument that is a misspelled command: a word that does not name a
   file and is not a URL, host or path, which contain a dot, slash or colon. */
static bool check_verb(const struct parser *p)
{
    const struct options *options = p->out;
    if (options->verb != VERB_FILTER || !p->has_words)
        return true;
    const char *word = options->arguments.items[0];
    return strpbrk(word, "./:") || !verb_suggest(word) || access(word, F_OK) == 0 ||
           refuse_command(word, p->err);
}

/* ------------------------------------------------------------------------------------ */

bool options_has(const struct options *options, const char *name)
{
    for (size_t i = 0; i < options->given.count; i++)
        if (strcmp(options->given.items[i].row->name, name) == 0)
            return true;
    return false;
}

void options_append_text_settings(const struct options *options, struct buffer *out)
{
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        const char *field = (const char *)options + row->offset;
        if (!row->changes_text)
            continue;
        int value = option_word_count(row) ? *(const int *)field : *(const bool *)field;
        if (value)
            buffer_printf(out, "%s %d\n", row->name, value);
    }
}

const char *options_command(const struct options *options, struct arena *a)
{
    const struct verb_row *verb = verb_row(options->verb);
    if (options->request == REQUEST_RULES_HELP)
        return "winnow rules";
    return arena_printf(a, "winnow%s%s%s%s", verb->group ? " " : "",
                        verb->group ? verb->group : "", verb->name ? " " : "",
                        verb->name ? verb->name : "");
}

bool options_parse(int argc, char *const *argv, struct arena *a, struct options *out,
                   struct error *err)
{
    *out = (struct options){
        .page_seconds = 10,
        .page_memory = (size_t)256 << 20,
        .grace_seconds = 5,
        .max_age = -1,
        .max_runtime = -1,
        .accept_after = 5,
        .limit = 20,
        .port = DEMO_PORT,
        .serve_port = SERVE_PORT,
        .format = &formats[WINNOW_AS_TEXT],
        .warc_bytes = (size_t)1 << 30,
        .argc = argc,
        .argv = argv,
        .fetch = fetch_default_options(),
    };
    struct parser parser = {
        .next = argv + (argc > 0), .arena = a, .out = out, .err = err};
    if (!parse_words(&parser) || !check_verb(&parser) ||
        !option_checks_given(out, a, err))
        return false;
    if (out->verb == VERB_HELP && out->request == REQUEST_NONE)
        return take_help(out, err);
    if (!environment_add_headers(&out->request_headers, a, err))
        return false;
    out->fetch.headers = out->request_headers.items;
    out->fetch.header_count = out->request_headers.count;
    out->fetch.secret_headers = out->secret_headers.items;
    out->fetch.secret_header_count = out->secret_headers.count;
    out->fetch.decode = content_coding_decode;
    out->fetch.find_refresh = meta_refresh_find;
    if (out->completion)
        out->request = REQUEST_COMPLETION;
    if (out->request != REQUEST_NONE)
        return true;
    if (!option_checks_all(out, a, err))
        return false;
    if (out->verb == VERB_FILTER && out->format->write_blocks)
        out->page.form = (enum winnow_form)(out->format - formats);
    return true;
}
