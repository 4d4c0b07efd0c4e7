#include "command/links.h"

#include "base/hash_table.h"
#include "base/note_codes.h"
#include "base/regex.h"
#include "base/utf8.h"
#include "cli/exit_codes.h"
#include "cli/page_session.h"
#include "cli/printer.h"
#include "container/gzip.h"
#include "write/link_list.h"
#include <stdlib.h>
#include <string.h>

enum {
    DEPTH_MAX = 3, /* of sitemaps: indexes of indexes are rare, deeper ones unknown */
    DOCUMENTS_MAX = 1000,   /* sitemaps and feeds read in one run */
    LINKS_MAX = 1000000,    /* links written per run */
    SITEMAP_MAX = 50 << 20, /* bytes; sitemaps.org allows no more */
};

/* A document that is still to be read. */
struct source {
    const char *address;
    unsigned depth;
};

struct links {
    struct page_session session;
    const struct regex *match; /* NULL: all */
    struct {
        struct source *items;
        size_t count, capacity;
    } sources;
    struct hash_table written, read; /* addresses, by hash_of */
    struct buffer out;
    bool failed, stopped;
};

/* ---- URLs that were already seen --------------------------------------------------- */

/* Stores hashes instead of a million addresses. Collisions are not to be expected, and a
   page cannot choose two addresses that collide. */
static uint64_t hash_of(struct slice url)
{
    return hash_bytes(hash_key_of_process(), url);
}

/* Adds to the set; returns whether it is new. */
static bool add(struct hash_table *set, struct slice url)
{
    bool is_new;
    hash_table_put_number(set, hash_of(url), &is_new);
    return is_new;
}

/* ---- lines ------------------------------------------------------------------------- */

static void write_link(struct links *l, struct slice url)
{
    if (l->match && regex_match(l->match, url, 0, NULL) != REGEX_YES)
        return;
    if (l->written.count >= LINKS_MAX || !add(&l->written, url))
        return;
    utf8_append_line(&l->out, url);
    buffer_append_char(&l->out, '\n');
}

static void add_source(struct links *l, struct slice url, unsigned depth)
{
    struct source source = {arena_string(&l->session.arena, url), depth};
    if (!add(&l->read, url)) /* some indexes list themselves */
        return;
    if (depth <= DEPTH_MAX && l->sources.count < DOCUMENTS_MAX) {
        ARENA_PUSH(&l->session.arena, &l->sources, source);
        return;
    }
    console_error(l->session.console, "%s: not read: %s", source.address,
                  depth > DEPTH_MAX ? "indexes are nested more than 3 deep"
                                    : "a run reads 1,000 feeds and sitemaps at most");
    l->failed = true;
}

static bool is_type(const struct winnow_record *record, const char *type)
{
    return record->page_type && strcmp(record->page_type, type) == 0;
}

static void add_lines(struct links *l, const struct source *source,
                      const struct winnow_record *record)
{
    struct slice rest = slice_of(record->text, record->text_length), line;
    while (slice_split(&rest, '\n', &line) && line.len) {
        if (line.ptr[0] == LINK_LIST_SITEMAP)
            add_source(l, slice_after(line, 1), source->depth + 1);
        else if (line.ptr[0] == LINK_LIST_PAGE)
            write_link(l, slice_after(line, 1));
    }
}

/* --feed: the first feed that a page declares, or all feeds of a list of feeds. */
static void add_feeds(struct links *l, const struct source *source,
                      const struct winnow_record *record)
{
    bool is_list = is_type(record, LINK_LIST_TYPE_OF_FEEDS), has_feed = false;
    char wanted = is_list ? LINK_LIST_PAGE : LINK_LIST_FEED;
    struct slice rest = slice_of(record->text, record->text_length), line;
    while (slice_split(&rest, '\n', &line) && line.len && (is_list || !has_feed)) {
        if (line.ptr[0] != wanted)
            continue;
        add_source(l, slice_after(line, 1), source->depth + 1);
        has_feed = true;
    }
    if (!has_feed) {
        console_error(l->session.console, "%s: not a feed, and it declares none",
                      source->address);
        l->failed = true;
    }
}

