#include "clean/login_page.h"

#include "base/array.h"
#include "marks/concealed.h"
#include "phrases/phrases.h"

enum {
    TEXT_MAX = 300, /* bytes of kept text on a page with a login form */
    /* the same with the form's own: vBulletin's has 450, phpBB's 500 */
    FORM_MAX = 1500,
};

/* ---- what asks --------------------------------------------------------------------- */

/* Whether an element's own attributes hide it. An element with most of a page counts as
   visible, because scripts show it; a form does not. */
static bool hides_itself(const struct page *page, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    for (uint32_t a = 0; a < n->attribute_count; a++)
        if (concealed_is_hiding(&page->attributes[n->attributes + a]))
            return true;
    return false;
}

static bool is_password(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_INPUT &&
           slice_equal_nocase(page_attribute(page, node, SLICE("type")),
                              SLICE("password"));
}

/* A field for an account's name, where a second page asks for the password. The HTML
   standard calls it "username" for autofill. */
static bool is_account(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_INPUT &&
           slice_find_nocase(page_attribute(page, node, SLICE("autocomplete")),
                             SLICE("username")) != SIZE_MAX;
}

/* A form in a page's header, or beside its text, does not replace the text. */
static bool is_aside(const struct page *page, uint32_t node)
{
    uint16_t tag = page->nodes[node].tag;
    return tag == TAG_NAV || tag == TAG_ASIDE || tag == TAG_HEADER || tag == TAG_FOOTER ||
           (tag == TAG_FORM && hides_itself(page, node));
}

/* A field or a button. */
static bool is_control(const struct page *page, uint32_t node)
{
    uint16_t tag = page->nodes[node].tag;
    return tag == TAG_BUTTON ||
           (tag == TAG_INPUT &&
            !slice_equal_nocase(page_attribute(page, node, SLICE("type")),
                                SLICE("hidden")));
}

/* The first visible node of a kind; NODE_NONE for none. Nodes that rules have dropped
   count as visible. */
static uint32_t find_shown(const struct page *page, const struct marks *marks,
                           bool (*is_sought)(const struct page *, uint32_t))
{
    for (uint32_t i = 0; i < page->count;) {
        if (marks_is_hiding(marks, i) || is_aside(page, i)) {
            i = page->nodes[i].end;
            continue;
        }
        if (is_sought(page, i))
            return i;
        i++;
    }
    return NODE_NONE;
}

/* A field for the reader's account. */
static bool is_field(const struct page *page, uint32_t node)
{
    return is_password(page, node) || is_account(page, node);
}

/* ---- a headline that asks to log in ------------------------------------------------ */

/* The first part of "Log in | Harbour forum". */
static struct slice first_part(struct slice title)
{
    static const struct slice SIGNS[] = {SLICE_INIT(" | "), SLICE_INIT(" - "),
                                         SLICE_INIT(" – "), SLICE_INIT(" — "),
                                         SLICE_INIT(" • "), SLICE_INIT(" · ")};
    for (size_t i = 0; i < COUNT_OF(SIGNS); i++) {
        size_t at = slice_find(title, SIGNS[i]);
        title.len = at < title.len ? at : title.len;
    }
    return title;
}

static bool is_code(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_PRE || page->nodes[node].tag == TAG_CODE;
}

/* Whether the page's headline is "Log in" and it has a button: many ask for an address
   first, or use another service. A manual's chapter of that name has code. */
static bool has_login_heading(const struct page *page, const struct marks *marks)
{
    uint32_t headline = page_find(page, 0, TAG_H1), title = page_find(page, 0, TAG_TITLE);
    uint32_t top = headline != NODE_NONE ? headline : title;
    if (top == NODE_NONE)
        return false;
    struct slice text = page_text(page, top, NULL, marks->arena);
    return phrases_read(first_part(text)) & SENSE(LOGIN) &&
           find_shown(page, marks, is_control) != NODE_NONE &&
           find_shown(page, marks, is_code) == NODE_NONE;
}

/* ---- a form to log in -------------------------------------------------------------- */

/* The form around a field; NODE_NONE for none, and for ASP.NET's form around the whole
   page. */
static uint32_t form_of(const struct page *page, uint32_t field)
{
    uint32_t form = field;
    while (form != NODE_NONE && page->nodes[form].tag != TAG_FORM)
        form = page->nodes[form].parent;
    for (uint32_t i = form; form != NODE_NONE && i < page->nodes[form].end; i++)
        if (slice_equal(page_attribute(page, i, SLICE("name")), SLICE("__VIEWSTATE")))
            return NODE_NONE;
    return form;
}

/* Counts the bytes of kept text outside a subtree. */
static size_t count_kept_outside(const struct page *page, const uint8_t *verdicts,
                                 uint32_t top)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < page->count; i++)
        if (node_is_text(&page->nodes[i]) && verdicts[i] == VERDICT_KEEP &&
            !page_is_inside(page, i, top))
            bytes += slice_trim(page->nodes[i].text).len;
    return bytes;
}

bool login_page_detect(const struct page *page, const struct marks *marks,
                       const struct block_list *blocks)
{
    size_t bytes = 0;
    for (size_t i = 0; i < blocks->count && bytes <= FORM_MAX; i++)
        if (blocks->items[i].verdict != VERDICT_DROP)
            bytes += blocks->items[i].text.len;
    if (bytes > FORM_MAX)
        return false;
    uint32_t field = find_shown(page, marks, is_field);
    if (bytes <= TEXT_MAX)
        return field != NODE_NONE || has_login_heading(page, marks);
    uint32_t form = field == NODE_NONE ? NODE_NONE : form_of(page, field);
    if (form == NODE_NONE)
        return false;
    return count_kept_outside(page, marks_spread(marks), form) <= TEXT_MAX;
}
