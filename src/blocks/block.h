/* block: a marked page as paragraphs, headings, list items and table rows, in order. Line
   rules change them, writers write them, and plain text is read into them. They live in
   the page's arena. */
#ifndef WINNOW_BLOCKS_BLOCK_H
#define WINNOW_BLOCKS_BLOCK_H

#include "marks/marks.h"

enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING, /* level 1 to 6 */
    BLOCK_ITEM,    /* of a list; depth from 1, marker "-" or "3." */
    BLOCK_PRE,     /* text keeps its line breaks and spaces */
    BLOCK_ROW,     /* of a table; tabs separate its cells, and the other columns and rows
                      that a cell spans are empty */
    BLOCK_CAPTION, /* of a figure or a table */
    BLOCK_TERM,    /* of a definition list; its details follow */
    BLOCK_LINE,    /* of plain text, with its indentation */
};

enum {
    FRAMES_MAX = 64, /* around a block; each is an indentation of its lines */
    /* per page; pages with more are not cleaned. Of 1,300 real pages the longest has some
       3,000; ten megabytes of prose with a sentence per line have 200,000. */
    PAGE_BLOCKS_MAX = 500 * 1000,
};

/* What is around a block, from the inside out. The blocks of one item, quote or table
   share a frame. */
enum frame_kind {
    FRAME_NONE,
    FRAME_QUOTE,
    FRAME_ITEM,
    FRAME_TERMS,
    FRAME_DETAIL,
    FRAME_TABLE,
    FRAME_NOTE, /* a footnote; its marker is the text of what refers to it: "[1]" */
};

struct frame {
    const struct frame *outer; /* NULL: none */
    enum frame_kind kind;
    uint32_t node;       /* the element */
    uint32_t list;       /* of an item or a detail: its list's element, or NODE_NONE */
    struct slice marker; /* of an item: "-" or "3." */
    unsigned depth;      /* how many frames are around it */
};

/* A part of a block's text that is formatted by an inline element. */
enum span_kind {
    SPAN_NONE, /* no longer a span: a line rule has rewritten its text */
    SPAN_EMPHASIS,
    SPAN_STRONG,
    SPAN_CODE,
    SPAN_DELETED,
    SPAN_INSERTED,
    SPAN_MARKED,
    SPAN_SUB,
    SPAN_SUP,
    SPAN_LINK,
    SPAN_IMAGE, /* has no text: the picture is before the text at its start */
    /* the text of these is in no text node of the page */
    SPAN_FORMULA,   /* TeX between dollars */
    SPAN_REFERENCE, /* to a footnote: "[1]" */
    SPAN_TASK,      /* the check box of a to-do list: "[x]" or "[ ]" */
    SPAN_BREAK,     /* a line break in a cell: the space between two words */
    SPAN_COUNT
};

struct span {
    enum span_kind kind;
    uint32_t start, end; /* bytes of the block's text */
    uint32_t inner;      /* how many of the spans after it are inside it */
    uint32_t node;
};

struct block {
    enum block_kind kind;
    uint8_t level;       /* of a heading */
    uint8_t depth;       /* of list nesting; 0 outside lists */
    uint8_t quote;       /* of block quotes around it */
    bool tight;          /* no blank line between it and the block before */
    bool after_rule;     /* a thematic break (hr) is before it */
    bool is_rewritten;   /* by block_set_text: its nodes have other text */
    struct slice marker; /* of an item, without the space after it */
    struct slice indent; /* of a BLOCK_LINE: the white space before it */
    struct slice text;   /* valid UTF-8, trimmed, spaces collapsed (but in BLOCK_PRE) */
    const struct frame *frame; /* NULL: none */
    struct span *spans;        /* in order of their starts, the outer ones first */
    uint32_t span_count;
    uint32_t first, last; /* the text nodes it came from, inclusive; NODE_NONE: plain
                             text */
    uint32_t reshaped_first, reshaped_last; /* the same in block_list's page */
    enum verdict verdict; /* VERDICT_DROP: removed by a line rule or a pass over plain
                             text */
    uint32_t reason;      /* index into the marks' reasons */
};

struct block_list {
    struct block *items;
    size_t count, capacity;
    /* Set by the caller: a picture that is alone becomes a block without text. */
    bool with_images;
    /* The page that the nodes of spans, frames and reshaped_first belong to, and its
       marks: the parsed page, or the one that rules have reshaped (reshaped.h). NULL:
       plain text. */
    const struct page *page;
    const struct marks *marks;
};

/* All blocks are added by this function. */
void block_add(struct arena *a, struct block_list *out, struct block block);

/* Replaces the text of a block. Spans over changed text become SPAN_NONE. */
void block_set_text(struct block *block, struct slice text);

/* Whether a keep_line rule has kept the block: nothing may drop it. */
bool block_is_kept_by_line(const struct marks *marks, const struct block *block);

/* Whether a reader would see the image: the marks keep the element around it, and drop
   the image itself only because it has no text. */
bool block_shows_image(const struct page *page, const struct marks *marks,
                       const uint8_t *verdicts, uint32_t node);

/* Appends the blocks of all text that the marks keep. */
void blocks_of_page(const struct page *page, const struct marks *marks, struct arena *a,
                    struct block_list *out);
/* Appends the rest of the page's text as dropped blocks, one per reason. Scripts and the
   head are left out. */
void blocks_of_dropped(const struct page *page, const struct marks *marks,
                       struct arena *a, struct block_list *out);
/* Appends one block per line that is not blank; tight unless a blank line is before
   it. */
void blocks_of_text(struct slice text, struct arena *a, struct block_list *out);

#endif
