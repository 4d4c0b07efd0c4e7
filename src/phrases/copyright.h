/* copyright: lines that say whose a text is. */
#ifndef WINNOW_PHRASES_COPYRIGHT_H
#define WINNOW_PHRASES_COPYRIGHT_H

#include "base/slice.h"

/* Whether a text begins as a copyright does: "© Harbour Ltd". */
bool copyright_begins(struct slice text);

/* Whether it has a year too: "© 2024 Harbour Ltd", but not a picture's "© Ada Byron". */
bool copyright_is_line(struct slice text);

#endif
