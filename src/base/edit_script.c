#include "base/edit_script.h"

#include <stdlib.h>
#include <string.h>

struct search {
    struct edit_sequence a, b;
    /* The furthest x on each diagonal from -d to d, in steps of 2, for each number of
       edits d from 0 on: d + 1 numbers a row. */
    int *trace;
    size_t capacity;
};

static int *row_of(const struct search *s, size_t d)
{
    return s->trace + d * (d + 1) / 2;
}

/* The place of diagonal k in the row of d edits. */
static size_t column_of(size_t d, ptrdiff_t k)
{
    return (size_t)(k + (ptrdiff_t)d) / 2;
}

static bool make_room(struct search *s, size_t d)
{
    size_t needed = (d + 1) * (d + 2) / 2;
    if (needed <= s->capacity)
        return true;
    size_t capacity = needed * 2;
    int *grown = realloc(s->trace, capacity * sizeof *grown);
    if (!grown)
        return false;
    s->trace = grown;
    s->capacity = capacity;
    return true;
}

/* Whether the path to diagonal k with d edits comes from the diagonal above it, by an
   item of b. */
static bool comes_from_above(const int *before, size_t d, ptrdiff_t k)
{
    return k == -(ptrdiff_t)d ||
           (k != (ptrdiff_t)d &&
            before[column_of(d - 1, k - 1)] < before[column_of(d - 1, k + 1)]);
}

static int step(const int *before, size_t d, ptrdiff_t k)
{
    if (!d)
        return 0;
    return comes_from_above(before, d, k) ? before[column_of(d - 1, k + 1)]
                                          : before[column_of(d - 1, k - 1)] + 1;
}

/* Returns the number of edits; SIZE_MAX if there are more than edits_max. */
static size_t search_forward(struct search *s, size_t edits_max)
{
    ptrdiff_t n = (ptrdiff_t)s->a.count, m = (ptrdiff_t)s->b.count;
    for (size_t d = 0; d <= edits_max && make_room(s, d); d++) {
        int *row = row_of(s, d);
        const int *before = d ? row_of(s, d - 1) : NULL;
        for (ptrdiff_t k = -(ptrdiff_t)d; k <= (ptrdiff_t)d; k += 2) {
            ptrdiff_t x = step(before, d, k);
            while (x < n && x - k < m && s->a.items[x] == s->b.items[x - k])
                x++;
            row[column_of(d, k)] = (int)x;
            if (x >= n && x - k >= m)
                return d;
        }
    }
    return SIZE_MAX;
}

static void walk_back(const struct search *s, size_t d, bool *removed, bool *added)
{
    ptrdiff_t x = (ptrdiff_t)s->a.count, y = (ptrdiff_t)s->b.count;
    for (; d > 0; d--) {
        const int *before = row_of(s, d - 1);
        ptrdiff_t k = x - y;
        bool is_added = comes_from_above(before, d, k);
        x = step(before, d, k) - !is_added;
        y = x - (is_added ? k + 1 : k - 1);
        if (is_added)
            added[y] = true;
        else
            removed[x] = true;
    }
}

static size_t common_start(struct edit_sequence a, struct edit_sequence b)
{
    size_t n = 0;
    while (n < a.count && n < b.count && a.items[n] == b.items[n])
        n++;
    return n;
}

static size_t common_end(struct edit_sequence a, struct edit_sequence b)
{
    size_t n = 0;
    while (n < a.count && n < b.count &&
           a.items[a.count - 1 - n] == b.items[b.count - 1 - n])
        n++;
    return n;
}

bool edit_script_find(struct edit_sequence a, struct edit_sequence b, size_t edits_max,
                      bool *removed, bool *added)
{
    size_t start = common_start(a, b);
    struct search s = {.a = {a.items + start, a.count - start},
                       .b = {b.items + start, b.count - start}};
    size_t end = common_end(s.a, s.b);
    s.a.count -= end;
    s.b.count -= end;
    bool is_in_range = s.a.count < EDIT_ITEMS_MAX && s.b.count < EDIT_ITEMS_MAX;
    size_t edits = is_in_range ? search_forward(&s, edits_max) : SIZE_MAX;
    if (edits != SIZE_MAX) {
        walk_back(&s, edits, removed + start, added + start);
    } else {
        memset(removed + start, true, s.a.count);
        memset(added + start, true, s.b.count);
    }
    free(s.trace);
    return edits != SIZE_MAX;
}

uint32_t edit_script_number(struct hash_table *numbers, struct slice item)
{
    return (uint32_t)hash_table_index(numbers, hash_table_put(numbers, item, NULL));
}
