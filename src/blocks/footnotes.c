#include "blocks/footnotes.h"

#include "base/array.h"
#include "base/hash_table.h"
#include "base/search.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "marks/marks.h"

#include <string.h>

enum {
    LABEL_MAX = 12,        /* bytes of what refers to a note: "[note 123]" */
    NOTE_NODES_MAX = 1000, /* in a note; an element with more is a part of the page */
    LINKS_MAX = 20000,     /* per page; Wikipedia's longest lists have half as many */
    SHELL_NODES_MAX = 64,  /* around links back: brackets, "^ a b c" */
};

/* A link to another place on the page whose text is a label. */
struct link {
    uint32_t node, target;
    uint32_t note;   /* the element around the target that may be a note */
    bool is_missing; /* the note is not on the page */
};

struct finder {
    const struct page *page;
    const uint8_t *verdicts;
    struct arena *arena;
    struct {
        struct link *items; /* in document order */
        size_t count, capacity;
    } links;
    struct hash_table places; /* the first node of each id and anchor's name */
};

/* ---- words ------------------------------------------------------------------------- */

/* Appends the text below a node, without spaces, to label. Returns false if it is longer
   than a label. */
static bool read_label(const struct page *page, uint32_t node, char label[LABEL_MAX + 1])
{
    size_t len = 0;
    for (uint32_t i = node + 1; i < page->nodes[node].end; i++) {
        struct slice text = page->nodes[i].text;
        if (!node_is_text(&page->nodes[i]))
            continue;
        for (size_t n = 0; n < text.len; n++) {
            if (is_ascii_space((unsigned char)text.ptr[n]))
                continue;
            if (len == LABEL_MAX)
                return false;
            label[len++] = text.ptr[n];
        }
    }
    label[len] = '\0';
    return true;
}

/* Arrows, daggers, raised digits, and variation selectors of arrows. */
static bool is_sign(uint32_t c)
{
    return unicode_is_punctuation(c) || c == 0xB9 || c == 0xB2 || c == 0xB3 ||
           (c >= 0x2070 && c <= 0x2079) || c == 0xFE0E || c == 0xFE0F;
}

/* "1", "[2]", "(3)", "note4", "*", "a", an arrow: not a word with a meaning. */
static bool is_label(const char *label)
{
    struct slice rest = slice_of_string(label);
    size_t letters = 0, digits = 0, used;
    for (; rest.len; rest = slice_after(rest, used)) {
        uint32_t c = utf8_decode(rest, &used);
        if (c >= 0x80 && !is_sign(c))
            return false;
        letters += c < 0x80 && is_ascii_letter((unsigned char)c);
        digits += c < 0x80 && is_ascii_digit((unsigned char)c);
    }
    return *label && (digits || letters <= 1);
}

/* Whether there are only brackets and the like below `top` besides the part and, if it
   leads back, other links back. */
static bool is_shell(const struct finder *f, const uint8_t *parts, uint32_t top,
                     uint32_t part)
{
    bool is_back = parts[part] == FOOTNOTE_BACK;
    if (f->page->nodes[top].end - top > SHELL_NODES_MAX)
        return false;
    for (uint32_t i = top + 1; i < f->page->nodes[top].end; i++) {
        struct slice text = f->page->nodes[i].text;
        if (i == part || (is_back && parts[i] == FOOTNOTE_BACK)) {
            i = f->page->nodes[i].end - 1;
            continue;
        }
        if (node_is_element(&f->page->nodes[i])) {
            if (tag_kind((enum tag)f->page->nodes[i].tag) != TAG_INLINE)
                return false;
            continue;
        }
        for (size_t n = 0; n < text.len; n++)
            if (!is_ascii_space((unsigned char)text.ptr[n]) &&
                !strchr("[]()^.:,", text.ptr[n]))
                return false;
    }
    return true;
}

/* ---- places ------------------------------------------------------------------------ */

/* The name of a place: its id, or an anchor's name. */
static struct slice name_of(const struct page *page, uint32_t node)
{
    struct slice id = page_attribute(page, node, SLICE("id"));
    return id.len || page->nodes[node].tag != TAG_A
               ? id
               : page_attribute(page, node, SLICE("name"));
}

static void index_places(struct finder *f)
{
    hash_table_open(&f->places, f->arena, sizeof(uint32_t));
    for (uint32_t i = 0; i < f->page->count; i++) {
        const struct node *node = &f->page->nodes[i];
        if (!node->id_hash && node->tag != TAG_A)
            continue;
        struct slice name = name_of(f->page, i);
        bool is_new = false;
        uint32_t *place = name.len ? hash_table_put(&f->places, name, &is_new) : NULL;
        if (is_new)
            *place = i;
    }
}

static uint32_t find_place(const struct finder *f, struct slice name)
{
    const uint32_t *place = hash_table_find(&f->places, name);
    return place ? *place : NODE_NONE;
}

