/* page: a document as one array of nodes in document order. It does not change after
   parsing; later stages write marks into arrays of their own. It is stored in the arena
   that it was parsed into. */
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

/* A name or a class: its bytes and their hash_token. Comparing the hashes first makes
   most comparisons a comparison of two integers. */
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
    /* In lower case; SVG's mixed-case names as adjusted by the HTML standard. */
    struct token name;
    struct slice value; /* entities decoded; may contain any character except NUL */
};

struct node {
    struct slice text; /* TAG_TEXT: the text, entities decoded, white space unchanged.
                          TAG_OTHER: the element's name in lower case */
    uint32_t parent;   /* NODE_NONE for the root */
    uint32_t end;      /* one past the last node of the subtree: [i, end) */
    uint32_t attributes, classes; /* index of the first one in the page's arrays */
    uint16_t attribute_count, class_count;
    uint16_t tag;     /* enum tag */
    uint16_t flags;   /* enum node_flag */
    uint32_t id_hash; /* hash_token of the id attribute; 0 if there is none */
    uint32_t depth;   /* 0 for the root */
};

enum embedded_kind {
    EMBEDDED_JSON_LD,
    EMBEDDED_STATE,  /* JSON of any other kind */
    EMBEDDED_SCRIPT, /* a script that starts by assigning data to a name */
    EMBEDDED_MATH,   /* a script that configures MathJax or KaTeX */
};

/* The body of a script that is, or may be, data. The prefilter sets it aside. */
struct embedded {
    enum embedded_kind kind;
    struct slice id;   /* of the script element, e.g. "__NEXT_DATA__"; may be empty */
    struct slice text; /* raw bytes between the tags */
};

struct page {
    struct node *nodes; /* nodes[0] is the html element; count is at least 1 */
    uint32_t count;
    uint32_t head, body; /* indexes; NODE_NONE if the parser created none */
    struct attribute *attributes;
    struct token *classes;
    struct embedded *embedded;
    size_t embedded_count;
    bool quirks; /* quirks mode: class and id names are compared case-insensitively */
};

static inline bool node_is_text(const struct node *node)
{
    return node->tag == TAG_TEXT;
}
static inline bool node_is_element(const struct node *node)
{
    return node->tag != TAG_TEXT;
}
/* Whether node is top or inside its subtree. */
static inline bool page_is_inside(const struct page *page, uint32_t node, uint32_t top)
{
    return node >= top && node < page->nodes[top].end;
}

/* Returns the value of an attribute by its lower-case name; ptr is NULL if there is no
   such attribute. To look up the same name in many nodes, hash it once with token_of. */
struct slice page_attribute(const struct page *page, uint32_t node, struct slice name);
struct slice page_attribute_by(const struct page *page, uint32_t node,
                               const struct token *name);
/* Returns the attribute as an integer; `otherwise` if it is not an integer of at most
   nine digits. */
long page_integer(const struct page *page, uint32_t node, struct slice name,
                  long otherwise);
bool page_has_class(const struct page *page, uint32_t node, struct slice name);
/* Returns the element's name, also for TAG_OTHER; empty for text. */
struct slice page_name(const struct page *page, uint32_t node);
/* Returns the first element with this tag below top (top itself is excluded), or
   NODE_NONE. */
uint32_t page_find(const struct page *page, uint32_t top, enum tag tag);
/* Whether the inline element `node` directly follows the end of another one outside a
   paragraph or a heading, or is a link that directly follows another link. Authors
   separate such elements by style (<span>Brand</span><span>Name</span>), so a reader sees
   two words. A part of a word that only looks different (<b>Win</b><i>now</i>,
   H<sub>2</sub>O) is not separate. */
bool page_is_apart(const struct page *page, uint32_t node);
/* Returns all text of the subtree on one line, as a reader would read it: white space
   collapsed, silent elements left out. hidden may be NULL; otherwise, nodes whose byte is
   set are left out. */
struct slice page_text(const struct page *page, uint32_t top, const uint8_t *hidden,
                       struct arena *a);

/* Returns s with white space collapsed as in page_text: trimmed, one space between
   words. */
struct slice page_collapse(struct slice s, struct arena *a);

#endif
