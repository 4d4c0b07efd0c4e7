/* cause: what messages about several pages have in common. */
#ifndef WINNOW_ARCHIVE_CAUSE_H
#define WINNOW_ARCHIVE_CAUSE_H

#include "base/buffer.h"

/* Appends a message without what differs from page to page and from run to run: the
   page's URL, and clauses that begin with a number, such as "after 30001 milliseconds",
   "with 120 bytes received" and ": 40 characters, 5 % of the usual 800". */
void cause_fold(struct slice text, struct slice url, struct buffer *out);

#endif
