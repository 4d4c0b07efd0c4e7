/* extract_values: the directives that read values from a page: title, author and date,
   links to further pages, signs of a wall or an advertisement. */
#ifndef WINNOW_APPLY_EXTRACT_VALUES_H
#define WINNOW_APPLY_EXTRACT_VALUES_H

#include "apply/rule_matches.h"

/* The first value that a directive of this kind gives; empty for none. If the value is a
   node, the node is removed from the text; *removed is set if it was in the body. */
struct slice extract_values_read(struct rule_matches *b, enum directive_kind kind,
                                 bool *removed);

/* The address that the first link line of this kind gives whose condition is met, as it
   is in the page; empty for none. *place is the line. */
struct slice extract_values_find_link(const struct rule_matches *b,
                                      enum directive_kind kind, struct place *place);

/* The first directive of this kind that matches anything. */
bool extract_values_find_sign(const struct rule_matches *b, enum directive_kind kind,
                              struct place *place);

#endif
