/* block_text: the text of one block while it is gathered, and the spans that inline
   elements set in it. White space is collapsed, and what cannot be seen is left out. */
#ifndef WINNOW_BLOCKS_BLOCK_TEXT_H
#define WINNOW_BLOCKS_BLOCK_TEXT_H

#include "base/buffer.h"
#include "blocks/block.h"

/* An inline element that the walk is in. Its span begins with the first word in it, and
   again in each block that it reaches into. */
struct open_span {
    uint32_t node, end;
    enum span_kind kind;
    uint32_t span;                 /* of the block's, once it has begun */
    struct slice opening, closing; /* stand right at its words: quotation marks */
};

struct block_text {
    struct arena *arena;
    struct buffer text;
    bool space; /* white space is due before the next word */
    bool gap;   /* the same, where two words would be glued */
    struct {
        struct open_span *items;
        size_t count, capacity;
    } open;
    size_t begun; /* how many of the open ones have a span */
    struct {
        struct span *items;
        size_t count, capacity;
    } spans;
};

void block_text_open(struct block_text *w, struct arena *a);
/* Begins the next block: text and spans go, elements that are open stay so. */
void block_text_clear(struct block_text *w);

void block_text_append(struct block_text *w, struct slice s);
/* Lines and spaces stay; what cannot be seen goes. */
void block_text_append_verbatim(struct block_text *w, struct slice s);

/* An element that ends before the node `end`. */
void block_text_open_span(struct block_text *w, enum span_kind kind, uint32_t node,
                          uint32_t end);
/* One that stands between marks of its own, and is no span. */
void block_text_open_marked(struct block_text *w, uint32_t node, uint32_t end,
                            struct slice opening, struct slice closing);
/* A span that holds these words, which no text of the page does. */
void block_text_append_as(struct block_text *w, enum span_kind kind, uint32_t node,
                          struct slice words);
/* Ends the elements that end before this node. */
void block_text_close_spans(struct block_text *w, uint32_t node);
/* Ends all spans here; what is open begins again with the next word. */
void block_text_part_spans(struct block_text *w);
void block_text_add_image(struct block_text *w, uint32_t node);
/* Gives a block, whose text is that part of the gathered one, its spans. */
void block_text_take_spans(struct block_text *w, struct slice text, struct block *block);

#endif
