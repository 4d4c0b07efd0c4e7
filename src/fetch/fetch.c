#include "fetch/fetch.h"

#include "fetch/clock.h"
#include "fetch/headers.h"
#include "fetch/hosts.h"
#include "fetch/http_url.h"
#include "fetch/private_address.h"
#include "fetch/proxy.h"
#include "fetch/result.h"
#include "fetch/retry.h"
#include "fetch/robots_cache.h"
#include "fetch/transfer.h"
#include <stdlib.h>
#include <string.h>

#define PRODUCT "winnow" /* the name that robots.txt files know it by */

enum {
    ROBOTS_REDIRECTS_MAX = 5, /* RFC 9309, section 2.3.1.2 */
    STEP_MAX_MS = 60 * 1000,  /* a step without a limit ends after a minute */
    /* A host comes up again after its delay, and about as many others in between. */
    CONNECTIONS_KEPT_MIN = 128,
};

enum purpose { FOR_PAGE, FOR_ROBOTS };

/* One request from fetch_add to fetch_next, over all its redirects and retries; or one
   for a robots.txt, which the engine makes by itself. */
struct job {
    struct host_item item;     /* first: hosts.h queues this */
    struct job *next;          /* among the finished, or those that wait for robots.txt */
    struct job *older, *newer; /* of all that are alive */
    enum purpose purpose;
    struct origin *origin;      /* whose robots.txt it gets */
    struct http_url asked, url; /* the first hop's, and this one's */
    bool typed;                 /* asked may have a private address */
    bool is_named;              /* asked is what the user named, or its robots.txt */
    struct headers headers;     /* for asked's server only */
    struct headers validators;
    char *validated_url; /* the only one that they are sent to */
    struct transfer *transfer;
    unsigned redirects, failures;
    struct fetch_result result;
};

struct job_list {
    struct job *first, *last;
};

struct fetch {
    struct fetch_options options;
    struct proxies proxies;
    char *user_agent, *ca_file;
    struct headers headers;
    struct transfers *transfers;
    struct hosts *hosts;
    struct robots_cache *origins;
    struct job *newest;
    struct job_list finished;
    size_t pending;
    bool winds_down, has_enough;
    const void *wanted; /* the tag of the page that is asked for all the same */
    uint64_t random;
};

static void begin_hop(struct fetch *fetch, struct job *job);

/* ---- jobs -------------------------------------------------------------------------- */

static struct job *page_job_new(struct fetch *fetch, enum purpose purpose)
{
    struct job *job = calloc(1, sizeof *job);
    if (!job)
        return NULL;
    job->purpose = purpose;
    result_open(&job->result);
    job->older = fetch->newest;
    if (fetch->newest)
        fetch->newest->newer = job;
    fetch->newest = job;
    return job;
}

static void page_job_free(struct fetch *fetch, struct job *job)
{
    if (job->older)
        job->older->newer = job->newer;
    *(job->newer ? &job->newer->older : &fetch->newest) = job->older;
    transfer_close(job->transfer);
    http_url_free(&job->asked);
    http_url_free(&job->url);
    headers_close(&job->headers);
    headers_close(&job->validators);
    free(job->validated_url);
    fetch_result_free(&job->result);
    free(job);
}

static void list_append(struct job_list *list, struct job *job)
{
    job->next = NULL;
    *(list->last ? &list->last->next : &list->first) = job;
    list->last = job;
}

/* ---- the end of a job -------------------------------------------------------------- */

static void settle_robots(struct fetch *fetch, struct job *job, enum winnow_status status,
                          const char *why);

/* Ends the job. why is NULL for ok; for a robots.txt, http means that it was answered. */
static void finish(struct fetch *fetch, struct job *job, enum winnow_status status,
                   const char *why)
{
    if (job->purpose == FOR_ROBOTS) {
        settle_robots(fetch, job, status, why);
        return;
    }
    job->result.status = status;
    job->result.error = result_clean_copy(why);
    transfer_close(job->transfer);
    job->transfer = NULL;
    list_append(&fetch->finished, job);
}

static void finish_with(struct fetch *fetch, struct job *job, enum winnow_status status,
                        const struct error *err)
{
    finish(fetch, job, status, err->text);
}

