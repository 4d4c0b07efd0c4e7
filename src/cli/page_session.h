/* page_session: pages that are cleaned one after the other, for the author of their
   rules. What the verbs about rules share: the rulebook, a worker, and pages from files,
   the cache or the network. */
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

/* False, with a message printed, if nothing can be done; page_session_close is to be
   called in any case. `extra` directories of rules come before those in use; it may be
   NULL. */
bool page_session_open(struct page_session *session, const struct options *options,
                       struct console *console, const struct string_list *extra,
                       worker_clean clean);
void page_session_close(struct page_session *session);

/* A page. To be closed in any case, after an error too. */
struct session_page {
    struct buffer body, url, content_type; /* heap; url may be empty */
    enum winnow_kind kind;
};
void page_session_page_close(struct session_page *page);

/* A page that is an argument: a URL, a FILE, or - for standard input, which --url gives
   an address. False with err, which names it. */
bool page_session_load(struct page_session *session, const char *argument,
                       struct session_page *page, struct error *err);
/* From a file, or standard input; url may be NULL. False with err, which names it. */
bool page_session_read(struct page_session *session, const char *path, const char *url,
                       struct session_page *page, struct error *err);
/* From the cache or the network. False with err, which does not name the URL. */
bool page_session_fetch(struct page_session *session, const char *url, bool is_typed,
                        struct session_page *page, struct error *err);
/* The rule file of a URL's site; empty where it has none. url may be NULL. */
struct site_source page_session_find_site(struct page_session *session, const char *url);
/* Cleans the page by the rules of its site, or by `site` if that is given. The record is
   the caller's to free; NULL with err. */
struct winnow_record *page_session_clean(struct page_session *session,
                                         const struct session_page *page,
                                         const struct site_source *site,
                                         struct error *err);

#endif
