#include "site/live_pages.h"

#include "base/rfc3339.h"
#include "site/assets.h"
#include "site/atom_feed.h"
#include "site/attention.h"
#include "site/indexes.h"
#include "site/live_search.h"
#include "site/text_page.h"
#include <stdio.h>
#include <string.h>

enum { DAY = 86400 };

struct answering {
    const struct site *site;
    const char *name;
    struct buffer *out;
    struct error *err;
    bool is_found, done;
};

const char *live_pages_type(struct slice name)
{
    return slice_ends_with(name, SLICE(".css"))    ? "text/css; charset=utf-8"
           : slice_ends_with(name, SLICE(".atom")) ? "application/atom+xml"
                                                   : "text/html; charset=utf-8";
}

/* ---- indexes ----------------------------------------------------------------------- */

static bool wants(void *context, const char *name)
{
    const struct answering *answering = context;
    return strcmp(answering->name, name) == 0;
}

static bool put(void *context, const char *name, struct slice bytes, struct error *err)
{
    struct answering *answering = context;
    (void)err;
    if (!wants(context, name))
        return true;
    buffer_append(answering->out, bytes);
    answering->is_found = true;
    return true;
}

/* "days/2025-01-03.html", "days/2025-01-03-2.html" */
static bool write_days(struct answering *answering, const struct site_sink *sink)
{
    char date[RFC3339_SIZE];
    int64_t when;
    snprintf(date, sizeof date, "%.10s", answering->name + strlen("days/"));
    if (!rfc3339_read(date, &when))
        return true;
    return indexes_write_days(answering->site, sink, when, when + DAY, answering->err);
}

/* "text/example.com/index.html", "text/example.com/page-2.html" */
static bool write_host(struct answering *answering, const struct site_sink *sink)
{
    const char *folder = answering->name + strlen("text/");
    const char *slash = strchr(folder, '/');
    struct buffer name;
    bool is_index = slash && (strcmp(slash, "/index.html") == 0 ||
                              strncmp(slash, "/page-", strlen("/page-")) == 0);
    if (!is_index)
        return true;
    buffer_open(&name, NULL);
    buffer_append(&name, slice_of(folder, (size_t)(slash - folder)));
    bool done = indexes_write_hosts(answering->site, sink, name.ptr, answering->err);
    buffer_close(&name);
    return done;
}

static bool write_index(struct answering *answering)
{
    struct site_sink sink = {answering, wants, put};
    const struct site *site = answering->site;
    struct slice name = slice_of_string(answering->name);
    if (slice_starts_with(name, SLICE("days/")))
        return write_days(answering, &sink);
    if (slice_starts_with(name, SLICE("text/")))
        return write_host(answering, &sink);
    if (slice_starts_with(name, SLICE("hosts")))
        return indexes_write_host_list(site, &sink, answering->err);
    if (slice_equal(name, SLICE("days.html")))
        return indexes_write_day_list(site, &sink, answering->err);
    return !slice_equal(name, SLICE("index.html")) ||
           indexes_write_newest(site, &sink, answering->err);
}

/* ---- texts ------------------------------------------------------------------------- */

/* The name of a text's file, without folder: that of one of its pages? */
static bool append_if_named(struct answering *answering, const struct text_page *text,
                            size_t index, bool is_diff, struct arena *a)
{
    struct buffer name;
    buffer_open(&name, a);
    if (is_diff)
        text_page_append_diff_name(text, index, &name);
    else
        text_page_append_name(text, index, &name);
    const char *asked = strrchr(answering->name, '/') + 1;
    if (strcmp(name.ptr, asked) != 0)
        return true;
    answering->is_found = true;
    return (is_diff ? text_page_append_diff
                    : text_page_append)(text, index, a, answering->out, answering->err);
}

static bool write_text(void *context, const struct catalogue_page *page)
{
    struct answering *answering = context;
    struct text_versions versions;
    struct text_page text = {answering->site, page, &versions};
    struct arena a;
    arena_open(&a, SIZE_MAX);
    answering->done = text_versions_load(answering->site->store, page->id, &a, &versions,
                                         answering->err);
    for (size_t i = 0; answering->done && !answering->is_found && i < versions.count;
         i++) {
        answering->done = append_if_named(answering, &text, i, false, &a);
        if (answering->done && !answering->is_found && i)
            answering->done = append_if_named(answering, &text, i, true, &a);
    }
    arena_close(&a);
    return false;
}

/* "text/HOST/STEM.html", and also "text/HOST/STEM.3.html" and "text/HOST/STEM.2-3.html".
   Cuts the suffix and the numbers off, in turn. */
static bool find_text(struct answering *answering)
{
    struct slice stem = slice_of_string(answering->name + strlen("text/"));
    stem.len -= strlen(".html");
    for (int tries = 0; tries < 2 && !answering->is_found; tries++) {
        struct buffer name;
        buffer_open(&name, NULL);
        buffer_append(&name, stem);
        bool done = catalogue_find_page(answering->site->store, name.ptr, write_text,
                                        answering, answering->err);
        buffer_close(&name);
        if (!done || !answering->done)
            return false;
        size_t dot = slice_find_last_char(stem, '.');
        if (dot == SIZE_MAX)
            break;
        stem.len = dot;
    }
    return true;
}

static bool is_text_name(struct slice name)
{
    return slice_starts_with(name, SLICE("text/")) &&
           slice_ends_with(name, SLICE(".html")) &&
           slice_find_char(slice_after(name, strlen("text/")), '/') != SIZE_MAX;
}

/* ---- all pages --------------------------------------------------------------------- */

static bool write_single(struct answering *answering, const struct live_request *request)
{
    const struct site *site = answering->site;
    struct slice name = slice_of_string(answering->name);
    answering->is_found = true;
    if (slice_equal(name, SLICE("attention.html")))
        return attention_append(site, request->said, answering->out, answering->err);
    if (slice_equal(name, SLICE("feed.atom")))
        return atom_feed_append(site, answering->out, answering->err);
    if (slice_equal(name, SLICE("search.html")))
        return live_search_append(site, request->query, answering->out, answering->err);
    answering->is_found = slice_equal(name, SLICE("site.css"));
    if (answering->is_found)
        buffer_append(answering->out, assets_style());
    return true;
}

enum live_result live_pages_append(const struct site *site,
                                   const struct live_request *request, struct buffer *out,
                                   struct error *err)
{
    struct buffer name;
    struct answering answering = {.site = site, .out = out, .err = err, .done = true};
    buffer_open(&name, NULL);
    buffer_append(&name, request->name.len ? request->name : SLICE("index.html"));
    answering.name = name.ptr;
    bool done = write_single(&answering, request);
    if (done && !answering.is_found)
        done = write_index(&answering);
    if (done && !answering.is_found && is_text_name(buffer_slice(&name)))
        done = find_text(&answering);
    buffer_close(&name);
    return !done ? LIVE_FAILED : answering.is_found ? LIVE_PAGE : LIVE_MISSING;
}
