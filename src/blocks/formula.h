/* formula: the TeX of a formula, in whichever way a page has it: MathML, the source that
   MathJax and KaTeX render, what they have rendered, and pictures. */
#ifndef WINNOW_BLOCKS_FORMULA_H
#define WINNOW_BLOCKS_FORMULA_H

#include "page/page.h"

/* Whether the element may hold a formula, by its name and classes. */
bool formula_may_be_at(const struct page *page, uint32_t node);

/* Whether the element shows a formula a second time: another one beside it has the
   source. */
bool formula_is_copy(const struct page *page, uint32_t node);

/* Whether the element's text is what a script would replace by a formula. */
bool formula_is_script(const struct page *page, uint32_t node);

/* The TeX of the element between dollars, two for a formula on a line of its own, and on
   one line. A dollar in it has a backslash before it. Empty if there is no formula. */
struct slice formula_text(const struct page *page, uint32_t node, struct arena *a);

#endif
