#include "clean/builtin.h"

#include "base/hash.h"
#include "clean/tally.h"

#include <string.h>

enum {
    /* a noscript with less text than this asks for JavaScript, or holds an image */
    NOSCRIPT_TEXT_MIN = 200,
    /* text nodes at least this long are compared to tell a copy of the page */
    COPY_TEXT_MIN = 40,
    /* noscript elements compared with the page; a thousand of them would take seconds */
    COPIES_MAX = 16,
};

struct builtin {
    struct marks *marks;
    const struct page *page;
    struct tally tally;
    uint32_t scripts, hidden, controls, media, notice; /* reasons */
    unsigned compared;                                 /* noscript elements, so far */
};

/* ---- hidden things ----------------------------------------------------------------- */

/* Whether an inline style has the declaration, whatever its white space and case. */
static bool has_declaration(struct slice style, struct slice name, struct slice value)
{
    struct slice declaration;
    while (slice_split(&style, ';', &declaration)) {
        size_t colon = slice_find_char(declaration, ':');
        if (colon == SIZE_MAX)
            continue;
        struct slice has = slice_trim(slice_after(declaration, colon + 1));
        if (slice_equal_nocase(slice_trim(slice_of(declaration.ptr, colon)), name) &&
            slice_starts_with_nocase(has, value))
            return true;
    }
    return false;
}

static bool is_hiding_style(struct slice style)
{
    return has_declaration(style, SLICE("display"), SLICE("none")) ||
           has_declaration(style, SLICE("visibility"), SLICE("hidden"));
}

bool builtin_is_hiding(const struct attribute *attribute)
{
    struct slice name = slice_of(attribute->name.ptr, attribute->name.len);
    if (slice_equal(name, SLICE("style")))
        return is_hiding_style(attribute->value);
    if (slice_equal(name,
                    SLICE("hidden"))) /* "until-found" is folded, and for a reader */
        return !slice_equal_nocase(slice_trim(attribute->value), SLICE("until-found"));
    return slice_equal(name, SLICE("aria-hidden")) &&
           slice_equal_nocase(slice_trim(attribute->value), SLICE("true"));
}

static bool is_hidden(const struct builtin *b, uint32_t i)
{
    const struct page *page = b->page;
    const struct node *node = &page->nodes[i];
    if (node->tag == TAG_DIALOG)
        return page_attribute(page, i, SLICE("open")).ptr == NULL;
    for (uint32_t n = 0; n < node->attribute_count; n++) {
        const struct attribute *attribute = &page->attributes[node->attributes + n];
        /* the shortest and longest of the names that hide */
        if (attribute->name.len >= 5 && attribute->name.len <= 11 &&
            builtin_is_hiding(attribute) &&
            !overlay_is_removed(&b->marks->overlay, node->attributes + n))
            return true;
    }
    return false;
}

/* A script that never ran would have shown it: pages hide all they have until one does.
 */
static bool holds_most(const struct builtin *b, uint32_t i)
{
    uint32_t all = b->tally.text[b->page->count];
    return tally_text(&b->tally, b->page, i) > all / 2;
}

/* ---- noscript ---------------------------------------------------------------------- */

static uint32_t find_longest_text(const struct page *page, uint32_t top)
{
    uint32_t longest = top;
    size_t len = 0;
    for (uint32_t i = top; i < page->nodes[top].end; i++)
        if (node_is_text(&page->nodes[i]) && page->nodes[i].text.len > len) {
            longest = i;
            len = page->nodes[i].text.len;
        }
    return longest;
}

/* Whether the page says the same outside of its noscript elements. */
static bool is_copy(struct builtin *b, uint32_t top)
{
    const struct page *page = b->page;
    struct slice text = slice_trim(page->nodes[find_longest_text(page, top)].text);
    if (text.len < COPY_TEXT_MIN || b->compared++ >= COPIES_MAX)
        return false;
    for (uint32_t i = 0; i < page->count; i++) {
        const struct node *node = &page->nodes[i];
        if (node_is_text(node) && !(node->flags & NODE_NOSCRIPT) &&
            node->text.len >= text.len && slice_find(node->text, text) != SIZE_MAX)
            return true;
    }
    return false;
}

/* ---- the walk ---------------------------------------------------------------------- */

/* A question of a list of them is often a button in a heading. */
static bool is_label_of_heading(const struct page *page, uint32_t i)
{
    enum { LEVELS = 3 }; /* h3 > span > button is the deepest that themes write */
    if (page->nodes[i].tag != TAG_BUTTON)
        return false;
    uint32_t up = page->nodes[i].parent;
    for (int n = 0; n < LEVELS && up != NODE_NONE; n++, up = page->nodes[up].parent) {
        uint16_t tag = page->nodes[up].tag;
        if ((tag >= TAG_H1 && tag <= TAG_H6) || tag == TAG_SUMMARY || tag == TAG_DT)
            return true;
    }
    return false;
}

/* Marks node i and returns the next node to look at. */
static uint32_t judge_node(struct builtin *b, uint32_t i)
{
    const struct page *page = b->page;
    const struct node *node = &page->nodes[i];
    enum tag_kind kind = tag_kind((enum tag)node->tag);
    if (kind == TAG_SILENT) {
        bool is_data = node->tag == TAG_HEAD || node->tag == TAG_META ||
                       node->tag == TAG_LINK || node->tag == TAG_TITLE;
        (is_data ? marks_mute : marks_drop)(b->marks, i, b->scripts);
        return node->tag == TAG_HEAD ? i + 1 : node->end;
    }
    if (is_hidden(b, i) && !holds_most(b, i)) {
        marks_drop(b->marks, i, b->hidden);
        return node->end;
    }
    if (kind == TAG_CONTROL && !is_label_of_heading(page, i)) {
        marks_mute(b->marks, i, b->controls);
        return node->end;
    }
    if (kind == TAG_MEDIA || node->tag == TAG_ANNOTATION) {
        marks_mute(b->marks, i, b->media);
        return node->end;
    }
    if (node->tag == TAG_NOSCRIPT &&
        (tally_text(&b->tally, page, i) < NOSCRIPT_TEXT_MIN || is_copy(b, i))) {
        marks_drop(b->marks, i, b->notice);
        return node->end;
    }
    return i + 1;
}

static uint32_t reason(struct marks *marks, const char *code)
{
    return marks_add_reason(marks, (struct reason){.by = JUDGE_BUILTIN, .code = code});
}

void builtin_judge(struct marks *marks)
{
    struct builtin b = {
        .marks = marks,
        .page = marks->page,
        .scripts = reason(marks, "not-text"),
        .hidden = reason(marks, MARKS_HIDDEN),
        .controls = reason(marks, "form-control"),
        .media = reason(marks, "media"),
        .notice = reason(marks, "noscript"),
    };
    tally_count(b.page, NULL, 0, marks->arena, &b.tally);
    for (uint32_t i = 0; i < b.page->count;)
        i = node_is_text(&b.page->nodes[i]) ? i + 1 : judge_node(&b, i);
}
