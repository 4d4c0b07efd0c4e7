/* script_state: the text in the data that a page carries for its scripts. The format is
 * not standardised, so names are the guide: a member named like text usually is text, and
 * is long. */
#ifndef WINNOW_EMBEDDED_SCRIPT_STATE_H
#define WINNOW_EMBEDDED_SCRIPT_STATE_H

#include "base/arena.h"
#include "base/loose_json.h"

/* The longest text in the data, as HTML in the arena. Sibling strings with the same name
   (the posts of a thread, the paragraphs of an article) count as one text. Empty if there
   is none. Changes some links between the data. */
struct slice script_state_find(struct arena *a, struct loose_json *data);

#endif
