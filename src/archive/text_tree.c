#include "archive/text_tree.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/url.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    STEM_MAX = 100,        /* bytes; with hash and suffix well below NAME_MAX (255) */
    HOST_MAX = 200,        /* bytes; a host name has at most 253 */
    AHEAD_MAX_S = 1 << 30, /* of the clock of a machine that wrote a file */
};

/* ---- names ------------------------------------------------------------------------- */

void text_tree_name(struct slice url, const char *host, size_t digits, struct buffer *out)
{
    size_t start = out->len;
    file_append_name(out, slice_of_string(host), HOST_MAX);
    if (out->len == start)
        buffer_append_string(out, "host");
    buffer_append_char(out, '/');
    start = out->len;
    file_append_name(out, url_split(url).path, STEM_MAX);
    buffer_append_string(out, out->len == start ? "index-" : "-");
    file_append_digest(out, url, digits);
    buffer_append_string(out, ".txt");
}

void text_tree_set_suffix(const char *name, enum text_layout layout, struct buffer *out)
{
    struct slice stem = slice_of_string(name);
    if (slice_ends_with(stem, SLICE(".txt")))
        stem.len -= strlen(".txt");
    buffer_append(out, stem);
    buffer_append_string(out, layout == TEXT_LAYOUT_MARKDOWN ? ".md" : ".txt");
}

/* ---- files ------------------------------------------------------------------------- */

static int open_host(int folder, const char *name, bool create)
{
    char host[HOST_MAX + 1];
    const char *slash = strchr(name, '/');
    size_t len = slash ? (size_t)(slash - name) : 0;
    errno = EINVAL;
    if (!len || len >= sizeof host)
        return -1;
    memcpy(host, name, len);
    host[len] = '\0';
    if (create && mkdirat(folder, host, 0777) == 0)
        fsync(folder);
    return openat(folder, host, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

bool text_tree_write(int folder, const char *name, struct slice text, struct error *err)
{
    int host = open_host(folder, name, true);
    const char *slash = strchr(name, '/');
    struct file_target target = {
        .folder = host,
        .name = slash ? slash + 1 : name,
        .is_synced = true,
    };
    bool done = host >= 0 && file_replace(&target, text);
    if (!done)
        error_set(err, "text/%s: %s", name, strerror(errno));
    if (host >= 0)
        close(host);
    return done;
}

bool text_tree_remove(int folder, const char *name, struct error *err)
{
    char host_name[HOST_MAX + 1];
    int host = open_host(folder, name, false);
    if (host < 0)
        return errno == ENOENT || error_set(err, "text/%s: %s", name, strerror(errno));
    bool done = unlinkat(host, strchr(name, '/') + 1, 0) == 0 || errno == ENOENT;
    if (!done)
        error_set(err, "text/%s: %s", name, strerror(errno));
    close(host);
    snprintf(host_name, sizeof host_name, "%.*s", (int)(strchr(name, '/') - name), name);
    unlinkat(folder, host_name, AT_REMOVEDIR); /* refused while something is in it */
    return done;
}

void text_tree_other_name(const char *name, struct buffer *out)
{
    struct slice stem = slice_of_string(name);
    bool is_markdown = slice_ends_with(stem, SLICE(".md"));
    if (is_markdown || slice_ends_with(stem, SLICE(".txt")))
        stem.len -= strlen(is_markdown ? ".md" : ".txt");
    buffer_append(out, stem);
    buffer_append_string(out, is_markdown ? ".txt" : ".md");
}

static bool read_text(int fd, struct buffer *out)
{
    struct stat info;
    return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
           file_read(fd, TEXT_TREE_BYTES_MAX, out) && out->len <= TEXT_TREE_BYTES_MAX;
}

static int open_text(int folder, const char *name)
{
    int host = open_host(folder, name, false);
    if (host < 0)
        return -1;
    int fd = openat(host, strchr(name, '/') + 1, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    close(host);
    return fd;
}

enum text_tree_state text_tree_check(int folder, const char *name, const char *sha256)
{
    struct buffer text;
    char hex[HASH_HEX_SIZE] = "";
    int fd = open_text(folder, name);
    if (fd < 0)
        return TEXT_TREE_MISSING;
    buffer_open(&text, NULL);
    if (read_text(fd, &text))
        hash_sha256(buffer_slice(&text), hex);
    buffer_close(&text);
    close(fd);
    return strcmp(hex, sha256) == 0 ? TEXT_TREE_SAME : TEXT_TREE_CHANGED;
}

bool text_tree_read(int folder, const char *name, struct buffer *out)
{
    int fd = open_text(folder, name);
    if (fd < 0)
        return false;
    bool done = read_text(fd, out);
    close(fd);
    return done;
}

bool text_tree_exists(int folder, const char *name)
{
    struct stat info;
    return fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(info.st_mode);
}

bool text_tree_is_older(int folder, const char *name, int64_t since)
{
    struct stat info;
    return fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           info.st_mtime < since;
}

/* The archive is locked: no temporary file is another run's. */
unsigned text_tree_sweep(int folder)
{
    const time_t any_age = time(NULL) + AHEAD_MAX_S;
    unsigned count = 0;
    DIR *hosts = file_open_entries(folder);
    if (!hosts)
        return 0;
    for (struct dirent *entry; (entry = readdir(hosts));) {
        if (entry->d_name[0] == '.')
            continue;
        int host = openat(folder, entry->d_name,
                          O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (host < 0)
            continue;
        count += file_sweep_temporaries(host, any_age);
        close(host);
    }
    closedir(hosts);
    return count;
}

static bool each_in_host(int folder, const char *host,
                         bool (*visit)(void *context, const char *name), void *context)
{
    char name[HOST_MAX + NAME_MAX + 2];
    bool wants_more = true;
    int fd = openat(folder, host, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *files = fd < 0 ? NULL : file_open_entries(fd);
    if (files) {
        for (struct dirent *entry; wants_more && (entry = readdir(files));) {
            if (entry->d_name[0] == '.')
                continue;
            snprintf(name, sizeof name, "%.*s/%s", HOST_MAX, host, entry->d_name);
            wants_more = visit(context, name);
        }
        closedir(files);
    }
    if (fd >= 0)
        close(fd);
    return wants_more;
}

void text_tree_each(int folder, bool (*visit)(void *context, const char *name),
                    void *context)
{
    DIR *hosts = file_open_entries(folder);
    if (!hosts)
        return;
    for (struct dirent *entry; (entry = readdir(hosts));)
        if (entry->d_name[0] != '.' &&
            !each_in_host(folder, entry->d_name, visit, context))
            break;
    closedir(hosts);
}
