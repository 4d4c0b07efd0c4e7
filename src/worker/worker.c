#include "worker/worker.h"

#include "base/json.h"
#include "charset/charset.h"
#include "worker/child.h"
#include "worker/protocol.h"
#include "write/record.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    /* The parent looks so often, in a page's CPU seconds, whether a worker runs at all:
       not if it has used less than this part of them since. A machine may be busy with
       other things, and that is not the page's fault. */
    WALL_FACTOR = 10,
    RUNS_PERCENT = 1,
    WIDEST = 4,           /* a byte of a page is at most 3 of UTF-8 in its text */
    ANSWER_MIN = 1 << 20, /* room for titles and notes beside the text */
    READ_SIZE = 1 << 16,
    /* What a worker has over its own deadline to say that a page has passed it. */
    LATE_PERCENT = 10,
    LATE_MS = 100,
};

/* A worker is unborn (no pid), idle, busy (a failure is at hand for its page), or has a
   finished record that nobody has taken yet. */
struct worker {
    pid_t pid;
    int socket;
    void *tag;
    struct winnow_record *failure; /* of the page in hand, should it come to that */
    struct winnow_record *finished;
    struct buffer out; /* the job's frame */
    size_t sent;
    struct buffer in; /* the answer's frame, as far as it has come */
    size_t answer_max;
    uint64_t deadline_ns; /* of the monotonic clock: then it is to have run */
    clockid_t cpu_clock;  /* the process's, read from here */
    uint64_t runs_ns;     /* of that clock: it has run when it is past this */
    uint64_t cpu_end_ns;  /* of that clock: then the page in hand has had its share */
    uint64_t look_ns;     /* of the monotonic clock: it cannot have had it before */
};

struct worker_pool {
    struct worker_options options;
    struct worker *workers;
};

/* 0 for a clock that is not there: of a process that has ended. */
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

/* Ends the process, if it has not ended already. Returns what waitpid(2) says of it. */
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
    if (clock_getcpuclockid(child, &worker->cpu_clock) == 0)
        return true;
    end(worker);
    return error_set(err, "a worker ended at once");
}

/* A worker that was killed between two pages costs no page. */
static void bury_if_dead(struct worker *worker)
{
    siginfo_t how = {0};
    if (worker->pid &&
        waitid(P_PID, (id_t)worker->pid, &how, WEXITED | WNOHANG | WNOWAIT) == 0 &&
        how.si_pid == worker->pid)
        end(worker);
}

/* ---- a page's end ------------------------------------------------------------------ */

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

/* Its page has ended the process, or the process broke the protocol. */
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
                 "the parser tried on this page what its cage forbids, and was ended");
    else if (number && number != SIGKILL)
        snprintf(error, sizeof error, "the parser crashed on this page (signal %d, %s)",
                 number, strsignal(number));
    else if (number)
        snprintf(error, sizeof error, "the parser was killed on this page");
    else
        snprintf(error, sizeof error, "the parser ended on this page (exit code %d)",
                 WEXITSTATUS(how));
    fail(worker, WINNOW_PARSE, error);
}

static void fail_garbled(struct worker *worker)
{
    end(worker);
    fail(worker, WINNOW_PARSE, "the parser's answer for this page made no sense");
}

static void fail_spinning(struct worker *worker)
{
    end(worker);
    fail(worker, WINNOW_BUDGET, RECORD_OVER_TIME);
}

static void fail_hung(struct worker *worker, double wall_seconds)
{
    char error[128];
    end(worker);
    snprintf(error, sizeof error,
             "the page was given up: nothing was done for it in %g seconds",
             wall_seconds);
    fail(worker, WINNOW_BUDGET, error);
}

/* ---- the socket, without waiting --------------------------------------------------- */

static bool must_wait(void)
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* False when the other end is gone. */
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

enum answer { ANSWER_PARTIAL, ANSWER_WHOLE, ANSWER_GARBLED };

static enum answer judge_answer(const struct worker *worker)
{
    size_t size;
    if (worker->in.len < PROTOCOL_HEADER_SIZE)
        return ANSWER_PARTIAL;
    if (!protocol_get_size(worker->in.ptr, PROTOCOL_RECORD, worker->answer_max, &size))
        return ANSWER_GARBLED;
    size_t have = worker->in.len - PROTOCOL_HEADER_SIZE;
    return have < size ? ANSWER_PARTIAL : have == size ? ANSWER_WHOLE : ANSWER_GARBLED;
}

/* False when the other end is gone. */
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
        *answer = judge_answer(worker);
    }
    return true;
}

