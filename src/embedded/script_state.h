/* script_state: finds the text in data for scripts of any form: long strings with the
   usual names of texts. */
#ifndef WINNOW_EMBEDDED_SCRIPT_STATE_H
#define WINNOW_EMBEDDED_SCRIPT_STATE_H

#include "base/arena.h"
#include "base/loose_json.h"

/* The longest text in the data, as HTML in the arena. Strings of one name side by side
   (the posts of a thread, the paragraphs of an article) are one text. Empty if there is
   none. Changes some links between the data. */
struct slice script_state_find(struct arena *a, struct loose_json *data);

#endif
