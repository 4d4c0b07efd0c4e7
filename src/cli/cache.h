/* cache: pages that were fetched within the last hour, so that trying rules does not
 * fetch them again. It is private to one user: nobody else can read it or put a file into
 * it. */
#ifndef WINNOW_CLI_CACHE_H
#define WINNOW_CLI_CACHE_H

#include "base/buffer.h"

struct cache {
    int directory; /* -1: no cache */
};

struct cached_page {
    struct buffer final_url, content_type,
        body; /* heap; owned by the caller of cache_read */
};

/* Opens the cache below $XDG_CACHE_HOME or ~/.cache. If the directory cannot be created,
   or belongs to another user, nothing is cached. */
void cache_open(struct cache *cache);
void cache_close(struct cache *cache);

/* Returns false, with an empty page, if the page is not cached or too old. */
bool cache_read(const struct cache *cache, const char *url, struct cached_page *page);
/* A write error is not reported: the page is just not cached. */
void cache_write(const struct cache *cache, const char *url,
                 const struct cached_page *page);

#endif
