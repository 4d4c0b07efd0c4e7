/* notes: what happened to a page that is not a failure. They live in its arena. */
#ifndef WINNOW_MARKS_NOTES_H
#define WINNOW_MARKS_NOTES_H

#include "base/note_codes.h"
#include "rules/rulefile.h"

struct note {
    enum note_code code;
    struct slice place, text; /* place may be empty */
};

struct note_list {
    struct note *items;
    size_t count, capacity;
    struct arena *arena;
    /* The directive that is being applied, where one may take long: what to name if the
       page runs out of time. NULL: none. */
    const struct rulefile *busy_file;
    const struct directive *busy_directive;
};

enum { NOTES_MAX = 100 }; /* a page; a bad rule may find something on every line of one */

/* Notes after the first NOTES_MAX are left out. text is the caller's, in the page's
   arena or static. */
void notes_push(struct note_list *notes, enum note_code code, struct slice place,
                struct slice text);
/* The same for a directive: the place is "file:line". */
void notes_add(struct note_list *notes, enum note_code code, const struct rulefile *file,
               const struct directive *directive, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
