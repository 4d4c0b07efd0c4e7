/* fill_gaps: what stays because the rest of its row, table or list does. The model looks
   at each passage by itself, and drops one cell of a row as soon as it doubts it. */
#ifndef WINNOW_PASSES_FILL_GAPS_H
#define WINNOW_PASSES_FILL_GAPS_H

#include "model/page_type.h"
#include "model/selection.h"

/* What has been chosen of a page, each array one byte a passage. */
struct gap_filling {
    const struct page *page;
    const struct passages *passages;
    enum page_type type;
    const int16_t *scores;
    int threshold;             /* the least score that is kept */
    const uint8_t *is_repeat;  /* the text stands elsewhere with a better score */
    const uint8_t *is_refused; /* stays out, whatever stands around it */
    uint8_t *is_kept;
};

/* Keeps what is said twice and meant: the steps of two lists, and what documentation
   repeats. */
void fill_gaps_keep_repeats(const struct gap_filling *w);
/* Keeps the rest of rows, tables, lists and lists of terms of which enough is kept, and
   what is a hole in a text that is kept around it. */
void fill_gaps_complete(const struct gap_filling *w);

#endif
