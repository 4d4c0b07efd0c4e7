/* buffer: bytes that grow. Its ptr is never NULL and always has a NUL behind its len
   bytes. In an arena it cannot fail; on the heap an append that finds no memory, or that
   would pass SIZE_MAX, sets `failed` and changes nothing, as ferror(3) does: append
   freely, ask once at the end. */
#ifndef WINNOW_BASE_BUFFER_H
#define WINNOW_BASE_BUFFER_H

#include "base/arena.h"
#include "base/slice.h"

struct buffer {
    char *ptr;
    size_t len, capacity;
    struct arena *arena; /* NULL: the heap, and buffer_close must be called */
    bool failed;
};

/* arena may be NULL for the heap. Takes no memory yet. */
void buffer_open(struct buffer *b, struct arena *arena);
/* Frees a heap buffer and leaves it open and empty. */
void buffer_close(struct buffer *b);

void buffer_append(struct buffer *b, struct slice s);
void buffer_append_string(struct buffer *b, const char *string);
void buffer_append_char(struct buffer *b, char c);
void buffer_append_times(struct buffer *b, char c, size_t count);
void buffer_append_code_point(struct buffer *b, uint32_t code_point);
void buffer_printf(struct buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Room for at least `more` bytes behind len; false where there is no memory. */
bool buffer_reserve(struct buffer *b, size_t more);
/* Cuts to len bytes; nothing when it is shorter. */
void buffer_truncate(struct buffer *b, size_t len);

static inline struct slice buffer_slice(const struct buffer *b)
{
    return slice_of(b->ptr, b->len);
}

#endif
