/* sandbox: what a worker that a page has taken over can still do, and what a page needs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "valgrind.h"
#include "worker/child.h"
#include "write/record.h"

/* ---- system calls that an attacker might make -------------------------------------- */

static char *const no_arguments[] = {NULL};

static long try_open(void)
{
    return open("/etc/passwd", O_RDONLY);
}
static long try_create(void)
{
    return open("sandbox-was-open", O_CREAT | O_WRONLY, 0600);
}
static long try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0);
}
static long try_fork(void)
{
    return fork();
}
static long try_exec(void)
{
    return execve("/bin/true", no_arguments, no_arguments);
}
static long try_kill_parent(void)
{
    return kill(getppid(), SIGTERM);
}
static long try_trace_parent(void)
{
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}
static long try_read_parent(void)
{
    char byte;
    struct iovec own = {&byte, 1}, other = {&byte, 1};
    return process_vm_readv(getppid(), &own, 1, &other, 1, 0);
}
static long try_standard_error(void)
{
    return write(STDERR_FILENO, "x", 1);
}
static long try_other_descriptor(void)
{
    char byte;
    return read(STDIN_FILENO, &byte, 1);
}
static long try_receive_descriptor(void)
{
    struct msghdr message = {0};
    return recvmsg(CHILD_SOCKET, &message, 0);
}
static long try_code(void)
{
    void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(page, 4096, PROT_READ | PROT_EXEC);
}
static long try_code_and_data(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED;
}
static long try_shared_memory(void)
{
    void *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED;
}
static long try_fixed_memory(void)
{
    void *page = mmap((void *)0x10000, 4096, PROT_READ,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    return page != MAP_FAILED;
}
static long try_advice(void)
{
    static char page[2 * 65536];
    uintptr_t start = ((uintptr_t)page + 65535) & ~(uintptr_t)65535;
    return madvise((void *)start, 4096, MADV_DONTFORK);
}
static long try_other_limit(void)
{
    const struct rlimit more = {1024, 1024};
    return setrlimit(RLIMIT_NOFILE, &more);
}
static long try_new_namespace(void)
{
    return syscall(SYS_unshare, 0x10000000 /* CLONE_NEWUSER */);
}
static long try_keys(void)
{
    return syscall(SYS_add_key, "user", "x", "x", 1, -1);
}
static long try_unknown(void)
{
    return syscall(100000);
}

static const struct {
    const char *name;
    long (*call)(void);
} attacks[] = {
    {"open", try_open},
    {"create", try_create},
    {"socket", try_socket},
    {"fork", try_fork},
    {"execve", try_exec},
    {"kill", try_kill_parent},
    {"ptrace", try_trace_parent},
    {"process_vm_readv", try_read_parent},
    {"standard error", try_standard_error},
    {"another descriptor", try_other_descriptor},
    {"recvmsg", try_receive_descriptor},
    {"mprotect", try_code},
    {"writable code", try_code_and_data},
    {"shared memory", try_shared_memory},
    {"fixed memory", try_fixed_memory},
    {"madvise", try_advice},
    {"setrlimit", try_other_limit},
    {"unshare", try_new_namespace},
    {"add_key", try_keys},
    {"an unknown call", try_unknown},
};
enum { ATTACK_COUNT = sizeof attacks / sizeof *attacks };

/* ---- a cleaner that does what the page says ---------------------------------------- */

/* Each call that the sandbox allows, as malloc(3) and the program make them. */
static bool make_allowed_calls(void)
{
    enum { LARGE = 32 << 20 };
    struct timespec now;
    struct rlimit cpu;
    char *block = malloc(LARGE), *small = malloc(100);
    if (!block || !small)
        return false;
    memset(block, 1, LARGE);
    block = realloc(block, 2 * LARGE);
    bool done = block && block[LARGE - 1] == 1;
    free(block);
    for (int i = 0; i < 1000; i++)
        free(memset(malloc(10000), 1, 10000));
    malloc_trim(0);
    free(small);
    void *page =
        mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    done = done && mprotect(page, 4096, PROT_READ | PROT_WRITE) == 0 &&
           madvise(page, 4096, MADV_DONTNEED) == 0 && munmap(page, 4096) == 0;
    return done && syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) == 0 &&
           getrlimit(RLIMIT_CPU, &cpu) == 0 && setrlimit(RLIMIT_CPU, &cpu) == 0 &&
           syscall(SYS_futex, &cpu, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0) == 0;
}

