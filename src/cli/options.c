#include "cli/options.h"

#include "archive/content_coding.h"
#include "archive/rfc3339.h"
#include "charset/charset.h"
#include "rules/suggest.h"
#include "winnow.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the nearest name -------------------------------------------------------------- */

/* NULL when none is near. What begins like a name is as near as can be. For the filter
   all are looked at: the verb may come behind its options. */
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

static bool set_word(const struct option_row *row, const char *value, int *field,
                     struct error *err)
{
    char list[128] = "";
    for (int i = 0; row->words[i]; i++) {
        if (*value && strcmp(row->words[i], value) == 0) {
            *field = i;
            return true;
        }
        if (!row->words[i][0])
            continue;
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "",
                 row->words[i]);
    }
    return error_set(err, "--%s has no \"%s\"; there are: %s", row->name, value, list);
}

/* Digits with at most one point, so that neither a sign,
   "nan", "inf" nor "0x" gets by. */
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
    if (!hit || suffix[1])
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
        return set_word(row, value, field, err);
    case OPTION_DURATION:
        return rfc3339_read_duration(value, field) ||
               error_set(err, "--%s takes a time as 90s, 15m, 6h or 2d, not \"%s\"",
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
    char *const *next; /* of argv */
    struct arena *arena;
    struct options *out;
    struct error *err;
    struct {
        const struct option_row **items;
        size_t count, capacity;
    } given; /* the rows of the options that were given */
};

static const struct option_row *find_name(struct slice name)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (slice_equal(name, slice_of_string(option_rows[i].name)))
            return &option_rows[i];
    return NULL;
}

static const struct option_row *find_letter(char letter)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (letter && option_rows[i].letter == letter)
            return &option_rows[i];
    return NULL;
}

/* value is what stood in the same word, or NULL: then it is the next word. */
static bool take_value(struct parser *p, const struct option_row *row, const char *value)
{
    if (!value && !*p->next)
        return error_set(p->err, "--%s needs a value: --%s %s", row->name, row->name,
                         row->argument);
    value = value ? value : *p->next++;
    if (!value[0] && option_takes_path(row))
        return error_set(p->err, "--%s: the %s has no name", row->name, row->argument);
    return set_value(row, value, p->arena, p->out, p->err);
}

static bool parse_long(struct parser *p, const char *word)
{
    struct slice text = slice_of_string(word + 2), name;
    const char *equals = strchr(word, '=');
    name = equals ? slice_of(text.ptr, (size_t)(equals - text.ptr)) : text;
    const struct option_row *row = find_name(name);
    if (row)
        ARENA_PUSH(p->arena, &p->given, row);
    if (row && row->argument)
        return take_value(p, row, equals ? equals + 1 : NULL);
    if (row && equals)
        return error_set(p->err, "--%s takes no value", row->name);
    if (row)
        return set_value(row, NULL, p->arena, p->out, p->err);
    const char *nearest = find_nearest(name, p->out->verb);
    if (nearest)
        return error_set(p->err, "unknown option \"--%.*s\"; did you mean \"--%s\"?",
                         SLICE_ARG(name), nearest);
    return error_set(p->err, "unknown option \"--%.*s\"", SLICE_ARG(name));
}

/* "-qv" is two options; "-oDIR" and "-o DIR" are one. */
static bool parse_letters(struct parser *p, const char *letters)
{
    for (; *letters; letters++) {
        const struct option_row *row = find_letter(*letters);
        if (!row)
            return error_set(p->err, "unknown option \"-%c\"", *letters);
        ARENA_PUSH(p->arena, &p->given, row);
        if (row->argument)
            return take_value(p, row, letters[1] ? letters + 1 : NULL);
        if (!set_value(row, NULL, p->arena, p->out, p->err))
            return false;
    }
    return true;
}

/* The name of a group of commands, where none of them follows. */
static bool take_group_alone(struct parser *p, const char *group)
{
    const char *second = *p->next;
    p->out->request = REQUEST_RULES_HELP;
    if (second && strcmp(second, "--help") == 0) {
        p->next++;
        return true;
    }
    if (second && second[0] != '-')
        return error_set(p->err, "winnow %s has no \"%s\"; there are %s", group, second,
                         verb_group_words());
    return error_set(p->err, "winnow %s what? There are %s; write ./%s for a file", group,
                     verb_group_words(), group);
}

/* A verb's words, if `word` is the first of them and nothing but options stood before. */
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
    return true;
}

static bool parse_words(struct parser *p)
{
    bool only_arguments = false;
    while (*p->next) {
        const char *word = *p->next++;
        bool is_option = word[0] == '-' && word[1] && !only_arguments;
        bool is_verb = false;
        if (!is_option && !only_arguments && !take_verb(p, word, &is_verb))
            return false;
        if (is_option && strcmp(word, "--") == 0)
            only_arguments = true;
        else if (!is_option && !is_verb)
            ARENA_PUSH(p->arena, &p->out->arguments, word);
        else if (is_option &&
                 !(word[1] == '-' ? parse_long(p, word) : parse_letters(p, word + 1)))
            return false;
    }
    return true;
}

