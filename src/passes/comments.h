/* comments: what readers have written below an article is kept or refused. */
#ifndef WINNOW_PASSES_COMMENTS_H
#define WINNOW_PASSES_COMMENTS_H

#include "comments/comment_sections.h"
#include "passes/pass_state.h"

/* Keeps the text of the sections, whatever was decided about it, except for what the
   site's own rules have removed, and for forms, buttons and links that are only there to
   answer. Returns how many sections have a comment. */
size_t comments_keep(struct marks *marks, const struct section_list *sections);

/* The pass that refuses comments below an article, unless there is more text in them than
   outside. */
void comments_refuse(struct pass_state *s);

#endif