static void finish_without_memory(struct fetch *fetch, struct job *job)
{
    finish(fetch, job, WINNOW_NETWORK, "out of memory");
}

/* Was this hop's server named on the command line? */
static bool may_be_private(const struct fetch *fetch, const struct job *job)
{
    return fetch->options.allow_private ||
           (job->typed && http_url_is_same_server(&job->asked, &job->url));
}

/* ---- the host's queue -------------------------------------------------------------- */

static int64_t seconds_to_ms(double seconds)
{
    return (int64_t)(seconds * 1000 + 0.5);
}

static void finish_held(struct fetch *fetch, struct job *job, int64_t held_ms)
{
    struct error err;
    error_set(&err, "%s asks to wait %lld s; --max-wait is %g s", job->url.host,
              (long long)(held_ms + 999) / 1000, fetch->options.max_wait_s);
    finish_with(fetch, job, WINNOW_HTTP, &err);
}

static int64_t delay_of(const struct fetch *fetch, const struct job *job)
{
    int64_t delay = seconds_to_ms(fetch->options.delay_s), now = clock_ms();
    if (!fetch->options.robots)
        return delay;
    const struct origin *origin =
        robots_cache_find_known(fetch->origins, job->url.origin, now);
    int64_t wanted = origin && origin->robots ? robots_delay_ms(origin->robots) : 0;
    return wanted > delay ? wanted : delay;
}

static void queue(struct fetch *fetch, struct job *job, bool at_front)
{
    const char *server = job->url.server;
    int64_t now = clock_ms(), held = hosts_held_for(fetch->hosts, server, now);
    if (held > seconds_to_ms(fetch->options.max_wait_s)) {
        finish_held(fetch, job, held);
        return;
    }
    int64_t delay = delay_of(fetch, job);
    bool done = at_front ? hosts_push_front(fetch->hosts, server, &job->item, delay, now)
                         : hosts_push(fetch->hosts, server, &job->item, delay, now);
    if (!done)
        finish_without_memory(fetch, job);
}

/* The server does not want anybody for longer than we wait: nobody there is asked. */
static void give_up_server(struct fetch *fetch, const char *server, int64_t held_ms)
{
    struct host_item *item;
    while ((item = hosts_withdraw(fetch->hosts, server)))
        finish_held(fetch, (struct job *)item, held_ms);
}

/* ---- robots.txt -------------------------------------------------------------------- */

static void judge_by_robots(struct fetch *fetch, struct job *job, struct origin *origin)
{
    struct error err;
    unsigned line;
    if (!origin->robots && origin->status != WINNOW_OK) {
        finish(fetch, job, origin->status, origin->reason);
    } else if (origin->robots &&
               !robots_is_allowed(origin->robots, slice_of_string(job->url.target),
                                  &line)) {
        error_set(&err, "robots.txt of %s forbids it (line %u); --no-robots overrides",
                  job->url.host, line);
        finish_with(fetch, job, WINNOW_ROBOTS, &err);
    } else {
        queue(fetch, job, job->redirects > 0);
    }
}

static void ask_for_robots(struct fetch *fetch, struct job *page, struct origin *origin)
{
    struct job *job = page_job_new(fetch, FOR_ROBOTS);
    enum winnow_status status;
    if (!job || !http_url_parse(&page->url, "/robots.txt", &job->asked, &status, NULL) ||
        !http_url_copy(&job->asked, &job->url)) {
        if (job)
            page_job_free(fetch, job);
        finish_without_memory(fetch, page);
        return;
    }
    job->typed = may_be_private(fetch, page);
    job->is_named = page->is_named && http_url_is_same_server(&page->asked, &page->url);
    job->origin = origin;
    origin->state = ORIGIN_ASKED;
    page->next = NULL;
    origin->waiting = page;
    begin_hop(fetch, job);
}

