#include "fetch/response.h"

#include "base/array.h"
#include "base/magic.h"
#include "base/mime.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEADER_BYTES_MAX = 256 * 1024, /* curl refuses more than 300 kB since 8.3 */
    HEADER_LINES_MAX = 1000,       /* real answers have under a hundred */
    REST_MAX =
        64 * 1024, /* bytes of an error page to read so that the connection can be kept */
};

void response_clear(struct transfer_answer *answer)
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

/* Keeps the head of the answer itself, not those of 1xx answers or of a proxy. */
static void keep_head(struct transfer_answer *answer, struct slice line)
{
    if (slice_starts_with(line, SLICE("HTTP/")))
        buffer_truncate(&answer->head, 0);
    buffer_append(&answer->head, line);
}

/* Keeps Content-Encoding, of which there may be several. A list that is too long is
   one unknown coding. */
static void keep_codings(struct response *response, struct slice line)
{
    size_t colon = slice_find_char(line, ':'), len = strlen(response->codings);
    if (slice_starts_with(line, SLICE("HTTP/")))
        response->codings[0] = '\0';
    /* "Content-Encoding : br" of some servers is what browsers read. */
    if (colon == SIZE_MAX || !slice_equal_nocase(slice_trim(slice_of(line.ptr, colon)),
                                                 SLICE("Content-Encoding")))
        return;
    struct slice value = slice_trim(slice_after(line, colon + 1));
    int added = snprintf(response->codings + len, sizeof response->codings - len,
                         "%s%.*s", len ? "," : "", SLICE_ARG(value));
    if ((size_t)added >= sizeof response->codings - len)
        snprintf(response->codings, sizeof response->codings, "too many");
}

bool response_add_header(struct response *response, struct transfer_answer *answer,
                         struct slice line)
{
    if (!response->received) { /* after a body come trailers */
        keep_head(answer, line);
        keep_codings(response, line);
    }
    response->header_bytes += line.len;
    response->header_lines++;
    if (response->header_bytes <= HEADER_BYTES_MAX &&
        response->header_lines <= HEADER_LINES_MAX)
        return true;
    error_set(&answer->error, "the answer's headers are over %d kB or %d lines",
              HEADER_BYTES_MAX / 1024, HEADER_LINES_MAX);
    return stop(answer, WINNOW_TOO_LARGE);
}

static bool is_coded(const struct response *response)
{
    return response->decode && response->codings[0];
}

static bool looks_like_page(struct slice bytes, struct error *err)
{
    const char *binary = magic_name(bytes);
    return !binary || error_set(err, "the server sent %s, not a page", binary);
}

/* Checks the type of a body and its first bytes before it is read. */
static bool may_be_page(const struct response *response, const char *content_type,
                        struct slice bytes, struct error *err)
{
    if (!mime_is_page(slice_of_string(content_type)))
        return error_set(err, "%.100s is not a page", content_type);
    return is_coded(response) || looks_like_page(bytes, err);
}

/* Whether Content-Length has two values. curl uses the last (RFC 9112, section 6.3, says
   none): the page would be cut there without an error. */
static bool has_two_lengths(struct slice head)
{
    const struct slice name = SLICE("Content-Length:");
    struct slice line, first = {0};
    while (slice_split(&head, '\n', &line)) {
        if (!slice_starts_with_nocase(line, name))
            continue;
        struct slice value = slice_trim(slice_after(line, name.len));
        if (first.ptr && !slice_equal(first, value))
            return true;
        first = value;
    }
    return false;
}

/* Handles the first bytes of a 2xx answer's body. Memory is reserved at once if the
   length is known, so that the page is not moved as it grows. */
