#include "worker/worker.h"

#include "base/json.h"
#include "base/keyed_hash.h"
#include "base/url.h"
#include "charset/charset.h"
#include "worker/child.h"
#include "worker/protocol.h"
#include "write/record.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    /* A worker is hung if, within this multiple of the CPU time per page, it has used
       less than this percentage of that CPU time. So a page does not fail because the
       machine is busy. */
    WALL_FACTOR = 10,
    PROGRESS_PERCENT = 1,
    GROWTH_MAX = 4,       /* a byte of a page becomes at most 3 bytes of UTF-8 text */
    ANSWER_MIN = 1 << 20, /* room for titles and notes in addition to the text */
    READ_SIZE = 1 << 16,
    /* The time after its own deadline in which a worker may report that it passed. */
    LATE_PERCENT = 10,
    LATE_MS = 100,
};

/* A worker is not started (pid 0), idle, busy (failure is set), or finished (finished is
   set until the record is fetched). */
struct worker {
    pid_t pid;
    int socket;
    void *tag;
    struct winnow_record *failure; /* the result if the current page fails */
    struct winnow_record *finished;
    struct buffer out; /* the encoded job */
    size_t sent;
    struct buffer in; /* the encoded answer, as far as it was received */
    size_t answer_max;
    uint64_t number;      /* of the job, which its answer must have */
    struct buffer host;   /* of the pages that it was given */
    bool is_fresh;        /* it was given no page so far */
    clockid_t cpu_clock;  /* the CPU time of the process */
    uint64_t cpu_end_ns;  /* of cpu_clock: the page's CPU time is used up */
    uint64_t check_ns;    /* of the monotonic clock: when to read cpu_clock next */
    uint64_t progress_ns; /* of cpu_clock: what it must have reached by deadline_ns, */
    uint64_t deadline_ns; /* of the monotonic clock, or the worker is hung */
};

struct worker_pool {
    struct worker_options options;
    struct worker *workers;
};

/* Returns 0 if the clock does not exist any more, because the process has ended. */
static uint64_t read_clock_ns(clockid_t clock)
{
    struct timespec now = {0};
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static uint64_t clock_now_ns(void)
{
    return read_clock_ns(CLOCK_MONOTONIC);
}

/* ---- a process --------------------------------------------------------------------- */

static bool is_busy(const struct worker *worker)
{
    return worker->failure != NULL;
}

static bool is_free(const struct worker *worker)
{
    return !worker->failure && !worker->finished;
}

/* Kills the process if it still runs. Returns the status from waitpid(2). */
static int end(struct worker *worker)
{
    int how = 0;
    kill(worker->pid, SIGKILL);
    while (waitpid(worker->pid, &how, 0) < 0 && errno == EINTR)
        continue;
    close(worker->socket);
    worker->pid = 0;
    worker->socket = -1;
    buffer_close(&worker->out);
    buffer_close(&worker->in);
    buffer_close(&worker->host);
    return how;
}

static bool start(struct worker *worker, const struct worker_options *options,
                  struct error *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return error_set(err, "cannot make a worker's socket: %s", strerror(errno));
    pid_t parent = getpid(), child = fork();
    if (child == 0)
        child_serve_pages(ends[1], parent, options);
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return error_set(err, "cannot start a worker: %s", strerror(errno));
    }
    worker->pid = child;
    worker->socket = ends[0];
    worker->is_fresh = true;
    if (clock_getcpuclockid(child, &worker->cpu_clock) == 0)
        return true;
    end(worker);
    return error_set(err, "a worker exited immediately");
}

