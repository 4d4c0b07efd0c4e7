#include "authoring/watch.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum {
    SETTLE_MS = 100, /* editors write a file in several steps */
    EVENTS_MAX = 1 << 14,
};

/* Watches the folder, because editors replace a file by a new one. */
static bool add_folder(int watcher, const char *file)
{
    char folder[PATH_MAX] = ".";
    const char *slash = strrchr(file, '/');
    size_t len = slash == file ? 1 : slash ? (size_t)(slash - file) : 0;
    if (len >= sizeof folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (len) {
        memcpy(folder, file, len);
        folder[len] = '\0';
    }
    return inotify_add_watch(watcher, folder, IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE) >=
           0;
}

static void drain(int watcher)
{
    _Alignas(struct inotify_event) char events[EVENTS_MAX];
    while (read(watcher, events, sizeof events) > 0)
        continue;
}

int watch_open(const struct string_list *files, struct console *console)
{
    int watcher = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    bool ok = watcher >= 0 && files->count;
    for (size_t i = 0; ok && i < files->count; i++)
        ok = add_folder(watcher, files->items[i]) || errno == ENOENT;
    if (ok)
        return watcher;
    console_error(console, "--watch: %s",
                  files->count ? strerror(errno) : "there is no file to watch");
    if (watcher >= 0)
        close(watcher);
    return -1;
}

bool watch_wait(int watcher)
{
    struct pollfd polled = {.fd = watcher, .events = POLLIN};
    while (poll(&polled, 1, -1) < 0)
        if (errno != EINTR)
            return false;
    do
        drain(watcher);
    while (poll(&polled, 1, SETTLE_MS) > 0);
    return true;
}
