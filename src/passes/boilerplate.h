/* boilerplate: what sites put around and into their texts. Other passes find candidates,
   kind by kind; this one decides about all of them. */
#ifndef WINNOW_PASSES_BOILERPLATE_H
#define WINNOW_PASSES_BOILERPLATE_H

#include "passes/pass_state.h"

/* Refuses the candidates, unless they are most of the kept text. */
void boilerplate_refuse(struct pass_state *s);

#endif
