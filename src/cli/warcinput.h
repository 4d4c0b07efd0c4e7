/* warcinput: the responses of a WARC file as items, one after the other. */
#ifndef WINNOW_CLI_WARCINPUT_H
#define WINNOW_CLI_WARCINPUT_H

#include "archive/warc.h"
#include "cli/input.h"

struct warcinput;

/* fd is borrowed. NULL without memory. */
struct warcinput *warcinput_open(int fd);
void warcinput_close(struct warcinput *input); /* NULL is allowed */
/* As input_next; INPUT_FAILED where the file is broken from here on. Records that hold no
   page (requests, revisits, metadata) are passed over. */
enum input_result warcinput_next(struct warcinput *input, size_t max_bytes,
                                 struct item *item, struct error *err);

#endif
