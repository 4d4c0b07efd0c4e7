/* content_coding: decodes HTTP content codings: gzip, deflate, br and zstd.
   The only user of the brotli library. */
#ifndef WINNOW_CONTAINER_CONTENT_CODING_H
#define WINNOW_CONTAINER_CONTENT_CODING_H

#include "base/buffer.h"
#include "base/error.h"

/* Decodes a body with the given Content-Encoding value, the last coding first, and
   appends it to out. Returns false with err if the body is invalid or truncated, if a
   coding is unknown and the body is not plain text, or if the result has more than `max`
   bytes; in that last case out has received more than `max` bytes. */
bool content_coding_decode(struct slice content_encoding, struct slice body, size_t max,
                           struct buffer *out, struct error *err);
/* The same for a body from a WARC file. Many WARC files store decoded bodies with the
   server's original header, so a body that does not look encoded is copied as it is. */
bool content_coding_decode_archived(struct slice content_encoding, struct slice body,
                                    size_t max, struct buffer *out, struct error *err);
/* Decodes Transfer-Encoding: chunked. A body that is not chunked is copied as it is. */
void content_coding_decode_chunks(struct slice body, struct buffer *out);

#endif
