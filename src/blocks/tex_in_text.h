/* tex_in_text: TeX between delimiters in the running text, which MathJax or KaTeX would
 * render in the browser: \(x\), \[x\], $$x$$, environments, and $x$ if the page says so.
 */
#ifndef WINNOW_BLOCKS_TEX_IN_TEXT_H
#define WINNOW_BLOCKS_TEX_IN_TEXT_H

#include "page/page.h"

/* What the page's scripts render. All zero to begin with; read when it is first needed.
 */
struct tex_scripts {
    bool is_known;
    bool renders;        /* the page loads MathJax or KaTeX's auto-render */
    bool renders_dollar; /* a single dollar is a delimiter too */
};

struct tex_part {
    struct slice before; /* text before the formula */
    struct slice tex;    /* without its delimiters */
    bool is_display;     /* has a line of its own */
};

/* Takes the first formula, and the text before it, from the front of the text. Returns
   false, and takes nothing, if no formula is in it. */
bool tex_in_text_take(struct tex_scripts *scripts, const struct page *page, uint32_t node,
                      struct slice *text, struct tex_part *part);

#endif
