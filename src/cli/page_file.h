/* page_file: a file with one page, which may be compressed or as a browser saved it. */
#ifndef WINNOW_CLI_PAGE_FILE_H
#define WINNOW_CLI_PAGE_FILE_H

#include "cli/input.h"

/* Fills the item's bytes, and its URL and content type if the file has them. is_text: it
   has text, not HTML. Returns false, with the item's status and error set, if the file is
   damaged or has more than max bytes when decompressed. */
bool page_file_read(struct slice bytes, size_t max, bool is_text, struct item *item);

#endif
