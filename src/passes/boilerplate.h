/* boilerplate: what sites put around and into their texts. Other passes find it kind by
   kind, by what it is rather than by names, as candidates; this one decides about all of
   them. */
#ifndef WINNOW_PASSES_BOILERPLATE_H
#define WINNOW_PASSES_BOILERPLATE_H

#include "passes/pass_state.h"

/* Refuses the candidates, unless they are most of what is kept. */
void boilerplate_refuse(struct pass_state *s);

#endif