static bool begin_body(struct response *response, struct transfer_answer *answer,
                       const struct response_head *head, struct slice bytes)
{
    response->type_checked = true;
    if (response->is_page &&
        !may_be_page(response, head->content_type, bytes, &answer->error))
        return stop(answer, WINNOW_UNSUPPORTED);
    if (head->announced > 0 && has_two_lengths(buffer_slice(&answer->head))) {
        error_set(&answer->error, "the answer's headers name two lengths of its body");
        return stop(answer, WINNOW_NETWORK);
    }
    if (head->announced > 0 && (uint64_t)head->announced <= response->max_bytes)
        buffer_reserve(&answer->body, (size_t)head->announced);
    return true;
}

static bool stop_too_large(const struct response *response,
                           struct transfer_answer *answer)
{
    error_set(&answer->error, "the page is over %zu bytes; --max-bytes sets the limit",
              response->max_bytes);
    return stop(answer, WINNOW_TOO_LARGE);
}

static bool is_success(long http_status)
{
    return http_status >= 200 && http_status <= 299;
}

/* Whether the body may be that of a bot check or a login form. */
static bool may_be_guard(const struct response *response, long http_status)
{
    static const long REFUSALS[] = {401, 403, 405, 429, 503};
    for (size_t i = 0; i < COUNT_OF(REFUSALS); i++)
        if (http_status == REFUSALS[i])
            return response->is_page;
    return false;
}

bool response_add_body(struct response *response, struct transfer_answer *answer,
                       const struct response_head *head, struct slice bytes)
{
    size_t room = response->max_bytes - answer->body.len;
    response->received += bytes.len;
    if (!is_success(head->http_status)) {
        response->has_enough = response->received > REST_MAX;
        if (may_be_guard(response, head->http_status) && !response->has_enough)
            buffer_append(&answer->body, bytes);
        return !response->has_enough;
    }
    if (!response->type_checked && !begin_body(response, answer, head, bytes))
        return false;
    if (bytes.len > room && !response->cut_at_max_bytes)
        return stop_too_large(response, answer);
    response->has_enough = bytes.len > room;
    buffer_append(&answer->body,
                  slice_of(bytes.ptr, bytes.len > room ? room : bytes.len));
    return !answer->body.failed && !response->has_enough;
}

/* Replaces the body with its decoded bytes. */
static bool decode_body(const struct response *response, struct transfer_answer *answer,
                        struct error *why)
{
    struct buffer whole;
    buffer_open(&whole, NULL);
    bool done =
        response->decode(slice_of_string(response->codings), buffer_slice(&answer->body),
                         response->max_bytes, &whole, why);
    buffer_close(&answer->body);
    answer->body = whole;
    return done;
}

/* A refusal that is long, truncated or in an unknown coding is dropped. */
static void finish_refusal(const struct response *response,
                           struct transfer_answer *answer)
{
    struct error why = {0};
    bool is_whole = !response->has_enough && !answer->body.failed;
    if (is_whole && is_coded(response) && answer->body.len)
        is_whole = decode_body(response, answer, &why);
    if (!is_whole)
        buffer_close(&answer->body);
}

/* Returns false, with the answer's status and error set, if the page cannot be
   decoded. */
static bool finish_coded(const struct response *response, struct transfer_answer *answer)
{
    struct error why = {0};
    bool done = decode_body(response, answer, &why);
    bool is_too_large = answer->body.len > response->max_bytes;
    if (response->cut_at_max_bytes && (is_too_large || response->has_enough)) {
        buffer_truncate(&answer->body, response->max_bytes);
        return true;
    }
    if (is_too_large)
        return stop_too_large(response, answer);
    if (done)
        return true;
    error_set(&answer->error, "the body is not in the encoding that its headers name: %s",
              why.text);
    return stop(answer, WINNOW_NETWORK);
}

void response_finish(const struct response *response, struct transfer_answer *answer)
{
    if (!is_success(answer->http_status)) {
        finish_refusal(response, answer);
        return;
    }
    if (is_coded(response) && answer->body.len && !finish_coded(response, answer))
        return;
    /* the first piece may have been too short to recognise */
    if (response->is_page &&
        !looks_like_page(buffer_slice(&answer->body), &answer->error))
        stop(answer, WINNOW_UNSUPPORTED);
}
