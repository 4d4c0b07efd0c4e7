#include "clean/unwanted_blocks.h"

#include "metadata/title.h"

enum {
    HEADLINE_BLOCKS =
        40, /* a line further below that says the same is part of the text */
    /* Shares of common words as in title.h: a title that was made for search engines has
       other words than the headline. */
    HEADING_LIKENESS = 80,
    LINE_LIKENESS = 100,
};

void unwanted_blocks_drop_tables(struct block_list *blocks, struct marks *marks)
{
    uint32_t reason = marks_add_builtin(marks, REASON_UNWANTED_TABLE);
    const struct block *next = NULL;
    for (size_t i = blocks->count; i-- > 0;) {
        struct block *block = &blocks->items[i];
        bool is_of_table = block->kind == BLOCK_CAPTION && next &&
                           next->kind == BLOCK_ROW && next->frame == block->frame;
        if (block->kind == BLOCK_ROW || is_of_table) {
            block->verdict = VERDICT_DROP;
            block->reason = reason;
        }
        next = block;
    }
}

static bool is_title(const struct block *block, struct slice title)
{
    unsigned least = block->kind == BLOCK_HEADING ? HEADING_LIKENESS : LINE_LIKENESS;
    bool can_be = block->kind == BLOCK_HEADING || block->kind == BLOCK_PARAGRAPH ||
                  block->kind == BLOCK_LINE;
    return can_be && title_likeness(block->text, title) >= least;
}

void unwanted_blocks_drop_title(struct block_list *blocks, struct marks *marks,
                                struct slice title)
{
    unsigned seen = 0;
    for (size_t i = 0; i < blocks->count && title.len && seen < HEADLINE_BLOCKS; i++) {
        struct block *block = &blocks->items[i];
        if (block->verdict == VERDICT_DROP || !block->text.len)
            continue;
        seen++;
        if (is_title(block, title)) {
            block->verdict = VERDICT_DROP;
            block->reason = marks_add_builtin(marks, REASON_UNWANTED_TITLE);
            return;
        }
    }
}
