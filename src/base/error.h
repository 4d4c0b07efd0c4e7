/* error: what went wrong, where, and what to do about it. The caller owns it; it holds
   its text itself, so that it outlives every arena. */
#ifndef WINNOW_BASE_ERROR_H
#define WINNOW_BASE_ERROR_H

#include <stdbool.h>
#include <stdint.h>

enum { ERROR_TEXT_MAX = 512, ERROR_FILE_MAX = 512 };

struct error {
    char text[ERROR_TEXT_MAX]; /* no newline; "" when nothing went wrong */
    char file[ERROR_FILE_MAX]; /* "" when it has no place */
    uint32_t line, column;     /* from 1; 0 for none. Columns count bytes. */
};

/* Both fill *err (NULL is allowed: nobody asks) and return false, so that a function ends
   with `return error_set(...)`. Too long a text is cut. */
bool error_set(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool error_at(struct error *err, const char *file, uint32_t line, uint32_t column,
              const char *format, ...) __attribute__((format(printf, 5, 6)));

/* "file:line:column: text", or as much of the place as there is. Returns out. */
enum { ERROR_LINE_MAX = ERROR_TEXT_MAX + ERROR_FILE_MAX + 32 };
const char *error_line(const struct error *err, char out[ERROR_LINE_MAX]);

#endif