static const char *answer_of(struct slice page, char answer[64])
{
    struct rlimit limit;
    for (size_t i = 0; i < ATTACK_COUNT; i++)
        if (slice_equal(page, slice_of_string(attacks[i].name)))
            snprintf(answer, 64, "%ld", attacks[i].call());
    if (slice_equal(page, SLICE("allowed")))
        snprintf(answer, 64, "%s", make_allowed_calls() ? "done" : "failed");
    if (slice_equal(page, SLICE("privileges")))
        snprintf(answer, 64, "%d", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    if (slice_equal(page, SLICE("core")) && getrlimit(RLIMIT_CORE, &limit) == 0)
        snprintf(answer, 64, "%ld", (long)limit.rlim_max);
    if (slice_equal(page, SLICE("memory"))) {
        size_t got = 0;
        while (got < 4096 && malloc(1 << 20))
            got++;
        snprintf(answer, 64, "%zu", got);
    }
    return answer;
}

static struct winnow_record *clean_as_told(struct rulebook *book,
                                           const struct site_source *site,
                                           const struct winnow_input *input,
                                           struct error *err)
{
    char answer[64] = "";
    struct winnow_record view = {.text_sha256 = "0123"};
    (void)book;
    (void)site;
    (void)err;
    view.text = answer_of(slice_of(input->bytes, input->size), answer);
    view.text_length = strlen(view.text);
    return record_copy(&view);
}

/* ---- a pool of one such worker ----------------------------------------------------- */

static void skip_unless_available(enum sandbox sandbox)
{
    struct error err;
    if (is_under_valgrind() || sandbox_find_strongest(&err) < sandbox)
        skip();
}

static struct winnow_record *clean_page(struct worker_pool *pool, const char *page)
{
    struct worker_job job = {.input = {.bytes = page, .size = strlen(page)}};
    struct worker_result result;
    assert_true(worker_submit(pool, &job, NULL));
    while (!worker_pool_next(pool, &result)) {
        struct pollfd polled;
        int timeout = 10000;
        size_t count = worker_pool_poll(pool, &polled, 1, &timeout);
        assert_true(poll(&polled, count, timeout) >= 0);
        worker_pool_step(pool);
    }
    return result.record;
}

static void assert_answer_within(enum sandbox sandbox, const char *page,
                                 const char *answer, size_t memory_max)
{
    struct worker_options options = {.count = 1,
                                     .page_seconds = 10,
                                     .memory_max = memory_max,
                                     .bytes_max = 1 << 20,
                                     .sandbox = sandbox,
                                     .clean = clean_as_told};
    struct worker_pool *pool;
    assert_true(worker_pool_open(&pool, &options, NULL));
    struct winnow_record *record = clean_page(pool, page);
    assert_int_equal(record->status, WINNOW_OK);
    assert_string_equal(record->text, answer);
    winnow_record_free(record);
    worker_pool_close(pool);
}

static void assert_answer(enum sandbox sandbox, const char *page, const char *answer)
{
    assert_answer_within(sandbox, page, answer, 1 << 20);
}

/* ---- the filter, as the kernel runs it --------------------------------------------- */

#if defined(__x86_64__)
enum { OWN_ARCH = AUDIT_ARCH_X86_64 };
#define OTHER_ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__)
enum { OWN_ARCH = AUDIT_ARCH_AARCH64 };
#define OTHER_ARCH AUDIT_ARCH_ARM
#else
#error "add the names of this architecture in linux/audit.h"
#endif

enum { FILTER_MAX = 512, SOCKET = CHILD_SOCKET };

struct program {
    struct sock_filter lines[FILTER_MAX];
    size_t count;
};

static void read_program(struct program *out)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_true(sandbox_export_filter(SOCKET, fileno(file)));
    rewind(file);
    out->count = fread(out->lines, sizeof *out->lines, FILTER_MAX, file);
    assert_in_range(out->count, 1, FILTER_MAX - 1);
    fclose(file);
}

/* One step of classic BPF with the instructions that filters have; returns how many to
   skip. */
