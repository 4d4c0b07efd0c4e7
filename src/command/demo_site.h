/* demo_site: the pages of `winnow demo`, a few small sites that are installed with the
   program. A folder "harbour" holds the site http://harbour.localhost:PORT/; the files
   beside these folders are those of http://localhost:PORT/ itself. */
#ifndef WINNOW_COMMAND_DEMO_SITE_H
#define WINNOW_COMMAND_DEMO_SITE_H

#include "base/arena.h"
#include "base/error.h"
#include <stdint.h>

struct demo_file {
    struct slice host; /* "harbour"; empty for localhost itself */
    struct slice path; /* "/news/night-ferry.html" */
    const char *type;  /* the media type */
    const char *etag;  /* in quotes */
    struct slice body;
};

struct demo_site {
    struct demo_file *items;
    size_t count, capacity;
};

/* Reads all files into the arena and replaces the default port in their URLs with `port`.
   Returns false with err if they are not installed or cannot be read. */
bool demo_site_read(struct arena *a, unsigned port, struct demo_site *out,
                    struct error *err);

/* The file at a path of a host ("harbour.localhost", "127.0.0.1"); "/x/" means
   "/x/index.html". NULL if there is none. */
const struct demo_file *demo_site_find(const struct demo_site *site, struct slice host,
                                       struct slice path);

/* Writes all files below a new folder. Returns false with err; a folder that already
   exists is not modified. */
bool demo_site_save(const struct demo_site *site, const char *folder, struct error *err);

#endif
