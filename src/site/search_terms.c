#include "site/search_terms.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "site/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCH_POSTINGS = 1 << 22, /* that are held in memory: about 100 MB with their words */
    WORDS_MAX = 20000,        /* different ones of a text */
    COMMON_MIN = 1000, /* a word in more texts than this, and in a third of all, finds
                          nothing that is looked for */
};

/* How much a word weighs in a text. */
enum weight { ONCE, TWICE, OFTEN, IN_TITLE };

struct search_posting {
    uint32_t entry; /* four times the id, and the weight */
    uint32_t next;  /* of the same word, plus 1; 0: none */
};
struct term {
    struct slice word;
    uint32_t first, last; /* postings, plus 1 */
    unsigned shard;
};

static void open_batch(struct search_terms *terms)
{
    arena_open(&terms->arena, SIZE_MAX);
    hash_table_open(&terms->words, &terms->arena, sizeof(struct term));
    memset(&terms->postings, 0, sizeof terms->postings);
}

void search_terms_open(struct search_terms *terms, struct site_folder *folder,
                       unsigned shards, size_t texts)
{
    *terms = (struct search_terms){.folder = folder, .shards = shards, .texts = texts};
    arena_open(&terms->waiting_arena, SIZE_MAX);
    hash_table_open(&terms->live, &terms->waiting_arena, 1);
    open_batch(terms);
}

void search_terms_close(struct search_terms *terms)
{
    arena_close(&terms->arena);
    arena_close(&terms->waiting_arena);
}

static void name_shard(unsigned shard, char out[32])
{
    snprintf(out, 32, "search/%u.js", shard);
}

bool search_terms_are_intact(struct search_terms *terms)
{
    struct buffer bytes;
    char name[32];
    bool are = true;
    buffer_open(&bytes, NULL);
    for (unsigned i = 0; are && i < terms->shards; i++) {
        buffer_truncate(&bytes, 0);
        name_shard(i, name);
        are = site_folder_read(terms->folder, name, &bytes);
    }
    buffer_close(&bytes);
    return are;
}

void search_terms_keep(struct search_terms *terms, int64_t id)
{
    hash_table_put_number(&terms->live, (uint64_t)id, NULL);
}

/* ---- adding ------------------------------------------------------------------------ */

static unsigned shard_of(const struct search_terms *terms, struct slice word)
{
    uint32_t hash = HASH_TOKEN_START;
    size_t used;
    for (int i = 0; i < SEARCH_PREFIX && word.len; i++) {
        hash = hash_token_add(hash, utf8_decode(word, &used));
        word = slice_after(word, used);
    }
    return (hash ^ hash >> 15) & (terms->shards - 1);
}

/* The words of one text. */
struct counting {
    struct arena arena;
    struct hash_table counts; /* unsigned */
    bool is_title;
};

static void count_word(void *context, struct slice word)
{
    struct counting *counting = context;
    unsigned *count = hash_table_find(&counting->counts, word);
    if (!count && counting->counts.count >= WORDS_MAX)
        return;
    if (!count)
        count =
            hash_table_put(&counting->counts, arena_copy(&counting->arena, word), NULL);
    *count += counting->is_title ? 1U << 16 : 1;
}

static enum weight weigh(unsigned count)
{
    return count >= 1U << 16 ? IN_TITLE : count >= 5 ? OFTEN : count >= 2 ? TWICE : ONCE;
}

static void add_posting(struct search_terms *terms, struct slice word, uint32_t entry)
{
    struct term *term = hash_table_find(&terms->words, word);
    if (!term) {
        struct slice kept = arena_copy(&terms->arena, word);
        term = hash_table_put(&terms->words, kept, NULL);
        term->word = kept;
        term->shard = shard_of(terms, kept);
    }
    struct search_posting posting = {.entry = entry};
    ARENA_PUSH(&terms->arena, &terms->postings, posting);
    uint32_t place = (uint32_t)terms->postings.count;
    if (term->last)
        terms->postings.items[term->last - 1].next = place;
    else
        term->first = place;
    term->last = place;
}

bool search_terms_add(struct search_terms *terms, int64_t id, struct slice title,
                      struct slice text, struct error *err)
{
    struct counting counting = {.is_title = true};
    if (id >= SEARCH_ID_MAX)
        return true;
    arena_open(&counting.arena, SIZE_MAX);
    hash_table_open(&counting.counts, &counting.arena, sizeof(unsigned));
    words_each(title, count_word, &counting);
    counting.is_title = false;
    words_each(text, count_word, &counting);
    for (size_t i = 0; i < counting.counts.count; i++) {
        const unsigned *count = hash_table_at(&counting.counts, i);
        add_posting(terms, counting.counts.keys[i],
                    (uint32_t)id * 4 + (uint32_t)weigh(*count));
    }
    arena_close(&counting.arena);
    ARENA_PUSH(&terms->waiting_arena, &terms->waiting, id);
    return terms->postings.count < BATCH_POSTINGS || search_terms_flush(terms, err);
}

/* ---- one file ---------------------------------------------------------------------- */

static void append_number(struct buffer *out, uint32_t number)
{
    char digits[8];
    size_t at = sizeof digits;
    do
        digits[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
    while (number /= 36);
    buffer_append(out, slice_of(digits + at, sizeof digits - at));
}

static bool read_number(struct slice text, uint32_t *out)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!is_ascii_digit((unsigned char)c) && (c < 'a' || c > 'z'))
            return false;
        number = number * 36 + (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        if (number > UINT32_MAX)
            return false;
    }
    *out = (uint32_t)number;
    return text.len > 0;
}

