#include "cli/page_session.h"

#include "base/file.h"
#include "cli/input.h"
#include "cli/page_request.h"
#include "cli/rule_paths.h"
#include "cli/sandboxed_pool.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WAIT_MS = 1000,
    /* An explanation has selectors for every block, and is longer than the page. */
    ANSWER_MAX = 256 << 20,
};

/* ---- beginning and end ------------------------------------------------------------- */

static bool open_rules(struct page_session *s, const struct string_list *extra)
{
    struct string_list in_use;
    struct error err;
    char line[ERROR_LINE_MAX];
    for (size_t i = 0; extra && i < extra->count; i++)
        ARENA_PUSH(&s->arena, &s->directories, extra->items[i]);
    if (!rule_paths_find_rules(s->options, s->console, &s->arena, &in_use, &err)) {
        console_error(s->console, "%s", error_line(&err, line));
        return false;
    }
    for (size_t i = 0; i < in_use.count; i++)
        ARENA_PUSH(&s->arena, &s->directories, in_use.items[i]);
    return rule_paths_open_book(s->options, s->console, &s->directories, &s->book);
}

bool page_session_open(struct page_session *s, const struct options *options,
                       struct console *console, const struct string_list *extra,
                       worker_clean clean)
{
    struct error err = {0};
    *s = (struct page_session){
        .options = options, .console = console, .cache.directory = -1};
    arena_open(&s->arena, SIZE_MAX);
    bool opened = open_rules(s, extra);
    site_files_open(&s->sites, s->book, console);
    if (!opened)
        return false;
    struct worker_options workers = {
        .count = 1, .book = s->book, .clean = clean, .answer_max = ANSWER_MAX};
    if (sandboxed_pool_open(options, console, workers, &s->pool, &err))
        return true;
    console_error(console, "%s", err.text);
    return false;
}

void page_session_close(struct page_session *s)
{
    cache_close(&s->cache);
    fetch_close(s->fetch);
    worker_pool_close(s->pool);
    site_files_close(&s->sites);
    rulebook_close(s->book);
    arena_close(&s->arena);
}

/* ---- pages ------------------------------------------------------------------------- */

static void page_open(struct session_page *page)
{
    *page = (struct session_page){.kind = WINNOW_HTML};
    buffer_open(&page->body, NULL);
    buffer_open(&page->url, NULL);
    buffer_open(&page->content_type, NULL);
}

void page_session_page_close(struct session_page *page)
{
    buffer_close(&page->body);
    buffer_close(&page->url);
    buffer_close(&page->content_type);
}

/* Reads all of an open file and closes it, unless it is standard input; -1 if it could
   not be opened, for the reason in err. Returns false with err, whose text has no name.
 */
static bool read_file(const struct page_session *s, int fd, struct buffer *out,
                      struct error *err)
{
    size_t max = s->options->fetch.max_bytes;
    if (fd < 0)
        return false;
    bool done = file_read(fd, max, out) || error_set(err, "%s", strerror(errno));
    if (fd != STDIN_FILENO)
        close(fd);
    if (done && out->len > max)
        return error_set(err, "larger than %zu bytes; --max-bytes allows more", max);
    return done;
}

static bool set_url(struct session_page *page, const char *url, struct error *err)
{
    char *normal = NULL;
    struct error why;
    if (url && !fetch_normalise_url(url, &normal, &why))
        return error_set(err, "%s: %s", url, why.text);
    buffer_append_string(&page->url, normal ? normal : "");
    free(normal);
    return true;
}

bool page_session_read(struct page_session *s, const char *path, const char *url,
                       struct session_page *page, struct error *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct error why;
    page_open(page);
    if (!set_url(page, url, err))
        return false;
    if (s->options->input == INPUT_TEXT)
        page->kind = WINNOW_TEXT;
    int fd = is_stdin ? STDIN_FILENO : input_open_file(path, &why);
    return read_file(s, fd, &page->body, &why) ||
           error_set(err, "%s: %s", is_stdin ? "standard input" : path, why.text);
}

bool page_session_read_below(struct page_session *s, const char *folder, const char *path,
                             const char *url, struct session_page *page,
                             struct error *err)
{
    struct error why;
    page_open(page);
    if (!set_url(page, url, err))
        return false;
    int fd = file_open_below(folder, path, &why);
    return read_file(s, fd, &page->body, &why) ||
           error_set(err, "%s: %s", path, why.text);
}

/* A page that was fetched with cookies is private to their owner and is not cached; a
   list of new pages is always fetched again. */
static bool is_cached(const struct page_session *s)
{
    return s->options->verb != VERB_LINKS && s->options->verb != VERB_IMPORT &&
           !s->options->request_headers.count && !s->options->fetch.cookie_file;
}

