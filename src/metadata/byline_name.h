/* byline_name: checks whether a text can be the names of people. */
#ifndef WINNOW_METADATA_BYLINE_NAME_H
#define WINNOW_METADATA_BYLINE_NAME_H

#include "base/arena.h"
#include "base/slice.h"

/* Where a text that may be a name comes from, which decides how much it must look like
   one. */
enum byline_trust {
    BYLINE_GIVEN,  /* structured data says that it is a name: all but labels pass */
    BYLINE_MARKED, /* the page's markup says that it is a name: login names pass */
    BYLINE_SAID,   /* an intro says so: two capitalized words are required */
};

/* Whether text, after byline_clean, can be the names of authors. */
bool byline_is_name(struct slice text, enum byline_trust trust);

/* Whether name is an account that does not belong to a person: a default account of a
   content management system, or the account of an office. */
bool byline_is_account(struct slice name);

/* Whether text is full names of people: words that are all capitalized, two or more for
   each name, unless their script has no capital letters. */
bool byline_is_full_name(struct slice text);

/* Whether name has only digits: the number of an account. */
bool byline_is_number(struct slice name);

/* Returns "Ann Li and Bo Kay, Cy Do" with a comma between all names. Just two names
   joined by "and" are not split: "Marks and Spencer" is one name, and others may be. */
struct slice byline_split_joints(struct arena *a, struct slice names);

/* Whether text is a joint between two names: ",", "and", "&", "und", ... */
bool byline_is_joint(struct slice text);

#endif
