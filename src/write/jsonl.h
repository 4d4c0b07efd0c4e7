/* jsonl: a record as one line of JSON, with DESIGN's fields in DESIGN's order. */
#ifndef WINNOW_WRITE_JSONL_H
#define WINNOW_WRITE_JSONL_H

#include "base/buffer.h"
#include "winnow.h"

/* Appends one line with its newline. Every field is there in every line; what is not
   known is null. `passed` is empty, or the text of a JSON object that came with the
   input: its "id" is put first and its other members last, byte for byte, but for those
   that have a name of winnow's own. False without memory. */
bool write_jsonl(const struct winnow_record *record, struct slice passed,
                 struct buffer *out);

#endif
