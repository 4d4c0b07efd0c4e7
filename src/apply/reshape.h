/* reshape: the directives that change a page's structure: strip_attr, dissolve, wrap_in,
   move_into and the like, recorded in the marks' overlay. */
#ifndef WINNOW_APPLY_RESHAPE_H
#define WINNOW_APPLY_RESHAPE_H

#include "apply/rule_matches.h"

/* Removes attributes that hide an element and that a strip_attr removes, before
   unrendered_mark hides it. */
void reshape_reveal(const struct ruleset *rules, struct slice url_path,
                    struct marks *marks);

/* Removes the attributes that the selector gives. */
void reshape_strip_attributes(struct rule_matches *b, const struct place *place);
/* Applies a directive of this family; does nothing for others. */
void reshape_by(struct rule_matches *b, const struct place *place);

#endif
