#include "exchange/list_reader.h"

#include "base/hash_table.h"
#include "base/note_codes.h"
#include "container/gzip.h"
#include "write/link_list.h"
#include <string.h>

enum {
    DEPTH_MAX = 3,             /* of sitemaps: as winnow links reads them */
    DOCUMENTS_MAX = 1000,      /* feeds and sitemaps read for one FILE */
    LIST_BYTES_MAX = 50 << 20, /* of a feed or sitemap */
};

/* A feed or sitemap that is still to be fetched. */
struct document {
    const char *url;
    unsigned depth;
};

struct reading {
    struct list_reader *reader;
    const char *path; /* of the file, for messages */
    struct arena arena;
    struct hash_table seen; /* addresses of documents, by their hashes */
    struct {
        struct document *items;
        size_t count, capacity;
    } documents;
};

void list_reader_open(struct list_reader *reader, struct page_list *pages)
{
    *reader = (struct list_reader){.pages = pages};
}

void list_reader_close(struct list_reader *reader)
{
    if (reader->is_open)
        page_session_close(&reader->session);
}

/* The session is opened with the first list: other imports need none. */
static bool open_session(struct list_reader *reader)
{
    struct archive_command *command = reader->pages->command;
    if (reader->is_open)
        return true;
    reader->options = command->options;
    reader->options.fetch.any_type = true; /* feeds have many media types */
    if (!options_has(&command->options, "max-bytes"))
        reader->options.fetch.max_bytes = LIST_BYTES_MAX;
    reader->is_open = true;
    return page_session_open(&reader->session, &reader->options, &command->console, NULL,
                             link_list_clean);
}

static void fail(struct list_reader *reader, const char *place, const char *why)
{
    console_error(&reader->pages->command->console, "%s: %s", place, why);
    reader->failed++;
}

/* ---- documents --------------------------------------------------------------------- */

static void add_document(struct reading *r, struct slice url, unsigned depth)
{
    bool is_new;
    struct document document = {arena_string(&r->arena, url), depth};
    hash_table_put_number(&r->seen, hash_bytes(hash_key_of_process(), url), &is_new);
    if (!is_new)
        return;
    if (depth > DEPTH_MAX)
        fail(r->reader, document.url, "not read: indexes are nested more than 3 deep");
    else if (r->documents.count == DOCUMENTS_MAX)
        fail(r->reader, document.url,
             "not read: of one file, 1,000 feeds and sitemaps at most are read");
    else
        ARENA_PUSH(&r->arena, &r->documents, document);
}

/* Bookmarks as all browsers export them, and Pocket's list, which looks alike. */
static bool is_bookmarks(struct slice bytes)
{
    enum { LOOK = 4096 };
    struct slice front = slice_of(bytes.ptr, bytes.len < LOOK ? bytes.len : LOOK);
    return slice_find_nocase(front, SLICE("<!DOCTYPE NETSCAPE-Bookmark-file")) !=
               SIZE_MAX ||
           slice_find_nocase(front, SLICE("<title>Pocket Export")) != SIZE_MAX;
}

static bool is_type(const struct winnow_record *record, const char *type)
{
    return record->page_type && strcmp(record->page_type, type) == 0;
}

static void take_lines(struct reading *r, const struct winnow_record *record,
                       const char *place, unsigned depth)
{
    struct slice rest = slice_of(record->text, record->text_length), line;
    bool has_feeds = is_type(record, LINK_LIST_TYPE_OF_FEEDS), is_empty = true;
    while (slice_split(&rest, '\n', &line) && line.len) {
        struct slice url = slice_after(line, 1);
        is_empty = false;
        if (line.ptr[0] == LINK_LIST_SITEMAP || (has_feeds && depth == 0))
            add_document(r, url, depth + 1);
        else if (line.ptr[0] == LINK_LIST_PAGE &&
                 !page_list_add(r->reader->pages, place, url))
            return;
    }
    if (is_empty)
        console_news(&r->reader->pages->command->console, "%s: it lists no pages", place);
}

static void report_notes(struct reading *r, const struct winnow_record *record,
                         const char *place)
{
    for (size_t i = 0; i < record->note_count; i++)
        if (strcmp(record->notes[i].code, note_code_name(NOTE_FEED_DAMAGED)) == 0)
            fail(r->reader, place, record->notes[i].text);
}

/* Reads a document; depth 0 is the file itself. */
static void read_document(struct reading *r, const struct session_page *page,
                          const char *place, unsigned depth)
{
    struct error err;
    struct winnow_record *record =
        page_session_clean(&r->reader->session, page, NULL, &err);
    bool is_list = record && (is_type(record, LINK_LIST_TYPE) ||
                              is_type(record, LINK_LIST_TYPE_OF_FEEDS));
    bool is_page =
        record && !is_list && !(depth == 0 && is_bookmarks(buffer_slice(&page->body)));
    if (!record)
        fail(r->reader, place, err.text);
    else if (record->status > WINNOW_RULE_BROKEN)
        fail(r->reader, place, record->error);
    else if (is_page && depth)
        fail(r->reader, place, "not a feed");
    else if (is_page)
        fail(r->reader, place,
             "neither a list of pages nor an export that winnow knows; winnow import "
             "--help names them");
    else
        take_lines(r, record, place, depth);
    if (record)
        report_notes(r, record, place);
    winnow_record_free(record);
}

static void fetch_document(struct reading *r, const struct document *document)
{
    struct session_page page;
    struct error err;
    if (page_session_fetch(&r->reader->session, document->url, false, &page, &err))
        read_document(r, &page, document->url, document->depth);
    else
        fail(r->reader, document->url, err.text);
    page_session_page_close(&page);
}

/* Sitemaps are often compressed files. */
static void set_body(struct session_page *page, struct slice bytes)
{
    if (!slice_starts_with(bytes, SLICE("\x1F\x8B\x08")) ||
        !gzip_decompress(bytes, GZIP_OR_ZLIB, LIST_BYTES_MAX, &page->body, NULL)) {
        buffer_truncate(&page->body, 0);
        buffer_append(&page->body, bytes);
    }
}

void list_reader_read(struct list_reader *reader, const char *path, struct slice bytes)
{
    struct reading r = {.reader = reader, .path = path};
    struct session_page file = {.kind = WINNOW_HTML};
    if (!open_session(reader)) {
        reader->failed++; /* the session has reported why */
        return;
    }
    arena_open(&r.arena, SIZE_MAX);
    hash_table_open(&r.seen, &r.arena, 0);
    buffer_open(&file.body, NULL);
    buffer_open(&file.url, NULL);
    buffer_open(&file.content_type, NULL);
    set_body(&file, bytes);
    read_document(&r, &file, path, 0);
    page_session_page_close(&file);
    for (size_t i = 0; i < r.documents.count && !reader->pages->is_broken; i++) {
        struct document document = r.documents.items[i];
        fetch_document(&r, &document);
    }
    arena_close(&r.arena);
}
