#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

static void fill(struct error *err, const char *file, uint32_t line, uint32_t column,
                 const char *format, va_list args)
{
    if (!err)
        return;
    /* The arguments may point into *err itself, as when a caller adds a place to an
       error. */
    char text[ERROR_TEXT_MAX], place[ERROR_FILE_MAX];
    vsnprintf(text, sizeof text, format, args);
    snprintf(place, sizeof place, "%s", file ? file : "");
    snprintf(err->text, sizeof err->text, "%s", text);
    snprintf(err->file, sizeof err->file, "%s", place);
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
