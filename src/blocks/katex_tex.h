/* katex_tex: converts what KaTeX has rendered (katex-html) to TeX, where its MathML is
 * not on the page. */
#ifndef WINNOW_BLOCKS_KATEX_TEX_H
#define WINNOW_BLOCKS_KATEX_TEX_H

#include "page/page.h"

/* Fractions, roots, limits, powers and indices are kept. */
struct slice katex_tex(const struct page *page, uint32_t top, struct arena *a);

#endif
