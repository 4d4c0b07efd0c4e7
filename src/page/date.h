/* date: what pages write for a date, as ISO 8601. */
#ifndef WINNOW_PAGE_DATE_H
#define WINNOW_PAGE_DATE_H

#include "base/arena.h"
#include "base/slice.h"

/* "2024-03-05", or "2024-03-05T10:30:00Z" where text tells the time (with its offset
   where it tells that), from ISO 8601, RFC 5322 and the English forms "March 5, 2024" and
   "5 Mar 2024"; "05.03.2024" too. Empty for everything else, "03/05/2024" included:
   whether that is in March or May nobody can tell. */
struct slice date_to_iso(struct arena *a, struct slice text);

#endif
