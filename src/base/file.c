#include "base/file.h"

#include "base/hash.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 1 << 16, MODE_NEW = 0666 };

/* ---- bytes ------------------------------------------------------------------------- */

bool file_read(int fd, size_t most, struct buffer *out)
{
    size_t start = out->len;
    while (buffer_reserve(out, READ_STEP)) {
        ssize_t count = read(fd, out->ptr + out->len, READ_STEP);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        out->len += (size_t)count;
        out->ptr[out->len] = '\0';
        if (count == 0 || out->len - start > most)
            return true;
    }
    errno = ENOMEM;
    return false;
}

bool file_write_all(int fd, struct slice bytes)
{
    while (bytes.len) {
        ssize_t count = write(fd, bytes.ptr, bytes.len);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes = slice_after(bytes, (size_t)count);
    }
    return true;
}

/* ---- temporary files --------------------------------------------------------------- */

static const char temporary_start[] = ".winnow-", temporary_end[] = ".tmp";

/* Where the kernel gives no random bits, O_EXCL still keeps two runs apart. */
static unsigned long long draw_number(void)
{
    unsigned long long number;
    struct timespec now;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) == sizeof number)
        return number;
    clock_gettime(CLOCK_REALTIME, &now);
    return (unsigned long long)now.tv_sec << 30 ^ (unsigned long long)now.tv_nsec;
}

static bool draw_name(const struct file_target *target, char **name)
{
    const char *slash = strrchr(target->name, '/');
    size_t folder = slash ? (size_t)(slash + 1 - target->name) : 0;
    struct buffer made;
    buffer_open(&made, NULL);
    buffer_append(&made, slice_of(target->name, folder));
    buffer_printf(&made, "%s%016llx%s", temporary_start, draw_number(), temporary_end);
    *name = made.failed ? NULL : made.ptr;
    if (made.failed)
        buffer_close(&made);
    errno = ENOMEM;
    return *name;
}

int file_create_temporary(const struct file_target *target, char **name)
{
    enum { TRIES = 100 };
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    for (int i = 0; i < TRIES && draw_name(target, name); i++) {
        int fd =
            openat(target->folder, *name, flags, target->mode ? target->mode : MODE_NEW);
        if (fd >= 0)
            return fd;
        free(*name);
        *name = NULL;
        if (errno != EEXIST)
            break;
    }
    return -1;
}

static bool is_temporary(const char *name)
{
    struct slice s = slice_of_string(name);
    return slice_starts_with(s, slice_of_string(temporary_start)) &&
           slice_ends_with(s, slice_of_string(temporary_end));
}

unsigned file_sweep_temporaries(int folder, time_t since)
{
    unsigned count = 0;
    struct stat about;
    DIR *entries = file_open_entries(folder);
    if (!entries)
        return 0;
    for (struct dirent *entry; (entry = readdir(entries));)
        if (is_temporary(entry->d_name) &&
            fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            about.st_mtime < since)
            count += unlinkat(folder, entry->d_name, 0) == 0;
    closedir(entries);
    return count;
}

/* ---- replacing -----------------------------------------------------------------------
 */

static bool write_and_close(const struct file_target *target, int fd, struct slice bytes)
{
    bool done = (!target->mode || fchmod(fd, target->mode) == 0) &&
                file_write_all(fd, bytes) && (!target->is_synced || fsync(fd) == 0);
    int why = errno;
    bool is_closed = close(fd) == 0;
    if (!done)
        errno = why;
    return done && is_closed;
}

static bool sync_folder(const struct file_target *target)
{
    return !target->is_synced || target->folder == AT_FDCWD || fsync(target->folder) == 0;
}

bool file_replace(const struct file_target *target, struct slice bytes)
{
    char *temporary;
    int fd = file_create_temporary(target, &temporary);
    if (fd < 0)
        return false;
    bool done = write_and_close(target, fd, bytes) &&
                renameat(target->folder, temporary, target->folder, target->name) == 0;
    int why = errno;
    if (!done)
        unlinkat(target->folder, temporary, 0);
    free(temporary);
    errno = why;
    return done && sync_folder(target);
}

/* ---- folders ----------------------------------------------------------------------- */

DIR *file_open_entries(int folder)
{
    int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = own >= 0 ? fdopendir(own) : NULL;
    if (!entries && own >= 0)
        close(own);
    return entries;
}

/* ---- files below a folder ---------------------------------------------------------- */

/* Opens a path without `..`, relative to a folder, without following a link. That of a
   path that has just been resolved has none, unless somebody is exchanging them. */
static int open_in(int folder, const char *path)
{
    enum { ANY_KIND = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };
    char part[NAME_MAX + 1];
    int fd = folder;
    while (*path && fd >= 0) {
        size_t len = strcspn(path, "/");
        bool is_last = !path[len];
        int next = -1;
        errno = ENAMETOOLONG;
        if (len < sizeof part) {
            memcpy(part, path, len);
            part[len] = '\0';
            next = openat(fd, part, ANY_KIND | (is_last ? 0 : O_DIRECTORY));
        }
        int why = errno;
        if (fd != folder)
            close(fd);
        errno = why;
        fd = next;
        path += len + !is_last;
    }
    return fd;
}

static int open_regular(const char *folder, const char *path, struct error *err)
{
    struct stat about;
    int top = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fd = top >= 0 ? open_in(top, path) : -1;
    bool is_regular = fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    if (!is_regular)
        error_set(err, "%s", fd >= 0 ? "not a regular file" : strerror(errno));
    if (fd >= 0 && !is_regular)
        close(fd);
    if (top >= 0)
        close(top);
    return is_regular ? fd : -1;
}

int file_open_below(const char *folder, const char *path, struct error *err)
{
    char *top = realpath(folder, NULL), *real = top ? realpath(path, NULL) : NULL;
    int fd = -1;
    if (real) {
        size_t len = strcmp(top, "/") == 0 ? 0 : strlen(top);
        if (strncmp(real, top, len) == 0 && real[len] == '/')
            fd = open_regular(top, real + len + 1, err);
        else
            error_set(err, "not below %s", folder);
    } else {
        error_set(err, "%s", strerror(errno));
    }
    free(top);
    free(real);
    return fd;
}

/* ---- names ------------------------------------------------------------------------- */

void file_append_name(struct buffer *out, struct slice part, size_t most)
{
    size_t start = out->len;
    bool is_after_word = false;
    for (size_t i = 0; i < part.len && out->len - start < most; i++) {
        unsigned char c = (unsigned char)part.ptr[i];
        bool is_word = is_ascii_letter(c) || is_ascii_digit(c) || c == '_';
        bool is_dot = c == '.' && is_after_word;
        is_after_word = is_word;
        if (is_word || is_dot)
            buffer_append_char(out, (char)c);
        else if (out->len > start && out->ptr[out->len - 1] != '-')
            buffer_append_char(out, '-');
    }
    while (out->len > start &&
           (out->ptr[out->len - 1] == '-' || out->ptr[out->len - 1] == '.'))
        buffer_truncate(out, out->len - 1);
}

void file_append_digest(struct buffer *out, struct slice url, size_t digits)
{
    char hex[HASH_HEX_SIZE];
    hash_sha256(url, hex);
    buffer_append(out, slice_of(hex, digits));
}
