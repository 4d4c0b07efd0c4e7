#include "fetch/clock.h"
#include "fetch/sockets.h"

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
/* clang-format on */
#include <unistd.h>

struct pipes {
    struct sockets sockets;
    int in[2][2]; /* read ends first */
};

static int open_all(void **state)
{
    static struct pipes pipes;
    struct error err;
    assert_true(sockets_open(&pipes.sockets, &err));
    for (int i = 0; i < 2; i++)
        assert_int_equal(pipe(pipes.in[i]), 0);
    *state = &pipes;
    return 0;
}

static int close_all(void **state)
{
    struct pipes *pipes = *state;
    for (int i = 0; i < 2; i++) {
        close(pipes->in[i][0]);
        close(pipes->in[i][1]);
    }
    sockets_close(&pipes->sockets);
    return 0;
}

static void put(int fd)
{
    assert_int_equal(write(fd, "x", 1), 1);
}

static void test_only_ready_descriptors_are_reported(void **state)
{
    struct pipes *pipes = *state;
    struct pollfd ready[SOCKETS_READY_MAX];
    for (int i = 0; i < 2; i++)
        assert_true(sockets_watch(&pipes->sockets, pipes->in[i][0], POLLIN));
    assert_int_equal(sockets_wait(&pipes->sockets, NULL, 0, 0, ready), 0);
    put(pipes->in[1][1]);
    assert_int_equal(sockets_wait(&pipes->sockets, NULL, 0, -1, ready), 1);
    assert_int_equal(ready[0].fd, pipes->in[1][0]);
    assert_int_equal(ready[0].revents, POLLIN);
}

static void test_events_can_be_changed_and_removed(void **state)
{
    struct pipes *pipes = *state;
    struct pollfd ready[SOCKETS_READY_MAX];
    int fd = pipes->in[0][1];
    assert_true(sockets_watch(&pipes->sockets, fd, POLLIN));
    assert_int_equal(sockets_wait(&pipes->sockets, NULL, 0, 0, ready), 0);
    assert_true(sockets_watch(&pipes->sockets, fd, POLLIN | POLLOUT));
    assert_int_equal(sockets_wait(&pipes->sockets, NULL, 0, -1, ready), 1);
    assert_int_equal(ready[0].revents, POLLOUT);
    assert_true(sockets_watch(&pipes->sockets, fd, 0));
    assert_true(sockets_watch(&pipes->sockets, fd, 0));
    assert_int_equal(sockets_wait(&pipes->sockets, NULL, 0, 0, ready), 0);
    assert_false(sockets_watch(&pipes->sockets, -1, POLLIN));
}

static void test_descriptors_of_the_caller_are_polled_too(void **state)
{
    struct pipes *pipes = *state;
    struct pollfd ready[SOCKETS_READY_MAX];
    struct pollfd extra[] = {{.fd = pipes->in[0][0], .events = POLLIN},
                             {.fd = pipes->in[1][0], .events = POLLIN}};
    put(pipes->in[1][1]);
    assert_int_equal(sockets_wait(&pipes->sockets, extra, 2, -1, ready), 0);
    assert_int_equal(extra[0].revents, 0);
    assert_int_equal(extra[1].revents, POLLIN);
}

static void test_wait_ends_at_the_timeout(void **state)
{
    struct pipes *pipes = *state;
    struct pollfd ready[SOCKETS_READY_MAX];
    struct pollfd extra = {.fd = pipes->in[0][0], .events = POLLIN};
    int64_t began = clock_ms();
    pipes->sockets.due = began + 20;
    assert_int_equal(sockets_wait(&pipes->sockets, &extra, 1, -1, ready), 0);
    assert_true(clock_ms() >= began + 20);
    assert_int_equal(sockets_wait(&pipes->sockets, NULL, 0, -1, ready), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_only_ready_descriptors_are_reported,
                                        open_all, close_all),
        cmocka_unit_test_setup_teardown(test_events_can_be_changed_and_removed, open_all,
                                        close_all),
        cmocka_unit_test_setup_teardown(test_descriptors_of_the_caller_are_polled_too,
                                        open_all, close_all),
        cmocka_unit_test_setup_teardown(test_wait_ends_at_the_timeout, open_all,
                                        close_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
