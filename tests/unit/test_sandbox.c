/* sandbox: what a worker that a page has taken over can still do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
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
#include <unistd.h>

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
    {"setrlimit", try_other_limit},
    {"unshare", try_new_namespace},
    {"add_key", try_keys},
    {"an unknown call", try_unknown},
};
enum { ATTACK_COUNT = sizeof attacks / sizeof *attacks };

/* ---- a cleaner that does what the page says ---------------------------------------- */

static const char *answer_of(struct slice page, char answer[64])
{
    struct rlimit limit;
    for (size_t i = 0; i < ATTACK_COUNT; i++)
        if (slice_equal(page, slice_of_string(attacks[i].name)))
            snprintf(answer, 64, "%ld", attacks[i].call());
    if (slice_equal(page, SLICE("privileges")))
        snprintf(answer, 64, "%d", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    if (slice_equal(page, SLICE("core")) && getrlimit(RLIMIT_CORE, &limit) == 0)
        snprintf(answer, 64, "%ld", (long)limit.rlim_max);
    if (slice_equal(page, SLICE("memory"))) {
        /* 64 allocations, so that none is larger than the memory of the machine */
        size_t got = 0;
        while (got < 64 && malloc((size_t)64 << 20))
            got++;
        snprintf(answer, 64, "%s", got < 64 ? "bounded" : "unbounded");
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

static void assert_answer(enum sandbox sandbox, const char *page, const char *answer)
{
    struct worker_options options = {.count = 1,
                                     .page_seconds = 10,
                                     .memory_max = 1 << 20,
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

/* ---- tests ------------------------------------------------------------------------- */

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

static void memory_is_limited(void **state)
{
    (void)state;
    skip_unless_available(SANDBOX_LIMITS);
    assert_answer(SANDBOX_LIMITS, "memory", "bounded");
}

static void core_dumps_are_disabled_without_a_sandbox(void **state)
{
    (void)state;
    assert_answer(SANDBOX_NONE, "core", "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forbidden_system_calls_kill_the_worker),
        cmocka_unit_test(limits_without_seccomp_forbid_new_files),
        cmocka_unit_test(memory_is_limited),
        cmocka_unit_test(core_dumps_are_disabled_without_a_sandbox),
    };
    return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
