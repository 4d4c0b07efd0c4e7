/* jsonline: a line of --input jsonl as an item. */
#ifndef WINNOW_CLI_JSONLINE_H
#define WINNOW_CLI_JSONLINE_H

#include "cli/input.h"

/* Fills an open item whose name is set to the line's place. A line that is broken makes
   an ITEM_BROKEN one. */
void jsonline_read(struct slice line, size_t max_bytes, struct item *item);

#endif
