/* killer: a library for LD_PRELOAD that kills the process at its nth write operation,
   like a power cut; with KILL_ERROR=1 this and all further operations fail as on a full
   disk. The number of operations is written to the file named by KILL_COUNT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static long steps;
static pid_t first;

__attribute__((constructor)) static void begin(void)
{
    first = getpid();
}

__attribute__((destructor)) static void end(void)
{
    const char *name = getenv("KILL_COUNT");
    FILE *file = name && getpid() == first ? fopen(name, "w") : NULL;
    if (file) {
        fprintf(file, "%ld\n", steps);
        fclose(file);
    }
}

/* Whether this step is to fail. Workers, which are other processes, do not count. */
static int step(void)
{
    const char *at = getenv("KILL_AT");
    if (getpid() != first)
        return 0;
    steps++;
    if (!at || steps < atol(at))
        return 0;
    if (getenv("KILL_ERROR")) {
        errno = ENOSPC;
        return 1;
    }
    kill(first, SIGKILL);
    return 0;
}

#define NEXT(type, name, ...)                                                            \
    static type (*next)(__VA_ARGS__);                                                    \
    if (!next)                                                                           \
        *(void **)&next = dlsym(RTLD_NEXT, #name);

#define CALL(name, parameters, arguments)                                                \
    int name parameters                                                                  \
    {                                                                                    \
        static int(*next) parameters;                                                    \
        if (!next)                                                                       \
            *(void **)&next = dlsym(RTLD_NEXT, #name);                                   \
        return step() ? -1 : next arguments;                                             \
    }

CALL(fsync, (int fd), (fd))
CALL(fdatasync, (int fd), (fd))
CALL(ftruncate, (int fd, off_t size), (fd, size))
CALL(ftruncate64, (int fd, off64_t size), (fd, size))
CALL(renameat, (int a, const char *b, int c, const char *d), (a, b, c, d))
CALL(unlinkat, (int a, const char *b, int c), (a, b, c))
CALL(mkdirat, (int a, const char *b, mode_t c), (a, b, c))

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    NEXT(ssize_t, pwrite, int, const void *, size_t, off_t)
    return step() ? -1 : next(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    NEXT(ssize_t, pwrite64, int, const void *, size_t, off64_t)
    return step() ? -1 : next(fd, bytes, count, at);
}
