/* jsonl: a record as one line of JSON, with DESIGN's fields in DESIGN's order. */
#ifndef WINNOW_WRITE_JSONL_H
#define WINNOW_WRITE_JSONL_H

#include "base/buffer.h"
#include "base/json.h"
#include "winnow.h"

/* Appends one line with its newline. `passed` may be NULL: else the members of the
   input's object, put first when it is "id" and last otherwise, winnow's own names
   winning. */
bool write_jsonl(const struct winnow_record *record, const struct json *passed,
                 struct buffer *out);

#endif
