#include "cli/option_checks.h"

#include "charset/charset.h"
#include "rules/suggest.h"
#include "write/formats.h"
#include <string.h>
#include <unistd.h>

/* ---- what a command accepts -------------------------------------------------------- */

/* The index of the word that an option is set to. */
static size_t word_place(const struct options *options, const struct option_row *row)
{
    const char *field = (const char *)options + row->offset;
    if (row->kind == OPTION_FORMAT)
        return (size_t)(*(const struct format *const *)field - formats);
    return (size_t) * (const int *)field;
}

static bool check_word(const struct options *options, const struct option_row *row,
                       struct arena *a, struct error *err)
{
    size_t place = word_place(options, row);
    struct buffer words;
    if (option_word(row, options->verb, place))
        return true;
    buffer_open(&words, a);
    option_append_words(row, options->verb, ", ", " or ", &words);
    return error_set(err, "--%s: %s takes %s, not \"%s\"", row->name,
                     options_command(options, a), words.ptr,
                     option_word(row, VERB_FILTER, place));
}

bool option_checks_given(const struct options *options, struct arena *a,
                         struct error *err)
{
    for (size_t i = 0; i < options->given.count; i++) {
        const struct option_row *row = options->given.items[i].row;
        if (!option_goes_with(row, options->verb))
            return error_set(err, "--%s is not an option of %s", row->name,
                             options_command(options, a));
        if (row->limits && !check_word(options, row, a, err))
            return false;
    }
    return true;
}

/* ---- arguments --------------------------------------------------------------------- */

/* "1 argument (ARCHIVE)", "2 to 4 arguments (ARCHIVE URL [A [B]])" */
static const char *expected_arguments(const struct verb_row *verb, struct arena *a)
{
    size_t least = verb->arguments_min, most = verb->arguments_max;
    const char *range = least == most ? arena_printf(a, "%zu", least)
                        : most == VERB_ARGUMENTS_MANY
                            ? arena_printf(a, "at least %zu", least)
                            : arena_printf(a, "%zu to %zu", least, most);
    return arena_printf(a, "%s argument%s (%s)", range, most == 1 ? "" : "s",
                        verb->arguments);
}

static bool check_arguments(const struct options *options, struct arena *a,
                            struct error *err)
{
    const struct verb_row *verb = verb_row(options->verb);
    const char *command =
        verb->group ? arena_printf(a, "%s %s", verb->group, verb->name) : verb->name;
    size_t count = options->arguments.count;
    if (!verb->arguments_max && count)
        return error_set(err, "%s takes no arguments, got \"%s\"", command,
                         options->arguments.items[0]);
    if (count < verb->arguments_min || count > verb->arguments_max)
        return error_set(err, "%s: expected %s, got %zu", command,
                         expected_arguments(verb, a), count);
    /* The filter writes a record for every input, whether it succeeds or fails. */
    for (size_t i = 0; i < count && options->verb != VERB_FILTER; i++)
        if (!options->arguments.items[i][0])
            return error_set(err, "%s: argument %zu is empty (expected %s)", command,
                             i + 1, verb->arguments);
    return true;
}

/* ---- options that depend on each other --------------------------------------------- */

static bool check_pairs(const struct options *options, struct error *err)
{
    if (options->accept && options->discard)
        return error_set(err, "--accept and --discard exclude each other");
    if (options->watches && options->updates)
        return error_set(err, "--watch and --update exclude each other: --update writes "
                              "the files that are watched");
    if (options->only_dropped && options->only_kept)
        return error_set(err, "--dropped and --kept exclude each other; without either, "
                              "all blocks are shown");
    return true;
}

/* Options that apply to some formats only. */
static bool check_format(const struct options *options, struct error *err)
{
    if (options->verb != VERB_FILTER)
        return true;
    bool is_record = options->format->write_record != NULL;
    bool is_text = is_record ? options->page.form == WINNOW_AS_TEXT
                             : options->format == &formats[WINNOW_AS_TEXT];
    if (options->page.form && !is_record)
        return error_set(
            err, "--text-format requires a format that writes records, such as jsonl");
    if (options->front_matter && !options->format->write_front_matter)
        return error_set(err, "--front-matter requires --format markdown");
    if ((options->page.width || options->page.links || options->page.images) && !is_text)
        return error_set(err, "--width, --links and --images apply only to plain text");
    return true;
}

/* Options about the input. */
static bool check_input(const struct options *options, struct error *err)
{
    bool is_page = options->input == INPUT_HTML || options->input == INPUT_TEXT ||
                   (options->input == INPUT_UNSAID && options->arguments.count);
    const char *charset = options->page.charset;
    if (charset && !charset_of_label(slice_of_string(charset)))
        return error_set(err, "--charset: unknown encoding \"%s\"", charset);
    if (options->url && !options->url[0])
        return error_set(err, "--url: the URL is empty");
    if (options->url && !is_page)
        return error_set(err, "--url requires --input html or --input text");
    if (options->url && options->arguments.count > 1)
        return error_set(err, "--url applies to one input, got %zu",
                         options->arguments.count);
    if (options->nul_separated && options->input > INPUT_URLS)
        return error_set(err, "-0 applies only to lists of URLs");
    return true;
}

bool option_checks_all(const struct options *options, struct arena *a, struct error *err)
{
    return check_arguments(options, a, err) && check_pairs(options, err) &&
           check_input(options, err) && check_format(options, err);
}
