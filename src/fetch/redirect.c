#include "fetch/redirect.h"

#include "fetch/hop.h"

enum { ROBOTS_REDIRECTS_MAX = 5 }; /* RFC 9309, section 2.3.1.2 */

bool redirect_is_status(long http_status)
{
    return http_status == 301 || http_status == 302 || http_status == 303 ||
           http_status == 307 || http_status == 308;
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
