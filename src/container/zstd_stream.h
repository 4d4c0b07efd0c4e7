/* zstd_stream: decompresses Zstandard data piece by piece, as .warc.zst files have it: a
   frame for each record, and perhaps a dictionary in a first frame
   (https://iipc.github.io/warc-specifications/specifications/warc-zstd/). The only user
   of the zstd library. */
#ifndef WINNOW_CONTAINER_ZSTD_STREAM_H
#define WINNOW_CONTAINER_ZSTD_STREAM_H

#include "base/buffer.h"
#include "base/error.h"

/* Whether a file with these first four bytes or more is of this kind. */
bool zstd_stream_is(struct slice first);

struct zstd_stream;

struct zstd_stream *zstd_stream_open(void);       /* NULL: out of memory */
void zstd_stream_close(struct zstd_stream *zstd); /* NULL is allowed */
/* Decompresses from bytes, up to `most` bytes, and appends them to out. *used is set to
   the number of bytes that were used; it is bytes.len unless out is full. Returns false
   with err if the data is invalid. */
bool zstd_stream_read(struct zstd_stream *zstd, struct slice bytes, size_t most,
                      struct buffer *out, size_t *used, struct error *err);
/* Whether the data so far ends inside a frame. */
bool zstd_stream_is_open(const struct zstd_stream *zstd);

/* After an error: forgets the frame, so that the next read begins another one. The
   dictionary stays. */
void zstd_stream_reset(struct zstd_stream *zstd);

/* Whether a read without further bytes gives more. */
bool zstd_stream_has_output(const struct zstd_stream *zstd);

/* Decompresses all frames of bytes, up to `max` bytes. Returns false with err if they are
   invalid, incomplete or larger: out then has more than max bytes. */
bool zstd_stream_decompress(struct slice bytes, size_t max, struct buffer *out,
                            struct error *err);

#endif
