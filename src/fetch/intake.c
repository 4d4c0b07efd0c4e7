#include "fetch/intake.h"

#include "fetch/media.h"
#include <stdlib.h>

enum {
    HEADER_BYTES_MAX = 256 * 1024, /* curl refuses more than 300 kB since 8.3 */
    HEADER_LINES_MAX = 1000,       /* real answers have under a hundred */
    REST_MAX = 64 * 1024, /* of an error page's body: reading on keeps the connection */
};

void intake_clear(struct transfer_answer *answer)
{
    free(answer->content_type);
    free(answer->location);
    buffer_close(&answer->head);
    buffer_close(&answer->body);
    *answer = (struct transfer_answer){0};
    buffer_open(&answer->head, NULL);
    buffer_open(&answer->body, NULL);
}

static bool stop(struct transfer_answer *answer, enum winnow_status status)
{
    answer->status = status;
    return false;
}

/* Heads of 1xx answers, and of a proxy's, are not the answer's own. */
static void keep_head(struct transfer_answer *answer, struct slice line)
{
    if (slice_starts_with(line, SLICE("HTTP/")))
        buffer_truncate(&answer->head, 0);
    buffer_append(&answer->head, line);
}

bool intake_take_header(struct intake *intake, struct transfer_answer *answer,
                        struct slice line)
{
    if (!intake->received) /* what follows a body are trailers */
        keep_head(answer, line);
    intake->header_bytes += line.len;
    intake->header_lines++;
    if (intake->header_bytes <= HEADER_BYTES_MAX &&
        intake->header_lines <= HEADER_LINES_MAX)
        return true;
    error_set(&answer->error, "the answer's headers are over %d kB or %d lines",
              HEADER_BYTES_MAX / 1024, HEADER_LINES_MAX);
    return stop(answer, WINNOW_TOO_LARGE);
}

/* Looks at what a body is said to be, and at its first bytes, before it is read. */
static bool may_be_page(const char *content_type, struct slice bytes, struct error *err)
{
    if (!media_type_is_page(slice_of_string(content_type)))
        return error_set(err, "%.100s is not a page", content_type);
    const char *binary = media_find_binary(bytes);
    return !binary || error_set(err, "the server sent %s, not a page", binary);
}

/* The first bytes of a 2xx answer's body. Memory is taken at once where the length is
   announced, so that the page need not move as it grows. */
static bool begin_body(struct intake *intake, struct transfer_answer *answer,
                       const struct intake_head *head, struct slice bytes)
{
    intake->type_checked = true;
    if (intake->is_page && !may_be_page(head->content_type, bytes, &answer->error))
        return stop(answer, WINNOW_UNSUPPORTED);
    if (head->announced > 0 && (uint64_t)head->announced <= intake->max_bytes)
        buffer_reserve(&answer->body, (size_t)head->announced);
    return true;
}

bool intake_take_body(struct intake *intake, struct transfer_answer *answer,
                      const struct intake_head *head, struct slice bytes)
{
    size_t room = intake->max_bytes - answer->body.len;
    intake->received += bytes.len;
    if (head->http_status < 200 || head->http_status > 299) {
        intake->has_enough = intake->received > REST_MAX;
        return !intake->has_enough;
    }
    if (!intake->type_checked && !begin_body(intake, answer, head, bytes))
        return false;
    if (bytes.len > room && !intake->cut_at_max_bytes) {
        error_set(&answer->error,
                  "the page is over %zu bytes; --max-bytes sets the limit",
                  intake->max_bytes);
        return stop(answer, WINNOW_TOO_LARGE);
    }
    intake->has_enough = bytes.len > room;
    buffer_append(&answer->body,
                  slice_of(bytes.ptr, bytes.len > room ? room : bytes.len));
    return !answer->body.failed && !intake->has_enough;
}