struct entries {
    uint32_t *items;
    size_t count, capacity;
};

/* The entries of a word in its file that are of live texts. */
static void read_entries(const struct search_terms *terms, struct arena *a,
                         struct slice list, struct entries *out)
{
    uint32_t id = 0, number;
    for (struct slice one; slice_split(&list, ',', &one);) {
        if (!read_number(one, &number))
            return;
        id += number / 4;
        if (hash_table_find_number(&terms->live, id))
            ARENA_PUSH(a, out, id * 4 + number % 4);
    }
}

static int compare_entries(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void append_term(const struct search_terms *terms, struct slice word,
                        struct entries *entries, bool is_common, struct buffer *out)
{
    uint32_t before = 0;
    if (!entries->count && !is_common)
        return;
    if (entries->count)
        qsort(entries->items, entries->count, sizeof *entries->items, compare_entries);
    is_common =
        is_common || (entries->count > COMMON_MIN && entries->count > terms->texts / 3);
    buffer_append(out, word);
    buffer_append_char(out, ':');
    for (size_t i = 0; !is_common && i < entries->count; i++) {
        uint32_t id = entries->items[i] / 4;
        if (i)
            buffer_append_char(out, ',');
        append_number(out, (id - before) * 4 + entries->items[i] % 4);
        before = id;
    }
    buffer_append_char(out, ';');
}

static void take_postings(const struct search_terms *terms, const struct term *term,
                          struct arena *a, struct entries *out)
{
    for (uint32_t at = term->first; at; at = terms->postings.items[at - 1].next)
        ARENA_PUSH(a, out, terms->postings.items[at - 1].entry);
}

/* Takes the next word of an old file. False at its end. */
static bool next_old(struct slice *rest, struct slice *word, struct slice *list)
{
    struct slice one;
    while (slice_split(rest, ';', &one)) {
        size_t colon = slice_find_char(one, ':');
        if (colon == SIZE_MAX || !colon)
            continue;
        *word = slice_of(one.ptr, colon);
        *list = slice_after(one, colon + 1);
        return true;
    }
    return false;
}

/* Merges the words of an old file with new ones; both are sorted. */
static void merge(const struct search_terms *terms, struct slice old,
                  const struct term *const *new, size_t count, struct buffer *out)
{
    struct slice word, list;
    struct arena a;
    bool has_old = next_old(&old, &word, &list);
    arena_open(&a, SIZE_MAX);
    for (size_t i = 0; has_old || i < count;) {
        struct entries entries = {0};
        int order = !has_old ? 1 : i < count ? slice_compare(word, new[i]->word) : -1;
        struct slice current = order > 0 ? new[i]->word : word;
        bool is_common = order <= 0 && !list.len;
        if (order <= 0)
            read_entries(terms, &a, list, &entries);
        if (order >= 0)
            take_postings(terms, new[i++], &a, &entries);
        append_term(terms, current, &entries, is_common, out);
        if (order <= 0)
            has_old = next_old(&old, &word, &list);
        arena_reset(&a);
    }
    arena_close(&a);
}

static bool write_shard(struct search_terms *terms, unsigned shard,
                        const struct term *const *new, size_t count, struct error *err)
{
    struct buffer old, out;
    char name[32];
    name_shard(shard, name);
    buffer_open(&old, NULL);
    buffer_open(&out, NULL);
    if (!site_folder_read(terms->folder, name, &old))
        buffer_truncate(&old, 0);
    struct slice rest = buffer_slice(&old);
    size_t start = slice_find_char(rest, '"');
    rest = start == SIZE_MAX ? slice_of("", 0) : slice_after(rest, start + 1);
    buffer_printf(&out, "winnowShard(%u,\";", shard);
    merge(terms, rest, new, count, &out);
    buffer_append_string(&out, "\");\n");
    bool done = !out.failed || error_set(err, "out of memory");
    done = done && site_folder_put(terms->folder, name, buffer_slice(&out), err);
    buffer_close(&old);
    buffer_close(&out);
    return done;
}

/* ---- all files --------------------------------------------------------------------- */

static int compare_terms(const void *a, const void *b)
{
    const struct term *x = *(const struct term *const *)a;
    const struct term *y = *(const struct term *const *)b;
    if (x->shard != y->shard)
        return x->shard < y->shard ? -1 : 1;
    return slice_compare(x->word, y->word);
}

bool search_terms_flush(struct search_terms *terms, struct error *err)
{
    size_t count = terms->words.count;
    const struct term **sorted = arena_calloc(&terms->arena, count + 1, sizeof *sorted);
    bool done = true;
    for (size_t i = 0; i < count; i++)
        sorted[i] = hash_table_at(&terms->words, i);
    qsort(sorted, count, sizeof(struct term *), compare_terms);
    for (unsigned shard = 0, at = 0; done && shard < terms->shards; shard++) {
        size_t end = at;
        while (end < count && sorted[end]->shard == shard)
            end++;
        done = write_shard(terms, shard, sorted + at, end - at, err);
        at = (unsigned)end;
    }
    for (size_t i = 0; i < terms->waiting.count; i++)
        search_terms_keep(terms, terms->waiting.items[i]);
    terms->waiting.count = 0;
    arena_close(&terms->arena);
    open_batch(terms);
    return done;
}
