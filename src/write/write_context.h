/* write_context: what a writer is asked for, and what it takes to write more than words:
   the page that the blocks came from, and the address that its references are relative
   to. */
#ifndef WINNOW_WRITE_WRITE_CONTEXT_H
#define WINNOW_WRITE_WRITE_CONTEXT_H

#include "blocks/block.h"

struct write_context {
    struct arena *arena;
    const struct page *page; /* the blocks' own; NULL for an old scrape */
    struct slice base;       /* absolute, or empty */
    unsigned width;          /* columns to wrap plain text at; 0: none */
    bool links, images;      /* of plain text: targets as notes, alternative texts */
};

/* What references on the page are relative to: its base element's address, or its own. */
struct slice write_context_base(const struct page *page, struct slice url,
                                struct arena *a);

/* Where a link leads and where an image is, absolute if the base is known; empty where
   there is no such address, or one that no reader should follow (javascript:, data:). */
struct slice write_context_link(const struct write_context *form, uint32_t node);
struct slice write_context_image(const struct write_context *form, uint32_t node);
/* What a link inside the page itself leads to: what stands behind its "#"; else empty. */
struct slice write_context_fragment(const struct write_context *form, uint32_t node);
/* A reference as it stands in any attribute. */
struct slice write_context_resolve(const struct write_context *form,
                                   struct slice reference);
/* The alternative text of an image, on one line. */
struct slice write_context_alt(const struct write_context *form, uint32_t node);

/* The frames around a block from the outside in; returns how many. */
unsigned write_context_path(const struct frame *frame,
                            const struct frame *path[FRAMES_MAX]);

#endif
