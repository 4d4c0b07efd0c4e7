#include "marks/notes.h"

#include <stdarg.h>
#include <stdio.h>

void notes_push(struct note_list *notes, enum note_code code, struct slice place,
                struct slice text)
{
    struct note note = {code, place, text};
    if (notes->count < NOTES_MAX)
        ARENA_PUSH(notes->arena, notes, note);
}

void notes_add(struct note_list *notes, enum note_code code, const struct rulefile *file,
               const struct directive *directive, const char *format, ...)
{
    if (notes->count >= NOTES_MAX)
        return;
    va_list args;
    va_start(args, format);
    const char *sentence = arena_vprintf(notes->arena, format, args);
    va_end(args);
    const char *place = "";
    if (directive)
        place = arena_printf(notes->arena, "%.*s:%u", SLICE_ARG(file->path),
                             (unsigned)directive->line);
    notes_push(notes, code, slice_of_string(place), slice_of_string(sentence));
}
