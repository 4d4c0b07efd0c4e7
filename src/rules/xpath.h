/* xpath: XPath 1.0 evaluated by libxml2 on a mirror of the page. Only xpath.c uses
   libxml2. The mirror is the page as an HTML5 parser builds it and as the view shows it:
   tbody is present even if the source omits it, children of noscript are elements,
   comments and processing instructions are left out, and adjacent text is one node. All
   names are lowercase, in the page and in the expression, including those of SVG, and
   nothing is in a namespace, so that //svg finds the svg elements. A name written as
   fb:like in the page is fb:like in the expression. White space is defined as in HTML:
   normalize-space() treats a form feed as a space, as a class list does. id() uses id
   attributes, lang() uses lang attributes. A relative path starts at the document, as if
   it began with a slash. */
#ifndef WINNOW_RULES_XPATH_H
#define WINNOW_RULES_XPATH_H

#include "rules/selector.h"
#include "rules/xpath_tree.h"

struct xpath;

/* Compiles an expression that xpath_read has parsed. It is freed when the arena is
   closed. */
bool xpath_compile(struct arena *a, const struct xpath_tree *tree,
                   const struct xpath **out, struct error *err);

/* Evaluates the expression on the page as it is visible now. Returns nodes and attributes
   in document order, or one string. The list is in the view's arena and is valid until
   the next evaluation. It is empty if a limit of work or memory was reached;
   xpath_take_fault then reports that once. */
const struct value_list *xpath_evaluate(const struct xpath *xpath,
                                        const struct view *view,
                                        struct xpath_mirror *mirror);
bool xpath_take_fault(struct xpath_mirror *mirror, struct error *err);

/* The new mirror is empty. It is filled at the first XPath evaluation and closed with the
   arena. */
struct xpath_mirror *xpath_mirror_new(struct arena *a);

#endif
