/* fill_gaps: keeps text between kept texts, and the rest of a row, table or list. The
   model judges each passage by itself, and would drop a single cell of a row. */
#ifndef WINNOW_PASSES_FILL_GAPS_H
#define WINNOW_PASSES_FILL_GAPS_H

#include "passes/pass_state.h"

/* Keeps single passages between two kept ones. */
void fill_gaps_keep_passages(struct pass_state *s);
/* Keeps the rest of rows, tables, lists and lists of terms if enough of them is kept, and
   elements between two kept texts. */
void fill_gaps_keep_elements(struct pass_state *s);

#endif