static void add_record(struct links *l, const struct source *source,
                       const struct winnow_record *record)
{
    for (size_t i = 0; i < record->note_count; i++)
        if (strcmp(record->notes[i].code, note_code_name(NOTE_FEED_DAMAGED)) == 0)
            console_error(l->session.console, "%s: %s", source->address,
                          record->notes[i].text);
    if (l->session.options->links_of == LINKS_OF_FEED && !is_type(record, LINK_LIST_TYPE))
        add_feeds(l, source, record);
    else
        add_lines(l, source, record);
}

/* ---- sources ----------------------------------------------------------------------- */

/* Sitemaps are often compressed files, not only compressed for transfer. A damaged one is
   read up to the damage. */
static void unpack(struct links *l, const struct source *source,
                   struct session_page *page)
{
    struct buffer unpacked;
    struct error err;
    if (!slice_starts_with(buffer_slice(&page->body), SLICE("\x1F\x8B\x08")))
        return;
    buffer_open(&unpacked, NULL);
    if (!gzip_decompress(buffer_slice(&page->body), GZIP_OR_ZLIB, SITEMAP_MAX, &unpacked,
                         &err)) {
        console_error(l->session.console, "%s: %s; what comes before that was read",
                      source->address, err.text);
        l->failed = true;
    }
    buffer_close(&page->body);
    page->body = unpacked;
}

/* The first source is the argument; the others are URLs of sitemaps and feeds. */
static bool load(struct links *l, const struct source *source, struct session_page *page,
                 struct error *err)
{
    struct error why;
    if (source->depth == 0)
        return page_session_load(&l->session, source->address, page, err);
    return page_session_fetch(&l->session, source->address, false, page, &why) ||
           error_set(err, "%s: %s", source->address, why.text);
}

static void read_source(struct links *l, const struct source *source)
{
    struct page_session *session = &l->session;
    struct session_page page;
    struct error err = {0};
    bool ok = load(l, source, &page, &err);
    if (ok)
        unpack(l, source, &page);
    struct winnow_record *record =
        ok ? page_session_clean(session, &page, NULL, &err) : NULL;
    if (!record)
        console_error(session->console, "%s", err.text);
    else if (record->status > WINNOW_RULE_BROKEN)
        console_error(session->console, "%s: %s", source->address, record->error);
    if (record && record->status <= WINNOW_RULE_BROKEN)
        add_record(l, source, record);
    else
        l->failed = true;
    l->stopped = !printer_write(session->console, &l->out);
    page_session_page_close(&page);
    winnow_record_free(record);
}

static int read_all(struct links *l, const char *argument)
{
    hash_table_open(&l->written, &l->session.arena, 0);
    hash_table_open(&l->read, &l->session.arena, 0);
    add_source(l, slice_of_string(argument), 0);
    for (size_t i = 0; i < l->sources.count && !l->stopped; i++) {
        struct source source = l->sources.items[i];
        read_source(l, &source);
    }
    if (l->failed)
        return EXIT_FAILURE;
    if (!l->written.count)
        console_news(l->session.console, "%s: %s",
                     strcmp(argument, "-") == 0 ? "standard input" : argument,
                     l->match ? "no link matches the pattern" : "no links found");
    return l->written.count ? EXIT_SUCCESS : EXIT_POOR;
}

static bool compile_match(struct links *l, struct console *console)
{
    const char *pattern = l->session.options->match;
    struct error err = {0};
    if (!pattern)
        return true;
    if (regex_compile(&l->session.arena, slice_of_string(pattern), 0, &l->match, &err))
        return true;
    console_error(console, "--match: column %u: %s", err.column, err.text);
    return false;
}

int links_run(const struct options *options)
{
    struct options own = *options;
    struct console console;
    struct links links = {.match = NULL};
    own.fetch.any_type = true; /* feeds have many media types */
    if (!options_has(options, "max-bytes"))
        own.fetch.max_bytes = SITEMAP_MAX;
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    buffer_open(&links.out, NULL);
    bool opened =
        page_session_open(&links.session, &own, &console, NULL,
                          options->links_of == LINKS_OF_CONTENT ? link_list_clean_content
                                                                : link_list_clean);
    int code = opened && compile_match(&links, &console)
                   ? read_all(&links, options->arguments.items[0])
                   : EXIT_USAGE;
    page_session_close(&links.session);
    buffer_close(&links.out);
    return code;
}
