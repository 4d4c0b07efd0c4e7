#include "command/stop.h"

#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

static uint64_t clock_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void stop_open(struct stop *stop)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    *stop = (struct stop){.fd = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK)};
}

void stop_close(struct stop *stop)
{
    sigset_t none;
    sigemptyset(&none);
    if (stop->fd >= 0)
        close(stop->fd);
    stop->fd = -1;
    sigprocmask(SIG_SETMASK, &none, NULL);
}

bool stop_take(struct stop *stop, double grace_seconds)
{
    struct signalfd_siginfo info;
    if (read(stop->fd, &info, sizeof info) != sizeof info)
        return false;
    if (stop->number) {
        stop->ends_ms = 0;
        return false;
    }
    stop->number = (int)info.ssi_signo;
    stop->ends_ms = clock_now_ms() + (uint64_t)(grace_seconds * 1000);
    return true;
}

bool stop_is_due(const struct stop *stop)
{
    return stop->number && clock_now_ms() >= stop->ends_ms;
}

void stop_lower_timeout(const struct stop *stop, int *timeout_ms)
{
    uint64_t now = clock_now_ms();
    uint64_t left = stop->ends_ms > now ? stop->ends_ms - now : 0;
    if (stop->number && (*timeout_ms < 0 || left < (uint64_t)*timeout_ms))
        *timeout_ms = (int)left;
}
