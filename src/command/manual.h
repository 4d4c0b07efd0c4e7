/* manual: the tables of the manual pages. The pages are src/docs/NAME.SECTION.in; the
   build puts the tables into them, with src/docs/manual.awk. */
#ifndef WINNOW_COMMAND_MANUAL_H
#define WINNOW_COMMAND_MANUAL_H

#include "base/buffer.h"

/* All tables, each after a line with its marker, such as "@OPTIONS explain@". */
void manual_write_tables(struct buffer *out);

#endif
