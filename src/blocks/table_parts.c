#include "blocks/table_parts.h"

#include <string.h>

static void end_part(struct table_parts *table, size_t next)
{
    if (table->open)
        table->open->end = next;
    table->open = NULL;
}

void table_parts_begin(struct table_parts *table, unsigned tag, size_t next)
{
    struct block_range *part = tag == TAG_THEAD   ? &table->head
                               : tag == TAG_TFOOT ? &table->foot
                                                  : NULL;
    end_part(table, next);
    if (!part || part->end > part->first) /* of several, the first one */
        return;
    *part = (struct block_range){next, next};
    table->open = part;
}

/* Exchanges two neighbouring ranges. What is before the first block stays there. */
static void exchange(struct block *blocks, size_t first, size_t second, struct arena *a)
{
    struct block *moved = arena_alloc(a, first * sizeof *moved);
    struct block old = blocks[0];
    memcpy(moved, blocks, first * sizeof *moved);
    memmove(blocks, blocks + first, second * sizeof *blocks);
    memcpy(blocks + second, moved, first * sizeof *moved);
    blocks[second].tight = blocks[0].tight;
    blocks[second].after_rule = blocks[0].after_rule;
    blocks[0].tight = old.tight;
    blocks[0].after_rule = old.after_rule;
}

void table_parts_sort(struct table_parts *table, struct block_list *blocks,
                      struct arena *a)
{
    struct block_range *head = &table->head, *foot = &table->foot;
    size_t count = blocks->count, start = table->first;
    end_part(table, count);
    size_t feet = foot->end - foot->first, heads = head->end - head->first;
    if (feet && foot->end < count) {
        exchange(blocks->items + foot->first, feet, count - foot->end, a);
        head->first -= head->first > foot->first ? feet : 0;
    }
    while (start < head->first && blocks->items[start].kind == BLOCK_CAPTION)
        start++;
    if (heads && head->first > start)
        exchange(blocks->items + start, head->first - start, heads, a);
}
