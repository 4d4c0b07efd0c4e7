#include "fetch/result.h"

#include "base/utf8.h"
#include "fetch/clock.h"
#include <stdlib.h>
#include <string.h>

void result_open(struct fetch_result *result)
{
    *result = (struct fetch_result){0};
    buffer_open(&result->body, NULL);
    buffer_open(&result->refusal, NULL);
    buffer_open(&result->request_head, NULL);
    buffer_open(&result->response_head, NULL);
}

void fetch_result_free(struct fetch_result *result)
{
    free(result->final_url);
    free(result->content_type);
    free(result->error);
    buffer_close(&result->body);
    buffer_close(&result->refusal);
    buffer_close(&result->request_head);
    buffer_close(&result->response_head);
    result->final_url = result->content_type = result->error = NULL;
}

char *result_clean_copy(const char *text)
{
    struct buffer line;
    if (!text)
        return NULL;
    buffer_open(&line, NULL);
    utf8_append_line(&line, slice_of_string(text));
    char *copy = line.failed ? NULL : strdup(line.ptr);
    buffer_close(&line);
    return copy;
}

void result_note_request(struct fetch_result *result, const struct http_url *url,
                         const char *user_agent, const struct header_lines *lines,
                         const struct fetch_options *options)
{
    struct buffer *out = &result->request_head;
    buffer_truncate(out, 0);
    buffer_printf(out, "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\n", url->target,
                  url->server, user_agent);
    for (size_t i = 0; i < lines->count; i++)
        if (!headers_is_secret(lines->items[i], options->secret_headers,
                               options->secret_header_count))
            buffer_printf(out, "%s\r\n", lines->items[i]);
    buffer_append_string(out, "\r\n");
}

bool result_note_answer(struct fetch_result *result, const struct http_url *url,
                        const struct transfer_answer *answer)
{
    if (!answer->http_status)
        return true;
    free(result->final_url);
    free(result->content_type);
    result->http_status = answer->http_status;
    result->final_url = strdup(url->bare);
    result->content_type = result_clean_copy(answer->content_type);
    buffer_truncate(&result->response_head, 0);
    buffer_append(&result->response_head, buffer_slice(&answer->head));
    clock_write_utc(result->fetched_at);
    buffer_truncate(&result->refusal, 0);
    if (answer->http_status >= 400)
        buffer_append(&result->refusal, buffer_slice(&answer->body));
    return result->final_url && (result->content_type || !answer->content_type);
}
