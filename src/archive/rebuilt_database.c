/* The part of store.h about a database that was made again from files. */
#include "archive/store.h"

#include "base/array.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Finds the first unused name: winnow.db.old, winnow.db.old2 and so on. */
static void name_old(const struct store *store, char *out, size_t size)
{
    snprintf(out, size, "%s.old", STORE_DATABASE);
    for (unsigned n = 2; faccessat(store->folder, out, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
         n++)
        snprintf(out, size, "%s.old%u", STORE_DATABASE, n);
}

/* Gives the old database another name, with its journal, which must not be applied to the
   new one. */
static bool keep_old(const struct store *store)
{
    static const char *const suffixes[] = {"-wal", "-shm"};
    char old[64], from[64], to[80];
    name_old(store, old, sizeof old);
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        snprintf(from, sizeof from, "%s%s", STORE_DATABASE, suffixes[i]);
        snprintf(to, sizeof to, "%s%s", old, suffixes[i]);
        if (renameat(store->folder, from, store->folder, to) != 0 && errno != ENOENT)
            return false;
    }
    return renameat(store->folder, STORE_DATABASE, store->folder, old) == 0 ||
           errno == ENOENT;
}

bool store_finish_rebuild(struct store *store, struct error *err)
{
    if (!store_commit(store, err))
        return false;
    db_close(store->db); /* writes its journal into the file */
    store->db = NULL;
    bool done = keep_old(store) &&
                renameat(store->folder, STORE_REBUILT_DATABASE, store->folder,
                         STORE_DATABASE) == 0 &&
                fsync(store->folder) == 0;
    return done ||
           error_set(err, "%s/%s: %s", store->path, STORE_DATABASE, strerror(errno));
}
