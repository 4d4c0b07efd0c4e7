/* The part of exporting.h about WACZ: WARC files with an index of their responses, packed
   as https://specs.webrecorder.net/wacz/1.1.1/ says. */
#include "exchange/exporting.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/rfc3339.h"
#include "base/url.h"
#include "container/zip_writer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WARC_MAX = 1 << 30,   /* bytes, from which on the next WARC file is begun */
    RECORD_MAX = 1 << 28, /* of a record whose head is read for the index */
};

/* ---- the index --------------------------------------------------------------------- */

/* The key that CDX files are sorted by: "com,example)/path?query", in lower case (Sort-
   friendly URI Reordering Transform, as the Internet Archive's tools write it). */
static void append_sort_key(struct buffer *out, struct slice url)
{
    struct url_parts parts = url_split(url);
    struct slice host = url_host(url);
    size_t start = out->len, end = host.len;
    if (slice_starts_with_nocase(host, SLICE("www.")))
        host = slice_after(host, strlen("www."));
    end = host.len;
    for (size_t i = host.len; i > 0; i--) {
        if (host.ptr[i - 1] != '.')
            continue;
        buffer_append(out, slice_of(host.ptr + i, end - i));
        buffer_append_char(out, ',');
        end = i - 1;
    }
    buffer_append(out, slice_of(host.ptr, end));
    buffer_append_char(out, ')');
    buffer_append(out, parts.path.len ? parts.path : SLICE("/"));
    if (parts.query.len)
        buffer_append_char(out, '?');
    buffer_append(out, parts.query);
    for (size_t i = start; i < out->len; i++)
        out->ptr[i] = ascii_lower((unsigned char)out->ptr[i]);
}

/* "2025-01-02T03:04:05Z" as "20250102030405". */
static void append_digits(struct buffer *out, struct slice date)
{
    for (size_t i = 0; i < date.len && date.ptr[i] != '.'; i++)
        if (is_ascii_digit((unsigned char)date.ptr[i]))
            buffer_append_char(out, date.ptr[i]);
}

static struct slice without_parameters(struct slice content_type)
{
    size_t end = slice_find_char(content_type, ';');
    content_type.len = end < content_type.len ? end : content_type.len;
    return slice_trim(content_type);
}

static void put_slice(struct json *object, const char *key, struct slice value)
{
    json_put(object, key, json_string_new(value));
}

struct package {
    struct exporting *exporting;
    struct zip_writer zip;
    struct arena *arena;
    struct {
        struct slice *items; /* lines of the index */
        size_t count, capacity;
    } index;
    struct buffer pages;
    struct json *resources;
};

/* A response in a WARC file of the package. */
struct capture {
    const struct warc_record *record;
    const char *file;
    uint64_t offset, length;
};

static void add_index_line(struct package *package, const struct capture *capture)
{
    struct slice url = warc_field(capture->record, "WARC-Target-URI");
    struct slice digest = warc_field(capture->record, "WARC-Payload-Digest");
    struct slice block = buffer_slice(&capture->record->block), line, word;
    struct slice type = without_parameters(warc_find_header(block, "Content-Type"));
    struct buffer out;
    char number[24];
    slice_split(&block, '\n', &line);
    slice_next_word(&line, &word);
    slice_next_word(&line, &word);
    struct json *fields = json_object_new();
    put_slice(fields, "url", url);
    put_slice(fields, "mime", type.len ? type : SLICE("unk"));
    put_slice(fields, "status", word);
    if (digest.len)
        put_slice(fields, "digest", digest);
    snprintf(number, sizeof number, "%llu", (unsigned long long)capture->length);
    put_slice(fields, "length", slice_of_string(number));
    snprintf(number, sizeof number, "%llu", (unsigned long long)capture->offset);
    put_slice(fields, "offset", slice_of_string(number));
    put_slice(fields, "filename", slice_of_string(capture->file));
    buffer_open(&out, package->arena);
    append_sort_key(&out, url);
    buffer_append_char(&out, ' ');
    append_digits(&out, warc_field(capture->record, "WARC-Date"));
    buffer_append_char(&out, ' ');
    json_write(fields, &out);
    buffer_append_char(&out, '\n');
    json_drop(fields);
    ARENA_PUSH(package->arena, &package->index, buffer_slice(&out));
}

