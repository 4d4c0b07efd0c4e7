/* error: what went wrong, where, and what to do about it. The caller owns it. It contains
   its text, so that it outlives every arena. */
#ifndef WINNOW_BASE_ERROR_H
#define WINNOW_BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ERROR_FILE_MAX = 4096,                 /* PATH_MAX */
    ERROR_TEXT_MAX = ERROR_FILE_MAX + 512, /* many texts begin with a path */
};

struct error {
    char text[ERROR_TEXT_MAX]; /* no newline; "" if there is no error */
    char file[ERROR_FILE_MAX]; /* "" if there is none */
    uint32_t line, column;     /* from 1; 0 for none. Columns count bytes. */
};

/* Both fill *err (may be NULL) and return false, so that a function can end with `return
   error_set(...)`. A text that is too long is cut, and ends in "…" then. */
bool error_set(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool error_at(struct error *err, const char *file, uint32_t line, uint32_t column,
              const char *format, ...) __attribute__((format(printf, 5, 6)));

/* vsnprintf(3) for a text; one that is too long ends in "…". The size is 4 at least. */
void error_format(char *out, size_t size, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/* "file:line:column: text", without the parts that are not known. Returns out. */
enum { ERROR_LINE_MAX = ERROR_TEXT_MAX + ERROR_FILE_MAX + 32 };
const char *error_line(const struct error *err, char out[ERROR_LINE_MAX]);

#endif