static uint32_t run_line(const struct sock_filter *line, const struct seccomp_data *call,
                         uint32_t *value)
{
    uint32_t k = line->k;
    switch (line->code) {
    case BPF_LD | BPF_W | BPF_ABS:
        assert_in_range(k, 0, sizeof *call - 4);
        memcpy(value, (const char *)call + k, 4);
        return 0;
    case BPF_ALU | BPF_AND | BPF_K:
        *value &= k;
        return 0;
    case BPF_JMP | BPF_JA:
        return k;
    case BPF_JMP | BPF_JEQ | BPF_K:
        return *value == k ? line->jt : line->jf;
    case BPF_JMP | BPF_JGT | BPF_K:
        return *value > k ? line->jt : line->jf;
    case BPF_JMP | BPF_JGE | BPF_K:
        return *value >= k ? line->jt : line->jf;
    default:
        fail_msg("unknown instruction %#x", line->code);
        return 0;
    }
}

/* Returns what the kernel would do: SECCOMP_RET_ALLOW, SECCOMP_RET_KILL_PROCESS ... */
static uint32_t ask_about(const struct program *program, const struct seccomp_data *call)
{
    uint32_t value = 0;
    for (size_t i = 0; i < program->count; i++) {
        const struct sock_filter *line = &program->lines[i];
        if (line->code == (BPF_RET | BPF_K))
            return line->k;
        i += run_line(line, call, &value);
    }
    fail_msg("the filter does not end");
    return 0;
}

static const struct {
    const char *name;
    int number;
    bool is_allowed;
    uint64_t arguments[6];
} calls[] = {
    {"read of the socket", SYS_read, true, {SOCKET}},
    {"read of another file", SYS_read, false, {0}},
    {"read of another file by its upper half", SYS_read, false, {1ull << 32 | SOCKET}},
    {"send", SYS_sendto, true, {SOCKET}},
    {"send to an address", SYS_sendto, false, {SOCKET, 0, 0, 0, 0x1000}},
    {"send on another file", SYS_sendto, false, {4}},
    {"write", SYS_write, false, {SOCKET}},
    {"clock_gettime", SYS_clock_gettime, true, {0}},
    {"brk", SYS_brk, true, {0}},
    {"memory",
     SYS_mmap,
     true,
     {0, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, ~0ull}},
    {"memory of a heap",
     SYS_mmap,
     true,
     {0, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE}},
    {"code", SYS_mmap, false, {0, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS}},
    {"a file", SYS_mmap, false, {0, 1, PROT_READ, MAP_PRIVATE, SOCKET}},
    {"shared memory", SYS_mmap, false, {0, 1, PROT_READ, MAP_SHARED | MAP_ANONYMOUS}},
    {"munmap", SYS_munmap, true, {0}},
    {"mremap", SYS_mremap, true, {0, 1, 2, MREMAP_MAYMOVE}},
    {"mremap to an address", SYS_mremap, false, {0, 1, 2, MREMAP_MAYMOVE | MREMAP_FIXED}},
    {"mprotect", SYS_mprotect, true, {0, 1, PROT_READ | PROT_WRITE}},
    {"mprotect of code", SYS_mprotect, false, {0, 1, PROT_READ | PROT_EXEC}},
    {"returning memory", SYS_madvise, true, {0, 1, MADV_DONTNEED}},
    {"other advice", SYS_madvise, false, {0, 1, MADV_HUGEPAGE}},
    {"limit of CPU time", SYS_prlimit64, true, {0, RLIMIT_CPU}},
    {"limit of another process", SYS_prlimit64, false, {1, RLIMIT_CPU}},
    {"limit of files", SYS_prlimit64, false, {0, RLIMIT_NOFILE}},
    {"futex wake", SYS_futex, true, {0, FUTEX_WAKE_PRIVATE}},
    {"futex wait", SYS_futex, false, {0, FUTEX_WAIT_PRIVATE}},
    {"exit", SYS_exit_group, true, {0}},
};

static struct seccomp_data call_of(size_t row)
{
    struct seccomp_data call = {.nr = calls[row].number, .arch = OWN_ARCH};
    for (size_t i = 0; i < COUNT_OF(call.args); i++)
        call.args[i] = calls[row].arguments[i];
    return call;
}

static void filter_allows_what_pages_need(void **state)
{
    (void)state;
    struct program program;
    read_program(&program);
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        struct seccomp_data call = call_of(i);
        uint32_t answer = ask_about(&program, &call);
        uint32_t expected =
            calls[i].is_allowed ? SECCOMP_RET_ALLOW : SECCOMP_RET_KILL_PROCESS;
        if (answer != expected)
            fail_msg("%s: %#x instead of %#x", calls[i].name, answer, expected);
    }
}

