#include "fetch/hop.h"

#include "fetch/clock.h"
#include "fetch/name_check.h"
#include "fetch/private_address.h"
#include "fetch/result.h"
#include "fetch/robots_check.h"
#include <stdlib.h>
#include <string.h>

void hop_begin(struct fetch *fetch, struct job *job)
{
    struct slice host = slice_of_string(job->url.host);
    const char *kind = private_address_kind_of_host(host);
    struct error err;
    if (!kind && proxies_choose(&fetch->proxies, job->url.scheme, job->url.host))
        kind = private_address_kind_of_local_name(host);
    if (kind && !job_may_be_private(fetch, job)) {
        error_set(&err,
                  "%s is %s, refused in a list or a redirect; --allow-private permits it",
                  job->url.host, kind);
        job_finish_with(fetch, job, WINNOW_REFUSED, &err);
    } else if (job->purpose == JOB_PAGE && fetch->options.robots) {
        robots_check_page(fetch, job);
    } else {
        job_queue(fetch, job, job->purpose == JOB_ROBOTS || job->redirects > 0);
    }
}

/* Validators are those of the body at one URL, not of a URL that redirects there. */
bool hop_is_conditional(const struct job *job)
{
    return job->validated_url && strcmp(job->validated_url, job->url.bare) == 0;
}

static bool is_https(const struct job *job)
{
    return strcmp(job->url.scheme, "https") == 0;
}

/* Whether headers and cookies that the user gave for the host of this hop may be sent.
   They name a host without a port; a redirect may lead to another service on that host,
   or to http, which everybody on the way can read. */
static bool is_trusted(const struct job *job)
{
    return (job->is_named && http_url_is_same_server(&job->first_url, &job->url)) ||
           (job->url.port == 443 && is_https(job));
}

static enum transfer_cookies choose_cookies(const struct job *job)
{
    if (!is_trusted(job))
        return TRANSFER_COOKIES_NONE;
    return is_https(job) ? TRANSFER_COOKIES_ALL : TRANSFER_COOKIES_PLAIN;
}

static bool start_transfer(struct fetch *fetch, struct job *job, const char *addresses)
{
    bool is_first_server = http_url_is_same_server(&job->first_url, &job->url);
    bool is_page = job->purpose == JOB_PAGE;
    struct header_lines lines;
    if (!headers_select(&fetch->headers, is_first_server ? &job->headers : NULL,
                        is_trusted(job) ? job->url.host : NULL, &lines) ||
        (hop_is_conditional(job) && !headers_append(&job->validators, &lines))) {
        free(lines.items);
        return error_set(&job->transfer->answer.error, "out of memory");
    }
    result_note_request(&job->result, &job->url, fetch->user_agent, &lines,
                        &fetch->options);
    struct transfer_request request = {
        .url = &job->url,
        .addresses = addresses,
        .proxy = proxies_choose(&fetch->proxies, job->url.scheme, job->url.host),
        .headers = lines.items,
        .header_count = lines.count,
        .cookies = choose_cookies(job),
        .max_bytes = is_page ? fetch->options.max_bytes : ROBOTS_BYTES_MAX,
        .may_be_private = job_may_be_private(fetch, job),
        .is_page = is_page && !fetch->options.any_type,
        .cut_at_max_bytes = !is_page,
    };
    bool done = transfer_start(job->transfer, &request);
    free(lines.items);
    return done;
}

void hop_start(struct fetch *fetch, struct job *job)
{
    const char *addresses;
    if (!name_check_find(fetch, job, &addresses)) {
        hosts_done(fetch->hosts, &job->item, 0, clock_ms());
        job_queue(fetch, job, true);
        return;
    }
    if (!job->transfer)
        job->transfer = transfer_open(fetch->transfers);
    if (job->transfer) {
        job->transfer->owner = job;
        if (start_transfer(fetch, job, addresses))
            return;
    }
    hosts_done(fetch->hosts, &job->item, 0, clock_ms());
    job_finish_without_memory(fetch, job);
}
