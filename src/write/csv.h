/* csv: a record as a line of comma-separated values (RFC 4180). */
#ifndef WINNOW_WRITE_CSV_H
#define WINNOW_WRITE_CSV_H

#include "base/buffer.h"
#include "winnow.h"

/* Appends the line that names the columns: url, title, author, date, status, text. */
void write_csv_head(struct buffer *out);
/* Appends a record. Unknown values are empty; `passed` is not written. Returns false if
   out of memory. */
bool write_csv(const struct winnow_record *record, struct slice passed,
               struct buffer *out);

#endif
