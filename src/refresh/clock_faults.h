/* clock_faults: times in an archive that a wrong clock has written. */
#ifndef WINNOW_REFRESH_CLOCK_FAULTS_H
#define WINNOW_REFRESH_CLOCK_FAULTS_H

#include "archive/store.h"

/* 2025-01-01: this program is not older. A machine without a battery begins in 1970. */
enum { CLOCK_FAULTS_EARLIEST = 1735689600 };

/* Looks for times that are more than a day in the future, and opens a problem for them
   and for a clock that is earlier than this program; both are reported once. Sets
   *is_sane to false in the second case: then times in the future may be right. */
bool clock_faults_find(struct store *store, int64_t now, int64_t run, bool *is_sane,
                       struct error *err);

#endif
