/* search_dates: a date or a range of dates as words of the index of winnow search. */
#ifndef WINNOW_ARCHIVE_SEARCH_DATES_H
#define WINNOW_ARCHIVE_SEARCH_DATES_H

#include "base/buffer.h"

/* Appends "2025" OR "202603" ... for a value such as 2025, 2025-03, 2025-03-04 or
   2024..2026-03. Returns false if it is none. */
bool search_dates_append(struct slice value, struct buffer *out);

#endif
