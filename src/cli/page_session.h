/* page_session: one page after the other, cleaned for its rules' author. What the
   verbs about rules have in common: the rulebook, a worker, and pages from
   files, cache or network. */
#ifndef WINNOW_CLI_PAGE_SESSION_H
#define WINNOW_CLI_PAGE_SESSION_H

#include "cli/cache.h"
#include "cli/console.h"
#include "cli/site_files.h"
#include "worker/worker.h"

struct page_session {
    const struct options *options;
    struct console *console;
    struct arena arena;
    struct rulebook *book;
    struct site_files sites;
    struct worker_pool *pool;
    struct fetch *fetch; /* NULL until a page is fetched */
    struct cache cache;
    struct string_list directories; /* of rules, in use */
};

/* False: told, and nothing can be done. page_session_close is called all the same.
   `extra` directories of rules stand before those in use; it may be NULL. */
bool page_session_open(struct page_session *study, const struct options *options,
                       struct console *console, const struct string_list *extra,
                       worker_clean clean);
void page_session_close(struct page_session *study);

/* A page to look at. Strings are the caller's until page_close, buffers the page's. */
struct session_page {
    struct buffer body, url, content_type; /* heap; url may be empty */
    enum winnow_kind kind;
};
void page_session_page_close(struct session_page *page);

/* From a file; url may be NULL. False with err. */
bool page_session_read(struct page_session *study, const char *path, const char *url,
                       struct session_page *page, struct error *err);
/* From the cache or the network. False with err. */
bool page_session_fetch(struct page_session *study, const char *url, bool is_typed,
                        struct session_page *page, struct error *err);
/* Whether an argument names a URL and no file. */
bool page_session_is_url(const char *argument);

/* The file of a URL's site; empty where it has none. url may be NULL. */
struct site_source page_session_find_site(struct page_session *study, const char *url);
/* The page cleaned by the rules of its site, or by `site` where that is given. The
   caller's to free; NULL with err. */
struct winnow_record *page_session_clean(struct page_session *study,
                                         const struct session_page *page,
                                         const struct site_source *site,
                                         struct error *err);

#endif
