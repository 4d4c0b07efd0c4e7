/* comparison: what speaks for and against a newly fetched text, from the answer, the
   record and the archive. */
#ifndef WINNOW_REFRESH_COMPARISON_H
#define WINNOW_REFRESH_COMPARISON_H

#include "archive/acceptance.h"
#include "refresh/recorder.h"

/* Fills both. The arena holds texts while they are compared. */
void comparison_collect(struct store *store, const struct page_outcome *outcome,
                        struct arena *a, struct acceptance_answer *answer,
                        struct acceptance_history *history);

/* The error of the site's rule file, for which it was not used; NULL if there is none. */
const char *comparison_rule_error(const struct winnow_record *record, struct arena *a);

#endif
