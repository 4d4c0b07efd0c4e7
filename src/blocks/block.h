/* block: a marked page as the lines a reader sees, in order. What line rules work on,
   what writers write, and what an old scrape is read into. They live in the page's arena.
 */
#ifndef WINNOW_BLOCKS_BLOCK_H
#define WINNOW_BLOCKS_BLOCK_H

#include "marks/marks.h"

enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING, /* level 1 to 6 */
    BLOCK_ITEM,    /* of a list; depth from 1, marker "-" or "3." */
    BLOCK_PRE,     /* text keeps its line breaks and spaces */
    BLOCK_ROW,     /* of a table; cells are separated by tabs in text, and one that spans
                      columns or rows leaves the others of them empty */
    BLOCK_CAPTION, /* of a figure or a table */
    BLOCK_TERM,    /* of a definition list; the details behind it speak of it */
    BLOCK_LINE,    /* of an old scrape, indented as it was */
};

enum {
    FRAMES_MAX = 64, /* around a block; each is an indentation of its lines */
    /* of a page, which is given up past them: of 1,300 real ones the longest has some
       3,000, and ten megabytes of prose, a sentence a line, have 200,000 */
    PAGE_BLOCKS_MAX = 500 * 1000,
};

/* What stands around a block, from the inside out. Blocks of one item, quote or table
   share one. */
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
    unsigned depth;      /* how many stand around it */
};

/* A part of a block's text that an inline element has set. */
enum span_kind {
    SPAN_NONE, /* not one any more: a line rule has rewritten what it held */
    SPAN_EMPHASIS,
    SPAN_STRONG,
    SPAN_CODE,
    SPAN_DELETED,
    SPAN_INSERTED,
    SPAN_MARKED,
    SPAN_SUB,
    SPAN_SUP,
    SPAN_LINK,
    SPAN_IMAGE, /* holds no text: it stands before what is at its start */
    /* these hold what no text node of the page does */
    SPAN_FORMULA,   /* TeX between dollars */
    SPAN_REFERENCE, /* to a footnote: "[1]" */
    SPAN_TASK,      /* the box of a list of things to do: "[x]" or "[ ]" */
    SPAN_COUNT
};

struct span {
    enum span_kind kind;
    uint32_t start, end; /* bytes of the block's text */
    uint32_t inner;      /* how many of the spans behind it are inside it */
    uint32_t node;
};

struct block {
    enum block_kind kind;
    uint8_t level;       /* of a heading */
    uint8_t depth;       /* of list nesting; 0 outside lists */
    uint8_t quote;       /* of block quotes around it */
    bool tight;          /* no blank line between it and the block before */
    bool after_rule;     /* a thematic break (hr) stands before it */
    bool is_rewritten;   /* by block_set_text: its nodes hold other words */
    struct slice marker; /* of an item, without the space behind it */
    struct slice indent; /* of a BLOCK_LINE: the white space before it */
    struct slice text;   /* valid UTF-8, trimmed, spaces collapsed (but in BLOCK_PRE) */
    const struct frame *frame; /* NULL: none */
    struct span *spans;        /* in order of their starts, the outer ones first */
    uint32_t span_count;
    uint32_t first, last; /* the nodes it came from, both in it; NODE_NONE in a scrape */
    uint32_t shown_first, shown_last; /* the same in block_list's page */
    enum verdict verdict; /* VERDICT_DROP: a line rule or the scrape pass took it out */
    uint32_t reason;      /* in the marks' list of reasons */
};

struct block_list {
    struct block *items;
    size_t count, capacity;
    /* Set before: a picture that stands alone is a block without text. */
    bool with_images;
    /* What spans, frames and shown_first name nodes of: the page as rules have it
       written, which may be another than the one that was parsed (reshaped.h), and its
       marks. NULL in a scrape. */
    const struct page *page;
    const struct marks *marks;
};

/* The one way into a list. */
void block_add(struct arena *a, struct block_list *out, struct block block);

/* Gives a block another text; what its spans hold that has changed is in none any more.
 */
void block_set_text(struct block *block, struct slice text);

/* Whether a keep_line has kept the block: nothing may drop it any more. */
bool block_is_kept_by_line(const struct marks *marks, const struct block *block);

/* Whether the image is one that a reader would see: the marks keep what it stands in, and
   nothing but its being a picture takes it out of the text. */
bool block_shows_image(const struct page *page, const struct marks *marks,
                       const uint8_t *verdicts, uint32_t node);

/* What is not dropped by the marks, from the subtrees that are kept. */
void blocks_of_page(const struct page *page, const struct marks *marks, struct arena *a,
                    struct block_list *out);
/* The rest of the page's text as blocks, dropped ones: each of what one reason has
   decided over. What is never seen (scripts, the head) is in none. */
void blocks_of_dropped(const struct page *page, const struct marks *marks,
                       struct arena *a, struct block_list *out);
/* One block a line that is not blank; tight when no blank line stands before it. */
void blocks_of_text(struct slice text, struct arena *a, struct block_list *out);

#endif