static bool take_cached(struct page_session *s, const char *url,
                        struct session_page *page)
{
    struct cached_page cached;
    if (s->cache.directory < 0 && is_cached(s))
        cache_open(&s->cache);
    if (!cache_read(&s->cache, url, &cached))
        return false;
    console_detail(s->console, "%s: from the cache", url);
    page->body = cached.body;
    page->url = cached.final_url;
    page->content_type = cached.content_type;
    return true;
}

static void keep_in_cache(struct page_session *s, const char *url,
                          const struct session_page *page)
{
    struct cached_page cached = {page->url, page->content_type, page->body};
    if (is_cached(s))
        cache_write(&s->cache, url, &cached);
}

static bool wait_for_fetch(struct page_session *s, const struct fetch_request *request,
                           struct fetch_result *result, struct error *err)
{
    if (!s->fetch && !fetch_open(&s->fetch, &s->options->fetch, err))
        return false;
    if (!fetch_add(s->fetch, request, err))
        return false;
    while (!fetch_next(s->fetch, result))
        fetch_step(s->fetch, NULL, 0, WAIT_MS);
    return true;
}

static bool take_result(struct fetch_result *result, struct session_page *page,
                        struct error *err)
{
    if (result->status != WINNOW_OK)
        return error_set(err, "%s", result->error);
    page->body = result->body;
    buffer_open(&result->body, NULL);
    buffer_append_string(&page->url, result->final_url);
    buffer_append_string(&page->content_type,
                         result->content_type ? result->content_type : "");
    return true;
}

static bool fetch_page(struct page_session *s, const char *url, bool is_typed,
                       struct session_page *page, struct error *err)
{
    struct fetch_result result;
    struct request_headers headers = {0};
    site_files_select_headers(&s->sites, url, &s->arena, &headers);
    struct fetch_request request = {.url = url,
                                    .typed = is_typed,
                                    .headers = headers.items,
                                    .header_count = headers.count};
    if (!wait_for_fetch(s, &request, &result, err))
        return false;
    bool ok = take_result(&result, page, err);
    fetch_result_free(&result);
    if (ok)
        keep_in_cache(s, url, page);
    return ok;
}

bool page_session_fetch(struct page_session *s, const char *url, bool is_typed,
                        struct session_page *page, struct error *err)
{
    char *normal;
    page_open(page);
    if (!fetch_normalise_url(url, &normal, err))
        return false;
    bool ok = take_cached(s, normal, page) || fetch_page(s, normal, is_typed, page, err);
    free(normal);
    return ok;
}

bool page_session_load(struct page_session *s, const char *argument,
                       struct session_page *page, struct error *err)
{
    struct error why;
    switch (input_argument_of(argument)) {
    case INPUT_ARGUMENT_STDIN:
    case INPUT_ARGUMENT_FILE:
        return page_session_read(s, argument, s->options->url, page, err);
    case INPUT_ARGUMENT_URL:
        return page_session_fetch(s, argument, true, page, &why) ||
               error_set(err, "%s: %s", argument, why.text);
    case INPUT_ARGUMENT_NEITHER:
        break;
    }
    page_open(page);
    return error_set(err, "%s: neither a URL nor a file", argument);
}

/* ---- cleaning ---------------------------------------------------------------------- */

struct site_source page_session_find_site(struct page_session *s, const char *url)
{
    char *host = url ? fetch_url_host(url) : NULL;
    struct site_source source = {0};
    if (host)
        source = site_files_find(&s->sites, slice_of_string(host));
    else if (s->options->rule_files.count)
        source = site_files_find(&s->sites, SLICE(""));
    free(host);
    return source;
}

struct winnow_record *page_session_clean(struct page_session *s,
                                         const struct session_page *page,
                                         const struct site_source *site,
                                         struct error *err)
{
    struct page_source source = {
        .kind = page->kind,
        .bytes = buffer_slice(&page->body),
        .url = page->url.ptr,
        .content_type = page->content_type.ptr,
    };
    struct worker_job job = {.input = page_request_input(s->options, &source)};
    struct worker_result result;
    job.site = site ? *site : page_session_find_site(s, job.input.url);
    if (!worker_submit(s->pool, &job, err))
        return NULL;
    while (!worker_pool_next(s->pool, &result)) {
        struct pollfd polled;
        int timeout = -1;
        size_t count = worker_pool_poll(s->pool, &polled, 1, &timeout);
        poll(&polled, count, timeout);
        worker_pool_step(s->pool);
    }
    page_request_name_options(result.record);
    return result.record;
}