/* Queues the page once its origin's robots.txt is known, or ends it. */
static void check_robots(struct fetch *fetch, struct job *job)
{
    struct origin *origin =
        robots_cache_find(fetch->origins, job->url.origin, clock_ms());
    if (!origin) {
        finish_without_memory(fetch, job);
    } else if (origin->state == ORIGIN_KNOWN ||
               (origin->state == ORIGIN_NEW &&
                robots_cache_recall(fetch->origins, origin, fetch->options.memory,
                                    SLICE(PRODUCT), clock_ms()))) {
        judge_by_robots(fetch, job, origin);
    } else if (origin->state == ORIGIN_NEW) {
        ask_for_robots(fetch, job, origin);
    } else {
        job->next = origin->waiting;
        origin->waiting = job;
    }
}

/* Those that waited stand in the order of their coming, last first. */
static struct job *reversed(struct job *list)
{
    struct job *result = NULL;
    while (list) {
        struct job *next = list->next;
        list->next = result;
        result = list;
        list = next;
    }
    return result;
}

static void settle_robots(struct fetch *fetch, struct job *job, enum winnow_status status,
                          const char *why)
{
    struct origin *origin = job->origin;
    struct job *next, *page = reversed(origin->waiting);
    struct error reason = {0};
    struct robots *robots = NULL;
    struct origin_answer answer = {job->asked.host, status, job->result.http_status,
                                   job->redirects > 0, why ? why : ""};
    enum winnow_status verdict = origin_judge(&answer, &reason);
    if (status == WINNOW_OK)
        robots = robots_parse(buffer_slice(&job->result.body), SLICE(PRODUCT));
    bool is_lasting = verdict == WINNOW_OK || verdict == WINNOW_ROBOTS;
    int64_t keep = is_lasting ? ORIGIN_KEEP_MS : ORIGIN_FAILURE_KEEP_MS;
    if (status == WINNOW_OK && !robots) {
        verdict = WINNOW_NETWORK;
        error_set(&reason, "out of memory");
    }
    origin->waiting = NULL;
    robots_cache_settle(fetch->origins, origin, robots, verdict,
                        verdict == WINNOW_OK ? NULL : strdup(reason.text),
                        clock_ms() + keep);
    robots_cache_remember(origin, fetch->options.memory,
                          robots ? buffer_slice(&job->result.body) : (struct slice){0},
                          clock_ms());
    page_job_free(fetch, job);
    for (; page; page = next) {
        next = page->next;
        judge_by_robots(fetch, page, origin);
    }
}

/* ---- one hop ----------------------------------------------------------------------- */

/* job->url is where it goes next: to the queue of its host, if it may go there. */
static void begin_hop(struct fetch *fetch, struct job *job)
{
    const char *what = private_address_kind_of_host(slice_of_string(job->url.host));
    struct error err;
    if (what && !may_be_private(fetch, job)) {
        error_set(&err,
                  "%s is %s, refused in a list or a redirect; --allow-private permits it",
                  job->url.host, what);
        finish_with(fetch, job, WINNOW_REFUSED, &err);
    } else if (job->purpose == FOR_PAGE && fetch->options.robots) {
        check_robots(fetch, job);
    } else {
        queue(fetch, job, job->purpose == FOR_ROBOTS || job->redirects > 0);
    }
}

/* Validators hold for the URL that gave them, and not for one that leads there. */
static bool is_conditional(const struct job *job)
{
    return job->validated_url && strcmp(job->validated_url, job->url.bare) == 0;
}

/* May headers that the user has for this hop's host go there? It is named without a port;
   but a redirect may name another service on it, or one that all on the way can read. */
static bool is_trusted(const struct job *job)
{
    return (job->is_named && http_url_is_same_server(&job->asked, &job->url)) ||
           (job->url.port == 443 && strcmp(job->url.scheme, "https") == 0);
}

static bool start_transfer(struct fetch *fetch, struct job *job)
{
    bool is_asked = http_url_is_same_server(&job->asked, &job->url);
    bool is_page = job->purpose == FOR_PAGE;
    struct header_lines lines;
    if (!headers_select(&fetch->headers, is_asked ? &job->headers : NULL,
                        is_trusted(job) ? job->url.host : NULL, &lines) ||
        (is_conditional(job) && !headers_append(&job->validators, &lines))) {
        free(lines.items);
        return error_set(&job->transfer->answer.error, "out of memory");
    }
    result_note_request(&job->result, &job->url, fetch->user_agent, &lines);
    struct transfer_request request = {
        .url = &job->url,
        .proxy = proxies_choose(&fetch->proxies, job->url.scheme, job->url.host),
        .headers = lines.items,
        .header_count = lines.count,
        .max_bytes = is_page ? fetch->options.max_bytes : ROBOTS_BYTES_MAX,
        .may_be_private = may_be_private(fetch, job),
        .is_page = is_page && !fetch->options.any_type,
        .cut_at_max_bytes = !is_page,
    };
    bool done = transfer_start(job->transfer, &request);
    free(lines.items);
    return done;
}