/* ---- links ------------------------------------------------------------------------- */

static struct slice fragment_of(const struct page *page, uint32_t node)
{
    struct slice href = page_attribute(page, node, SLICE("href"));
    size_t hash = slice_find_char(href, '#');
    return hash == SIZE_MAX ? SLICE("") : slice_after(href, hash + 1);
}

static void collect_links(struct finder *f)
{
    char label[LABEL_MAX + 1];
    for (uint32_t i = 0; i < f->page->count && f->links.count < LINKS_MAX; i++) {
        const struct node *node = &f->page->nodes[i];
        if (node->tag != TAG_A || !node->attribute_count ||
            f->verdicts[i] != VERDICT_KEEP || !fragment_of(f->page, i).len ||
            !read_label(f->page, i, label) || !is_label(label))
            continue;
        struct link link = {.node = i, .target = NODE_NONE, .note = NODE_NONE};
        ARENA_PUSH(f->arena, &f->links, link);
    }
}

/* The item or paragraph of a note, from the place in it that a link leads to. */
static uint32_t note_around(const struct page *page, uint32_t target)
{
    uint32_t node = target;
    while (node != NODE_NONE && tag_kind((enum tag)page->nodes[node].tag) == TAG_INLINE)
        node = page->nodes[node].parent;
    while (node != NODE_NONE && page->nodes[node].tag == TAG_P &&
           page->nodes[page->nodes[node].parent].tag == TAG_LI)
        node = page->nodes[node].parent;
    if (node == NODE_NONE || page->nodes[node].end - node > NOTE_NODES_MAX)
        return NODE_NONE;
    switch (page->nodes[node].tag) {
    case TAG_LI:
    case TAG_P:
    case TAG_DIV:
    case TAG_DD:
    case TAG_ASIDE:
        return node;
    default:
        return NODE_NONE;
    }
}

static void follow_links(struct finder *f)
{
    for (size_t i = 0; i < f->links.count; i++) {
        struct link *link = &f->links.items[i];
        link->target = find_place(f, fragment_of(f->page, link->node));
        if (link->target == NODE_NONE || link->target < link->node)
            continue;
        uint32_t note = note_around(f->page, link->target);
        if (note != NODE_NONE && note > link->node)
            link->note = note;
    }
}

/* ---- which are notes --------------------------------------------------------------- */

static bool is_raised(const struct page *page, uint32_t node)
{
    for (int up = 0; up < 3 && node != NODE_NONE; up++, node = page->nodes[node].parent)
        if (page->nodes[node].tag == TAG_SUP)
            return true;
    return false;
}

static bool has_note_name(const struct page *page, const struct link *link)
{
    static const struct slice names[] = {
        SLICE_INIT("fn"),        SLICE_INIT("footnote"), SLICE_INIT("_ftn"),
        SLICE_INIT("_edn"),      SLICE_INIT("note"),     SLICE_INIT("endnote"),
        SLICE_INIT("cite_note"),
    };
    struct slice fragment = fragment_of(page, link->node);
    bool has_digit = false;
    for (size_t i = 0; i < fragment.len; i++)
        has_digit = has_digit || is_ascii_digit((unsigned char)fragment.ptr[i]);
    for (size_t i = 0; has_digit && i < COUNT_OF(names); i++)
        if (slice_starts_with_nocase(fragment, names[i]))
            return true;
    return false;
}

static size_t first_link_in(const struct finder *f, uint32_t node)
{
    return search_first(&node, f->links.items, f->links.count, sizeof *f->links.items,
                        search_compare_keys);
}

/* Whether a link of the note leads back to where the other one is. */
static bool leads_back(const struct finder *f, const struct link *to)
{
    for (size_t i = first_link_in(f, to->note); i < f->links.count; i++) {
        const struct link *back = &f->links.items[i];
        if (back->node >= f->page->nodes[to->note].end)
            return false;
        bool is_near =
            back->target != NODE_NONE &&
            (page_is_inside(f->page, back->target, to->node) ||
             (page_is_inside(f->page, to->node, back->target) &&
              tag_kind((enum tag)f->page->nodes[back->target].tag) == TAG_INLINE));
        if (is_near)
            return true;
    }
    return false;
}

static bool is_kept(const struct finder *f, uint32_t note)
{
    for (uint32_t i = note; i < f->page->nodes[note].end; i++)
        if (node_is_text(&f->page->nodes[i]) && f->verdicts[i] == VERDICT_KEEP &&
            slice_trim(f->page->nodes[i].text).len)
            return true;
    return false;
}

/* A note has one place that links lead to: a box with several is a list of notes. A note
   is not inside another. */
