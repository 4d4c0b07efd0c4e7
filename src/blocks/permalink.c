#include "blocks/permalink.h"

#include "base/array.h"
#include "base/utf8.h"

enum {
    TEXT_MAX = 40,   /* bytes of its text */
    LEVELS_LOOK = 6, /* up to the heading */
};

/* Signs that themes write for "link to this place", and for "back to the top". */
static bool is_sign(uint32_t c)
{
    static const uint32_t SIGNS[] = {
        '#',    '^',    '[',     ']',     '(',     ')',     0xA7,    0xB6,
        0x2191, 0x21A9, 0x21E7,  0x221E,  0x2317,  0x25B2,  0x260D,  0x2693,
        0x26D3, 0x2761, 0x2934,  0x2B06,  0x204B,  0xFE0E,  0xFE0F,  0xFF03,
        0x200D, 0x200C, 0x1F4CC, 0x1F4CE, 0x1F516, 0x1F517, 0x1F587,
    };
    if (utf8_is_space(c) || utf8_is_invisible(c) || (c >= 0xE000 && c <= 0xF8FF))
        return true; /* the last are icons of fonts */
    for (size_t i = 0; i < COUNT_OF(SIGNS); i++)
        if (c == SIGNS[i])
            return true;
    return false;
}

static bool is_of_signs(struct slice text)
{
    while (text.len) {
        size_t used;
        if (!is_sign(utf8_decode(text, &used)))
            return false;
        text = slice_after(text, used);
    }
    return true;
}

static bool is_word_for_link(struct slice text)
{
    static const struct slice WORDS[] = {
        SLICE_INIT("link"),        SLICE_INIT("permalink"),      SLICE_INIT("anchor"),
        SLICE_INIT("direct link"), SLICE_INIT("copy link"),      SLICE_INIT("top"),
        SLICE_INIT("back to top"), SLICE_INIT("permanent link"),
    };
    text = slice_trim(text);
    if (text.len > 2 && (text.ptr[0] == '[' || text.ptr[0] == '('))
        text = slice_trim(slice_of(text.ptr + 1, text.len - 2));
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (slice_equal_nocase(text, WORDS[i]))
            return true;
    return false;
}

/* Whether an attribute of the link says what it is. */
static bool says_permalink(const struct page *page, uint32_t node)
{
    static const struct slice NAMES[] = {SLICE_INIT("class"), SLICE_INIT("title"),
                                         SLICE_INIT("aria-label"), SLICE_INIT("rel")};
    static const struct slice WORDS[] = {
        SLICE_INIT("permalink"),      SLICE_INIT("anchor"),
        SLICE_INIT("headerlink"),     SLICE_INIT("heading-link"),
        SLICE_INIT("headinglink"),    SLICE_INIT("hash-link"),
        SLICE_INIT("header-link"),    SLICE_INIT("link to this"),
        SLICE_INIT("direct link"),    SLICE_INIT("section link"),
        SLICE_INIT("bookmark"),       SLICE_INIT("self-link"),
        SLICE_INIT("selflink"),       SLICE_INIT("copy link"),
        SLICE_INIT("permanent link"),
    };
    for (size_t n = 0; n < COUNT_OF(NAMES); n++) {
        struct slice value = page_attribute(page, node, NAMES[n]);
        for (size_t i = 0; value.len && i < COUNT_OF(WORDS); i++)
            if (slice_find_nocase(value, WORDS[i]) != SIZE_MAX)
                return true;
    }
    return false;
}

static uint32_t heading_of(const struct page *page, uint32_t node)
{
    uint32_t up = page->nodes[node].parent;
    for (int n = 0; n < LEVELS_LOOK && up != NODE_NONE; n++, up = page->nodes[up].parent)
        if (tag_kind((enum tag)page->nodes[up].tag) == TAG_BLOCK)
            return up;
    return NODE_NONE;
}

static bool is_kept_text(const struct page *page, const uint8_t *verdicts, uint32_t i)
{
    return node_is_text(&page->nodes[i]) && verdicts[i] == VERDICT_KEEP &&
           !is_of_signs(page->nodes[i].text);
}

static bool has_text(const struct page *page, const uint8_t *verdicts, uint32_t from,
                     uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (is_kept_text(page, verdicts, i))
            return true;
    return false;
}

/* Whether the link leads to the heading, or to the page that it is on. */
static bool is_local(const struct page *page, uint32_t node)
{
    struct slice href = slice_trim(page_attribute(page, node, SLICE("href")));
    return slice_starts_with(href, SLICE("#")) ||
           (!href.len && says_permalink(page, node));
}

bool permalink_is_at(const struct page *page, const uint8_t *verdicts, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    if (n->tag != TAG_A && n->tag != TAG_BUTTON)
        return false;
    struct slice word = SLICE("");
    bool is_sign = true, has_picture = false;
    for (uint32_t i = node + 1; i < n->end; i++) {
        struct slice text = slice_trim(page->nodes[i].text);
        has_picture = has_picture || page->nodes[i].tag == TAG_IMG;
        if (!is_kept_text(page, verdicts, i))
            continue;
        if (word.len || text.len > TEXT_MAX)
            return false;
        word = text;
        is_sign = false;
    }
    bool leads_here = is_local(page, node), says = says_permalink(page, node);
    if (!(is_sign ? leads_here || says || (n->tag == TAG_BUTTON && !has_picture)
                  : is_word_for_link(word) && (leads_here || says)))
        return false;
    /* it comes before all words of the heading, or after them */
    uint32_t heading = heading_of(page, node);
    if (heading == NODE_NONE)
        return false;
    bool is_led = has_text(page, verdicts, heading + 1, node);
    bool is_followed = has_text(page, verdicts, n->end, page->nodes[heading].end);
    return is_led != is_followed;
}
