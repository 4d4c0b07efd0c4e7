#include "worker/child.h"

#include "base/array.h"
#include "worker/protocol.h"
#include "write/record.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- what a worker gives up -------------------------------------------------------- */

/* Leaves the socket as descriptor 3, and nothing at 0, 1 and 2: what a page makes a
   library print must not reach the terminal. */
static bool keep_socket_only(int socket)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0)
        return false;
    /* Both are moved up first: either may sit where the other has to go. */
    int high_nowhere = fcntl(nowhere, F_DUPFD_CLOEXEC, CHILD_SOCKET + 1);
    int high_socket = fcntl(socket, F_DUPFD_CLOEXEC, CHILD_SOCKET + 1);
    if (high_nowhere < 0 || high_socket < 0)
        return false;
    for (int fd = 0; fd < CHILD_SOCKET; fd++)
        if (dup2(high_nowhere, fd) < 0)
            return false;
    return dup2(high_socket, CHILD_SOCKET) == CHILD_SOCKET &&
           close_range(CHILD_SOCKET + 1, ~0u, 0) == 0;
}

/* Handlers were the parent's. The terminal's signals are ignored, for Ctrl-C
   reaches the whole process group, and the parent decides whether the page
   in hand is still wanted. */
static void forget_signals(void)
{
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    for (size_t i = 0; i < COUNT_OF(ignored); i++)
        signal(ignored[i], SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* What a worker may take beside what it has: a page's tree, the record that is copied
   from it and the record's frame, each with room to grow; the page as it came and as it
   was decoded; and a site's rules. 0: any, where no budget is set. */
static size_t most_memory(const struct worker_options *options)
{
    static const size_t rules = (size_t)128 << 20;
    size_t pages = options->memory_max, bytes = options->bytes_max, most;
    bool is_set = pages && bytes && !__builtin_add_overflow(pages, bytes, &most) &&
                  !__builtin_mul_overflow(most, 4, &most);
    return is_set ? most + rules : 0;
}

/* Everything that a worker gives up before it sees the first byte of a page. */
static bool confine(int socket, pid_t parent, const struct worker_options *options)
{
    static const struct rlimit no_core = {0, 0};
    forget_signals();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        return false; /* it may have died before the line above */
    setrlimit(RLIMIT_CORE, &no_core);
    return keep_socket_only(socket) &&
           sandbox_enter(options->cage, CHILD_SOCKET, most_memory(options));
}

/* ---- the socket -------------------------------------------------------------------- */

/* False at the end of the stream too. */
static bool read_all(char *to, size_t size)
{
    while (size) {
        ssize_t got = read(CHILD_SOCKET, to, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        size -= (size_t)got;
    }
    return true;
}

static bool write_all(struct slice bytes)
{
    while (bytes.len) {
        ssize_t sent = send(CHILD_SOCKET, bytes.ptr, bytes.len, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes = slice_after(bytes, (size_t)sent);
    }
    return true;
}

static bool read_job(struct buffer *payload, struct worker_job *job)
{
    enum { KEPT_MAX = 16 << 20 }; /* for the next page: few are half as large */
    char header[PROTOCOL_HEADER_SIZE];
    size_t size;
    buffer_truncate(payload, 0);
    if (payload->capacity > KEPT_MAX)
        buffer_close(payload);
    if (!read_all(header, sizeof header) ||
        !protocol_get_size(header, PROTOCOL_JOB, SIZE_MAX, &size) ||
        !buffer_reserve(payload, size) || !read_all(payload->ptr, size))
        return false;
    payload->len = size;
    return protocol_get_job(buffer_slice(payload), job);
}

/* ---- pages ------------------------------------------------------------------------- */

/* The arena's deadline ends what allocates, and the parent what spins without. Should the
   parent be stopped, the kernel's own limit stands behind: SIGXCPU. It counts in ticks,
   and on a busy virtual machine that drifts from the clock by seconds in an hour, which
   ended a page that was well after 85,000 others; so it is twice what was used, and the
   page. */
static void limit_cpu(unsigned cpu_ms, struct rlimit *limit)
{
    struct timespec used;
    if (!cpu_ms || clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0)
        return;
    rlim_t most = 2 * (rlim_t)used.tv_sec + (cpu_ms + 999u) / 1000u + 2;
    if (most == limit->rlim_cur || most >= limit->rlim_max)
        return;
    limit->rlim_cur = most;
    setrlimit(RLIMIT_CPU, limit);
}

static bool answer(const struct worker_job *job, const struct worker_options *options)
{
    struct error err = {0};
    worker_clean clean = options->clean ? options->clean : record_clean;
    struct winnow_record *record = clean(options->book, &job->site, &job->input, &err);
    struct winnow_record failure = {.status = WINNOW_BUDGET, .error = err.text};
    struct buffer out;
    buffer_open(&out, NULL);
    bool answered = protocol_put_record(&out, record ? record : &failure) &&
                    write_all(buffer_slice(&out));
    buffer_close(&out);
    winnow_record_free(record);
    return answered;
}

_Noreturn void child_serve_pages(int socket, pid_t parent,
                                 const struct worker_options *options)
{
    struct buffer payload;
    struct worker_job job;
    struct rlimit cpu;
    buffer_open(&payload, NULL);
    if (getrlimit(RLIMIT_CPU, &cpu) != 0 || !confine(socket, parent, options))
        _exit(EXIT_FAILURE);
    while (read_job(&payload, &job)) {
        limit_cpu(job.input.cpu_ms_max, &cpu);
        if (!answer(&job, options))
            _exit(EXIT_FAILURE);
    }
    _exit(EXIT_SUCCESS);
}
