/* byte_source: where the bytes of an input come from, piece by piece: a descriptor, or a
   member of an archive. */
#ifndef WINNOW_CONTAINER_BYTE_SOURCE_H
#define WINNOW_CONTAINER_BYTE_SOURCE_H

#include "base/buffer.h"
#include "base/error.h"

enum source_result {
    SOURCE_BYTES,
    SOURCE_WAIT, /* call again when the descriptor is readable */
    SOURCE_END,
    SOURCE_BROKEN, /* err says why; from then on there are no bytes */
};

/* The first member of each kind of source. */
struct byte_source {
    /* Reads between 1 and `room` bytes; *count is their number. Never blocks on what
       poll(2) can tell. */
    enum source_result (*read)(struct byte_source *source, void *to, size_t room,
                               size_t *count, struct error *err);
};

/* A file or pipe. */
struct fd_source {
    struct byte_source source;
    int fd; /* borrowed */
    bool at_end;
    struct buffer ahead; /* bytes that were read already; those from `start` on are
                            unused */
    size_t start;
};

/* first: bytes that were read from fd before; they are copied. */
void fd_source_open(struct fd_source *from, int fd, struct slice first);
void fd_source_close(struct fd_source *from);
/* Shows the next `wanted` bytes without using them, or fewer at the end. SOURCE_END is
   never returned. *out is valid until the next call. */
enum source_result fd_source_peek(struct fd_source *from, size_t wanted,
                                  struct slice *out, struct error *err);
/* Whether a read gives bytes or the end at once. */
bool fd_source_is_ready(const struct fd_source *from);
/* Blocks until there is something to read. Returns false with err if a signal that ends
   the program is pending. */
bool fd_source_wait(const struct fd_source *from, struct error *err);

#endif
