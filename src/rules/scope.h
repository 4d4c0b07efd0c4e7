/* scope: selects the URL paths to which the lines below "[path GLOB...]" apply. */
#ifndef WINNOW_RULES_SCOPE_H
#define WINNOW_RULES_SCOPE_H

#include "base/slice.h"

struct scope {
    bool is_unless;      /* [unless-path ...] */
    struct slice *items; /* globs, at least one */
    size_t count, capacity;
};

/* "*" matches any bytes within one segment of a path, "**" matches any bytes. */
bool scope_glob_matches(struct slice glob, struct slice path);
bool scope_takes_in(const struct scope *scope, struct slice path);

#endif
