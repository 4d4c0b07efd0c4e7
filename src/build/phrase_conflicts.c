#include "build/phrase_conflicts.h"

#include "base/array.h"

#include <stdlib.h>

/* ---- senses that exclude each other ------------------------------------------------ */

enum { GROUP_MAX = 6 };

/* A text cannot have two of a group. */
static const enum phrase_sense GROUPS[][GROUP_MAX] = {
    /* what a short line is for */
    {SENSE_CONSENT, SENSE_FEEDBACK, SENSE_PAGER, SENSE_RELATED, SENSE_LATEST,
     SENSE_COMMENTS_HEADING},
    {SENSE_CONSENT, SENSE_MENU},
    {SENSE_COMMENT_ACTION, SENSE_POST_ACTION},
    {SENSE_LINE_NETWORK, SENSE_LINE_LANGUAGE},
    {SENSE_BYLINE, SENSE_OTHER_BYLINE},
    {SENSE_DATE_PUBLISHED, SENSE_DATE_CHANGED},
    {SENSE_BEFORE_NOON, SENSE_AFTER_NOON},
    /* a whole phrase has one value */
    {SENSE_MONTH, SENSE_SOLAR_MONTH, SENSE_WALL_TITLE},
};

static bool has_sense(const enum phrase_sense *group, const struct sense *sense)
{
    for (size_t i = 0; i < GROUP_MAX && (i == 0 || group[i]); i++)
        if (sense == &phrase_senses[group[i]])
            return true;
    return false;
}

static bool exclude_each_other(const struct phrase_entry *a, const struct phrase_entry *b)
{
    if (a->sense == b->sense)
        return a->value != b->value;
    for (size_t i = 0; i < COUNT_OF(GROUPS); i++)
        if (has_sense(GROUPS[i], a->sense) && has_sense(GROUPS[i], b->sense))
            return true;
    return false;
}

/* ---- search ------------------------------------------------------------------------ */

static int compare(const void *a, const void *b)
{
    const struct phrase_entry *x = a, *y = b;
    int by_phrase = slice_compare(x->phrase, y->phrase);
    if (by_phrase)
        return by_phrase;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

struct search {
    const char *const *paths;
    struct arena *arena;
    struct problem_list *problems;
};

static bool is_of_all_languages(const struct search *s, const struct phrase_entry *entry)
{
    return slice_ends_with(slice_of_string(s->paths[entry->file]), SLICE("mul.tsv"));
}

/* What is wrong with an entry, for what an earlier one says; NULL for nothing. */
static const char *fault_of(const struct search *s, const struct phrase_entry *entry,
                            const struct phrase_entry *earlier)
{
    if (exclude_each_other(entry, earlier))
        return "the phrase has a sense that excludes this one (\"%s\") in %s:%u";
    if (entry->sense != earlier->sense)
        return NULL;
    if (entry->file == earlier->file)
        return "the phrase has this sense (\"%s\") already: %s:%u";
    bool is_needless = is_of_all_languages(s, entry) || is_of_all_languages(s, earlier);
    return is_needless ? "mul.tsv is for phrases of no other file (\"%s\"): %s:%u" : NULL;
}

static void check_pair(struct search *s, const struct phrase_entry *entry,
                       const struct phrase_entry *earlier)
{
    const char *fault = fault_of(s, entry, earlier);
    if (!fault)
        return;
    char *text = arena_printf(s->arena, fault, earlier->sense->word,
                              s->paths[earlier->file], earlier->line);
    struct problem problem = {
        .file = slice_of_string(s->paths[entry->file]),
        .line = entry->line,
        .column = entry->column,
        .level = PROBLEM_ERROR,
        .code = "phrases",
        .text = slice_of_string(text),
    };
    problems_add(s->problems, s->arena, problem);
}

void phrase_conflicts_find(const struct phrase_entries *entries, const char *const *paths,
                           struct arena *a, struct problem_list *problems)
{
    struct search s = {paths, a, problems};
    struct phrase_entries sorted = {0};
    for (size_t i = 0; i < entries->count; i++)
        ARENA_PUSH(a, &sorted, entries->items[i]);
    if (sorted.count)
        qsort(sorted.items, sorted.count, sizeof *sorted.items, compare);
    for (size_t i = 1; i < sorted.count; i++)
        for (size_t k = i;
             k-- > 0 && slice_equal(sorted.items[k].phrase, sorted.items[i].phrase);)
            check_pair(&s, &sorted.items[i], &sorted.items[k]);
}
