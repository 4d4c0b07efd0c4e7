#include "blocks/roles.h"

static const struct role ROLES[TAG_COUNT] = {
    [TAG_H1] = {.kind = BLOCK_HEADING, .level = 1},
    [TAG_H2] = {.kind = BLOCK_HEADING, .level = 2},
    [TAG_H3] = {.kind = BLOCK_HEADING, .level = 3},
    [TAG_H4] = {.kind = BLOCK_HEADING, .level = 4},
    [TAG_H5] = {.kind = BLOCK_HEADING, .level = 5},
    [TAG_H6] = {.kind = BLOCK_HEADING, .level = 6},
    [TAG_UL] = {.step = STEP_LIST},
    [TAG_MENU] = {.step = STEP_LIST},
    [TAG_DIR] = {.step = STEP_LIST},
    [TAG_OL] = {.step = STEP_ORDERED_LIST},
    [TAG_LI] = {.frame = FRAME_ITEM, .step = STEP_ITEM},
    [TAG_BLOCKQUOTE] = {.frame = FRAME_QUOTE, .step = STEP_QUOTE},
    [TAG_PRE] = {.kind = BLOCK_PRE},
    [TAG_LISTING] = {.kind = BLOCK_PRE},
    [TAG_XMP] = {.kind = BLOCK_PRE},
    [TAG_PLAINTEXT] = {.kind = BLOCK_PRE},
    [TAG_TABLE] = {.frame = FRAME_TABLE, .is_group = true, .step = STEP_TABLE},
    [TAG_THEAD] = {.step = STEP_PART},
    [TAG_TBODY] = {.step = STEP_PART},
    [TAG_TFOOT] = {.step = STEP_PART},
    [TAG_TR] = {.step = STEP_ROW},
    [TAG_FIGCAPTION] = {.kind = BLOCK_CAPTION},
    [TAG_CAPTION] = {.kind = BLOCK_CAPTION},
    [TAG_DL] = {.frame = FRAME_TERMS, .is_group = true},
    [TAG_DT] = {.kind = BLOCK_TERM},
    [TAG_DD] = {.frame = FRAME_DETAIL, .step = STEP_DETAIL},
};

static const uint8_t SPANS[TAG_COUNT] = {
    [TAG_EM] = SPAN_EMPHASIS,  [TAG_I] = SPAN_EMPHASIS,     [TAG_CITE] = SPAN_EMPHASIS,
    [TAG_DFN] = SPAN_EMPHASIS, [TAG_VAR] = SPAN_EMPHASIS,   [TAG_STRONG] = SPAN_STRONG,
    [TAG_B] = SPAN_STRONG,     [TAG_CODE] = SPAN_CODE,      [TAG_KBD] = SPAN_CODE,
    [TAG_SAMP] = SPAN_CODE,    [TAG_TT] = SPAN_CODE,        [TAG_DEL] = SPAN_DELETED,
    [TAG_S] = SPAN_DELETED,    [TAG_STRIKE] = SPAN_DELETED, [TAG_A] = SPAN_LINK,
    [TAG_INS] = SPAN_INSERTED, [TAG_MARK] = SPAN_MARKED,    [TAG_SUB] = SPAN_SUB,
    [TAG_SUP] = SPAN_SUP,
};

const struct role *role_of(unsigned tag)
{
    return &ROLES[tag];
}

enum span_kind role_span_of(unsigned tag)
{
    return (enum span_kind)SPANS[tag];
}

bool roles_is_list_in_list(const struct page *page, uint32_t i)
{
    uint32_t parent = page->nodes[i].parent;
    uint16_t tag = parent == NODE_NONE ? TAG_OTHER : page->nodes[parent].tag;
    return tag == TAG_UL || tag == TAG_OL || tag == TAG_MENU || tag == TAG_DIR;
}

bool roles_holds_emphasis(const struct page *page, uint32_t cite)
{
    for (uint32_t i = cite + 1; i < page->nodes[cite].end; i++)
        if (page->nodes[i].tag == TAG_I || page->nodes[i].tag == TAG_EM)
            return true;
    return false;
}
