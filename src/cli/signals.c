#include "cli/signals.h"

#include "fetch/clock.h"
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

static sigset_t ending_signals(void)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    return ends;
}

void signals_open(struct signals *stop)
{
    sigset_t ends = ending_signals();
    *stop = (struct signals){.fd = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK)};
    if (stop->fd >= 0) /* otherwise they end the process, as by default */
        sigprocmask(SIG_BLOCK, &ends, NULL);
}

void signals_close(struct signals *stop)
{
    sigset_t ends = ending_signals();
    struct signalfd_siginfo info;
    while (stop->fd >= 0 && read(stop->fd, &info, sizeof info) == sizeof info)
        stop->number = stop->number ? stop->number : (int)info.ssi_signo;
    if (stop->fd >= 0)
        close(stop->fd);
    stop->fd = -1;
    sigprocmask(SIG_UNBLOCK, &ends, NULL);
}

bool signals_take(struct signals *stop, double grace_seconds)
{
    struct signalfd_siginfo info;
    if (read(stop->fd, &info, sizeof info) != sizeof info)
        return false;
    if (stop->number) {
        stop->ends_ms = 0;
        return false;
    }
    stop->number = (int)info.ssi_signo;
    stop->ends_ms = clock_ms() + (int64_t)(grace_seconds * 1000);
    return true;
}

void signals_set_limit(struct signals *stop, double seconds)
{
    stop->late_ms = seconds > 0 ? clock_ms() + (int64_t)(seconds * 1000) : 0;
}

bool signals_is_late(const struct signals *stop)
{
    return stop->late_ms && clock_ms() >= stop->late_ms;
}

bool signals_is_due(const struct signals *stop)
{
    return stop->number && clock_ms() >= stop->ends_ms;
}

static void lower_to(int *timeout_ms, int64_t at)
{
    int64_t now = clock_ms(), left = at > now ? at - now : 0;
    if (*timeout_ms < 0 || left < *timeout_ms)
        *timeout_ms = left < INT_MAX ? (int)left : INT_MAX;
}

void signals_lower_timeout(const struct signals *stop, int *timeout_ms)
{
    if (stop->number)
        lower_to(timeout_ms, stop->ends_ms);
    if (stop->late_ms)
        lower_to(timeout_ms, stop->late_ms);
}