static void drop_boxes(struct finder *f, uint32_t *target_of)
{
    for (size_t i = 0; i < f->links.count; i++) {
        struct link *link = &f->links.items[i];
        if (link->note == NODE_NONE)
            continue;
        uint32_t *target = &target_of[link->note];
        *target = *target == 0 || *target == link->target ? link->target : NODE_NONE;
    }
    for (size_t i = 0; i < f->links.count; i++) {
        struct link *link = &f->links.items[i];
        if (link->note == NODE_NONE)
            continue;
        bool is_box = target_of[link->note] == NODE_NONE;
        for (uint32_t up = f->page->nodes[link->note].parent; up != NODE_NONE && !is_box;
             up = f->page->nodes[up].parent)
            is_box = target_of[up] != 0;
        if (is_box)
            link->note = NODE_NONE;
    }
}

static bool has_heading(const struct page *page, uint32_t note)
{
    for (uint32_t i = note + 1; i < page->nodes[note].end; i++)
        if (tag_is_heading(page->nodes[i].tag))
            return true;
    return false;
}

/* A paragraph or an item that a raised number leads to, or that has a name of notes, or
   that leads back. */
static bool is_reference(const struct finder *f, const struct link *link)
{
    uint16_t tag = f->page->nodes[link->note].tag;
    bool is_box = tag == TAG_DIV || tag == TAG_ASIDE;
    if (has_heading(f->page, link->note)) /* a part of the text */
        return false;
    return (!is_box &&
            (is_raised(f->page, link->node) || has_note_name(f->page, link))) ||
           leads_back(f, link);
}

/* ---- marking ----------------------------------------------------------------------- */

/* Marks the part and the brackets around it. */
static void mark(const struct finder *f, struct footnotes *out, uint32_t node,
                 enum footnote_part part)
{
    uint32_t number = out->numbers[node], up = f->page->nodes[node].parent;
    out->parts[node] = (uint8_t)part;
    while (up != NODE_NONE && tag_kind((enum tag)f->page->nodes[up].tag) == TAG_INLINE &&
           is_shell(f, out->parts, up, node)) {
        out->parts[node] = FOOTNOTE_NONE;
        node = up;
        out->parts[node] = (uint8_t)part;
        out->numbers[node] = number;
        up = f->page->nodes[node].parent;
    }
}

static void mark_references(struct finder *f, struct footnotes *out)
{
    uint32_t last = 0;
    for (size_t i = 0; i < f->links.count; i++) {
        const struct link *link = &f->links.items[i];
        bool has_note = link->note != NODE_NONE && is_kept(f, link->note);
        if (has_note) {
            uint32_t *number = &out->numbers[link->note];
            *number = *number ? *number : ++last;
            out->parts[link->note] = FOOTNOTE_NOTE;
            out->numbers[link->node] = *number;
            mark(f, out, link->node, FOOTNOTE_REFERENCE);
        } else if (link->note != NODE_NONE || link->is_missing) {
            mark(f, out, link->node, FOOTNOTE_BACK);
        }
    }
}

static uint32_t note_that_holds(const struct footnotes *notes, const struct page *page,
                                uint32_t node)
{
    while (node != NODE_NONE && notes->parts[node] != FOOTNOTE_NOTE)
        node = page->nodes[node].parent;
    return node;
}

static void mark_backs(struct finder *f, struct footnotes *out)
{
    for (size_t i = 0; i < f->links.count; i++) {
        const struct link *link = &f->links.items[i];
        uint32_t note = note_that_holds(out, f->page, link->node);
        if (note != NODE_NONE && link->target < note &&
            out->parts[link->node] == FOOTNOTE_NONE)
            out->parts[link->node] = FOOTNOTE_BACK;
    }
    for (size_t i = 0; i < f->links.count; i++)
        if (out->parts[f->links.items[i].node] == FOOTNOTE_BACK)
            mark(f, out, f->links.items[i].node, FOOTNOTE_BACK);
}

/* ---- finding the footnotes --------------------------------------------------------- */

void footnotes_find(const struct page *page, const uint8_t *verdicts, struct arena *a,
                    struct footnotes *out)
{
    struct finder f = {.page = page, .verdicts = verdicts, .arena = a};
    size_t count = 0;
    *out = (struct footnotes){0};
    collect_links(&f);
    if (!f.links.count)
        return;
    index_places(&f);
    follow_links(&f);
    for (size_t i = 0; i < f.links.count; i++) {
        struct link *link = &f.links.items[i];
        link->is_missing = link->target == NODE_NONE && is_raised(page, link->node) &&
                           has_note_name(page, link);
        if (link->note != NODE_NONE && !is_reference(&f, link))
            link->note = NODE_NONE;
        count += link->note != NODE_NONE || link->is_missing;
    }
    if (!count)
        return;
    out->numbers = arena_calloc(a, page->count, sizeof *out->numbers);
    drop_boxes(&f, out->numbers);
    memset(out->numbers, 0, page->count * sizeof *out->numbers);
    out->parts = arena_calloc(a, page->count, sizeof *out->parts);
    mark_references(&f, out);
    mark_backs(&f, out);
}
