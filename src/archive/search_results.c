#include "archive/search_results.h"

#include "archive/search_words.h"
#include "base/utf8.h"
#include <string.h>

enum {
    MARKS_MAX = 1000,
    PHRASE_MAX = 64, /* words of a phrase that are marked */
    BEFORE = 60,     /* bytes of a snippet before its first mark */
};

/* ---- pages ------------------------------------------------------------------------- */

static bool read_pages(struct db_rows *rows, size_t limit, struct arena *a,
                       struct id_list *out, struct error *err)
{
    while (rows && db_next(rows) && out->count < limit) {
        int64_t id = db_number(rows, 0);
        bool is_known = false;
        for (size_t i = 0; i < out->count && !is_known; i++)
            is_known = out->items[i] == id;
        if (!is_known)
            ARENA_PUSH(a, out, id);
    }
    return db_finish(rows, err);
}

static bool count_matches(struct store *store, const struct search_query *query,
                          size_t *count, struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err, "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?",
                 "tn", query->expression, (int64_t)SEARCH_RANKED_MAX + 1);
    *count = 0;
    while (rows && db_next(rows))
        (*count)++;
    return db_finish(rows, err);
}

static bool rank(struct store *store, const struct search_query *query, size_t limit,
                 struct arena *a, struct id_list *out, struct error *err)
{
    return read_pages(db_query(store->db, err,
                               "SELECT rowid FROM search WHERE search MATCH ?"
                               " ORDER BY bm25(search, 8, 1, 0, 0), rowid DESC LIMIT ?",
                               "tn", query->expression, (int64_t)limit),
                      limit, a, out, err);
}

static bool find_newest(struct store *store, const char *expression, size_t limit,
                        struct arena *a, struct id_list *out, struct error *err)
{
    return read_pages(db_query(store->db, err,
                               "SELECT rowid FROM search WHERE search MATCH ?"
                               " ORDER BY rowid DESC LIMIT ?",
                               "tn", expression, (int64_t)limit + (int64_t)out->count),
                      limit, a, out, err);
}

bool search_find(struct store *store, const struct search_query *query, size_t limit,
                 struct arena *a, struct id_list *out, size_t *count, struct error *err)
{
    *out = (struct id_list){0};
    if (!count_matches(store, query, count, err))
        return false;
    if (*count <= SEARCH_RANKED_MAX && query->title_expression)
        return rank(store, query, limit, a, out, err);
    return (!query->title_expression ||
            find_newest(store, query->title_expression, limit, a, out, err)) &&
           find_newest(store, query->expression, limit, a, out, err);
}

/* ---- marks ------------------------------------------------------------------------- */

struct marker {
    const struct search_query *query;
    struct arena *arena;
    struct search_ranges *out;
    size_t count;              /* words so far */
    size_t starts[PHRASE_MAX]; /* of the last words */
    uint64_t *begun; /* for each phrase, bit n: its first n words have matched */
};

static bool is_word(const struct search_phrase *phrase, size_t i, struct slice word)
{
    return phrase->is_prefix && i + 1 == phrase->count
               ? slice_starts_with(word, phrase->items[i])
               : slice_equal(word, phrase->items[i]);
}

static void add_mark(struct marker *m, size_t start, size_t end)
{
    struct search_ranges *out = m->out;
    struct search_range *last = out->count ? &out->items[out->count - 1] : NULL;
    if (last && start <= last->end) {
        last->end = end > last->end ? end : last->end;
        last->start = start < last->start ? start : last->start;
    } else if (out->count < MARKS_MAX) {
        struct search_range mark = {start, end};
        ARENA_PUSH(m->arena, out, mark);
    }
}

static void match_word(void *context, const struct search_word *word)
{
    struct marker *m = context;
    m->starts[m->count % PHRASE_MAX] = word->start;
    for (size_t p = 0; p < m->query->phrases.count; p++) {
        const struct search_phrase *phrase = &m->query->phrases.items[p];
        uint64_t begun = m->begun[p] | 1, next = 0;
        for (size_t i = 0; i < phrase->count && i < PHRASE_MAX; i++) {
            if (!(begun >> i & 1) || !is_word(phrase, i, word->word))
                continue;
            bool is_cut = word->is_pair && phrase->items[i].len < word->word.len;
            size_t end = is_cut ? word->start + phrase->items[i].len : word->end;
            if (i + 1 == phrase->count || i + 1 == PHRASE_MAX)
                add_mark(m, m->starts[(m->count - i) % PHRASE_MAX], end);
            else
                next |= UINT64_C(1) << (i + 1);
        }
        m->begun[p] = next;
    }
    m->count++;
}

bool search_mark(struct store *store, const struct search_query *query, struct slice text,
                 struct arena *a, struct search_ranges *out, struct error *err)
{
    struct marker marker = {.query = query, .arena = a, .out = out};
    *out = (struct search_ranges){0};
    if (!query->phrases.count)
        return true;
    marker.begun = arena_calloc(a, query->phrases.count, sizeof *marker.begun);
    return search_words_visit(store->db, text, match_word, &marker, err);
}

/* ---- snippets ---------------------------------------------------------------------- */

static bool is_space_at(struct slice text, size_t at)
{
    return at < text.len && is_ascii_space((unsigned char)text.ptr[at]);
}

/* Moves a place in the text to the beginning of a word, if one is near, and of a
   character. */
static size_t align(struct slice text, size_t at, size_t most)
{
    for (size_t i = at; i < text.len && i < at + BEFORE / 2 && i < most; i++)
        if (i && is_space_at(text, i - 1))
            return i;
    return at < text.len ? utf8_cut(text, at) : text.len;
}

struct search_range search_find_snippet(struct slice text,
                                        const struct search_ranges *marks, size_t max)
{
    size_t best = 0, most = 0;
    for (size_t i = 0; i < marks->count; i++) {
        size_t bytes = 0;
        for (size_t j = i; j < marks->count; j++) {
            if (marks->items[j].end > marks->items[i].start + max - BEFORE)
                break;
            bytes += marks->items[j].end - marks->items[j].start;
        }
        if (bytes > most) {
            most = bytes;
            best = i;
        }
    }
    struct search_range range = {0, text.len};
    if (marks->count && marks->items[best].start > BEFORE)
        range.start =
            align(text, marks->items[best].start - BEFORE, marks->items[best].start + 1);
    if (text.len - range.start > max) {
        range.end = range.start + utf8_cut(slice_after(text, range.start), max);
        for (size_t i = range.end; i > range.end - BEFORE / 2; i--)
            if (is_space_at(text, i - 1)) {
                range.end = i - 1;
                break;
            }
    }
    return range;
}
