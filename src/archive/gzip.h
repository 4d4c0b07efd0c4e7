/* gzip: packing and unpacking, and a stream that may be packed. The zlib door. */
#ifndef WINNOW_ARCHIVE_GZIP_H
#define WINNOW_ARCHIVE_GZIP_H

#include "base/buffer.h"
#include "base/error.h"

/* Appends bytes as one gzip member (RFC 1952) that says nothing of when it was made. */
bool gzip_append(struct buffer *out, struct slice bytes);

enum gzip_form {
    GZIP_OR_ZLIB, /* either, told by its head */
    GZIP_RAW,     /* bare deflate, which some servers send as "deflate" */
};
/* Appends what is packed, all members of it; what is none behind them is passed over, as
   gzip(1) and browsers do. False with err for what is broken or cut short (what could be
   read is in out), or is over `max` bytes. */
bool gzip_unpack(struct slice packed, enum gzip_form form, size_t max, struct buffer *out,
                 struct error *err);

/* A file or pipe read from its beginning, unpacked when it is gzip. */
struct gzip_stream;

/* fd is borrowed. NULL: no memory. */
struct gzip_stream *gzip_stream_open(int fd);
void gzip_stream_close(struct gzip_stream *stream); /* NULL is allowed */
enum gzip_result {
    GZIP_BYTES,
    GZIP_WAIT, /* nothing more until the descriptor is readable */
    GZIP_END,
    GZIP_BROKEN, /* err says how */
};
/* Appends up to `most` further bytes, at least one. It never waits for them. What is no
   member behind the last one is broken, after all that could be read has been given: a
   file's further members may stand there. Zeros are passed over. */
enum gzip_result gzip_stream_read(struct gzip_stream *stream, struct buffer *out,
                                  size_t most, struct error *err);

#endif
