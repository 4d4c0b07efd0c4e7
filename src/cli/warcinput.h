/* warcinput: reads the responses of a WARC or WACZ file as items, one by one. */
#ifndef WINNOW_CLI_WARCINPUT_H
#define WINNOW_CLI_WARCINPUT_H

#include "cli/input.h"
#include "container/warc.h"

struct warcinput;

/* fd is borrowed; first: bytes that were read from it before. NULL if out of memory. */
struct warcinput *warcinput_open(int fd, struct slice first);
void warcinput_close(struct warcinput *input); /* NULL is ignored */
/* Like input_next; INPUT_FAILED if the rest of the file is unreadable. Records that hold
   no page (requests, revisits, metadata) are skipped. */
enum input_result warcinput_next(struct warcinput *input, size_t max_bytes,
                                 struct item *item, struct error *err);

#endif
