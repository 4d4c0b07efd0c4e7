/* formula: the TeX of a formula, in any form that a page has: MathML, the source for
 * MathJax and KaTeX, their rendered output, and pictures. */
#ifndef WINNOW_BLOCKS_FORMULA_H
#define WINNOW_BLOCKS_FORMULA_H

#include "page/page.h"

/* Whether the element may hold a formula, by its name and classes. */
bool formula_may_be_at(const struct page *page, uint32_t node);

/* Whether the element shows a formula a second time: another one beside it has the
   source. */
bool formula_is_copy(const struct page *page, uint32_t node);

/* Whether the element's text is what a script would replace with a formula. */
bool formula_is_script(const struct page *page, uint32_t node);

/* The TeX of the element, on one line, between dollars: one for an inline formula, two
   for a displayed one. A dollar in it is escaped with a backslash. Empty if there is no
   formula. */
struct slice formula_text(const struct page *page, uint32_t node, struct arena *a);

/* The same for TeX that was in the text. */
struct slice formula_of_tex(struct slice tex, bool is_display, struct arena *a);

#endif