static void start(struct fetch *fetch, struct job *job)
{
    if (!job->transfer)
        job->transfer = transfer_open(fetch->transfers);
    if (job->transfer) {
        job->transfer->owner = job;
        if (start_transfer(fetch, job))
            return;
    }
    hosts_done(fetch->hosts, &job->item, 0, clock_ms());
    finish_without_memory(fetch, job);
}

static bool is_begun(const struct job *job)
{
    return job->transfer || job->result.tries;
}

/* While it winds down, only what is begun goes on, and what that waits for. */
static bool may_start(const struct fetch *fetch, const struct job *job)
{
    const struct job *page = job->origin ? job->origin->waiting : NULL;
    while (page && !is_begun(page))
        page = page->next;
    return !fetch->winds_down || page || is_begun(job);
}

/* The request that holds the wanted page up: its own, or the one for the robots.txt that
   it waits for. NULL when there is none. */
static struct host_item *find_wanted(const struct fetch *fetch)
{
    struct job *page = fetch->newest, *job = fetch->newest;
    while (page && (page->purpose != FOR_PAGE || page->result.tag != fetch->wanted))
        page = page->older;
    if (!page || page->item.host)
        return page ? &page->item : NULL;
    while (job && (!job->origin || strcmp(job->origin->name, page->url.origin) != 0))
        job = job->older;
    return job ? &job->item : NULL;
}

static struct host_item *take_due(struct fetch *fetch)
{
    int64_t now = clock_ms();
    return fetch->has_enough ? hosts_take_only(fetch->hosts, find_wanted(fetch), now)
                             : hosts_take(fetch->hosts, now);
}

static int64_t next_due(const struct fetch *fetch)
{
    int64_t now = clock_ms();
    return fetch->has_enough ? hosts_next_due_only(fetch->hosts, find_wanted(fetch), now)
                             : hosts_next_due(fetch->hosts, now);
}

static void start_due(struct fetch *fetch)
{
    struct host_item *item;
    while ((item = take_due(fetch))) {
        if (may_start(fetch, (struct job *)item))
            start(fetch, (struct job *)item);
        else /* it leaves its queue and is forgotten */
            hosts_done(fetch->hosts, item, 0, clock_ms());
    }
}

/* ---- answers ----------------------------------------------------------------------- */

/* Queues the job again behind the server's own wish or a growing wait, which holds its
   host. False where it has failed often enough, or the server wants too long a wait. */
static bool retry(struct fetch *fetch, struct job *job, bool is_temporary)
{
    const struct transfer_answer *answer = &job->transfer->answer;
    int64_t now = clock_ms(), wish = 0;
    bool is_worth_it = retry_is_worth_it(answer->http_status);
    if (is_worth_it && answer->retry_after_s > 0)
        wish = answer->retry_after_s < INT32_MAX ? answer->retry_after_s * 1000
                                                 : (int64_t)INT32_MAX * 1000;
    if (wish)
        hosts_hold(fetch->hosts, job->url.server, now + wish, now);
    if (wish > seconds_to_ms(fetch->options.max_wait_s)) {
        give_up_server(fetch, job->url.server, wish);
        finish_held(fetch, job, wish);
        return true;
    }
    if ((!is_worth_it && !is_temporary) || job->failures >= fetch->options.retries)
        return false;
    job->failures++;
    if (!wish)
        hosts_hold(fetch->hosts, job->url.server,
                   now + retry_wait_ms(job->failures, &fetch->random), now);
    queue(fetch, job, true);
    return true;
}

static bool is_redirect(long code)
{
    return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
}