static bool has_exited(const struct worker *worker)
{
    siginfo_t how = {0};
    return waitid(P_PID, (id_t)worker->pid, &how, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           how.si_pid == worker->pid;
}

/* Whether anything waits in the socket, or its other end is closed. A worker that sends
   without a job has been taken over by an earlier page. */
static bool has_spoken(const struct worker *worker)
{
    char byte;
    return recv(worker->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
}

static bool is_of_host(const struct worker *worker, struct slice host)
{
    return host.len && slice_equal(host, buffer_slice(&worker->host));
}

/* Ends a worker that must not get the next page. Between two pages no page fails. */
static void end_if_unfit(struct worker *worker, struct slice host, bool isolate)
{
    bool is_strange = isolate && !worker->is_fresh && !is_of_host(worker, host);
    if (worker->pid && (is_strange || has_exited(worker) || has_spoken(worker)))
        end(worker);
}

/* ---- results ----------------------------------------------------------------------- */

static void finish(struct worker *worker, struct winnow_record *record)
{
    if (record)
        winnow_record_free(worker->failure);
    worker->finished = record ? record : worker->failure;
    worker->failure = NULL;
    buffer_truncate(&worker->in, 0);
}

static void fail(struct worker *worker, enum winnow_status status, const char *error)
{
    struct winnow_record *record = worker->failure;
    record->status = status;
    record_set(record, &record->error, error);
    finish(worker, NULL);
}

/* The process has ended while it had a page. */
static void fail_crashed(struct worker *worker)
{
    char error[128];
    int how = end(worker);
    int number = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
    if (number == SIGXCPU) {
        fail(worker, WINNOW_BUDGET, RECORD_OVER_TIME);
        return;
    }
    if (number == SIGSYS)
        snprintf(error, sizeof error,
                 "the parser made a system call on this page that the sandbox forbids");
    else if (number && number != SIGKILL)
        snprintf(error, sizeof error, "the parser crashed on this page (signal %d, %s)",
                 number, strsignal(number));
    else if (number)
        snprintf(error, sizeof error, "the parser was killed on this page");
    else
        snprintf(error, sizeof error, "the parser exited on this page (exit code %d)",
                 WEXITSTATUS(how));
    fail(worker, WINNOW_PARSE, error);
}

static void fail_invalid(struct worker *worker)
{
    end(worker);
    fail(worker, WINNOW_PARSE, "the parser returned an invalid result for this page");
}

static void fail_over_cpu_time(struct worker *worker)
{
    end(worker);
    fail(worker, WINNOW_BUDGET, RECORD_OVER_TIME);
}

static void fail_hung(struct worker *worker, double wall_seconds)
{
    char error[128];
    end(worker);
    snprintf(error, sizeof error,
             "the parser made no progress on this page for %g seconds", wall_seconds);
    fail(worker, WINNOW_BUDGET, error);
}

/* ---- the socket, without blocking -------------------------------------------------- */

static bool must_wait(void)
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* Returns false if the other end is closed. */
static bool send_some(struct worker *worker)
{
    while (worker->sent < worker->out.len) {
        ssize_t sent = send(worker->socket, worker->out.ptr + worker->sent,
                            worker->out.len - worker->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0)
            return must_wait();
        worker->sent += (size_t)sent;
    }
    buffer_close(&worker->out);
    worker->sent = 0;
    return true;
}

enum answer { ANSWER_PARTIAL, ANSWER_COMPLETE, ANSWER_INVALID };

static enum answer check_answer(const struct worker *worker)
{
    struct protocol_header header;
    if (worker->in.len < PROTOCOL_HEADER_SIZE)
        return ANSWER_PARTIAL;
    if (!protocol_get_header(worker->in.ptr, PROTOCOL_RECORD, worker->answer_max,
                             &header) ||
        header.number != worker->number)
        return ANSWER_INVALID;
    size_t have = worker->in.len - PROTOCOL_HEADER_SIZE;
    if (have > header.size)
        return ANSWER_INVALID;
    return have == header.size ? ANSWER_COMPLETE : ANSWER_PARTIAL;
}

/* Returns false if the other end is closed. */
static bool receive_some(struct worker *worker, enum answer *answer)
{
    struct buffer *in = &worker->in;
    *answer = ANSWER_PARTIAL;
    while (*answer == ANSWER_PARTIAL) {
        if (!buffer_reserve(in, READ_SIZE))
            return false;
        ssize_t got = recv(worker->socket, in->ptr + in->len, READ_SIZE, MSG_DONTWAIT);
        if (got <= 0)
            return got < 0 && must_wait();
        in->len += (size_t)got;
        *answer = check_answer(worker);
    }
    return true;
}

static void read_answer(struct worker *worker)
{
    struct slice payload = slice_after(buffer_slice(&worker->in), PROTOCOL_HEADER_SIZE);
    struct winnow_record *record = protocol_get_record(payload, worker->failure->url);
    if (!record) {
        fail_invalid(worker);
        return;
    }
    finish(worker, record);
    buffer_close(&worker->in);
}

/* CPU time passes no faster than real time, so cpu_clock is read only once so much real
   time has passed; for most pages it is never read. */
static bool is_over_cpu_time(struct worker *worker, uint64_t now_ns)
{
    if (now_ns < worker->check_ns)
        return false;
    uint64_t used_ns = read_clock_ns(worker->cpu_clock);
    if (used_ns >= worker->cpu_end_ns)
        return true;
    worker->check_ns = now_ns + (worker->cpu_end_ns - used_ns);
    return false;
}

static uint64_t to_ns(double seconds)
{
    return (uint64_t)(seconds * 1e9);
}

static void reset_deadline(struct worker *worker, uint64_t used_ns, uint64_t now_ns,
                           const struct worker_options *options)
{
    worker->deadline_ns = now_ns + to_ns(options->wall_seconds);
    worker->progress_ns = used_ns + to_ns(options->page_seconds * PROGRESS_PERCENT / 100);
}

static bool is_hung(struct worker *worker, uint64_t now_ns,
                    const struct worker_options *options)
{
    if (now_ns < worker->deadline_ns)
        return false;
    uint64_t used_ns = read_clock_ns(worker->cpu_clock);
    if (used_ns < worker->progress_ns)
        return true;
    reset_deadline(worker, used_ns, now_ns, options);
    return false;
}

/* Advances a busy worker as far as possible without blocking. */
static void step(struct worker *worker, const struct worker_options *options)
{
    enum answer answer = ANSWER_PARTIAL;
    uint64_t now_ns = clock_now_ns();
    bool alive = send_some(worker);
    /* An answer that was sent completely before the process died still counts. */
    alive = receive_some(worker, &answer) && alive;
    if (answer == ANSWER_COMPLETE)
        read_answer(worker);
    else if (answer == ANSWER_INVALID)
        fail_invalid(worker);
    else if (!alive)
        fail_crashed(worker);
    else if (is_over_cpu_time(worker, now_ns))
        fail_over_cpu_time(worker);
    else if (is_hung(worker, now_ns, options))
        fail_hung(worker, options->wall_seconds);
}

/* ---- the pool ---------------------------------------------------------------------- */

bool worker_pool_open(struct worker_pool **out, const struct worker_options *options,
                      struct error *err)
{
    struct worker_pool *pool = calloc(1, sizeof *pool);
    struct worker *workers = calloc(options->count, sizeof *workers);
    *out = NULL;
    if (!pool || !workers) {
        free(pool);
        free(workers);
        return error_set(err, "out of memory");
    }
    *pool = (struct worker_pool){*options, workers};
    if (pool->options.wall_seconds <= 0)
        pool->options.wall_seconds = options->page_seconds * WALL_FACTOR;
    for (unsigned i = 0; i < options->count; i++) {
        workers[i].socket = -1;
        buffer_open(&workers[i].out, NULL);
        buffer_open(&workers[i].in, NULL);
        buffer_open(&workers[i].host, NULL);
    }
    charset_warm_up(); /* before the first fork: a sandboxed worker cannot open files */
    json_warm_up();
    hash_key_of_process();
    for (unsigned i = 0; i < options->count; i++) {
        if (!start(&workers[i], &pool->options, err)) {
            worker_pool_close(pool);
            return false;
        }
    }
    *out = pool;
    return true;
}

void worker_pool_close(struct worker_pool *pool)
{
    if (!pool)
        return;
    for (unsigned i = 0; i < pool->options.count; i++) {
        struct worker *worker = &pool->workers[i];
        if (worker->pid)
            end(worker);
        winnow_record_free(worker->failure);
        winnow_record_free(worker->finished);
    }
    free(pool->workers);
    free(pool);
}

unsigned worker_pool_count_free(const struct worker_pool *pool)
{
    unsigned count = 0;
    for (unsigned i = 0; i < pool->options.count; i++)
        count += is_free(&pool->workers[i]);
    return count;
}

bool worker_pool_is_idle(const struct worker_pool *pool)
{
    return worker_pool_count_free(pool) == pool->options.count;
}

/* Prefers one that need not be replaced. */
static struct worker *find_free(struct worker_pool *pool, struct slice host)
{
    struct worker *found = NULL;
    for (unsigned i = 0; i < pool->options.count; i++) {
        struct worker *worker = &pool->workers[i];
        if (!is_free(worker))
            continue;
        if (!pool->options.isolate || is_of_host(worker, host))
            return worker;
        if (!found || (worker->is_fresh && !found->is_fresh))
            found = worker;
    }
    return found;
}

/* Returns a free worker that may get a page of this host; NULL with err if there is
   none. */
static struct worker *prepare_worker(struct worker_pool *pool, struct slice host,
                                     struct error *err)
{
    struct worker *worker = find_free(pool, host);
    if (!worker) {
        error_set(err, "every worker is busy");
        return NULL;
    }
    end_if_unfit(worker, host, pool->options.isolate);
    if (!worker->pid && !start(worker, &pool->options, err))
        return NULL;
    buffer_truncate(&worker->host, 0);
    buffer_append(&worker->host, host);
    worker->is_fresh = false;
    return worker;
}

/* The number cannot be guessed: a worker that a page has taken over must not be able to
   answer the next job before it has received it. */
static uint64_t draw_number(void)
{
    uint64_t number;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != sizeof number)
        number = clock_now_ns(); /* a kernel that has just started */
    return number;
}

/* Returns the job, with the pool's limits unless it has its own. */
static struct worker_job with_limits(const struct worker_pool *pool,
                                     const struct worker_job *job)
{
    struct worker_job limited = *job;
    if (!limited.input.memory_max)
        limited.input.memory_max = pool->options.memory_max;
    if (!limited.input.cpu_ms_max)
        limited.input.cpu_ms_max = (unsigned)(pool->options.page_seconds * 1000);
    return limited;
}

static void start_clocks(struct worker *worker, const struct worker_options *options)
{
    double share_s = options->page_seconds * (100 + LATE_PERCENT) / 100 + LATE_MS / 1e3;
    uint64_t now_ns = clock_now_ns(), used_ns = read_clock_ns(worker->cpu_clock);
    uint64_t share_ns = to_ns(share_s);
    reset_deadline(worker, used_ns, now_ns, options);
    worker->cpu_end_ns = used_ns + share_ns;
    worker->check_ns = now_ns + share_ns;
}

bool worker_submit(struct worker_pool *pool, const struct worker_job *job,
                   struct error *err)
{
    const char *url = job->input.url;
    struct worker *worker =
        prepare_worker(pool, url ? url_host(slice_of_string(url)) : SLICE(""), err);
    if (!worker)
        return false;
    struct worker_job limited = with_limits(pool, job);
    buffer_close(&worker->out);
    worker->number = draw_number();
    if (!protocol_put_job(&worker->out, &limited, worker->number)) {
        buffer_close(&worker->out);
        return error_set(err, "out of memory for a page of %zu bytes", job->input.size);
    }
    worker->failure = record_failed(job->input.url, WINNOW_PARSE, "the parser failed");
    if (!worker->failure)
        return error_set(err, "out of memory");
    worker->tag = job->tag;
    worker->sent = 0;
    worker->answer_max = pool->options.answer_max
                             ? pool->options.answer_max
                             : ANSWER_MIN + GROWTH_MAX * job->input.size;
    start_clocks(worker, &pool->options);
    step(worker, &pool->options);
    return true;
}

static void lower_timeout(int *timeout_ms, uint64_t deadline_ns, uint64_t now_ns)
{
    uint64_t left = deadline_ns > now_ns ? (deadline_ns - now_ns) / 1000000u + 1 : 0;
    if (*timeout_ms < 0 || left < (uint64_t)*timeout_ms)
        *timeout_ms = left > INT32_MAX ? INT32_MAX : (int)left;
}

size_t worker_pool_poll(const struct worker_pool *pool, struct pollfd *out, size_t max,
                        int *timeout_ms)
{
    size_t count = 0;
    uint64_t now_ns = clock_now_ns();
    for (unsigned i = 0; i < pool->options.count && count < max; i++) {
        const struct worker *worker = &pool->workers[i];
        if (worker->finished)
            *timeout_ms = 0;
        if (!is_busy(worker))
            continue;
        short events = worker->out.len ? POLLIN | POLLOUT : POLLIN;
        out[count++] = (struct pollfd){.fd = worker->socket, .events = events};
        lower_timeout(timeout_ms, worker->deadline_ns, now_ns);
        lower_timeout(timeout_ms, worker->check_ns, now_ns);
    }
    return count;
}

void worker_pool_step(struct worker_pool *pool)
{
    for (unsigned i = 0; i < pool->options.count; i++)
        if (is_busy(&pool->workers[i]))
            step(&pool->workers[i], &pool->options);
}

bool worker_pool_next(struct worker_pool *pool, struct worker_result *out)
{
    for (unsigned i = 0; i < pool->options.count; i++) {
        struct worker *worker = &pool->workers[i];
        if (!worker->finished)
            continue;
        *out = (struct worker_result){worker->tag, worker->finished};
        worker->finished = NULL;
        return true;
    }
    return false;
}