static int compare_lines(const void *a, const void *b)
{
    const struct slice *x = a, *y = b;
    return slice_compare(*x, *y);
}

/* ---- the files of the package ------------------------------------------------------ */

static void add_resource(struct package *package, const char *path, uint64_t bytes,
                         const char *sha256)
{
    struct json *resource = json_object_new();
    const char *name = strrchr(path, '/') + 1;
    char hash[HASH_HEX_SIZE + 8];
    snprintf(hash, sizeof hash, "sha256:%s", sha256);
    put_slice(resource, "name", slice_of_string(name));
    put_slice(resource, "path", slice_of_string(path));
    put_slice(resource, "hash", slice_of_string(hash));
    json_put(resource, "bytes", json_integer_new((int64_t)bytes));
    json_append(package->resources, resource);
}

static bool add_file(struct package *package, const char *path, enum zip_method method,
                     struct slice bytes, struct error *err)
{
    char digest[HASH_HEX_SIZE];
    hash_sha256(bytes, digest);
    add_resource(package, path, bytes.len, digest);
    return zip_writer_add(&package->zip, path, method, bytes, err);
}

/* The WARC file that is being written. */
struct part {
    char path[64];
    uint64_t size;
    struct hash_stream *hash;
};

static bool append_part(struct package *package, struct part *part, struct slice bytes,
                        struct error *err)
{
    hash_stream_add(part->hash, bytes);
    part->size += bytes.len;
    return zip_writer_append(&package->zip, bytes, err);
}

static bool begin_part(struct package *package, struct part *part, unsigned number,
                       struct error *err)
{
    struct buffer info;
    char date[RFC3339_SIZE];
    snprintf(part->path, sizeof part->path, "archive/winnow-%05u.warc.gz", number);
    part->size = 0;
    part->hash = hash_stream_begin();
    if (!part->hash)
        return error_set(err, "out of memory");
    buffer_open(&info, NULL);
    bool done = zip_writer_begin(&package->zip, part->path, err) &&
                warc_append_info(strrchr(part->path, '/') + 1,
                                 rfc3339_write(package->exporting->command->now, date),
                                 &info, err) &&
                append_part(package, part, buffer_slice(&info), err);
    buffer_close(&info);
    return done;
}

static bool end_part(struct package *package, struct part *part, struct error *err)
{
    char digest[HASH_HEX_SIZE];
    hash_stream_end(part->hash, digest);
    part->hash = NULL;
    add_resource(package, part->path, part->size, digest);
    return zip_writer_end(&package->zip, err);
}

static bool add_record(struct package *package, struct part *part,
                       const struct warc_place *place, struct error *err)
{
    int folder = package->exporting->command->store.warc;
    struct buffer member;
    struct warc_record record;
    buffer_open(&member, NULL);
    warc_record_open(&record);
    struct capture capture = {.record = &record,
                              .file = strrchr(part->path, '/') + 1,
                              .offset = part->size,
                              .length = (uint64_t)place->length};
    bool done = warc_read_member(folder, place, &member, err) &&
                append_part(package, part, buffer_slice(&member), err) &&
                warc_read_at(folder, place, RECORD_MAX, &record, err);
    if (done)
        add_index_line(package, &capture);
    warc_record_close(&record);
    buffer_close(&member);
    return done;
}

static bool add_warcs(struct package *package, const struct export_places *places,
                      struct error *err)
{
    struct part part = {.hash = NULL};
    unsigned number = 0;
    bool done = true;
    for (size_t i = 0; done && i < places->count; i++) {
        if (part.hash && part.size >= WARC_MAX)
            done = end_part(package, &part, err);
        if (done && !part.hash)
            done = begin_part(package, &part, number++, err);
        done = done && add_record(package, &part, &places->items[i], err);
    }
    if (done)
        done = end_part(package, &part, err);
    else if (part.hash) {
        char unused[HASH_HEX_SIZE];
        hash_stream_end(part.hash, unused);
    }
    return done;
}

