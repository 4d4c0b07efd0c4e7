/* cache: pages that were fetched within the last hour, so that trying rules does not ask
   a server again. One user's own: nobody else may read it or put a file there. */
#ifndef WINNOW_CLI_CACHE_H
#define WINNOW_CLI_CACHE_H

#include "base/buffer.h"

struct cache {
    int directory; /* -1: there is none */
};

struct cached_page {
    struct buffer final_url, content_type, body; /* heap; the reader's */
};

/* Below $XDG_CACHE_HOME or ~/.cache. Where that cannot be had, or belongs to others,
   nothing is cached. */
void cache_open(struct cache *cache);
void cache_close(struct cache *cache);

/* False when it is not there or too old; page is then empty. */
bool cache_read(const struct cache *cache, const char *url, struct cached_page *page);
/* What cannot be written is not kept, and nobody is told: it is but a cache. */
void cache_write(const struct cache *cache, const char *url,
                 const struct cached_page *page);

#endif
