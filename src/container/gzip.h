/* gzip: compression, decompression, and a stream that may be compressed. The only user of
   zlib. */
#ifndef WINNOW_CONTAINER_GZIP_H
#define WINNOW_CONTAINER_GZIP_H

#include "base/buffer.h"
#include "base/error.h"
#include "container/byte_source.h"

/* Appends bytes as one gzip member (RFC 1952) without a time stamp. Returns false if out
   of memory. */
bool gzip_append(struct buffer *out, struct slice bytes);

/* The CRC-32 of gzip and ZIP: of bytes before, and 0 at the beginning. */
uint32_t gzip_crc32(uint32_t before, struct slice bytes);

enum gzip_form {
    GZIP_OR_ZLIB, /* either, detected by its header */
    GZIP_RAW,     /* raw deflate, which some servers send as "deflate" */
};
/* Decompresses all members and appends them to out. Trailing data that is not a member is
   ignored, as gzip(1) and browsers do. Returns false with err if the data is invalid or
   truncated (out then has what could be read), or if there are more than `max` bytes. */
bool gzip_decompress(struct slice compressed, enum gzip_form form, size_t max,
                     struct buffer *out, struct error *err);

enum gzip_member_state {
    GZIP_MEMBER_WHOLE,
    GZIP_MEMBER_TORN,    /* the file ends inside it */
    GZIP_MEMBER_DAMAGED, /* or there is none */
    GZIP_MEMBER_UNREADABLE,
};
/* Reads the member at an offset of a file. *length receives its compressed bytes; its
   content is appended to out, as far as it has at most `max` bytes. err is set only if
   the file cannot be read. */
enum gzip_member_state gzip_read_member(int fd, int64_t offset, size_t max,
                                        struct buffer *out, int64_t *length,
                                        struct error *err);

/* A source of bytes that is read from its beginning, and decompressed if it is gzip or
   Zstandard. */
struct gzip_stream;

/* from is borrowed. Returns NULL if out of memory. */
struct gzip_stream *gzip_stream_open(struct byte_source *from);
void gzip_stream_close(struct gzip_stream *stream); /* NULL is allowed */
enum gzip_result {
    GZIP_BYTES,
    GZIP_WAIT, /* call again when the descriptor is readable */
    GZIP_END,
    GZIP_BROKEN, /* err says why */
};
/* Appends between 1 and `most` bytes. Never blocks. Data after the last member that is
   not a member is GZIP_BROKEN, once everything before it has been returned: it may be a
   damaged member. Padding with zeros is skipped. */
enum gzip_result gzip_stream_read(struct gzip_stream *stream, struct buffer *out,
                                  size_t most, struct error *err);
/* After GZIP_BROKEN: skips to what looks like the next member, or the next frame of
   Zstandard (GZIP_BYTES). GZIP_END also for a stream that is not compressed. */
enum gzip_result gzip_stream_skip_damage(struct gzip_stream *stream, struct error *err);

#endif
