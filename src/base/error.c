#include "base/error.h"

#include "base/utf8.h"
#include <stdio.h>
#include <string.h>

static const char cut_mark[] = "…";

void error_format(char *out, size_t size, const char *format, va_list args)
{
    int len = vsnprintf(out, size, format, args);
    if (len < 0)
        out[0] = '\0';
    if (len < 0 || (size_t)len < size)
        return;
    size_t kept = utf8_cut(slice_of(out, size - 1), size - sizeof cut_mark);
    memcpy(out + kept, cut_mark, sizeof cut_mark);
}

static void put(char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void put(char *out, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_format(out, size, format, args);
    va_end(args);
}

static void fill(struct error *err, const char *file, uint32_t line, uint32_t column,
                 const char *format, va_list args)
{
    if (!err)
        return;
    /* The arguments may point into *err itself, as when a caller adds a place to an
       error. */
    char text[ERROR_TEXT_MAX], place[ERROR_FILE_MAX];
    error_format(text, sizeof text, format, args);
    put(place, sizeof place, "%s", file ? file : "");
    put(err->text, sizeof err->text, "%s", text);
    put(err->file, sizeof err->file, "%s", place);
    err->line = line;
    err->column = column;
}

bool error_set(struct error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, NULL, 0, 0, format, args);
    va_end(args);
    return false;
}

bool error_at(struct error *err, const char *file, uint32_t line, uint32_t column,
              const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, file, line, column, format, args);
    va_end(args);
    return false;
}

const char *error_line(const struct error *err, char out[ERROR_LINE_MAX])
{
    if (err->file[0] && err->line && err->column)
        snprintf(out, ERROR_LINE_MAX, "%s:%u:%u: %s", err->file, err->line, err->column,
                 err->text);
    else if (err->file[0] && err->line)
        snprintf(out, ERROR_LINE_MAX, "%s:%u: %s", err->file, err->line, err->text);
    else if (err->file[0])
        snprintf(out, ERROR_LINE_MAX, "%s: %s", err->file, err->text);
    else
        snprintf(out, ERROR_LINE_MAX, "%s", err->text);
    return out;
}
