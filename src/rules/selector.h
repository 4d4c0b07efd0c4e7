/* selector: a compiled selector in any supported language, and sets of selectors that are
   matched in one pass over a page. XPath that CSS can express is matched as CSS; other
   XPath is evaluated on the whole page at once, through a mirror of it. */
#ifndef WINNOW_RULES_SELECTOR_H
#define WINNOW_RULES_SELECTOR_H

#include "base/arena.h"
#include "base/error.h"
#include "page/page.h"

struct selector;
struct xpath_mirror;

enum selector_language { SELECTOR_AUTO, SELECTOR_CSS, SELECTOR_XPATH };

/* Returns the language of a value: XPath if it starts with / ( ' " ./ .. or a call of an
   XPath function, or contains // [@ /@ or a known axis::; otherwise CSS. */
enum selector_language selector_language_of(struct slice text);

/* Compiles into the arena. Returns false and fills err: its text states the problem and
   the remedy, and err->column is the 1-based byte offset in text. */
bool selector_compile(struct arena *a, struct slice text, enum selector_language language,
                      const struct selector **out, struct error *err);

/* Compiles a selector for elements that have all these words as classes or, if there is
   only one word, that word as id. At least one word; any bytes are allowed in a name. */
const struct selector *selector_of_words(struct arena *a, struct slice words);

/* Whether it is XPath that CSS cannot express. selector_set_match_early skips it. */
bool selector_is_xpath(const struct selector *selector);
/* Returns the attribute (lowercase) that a trailing " @attr" or "/@attr" selects. Empty
   if there is none, or if only selector_values can determine it. */
struct slice selector_attribute(const struct selector *selector);
/* Whether its matches depend on which other nodes are visible (:nth-*, :has, :empty,
   :first-child, sibling combinators, ...). */
bool selector_is_positional(const struct selector *selector);

/* The part of a page that a selector can see. */
struct view {
    const struct page *page;
    /* One byte per node, nonzero if the node is hidden: a dropped subtree has all of its
       bytes set. NULL: all nodes are visible. A hidden node never matches and is never
       counted, but it remains the ancestor of the visible nodes below it. */
    const uint8_t *hidden;
    struct arena *arena; /* the page's: scratch memory and the deadline; never NULL */
    struct xpath_mirror *mirror; /* NULL: each XPath evaluation builds one */
    uint32_t *limits; /* how often :has-text patterns hit a limit; NULL: not counted */
};
/* Opens a view with a mirror, which is filled when an XPath needs it and then follows
   `hidden`. */
struct view view_open(const struct page *page, const uint8_t *hidden, struct arena *a);
/* Whether an XPath evaluation through the view's mirror was aborted since the last call.
   That XPath then matched nothing, and err states the reason. */
bool view_take_fault(const struct view *view, struct error *err);
/* Whether a :has-text pattern reached its limit since the last call. It then did not
   match that node; after a few such failures, it no longer matches anywhere. */
bool view_take_limit(const struct view *view);

struct node_list {
    uint32_t *items;
    size_t count, capacity;
};
/* Appends those of the given nodes that match a CSS selector and are not hidden. Siblings
   are numbered once for all of the nodes. */
void selector_sift(const struct selector *selector, const struct view *view,
                   const uint32_t *nodes, size_t count, struct arena *a,
                   struct node_list *out);
/* Appends every match in the subtree of top, including top, in document order. */
void selector_select(const struct selector *selector, const struct view *view,
                     uint32_t top, struct arena *a, struct node_list *out);
/* One result of a selector. */
struct selector_value {
    uint32_t node; /* NODE_NONE: a string, number or boolean computed from the page */
    struct slice attribute; /* an attribute's name; ptr is NULL otherwise */
    struct slice text;      /* of an attribute or a string. For a node, use page_text */
};
struct value_list {
    struct selector_value *items;
    size_t count, capacity;
};
/* Appends every visible value, in document order. Of XPath's other result types, appends
   a nonempty string, a number (as XPath formats it; not NaN), and "true", but not false.
   selector_select leaves out attributes and strings. */
void selector_values(const struct selector *selector, const struct view *view,
                     struct arena *a, struct value_list *out);
/* Returns the first match in the subtree of top, including top, or NODE_NONE. */
uint32_t selector_first(const struct selector *selector, const struct view *view,
                        uint32_t top);

/* ---- sets: one pass matches ten thousand selectors --------------------------------- */

struct selector_set;
struct selector_hit {
    uint32_t selector; /* its index in the array that the set was built from */
    uint32_t node;
};
struct selector_hits {
    struct selector_hit *items;
    size_t count, capacity;
};

/* Indexes the selectors by their rightmost id, class, attribute or type. The selectors
   must outlive the set. */
const struct selector_set *selector_set_build(struct arena *a,
                                              const struct selector *const *selectors,
                                              size_t count);
/* Appends every match of every selector, by node in document order, then by selector
   index. */
void selector_set_match(const struct selector_set *set, const struct view *view,
                        struct arena *a, struct selector_hits *out);

/* Matches before anything has been stripped: XPath is left out. A positional selector is
   not evaluated; it hits every node that has the id, class, attribute or type that it is
   indexed under. Pass those nodes to selector_sift when it is the selector's turn. */
void selector_set_match_early(const struct selector_set *set, const struct view *view,
                              struct arena *a, struct selector_hits *out);

#endif
