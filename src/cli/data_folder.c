#include "cli/data_folder.h"

#include "base/array.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The folder above the one that holds the binary: PREFIX for PREFIX/bin/winnow, the
   checkout for build/winnow. Ends with a slash; NULL if it cannot be determined. */
static const char *find_prefix(struct arena *a)
{
    char *binary = realpath("/proc/self/exe", NULL);
    struct slice path = slice_of_string(binary);
    size_t slash = slice_find_last_char(path, '/');
    if (slash != SIZE_MAX)
        slash = slice_find_last_char(slice_of(path.ptr, slash), '/');
    const char *prefix =
        slash == SIZE_MAX ? NULL : arena_string(a, slice_of(path.ptr, slash + 1));
    free(binary);
    return prefix;
}

const char *data_folder_find(struct arena *a, const char *installed,
                             const char *in_checkout, const char *member)
{
    const char *const places[] = {installed, in_checkout};
    const char *prefix = find_prefix(a);
    for (size_t i = 0; prefix && i < COUNT_OF(places); i++) {
        const char *path = arena_printf(a, "%s%s", prefix, places[i]);
        if (access(arena_printf(a, "%s/%s", path, member), R_OK) == 0)
            return path;
    }
    return NULL;
}
