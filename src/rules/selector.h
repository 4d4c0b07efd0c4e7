/* selector: one compiled selector, whatever language it was written in, and sets of them
   that one pass over a page serves. XPath that says no more than CSS can is matched as
   CSS; the rest is asked of the whole page at once, through a mirror of it. */
#ifndef WINNOW_RULES_SELECTOR_H
#define WINNOW_RULES_SELECTOR_H

#include "base/arena.h"
#include "base/error.h"
#include "page/page.h"

struct selector;
struct xpath_mirror;

enum selector_language { SELECTOR_AUTO, SELECTOR_CSS, SELECTOR_XPATH };

/* Which language a value is in: XPath if it begins with / ( ' " ./ .. or a call of an
   XPath function, or contains // [@ /@ or a known axis::; otherwise CSS. */
enum selector_language selector_language_of(struct slice text);

/* Compiles into the arena. False fills err: the text says what and what to do, and
   err->column is the 1-based byte in text. */
bool selector_compile(struct arena *a, struct slice text, enum selector_language language,
                      const struct selector **out, struct error *err);

/* Elements that have all these words as classes, or this one word as id. At least one
   word; any bytes are a name. */
const struct selector *selector_of_words(struct arena *a, struct slice words);

/* Whether it is XPath that CSS cannot say. No set tries it early. */
bool selector_is_xpath(const struct selector *selector);
/* The attribute that a trailing " @attr" or "/@attr" asks for (lower case); empty for
   none, and where selector_values alone can tell. */
struct slice selector_attribute(const struct selector *selector);
/* Whether what it matches depends on which other nodes are visible (:nth-*, :has, :empty,
   :first-child, sibling combinators, ...). */
bool selector_is_positional(const struct selector *selector);

/* What a selector may see of a page. */
struct view {
    const struct page *page;
    /* A byte a node, set for every node that is not to be seen: a dropped subtree has all
       of its bytes set. NULL: all are seen. A hidden node matches nothing and counts
       nowhere, but stays the ancestor of what is seen below it. */
    const uint8_t *hidden;
    struct arena *arena; /* the page's: scratch memory, and the deadline; never NULL */
    struct xpath_mirror *mirror; /* NULL: each XPath that is asked builds one */
    uint32_t *limits; /* times a pattern of :has-text gave up; NULL: nobody counts */
};
/* With a mirror, which is filled when an XPath needs it and then follows `hidden`. */
struct view view_open(const struct page *page, const uint8_t *hidden, struct arena *a);
/* Whether an XPath asked through the view's mirror has been given up since this was last
   asked: it then matched nothing, and err says why. */
bool view_take_fault(const struct view *view, struct error *err);
/* Whether a pattern of :has-text has given up since this was last asked: it then matched
   nothing there, and after some times nowhere else. */
bool view_take_limit(const struct view *view);

struct node_list {
    uint32_t *items;
    size_t count, capacity;
};
/* Appends those of the given nodes that match a CSS selector and are not hidden. Siblings
   are numbered once for all of them. */
void selector_sift(const struct selector *selector, const struct view *view,
                   const uint32_t *nodes, size_t count, struct arena *a,
                   struct node_list *out);
/* Appends every match below and including top, in document order. */
void selector_select(const struct selector *selector, const struct view *view,
                     uint32_t top, struct arena *a, struct node_list *out);
/* One of the things that a selector gives. */
struct selector_value {
    uint32_t node;          /* NODE_NONE: a string, number or truth made of the page */
    struct slice attribute; /* the name, when it is an attribute of node; ptr NULL else */
    struct slice text;      /* of an attribute or a string. A node's own is page_text's */
};
struct value_list {
    struct selector_value *items;
    size_t count, capacity;
};
/* Appends every value that is seen, in document order. Of XPath's other results: a string
   that is not empty, a number (as XPath writes it; not NaN), and "true", but not false.
   selector_select leaves out attributes and strings. */
void selector_values(const struct selector *selector, const struct view *view,
                     struct arena *a, struct value_list *out);
/* The first match below and including top, or NODE_NONE. */
uint32_t selector_first(const struct selector *selector, const struct view *view,
                        uint32_t top);

/* ---- sets: one pass serves ten thousand -------------------------------------------- */

struct selector_set;
struct selector_hit {
    uint32_t selector; /* its index in the array the set was built from */
    uint32_t node;
};
struct selector_hits {
    struct selector_hit *items;
    size_t count, capacity;
};

/* Buckets by rightmost id, class or tag. The selectors must outlive the set. */
const struct selector_set *selector_set_build(struct arena *a,
                                              const struct selector *const *selectors,
                                              size_t count);
/* Every hit of every selector, by node in document order, then by selector index. */
void selector_set_match(const struct selector_set *set, const struct view *view,
                        struct arena *a, struct selector_hits *out);

/* The same before anything has been stripped: XPath is left out; a positional selector
   is not asked, and hits every node that has the id, class, attribute or type it is filed
   under. Have selector_sift look at those when the selector's turn comes. */
void selector_set_match_early(const struct selector_set *set, const struct view *view,
                              struct arena *a, struct selector_hits *out);

#endif
