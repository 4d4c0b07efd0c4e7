/* paragraphs: text that was extracted earlier, as the model of lines reads it. Lines that
   a text browser has broken at the width of its screen are joined to paragraphs; each
   other line is a paragraph. */
#ifndef WINNOW_PLAINTEXT_PARAGRAPHS_H
#define WINNOW_PLAINTEXT_PARAGRAPHS_H

#include "blocks/block.h"
#include "model/passages.h"
#include "phrases/phrases.h"

/* Counts of characters that are not part of a word. */
struct signs {
    uint32_t bars;     /* "|", "·", "»" and others that separate entries */
    uint32_t brackets; /* of all kinds */
    uint32_t years;    /* 19xx, 20xx */
    uint32_t clocks;   /* ':', '/', '.' or '-' between digits: times, dates */
};

struct paragraph {
    size_t first, end;   /* blocks */
    struct passage text; /* its counts only */
    struct signs signs;
    phrase_set known; /* what it means in a menu, if it is one line */
    uint32_t indent;  /* columns */
    bool is_marked;   /* by a bullet or a number before it */
    bool is_tight;    /* no blank line before it */
};

struct paragraphs {
    struct paragraph *items;
    size_t count, capacity;
    uint32_t width; /* of the screen, in columns; 0 if lines are not broken */
};

enum {
    /* read at a time, so that memory is limited; the longest of 1,300 real pages has
       about 6,000, and paragraphs further away say little */
    PARAGRAPHS_MAX = 16384,
};

/* The column at which the lines were broken; 0 if they were not. */
uint32_t paragraphs_find_width(const struct block_list *blocks);

/* Reads blocks from the first on into up to PARAGRAPHS_MAX paragraphs, and returns the
   first block after them. Overwrites *out, except for its width, which is used. */
size_t paragraphs_read(const struct block_list *blocks, size_t first, struct arena *a,
                       struct paragraphs *out);

#endif
