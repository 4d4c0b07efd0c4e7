#include "refresh/warc_append.h"

#include "archive/rfc3339.h"
#include "base/array.h"
#include "base/hash.h"
#include <string.h>

/* ---- heads ------------------------------------------------------------------------- */

/* A value of the server's, as it came. */
static const char *header_of(struct arena *a, const struct fetch_result *fetched,
                             const char *name)
{
    struct slice value = warc_find_header(buffer_slice(&fetched->response_head), name);
    return value.len ? arena_string(a, value) : NULL;
}

static bool is_undone(struct slice name)
{
    static const char *const undone[] = {"Content-Encoding", "Transfer-Encoding",
                                         "Content-Length"};
    for (size_t i = 0; i < COUNT_OF(undone); i++)
        if (slice_equal_nocase(name, slice_of_string(undone[i])))
            return true;
    return false;
}

/* The head as it is kept: HTTP/1.1, with the length of the body as it is kept, and what
   was undone on the way under names of its own, as Common Crawl writes them. */
static void write_head(const struct fetch_result *fetched, size_t body,
                       struct buffer *out)
{
    struct slice rest = buffer_slice(&fetched->response_head), line, word;
    slice_split(&rest, '\n', &line);
    slice_next_word(&line, &word);
    line = slice_trim(line);
    buffer_printf(out, "HTTP/1.1 %.*s\r\n", SLICE_ARG(line.len ? line : SLICE("200 OK")));
    while (slice_split(&rest, '\n', &line)) {
        line = slice_trim(line);
        size_t colon = slice_find_char(line, ':');
        if (!line.len)
            continue;
        if (colon != SIZE_MAX && is_undone(slice_of(line.ptr, colon)))
            buffer_append_string(out, "X-Crawl-");
        buffer_append(out, line);
        buffer_append_string(out, "\r\n");
    }
    buffer_printf(out, "Content-Length: %zu\r\n\r\n", body);
}

/* ---- validators -------------------------------------------------------------------- */

/* Validators belong to the body that is held: new ones replace, none at all clear. */
static void take_validators(struct store_body *body, const struct fetch_result *fetched,
                            struct arena *a)
{
    body->etag = header_of(a, fetched, "ETag");
    body->modified = header_of(a, fetched, "Last-Modified");
    body->validated_url = arena_string(a, slice_of_string(fetched->final_url));
}

/* A 304 may leave out what has not changed (RFC 9110, section 15.4.5). */
static void renew_validators(struct store_body *body, const struct fetch_result *fetched,
                             struct arena *a)
{
    const char *etag = header_of(a, fetched, "ETag");
    const char *modified = header_of(a, fetched, "Last-Modified");
    body->etag = etag ? etag : body->etag;
    body->modified = modified ? modified : body->modified;
}

/* ---- keeping ----------------------------------------------------------------------- */

static bool write(struct warc_writer *warc, const struct fetch_result *fetched,
                  enum warc_kind kind, const struct store_body *body, int64_t now,
                  struct warc_place *place, struct error *err)
{
    struct buffer head;
    char date[RFC3339_SIZE];
    buffer_open(&head, NULL);
    if (kind == WARC_REVISIT_NOT_MODIFIED)
        buffer_append(&head, buffer_slice(&fetched->response_head));
    else
        write_head(fetched, kind == WARC_RESPONSE ? fetched->body.len : 0, &head);
    struct warc_exchange exchange = {
        .kind = kind,
        .url = fetched->final_url,
        .date = rfc3339_write(now, date),
        .request_head = buffer_slice(&fetched->request_head),
        .response_head = buffer_slice(&head),
        .body = kind == WARC_RESPONSE ? buffer_slice(&fetched->body) : (struct slice){0},
        .payload_sha256 = body->raw_sha256,
        .refers_to_url = body->final_url,
        .refers_to_date = body->fetched,
    };
    bool done = !head.failed || error_set(err, "out of memory");
    done = done && warc_write(warc, &exchange, place, err);
    buffer_close(&head);
    return done;
}

bool warc_append_exchange(struct warc_writer *warc, const char *url,
                          const struct fetch_result *fetched,
                          const struct store_body *held, int64_t now, struct arena *a,
                          struct store_body *out, bool *is_same, struct error *err)
{
    struct warc_place unused;
    char hex[HASH_HEX_SIZE], date[RFC3339_SIZE];
    bool is_held = held && held->place.file[0] && held->raw_sha256;
    if (is_held && fetched->http_status == 304) {
        *is_same = true;
        *out = *held;
        renew_validators(out, fetched, a);
        return write(warc, fetched, WARC_REVISIT_NOT_MODIFIED, held, now, &unused, err);
    }
    hash_sha256(buffer_slice(&fetched->body), hex);
    *is_same = is_held && strcmp(hex, held->raw_sha256) == 0;
    if (*is_same) {
        *out = *held;
        take_validators(out, fetched, a);
        return write(warc, fetched, WARC_REVISIT_SAME, held, now, &unused, err);
    }
    const char *type = fetched->content_type;
    *out = (struct store_body){
        .url = arena_string(a, slice_of_string(url)),
        .raw_sha256 = arena_string(a, slice_of_string(hex)),
        .content_type = type ? arena_string(a, slice_of_string(type)) : NULL,
        .final_url = arena_string(a, slice_of_string(fetched->final_url)),
        .fetched = arena_string(a, slice_of_string(rfc3339_write(now, date))),
    };
    take_validators(out, fetched, a);
    return write(warc, fetched, WARC_RESPONSE, out, now, &out->place, err);
}
