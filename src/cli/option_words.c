#include "cli/options.h"

#include "write/formats.h"
#include <string.h>

size_t option_word_count(const struct option_row *row)
{
    switch (row->kind) {
    case OPTION_WORD:
        return row->words.count;
    case OPTION_FORMAT:
        return format_count;
    case OPTION_FORM:
        return WINNOW_FORM_COUNT;
    default:
        return 0;
    }
}

/* Whether `word` is in a list of words that are separated by spaces. */
static bool is_listed(const char *list, const char *word)
{
    struct slice rest = slice_of_string(list), listed;
    while (slice_next_word(&rest, &listed))
        if (slice_equal(listed, slice_of_string(word)))
            return true;
    return false;
}

static bool is_allowed(const struct option_row *row, enum verb verb, const char *word)
{
    for (const struct option_limit *limit = row->limits; limit && limit->verbs; limit++)
        if (limit->verbs & VERB_BIT(verb))
            return is_listed(limit->words, word);
    return true;
}

const char *option_word(const struct option_row *row, enum verb verb, size_t place)
{
    const char *word =
        row->kind == OPTION_WORD ? row->words.items[place] : formats[place].name;
    return word && is_allowed(row, verb, word) ? word : NULL;
}

/* Index 0 is the default, if it has a word. */
static void append_words(const struct option_row *row, enum verb verb,
                         const char *separator, const char *last, const char *mark,
                         struct buffer *out)
{
    size_t count = 0, written = 0;
    for (size_t i = 0; i < option_word_count(row); i++)
        count += option_word(row, verb, i) != NULL;
    for (size_t i = 0; i < option_word_count(row); i++) {
        const char *word = option_word(row, verb, i);
        if (!word)
            continue;
        buffer_printf(out, "%s%s%s",
                      written == 0           ? ""
                      : written + 1 == count ? last
                                             : separator,
                      word, i == 0 && count > 1 ? mark : "");
        written++;
    }
}

void option_append_words(const struct option_row *row, enum verb verb,
                         const char *separator, const char *last, struct buffer *out)
{
    append_words(row, verb, separator, last, "", out);
}

void option_append_help(const struct option_row *row, enum verb verb, const char *text,
                        struct buffer *out)
{
    const char *hole = strstr(text, "%s");
    if (!hole) {
        buffer_append_string(out, text);
        return;
    }
    buffer_append(out, slice_of(text, (size_t)(hole - text)));
    append_words(row, verb, ", ", " or ", " (default)", out);
    buffer_append_string(out, hole + 2);
}