static void follow_redirect(struct fetch *fetch, struct job *job)
{
    bool is_page = job->purpose == FOR_PAGE;
    unsigned most = is_page ? fetch->options.max_redirects : ROBOTS_REDIRECTS_MAX;
    const char *location = job->transfer->answer.location;
    struct error err, why = {0};
    enum winnow_status status;
    struct http_url next;
    if (job->redirects >= most) {
        error_set(&err, "more than %u redirects", most);
        finish_with(fetch, job, WINNOW_HTTP, &err);
    } else if (!http_url_parse(&job->url, location, &next, &status, &why)) {
        error_set(&err, "redirect to \"%.200s\": %s", location, why.text);
        finish_with(fetch, job, status == WINNOW_REFUSED ? status : WINNOW_HTTP, &err);
    } else {
        http_url_free(&job->url);
        job->url = next;
        job->redirects++;
        begin_hop(fetch, job);
    }
}

static void take_answer(struct fetch *fetch, struct job *job)
{
    struct transfer_answer *answer = &job->transfer->answer;
    long code = answer->http_status;
    struct error err;
    if ((code >= 200 && code <= 299) || (code == 304 && is_conditional(job))) {
        job->result.body = answer->body;
        buffer_open(&answer->body, NULL);
        finish(fetch, job, WINNOW_OK, NULL);
        return;
    }
    error_set(&err, "HTTP %ld%s", code,
              is_redirect(code) ? " without a Location"
              : code == 410     ? " (gone)"
                                : "");
    finish_with(fetch, job, code == 410 ? WINNOW_GONE : WINNOW_HTTP, &err);
}

static void on_answer(struct fetch *fetch, struct job *job)
{
    const struct transfer_answer *answer = &job->transfer->answer;
    hosts_done(fetch->hosts, &job->item, answer->sent_at, clock_ms());
    job->result.tries++;
    if (!result_note_answer(&job->result, &job->url, answer)) {
        finish_without_memory(fetch, job);
    } else if (answer->status != WINNOW_OK) {
        if (!retry(fetch, job, answer->is_temporary))
            finish_with(fetch, job, answer->status, &answer->error);
    } else if (is_redirect(answer->http_status) && answer->location) {
        follow_redirect(fetch, job);
    } else if (!retry(fetch, job, false)) {
        take_answer(fetch, job);
    }
}

/* ---- the engine -------------------------------------------------------------------- */

static bool copy_options(struct fetch *fetch, const struct fetch_options *options)
{
    const char *agent = options->user_agent;
    fetch->user_agent = strdup(agent ? agent : PRODUCT "/" WINNOW_VERSION);
    fetch->ca_file = options->ca_file ? strdup(options->ca_file) : NULL;
    return fetch->user_agent && (fetch->ca_file || !options->ca_file) &&
           proxies_copy(&fetch->proxies, options);
}

static bool open_transfers(struct fetch *fetch, const struct fetch_options *options,
                           struct error *err)
{
    unsigned connections = options->hosts_at_once * options->connections_a_host;
    struct transfer_options transfer = {
        .user_agent = fetch->user_agent,
        .cookie_file = options->cookie_file,
        .ca_file = fetch->ca_file,
        .decode = options->decode,
        .connect_timeout_s = options->connect_timeout_s,
        .timeout_s = options->timeout_s,
        .connections =
            connections > CONNECTIONS_KEPT_MIN ? connections : CONNECTIONS_KEPT_MIN,
    };
    return transfers_open(&fetch->transfers, &transfer, err);
}

bool fetch_open(struct fetch **out, const struct fetch_options *options,
                struct error *err)
{
    *out = NULL;
    struct fetch *fetch = calloc(1, sizeof *fetch);
    if (!fetch)
        return error_set(err, "out of memory");
    fetch->options = *options;
    fetch->random = (uint64_t)clock_ms() << 20 | 1;
    fetch->hosts = hosts_open(
        (struct host_limits){options->hosts_at_once, options->connections_a_host});
    fetch->origins = robots_cache_open();
    if (!fetch->hosts || !fetch->origins || !copy_options(fetch, options)) {
        fetch_close(fetch);
        return error_set(err, "out of memory");
    }
    bool done = true;
    for (size_t i = 0; done && i < options->header_count; i++)
        done = headers_add_option(&fetch->headers, options->headers[i], err);
    if (!done || !open_transfers(fetch, options, err)) {
        fetch_close(fetch);
        return false;
    }
    *out = fetch;
    return true;
}

