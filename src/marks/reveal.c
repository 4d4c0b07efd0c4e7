#include "marks/reveal.h"

#include "base/array.h"

enum {
    BOXES = 4,         /* levels above an element whose names are read */
    NODES_LOOK = 16,   /* of an element beside it, to find a control in it */
    LABEL_BYTES = 120, /* text of an element that is a control; more is a paragraph */
    NAME_MAX = 24,     /* bytes of the longest word of a name that is looked up */
};

/* ---- names ------------------------------------------------------------------------- */

/* Words of class names and ids. What is hidden and so named is shown when a reader asks
   for it, or by a script when the page has loaded. */
static const struct slice PARTS[] = {
    SLICE_INIT("accordion"),   SLICE_INIT("accordeon"),   SLICE_INIT("akkordeon"),
    SLICE_INIT("anim"),        SLICE_INIT("animate"),     SLICE_INIT("animated"),
    SLICE_INIT("animation"),   SLICE_INIT("answer"),      SLICE_INIT("answers"),
    SLICE_INIT("antwort"),     SLICE_INIT("aos"),         SLICE_INIT("article"),
    SLICE_INIT("bio"),         SLICE_INIT("body"),        SLICE_INIT("carousel"),
    SLICE_INIT("chapter"),     SLICE_INIT("collapse"),    SLICE_INIT("collapsed"),
    SLICE_INIT("collapsable"), SLICE_INIT("collapsible"), SLICE_INIT("comment"),
    SLICE_INIT("content"),     SLICE_INIT("contents"),    SLICE_INIT("desc"),
    SLICE_INIT("description"), SLICE_INIT("detail"),      SLICE_INIT("details"),
    SLICE_INIT("disclosure"),  SLICE_INIT("entry"),       SLICE_INIT("excerpt"),
    SLICE_INIT("expand"),      SLICE_INIT("expandable"),  SLICE_INIT("expanded"),
    SLICE_INIT("explanation"), SLICE_INIT("extra"),       SLICE_INIT("fade"),
    SLICE_INIT("fadein"),      SLICE_INIT("faq"),         SLICE_INIT("fold"),
    SLICE_INIT("foldable"),    SLICE_INIT("folded"),      SLICE_INIT("full"),
    SLICE_INIT("fulltext"),    SLICE_INIT("gsap"),        SLICE_INIT("hint"),
    SLICE_INIT("invisible"),   SLICE_INIT("item"),        SLICE_INIT("lazy"),
    SLICE_INIT("lesson"),      SLICE_INIT("long"),        SLICE_INIT("mehr"),
    SLICE_INIT("more"),        SLICE_INIT("moretext"),    SLICE_INIT("page"),
    SLICE_INIT("pane"),        SLICE_INIT("panel"),       SLICE_INIT("paragraph"),
    SLICE_INIT("paywall"),     SLICE_INIT("piano"),       SLICE_INIT("post"),
    SLICE_INIT("premium"),     SLICE_INIT("question"),    SLICE_INIT("quote"),
    SLICE_INIT("read"),        SLICE_INIT("readmore"),    SLICE_INIT("remaining"),
    SLICE_INIT("reply"),       SLICE_INIT("response"),    SLICE_INIT("rest"),
    SLICE_INIT("reveal"),      SLICE_INIT("review"),      SLICE_INIT("section"),
    SLICE_INIT("show"),        SLICE_INIT("showmore"),    SLICE_INIT("slide"),
    SLICE_INIT("slider"),      SLICE_INIT("solution"),    SLICE_INIT("spoiler"),
    SLICE_INIT("step"),        SLICE_INIT("story"),       SLICE_INIT("subscriber"),
    SLICE_INIT("subscribers"), SLICE_INIT("summary"),     SLICE_INIT("tab"),
    SLICE_INIT("tabbed"),      SLICE_INIT("tabcontent"),  SLICE_INIT("tabpane"),
    SLICE_INIT("tabpanel"),    SLICE_INIT("tabs"),        SLICE_INIT("text"),
    SLICE_INIT("toggle"),      SLICE_INIT("toggled"),     SLICE_INIT("transcript"),
    SLICE_INIT("translation"), SLICE_INIT("trimmed"),     SLICE_INIT("truncated"),
    SLICE_INIT("verse"),       SLICE_INIT("wow"),
};

