/* script_state: the text in the data that a page carries for its scripts, whose form
   nobody has agreed upon: what is named as a text usually is, and is long. */
#ifndef WINNOW_EMBEDDED_SCRIPT_STATE_H
#define WINNOW_EMBEDDED_SCRIPT_STATE_H

#include "base/arena.h"
#include "base/loose_json.h"

/* The longest text in the data, as HTML in the arena: of strings that stand side by side
   under one name (the posts of a thread, the paragraphs of an article) all. Empty when
   there is none. Some links between the data are changed. */
struct slice script_state_find(struct arena *a, struct loose_json *data);

#endif
