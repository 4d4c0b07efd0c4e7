#include "model/heading_id.h"

#include "page/tags.h"

enum {
    NODES_MAX = 12, /* from the beginning of a section to its heading */
    TEXTS_MAX = 16, /* nodes of a heading */
    REST_MAX = 3,   /* bytes of a heading after its id: a sign, or a note's number */
    SIBLINGS_MAX = 32,
};

/* The next letter or digit, in lower case; 0 at the end. Others do not count. */
static int next_letter(struct slice text, size_t *at)
{
    while (*at < text.len) {
        unsigned char c = (unsigned char)text.ptr[(*at)++];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            return c;
        if (c >= 'A' && c <= 'Z')
            return c - 'A' + 'a';
    }
    return 0;
}

/* The heading that the element is or begins with, or NODE_NONE. */
static uint32_t heading_of(const struct page *page, uint32_t node)
{
    for (uint32_t i = node; i < page->nodes[node].end && i < node + NODES_MAX; i++) {
        if (node_is_text(&page->nodes[i])) {
            size_t at = 0;
            if (next_letter(page->nodes[i].text, &at))
                return NODE_NONE;
        } else if (tag_is_heading(page->nodes[i].tag)) {
            return i;
        }
    }
    return NODE_NONE;
}

static bool spells_heading(const struct page *page, uint32_t node)
{
    struct slice id = page_attribute(page, node, SLICE("id"));
    size_t in_id = 0, rest = 0;
    int wanted = next_letter(id, &in_id);
    uint32_t heading = wanted ? heading_of(page, node) : NODE_NONE;
    if (heading == NODE_NONE)
        return false;
    uint32_t end = page->nodes[heading].end;
    for (uint32_t i = heading + 1; i < end && i <= heading + TEXTS_MAX; i++) {
        struct slice text = page->nodes[i].text;
        size_t at = 0;
        int letter;
        while (node_is_text(&page->nodes[i]) && (letter = next_letter(text, &at)) != 0) {
            if (wanted ? letter != wanted : ++rest > REST_MAX)
                return false;
            wanted = wanted ? next_letter(id, &in_id) : 0;
        }
    }
    return !wanted;
}

/* Whether another element beside it or around it spells its heading too. */
static bool is_among_chapters(const struct page *page, uint32_t node)
{
    uint32_t parent = page->nodes[node].parent;
    if (parent == NODE_NONE)
        return false;
    if (spells_heading(page, parent))
        return true;
    unsigned seen = 0;
    for (uint32_t i = parent + 1; i < page->nodes[parent].end && seen < SIBLINGS_MAX;
         i = page->nodes[i].end) {
        if (i != node && !node_is_text(&page->nodes[i]) && spells_heading(page, i))
            return true;
        seen++;
    }
    return false;
}

bool heading_id_is_address(const struct page *page, uint32_t node)
{
    return spells_heading(page, node) &&
           (tag_is_heading(page->nodes[node].tag) || is_among_chapters(page, node));
}