static bool is_listed(int number)
{
    for (size_t i = 0; i < COUNT_OF(calls); i++)
        if (calls[i].number == number && calls[i].is_allowed)
            return true;
    return false;
}

static void filter_kills_on_every_other_call(void **state)
{
    (void)state;
    enum { NUMBERS = 4096, X32 = 0x40000000 };
    struct program program;
    read_program(&program);
    for (int number = -1; number < NUMBERS; number++) {
        struct seccomp_data call = {.nr = number, .arch = OWN_ARCH};
        call.args[0] = SOCKET;
        if (!is_listed(number))
            assert_int_equal(ask_about(&program, &call), SECCOMP_RET_KILL_PROCESS);
        call.nr = number | X32; /* the calls of another ABI of x86-64 */
        assert_int_equal(ask_about(&program, &call), SECCOMP_RET_KILL_PROCESS);
    }
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        struct seccomp_data call = call_of(i);
        call.arch = OTHER_ARCH;
        assert_int_equal(ask_about(&program, &call), SECCOMP_RET_KILL_PROCESS);
    }
}

/* ---- tests ------------------------------------------------------------------------- */

static void allowed_system_calls_are_made(void **state)
{
    (void)state;
    skip_unless_available(SANDBOX_FULL);
    assert_answer_within(SANDBOX_FULL, "allowed", "done", (size_t)64 << 20);
}

static void forbidden_system_calls_kill_the_worker(void **state)
{
    (void)state;
    skip_unless_available(SANDBOX_FULL);
    struct worker_options options = {
        .count = 1, .page_seconds = 10, .sandbox = SANDBOX_FULL, .clean = clean_as_told};
    struct worker_pool *pool;
    assert_true(worker_pool_open(&pool, &options, NULL));
    for (size_t i = 0; i < ATTACK_COUNT; i++) {
        struct winnow_record *record = clean_page(pool, attacks[i].name);
        if (record->status != WINNOW_PARSE)
            fail_msg("%s: %s", attacks[i].name, record->text);
        assert_string_equal(
            record->error,
            "the parser made a system call on this page that the sandbox forbids");
        winnow_record_free(record);
        record = clean_page(pool, "a normal page");
        assert_int_equal(record->status, WINNOW_OK);
        winnow_record_free(record);
    }
    worker_pool_close(pool);
    assert_int_not_equal(access("sandbox-was-open", F_OK), 0);
}

static void limits_without_seccomp_forbid_new_files(void **state)
{
    (void)state;
    skip_unless_available(SANDBOX_LIMITS);
    assert_answer(SANDBOX_LIMITS, "open", "-1");
    assert_answer(SANDBOX_LIMITS, "socket", "-1");
    assert_answer(SANDBOX_LIMITS, "privileges", "1");
}

/* At the default limits a worker gets 400 MB, as promises.md says. A block of malloc(3)
   has up to two pages more than it was asked for. */
static void hostile_worker_gets_the_documented_memory(void **state)
{
    (void)state;
    skip_unless_available(SANDBOX_FULL); /* qemu-user has no limits of memory either */
    struct worker_options options = {.count = 1,
                                     .page_seconds = 10,
                                     .memory_max = (size_t)256 << 20,
                                     .bytes_max = 10 << 20,
                                     .sandbox = SANDBOX_FULL,
                                     .clean = clean_as_told};
    struct worker_pool *pool;
    assert_true(worker_pool_open(&pool, &options, NULL));
    struct winnow_record *record = clean_page(pool, "memory");
    assert_in_range(strtoul(record->text, NULL, 10), 380, 400);
    winnow_record_free(record);
    worker_pool_close(pool);
}

static void core_dumps_are_disabled_without_a_sandbox(void **state)
{
    (void)state;
    assert_answer(SANDBOX_NONE, "core", "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filter_allows_what_pages_need),
        cmocka_unit_test(filter_kills_on_every_other_call),
        cmocka_unit_test(allowed_system_calls_are_made),
        cmocka_unit_test(forbidden_system_calls_kill_the_worker),
        cmocka_unit_test(limits_without_seccomp_forbid_new_files),
        cmocka_unit_test(hostile_worker_gets_the_documented_memory),
        cmocka_unit_test(core_dumps_are_disabled_without_a_sandbox),
    };
    return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
