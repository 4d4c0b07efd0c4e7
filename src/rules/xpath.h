/* xpath: XPath 1.0 by libxml2, over a mirror of the page. The libxml2 door.

   The mirror is the page as an HTML5 parser leaves it, and as the view shows it: tbody is
   there where the source left it out, noscript's children are elements, comments and
   processing instructions are not there, neighbouring text is one node. All names are in
   lower case, in the page and in the expression, SVG's too, and nothing is in a
   namespace, so that //svg finds the svg elements; what is written fb:like in the page is
   fb:like in the expression. White space is HTML's: normalize-space() takes a form feed
   for a space, as a class list does. id() knows id attributes, lang() knows lang
   attributes. A relative path begins at the document, as one with a slash before it. */
#ifndef WINNOW_RULES_XPATH_H
#define WINNOW_RULES_XPATH_H

#include "rules/selector.h"
#include "rules/xpath_tree.h"

struct xpath;

/* Compiles what xpath_read has read. It is freed when the arena is closed. */
bool xpath_compile(struct arena *a, const struct xpath_tree *tree,
                   const struct xpath **out, struct error *err);

/* What it gives on the page as it is seen now: nodes and attributes in document order, or
   one string. The list lives until the next question, in the view's arena. It is empty
   when a limit of work or memory held, which xpath_take_fault then tells, once. */
const struct value_list *xpath_evaluate(const struct xpath *xpath,
                                        const struct view *view,
                                        struct xpath_mirror *mirror);
bool xpath_take_fault(struct xpath_mirror *mirror, struct error *err);

/* Empty: it is filled when the first XPath is asked, and closed with the arena. */
struct xpath_mirror *xpath_mirror_new(struct arena *a);

#endif
