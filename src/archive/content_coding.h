/* content_coding: the codings that an HTTP body can come in: gzip, deflate, br and zstd.
   The doors of brotli and zstd. */
#ifndef WINNOW_ARCHIVE_CONTENT_CODING_H
#define WINNOW_ARCHIVE_CONTENT_CODING_H

#include "base/buffer.h"
#include "base/error.h"

/* Undoes the codings of a Content-Encoding, the last first ("gzip, br" is br within
   gzip's place). False with err for a broken body or one of which a part is missing, for
   an unknown coding, and for more than `max` bytes, of which out then holds more. */
bool content_coding_decode(struct slice content_encoding, struct slice body, size_t max,
                           struct buffer *out, struct error *err);
/* The same for a body out of an archive. Many hold decoded bodies under the server's own
   header: what does not begin as the coding does is taken as it is. */
bool content_coding_decode_archived(struct slice content_encoding, struct slice body,
                                    size_t max, struct buffer *out, struct error *err);
/* Undoes Transfer-Encoding: chunked. What is no chunked body is taken as it is. */
void content_coding_decode_chunks(struct slice body, struct buffer *out);

#endif
