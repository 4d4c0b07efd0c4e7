/* block_text: the text of one block while it is gathered, and its spans. White space is
   collapsed, and invisible characters are left out. */
#ifndef WINNOW_BLOCKS_BLOCK_TEXT_H
#define WINNOW_BLOCKS_BLOCK_TEXT_H

#include "base/buffer.h"
#include "blocks/block.h"

/* An inline element that the walk is inside of. Its span begins with its first word, and
   again in each further block that it reaches into. */
struct open_span {
    uint32_t node, end;
    enum span_kind kind;
    uint32_t span;                 /* index into the block's spans, after it has begun */
    struct slice opening, closing; /* right around its words: quotation marks */
};

struct block_text {
    struct arena *arena;
    struct buffer text;
    bool space; /* white space is due before the next word */
    bool gap;   /* the same, where two words would be joined */
    bool line;  /* the white space is a line break, in a row */
    struct {
        struct open_span *items;
        size_t count, capacity;
    } open;
    size_t begun; /* how many of the open elements have a span */
    struct {
        struct span *items;
        size_t count, capacity;
    } spans;
};

void block_text_open(struct block_text *w, struct arena *a);
/* Begins the next block: clears text and spans; open elements stay open. */
void block_text_clear(struct block_text *w);

void block_text_append(struct block_text *w, struct slice s);
/* Keeps line breaks and spaces; removes invisible characters. */
void block_text_append_verbatim(struct block_text *w, struct slice s);

/* Opens an element that ends before the node `end`. */
void block_text_open_span(struct block_text *w, enum span_kind kind, uint32_t node,
                          uint32_t end);
/* The same for one that is not a span, with marks around its words. */
void block_text_open_marked(struct block_text *w, uint32_t node, uint32_t end,
                            struct slice opening, struct slice closing);
/* Appends words that are in no text node, as a span. */
void block_text_append_as(struct block_text *w, enum span_kind kind, uint32_t node,
                          struct slice words);
/* Closes the elements that end before this node. */
void block_text_close_spans(struct block_text *w, uint32_t node);
/* Ends all spans here; those of open elements begin again with the next word. */
void block_text_break_spans(struct block_text *w);
void block_text_add_image(struct block_text *w, uint32_t node);
/* Moves the spans to a block whose text is that part of the gathered text. */
void block_text_take_spans(struct block_text *w, struct slice text, struct block *block);

#endif