static bool add_index(struct package *package, struct error *err)
{
    struct buffer text;
    buffer_open(&text, NULL);
    qsort(package->index.items, package->index.count, sizeof *package->index.items,
          compare_lines);
    for (size_t i = 0; i < package->index.count; i++)
        buffer_append(&text, package->index.items[i]);
    bool done =
        (!text.failed || error_set(err, "out of memory")) &&
        add_file(package, "indexes/index.cdx", ZIP_DEFLATED, buffer_slice(&text), err);
    buffer_close(&text);
    return done;
}

/* The pages that a reader of the file is offered. */
static bool list_page(void *context, const struct export_page *page, struct error *err)
{
    struct package *package = context;
    const char *fetched = page->page.body.fetched;
    char id[24];
    (void)err;
    if (!page->page.body.place.file[0])
        return true;
    struct json *line = json_object_new();
    snprintf(id, sizeof id, "p%lld", (long long)page->page.id);
    put_slice(line, "id", slice_of_string(id));
    put_slice(line, "url",
              slice_of_string(page->page.body.final_url ? page->page.body.final_url
                                                        : page->page.url));
    if (fetched)
        put_slice(line, "ts", slice_of_string(fetched));
    if (page->page.title)
        put_slice(line, "title", slice_of_string(page->page.title));
    json_write(line, &package->pages);
    buffer_append_char(&package->pages, '\n');
    json_drop(line);
    return true;
}

static bool add_pages(struct package *package, struct error *err)
{
    buffer_append_string(
        &package->pages,
        "{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"All Pages\"}\n");
    return export_each_text(package->exporting, list_page, package, err) &&
           add_file(package, "pages/pages.jsonl", ZIP_DEFLATED,
                    buffer_slice(&package->pages), err);
}

static bool add_datapackage(struct package *package, struct error *err)
{
    struct json *root = json_object_new(), *seal = json_object_new();
    struct buffer text, sealed;
    char date[RFC3339_SIZE], digest[HASH_HEX_SIZE], hash[HASH_HEX_SIZE + 8];
    buffer_open(&text, NULL);
    buffer_open(&sealed, NULL);
    put_slice(root, "profile", SLICE("data-package"));
    put_slice(root, "wacz_version", SLICE("1.1.1"));
    put_slice(root, "created",
              slice_of_string(rfc3339_write(package->exporting->command->now, date)));
    put_slice(root, "software", SLICE("winnow/" WINNOW_VERSION));
    json_put(root, "resources", package->resources);
    package->resources = NULL;
    json_write(root, &text);
    hash_sha256(buffer_slice(&text), digest);
    snprintf(hash, sizeof hash, "sha256:%s", digest);
    put_slice(seal, "path", SLICE("datapackage.json"));
    put_slice(seal, "hash", slice_of_string(hash));
    json_write(seal, &sealed);
    bool done = (!text.failed && !sealed.failed) || error_set(err, "out of memory");
    done = done &&
           zip_writer_add(&package->zip, "datapackage.json", ZIP_DEFLATED,
                          buffer_slice(&text), err) &&
           zip_writer_add(&package->zip, "datapackage-digest.json", ZIP_DEFLATED,
                          buffer_slice(&sealed), err);
    buffer_close(&text);
    buffer_close(&sealed);
    json_drop(root);
    json_drop(seal);
    return done;
}

bool export_wacz(struct exporting *exporting, struct error *err)
{
    struct package package = {.exporting = exporting,
                              .arena = &exporting->command->arena,
                              .resources = json_array_new()};
    struct export_places places;
    struct export_file file;
    if (!export_list_places(exporting, &places, err) ||
        !export_file_open(&file, exporting->output, err)) {
        json_drop(package.resources);
        return false;
    }
    buffer_open(&package.pages, NULL);
    zip_writer_open(&package.zip, file.fd);
    bool done = add_warcs(&package, &places, err) && add_index(&package, err) &&
                add_pages(&package, err) && add_datapackage(&package, err);
    done = zip_writer_close(&package.zip, done, err);
    buffer_close(&package.pages);
    json_drop(package.resources);
    return export_file_close(&file, done, err);
}
