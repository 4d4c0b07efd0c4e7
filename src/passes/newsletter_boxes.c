#include "passes/newsletter_boxes.h"

#include "base/array.h"
#include "model/passage_kind.h"
#include "passes/passage_range.h"

enum {
    LEVELS_MAX = 8, /* from a field up to its box */
    BOX_WORDS = 60, /* around a field for an address; newsletters are praised in 40 */
    FIELDS_MAX = 16 /* around which a box is looked for; pages have one or two */
};

static bool is_address_field(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_INPUT &&
           slice_equal_nocase(page_attribute(page, node, SLICE("type")), SLICE("email"));
}

/* Whether an element is more than such a box: a part of the page, or a form that asks for
   more than an address. */
static bool is_larger_form(const struct page *page, uint32_t node)
{
    static const enum tag TAGS[] = {TAG_H1, TAG_LI, TAG_TEXTAREA, TAG_ARTICLE, TAG_MAIN};
    uint16_t tag = page->nodes[node].tag;
    if (tag == TAG_BODY || tag == TAG_MAIN || tag == TAG_ARTICLE)
        return true;
    for (size_t i = 0; i < COUNT_OF(TAGS); i++)
        if (page_find(page, node, TAGS[i]) != NODE_NONE)
            return true;
    return false;
}

static struct passage_range find_box(const struct pass_state *s, uint32_t field)
{
    uint32_t box = field;
    for (int level = 0; level < LEVELS_MAX; level++) {
        uint32_t up = s->page->nodes[box].parent;
        if (up == NODE_NONE || is_larger_form(s->page, up) ||
            passage_range_of(s, up).words > BOX_WORDS)
            break;
        box = up;
    }
    return passage_range_of(s, box);
}

static bool is_paragraph(const struct pass_state *s, size_t i)
{
    return i < s->passages->count &&
           passage_kind_is_paragraph(&s->passages->items[i], PROSE_WORDS);
}

static void find(struct pass_state *s, bool is_anywhere)
{
    const struct page *page = s->page;
    uint32_t end = page->nodes[page->body].end;
    unsigned fields = 0;
    for (uint32_t i = page->body; i < end && fields < FIELDS_MAX; i++) {
        if (!is_address_field(page, i))
            continue;
        fields++;
        struct passage_range box = find_box(s, i);
        if (is_anywhere ||
            (box.begin && is_paragraph(s, box.begin - 1) && is_paragraph(s, box.end)))
            pass_state_suspect(s, box.begin, box.end);
    }
}

void newsletter_boxes_find(struct pass_state *s)
{
    find(s, true);
}

void newsletter_boxes_find_in_text(struct pass_state *s)
{
    find(s, false);
}
