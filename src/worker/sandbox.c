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

/* A system call that is allowed if its arguments have these values. */
struct allowed {
    int call;
    unsigned count;
    struct scmp_arg_cmp arguments[2];
};

/* Bits of an argument that may be set; the others must be as they are here. */
#define ANY_OF(argument, free_bits, fixed)                                               \
    argument(SCMP_CMP_MASKED_EQ, (scmp_datum_t) ~(uint32_t)(free_bits), (fixed))

/* What malloc(3) and realloc(3) do, and no more: no file can be mapped, no memory can be
   made executable, and advice is taken to return memory only. malloc(3) reserves heaps
   with MAP_NORESERVE and opens them with mprotect(2) when brk(2) fails. */
static int add_rules(scmp_filter_ctx filter, int socket)
{
    const scmp_datum_t own = (scmp_datum_t)socket;
    const uint32_t data = PROT_READ | PROT_WRITE;
    const struct allowed table[] = {
        {SCMP_SYS(read), 1, {SCMP_A0(SCMP_CMP_EQ, own, 0)}},
        {SCMP_SYS(sendto), 2, {SCMP_A0(SCMP_CMP_EQ, own, 0), SCMP_A4(SCMP_CMP_EQ, 0, 0)}},
        {SCMP_SYS(clock_gettime), 0, {{0}}},
        {SCMP_SYS(brk), 0, {{0}}},
        {SCMP_SYS(mmap),
         2,
         {ANY_OF(SCMP_A2, data, 0),
          ANY_OF(SCMP_A3, MAP_NORESERVE, MAP_PRIVATE | MAP_ANONYMOUS)}},
        {SCMP_SYS(munmap), 0, {{0}}},
        {SCMP_SYS(mremap), 1, {SCMP_A3(SCMP_CMP_EQ, MREMAP_MAYMOVE, 0)}},
        {SCMP_SYS(mprotect), 1, {ANY_OF(SCMP_A2, data, 0)}},
        {SCMP_SYS(madvise), 1, {SCMP_A2(SCMP_CMP_EQ, MADV_DONTNEED, 0)}},
        /* to limit its own CPU time for each page */
        {SCMP_SYS(prlimit64),
         2,
         {SCMP_A0(SCMP_CMP_EQ, 0, 0), SCMP_A1(SCMP_CMP_EQ, RLIMIT_CPU, 0)}},
        /* libxml2 initialises itself when the first XPath is compiled: pthread_once(3)
           wakes waiting threads at the end, although there are none */
        {SCMP_SYS(futex), 1, {SCMP_A1(SCMP_CMP_EQ, FUTEX_WAKE_PRIVATE, 0)}},
        {SCMP_SYS(exit_group), 0, {{0}}},
    };
    int failed = 0;
    for (size_t i = 0; i < COUNT_OF(table) && !failed; i++)
        failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, table[i].call,
                                        table[i].count, table[i].arguments);
    return failed;
}

/* Returns 0 or a negative error number. */
static int make_filter(scmp_filter_ctx filter, int socket)
{
    int failed = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    /* Kernels before 5.16 slow down processes with seccomp, to prevent speculative reads
       of their own memory. A worker has no secrets that would need this. */
    if (!failed)
        failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_SSB, 1);
    if (!failed)
        failed = add_rules(filter, socket);
    return failed;
}

/* Returns 0 or an error number. */
static int filter_system_calls(int socket)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return ENOMEM;
    int failed = make_filter(filter, socket);
    if (!failed)
        failed = seccomp_load(filter);
    seccomp_release(filter);
    return -failed;
}

bool sandbox_export_filter(int socket, int fd)
{
    /* the level with SCMP_FLTATR_CTL_SSB: an emulator's kernel may not have it, but
       does not get this filter either */
    enum { API_LEVEL = 4 };
    seccomp_api_set(API_LEVEL);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    bool done = make_filter(filter, socket) == 0 && seccomp_export_bpf(filter, fd) == 0;
    seccomp_release(filter);
    seccomp_reset(NULL, SCMP_ACT_KILL_PROCESS); /* what this kernel has is asked again */
    return done;
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

/* Whether the process could map one more page of memory under this limit. */
static bool has_room(rlim_t soft, rlim_t hard)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    if (soft >= hard)
        return true; /* the process already runs with this limit */
    if (!set_soft_limit(RLIMIT_AS, soft, hard))
        return false;
    void *page = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return false;
    munmap(page, size);
    return true;
}

/* Returns the bytes of address space in use, found by a binary search for the lowest
   possible limit: the number is in /proc, which may not be mounted in a container. */
static rlim_t measure_address_space(rlim_t hard)
{
    enum { STEP_BITS = 20, SPACE_BITS = 47 }; /* 1 MB, and the whole address space */
    rlim_t used = 0;
    for (unsigned bit = SPACE_BITS; bit-- > STEP_BITS;)
        if (!has_room(used + ((rlim_t)1 << bit), hard))
            used += (rlim_t)1 << bit;
    return used + ((rlim_t)1 << STEP_BITS);
}

/* Limits the memory to what is in use plus memory_max. A lower limit that the process was
   started with is kept. */
static bool limit_memory(size_t memory_max)
{
    struct rlimit given;
    rlim_t most;
    if (getrlimit(RLIMIT_AS, &given) != 0)
        return false;
    if (__builtin_add_overflow(measure_address_space(given.rlim_max), memory_max,
                               &most) ||
        most > given.rlim_cur)
        most = given.rlim_cur;
    return set_limit(RLIMIT_AS, most);
}

/* Limits memory, and forbids opening files, writing to files and creating processes (the
   kernel does not apply the last limit to root). */
static bool limit_resources(size_t memory_max)
{
    return (!memory_max || limit_memory(memory_max)) && set_limit(RLIMIT_NOFILE, 0) &&
           set_limit(RLIMIT_FSIZE, 0) && set_limit(RLIMIT_NPROC, 0);
}

/* ---- the sandbox ------------------------------------------------------------------- */

bool sandbox_enter(enum sandbox sandbox, int socket, size_t memory_max)
{
    if (sandbox == SANDBOX_NONE || IS_SANITIZED)
        return true;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !limit_resources(memory_max))
        return false;
    return sandbox == SANDBOX_LIMITS || filter_system_calls(socket) == 0;
}

enum sandbox sandbox_find_strongest(struct error *err)
{
    int how = 0, why;
    error_set(err, "%s", "");
    if (IS_SANITIZED)
        return SANDBOX_NONE;
    pid_t child = fork();
    if (child == 0)
        _exit(filter_system_calls(STDIN_FILENO) & 0xFF);
    while (child > 0 && waitpid(child, &how, 0) < 0 && errno == EINTR)
        continue;
    why = child < 0 ? errno : WIFEXITED(how) ? WEXITSTATUS(how) : EPERM;
    if (!why)
        return SANDBOX_FULL;
    error_set(err, "the kernel refuses seccomp: %s", strerror(why));
    return SANDBOX_LIMITS;
}
