/* jsonline: converts a line of --input jsonl to an item. */
#ifndef WINNOW_CLI_JSONLINE_H
#define WINNOW_CLI_JSONLINE_H

#include "cli/input.h"

/* Fills an open item whose name is set to the location of the line. A broken line makes
   an ITEM_BROKEN item. */
void jsonline_read(struct slice line, size_t max_bytes, struct item *item);

#endif
