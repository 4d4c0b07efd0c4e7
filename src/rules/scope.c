#include "rules/scope.h"

#include <stdint.h>

/* A star to backtrack to: its position in the glob, and where in the path its match would
   end if it took one byte more. */
struct star {
    size_t glob, path; /* glob is SIZE_MAX if there is none */
};

static bool is_star(struct slice glob, size_t at)
{
    return at < glob.len && glob.ptr[at] == '*';
}

/* Backtracking to the last "*" and the last "**" is enough: what precedes a "**" that was
   reached has its shortest match, which leaves the most to the rest. */
bool scope_glob_matches(struct slice glob, struct slice path)
{
    struct star one = {SIZE_MAX, 0}, all = {SIZE_MAX, 0};
    size_t g = 0, p = 0;
    for (;;) {
        if (is_star(glob, g) && is_star(glob, g + 1)) {
            all = (struct star){g += 2, p};
            one.glob = SIZE_MAX;
        } else if (is_star(glob, g)) {
            one = (struct star){++g, p};
        } else if (g == glob.len && p == path.len) {
            return true;
        } else if (g < glob.len && p < path.len && glob.ptr[g] == path.ptr[p]) {
            g++, p++;
        } else if (one.glob != SIZE_MAX && one.path < path.len &&
                   path.ptr[one.path] != '/') {
            g = one.glob;
            p = ++one.path;
        } else if (all.glob != SIZE_MAX && all.path < path.len) {
            g = all.glob;
            p = ++all.path;
            one.glob = SIZE_MAX;
        } else {
            return false;
        }
    }
}

bool scope_takes_in(const struct scope *scope, struct slice path)
{
    if (!path.len)
        path = SLICE("/");
    for (size_t i = 0; i < scope->count; i++)
        if (scope_glob_matches(scope->items[i], path))
            return !scope->is_unless;
    return scope->is_unless;
}
