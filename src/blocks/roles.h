/* roles: how an element affects the flow of blocks, by its tag. */
#ifndef WINNOW_BLOCKS_ROLES_H
#define WINNOW_BLOCKS_ROLES_H

#include "blocks/block.h"

enum step {
    STEP_NONE,
    STEP_LIST,
    STEP_ORDERED_LIST,
    STEP_ITEM,
    STEP_QUOTE,
    STEP_TABLE,
    STEP_PART, /* of a table: its head, body or foot */
    STEP_ROW,
    STEP_DETAIL, /* is right below its term */
};

struct role {
    uint8_t kind;  /* of its block; BLOCK_PARAGRAPH: as outside of it */
    uint8_t level; /* of a heading */
    uint8_t frame; /* around its blocks; FRAME_NONE: none */
    bool is_group; /* its blocks have no blank lines between them */
    uint8_t step;  /* further action */
};

const struct role *role_of(unsigned tag);

/* The span that an inline element makes of its text; SPAN_NONE for most. */
enum span_kind role_span_of(unsigned tag);

/* Whether a list is directly inside another one, without an item around it: it then
   belongs to the last item. */
bool roles_is_list_in_list(const struct page *page, uint32_t list);

/* Whether a citation has an emphasised title: then only that is emphasised. */
bool roles_holds_emphasis(const struct page *page, uint32_t cite);

#endif