/* The same, of what is never a part of a text, shown or not. */
static const struct slice NOTICES[] = {
    SLICE_INIT("alert"),       SLICE_INIT("consent"),  SLICE_INIT("cookie"),
    SLICE_INIT("cookies"),     SLICE_INIT("copied"),   SLICE_INIT("error"),
    SLICE_INIT("errors"),      SLICE_INIT("failed"),   SLICE_INIT("gdpr"),
    SLICE_INIT("hovercard"),   SLICE_INIT("lightbox"), SLICE_INIT("loader"),
    SLICE_INIT("loading"),     SLICE_INIT("login"),    SLICE_INIT("modal"),
    SLICE_INIT("newsletter"),  SLICE_INIT("nojs"),     SLICE_INIT("noscript"),
    SLICE_INIT("notice"),      SLICE_INIT("popover"),  SLICE_INIT("popup"),
    SLICE_INIT("preheader"),   SLICE_INIT("signin"),   SLICE_INIT("signup"),
    SLICE_INIT("snackbar"),    SLICE_INIT("spinner"),  SLICE_INIT("success"),
    SLICE_INIT("toast"),       SLICE_INIT("tooltip"),  SLICE_INIT("tooltiptext"),
    SLICE_INIT("unsupported"), SLICE_INIT("warning"),
};

/* The boxes around, which name what is in them. */
static const struct slice BOX_PARTS[] = {
    SLICE_INIT("accordion"),  SLICE_INIT("accordeon"), SLICE_INIT("akkordeon"),
    SLICE_INIT("carousel"),   SLICE_INIT("collapse"),  SLICE_INIT("collapsible"),
    SLICE_INIT("expandable"), SLICE_INIT("faq"),       SLICE_INIT("faqs"),
    SLICE_INIT("readmore"),   SLICE_INIT("slider"),    SLICE_INIT("spoiler"),
    SLICE_INIT("tabs"),       SLICE_INIT("tab"),       SLICE_INIT("tabbed"),
    SLICE_INIT("tabpanel"),   SLICE_INIT("toggle"),    SLICE_INIT("disclosure"),
    SLICE_INIT("questions"),  SLICE_INIT("quiz"),      SLICE_INIT("panel"),
};

static bool is_among(struct slice word, const struct slice *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal_nocase(word, words[i]))
            return true;
    return false;
}

/* Takes the next word off a name: "faqAnswer" and "faq-answer" are two. */
static bool next_word(struct slice *name, struct slice *word)
{
    size_t from = 0, to;
    while (from < name->len && !is_ascii_letter((unsigned char)name->ptr[from]))
        from++;
    for (to = from; to < name->len; to++) {
        char c = name->ptr[to];
        bool is_capital = c >= 'A' && c <= 'Z';
        if (!is_ascii_letter((unsigned char)c) ||
            (is_capital && to > from && name->ptr[to - 1] >= 'a'))
            break;
    }
    *word = slice_of(from ? name->ptr + from : name->ptr, to - from);
    *name = slice_after(*name, to);
    return word->len > 0;
}

struct word_lists {
    const struct slice *parts, *notices;
    size_t parts_count, notices_count;
};

static enum reveal_names read_name(struct slice name, const struct word_lists *lists)
{
    enum reveal_names says = REVEAL_NAMES_NOTHING;
    struct slice word;
    while (next_word(&name, &word)) {
        if (word.len > NAME_MAX)
            continue;
        if (is_among(word, lists->notices, lists->notices_count))
            return REVEAL_NAMES_NOTICE;
        if (is_among(word, lists->parts, lists->parts_count))
            says = REVEAL_NAMES_PART;
    }
    return says;
}

static enum reveal_names read_names(const struct page *page, uint32_t node,
                                    const struct word_lists *lists)
{
    enum reveal_names says = read_name(page_attribute(page, node, SLICE("class")), lists);
    enum reveal_names id = read_name(page_attribute(page, node, SLICE("id")), lists);
    return id > says ? id : says;
}

