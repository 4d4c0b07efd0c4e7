#include "site/site_folder.h"

#include "base/file.h"
#include "base/hash.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LIST_MAX = 1 << 30, /* bytes of winnow-site.txt: ten million files */
    FILE_MAX = 1 << 30, /* bytes of a file that is read back */
};

static const char list_name[] = "winnow-site.txt";
static const char list_head[] = "# Written by winnow site, which replaces and removes "
                                "the files that are named here.\n";

/* From the beginning of a run to its end, when the list is written again. */
static const char begun_line[] = "# begun\n";

struct site_file {
    char key[SITE_KEY_SIZE]; /* "" : begun, but not known to be complete */
    int64_t size;
    bool is_kept; /* by this run */
};

void site_folder_make_key(struct slice of, char out[SITE_KEY_SIZE])
{
    char digest[HASH_HEX_SIZE];
    hash_sha256(of, digest);
    memcpy(out, digest, SITE_KEY_SIZE - 1);
    out[SITE_KEY_SIZE - 1] = '\0';
}

static bool fail(const struct site_folder *folder, const char *name, struct error *err)
{
    return error_set(err, "%s/%s: %s", folder->path, name, strerror(errno));
}

/* ---- folders ----------------------------------------------------------------------- */

/* Opens the folder of a file, and sets *base to its name there. */
static int open_below(struct site_folder *folder, const char *name, bool creates,
                      const char **base)
{
    const char *slash = strrchr(name, '/');
    *base = slash ? slash + 1 : name;
    if (!slash)
        return folder->fd;
    size_t len = (size_t)(slash - name);
    if (folder->below >= 0 && strncmp(folder->below_name, name, len) == 0 &&
        !folder->below_name[len])
        return folder->below;
    if (folder->below >= 0)
        close(folder->below);
    folder->below = -1;
    errno = ENAMETOOLONG;
    if (len >= sizeof folder->below_name)
        return -1;
    snprintf(folder->below_name, sizeof folder->below_name, "%.*s", (int)len, name);
    int at = folder->fd;
    struct slice rest = slice_of(name, len), part;
    while (at >= 0 && slice_split(&rest, '/', &part)) {
        char one[256];
        snprintf(one, sizeof one, "%.*s", SLICE_ARG(part));
        if (creates)
            mkdirat(at, one, 0777);
        int next = openat(at, one, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (at != folder->fd)
            close(at);
        at = next;
    }
    return folder->below = at;
}

/* ---- the list ---------------------------------------------------------------------- */

/* A name that a list may hold: a relative path that stays below the folder. The list is a
   file like others, which anybody may have edited. */
static bool is_safe(struct slice name)
{
    struct slice part;
    if (!name.len || slice_equal(name, SLICE("winnow-site.txt")))
        return false;
    while (slice_split(&name, '/', &part))
        if (!part.len || part.ptr[0] == '.' || memchr(part.ptr, '\0', part.len))
            return false;
    return true;
}

static struct site_file *file_of(struct site_folder *folder, struct slice name)
{
    struct site_file *found = hash_table_find(&folder->files, name);
    return found ? found
                 : hash_table_put(&folder->files, arena_copy(&folder->arena, name), NULL);
}

/* "KEY SIZE NAME", or "- 0 NAME" for a file that was begun. */
static void read_line(struct site_folder *folder, struct slice line)
{
    char key[SITE_KEY_SIZE];
    long long size;
    int used = 0;
    char head[64];
    snprintf(head, sizeof head, "%.*s", SLICE_ARG(line));
    if (sscanf(head, "%16s %lld %n", key, &size, &used) != 2 || !used)
        return;
    struct slice name = slice_after(line, (size_t)used);
    if (!is_safe(name))
        return;
    struct site_file *file = file_of(folder, name);
    snprintf(file->key, sizeof file->key, "%s", key[1] ? key : "");
    file->size = size;
}

/* A run that was killed may have left temporary files in any folder of the site. */
static void sweep_temporaries(struct site_folder *folder)
{
    const char *base;
    int last = -1;
    for (size_t i = 0; i < folder->files.count; i++) {
        int below = open_below(folder, folder->files.keys[i].ptr, false, &base);
        if (below >= 0 && below != last)
            file_sweep_temporaries(below, time(NULL));
        last = below;
    }
}

static bool read_list(struct site_folder *folder, struct error *err)
{
    struct buffer text;
    int fd = openat(folder->fd, list_name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || fail(folder, list_name, err);
    buffer_open(&text, NULL);
    bool done = file_read(fd, LIST_MAX, &text);
    struct slice rest = buffer_slice(&text), line;
    bool was_killed = slice_find(rest, slice_of_string(begun_line)) != SIZE_MAX;
    while (done && slice_split(&rest, '\n', &line))
        if (line.len && line.ptr[0] != '#')
            read_line(folder, line);
    close(fd);
    buffer_close(&text);
    if (was_killed)
        sweep_temporaries(folder);
    return done || fail(folder, list_name, err);
}

static bool save_list(struct site_folder *folder, struct error *err)
{
    struct buffer text;
    struct file_target target = {.folder = folder->fd, .name = list_name};
    buffer_open(&text, NULL);
    buffer_append_string(&text, list_head);
    for (size_t i = 0; i < folder->files.count; i++) {
        const struct site_file *file = hash_table_at(&folder->files, i);
        buffer_printf(&text, "%s %lld %.*s\n", file->key[0] ? file->key : "-",
                      (long long)file->size, SLICE_ARG(folder->files.keys[i]));
    }
    bool done = !text.failed && file_replace(&target, buffer_slice(&text));
    buffer_close(&text);
    return done || fail(folder, list_name, err);
}

/* ---- opening and closing ----------------------------------------------------------- */

static bool has_entries(int folder)
{
    bool found = false;
    DIR *entries = file_open_entries(folder);
    if (!entries)
        return true;
    for (struct dirent *entry; !found && (entry = readdir(entries));)
        found = strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(entries);
    return found;
}

static bool begin(struct site_folder *folder, struct error *err)
{
    if (flock(folder->fd, LOCK_EX | LOCK_NB) != 0)
        return error_set(err, "%s: another winnow process writes this site",
                         folder->path);
    bool is_site = faccessat(folder->fd, list_name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    if (!is_site && has_entries(folder->fd))
        return error_set(err,
                         "%s: holds files that winnow site did not write; choose a new "
                         "or an empty folder",
                         folder->path);
    if (is_site ? !read_list(folder, err) : !save_list(folder, err))
        return false;
    folder->journal =
        openat(folder->fd, list_name, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
    return (folder->journal >= 0 &&
            file_write_all(folder->journal, slice_of_string(begun_line))) ||
           fail(folder, list_name, err);
}

static void release(struct site_folder *folder)
{
    if (folder->journal >= 0)
        close(folder->journal);
    if (folder->below >= 0)
        close(folder->below);
    if (folder->fd >= 0)
        close(folder->fd);
    arena_close(&folder->arena);
}

bool site_folder_open(struct site_folder *folder, const char *path, struct error *err)
{
    *folder = (struct site_folder){.path = path, .fd = -1, .journal = -1, .below = -1};
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return error_set(err, "%s: %s", path, strerror(errno));
    arena_open(&folder->arena, SIZE_MAX);
    hash_table_open(&folder->files, &folder->arena, sizeof(struct site_file));
    folder->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = folder->fd >= 0 ? begin(folder, err)
                                : error_set(err, "%s: %s", path, strerror(errno));
    if (!done)
        release(folder);
    return done;
}

/* Removes a file, and its folders where they are empty then. */
static bool remove_file(struct site_folder *folder, const char *name)
{
    const char *base;
    char path[1024];
    int below = open_below(folder, name, false, &base);
    bool done =
        below < 0 ? errno == ENOENT : unlinkat(below, base, 0) == 0 || errno == ENOENT;
    snprintf(path, sizeof path, "%s", name);
    for (char *slash; done && (slash = strrchr(path, '/'));) {
        *slash = '\0';
        if (unlinkat(folder->fd, path, AT_REMOVEDIR) != 0)
            break;
    }
    return done;
}

static bool sweep(struct site_folder *folder, struct error *err)
{
    bool done = true;
    for (size_t i = folder->files.count; i-- > 0;) {
        struct site_file *file = hash_table_at(&folder->files, i);
        const char *name = folder->files.keys[i].ptr;
        if (file->is_kept)
            continue;
        if (remove_file(folder, name)) {
            hash_table_remove(&folder->files, folder->files.keys[i]);
            folder->removed++;
        } else if (done) {
            done = fail(folder, name, err);
        }
    }
    return done;
}

bool site_folder_close(struct site_folder *folder, bool is_complete, struct error *err)
{
    bool done = !is_complete || sweep(folder, err);
    done = save_list(folder, done ? err : NULL) && done;
    release(folder);
    return done;
}

/* ---- files ------------------------------------------------------------------------- */

static bool is_intact(struct site_folder *folder, const char *name,
                      const struct site_file *file)
{
    struct stat info;
    const char *base;
    int below = open_below(folder, name, false, &base);
    return file && file->key[0] && below >= 0 &&
           fstatat(below, base, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(info.st_mode) && info.st_size == file->size;
}

bool site_folder_keep(struct site_folder *folder, const char *name, const char *key)
{
    struct site_file *file = hash_table_find(&folder->files, slice_of_string(name));
    if (!file || strcmp(file->key, key) != 0 || !is_intact(folder, name, file))
        return false;
    file->is_kept = true;
    return true;
}

/* Notes a new file in the list, before it exists. A file of that name which is there
   already is somebody else's. */
static bool announce(struct site_folder *folder, int below, const char *base,
                     const char *name, struct error *err)
{
    struct stat info;
    struct buffer line;
    if (fstatat(below, base, &info, AT_SYMLINK_NOFOLLOW) == 0)
        return error_set(err,
                         "%s/%s: winnow site did not write this file, and does not "
                         "replace it; move it away",
                         folder->path, name);
    buffer_open(&line, NULL);
    buffer_printf(&line, "- 0 %s\n", name);
    bool done = file_write_all(folder->journal, buffer_slice(&line));
    buffer_close(&line);
    return done || fail(folder, list_name, err);
}

bool site_folder_write(struct site_folder *folder, const char *name, const char *key,
                       struct slice bytes, struct error *err)
{
    const char *base;
    int below = open_below(folder, name, true, &base);
    struct site_file *file = hash_table_find(&folder->files, slice_of_string(name));
    struct file_target target = {.folder = below, .name = base};
    if (below < 0)
        return fail(folder, name, err);
    if (!file && !announce(folder, below, base, name, err))
        return false;
    file = file_of(folder, slice_of_string(name));
    file->key[0] = '\0'; /* until it is there */
    file->is_kept = true;
    if (!file_replace(&target, bytes))
        return fail(folder, name, err);
    memcpy(file->key, key, sizeof file->key);
    file->size = (int64_t)bytes.len;
    folder->written++;
    return true;
}

bool site_folder_put(struct site_folder *folder, const char *name, struct slice bytes,
                     struct error *err)
{
    char key[SITE_KEY_SIZE];
    site_folder_make_key(bytes, key);
    return site_folder_keep(folder, name, key) ||
           site_folder_write(folder, name, key, bytes, err);
}

bool site_folder_read(struct site_folder *folder, const char *name, struct buffer *out)
{
    const char *base;
    char key[SITE_KEY_SIZE];
    struct site_file *file = hash_table_find(&folder->files, slice_of_string(name));
    if (!is_intact(folder, name, file))
        return false;
    int below = open_below(folder, name, false, &base);
    int fd = openat(below, base, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    size_t start = out->len;
    bool done = fd >= 0 && file_read(fd, FILE_MAX, out);
    if (fd >= 0)
        close(fd);
    if (!done)
        return false;
    site_folder_make_key(slice_of(out->ptr + start, out->len - start), key);
    if (strcmp(file->key, key) == 0)
        return true;
    file->key[0] = '\0'; /* damaged: not to be kept */
    return false;
}

size_t site_folder_count(const struct site_folder *folder, const char *prefix)
{
    size_t count = 0;
    for (size_t i = 0; i < folder->files.count; i++)
        count += slice_starts_with(folder->files.keys[i], slice_of_string(prefix));
    return count;
}

void site_folder_retain(struct site_folder *folder, const char *prefix)
{
    for (size_t i = 0; i < folder->files.count; i++) {
        struct site_file *file = hash_table_at(&folder->files, i);
        if (slice_starts_with(folder->files.keys[i], slice_of_string(prefix)))
            file->is_kept = true;
    }
}
