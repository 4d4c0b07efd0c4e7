/* notes: what happened to a page on the way that is no failure. They live in its arena.
 */
#ifndef WINNOW_MARKS_NOTES_H
#define WINNOW_MARKS_NOTES_H

#include "rules/rulefile.h"

struct note {
    const char *code; /* static */
    struct slice place, text;
};

struct note_list {
    struct note *items;
    size_t count, capacity;
    struct arena *arena;
    /* The directive that is at work, where one may take long: what to name when the page
       runs out of time. NULL: none. */
    const struct rulefile *busy_file;
    const struct directive *busy_directive;
};

enum { NOTES_MAX = 100 }; /* a page; a bad rule can find something on every line of one */

/* A note on a directive: its place is "file:line". What comes after NOTES_MAX is left
   out. */
void notes_add(struct note_list *notes, const char *code, const struct rulefile *file,
               const struct directive *directive, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
