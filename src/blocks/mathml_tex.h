/* mathml_tex: TeX from the structure of a formula: MathML, or what MathJax has made of
   it. */
#ifndef WINNOW_BLOCKS_MATHML_TEX_H
#define WINNOW_BLOCKS_MATHML_TEX_H

#include "page/page.h"

/* Fractions, roots, scripts, fences and tables are kept. */
struct slice mathml_tex(const struct page *page, uint32_t top, struct arena *a);

#endif