void fetch_close(struct fetch *fetch)
{
    if (!fetch)
        return;
    while (fetch->newest)
        page_job_free(fetch, fetch->newest);
    transfers_close(fetch->transfers);
    hosts_close(fetch->hosts);
    robots_cache_close(fetch->origins);
    headers_close(&fetch->headers);
    proxies_close(&fetch->proxies);
    free(fetch->user_agent);
    free(fetch->ca_file);
    free(fetch);
}

static bool add_validators(struct job *job, const struct fetch_request *request,
                           struct error *err)
{
    if (!request->validated_url || (!request->etag && !request->last_modified))
        return true;
    job->validated_url = strdup(request->validated_url);
    return (job->validated_url || error_set(err, "out of memory")) &&
           headers_add_value(&job->validators, "If-None-Match", request->etag, err) &&
           headers_add_value(&job->validators, "If-Modified-Since",
                             request->last_modified, err);
}

bool fetch_add(struct fetch *fetch, const struct fetch_request *request,
               struct error *err)
{
    struct job *job = page_job_new(fetch, FOR_PAGE);
    if (!job)
        return error_set(err, "out of memory");
    bool done = http_url_read(request->url, &job->asked, err);
    for (size_t i = 0; done && i < request->header_count; i++)
        done = headers_add(&job->headers, request->headers[i], err);
    done = done && add_validators(job, request, err);
    if (done && !http_url_copy(&job->asked, &job->url))
        done = error_set(err, "out of memory");
    if (!done) {
        page_job_free(fetch, job);
        return false;
    }
    job->typed = request->typed;
    job->is_named = true;
    job->result.tag = request->tag;
    fetch->pending++;
    begin_hop(fetch, job);
    return true;
}

void fetch_hold(struct fetch *fetch, const char *text, int64_t ms)
{
    struct http_url url;
    int64_t now = clock_ms();
    if (http_url_read(text, &url, NULL))
        hosts_hold(fetch->hosts, url.server, now + ms, now);
    http_url_free(&url);
}

int64_t fetch_held_for(const struct fetch *fetch, const char *text)
{
    struct http_url url;
    int64_t held = 0;
    if (http_url_read(text, &url, NULL))
        held = hosts_held_for(fetch->hosts, url.server, clock_ms());
    http_url_free(&url);
    return held;
}

size_t fetch_count_pending(const struct fetch *fetch)
{
    return fetch->pending;
}

void fetch_restrain(struct fetch *fetch, bool has_enough, const void *tag)
{
    fetch->has_enough = has_enough;
    fetch->wanted = tag;
}

void fetch_wind_down(struct fetch *fetch)
{
    fetch->winds_down = true;
}

size_t fetch_count_begun(const struct fetch *fetch)
{
    size_t count = 0;
    for (const struct job *job = fetch->newest; job; job = job->older)
        count += job->purpose == FOR_PAGE && is_begun(job);
    return count;
}

void fetch_step(struct fetch *fetch, struct pollfd *extra, size_t extra_count,
                int timeout_ms)
{
    start_due(fetch);
    int64_t due = next_due(fetch);
    int64_t timeout =
        timeout_ms < 0 || timeout_ms > STEP_MAX_MS ? STEP_MAX_MS : timeout_ms;
    if (due >= 0 && due < timeout)
        timeout = due;
    if (fetch->finished.first)
        timeout = 0;
    transfers_step(fetch->transfers, extra, extra_count, (int)timeout);
    struct transfer *transfer;
    while ((transfer = transfers_next(fetch->transfers)))
        on_answer(fetch, transfer->owner);
    start_due(fetch);
}

bool fetch_next(struct fetch *fetch, struct fetch_result *out)
{
    struct job *job = fetch->finished.first;
    if (!job)
        return false;
    fetch->finished.first = job->next;
    if (!job->next)
        fetch->finished.last = NULL;
    *out = job->result;
    result_open(&job->result);
    page_job_free(fetch, job);
    fetch->pending--;
    return true;
}
