/* byline: the names in a line that says who has written a text. */
#ifndef WINNOW_PAGE_BYLINE_H
#define WINNOW_PAGE_BYLINE_H

#include "base/arena.h"
#include "base/slice.h"

/* What a line begins with. */
enum byline_intro {
    BYLINE_PLAIN, /* neither of these */
    BYLINE_BY,    /* "By", "Written by:", "Von", "Автор:", "作者：" */
    BYLINE_OTHER, /* another's part: "Reviewed by", "Photo:", "Edited by" */
};

/* How text, its spaces collapsed, begins; *rest is what stands behind that. */
enum byline_intro byline_read_intro(struct slice text, struct slice *rest);

/* text without an intro, a date, a role ("Ann Lee, Senior Editor") and what stands behind
   a bar or a dot ("Ann Lee | 5 min"). Empty for a URL, and for a handle or an address
   alone. */
struct slice byline_clean(struct arena *a, struct slice text);

/* How much a text that may be a name needs to look like one. */
enum byline_trust {
    BYLINE_GIVEN,  /* structured data say that it is one: whatever it is, but a label */
    BYLINE_MARKED, /* the page's markup says that it is one: a login name will do */
    BYLINE_SAID,   /* an intro says so: two words with capitals */
};

/* Whether text, cleaned, can be the names of authors. */
bool byline_is_name(struct slice text, enum byline_trust trust);

/* Whether name is that of an account that a content manager is delivered with. */
bool byline_is_account(struct slice name);

/* Whether text is what stands between two names: ",", "and", "&", "und", ... */
bool byline_is_joint(struct slice text);

#endif
