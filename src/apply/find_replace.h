/* find_replace: find_string and replace_string, on a page's HTML before it is parsed. */
#ifndef WINNOW_APPLY_FIND_REPLACE_H
#define WINNOW_APPLY_FIND_REPLACE_H

#include "marks/notes.h"
#include "rules/rulebook.h"

/* Replaces literal text, byte for byte, in the order of the lines: each sees what those
   before it have left. A line that would make the page too large is passed over with a
   note. html is given back as it was where nothing is found. The lines of a community's
   files can be left out, which is noted where they would have done something. */
struct slice find_replace_apply(const struct ruleset *rules, struct slice url_path,
                                bool with_community, struct slice html,
                                struct note_list *notes);

#endif
