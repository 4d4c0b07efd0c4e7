/* link_boxes: passes over links in elements that are named for leading elsewhere, by
   their classes or ids. */
#ifndef WINNOW_PASSES_LINK_BOXES_H
#define WINNOW_PASSES_LINK_BOXES_H

#include "passes/pass_state.h"

/* Each refuses such links, and a heading right over them. */
void link_boxes_refuse_related(struct pass_state *s);
void link_boxes_refuse_share_bars(struct pass_state *s);
void link_boxes_refuse_pagers(struct pass_state *s);

#endif
