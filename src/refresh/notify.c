#include "refresh/notify.h"

#include "cli/environment.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    LOOK_MS = 20,     /* between two looks whether it has ended */
    TERM_SECONDS = 5, /* from SIGTERM to SIGKILL */
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- starting ---------------------------------------------------------------------- */

/* Signals that winnow ignores or handles have their defaults in the command. */
static void set_signals(posix_spawnattr_t *attributes)
{
    sigset_t all, none;
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                             POSIX_SPAWN_SETPGROUP);
}

/* Returns 0 or an errno. */
static int spawn(const char *command, int input, pid_t *pid)
{
    char *const words[] = {(char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c",
                           (char *)(uintptr_t)command, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return ENOMEM;
    }
    set_signals(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    int failure =
        posix_spawn(pid, "/bin/sh", &actions, &attributes, words, environment_all());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

/* ---- waiting ----------------------------------------------------------------------- */

/* Writes what the pipe takes. Closes it when all is written, or nobody reads it. */
static void feed(int *fd, struct slice *input)
{
    ssize_t count = write(*fd, input->ptr, input->len);
    if (count > 0)
        *input = slice_after(*input, (size_t)count);
    if (input->len && (count > 0 || errno == EAGAIN || errno == EINTR))
        return;
    close(*fd);
    *fd = -1;
}

/* Writes the input and waits. Returns false if the command has not ended in time. */
static bool wait_for(pid_t pid, int *fd, struct slice *input, int64_t deadline,
                     int *status)
{
    while (waitpid(pid, status, WNOHANG) == 0) {
        int64_t left = deadline - now_ms();
        if (left <= 0)
            return false;
        struct pollfd ready = {.fd = *fd, .events = POLLOUT};
        if (poll(&ready, 1, left < LOOK_MS ? (int)left : LOOK_MS) > 0 && *fd >= 0)
            feed(fd, input);
    }
    return true;
}

static void end_group(pid_t pid)
{
    int status, closed = -1;
    struct slice nothing = SLICE("");
    kill(-pid, SIGTERM);
    if (wait_for(pid, &closed, &nothing, now_ms() + TERM_SECONDS * 1000, &status))
        return;
    kill(-pid, SIGKILL);
    waitpid(pid, &status, 0);
}

static bool check_status(int status, struct error *err)
{
    if (WIFSIGNALED(status))
        return error_set(err, "ended by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ||
           error_set(err, "exit status %d", WEXITSTATUS(status));
}

bool notify_run(const char *command, struct slice input, unsigned seconds,
                struct error *err)
{
    int ends[2], status = 0;
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(err, "%s", strerror(errno));
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    int failure = spawn(command, ends[0], &pid);
    close(ends[0]);
    bool has_ended = !failure && wait_for(pid, &ends[1], &input,
                                          now_ms() + (int64_t)seconds * 1000, &status);
    if (ends[1] >= 0)
        close(ends[1]);
    if (failure)
        return error_set(err, "/bin/sh: %s", strerror(failure));
    if (has_ended)
        return check_status(status, err);
    end_group(pid);
    return error_set(err, "still running after %u seconds; ended", seconds);
}
