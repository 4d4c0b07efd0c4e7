#include "marks/button_words.h"

#include "base/array.h"

enum {
    SENTENCE_MIN = 12, /* bytes after a button that begins its sentence */
    ANSWER_MIN = 40,   /* bytes of a text that a button unfolds */
    ANSWER_NODES = 64, /* that are read for it */
    SIBLINGS_MAX = 8,  /* that are read around a button */
};

/* ---- headings ---------------------------------------------------------------------- */

/* In a list of questions, each is often a button in a heading; in a table, a click on the
   name of a column sorts it. */
static bool is_in_heading(const struct page *page, uint32_t i)
{
    enum { LEVELS = 3 }; /* h3 > span > button is the deepest that themes write */
    uint32_t up = page->nodes[i].parent;
    for (int n = 0; n < LEVELS && up != NODE_NONE; n++, up = page->nodes[up].parent) {
        uint16_t tag = page->nodes[up].tag;
        if (tag_is_heading(tag) || tag == TAG_SUMMARY || tag == TAG_DT || tag == TAG_TH)
            return true;
    }
    return false;
}

/* ---- sentences --------------------------------------------------------------------- */

static bool is_word_char(unsigned char c)
{
    return c >= 0x80 || is_ascii_letter(c) || is_ascii_digit(c);
}

/* The text of a node, if it is in the line of its siblings. */
static struct slice line_text(const struct page *page, uint32_t i)
{
    enum { DEPTH = 3 }; /* <em><a>text</a></em> */
    for (int n = 0; n < DEPTH && i < page->count; n++, i++) {
        const struct node *node = &page->nodes[i];
        if (node_is_text(node))
            return slice_trim(node->text);
        if (tag_kind((enum tag)node->tag) != TAG_INLINE)
            break;
    }
    return (struct slice){0};
}

/* The last text before a button in its line, of which other buttons are no part. */
static struct slice text_before(const struct page *page, uint32_t i)
{
    uint32_t parent = page->nodes[i].parent, n = i - 1;
    for (int k = 0; k < SIBLINGS_MAX && n > parent; k++, n--)
        if (node_is_text(&page->nodes[n]) && slice_trim(page->nodes[n].text).len)
            break;
    if (n <= parent || !node_is_text(&page->nodes[n]))
        return (struct slice){0};
    for (uint32_t up = page->nodes[n].parent; up != parent; up = page->nodes[up].parent)
        if (up < parent || tag_kind((enum tag)page->nodes[up].tag) != TAG_INLINE)
            return (struct slice){0};
    return slice_trim(page->nodes[n].text);
}

/* The texts next to a button in its parent. */
static void read_siblings(const struct page *page, uint32_t i, struct slice *before,
                          struct slice *after)
{
    uint32_t end = page->nodes[page->nodes[i].parent].end;
    *before = text_before(page, i);
    *after = (struct slice){0};
    uint32_t n = page->nodes[i].end;
    for (int k = 0; k < SIBLINGS_MAX && n < end && !after->len; k++) {
        *after = line_text(page, n);
        if (!after->len && !node_is_text(&page->nodes[n]))
            break;
        n = page->nodes[n].end;
    }
}

/* Whether there are words before a button and words or a stop after it, or the sentence
   goes on after one at its beginning. */
static bool is_word_of_sentence(const struct page *page, uint32_t i)
{
    struct slice before, after;
    if (slice_equal_nocase(page_attribute(page, i, SLICE("type")), SLICE("submit")))
        return false;
    read_siblings(page, i, &before, &after);
    if (!after.len)
        return false;
    unsigned char next = (unsigned char)after.ptr[0];
    bool goes_on =
        (next >= 'a' && next <= 'z') || next >= 0x80 || next == ':' || next == ',';
    if (!before.len)
        return after.len >= SENTENCE_MIN && goes_on;
    unsigned char last = (unsigned char)before.ptr[before.len - 1];
    bool is_open = is_word_char(last) || last == ',' || last == '(' || last == '"';
    bool has_stop = next == '.' || next == '?' || next == '!' || next == ';' ||
                    next == ')' || next == '"';
    return is_open && (goes_on || is_word_char(next) || has_stop);
}

/* ---- answers ----------------------------------------------------------------------- */

/* Whether an element is a text to unfold; menus unfold lists. */
static bool is_answer(const struct page *page, uint32_t i)
{
    uint32_t end = page->nodes[i].end;
    if (page->nodes[i].tag != TAG_DIV && page->nodes[i].tag != TAG_SECTION)
        return false;
    for (uint32_t n = i + 1, k = 0; n < end && k < ANSWER_NODES; n++, k++) {
        const struct node *node = &page->nodes[n];
        if (node->tag == TAG_NAV || node->tag == TAG_FORM || node->tag == TAG_BUTTON)
            return false;
        if (node_is_text(node) && slice_trim(node->text).len >= ANSWER_MIN &&
            page->nodes[node->parent].tag != TAG_A)
            return true;
    }
    return false;
}

static uint32_t next_element(const struct page *page, uint32_t i)
{
    uint32_t parent = page->nodes[i].parent;
    uint32_t n = page->nodes[i].end, end = page->nodes[parent].end;
    while (n < end && node_is_text(&page->nodes[n]) &&
           !slice_trim(page->nodes[n].text).len)
        n++;
    return n < end ? n : NODE_NONE;
}

/* The element after a button, or after the element that holds the button alone. */
static uint32_t element_after(const struct page *page, uint32_t i)
{
    enum { LEVELS = 2 };
    uint32_t after = next_element(page, i);
    for (int n = 0; n < LEVELS && after == NODE_NONE; n++) {
        i = page->nodes[i].parent;
        if (i == page->body || page->nodes[i].parent == NODE_NONE)
            break;
        after = next_element(page, i);
    }
    return after;
}

/* Words in the names of elements that unfold. */
static bool is_named_fold(const struct page *page, uint32_t i)
{
    static const struct slice NAMES[] = {
        SLICE_INIT("accordion"), SLICE_INIT("accordeon"), SLICE_INIT("collaps"),
        SLICE_INIT("faq"),       SLICE_INIT("question"),  SLICE_INIT("toggle"),
        SLICE_INIT("fold"),      SLICE_INIT("expand"),
    };
    struct slice class = page_attribute(page, i, SLICE("class"));
    for (size_t n = 0; n < COUNT_OF(NAMES) && class.len; n++)
        if (slice_find_nocase(class, NAMES[n]) != SIZE_MAX)
            return true;
    return false;
}

/* The last byte of the text of a button. */
static bool asks(const struct page *page, uint32_t i)
{
    struct slice last = {0};
    for (uint32_t n = i + 1; n < page->nodes[i].end; n++)
        if (node_is_text(&page->nodes[n]) && slice_trim(page->nodes[n].text).len)
            last = slice_trim(page->nodes[n].text);
    return slice_ends_with(last, SLICE("?")) || slice_ends_with(last, SLICE("？")) ||
           slice_ends_with(last, SLICE("؟"));
}

/* Whether a button unfolds the text after it. */
static bool is_question(const struct page *page, uint32_t i)
{
    uint32_t after = element_after(page, i);
    if (after == NODE_NONE || !is_answer(page, after))
        return false;
    return page_attribute(page, i, SLICE("aria-controls")).len ||
           page_attribute(page, i, SLICE("aria-expanded")).len ||
           is_named_fold(page, i) || is_named_fold(page, page->nodes[i].parent) ||
           asks(page, i);
}

bool button_words_are_text(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_BUTTON &&
           (is_in_heading(page, node) || is_word_of_sentence(page, node) ||
            is_question(page, node));
}
