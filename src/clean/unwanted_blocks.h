/* unwanted_blocks: drops what the options leave out of the text: data tables, the
 * headline. */
#ifndef WINNOW_CLEAN_UNWANTED_BLOCKS_H
#define WINNOW_CLEAN_UNWANTED_BLOCKS_H

#include "blocks/block.h"

/* The rows of tables of data, and a caption before the first row. Cells of a table that
   lays out the page are paragraphs. */
void unwanted_blocks_drop_tables(struct block_list *blocks, struct marks *marks);

/* The first line of the text that is the title, or the headline that the title repeats.
 */
void unwanted_blocks_drop_title(struct block_list *blocks, struct marks *marks,
                                struct slice title);

#endif
