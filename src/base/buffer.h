/* buffer: growing bytes. ptr is never NULL, and a NUL follows the len bytes. In an arena
   it cannot fail. On the heap, an append that finds no memory or would exceed SIZE_MAX
   sets `failed` and changes nothing, as with ferror(3): append freely, check once at the
   end. */
#ifndef WINNOW_BASE_BUFFER_H
#define WINNOW_BASE_BUFFER_H

#include "base/arena.h"
#include "base/slice.h"

struct buffer {
    char *ptr;
    size_t len, capacity;
    struct arena *arena; /* NULL: on the heap; buffer_close must be called */
    bool failed;
};

/* arena is NULL for the heap. Allocates nothing yet. */
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
/* Reserves room for `more` bytes after len; false if there is no memory. */
bool buffer_reserve(struct buffer *b, size_t more);
/* Cuts the buffer to len bytes; does nothing if it is shorter. */
void buffer_truncate(struct buffer *b, size_t len);

static inline struct slice buffer_slice(const struct buffer *b)
{
    return slice_of(b->ptr, b->len);
}

#endif
