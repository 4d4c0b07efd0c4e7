/* link_boxes: refuses links in elements whose class or id says that they lead
   elsewhere. */
#ifndef WINNOW_PASSES_LINK_BOXES_H
#define WINNOW_PASSES_LINK_BOXES_H

#include "passes/pass_state.h"

/* Each refuses such links, and a heading right above them. */
void link_boxes_refuse_related(struct pass_state *s);
void link_boxes_refuse_share_bars(struct pass_state *s);
void link_boxes_refuse_pagers(struct pass_state *s);

#endif
