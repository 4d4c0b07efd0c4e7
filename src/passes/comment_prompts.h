/* comment_prompts: finds requests for comments without comments, as candidates for
   boilerplate. */
#ifndef WINNOW_PASSES_COMMENT_PROMPTS_H
#define WINNOW_PASSES_COMMENT_PROMPTS_H

#include "passes/pass_state.h"

/* "Comments. Log in to join the conversation." */
void comment_prompts_find_empty(struct pass_state *s);
/* Finds lines that only say "comments". */
void comment_prompts_find_labels(struct pass_state *s);
/* "Leave a comment. Your address will not be published." */
void comment_prompts_find_forms(struct pass_state *s);

#endif
