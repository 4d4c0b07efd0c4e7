#include "build/phrase_writer.h"

#include "base/hash.h"

#include <stdlib.h>

/* ---- order ------------------------------------------------------------------------- */

static int compare_places(const struct phrase_entry *a, const struct phrase_entry *b)
{
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

/* By phrase, and then by sense. */
static int compare_phrases(const void *a, const void *b)
{
    const struct phrase_entry *x = a, *y = b;
    int by_phrase = slice_compare(x->phrase, y->phrase);
    if (by_phrase)
        return by_phrase;
    if (x->sense != y->sense)
        return x->sense < y->sense ? -1 : 1;
    return compare_places(x, y);
}

/* By sense. Beginnings are found by halves; all others are tried in the files' order. */
static int compare_listed(const void *a, const void *b)
{
    const struct phrase_entry *x = a, *y = b;
    if (x->sense != y->sense)
        return x->sense < y->sense ? -1 : 1;
    return x->sense->place == PHRASE_BEGINNING ? compare_phrases(x, y)
                                               : compare_places(x, y);
}

/* Whether two entries say the same, as those of two languages may. */
static bool are_alike(const struct phrase_entry *a, const struct phrase_entry *b)
{
    return a->sense == b->sense && slice_equal(a->phrase, b->phrase);
}

static void sort(struct phrase_entries *entries,
                 int (*compare)(const void *, const void *))
{
    if (entries->count)
        qsort(entries->items, entries->count, sizeof *entries->items, compare);
}

/* The entries of whole phrases, or those of all others: each once, in order. */
static struct phrase_entries pick(const struct phrase_entries *all, bool is_whole,
                                  struct arena *a)
{
    struct phrase_entries picked = {0}, out = {0};
    for (size_t i = 0; i < all->count; i++)
        if ((all->items[i].sense->place == PHRASE_WHOLE) == is_whole)
            ARENA_PUSH(a, &picked, all->items[i]);
    sort(&picked, compare_phrases);
    for (size_t i = 0; i < picked.count; i++)
        if (!i || !are_alike(&picked.items[i], &picked.items[i - 1]))
            ARENA_PUSH(a, &out, picked.items[i]);
    if (!is_whole)
        sort(&out, compare_listed);
    return out;
}

/* ---- rows -------------------------------------------------------------------------- */

/* A table while it is written. */
struct writer {
    const struct phrase_output *table;
    struct buffer *out;
    struct buffer pool; /* all phrases, one after another */
    uint16_t *slots;    /* of whole phrases: see struct phrase_table */
    size_t slot_count;
};

static void append_row(struct writer *w, struct slice phrase, uint64_t senses,
                       unsigned value, size_t shorter)
{
    buffer_printf(w->out, "    {0x%llx, %zu, %u, %zu, %zu},\n",
                  (unsigned long long)senses, w->pool.len, value, shorter, phrase.len);
    buffer_append(&w->pool, phrase);
}

static void begin_rows(struct writer *w, const char *which)
{
    buffer_printf(w->out, "static const struct phrase_row %s_%s[] = {\n", w->table->name,
                  which);
}

static void end_rows(struct writer *w)
{
    /* no array of C is empty */
    buffer_append_string(w->out, "    {0, 0, 0, 0, 0},\n};\n\n");
}

static void open_slots(struct writer *w, size_t phrases, struct arena *a)
{
    w->slot_count = 2;
    while (w->slot_count < 2 * phrases)
        w->slot_count *= 2;
    w->slots = arena_calloc(a, w->slot_count, sizeof *w->slots);
}

static void fill_slot(struct writer *w, struct slice phrase, size_t row)
{
    size_t i = hash_token(phrase) % w->slot_count;
    while (w->slots[i])
        i = (i + 1) % w->slot_count;
    w->slots[i] = (uint16_t)(row + 1);
}

static void append_slots(struct writer *w)
{
    enum { LINE_SLOTS = 16 };
    buffer_printf(w->out, "static const uint16_t %s_slots[] = {", w->table->name);
    for (size_t i = 0; i < w->slot_count; i++)
        buffer_printf(w->out, "%s%u,", i % LINE_SLOTS ? " " : "\n    ", w->slots[i]);
    buffer_append_string(w->out, "\n};\n\n");
}

/* What is said of one phrase is one row. Returns the number of rows. */
static size_t append_whole(struct writer *w, const struct phrase_entries *entries)
{
    size_t rows = 0;
    begin_rows(w, "whole");
    for (size_t i = 0, end; i < entries->count; i = end, rows++) {
        struct slice phrase = entries->items[i].phrase;
        uint64_t senses = 0;
        unsigned value = 0;
        for (end = i; end < entries->count; end++) {
            const struct phrase_entry *entry = &entries->items[end];
            if (!slice_equal(entry->phrase, phrase))
                break;
            senses |= UINT64_C(1) << (entry->sense - w->table->senses);
            value = value ? value : entry->value;
        }
        append_row(w, phrase, senses, value, 0);
        fill_slot(w, phrase, rows);
    }
    end_rows(w);
    return rows;
}

/* 1 + the row of the longest other phrase of the same sense that a beginning begins with;
   0 for none. It is the row before, or one that this begins with. */
static size_t find_shorter(const struct phrase_entries *rows, const size_t *shorter,
                           size_t row)
{
    const struct phrase_entry *entry = &rows->items[row];
    if (!row || entry->sense->place != PHRASE_BEGINNING ||
        rows->items[row - 1].sense != entry->sense)
        return 0;
    size_t other = row;
    while (other && !slice_starts_with(entry->phrase, rows->items[other - 1].phrase))
        other = shorter[other - 1];
    return other;
}

static void append_lists(struct writer *w, const struct phrase_entries *entries,
                         struct arena *a)
{
    size_t *shorter = arena_calloc(a, entries->count + 1, sizeof *shorter);
    begin_rows(w, "lists");
    for (size_t i = 0; i < entries->count; i++) {
        const struct phrase_entry *entry = &entries->items[i];
        shorter[i] = find_shorter(entries, shorter, i);
        append_row(w, entry->phrase, 0, entry->value, shorter[i]);
    }
    end_rows(w);
}

static void append_ranges(struct writer *w, const struct phrase_entries *entries)
{
    size_t begin = 0;
    buffer_printf(w->out, "static const struct phrase_range %s_ranges[] = {\n",
                  w->table->name);
    for (size_t sense = 0; sense < w->table->sense_count; sense++) {
        size_t end = begin, longest = 0;
        uint64_t first_bytes = 0;
        for (; end < entries->count &&
               entries->items[end].sense == &w->table->senses[sense];
             end++) {
            struct slice phrase = entries->items[end].phrase;
            longest = phrase.len > longest ? phrase.len : longest;
            first_bytes |= UINT64_C(1) << (phrase.ptr[0] & 63);
        }
        buffer_printf(w->out, "    {0x%llx, %zu, %zu, %zu}, /* %s */\n",
                      (unsigned long long)first_bytes, begin, end, longest,
                      w->table->senses[sense].word);
        begin = end;
    }
    buffer_append_string(w->out, "};\n\n");
}

/* The pool as literals of C. */
static void append_pool(struct writer *w)
{
    enum { LINE_BYTES = 64 };
    buffer_printf(w->out, "static const char %s_pool[] =", w->table->name);
    for (size_t i = 0; i < w->pool.len; i++) {
        unsigned char c = (unsigned char)w->pool.ptr[i];
        bool is_plain = is_ascii_letter(c) || is_ascii_digit(c) || c == ' ';
        if (i % LINE_BYTES == 0)
            buffer_append_string(w->out, i ? "\"\n    \"" : "\n    \"");
        buffer_printf(w->out, is_plain ? "%c" : "\\%03o", c);
    }
    buffer_append_string(w->out, w->pool.len ? "\";\n\n" : " \"\";\n\n");
}

bool phrase_writer_write(const struct phrase_output *table,
                         const struct phrase_entries *entries, struct arena *a,
                         struct buffer *out)
{
    struct writer w = {.table = table, .out = out};
    struct phrase_entries whole = pick(entries, true, a);
    struct phrase_entries lists = pick(entries, false, a);
    if (whole.count >= UINT16_MAX || lists.count >= UINT16_MAX)
        return false;
    buffer_open(&w.pool, a);
    open_slots(&w, whole.count, a);
    size_t rows = append_whole(&w, &whole);
    append_slots(&w);
    append_lists(&w, &lists, a);
    append_ranges(&w, &lists);
    append_pool(&w);
    buffer_printf(out,
                  "const struct phrase_table %s = {\n"
                  "    %s_pool, %s, %s_whole, %s_lists, %s_ranges, %s_slots, %zu, %zu,\n"
                  "};\n",
                  table->name, table->name, table->senses_name, table->name, table->name,
                  table->name, table->name, rows, w.slot_count);
    return true;
}
