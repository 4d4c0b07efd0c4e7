#include "fetch/redirect.h"

#include "fetch/hop.h"
#include <stdlib.h>
#include <string.h>

enum { ROBOTS_REDIRECTS_MAX = 5 }; /* RFC 9309, section 2.3.1.2 */

bool redirect_is_status(long http_status)
{
    return http_status == 301 || http_status == 302 || http_status == 303 ||
           http_status == 307 || http_status == 308;
}

static bool is_html(const char *content_type)
{
    struct slice type = slice_of_string(content_type);
    return !type.len || slice_find_nocase(type, SLICE("html")) != SIZE_MAX;
}

/* Whether the URL is http or https and leads to another page: one that reloads itself is
   complete as it is. */
static bool leads_on(const struct job *job, const char *url)
{
    struct http_url next;
    enum winnow_status status;
    if (!http_url_parse(&job->url, url, &next, &status, NULL))
        return false;
    bool is_other = strcmp(next.bare, job->url.bare) != 0;
    http_url_free(&next);
    return is_other;
}

bool redirect_find_refresh(const struct fetch *fetch, struct job *job)
{
    struct transfer_answer *answer = &job->transfer->answer;
    struct buffer url;
    if (!fetch->options.find_refresh || job->purpose != JOB_PAGE ||
        answer->http_status < 200 || answer->http_status > 299)
        return false;
    buffer_open(&url, NULL);
    struct slice html = {0};
    if (is_html(answer->content_type))
        html = buffer_slice(&answer->body);
    bool found = fetch->options.find_refresh(buffer_slice(&answer->head), html, &url) &&
                 leads_on(job, url.ptr);
    if (found) {
        free(answer->location);
        answer->location = strdup(url.ptr);
        found = answer->location != NULL;
    }
    buffer_close(&url);
    return found;
}

void redirect_follow(struct fetch *fetch, struct job *job)
{
    bool is_page = job->purpose == JOB_PAGE;
    unsigned most = is_page ? fetch->options.max_redirects : ROBOTS_REDIRECTS_MAX;
    const char *location = job->transfer->answer.location;
    struct error err, why = {0};
    enum winnow_status status;
    struct http_url next;
    if (job->redirects >= most) {
        error_set(&err, "more than %u redirects", most);
        job_finish_with(fetch, job, WINNOW_HTTP, &err);
    } else if (!http_url_parse(&job->url, location, &next, &status, &why)) {
        error_set(&err, "redirect to \"%.200s\": %s", location, why.text);
        job_finish_with(fetch, job, status == WINNOW_REFUSED ? status : WINNOW_HTTP,
                        &err);
    } else {
        http_url_free(&job->url);
        job->url = next;
        job->redirects++;
        hop_begin(fetch, job);
    }
}