/* Whether an attribute is one by which a script knows what it shows. */
static bool is_of_script(const struct attribute *attribute)
{
    static const struct slice BEGINNINGS[] = {SLICE_INIT("x-"), SLICE_INIT("v-"),
                                              SLICE_INIT("ng-"), SLICE_INIT("@"),
                                              SLICE_INIT(":")};
    static const struct word_lists PART_WORDS = {.parts = PARTS,
                                                 .parts_count = COUNT_OF(PARTS)};
    struct slice name = slice_of(attribute->name.ptr, attribute->name.len);
    for (size_t i = 0; i < COUNT_OF(BEGINNINGS); i++)
        if (slice_starts_with(name, BEGINNINGS[i]))
            return true;
    return slice_starts_with(name, SLICE("data-")) &&
           read_name(slice_after(name, 5), &PART_WORDS) == REVEAL_NAMES_PART;
}

static const struct word_lists BOTH = {PARTS, NOTICES, COUNT_OF(PARTS),
                                       COUNT_OF(NOTICES)};

enum reveal_names reveal_names_in(struct slice name)
{
    return read_name(name, &BOTH);
}

enum reveal_names reveal_names_of(const struct page *page, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    enum reveal_names says = read_names(page, node, &BOTH);
    struct slice role = page_attribute(page, node, SLICE("role"));
    if (slice_equal_nocase(role, SLICE("tabpanel")) ||
        slice_equal_nocase(role, SLICE("region")))
        return REVEAL_NAMES_PART;
    if (slice_equal_nocase(role, SLICE("tooltip")) ||
        slice_equal_nocase(role, SLICE("alert")))
        return REVEAL_NAMES_NOTICE;
    if (says != REVEAL_NAMES_NOTHING)
        return says;
    /* React streams parts of a page as <div hidden id="S:0">, and moves them */
    if (slice_starts_with(page_attribute(page, node, SLICE("id")), SLICE("S:")))
        return REVEAL_NAMES_PART;
    for (uint32_t a = 0; a < n->attribute_count; a++)
        if (is_of_script(&page->attributes[n->attributes + a]))
            return REVEAL_NAMES_PART;
    return REVEAL_NAMES_NOTHING;
}

bool reveal_has_box(const struct page *page, uint32_t node)
{
    static const struct word_lists BOXES_AROUND = {.parts = BOX_PARTS,
                                                   .parts_count = COUNT_OF(BOX_PARTS)};
    uint32_t up = page->nodes[node].parent;
    for (int n = 0; n < BOXES && up != NODE_NONE; n++, up = page->nodes[up].parent)
        if (up != page->body && read_names(page, up, &BOXES_AROUND) == REVEAL_NAMES_PART)
            return true;
    return false;
}

/* ---- elements beside it ------------------------------------------------------------ */

static bool is_blank(const struct page *page, uint32_t node)
{
    return node_is_text(&page->nodes[node]) && !slice_trim(page->nodes[node].text).len;
}

/* The element before or after a node, among its siblings; NODE_NONE if there is none.
   Stops at text that is not blank if it is to be right beside. */
static uint32_t sibling_before(const struct page *page, uint32_t node, bool right_beside)
{
    uint32_t parent = page->nodes[node].parent;
    while (parent != NODE_NONE && node - 1 > parent) {
        uint32_t last = node - 1;
        while (page->nodes[last].parent != parent)
            last = page->nodes[last].parent;
        if (node_is_element(&page->nodes[last]))
            return last;
        if (right_beside && !is_blank(page, last))
            return NODE_NONE;
        node = last;
    }
    return NODE_NONE;
}

static uint32_t sibling_after(const struct page *page, uint32_t node, bool right_beside)
{
    uint32_t parent = page->nodes[node].parent, next = page->nodes[node].end;
    if (parent == NODE_NONE)
        return NODE_NONE;
    for (; next < page->nodes[parent].end; next = page->nodes[next].end) {
        if (node_is_element(&page->nodes[next]))
            return next;
        if (right_beside && !is_blank(page, next))
            return NODE_NONE;
    }
    return NODE_NONE;
}

/* A link that leads nowhere else: "#", "#part", "javascript:". */
static bool is_local_link(const struct page *page, uint32_t node)
{
    struct slice href = slice_trim(page_attribute(page, node, SLICE("href")));
    return !href.len || href.ptr[0] == '#' ||
           slice_starts_with_nocase(href, SLICE("javascript:"));
}

