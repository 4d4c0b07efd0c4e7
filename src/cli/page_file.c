#include "cli/page_file.h"

#include "container/gzip.h"
#include "container/saved_page.h"

static bool fail(struct item *item, enum winnow_status status)
{
    item->status = status;
    return false;
}

/* Decompresses a gzip file; leaves bytes alone if it is none. */
static bool unpack(struct slice *bytes, size_t max, struct buffer *plain,
                   struct item *item)
{
    if (!slice_starts_with(*bytes, SLICE("\x1F\x8B\x08")))
        return true;
    struct error why = {0};
    if (gzip_decompress(*bytes, GZIP_OR_ZLIB, max, plain, &why)) {
        *bytes = buffer_slice(plain);
        return true;
    }
    if (plain->len > max) {
        error_set(&item->error,
                  "larger than %zu bytes when decompressed; --max-bytes allows more",
                  max);
        return fail(item, WINNOW_TOO_LARGE);
    }
    error_set(&item->error, "a damaged gzip file: %s", why.text);
    return fail(item, WINNOW_PARSE);
}

static bool read_saved(struct slice bytes, struct item *item)
{
    struct saved_page saved;
    saved_page_open(&saved);
    bool done = saved_page_read(bytes, &saved, &item->error);
    if (done) {
        buffer_append(&item->bytes, saved.has_body ? buffer_slice(&saved.body) : bytes);
        if (saved.url.len) { /* as if it had been given with --url */
            buffer_truncate(&item->name, 0);
            buffer_append(&item->name, buffer_slice(&saved.url));
            buffer_append(&item->url, buffer_slice(&saved.url));
        }
        buffer_append(&item->content_type, buffer_slice(&saved.content_type));
    }
    saved_page_close(&saved);
    return done || fail(item, WINNOW_UNSUPPORTED);
}

bool page_file_read(struct slice bytes, size_t max, bool is_text, struct item *item)
{
    struct buffer plain;
    buffer_open(&plain, NULL);
    bool done = unpack(&bytes, max, &plain, item);
    if (done && is_text)
        buffer_append(&item->bytes, bytes);
    else if (done)
        done = read_saved(bytes, item);
    buffer_close(&plain);
    return done;
}