static void take_answer(struct worker *worker)
{
    struct slice payload = slice_after(buffer_slice(&worker->in), PROTOCOL_HEADER_SIZE);
    struct winnow_record *record = protocol_get_record(payload, worker->failure->url);
    if (!record) {
        fail_garbled(worker);
        return;
    }
    finish(worker, record);
    buffer_close(&worker->in);
}

/* A process cannot use more CPU time than passes; so its clock is read when that much has
   passed, and for most pages never. */
static bool is_spinning(struct worker *worker, uint64_t now_ns)
{
    if (now_ns < worker->look_ns)
        return false;
    uint64_t used_ns = read_clock_ns(worker->cpu_clock);
    if (used_ns >= worker->cpu_end_ns)
        return true;
    worker->look_ns = now_ns + (worker->cpu_end_ns - used_ns);
    return false;
}

static uint64_t to_ns(double seconds)
{
    return (uint64_t)(seconds * 1e9);
}

static void look_again(struct worker *worker, uint64_t used_ns, uint64_t now_ns,
                       const struct worker_options *options)
{
    worker->deadline_ns = now_ns + to_ns(options->wall_seconds);
    worker->runs_ns = used_ns + to_ns(options->page_seconds * RUNS_PERCENT / 100);
}

static bool is_hung(struct worker *worker, uint64_t now_ns,
                    const struct worker_options *options)
{
    if (now_ns < worker->deadline_ns)
        return false;
    uint64_t used_ns = read_clock_ns(worker->cpu_clock);
    if (used_ns < worker->runs_ns)
        return true;
    look_again(worker, used_ns, now_ns, options);
    return false;
}

/* Moves a busy worker on as far as it will go. */
static void step(struct worker *worker, const struct worker_options *options)
{
    enum answer answer = ANSWER_PARTIAL;
    uint64_t now_ns = clock_now_ns();
    bool alive = send_some(worker);
    /* What it said before it died still counts: an answer may be whole. */
    alive = receive_some(worker, &answer) && alive;
    if (answer == ANSWER_WHOLE)
        take_answer(worker);
    else if (answer == ANSWER_GARBLED)
        fail_garbled(worker);
    else if (!alive)
        fail_crashed(worker);
    else if (is_spinning(worker, now_ns))
        fail_spinning(worker);
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
    }
    charset_warm_up(); /* before the first fork: a caged worker can open nothing */
    json_warm_up();
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

static struct worker *find_free(struct worker_pool *pool)
{
    for (unsigned i = 0; i < pool->options.count; i++)
        if (is_free(&pool->workers[i]))
            return &pool->workers[i];
    return NULL;
}

/* The job with the pool's limits, where it has none of its own. */
static struct worker_job limited(const struct worker_pool *pool,
                                 const struct worker_job *job)
{
    struct worker_job own = *job;
    if (!own.input.memory_max)
        own.input.memory_max = pool->options.memory_max;
    if (!own.input.cpu_ms_max)
        own.input.cpu_ms_max = (unsigned)(pool->options.page_seconds * 1000);
    return own;
}

static void start_clocks(struct worker *worker, const struct worker_options *options)
{
    double share_s = options->page_seconds * (100 + LATE_PERCENT) / 100 + LATE_MS / 1e3;
    uint64_t now_ns = clock_now_ns(), used_ns = read_clock_ns(worker->cpu_clock);
    uint64_t share_ns = to_ns(share_s);
    look_again(worker, used_ns, now_ns, options);
    worker->cpu_end_ns = used_ns + share_ns;
    worker->look_ns = now_ns + share_ns;
}

bool worker_submit(struct worker_pool *pool, const struct worker_job *job,
                   struct error *err)
{
    struct worker *worker = find_free(pool);
    if (!worker)
        return error_set(err, "every worker is busy");
    bury_if_dead(worker);
    if (!worker->pid && !start(worker, &pool->options, err))
        return false;
    struct worker_job own = limited(pool, job);
    buffer_close(&worker->out);
    if (!protocol_put_job(&worker->out, &own)) {
        buffer_close(&worker->out);
        return error_set(err, "out of memory for a page of %zu bytes", job->input.size);
    }
    worker->failure = record_failed(job->input.url, WINNOW_PARSE, "the parser failed");
    if (!worker->failure)
        return error_set(err, "out of memory");
    worker->tag = job->tag;
    worker->sent = 0;
    worker->answer_max = pool->options.answer_max ? pool->options.answer_max
                                                  : ANSWER_MIN + WIDEST * job->input.size;
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
        lower_timeout(timeout_ms, worker->look_ns, now_ns);
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
