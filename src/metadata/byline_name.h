/* byline_name: whether a text can be names of people. */
#ifndef WINNOW_METADATA_BYLINE_NAME_H
#define WINNOW_METADATA_BYLINE_NAME_H

#include "base/arena.h"
#include "base/slice.h"

/* How much a text that may be a name needs to look like one. */
enum byline_trust {
    BYLINE_GIVEN,  /* structured data say that it is one: anything but a label */
    BYLINE_MARKED, /* the page's markup says that it is one: a login name will do */
    BYLINE_SAID,   /* an intro says so: two words with capitals */
};

/* Whether text, cleaned, can be the names of authors. */
bool byline_is_name(struct slice text, enum byline_trust trust);

/* Whether name is an account that no person has: one that a content management system
   comes with, or that of an office. */
bool byline_is_account(struct slice name);

/* "Ann Li and Bo Kay, Cy Do" with a comma between all. Two names that are only joined
   stay so: "Marks and Spencer" is one, and others may be. */
struct slice byline_split_joints(struct arena *a, struct slice names);

/* Whether text is what joins two names: ",", "and", "&", "und", ... */
bool byline_is_joint(struct slice text);

#endif
