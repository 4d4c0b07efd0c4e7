#include "worker/sandbox.h"

#include "base/array.h"
#include <errno.h>
#include <linux/futex.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

/* ---- system calls ------------------------------------------------------------------ */

/* A call that is allowed, when the arguments named are what they should be. */
struct allowed {
    int call;
    unsigned count;
    struct scmp_arg_cmp arguments[2];
};

/* malloc, the arenas and PCRE2's JIT take memory; there is no file to map. Executable
   memory is left to mmap(2) for the JIT, because a site's rules are compiled in here:
   interpreted, fifty line patterns cost nine times as much. What a page could make of it
   is code, and that would be behind the same bars. */
static int allow(scmp_filter_ctx filter, int socket)
{
    const scmp_datum_t own = (scmp_datum_t)socket;
    const struct allowed table[] = {
        {SCMP_SYS(read), 1, {SCMP_A0(SCMP_CMP_EQ, own, 0)}},
        {SCMP_SYS(sendto), 2, {SCMP_A0(SCMP_CMP_EQ, own, 0), SCMP_A4(SCMP_CMP_EQ, 0, 0)}},
        {SCMP_SYS(clock_gettime), 0, {{0}}},
        {SCMP_SYS(brk), 0, {{0}}},
        {SCMP_SYS(mmap), 1, {SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)}},
        {SCMP_SYS(munmap), 0, {{0}}},
        {SCMP_SYS(mremap), 0, {{0}}},
        {SCMP_SYS(mprotect), 1, {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)}},
        {SCMP_SYS(madvise), 0, {{0}}},
        /* its own CPU time, page by page */
        {SCMP_SYS(prlimit64),
         2,
         {SCMP_A0(SCMP_CMP_EQ, 0, 0), SCMP_A1(SCMP_CMP_EQ, RLIMIT_CPU, 0)}},
        /* libxml2 sets itself up when the first XPath is compiled: pthread_once(3) ends
           by waking whoever waits, and nobody does */
        {SCMP_SYS(futex), 1, {SCMP_A1(SCMP_CMP_EQ, FUTEX_WAKE_PRIVATE, 0)}},
        {SCMP_SYS(exit_group), 0, {{0}}},
    };
    int failed = 0;
    for (size_t i = 0; i < COUNT_OF(table) && !failed; i++)
        failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, table[i].call,
                                        table[i].count, table[i].arguments);
    return failed;
}

/* 0, or an error number. */
static int filter_calls(int socket)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return ENOMEM;
    int failed = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    /* Kernels before 5.16 slow down what seccomp guards, against reading memory of the
       same process by speculation; a worker has no secret to keep from itself. */
    if (!failed)
        failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_SSB, 1);
    if (!failed)
        failed = allow(filter, socket);
    if (!failed)
        failed = seccomp_load(filter);
    seccomp_release(filter);
    return -failed;
}

/* ---- limits ------------------------------------------------------------------------ */

static bool set_soft_limit(int resource, rlim_t soft, rlim_t hard)
{
    const struct rlimit limit = {soft, hard};
    return setrlimit(resource, &limit) == 0;
}

static bool set_limit(int resource, rlim_t most)
{
    return set_soft_limit(resource, most, most);
}

/* Whether the process could have one more page of memory under this limit. */
static bool has_room(rlim_t soft, rlim_t hard)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    if (soft >= hard)
        return true; /* or it would have ended long ago */
    if (!set_soft_limit(RLIMIT_AS, soft, hard))
        return false;
    void *page = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return false;
    munmap(page, size);
    return true;
}

/* Bytes of address space in use, found by lowering the limit until it is felt: the files
   that tell it are in /proc, which a container may not have. */
static rlim_t count_held(rlim_t hard)
{
    enum { STEP_BITS = 20, SPACE_BITS = 47 }; /* a megabyte, and the most there is */
    rlim_t held = 0;
    for (unsigned bit = SPACE_BITS; bit-- > STEP_BITS;)
        if (!has_room(held + ((rlim_t)1 << bit), hard))
            held += (rlim_t)1 << bit;
    return held + ((rlim_t)1 << STEP_BITS);
}

/* Memory for a page beside what is held already. A narrower limit that the process was
   given by whoever started it stays. */
static bool limit_memory(size_t memory_max)
{
    struct rlimit given;
    rlim_t most;
    if (getrlimit(RLIMIT_AS, &given) != 0)
        return false;
    if (__builtin_add_overflow(count_held(given.rlim_max), memory_max, &most) ||
        most > given.rlim_cur)
        most = given.rlim_cur;
    return set_limit(RLIMIT_AS, most);
}

/* No memory past what a page may have, no new file, no byte in a file, no new process
   (from root the kernel keeps only the first three). */
static bool limit_resources(size_t memory_max)
{
    return (!memory_max || limit_memory(memory_max)) && set_limit(RLIMIT_NOFILE, 0) &&
           set_limit(RLIMIT_FSIZE, 0) && set_limit(RLIMIT_NPROC, 0);
}

/* ---- the cage ---------------------------------------------------------------------- */

bool sandbox_enter(enum sandbox cage, int socket, size_t memory_max)
{
    if (cage == SANDBOX_NONE || IS_SANITIZED)
        return true;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !limit_resources(memory_max))
        return false;
    return cage == SANDBOX_LIMITS || filter_calls(socket) == 0;
}

enum sandbox sandbox_find_strongest(struct error *err)
{
    int how = 0, why;
    error_set(err, "%s", "");
    if (IS_SANITIZED)
        return SANDBOX_NONE;
    pid_t child = fork();
    if (child == 0)
        _exit(filter_calls(STDIN_FILENO) & 0xFF);
    while (child > 0 && waitpid(child, &how, 0) < 0 && errno == EINTR)
        continue;
    why = child < 0 ? errno : WIFEXITED(how) ? WEXITSTATUS(how) : EPERM;
    if (!why)
        return SANDBOX_WHOLE;
    error_set(err, "the kernel refuses seccomp: %s", strerror(why));
    return SANDBOX_LIMITS;
}
