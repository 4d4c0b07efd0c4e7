/* overlay: what rules change about a page's structure: elements dissolved, wrapped and
   moved, attributes removed. Nodes stay as parsed, and selectors see them so;
   blocks/reshaped.h applies the changes before the page is written. */
#ifndef WINNOW_MARKS_OVERLAY_H
#define WINNOW_MARKS_OVERLAY_H

#include "page/page.h"

enum {
    WRAPS_MAX = 1 << 16, /* per page: "wrap_in(i): p" wraps a thousand at most */
    MOVES_MAX = 256,     /* per page: where a node ends up depends on all moves before */
};

struct wrap {
    uint32_t node;
    uint16_t tag;
    struct slice name; /* for TAG_OTHER */
};

struct overlay {
    const struct page *page;
    struct arena *arena;
    uint8_t *dissolved; /* one byte per node; NULL: none is */
    uint32_t *moved_to; /* a node's new parent, or NODE_NONE; NULL: none has moved */
    struct {
        uint32_t *items; /* in order; a node that is moved again keeps its place */
        size_t count, capacity;
    } moves;
    struct {
        struct wrap *items; /* in order: a later one is inside an earlier one */
        size_t count, capacity;
    } wraps;
    uint8_t *removed; /* one byte per attribute of the page; NULL: none is */
    uint32_t attribute_count;
    struct {
        struct token *items; /* attributes that hold the value for an image's src */
        size_t count, capacity;
    } lazy;
};

/* page may be NULL: then nothing may be recorded. */
void overlay_open(struct overlay *o, const struct page *page, struct arena *a);
bool overlay_is_empty(const struct overlay *o);

/* These leave the root, head and body as they are, and do nothing after WRAPS_MAX and
   MOVES_MAX. Names are in lower case. */
void overlay_dissolve(struct overlay *o, uint32_t node);
void overlay_wrap(struct overlay *o, uint32_t node, struct slice name);
/* Moves node to the end of target; does nothing if target is inside node by then. */
void overlay_move(struct overlay *o, uint32_t node, uint32_t target);
void overlay_remove_attribute(struct overlay *o, uint32_t node, struct slice name);
void overlay_add_lazy(struct overlay *o, struct slice name);

/* attribute is an index into the page's array. */
static inline bool overlay_is_removed(const struct overlay *o, uint32_t attribute)
{
    return o->removed && o->removed[attribute];
}

#endif