void options_append_text_settings(const struct options *options, struct buffer *out)
{
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        const char *field = (const char *)options + row->offset;
        if (!row->changes_text)
            continue;
        int value = row->kind == OPTION_WORD ? *(const int *)field : *(const bool *)field;
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

static bool check_given(const struct parser *p)
{
    for (size_t i = 0; i < p->given.count; i++)
        if (!option_goes_with(p->given.items[i], p->out->verb))
            return error_set(p->err, "--%s does not go with %s", p->given.items[i]->name,
                             options_command(p->out, p->arena));
    return true;
}

/* The filter takes any number of inputs, and makes a record of each, good or bad. */
static bool check_arguments(const struct parser *p)
{
    static const struct {
        size_t least, most;
    } takes[VERB_COUNT] = {
        [VERB_EXPLAIN] = {1, 1},
        [VERB_LINKS] = {1, 1},
        [VERB_RULES_NEW] = {1, 1},
        [VERB_RULES_LIST] = {1, 1},
        [VERB_REFRESH] = {1, 1},
        [VERB_LOG] = {2, 2},
        [VERB_DIFF] = {2, 4},
        [VERB_SHOW] = {2, 3},
        [VERB_QUARANTINE] = {1, 1},
        [VERB_HEALTH] = {1, 1},
        [VERB_RECLEAN] = {1, 1},
        [VERB_FSCK] = {1, 1},
        [VERB_FORGET] = {2, SIZE_MAX},
        [VERB_EXPORT] = {1, 1},
        [VERB_STATUS] = {1, 1},
        [VERB_FILTER] = {0, SIZE_MAX},
        [VERB_RULES_CHECK] = {0, SIZE_MAX},
        [VERB_RULES_TEST] = {0, SIZE_MAX},
    };
    const struct options *options = p->out;
    size_t count = options->arguments.count, least = takes[options->verb].least,
           most = takes[options->verb].most;
    const char *command = options_command(options, p->arena);
    const char *what = verb_row(options->verb)->arguments;
    if (!most && count)
        return error_set(p->err, "%s takes no arguments, got \"%s\"", command,
                         options->arguments.items[0]);
    if (count < least || count > most)
        return error_set(p->err, "%s takes %s%s, and there are %zu", command,
                         most == 1 ? "one " : "", what, count);
    for (size_t i = 0; i < count && options->verb != VERB_FILTER; i++)
        if (!options->arguments.items[i][0])
            return error_set(p->err, "%s takes %s, and argument %zu is empty", command,
                             what, i + 1);
    return true;
}

/* Two options of which each says what the other denies. */
static bool check_pairs(const struct options *options, struct error *err)
{
    if (options->accept && options->discard)
        return error_set(err, "--accept and --discard: give one of them, for one URL");
    if (options->watches && options->updates)
        return error_set(err, "--update writes the files that --watch looks at; give "
                              "one of them");
    if (options->only_dropped && options->only_kept)
        return error_set(err, "--dropped and --kept: each leaves out what the other "
                              "shows; give one, or neither for all");
    return true;
}

/* Options that mean something for one form of the text alone. */
static bool check_form(const struct options *options, struct error *err)
{
    bool is_text = options->format == FORMAT_TEXT ||
                   (options->format == FORMAT_JSONL && !options->page.form);
    if (options->verb != VERB_FILTER &&
        (options->format == FORMAT_MARKDOWN || options->format == FORMAT_HTML))
        return error_set(err, "--format is text or jsonl here");
    if (options->page.form && options->format != FORMAT_JSONL)
        return error_set(err, "--text-format goes with --format jsonl");
    if (options->front_matter && options->format != FORMAT_MARKDOWN)
        return error_set(err, "--front-matter goes with --format markdown");
    if ((options->page.width || options->page.links || options->page.images) && !is_text)
        return error_set(err, "--width, --links and --images go with plain text");
    return true;
}

/* Options that say what comes in. */
static bool check_input(const struct options *options, struct error *err)
{
    if (options->page.charset &&
        !charset_of_label(slice_of_string(options->page.charset)))
        return error_set(err, "--charset: no encoding is called \"%s\"",
                         options->page.charset);
    bool is_page = options->input == INPUT_HTML || options->input == INPUT_TEXT ||
                   (options->input == INPUT_UNSAID && options->arguments.count);
    if (options->url && !options->url[0])
        return error_set(err, "--url: the URL is empty");
    if (options->url && !is_page)
        return error_set(err, "--url goes with --input html or --input text");
    if (options->url && options->arguments.count > 1)
        return error_set(err, "--url is the address of one page, and there are %zu",
                         options->arguments.count);
    if (options->nul_separated && options->input > INPUT_URLS)
        return error_set(err, "-0 goes with lists of URLs");
    return true;
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
        .port = DEMO_PORT,
        .warc_bytes = (size_t)1 << 30,
        .argc = argc,
        .argv = argv,
        .fetch = fetch_default_options(),
    };
    struct parser parser = {
        .next = argv + (argc > 0), .arena = a, .out = out, .err = err};
    if (!parse_words(&parser) || !check_given(&parser))
        return false;
    out->fetch.headers = out->request_headers.items;
    out->fetch.header_count = out->request_headers.count;
    out->fetch.decode = content_coding_decode;
    if (out->completion)
        out->request = REQUEST_COMPLETION;
    if (out->request != REQUEST_NONE)
        return true;
    if (!check_arguments(&parser) || !check_pairs(out, err) || !check_input(out, err) ||
        !check_form(out, err))
        return false;
    if (out->format == FORMAT_MARKDOWN)
        out->page.form = WINNOW_AS_MARKDOWN;
    if (out->format == FORMAT_HTML)
        out->page.form = WINNOW_AS_HTML;
    return true;
}
