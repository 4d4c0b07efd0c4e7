/* write_context: the options of a writer, and what it needs to resolve links and images:
   the page that the blocks come from, and the base URL. */
#ifndef WINNOW_WRITE_WRITE_CONTEXT_H
#define WINNOW_WRITE_WRITE_CONTEXT_H

#include "blocks/block.h"

struct write_context {
    struct arena *arena;
    const struct page *page; /* of the blocks; NULL for plain text input */
    struct slice base;       /* an absolute URL, or empty */
    unsigned width;          /* columns to wrap plain text at; 0: do not wrap */
    bool links, images; /* of plain text: write targets as notes; alternative texts */
};

/* Returns the base URL of a page: that of its base element, or its own URL. */
struct slice write_context_base(const struct page *page, struct slice url,
                                struct arena *a);

/* Return the URL of a link or an image, absolute if the base is known. Empty if there is
   none, or if its scheme is not allowed (javascript:, data:). */
struct slice write_context_link(const struct write_context *context, uint32_t node);
struct slice write_context_image(const struct write_context *context, uint32_t node);
/* Returns the fragment, without "#", of a link to the same page; otherwise empty. */
struct slice write_context_fragment(const struct write_context *context, uint32_t node);
/* Resolves the value of any attribute, in the same way. */
struct slice write_context_resolve(const struct write_context *context,
                                   struct slice reference);
/* Returns the alternative text of an image, on one line. */
struct slice write_context_alt(const struct write_context *context, uint32_t node);

/* Fills path with the frames around a block, outermost first. Returns their number. */
unsigned write_context_path(const struct frame *frame,
                            const struct frame *path[FRAMES_MAX]);

#endif
