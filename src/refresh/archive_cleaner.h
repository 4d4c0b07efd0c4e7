/* archive_cleaner: the rulebook, site files and workers of the commands that clean
 * pages of an archive. Workers are started with the first page: most runs have none to
 * clean. */
#ifndef WINNOW_REFRESH_ARCHIVE_CLEANER_H
#define WINNOW_REFRESH_ARCHIVE_CLEANER_H

#include "base/hash.h"
#include "cli/site_files.h"
#include "worker/worker.h"

struct archive_cleaner {
    const struct options *options;
    struct console *console;
    struct arena arena;
    struct rulebook *book;
    struct site_files sites;
    struct worker_pool *pool;            /* NULL until the first page */
    char shared_revision[HASH_HEX_SIZE]; /* of the rule files for all sites */
};

/* Returns false on a usage error, after reporting it. */
bool archive_cleaner_open(struct archive_cleaner *cleaner, const struct options *options,
                          struct console *console);
void archive_cleaner_close(struct archive_cleaner *cleaner);

/* Writes the revision of all rule files that apply to a host: 16 hexadecimal digits. */
enum { ARCHIVE_CLEANER_REVISION_SIZE = 17 };
void archive_cleaner_revision(struct archive_cleaner *cleaner, const char *host,
                              char out[ARCHIVE_CLEANER_REVISION_SIZE]);

/* Whether a page can be submitted without waiting. */
bool archive_cleaner_has_room(const struct archive_cleaner *cleaner);
/* Like worker_pool_poll. */
size_t archive_cleaner_poll(const struct archive_cleaner *cleaner, struct pollfd *out,
                            size_t max, int *timeout_ms);
/* Gets the next cleaned page; false if there is none yet. */
bool archive_cleaner_next(struct archive_cleaner *cleaner, struct worker_result *out);

/* Hands a page to a worker; call it only if there is room. Returns false with err. */
struct archive_cleaner_page {
    const char *url, *content_type; /* the final URL */
    struct slice bytes;
    bool is_continued;              /* a further page of an article */
    const struct site_source *site; /* rules in place of its host's file; NULL: that */
    void *tag;
};
bool archive_cleaner_submit(struct archive_cleaner *cleaner,
                            const struct archive_cleaner_page *page, struct error *err);

#endif
