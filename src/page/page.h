/* page: a document as one array of nodes in document order. Nothing in it changes after
   parsing; stages write marks beside it. It lives in the arena it was parsed into. */
#ifndef WINNOW_PAGE_PAGE_H
#define WINNOW_PAGE_PAGE_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/slice.h"
#include "page/tags.h"
#include <stdint.h>

enum { NODE_NONE = UINT32_MAX };

enum node_flag {
    NODE_FOREIGN = 1,  /* in the SVG or MathML namespace */
    NODE_NOSCRIPT = 2, /* inside a noscript element */
};

/* A name or a class: its bytes and their hash_token, so that comparing is one integer. */
struct token {
    const char *ptr;
    uint32_t len;
    uint32_t hash;
};

static inline struct token token_of(struct slice s)
{
    return (struct token){s.ptr, (uint32_t)s.len, hash_token(s)};
}

struct attribute {
    /* Lower case; SVG's case-mixed names as the HTML standard adjusts. */
    struct token name;
    struct slice value; /* entities decoded; may hold anything but NUL */
};

struct node {
    struct slice text; /* TAG_TEXT: the text, entities decoded, spaces as they were.
                          TAG_OTHER: the element's name in lower case */
    uint32_t parent;   /* NODE_NONE for the root */
    uint32_t end;      /* one past the last node of its subtree: [i, end) */
    uint32_t attributes, classes; /* index of the first in the page's arrays */
    uint16_t attribute_count, class_count;
    uint16_t tag;     /* enum tag */
    uint16_t flags;   /* enum node_flag */
    uint32_t id_hash; /* hash_token of the id attribute; 0 when there is none */
    uint32_t depth;   /* 0 for the root */
};

enum embedded_kind {
    EMBEDDED_JSON_LD,
    EMBEDDED_STATE,  /* JSON of any other kind */
    EMBEDDED_SCRIPT, /* a script that begins by giving something a name */
};

/* A script's body that is data, or may be, kept aside by the blanking pass. */
struct embedded {
    enum embedded_kind kind;
    struct slice id;   /* of the script element, as "__NEXT_DATA__"; may be empty */
    struct slice text; /* raw bytes between the tags */
};

struct page {
    struct node *nodes; /* nodes[0] is the html element; count is at least 1 */
    uint32_t count;
    uint32_t head, body; /* indices; NODE_NONE where the parser made none */
    struct attribute *attributes;
    struct token *classes;
    struct embedded *embedded;
    size_t embedded_count;
    bool quirks; /* quirks mode: class and id names then compare without case */
};

static inline bool node_is_text(const struct node *node)
{
    return node->tag == TAG_TEXT;
}
static inline bool node_is_element(const struct node *node)
{
    return node->tag != TAG_TEXT;
}
/* Whether node is inside the subtree of top, or top itself. */
static inline bool page_is_inside(const struct page *page, uint32_t node, uint32_t top)
{
    return node >= top && node < page->nodes[top].end;
}

/* The value of an attribute by its lower-case name; ptr is NULL when it is not there. For
   a name asked of many nodes, hash it once with token_of. */
struct slice page_attribute(const struct page *page, uint32_t node, struct slice name);
struct slice page_attribute_by(const struct page *page, uint32_t node,
                               const struct token *name);
/* The attribute as an integer; `otherwise` where it is none of up to nine digits. */
long page_integer(const struct page *page, uint32_t node, struct slice name,
                  long otherwise);
bool page_has_class(const struct page *page, uint32_t node, struct slice name);
/* The element's name, also of a TAG_OTHER one; empty for text. */
struct slice page_name(const struct page *page, uint32_t node);
/* The first element below top (top itself excluded) with this tag, or NODE_NONE. */
uint32_t page_find(const struct page *page, uint32_t top, enum tag tag);
/* Whether inline element node stands right behind the end of another one, outside a
   paragraph or a heading, or one link behind another. Authors part such elements by style
   (<span>Brand</span> <span>Name</span> without the space), so that a reader sees two
   words; but a part of a word that only looks different (<b>Win</b><i>now</i>,
   H<sub>2</sub>O) stays in it. */
bool page_is_apart(const struct page *page, uint32_t node);
/* All text of the subtree as a reader would say it on one line: spaces collapsed, silent
   elements left out. hidden may be NULL; else nodes with a set byte are left out. */
struct slice page_text(const struct page *page, uint32_t top, const uint8_t *hidden,
                       struct arena *a);

/* s with its white space as page_text has it: trimmed, one space between words. */
struct slice page_collapse(struct slice s, struct arena *a);

#endif
