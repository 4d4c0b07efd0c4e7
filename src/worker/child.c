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

/* ---- entering the sandbox ---------------------------------------------------------- */

/* Makes the socket descriptor 3 and opens /dev/null as 0, 1 and 2: what a library prints
   about a page must not reach the terminal. All other descriptors are closed. */
static bool keep_socket_only(int socket)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0)
        return false;
    /* Both are moved up first: one may have the number that the other is to get. */
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

/* Removes the parent's handlers. Signals from the terminal are ignored: Ctrl-C reaches
   the whole process group, and the parent decides whether the current page is to be
   finished. */
static void reset_signals(void)
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

/* Returns the memory that a worker may allocate in addition to what it has, which is also
   all that a page gets that has taken it over. Beside the tree of the page, for which the
   arena has its budget, there are the page as it was received, and its text in the record
   and in the frame, each with room to grow (of 10 MB, real pages have taken 45 MB); and
   the rules of the last sites. 0: no limit, if no budget is set. */
static size_t memory_limit(const struct worker_options *options)
{
    enum { COPIES = 8, ANSWERS = 3 };
    static const size_t rules = (size_t)64 << 20;
    size_t tree = options->memory_max, bytes = options->bytes_max, copies, answers, most;
    bool is_set = tree && bytes && !__builtin_mul_overflow(bytes, COPIES, &copies) &&
                  !__builtin_mul_overflow(options->answer_max, ANSWERS, &answers) &&
                  !__builtin_add_overflow(tree, copies, &most) &&
                  !__builtin_add_overflow(most, answers, &most) &&
                  !__builtin_add_overflow(most, rules, &most);
    return is_set ? most : 0;
}

/* Gives up all privileges before the first byte of a page is read. */
static bool enter_sandbox(int socket, pid_t parent, const struct worker_options *options)
{
    static const struct rlimit no_core = {0, 0};
    reset_signals();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        return false; /* the parent may have exited before prctl */
    setrlimit(RLIMIT_CORE, &no_core);
    return keep_socket_only(socket) &&
           sandbox_enter(options->sandbox, CHILD_SOCKET, memory_limit(options));
}

/* ---- the socket -------------------------------------------------------------------- */

/* Returns false also at the end of the stream. */
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

static bool read_job(struct buffer *payload, struct worker_job *job, uint64_t *number)
{
    enum { REUSED_MAX = 16 << 20 }; /* bytes kept for the next page */
    char bytes[PROTOCOL_HEADER_SIZE];
    struct protocol_header header;
    buffer_truncate(payload, 0);
    if (payload->capacity > REUSED_MAX)
        buffer_close(payload);
    if (!read_all(bytes, sizeof bytes) ||
        !protocol_get_header(bytes, PROTOCOL_JOB, SIZE_MAX, &header) ||
        !buffer_reserve(payload, header.size) || !read_all(payload->ptr, header.size))
        return false;
    payload->len = header.size;
    *number = header.number;
    return protocol_get_job(buffer_slice(payload), job);
}

/* ---- pages ------------------------------------------------------------------------- */

/* Sets the kernel's CPU limit (SIGXCPU). It is only a fallback for the case that the
   parent is stopped: usually the arena's deadline ends a page that allocates, and the
   parent ends one that does not. The kernel counts in ticks, which on a busy virtual
   machine drift from the clock by seconds per hour (this once ended a normal page after
   85,000 others); so the limit is twice the time used so far plus the page's share. */
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

static bool process_job(const struct worker_job *job, uint64_t number,
                        const struct worker_options *options)
{
    struct error err = {0};
    worker_clean clean = options->clean ? options->clean : record_clean;
    struct winnow_record *record = clean(options->book, &job->site, &job->input, &err);
    struct winnow_record failure = {.status = WINNOW_BUDGET, .error = err.text};
    struct buffer out;
    buffer_open(&out, NULL);
    bool sent = protocol_put_record(&out, record ? record : &failure, number) &&
                write_all(buffer_slice(&out));
    buffer_close(&out);
    winnow_record_free(record);
    return sent;
}

_Noreturn void child_serve_pages(int socket, pid_t parent,
                                 const struct worker_options *options)
{
    struct buffer payload;
    struct worker_job job;
    uint64_t number;
    struct rlimit cpu;
    buffer_open(&payload, NULL);
    if (getrlimit(RLIMIT_CPU, &cpu) != 0 || !enter_sandbox(socket, parent, options))
        _exit(EXIT_FAILURE);
    while (read_job(&payload, &job, &number)) {
        limit_cpu(job.input.cpu_ms_max, &cpu);
        if (!process_job(&job, number, options))
            _exit(EXIT_FAILURE);
    }
    _exit(EXIT_SUCCESS);
}
