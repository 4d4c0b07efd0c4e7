/* paragraphs: an old scrape as its model reads it. Lines that a text browser has broken
   at the width of its screen are one paragraph again; other lines are paragraphs each. */
#ifndef WINNOW_PLAINTEXT_PARAGRAPHS_H
#define WINNOW_PLAINTEXT_PARAGRAPHS_H

#include "blocks/block.h"
#include "model/passages.h"
#include "phrases/phrases.h"

/* What of a text is no word, and still says what it is. */
struct signs {
    uint32_t bars;     /* "|", "·", "»" and their like, that stand between entries */
    uint32_t brackets; /* of all kinds */
    uint32_t years;    /* 19xx, 20xx */
    uint32_t clocks;   /* digits on both sides of ':', '/', '.' or '-': times, dates */
};

struct paragraph {
    size_t first, end;   /* blocks */
    struct passage text; /* its counts alone */
    struct signs signs;
    phrase_set known; /* what it means in a menu, if it is one line */
    uint32_t indent;  /* columns */
    bool is_marked;   /* a bullet or a number stands before it */
    bool is_tight;    /* no blank line before it */
};

struct paragraphs {
    struct paragraph *items;
    size_t count, capacity;
    uint32_t width; /* the screen's, in columns; 0 where lines are as they were written */
};

enum {
    /* of one reading, so that memory has a bound; of 1,300 real pages the longest gives
       some 6,000, and what stands further apart tells little */
    PARAGRAPHS_MAX = 16384,
};

/* The columns at which the lines were broken, 0 when they were not. */
uint32_t paragraphs_find_width(const struct block_list *blocks);

/* Reads blocks from the first on, as many as make PARAGRAPHS_MAX paragraphs, and gives
   the block behind them. What out holds is overwritten; its width is used. */
size_t paragraphs_read(const struct block_list *blocks, size_t first, struct arena *a,
                       struct paragraphs *out);

#endif
