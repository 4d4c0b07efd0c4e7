#include "marks/notes.h"

#include <stdarg.h>
#include <stdio.h>

void notes_add(struct note_list *notes, const char *code, const struct rulefile *file,
               const struct directive *directive, const char *format, ...)
{
    if (notes->count >= NOTES_MAX)
        return;
    enum { SENTENCE_MAX = 400 };
    char sentence[SENTENCE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    const char *place = "";
    if (directive)
        place = arena_printf(notes->arena, "%.*s:%u", SLICE_ARG(file->path),
                             (unsigned)directive->line);
    struct note note = {code, slice_of_string(place),
                        arena_copy(notes->arena, slice_of_string(sentence))};
    ARENA_PUSH(notes->arena, notes, note);
}
