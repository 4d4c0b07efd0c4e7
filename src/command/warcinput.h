/* warcinput: the responses of a WARC file as items, one after the other. */
#ifndef WINNOW_COMMAND_WARCINPUT_H
#define WINNOW_COMMAND_WARCINPUT_H

#include "archive/warc.h"
#include "command/input.h"

/* INPUT_ITEM, INPUT_END, or INPUT_FAILED where the file is broken from here on. Records
   that hold no page (requests, revisits, metadata) are passed over. It waits for the rest
   of a record that has begun. */
enum input_result warcinput_next(struct warc_reader *reader, size_t max_bytes,
                                 struct item *item, struct error *err);

#endif