static bool is_control(const struct page *page, uint32_t node)
{
    static const struct slice NAMES[] = {
        SLICE_INIT("onclick"),        SLICE_INIT("aria-expanded"),
        SLICE_INIT("aria-controls"),  SLICE_INIT("data-toggle"),
        SLICE_INIT("data-bs-toggle"), SLICE_INIT("data-target"),
        SLICE_INIT("data-bs-target"),
    };
    const struct node *n = &page->nodes[node];
    if (n->tag == TAG_BUTTON || n->tag == TAG_SUMMARY)
        return true;
    if (n->tag == TAG_A && is_local_link(page, node))
        return true;
    for (size_t i = 0; n->attribute_count && i < COUNT_OF(NAMES); i++)
        if (page_attribute(page, node, NAMES[i]).ptr)
            return true;
    return slice_equal_nocase(page_attribute(page, node, SLICE("role")), SLICE("button"));
}

/* Whether an element is a control, or little more than one. Sets *asks if its text ends
   with a question mark. */
static bool holds_control(const struct page *page, uint32_t node, bool *asks)
{
    size_t bytes = 0;
    uint32_t end = page->nodes[node].end;
    *asks = false;
    if (end - node > NODES_LOOK)
        return is_control(page, node);
    bool has_control = false;
    for (uint32_t i = node; i < end; i++) {
        struct slice text = slice_trim(page->nodes[i].text);
        if (!node_is_text(&page->nodes[i])) {
            has_control = has_control || is_control(page, i);
        } else if (text.len) {
            bytes += text.len;
            *asks = text.ptr[text.len - 1] == '?' ||
                    slice_ends_with(text, SLICE("\xEF\xBC\x9F")); /* full width */
        }
    }
    *asks = *asks && bytes <= LABEL_BYTES;
    return has_control && bytes <= LABEL_BYTES;
}

bool reveal_has_control(const struct page *page, uint32_t node, bool is_inline)
{
    bool asks;
    uint32_t before = sibling_before(page, node, is_inline);
    uint32_t after = sibling_after(page, node, is_inline);
    if (after != NODE_NONE && holds_control(page, after, &asks))
        return true;
    if (before == NODE_NONE)
        return false;
    uint16_t tag = page->nodes[before].tag;
    if (!is_inline && ((tag_is_heading(tag) && tag != TAG_H1) || tag == TAG_DT ||
                       tag == TAG_LABEL || tag == TAG_INPUT))
        return true;
    return holds_control(page, before, &asks) || (asks && !is_inline);
}

/* ---- pictures ---------------------------------------------------------------------- */

static bool holds_picture(const struct page *page, uint32_t node)
{
    uint32_t end = page->nodes[node].end;
    end = end - node > NODES_LOOK ? node + NODES_LOOK : end;
    for (uint32_t i = node; i < end; i++) {
        uint16_t tag = page->nodes[i].tag;
        if (tag_kind((enum tag)tag) == TAG_MEDIA || tag == TAG_PICTURE ||
            tag == TAG_FIGURE || tag == TAG_MATH ||
            (tag == TAG_I && page->nodes[i].class_count))
            return true;
    }
    return false;
}

bool reveal_has_picture(const struct page *page, uint32_t node)
{
    uint32_t before = sibling_before(page, node, true);
    uint32_t after = sibling_after(page, node, true);
    return (before != NODE_NONE && holds_picture(page, before)) ||
           (after != NODE_NONE && holds_picture(page, after));
}

/* ---- twins ------------------------------------------------------------------------- */

static bool are_twins(const struct page *page, uint32_t a, uint32_t b)
{
    const struct node *x = &page->nodes[a], *y = &page->nodes[b];
    if (x->tag != y->tag)
        return false;
    if (x->class_count && y->class_count)
        return page->classes[x->classes].hash == page->classes[y->classes].hash;
    return !x->class_count && !y->class_count &&
           (page_attribute(page, b, SLICE("hidden")).ptr ||
            page_attribute(page, b, SLICE("style")).ptr);
}

bool reveal_has_twin(const struct page *page, uint32_t node)
{
    enum { NEAR = 2 }; /* a tab's panel may have a heading beside it */
    uint32_t before = node, after = node;
    bool has_class = page->nodes[node].class_count > 0;
    for (int n = 0; n < (has_class ? NEAR : 1); n++) {
        before = before == NODE_NONE ? before : sibling_before(page, before, false);
        after = after == NODE_NONE ? after : sibling_after(page, after, false);
        if ((before != NODE_NONE && are_twins(page, node, before)) ||
            (after != NODE_NONE && are_twins(page, node, after)))
            return true;
    }
    return false;
}
