#include "base/buffer.h"

#include "base/utf8.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char empty[1]; /* where ptr points before the first append; never written to */

enum { CAPACITY_MIN = 64 };

void buffer_open(struct buffer *b, struct arena *arena)
{
    *b = (struct buffer){.ptr = empty, .arena = arena};
}

void buffer_close(struct buffer *b)
{
    if (!b->arena && b->capacity)
        free(b->ptr);
    buffer_open(b, b->arena);
}

static bool grow_to(struct buffer *b, size_t capacity)
{
    char *old = b->capacity ? b->ptr : NULL;
    char *place = b->arena ? arena_grow(b->arena, old, b->capacity, capacity)
                           : realloc(old, capacity);
    if (!place) {
        b->failed = true;
        return false;
    }
    b->ptr = place;
    b->capacity = capacity;
    return true;
}

bool buffer_reserve(struct buffer *b, size_t more)
{
    size_t need;
    if (__builtin_add_overflow(b->len, more, &need) ||
        __builtin_add_overflow(need, (size_t)1, &need)) {
        b->failed = true;
        return false;
    }
    if (need <= b->capacity)
        return true;
    size_t doubled = b->capacity > SIZE_MAX / 2 ? need : b->capacity * 2;
    size_t capacity = need > doubled ? need : doubled;
    return grow_to(b, capacity < CAPACITY_MIN ? CAPACITY_MIN : capacity);
}

void buffer_append(struct buffer *b, struct slice s)
{
    if (s.len == 0 || !buffer_reserve(b, s.len))
        return;
    memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
    b->ptr[b->len] = '\0';
}

void buffer_append_string(struct buffer *b, const char *string)
{
    buffer_append(b, slice_of_string(string));
}

void buffer_append_char(struct buffer *b, char c)
{
    buffer_append(b, slice_of(&c, 1));
}

void buffer_append_times(struct buffer *b, char c, size_t count)
{
    if (!count || !buffer_reserve(b, count))
        return;
    memset(b->ptr + b->len, c, count);
    b->len += count;
    b->ptr[b->len] = '\0';
}

void buffer_append_code_point(struct buffer *b, uint32_t code_point)
{
    char bytes[4];
    buffer_append(b, slice_of(bytes, utf8_encode(code_point, bytes)));
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len > 0 && buffer_reserve(b, (size_t)len)) {
        vsnprintf(b->ptr + b->len, (size_t)len + 1, format, again);
        b->len += (size_t)len;
    }
    va_end(again);
}

void buffer_truncate(struct buffer *b, size_t len)
{
    if (len >= b->len)
        return;
    b->len = len;
    b->ptr[len] = '\0';
}
