/* fill_gaps: passes that keep what is between kept texts, or completes the row, table or
   list of one. The model looks at each passage by itself, and drops one cell of a row as
   soon as it doubts it. */
#ifndef WINNOW_PASSES_FILL_GAPS_H
#define WINNOW_PASSES_FILL_GAPS_H

#include "passes/pass_state.h"

/* Keeps single passages between two that are kept. */
void fill_gaps_keep_passages(struct pass_state *s);
/* Keeps the rest of rows, tables, lists and lists of terms of which enough is kept, and
   elements between two kept texts. */
void fill_gaps_keep_elements(struct pass_state *s);

#endif
