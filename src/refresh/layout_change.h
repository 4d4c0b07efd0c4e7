/* layout_change: rewrites the files of text/ after the settings ask for another layout.
   Each file is written under its new name, its row is committed, and the old file is
   removed, in this order: a run that is killed loses none, and the next one goes on. */
#ifndef WINNOW_REFRESH_LAYOUT_CHANGE_H
#define WINNOW_REFRESH_LAYOUT_CHANGE_H

#include "refresh/recorder.h"

/* Rewrites the files that do not have the store's layout. Appends to `to_clean` the pages
   that have to be cleaned again, because only then their Markdown is known; until then
   their file has the text, escaped. */
bool layout_change_begin(struct recorder *recorder, struct arena *a,
                         struct id_list *to_clean, struct error *err);

#endif
