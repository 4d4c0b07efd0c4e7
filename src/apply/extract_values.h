/* extract_values: the directives that read something off a page: title, author and date,
   links to further pages, signs of a wall or an advertisement. */
#ifndef WINNOW_APPLY_EXTRACT_VALUES_H
#define WINNOW_APPLY_EXTRACT_VALUES_H

#include "apply/rule_matches.h"

/* The first value that a directive of this kind gives; empty for none. A node that is the
   value leaves the text; *removed says so where it stood in the body. */
struct slice extract_values_read(struct rule_matches *b, enum directive_kind kind,
                                 bool *removed);

/* The address that the first link line of this kind gives whose condition holds, as it
   stands in the page; empty for none. *place is the line. */
struct slice extract_values_find_link(const struct rule_matches *b,
                                      enum directive_kind kind, struct place *place);

/* The first directive of this kind that gives anything at all; NULL for none. */
bool extract_values_find_sign(const struct rule_matches *b, enum directive_kind kind,
                              struct place *place);

#endif
