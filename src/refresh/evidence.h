/* evidence: what speaks for and against a newly fetched text, from the answer, the record
   and the archive. */
#ifndef WINNOW_REFRESH_EVIDENCE_H
#define WINNOW_REFRESH_EVIDENCE_H

#include "archive/acceptance.h"
#include "refresh/recorder.h"

/* Fills both. The arena holds texts while they are compared. */
void evidence_collect(struct store *store, const struct page_outcome *outcome,
                      struct arena *a, struct acceptance_answer *answer,
                      struct acceptance_history *history);

#endif
