/* scope: which URL paths the lines below "[path GLOB...]" are for. */
#ifndef WINNOW_RULES_SCOPE_H
#define WINNOW_RULES_SCOPE_H

#include "base/slice.h"

struct scope {
    bool is_unless;      /* [unless-path ...] */
    struct slice *items; /* globs, at least one */
    size_t count, capacity;
};

/* "*" stands for any bytes of one segment of a path, "**" for any bytes at all. */
bool scope_glob_matches(struct slice glob, struct slice path);
bool scope_takes_in(const struct scope *scope, struct slice path);

#endif
