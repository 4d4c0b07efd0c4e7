/* jsonl: a record as one line of JSON. The fields and their order are those of
   include/winnow-record.schema.json. */
#ifndef WINNOW_WRITE_JSONL_H
#define WINNOW_WRITE_JSONL_H

#include "base/buffer.h"
#include "winnow.h"

/* Appends one line, with its newline. Every line has every field; unknown values are
   null. `passed` is empty, or the text of the JSON object of the input: its "id" is
   written first and its other members last, byte for byte, except members whose name is
   also a field of the record. Returns false if out of memory. */
bool write_jsonl(const struct winnow_record *record, struct slice passed,
                 struct buffer *out);

#endif
