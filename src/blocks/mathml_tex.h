/* mathml_tex: converts the structure of a formula (MathML, or the output of MathJax) to
 * TeX. */
#ifndef WINNOW_BLOCKS_MATHML_TEX_H
#define WINNOW_BLOCKS_MATHML_TEX_H

#include "page/page.h"

/* Fractions, roots, scripts, fences and tables are kept. */
struct slice mathml_tex(const struct page *page, uint32_t top, struct arena *a);

#endif
