/* name_hints: what the classes of elements and the URLs of links say about who wrote a
   text, and when. */
#ifndef WINNOW_METADATA_NAME_HINTS_H
#define WINNOW_METADATA_NAME_HINTS_H

#include "phrases/names.h"

/* From NAME_HINTS: what a class says about its element. Flags; they can be combined:
   HINT(AUTHOR)      "post-author__name", "byline"
   HINT(LOGIN)       "username"
   HINT(ELSEWHERE)   "related-posts", "comments": about other pages and people
   HINT(PUBLISHED)   "entry-date"
   HINT(CHANGED)     "updated" */
#define HINT(name) (1u << HINT_##name)

unsigned name_hints_of_class(struct slice name);

/* From NAME_FOLDERS. */
enum link_hint {
    LINK_ELSEWHERE,
    LINK_MEMBER = FOLDER_MEMBER, /* "/users/ann": a user, who may be the author */
    LINK_AUTHOR = FOLDER_AUTHOR, /* "/author/ann-lee" */
};

enum link_hint name_hints_of_link(struct slice href);

#endif
