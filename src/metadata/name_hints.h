/* name_hints: what the names of classes and the addresses of links tell of who and when.
 */
#ifndef WINNOW_METADATA_NAME_HINTS_H
#define WINNOW_METADATA_NAME_HINTS_H

#include "base/slice.h"

/* What a class says of its element; they add up. */
enum name_hint {
    HINT_AUTHOR = 1,    /* "post-author__name", "byline" */
    HINT_LOGIN = 2,     /* "username" */
    HINT_ELSEWHERE = 4, /* "related-posts", "comments": of other pages and people */
    HINT_PUBLISHED = 8, /* "entry-date" */
    HINT_CHANGED = 16,  /* "updated" */
};

unsigned name_hints_of_class(struct slice name);

enum link_hint {
    LINK_ELSEWHERE,
    LINK_MEMBER, /* "/users/ann": of somebody, who may have written this */
    LINK_AUTHOR, /* "/author/ann-lee" */
};

enum link_hint name_hints_of_link(struct slice href);

#endif
