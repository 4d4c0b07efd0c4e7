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
    REST_MAX = 64 * 1024, /* of an error page's body: reading on keeps the connection */
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

/* Heads of 1xx answers, and of a proxy's, are not the answer's own. */
static void keep_head(struct transfer_answer *answer, struct slice line)
{
    if (slice_starts_with(line, SLICE("HTTP/")))
        buffer_truncate(&answer->head, 0);
    buffer_append(&answer->head, line);
}

/* Content-Encoding, which may come in several lines. A list that is too long stays cut,
   and its last name is then one that nobody knows. */
static void keep_codings(struct response *intake, struct slice line)
{
    const struct slice name = SLICE("Content-Encoding:");
    size_t len = strlen(intake->codings);
    if (slice_starts_with(line, SLICE("HTTP/")))
        intake->codings[0] = '\0';
    if (!slice_starts_with_nocase(line, name))
        return;
    struct slice value = slice_trim(slice_after(line, name.len));
    snprintf(intake->codings + len, sizeof intake->codings - len, "%s%.*s",
             len ? "," : "", SLICE_ARG(value));
}

bool response_take_header(struct response *intake, struct transfer_answer *answer,
                          struct slice line)
{
    if (!intake->received) { /* what follows a body are trailers */
        keep_head(answer, line);
        keep_codings(intake, line);
    }
    intake->header_bytes += line.len;
    intake->header_lines++;
    if (intake->header_bytes <= HEADER_BYTES_MAX &&
        intake->header_lines <= HEADER_LINES_MAX)
        return true;
    error_set(&answer->error, "the answer's headers are over %d kB or %d lines",
              HEADER_BYTES_MAX / 1024, HEADER_LINES_MAX);
    return stop(answer, WINNOW_TOO_LARGE);
}

static bool is_coded(const struct response *intake)
{
    return intake->decode && intake->codings[0];
}

static bool looks_like_page(struct slice bytes, struct error *err)
{
    const char *binary = magic_name(bytes);
    return !binary || error_set(err, "the server sent %s, not a page", binary);
}

/* Looks at what a body is said to be, and at its first bytes, before it is read. */
static bool may_be_page(const struct response *intake, const char *content_type,
                        struct slice bytes, struct error *err)
{
    if (!mime_is_page(slice_of_string(content_type)))
        return error_set(err, "%.100s is not a page", content_type);
    return is_coded(intake) || looks_like_page(bytes, err);
}

/* curl believes the last of several (RFC 9112, section 6.3, wants none believed): the
   page would end there, and seem whole. */
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

/* The first bytes of a 2xx answer's body. Memory is taken at once where the length is
   announced, so that the page need not move as it grows. */
static bool begin_body(struct response *intake, struct transfer_answer *answer,
                       const struct response_build_head *head, struct slice bytes)
{
    intake->type_checked = true;
    if (intake->is_page &&
        !may_be_page(intake, head->content_type, bytes, &answer->error))
        return stop(answer, WINNOW_UNSUPPORTED);
    if (head->announced > 0 && has_two_lengths(buffer_slice(&answer->head))) {
        error_set(&answer->error, "the answer's headers name two lengths of its body");
        return stop(answer, WINNOW_NETWORK);
    }
    if (head->announced > 0 && (uint64_t)head->announced <= intake->max_bytes)
        buffer_reserve(&answer->body, (size_t)head->announced);
    return true;
}

static bool stop_too_large(const struct response *intake, struct transfer_answer *answer)
{
    error_set(&answer->error, "the page is over %zu bytes; --max-bytes sets the limit",
              intake->max_bytes);
    return stop(answer, WINNOW_TOO_LARGE);
}

static bool is_success(long http_status)
{
    return http_status >= 200 && http_status <= 299;
}

/* What guards answer with, instead of the page: a robot's captcha, or a form. */
static bool may_be_guard(const struct response *intake, long http_status)
{
    static const long REFUSALS[] = {401, 403, 405, 429, 503};
    for (size_t i = 0; i < COUNT_OF(REFUSALS); i++)
        if (http_status == REFUSALS[i])
            return intake->is_page;
    return false;
}

bool response_take_body(struct response *intake, struct transfer_answer *answer,
                        const struct response_build_head *head, struct slice bytes)
{
    size_t room = intake->max_bytes - answer->body.len;
    intake->received += bytes.len;
    if (!is_success(head->http_status)) {
        intake->has_enough = intake->received > REST_MAX;
        if (may_be_guard(intake, head->http_status) && !intake->has_enough)
            buffer_append(&answer->body, bytes);
        return !intake->has_enough;
    }
    if (!intake->type_checked && !begin_body(intake, answer, head, bytes))
        return false;
    if (bytes.len > room && !intake->cut_at_max_bytes)
        return stop_too_large(intake, answer);
    intake->has_enough = bytes.len > room;
    buffer_append(&answer->body,
                  slice_of(bytes.ptr, bytes.len > room ? room : bytes.len));
    return !answer->body.failed && !intake->has_enough;
}

/* Puts what the body's codings hide in its place. */
static bool decode_body(const struct response *intake, struct transfer_answer *answer,
                        struct error *why)
{
    struct buffer whole;
    buffer_open(&whole, NULL);
    bool done =
        intake->decode(slice_of_string(intake->codings), buffer_slice(&answer->body),
                       intake->max_bytes, &whole, why);
    buffer_close(&answer->body);
    answer->body = whole;
    return done;
}

/* A refusal that is long, cut or in no known coding says nothing of a guard. */
static void finish_refusal(const struct response *intake, struct transfer_answer *answer)
{
    struct error why = {0};
    bool is_whole = !intake->has_enough && !answer->body.failed;
    if (is_whole && is_coded(intake) && answer->body.len)
        is_whole = decode_body(intake, answer, &why);
    if (!is_whole)
        buffer_close(&answer->body);
}

/* False, with the answer's status and error, where the page is not to be had. */
static bool finish_coded(const struct response *intake, struct transfer_answer *answer)
{
    struct error why = {0};
    bool done = decode_body(intake, answer, &why);
    bool is_too_large = answer->body.len > intake->max_bytes;
    if (intake->cut_at_max_bytes && (is_too_large || intake->has_enough)) {
        buffer_truncate(&answer->body, intake->max_bytes);
        return true;
    }
    if (is_too_large)
        return stop_too_large(intake, answer);
    if (done)
        return true;
    error_set(&answer->error, "the body is not in the encoding that its headers name: %s",
              why.text);
    return stop(answer, WINNOW_NETWORK);
}

void response_finish(const struct response *intake, struct transfer_answer *answer)
{
    if (!is_success(answer->http_status)) {
        finish_refusal(intake, answer);
        return;
    }
    if (is_coded(intake) && answer->body.len && !finish_coded(intake, answer))
        return;
    /* The piece that came first may have been too short to tell. */
    if (intake->is_page && !looks_like_page(buffer_slice(&answer->body), &answer->error))
        stop(answer, WINNOW_UNSUPPORTED);
}
