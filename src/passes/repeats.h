/* repeats: keeps text that a page repeats on purpose. */
#ifndef WINNOW_PASSES_REPEATS_H
#define WINNOW_PASSES_REPEATS_H

#include "passes/pass_state.h"

/* Documentation repeats whole sentences. */
void repeats_keep_all(struct pass_state *s);
/* "Save the file." ends more than one list of steps. */
void repeats_keep_steps(struct pass_state *s);

#endif
