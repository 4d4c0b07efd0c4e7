#include "cli/warcinput.h"

#include "base/mime.h"
#include <stdio.h>
#include <stdlib.h>

enum { HEAD_SLACK = 512 * 1024 }; /* of an answer's own head, beside its body */

static void fail(struct item *item, enum winnow_status status, const char *text)
{
    item->status = status;
    buffer_truncate(&item->url, 0); /* only a page's is looked at */
    error_set(&item->error, "%s", text);
}

static void give_body(struct item *item, struct slice content_type, struct slice body)
{
    char type[128];
    snprintf(type, sizeof type, "%.*s",
             (int)(content_type.len < 100 ? content_type.len : 100),
             content_type.len ? content_type.ptr : "");
    char text[192];
    if (content_type.len && !mime_is_page(content_type)) {
        snprintf(text, sizeof text, "%s is not a page", type);
        fail(item, WINNOW_UNSUPPORTED, text);
    } else {
        item->kind = ITEM_PAGE;
        item->page_kind = mime_is_plain_text(content_type) ? WINNOW_TEXT : WINNOW_HTML;
        buffer_append_string(&item->content_type, type);
        buffer_append(&item->bytes, body);
    }
}

static void give_response(struct item *item, const struct warc_record *record,
                          size_t max_bytes)
{
    struct warc_response response;
    struct error err = {0};
    char text[64];
    bool is_read =
        warc_read_response(buffer_slice(&record->block), max_bytes, &response, &err);
    item->http_status = response.http_status;
    if (response.http_status &&
        (response.http_status < 200 || response.http_status > 299)) {
        snprintf(text, sizeof text, "HTTP %ld", response.http_status);
        fail(item, response.http_status == 410 ? WINNOW_GONE : WINNOW_HTTP, text);
    } else if (response.body.len > max_bytes) {
        fail(item, WINNOW_TOO_LARGE, "larger than --max-bytes");
    } else if (!is_read) {
        fail(item, WINNOW_PARSE, err.text);
    } else {
        give_body(item, response.content_type, buffer_slice(&response.body));
    }
    buffer_close(&response.body);
}

static bool has_page(const struct warc_record *record)
{
    struct slice type = warc_field(record, "WARC-Type");
    struct slice uri = warc_field(record, "WARC-Target-URI");
    bool is_web = slice_starts_with_nocase(uri, SLICE("http://")) ||
                  slice_starts_with_nocase(uri, SLICE("https://"));
    return is_web && (slice_equal_nocase(type, SLICE("response")) ||
                      slice_equal_nocase(type, SLICE("resource")));
}

static void give(struct item *item, const struct warc_record *record, size_t max_bytes)
{
    struct slice uri = warc_field(record, "WARC-Target-URI");
    struct slice date = warc_field(record, "WARC-Date");
    buffer_append(&item->name, uri);
    buffer_append(&item->line, uri);
    buffer_append(&item->url, uri);
    item->kind = ITEM_BROKEN;
    item->is_named = true;
    if (date.len < sizeof item->fetched_at)
        snprintf(item->fetched_at, sizeof item->fetched_at, "%.*s", SLICE_ARG(date));
    if (record->is_cut)
        fail(item, WINNOW_TOO_LARGE, "larger than --max-bytes");
    else if (slice_equal_nocase(warc_field(record, "WARC-Type"), SLICE("resource")))
        give_body(item, warc_field(record, "Content-Type"), buffer_slice(&record->block));
    else
        give_response(item, record, max_bytes);
}

/* ---- the stream -------------------------------------------------------------------- */

struct warcinput {
    struct warc_reader *reader;
    struct warc_record record; /* the one that is being read */
};

struct warcinput *warcinput_open(int fd)
{
    struct warcinput *input = calloc(1, sizeof *input);
    if (!input)
        return NULL;
    warc_record_open(&input->record);
    input->reader = warc_reader_open(fd);
    if (input->reader)
        return input;
    free(input);
    return NULL;
}

void warcinput_close(struct warcinput *input)
{
    if (!input)
        return;
    warc_reader_close(input->reader);
    warc_record_close(&input->record);
    free(input);
}

enum input_result warcinput_next(struct warcinput *input, size_t max_bytes,
                                 struct item *item, struct error *err)
{
    for (;;) {
        switch (warc_reader_next(input->reader, max_bytes + HEAD_SLACK, &input->record,
                                 err)) {
        case WARC_WAIT:
            return INPUT_WAIT;
        case WARC_END:
            return INPUT_END;
        case WARC_BROKEN:
            return INPUT_FAILED;
        case WARC_RECORD:
            if (!has_page(&input->record))
                continue;
            give(item, &input->record, max_bytes);
            return INPUT_ITEM;
        }
    }
}
