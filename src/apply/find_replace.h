/* find_replace: find_string and replace_string, on a page's HTML before it is parsed. */
#ifndef WINNOW_APPLY_FIND_REPLACE_H
#define WINNOW_APPLY_FIND_REPLACE_H

#include "marks/notes.h"
#include "rules/rulebook.h"

/* Replaces literal text, byte for byte, in the order of the lines: each sees the result
   of those before. A line that would make the page too large is skipped with a note.
   Returns html itself if nothing is found. The lines of community files can be left out,
   with a note if they would have an effect. */
struct slice find_replace_apply(const struct ruleset *rules, struct slice url_path,
                                bool with_community, struct slice html,
                                struct note_list *notes);

#endif
