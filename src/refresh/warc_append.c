#include "refresh/warc_append.h"

#include "base/array.h"
#include "base/hash.h"
#include "base/rfc3339.h"
#include <string.h>

/* ---- response heads ---------------------------------------------------------------- */

/* Returns the value of a response header, or NULL. */
static const char *header_of(struct arena *a, const struct fetch_result *fetched,
                             const char *name)
{
    struct slice value = warc_find_header(buffer_slice(&fetched->response_head), name);
    return value.len ? arena_string(a, value) : NULL;
}

static bool is_rewritten(struct slice name)
{
    static const char *const rewritten[] = {"Content-Encoding", "Transfer-Encoding",
                                            "Content-Length"};
    for (size_t i = 0; i < COUNT_OF(rewritten); i++)
        if (slice_equal_nocase(name, slice_of_string(rewritten[i])))
            return true;
    return false;
}

/* Writes the head that is stored: HTTP/1.1, with the length of the decoded body. The
   original headers about length and encoding are renamed to X-Crawl-..., as Common Crawl
   does. */
static void write_head(const struct fetch_result *fetched, size_t body,
                       struct buffer *out)
{
    struct slice rest = buffer_slice(&fetched->response_head), line, word;
    slice_split(&rest, '\n', &line);
    slice_next_word(&line, &word);
    line = slice_trim(line);
    /* "HTTP/1.1 200OK" of some servers is stored as a reader expects it. */
    while (line.len && is_ascii_digit((unsigned char)line.ptr[0]))
        line = slice_after(line, 1);
    buffer_printf(out, "HTTP/1.1 %ld %.*s\r\n", fetched->http_status,
                  SLICE_ARG(slice_trim(line)));
    while (slice_split(&rest, '\n', &line)) {
        line = slice_trim(line);
        size_t colon = slice_find_char(line, ':');
        if (!line.len)
            continue;
        if (colon != SIZE_MAX && is_rewritten(slice_trim(slice_of(line.ptr, colon))))
            buffer_append_string(out, "X-Crawl-");
        buffer_append(out, line);
        buffer_append_string(out, "\r\n");
    }
    buffer_printf(out, "Content-Length: %zu\r\n\r\n", body);
}

/* ---- validators -------------------------------------------------------------------- */

/* Validators belong to the stored body: they are replaced, or cleared if the response has
   none. */
static void set_validators(struct store_body *body, const struct fetch_result *fetched,
                           struct arena *a)
{
    body->etag = header_of(a, fetched, "ETag");
    body->modified = header_of(a, fetched, "Last-Modified");
    body->validated_url = arena_string(a, slice_of_string(fetched->final_url));
}

/* A 304 may omit validators that have not changed (RFC 9110, section 15.4.5). */
static void update_validators(struct store_body *body, const struct fetch_result *fetched,
                              struct arena *a)
{
    const char *etag = header_of(a, fetched, "ETag");
    const char *modified = header_of(a, fetched, "Last-Modified");
    body->etag = etag ? etag : body->etag;
    body->modified = modified ? modified : body->modified;
}

/* ---- records ----------------------------------------------------------------------- */

/* NULL also for an URL that is not known, as of an imported record. */
static const char *unless_same(const char *url, const char *other)
{
    return !url || strcmp(url, other) == 0 ? NULL : url;
}

/* Writes a record about update->body. */
static bool write_record(struct warc_writer *warc, struct body_update *update,
                         enum warc_kind kind, int64_t now, struct error *err)
{
    const struct fetch_result *fetched = update->fetched;
    struct store_body *body = &update->body;
    bool has_body = kind == WARC_RESPONSE;
    struct warc_place place;
    struct buffer head;
    char date[RFC3339_SIZE];
    buffer_open(&head, NULL);
    if (kind == WARC_REVISIT_NOT_MODIFIED)
        buffer_append(&head, buffer_slice(&fetched->response_head));
    else
        write_head(fetched, has_body ? fetched->body.len : 0, &head);
    struct warc_exchange exchange = {
        .kind = kind,
        .url = fetched->final_url,
        .date = rfc3339_write(now, date),
        .page = unless_same(update->page, fetched->final_url),
        .requested = unless_same(update->url, fetched->final_url),
        .request_head = buffer_slice(&fetched->request_head),
        .response_head = buffer_slice(&head),
        .body = has_body ? buffer_slice(&fetched->body) : (struct slice){0},
        .payload_sha256 = body->raw_sha256,
        .refers_to_url = body->final_url,
        .refers_to_date = body->fetched,
    };
    bool done = !head.failed || error_set(err, "out of memory");
    done = done && warc_write(warc, &exchange, &place, err);
    if (done && has_body)
        body->place = place;
    buffer_close(&head);
    return done;
}

static bool write_revisit(struct warc_writer *warc, struct body_update *update,
                          enum warc_kind kind, int64_t now, struct error *err)
{
    return !update->writes_revisits || write_record(warc, update, kind, now, err);
}

/* Describes a body that is stored for the first time. */
static struct store_body new_body(const struct body_update *update, const char *sha256,
                                  int64_t now, struct arena *a)
{
    const struct fetch_result *fetched = update->fetched;
    const char *type = fetched->content_type;
    char date[RFC3339_SIZE];
    return (struct store_body){
        .url = arena_string(a, slice_of_string(update->url)),
        .raw_sha256 = arena_string(a, slice_of_string(sha256)),
        .content_type = type ? arena_string(a, slice_of_string(type)) : NULL,
        .final_url = arena_string(a, slice_of_string(fetched->final_url)),
        .fetched = arena_string(a, slice_of_string(rfc3339_write(now, date))),
    };
}

bool warc_append_exchange(struct warc_writer *warc, struct body_update *update,
                          int64_t now, struct arena *a, struct error *err)
{
    const struct fetch_result *fetched = update->fetched;
    const struct store_body *stored = update->stored;
    struct store_body *body = &update->body;
    char hex[HASH_HEX_SIZE];
    bool has_stored = stored && stored->place.file[0] && stored->raw_sha256;
    if (has_stored && fetched->http_status == 304) {
        update->is_same = true;
        *body = *stored;
        update_validators(body, fetched, a);
        return write_revisit(warc, update, WARC_REVISIT_NOT_MODIFIED, now, err);
    }
    hash_sha256(buffer_slice(&fetched->body), hex);
    update->is_same = has_stored && strcmp(hex, stored->raw_sha256) == 0;
    if (update->is_same) {
        *body = *stored;
        set_validators(body, fetched, a);
        return write_revisit(warc, update, WARC_REVISIT_SAME, now, err);
    }
    *body = new_body(update, hex, now, a);
    set_validators(body, fetched, a);
    return write_record(warc, update, WARC_RESPONSE, now, err);
}
