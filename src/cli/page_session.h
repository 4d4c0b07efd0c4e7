/* page_session: cleans pages one after another, for authors of rules. The rule commands
 * share it: the rulebook, a worker, and pages from files, the cache or the network. */
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
    struct string_list directories; /* of rules, as used */
};

/* Returns false, after printing a message, if the session cannot be used; call
   page_session_close in any case. `extra` directories of rules precede those in use; it
   may be NULL. */
bool page_session_open(struct page_session *session, const struct options *options,
                       struct console *console, const struct string_list *extra,
                       worker_clean clean);
void page_session_close(struct page_session *session);

/* A page. Close it in any case, even after an error. */
struct session_page {
    struct buffer body, url, content_type; /* heap; url may be empty */
    enum winnow_kind kind;
};
void page_session_page_close(struct session_page *page);

/* Loads a page named by an argument: a URL, a FILE, or - for standard input, whose URL is
   that of --url. Returns false with err, which names the page. */
bool page_session_load(struct page_session *session, const char *argument,
                       struct session_page *page, struct error *err);
/* Loads a page from a file or standard input; url may be NULL. Returns false with err,
   which names the file. */
bool page_session_read(struct page_session *session, const char *path, const char *url,
                       struct session_page *page, struct error *err);
/* The same for a path that a stranger may have written: only a regular file in the folder
   or below it is read. */
bool page_session_read_below(struct page_session *session, const char *folder,
                             const char *path, const char *url, struct session_page *page,
                             struct error *err);
/* Loads a page from the cache or the network. Returns false with err, which does not name
   the URL. */
bool page_session_fetch(struct page_session *session, const char *url, bool is_typed,
                        struct session_page *page, struct error *err);
/* The rule file for the site of a URL; empty if it has none. url may be NULL. */
struct site_source page_session_find_site(struct page_session *session, const char *url);
/* Cleans the page with the rules of its site, or with `site` if given. The caller frees
   the record; NULL with err. */
struct winnow_record *page_session_clean(struct page_session *session,
                                         const struct session_page *page,
                                         const struct site_source *site,
                                         struct error *err);

#endif
