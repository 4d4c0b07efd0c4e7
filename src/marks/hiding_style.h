/* hiding_style: whether a style attribute keeps its element's text out of sight. */
#ifndef WINNOW_MARKS_HIDING_STYLE_H
#define WINNOW_MARKS_HIDING_STYLE_H

#include "base/slice.h"

enum hiding_style {
    HIDING_STYLE_NONE,
    HIDING_STYLE_SMALL, /* moved off the page, or of no size: screen readers read it */
    HIDING_STYLE_HIDES, /* display: none, visibility: hidden */
};

enum hiding_style hiding_style_of(struct slice style);

#endif
