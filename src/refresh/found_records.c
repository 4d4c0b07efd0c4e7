#include "refresh/found_records.h"

#include "base/rfc3339.h"
#include "container/warc_scan.h"
#include <stdlib.h>
#include <string.h>

enum { HEAD_MAX = 1 << 20 }; /* bytes of a record: its fields and the HTTP head */

struct reading {
    struct store *store;
    struct arena *arena;
    struct found_records *out;
};

static const char *field(struct reading *r, const struct warc_record *record,
                         const char *name)
{
    struct slice value = warc_field(record, name);
    return value.len ? arena_string(r->arena, value) : NULL;
}

static const char *header(struct reading *r, struct slice head, const char *name)
{
    struct slice value = warc_find_header(head, name);
    return value.len ? arena_string(r->arena, value) : NULL;
}

/* Whether it is a response that a page's text may come from. */
static bool is_answer(const struct warc_record *record)
{
    struct slice block = buffer_slice(&record->block), version, status;
    return slice_equal(warc_field(record, "WARC-Type"), SLICE("response")) &&
           slice_next_word(&block, &version) && slice_next_word(&block, &status) &&
           slice_starts_with(version, SLICE("HTTP/")) &&
           slice_starts_with(status, SLICE("2"));
}

/* The record of an older winnow says only where its response came from. The rows may know
   which page that is. */
static void find_page(struct reading *r, struct found_record *found)
{
    const char *url =
        recovery_find_page(r->store, found->body.final_url, r->arena, &found->body.url);
    found->page = url ? url : found->body.final_url;
    if (!url)
        found->body.url = found->body.final_url;
}

static void add_record(struct reading *r, const struct warc_record *record,
                       const struct warc_place *place)
{
    struct slice digest = warc_field(record, "WARC-Payload-Digest");
    struct slice block = buffer_slice(&record->block);
    size_t end = slice_find(block, SLICE("\r\n\r\n"));
    const char *url = field(r, record, "WARC-Target-URI");
    const char *date = field(r, record, "WARC-Date");
    struct found_record found = {.page = field(r, record, "Winnow-Page")};
    bool is_ours = slice_starts_with(digest, SLICE("sha256:"));
    if (!url || !date || !is_ours || !is_answer(record) || end == SIZE_MAX ||
        !rfc3339_read(date, &found.at))
        return;
    struct slice head = slice_of(block.ptr, end + 2);
    found.body = (struct store_body){
        .raw_sha256 = arena_string(r->arena, slice_after(digest, 7)),
        .content_type = header(r, head, "Content-Type"),
        .final_url = url,
        .fetched = date,
        .place = *place,
        .etag = header(r, head, "ETag"),
        .modified = header(r, head, "Last-Modified"),
        .validated_url = url,
    };
    if (found.page) {
        const char *requested = field(r, record, "Winnow-Request");
        found.body.url = requested ? requested : url;
    } else {
        find_page(r, &found);
    }
    found.is_part = strcmp(found.page, found.body.url) != 0;
    ARENA_PUSH(r->arena, r->out, found);
}

static bool read_part(struct reading *r, const struct warc_place *part, struct error *err)
{
    struct warc_scan scan;
    struct warc_record record;
    struct warc_place place;
    enum warc_scan_result result = WARC_SCAN_RECORD;
    if (!warc_scan_open(&scan, r->store->warc, part->file, part->offset, err))
        return false;
    warc_record_open(&record);
    while ((result == WARC_SCAN_RECORD || result == WARC_SCAN_DAMAGED) &&
           scan.offset < part->offset + part->length) {
        result = warc_scan_next(&scan, HEAD_MAX, &record, &place, err);
        if (result == WARC_SCAN_RECORD)
            add_record(r, &record, &place);
    }
    warc_record_close(&record);
    warc_scan_close(&scan);
    return result != WARC_SCAN_BROKEN;
}

static int compare(const void *a, const void *b)
{
    const struct found_record *x = a, *y = b;
    int order = strcmp(x->page, y->page);
    if (!order)
        order = (x->at > y->at) - (x->at < y->at);
    if (!order)
        order = strcmp(x->body.place.file, y->body.place.file);
    if (!order)
        order = x->body.place.offset < y->body.place.offset ? -1 : 1;
    return order;
}

bool found_records_read(struct store *store, const struct warc_part_list *parts,
                        struct arena *a, struct found_records *out, struct error *err)
{
    struct reading reading = {store, a, out};
    bool done = true;
    for (size_t i = 0; done && i < parts->count; i++)
        done = read_part(&reading, &parts->items[i], err);
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, compare);
    return done;
}
