#include "cli/rulefiles.h"

#include "base/file.h"
#include "cli/rule_paths.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_MAX = 1 << 24 }; /* larger than a rule file may be */

bool rulefiles_read(const char *path, struct buffer *out, struct error *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    buffer_open(out, NULL);
    bool done = fd >= 0 && file_read(fd, READ_MAX, out);
    if (!done)
        error_set(err, "cannot be read: %s", strerror(errno));
    if (fd >= 0 && !is_stdin)
        close(fd);
    return done;
}

static struct slice last_part(struct slice path)
{
    size_t slash = slice_find_last_char(path, '/');
    return slash == SIZE_MAX ? path : slice_after(path, slash + 1);
}

static struct slice folder_of(struct slice path)
{
    size_t slash = slice_find_last_char(path, '/');
    return slash == SIZE_MAX ? SLICE(".") : slice_of(path.ptr, slash ? slash : 1);
}

bool rulefiles_is_shared(struct slice path)
{
    struct slice name = last_part(path);
    return slice_equal(last_part(folder_of(path)), SLICE("shared")) ||
           slice_equal(name, SLICE("default.txt")) ||
           slice_equal(name, SLICE("global.txt"));
}

/* "LICENSE.txt" is not named after a host. */
static bool is_rule_file_name(struct slice name)
{
    if (name.len <= 4 || !slice_ends_with(name, SLICE(".txt")))
        return false;
    bool has_dot = false, has_upper = false;
    for (size_t i = 0; i + 4 < name.len; i++) {
        has_dot = has_dot || name.ptr[i] == '.';
        has_upper = has_upper || (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z');
    }
    return has_dot || !has_upper;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* A FIFO would hold up the reader. What cannot be examined is reported when it is read.
 */
static bool is_special(int directory, const char *name)
{
    struct stat about;
    return fstatat(directory, name, &about, 0) == 0 && !S_ISREG(about.st_mode);
}

/* Returns false with errno. */
static bool list_folder(struct arena *a, const char *path, struct string_list *out)
{
    DIR *directory = opendir(path);
    size_t first = out->count;
    if (!directory)
        return false;
    bool has_slash = slice_ends_with(slice_of_string(path), SLICE("/"));
    for (struct dirent *entry; (entry = readdir(directory));)
        if (is_rule_file_name(slice_of_string(entry->d_name)) &&
            !is_special(dirfd(directory), entry->d_name))
            ARENA_PUSH(
                a, out,
                arena_printf(a, "%s%s%s", path, has_slash ? "" : "/", entry->d_name));
    closedir(directory);
    if (out->count > first)
        qsort(out->items + first, out->count - first, sizeof *out->items, by_name);
    return true;
}

/* A directory of rules has a folder of its own for shared files. */
static struct slice above_shared(struct slice folder)
{
    return slice_equal(last_part(folder), SLICE("shared")) ? folder_of(folder) : folder;
}

struct slice rulefiles_directory_of(struct slice path)
{
    return above_shared(folder_of(path));
}

static void add_directory(struct arena *a, struct slice path, struct rulefiles *out)
{
    path = above_shared(path);
    for (size_t i = 0; i < out->directories.count; i++)
        if (slice_equal(slice_of_string(out->directories.items[i]), path))
            return;
    ARENA_PUSH(a, &out->directories, arena_string(a, path));
}

static void add_argument(struct console *console, struct arena *a, const char *path,
                         struct rulefiles *out)
{
    struct stat about;
    bool is_stdin = strcmp(path, "-") == 0;
    bool is_there = is_stdin || stat(path, &about) == 0;
    if (is_stdin) {
        ARENA_PUSH(a, &out->paths, path);
    } else if (is_there && S_ISDIR(about.st_mode)) {
        is_there = list_folder(a, path, &out->paths);
        if (is_there) {
            list_folder(a, arena_printf(a, "%s/shared", path), &out->paths);
            add_directory(a, slice_of_string(path), out);
        }
    } else if (is_there) {
        ARENA_PUSH(a, &out->paths, path);
        add_directory(a, folder_of(slice_of_string(path)), out);
    }
    if (!is_there) {
        console_error(console, "%s: cannot be read: %s", path, strerror(errno));
        out->failed++;
    }
}

bool rulefiles_find(const struct options *options, struct console *console,
                    struct arena *a, struct rulefiles *out, struct error *err)
{
    struct string_list in_use;
    *out = (struct rulefiles){0};
    if (!rule_paths_find_rules(options, console, a, &in_use, err))
        return false;
    const struct string_list *named =
        options->arguments.count ? &options->arguments : &in_use;
    for (size_t i = 0; i < named->count; i++)
        add_argument(console, a, named->items[i], out);
    for (size_t i = 0; i < in_use.count; i++)
        add_directory(a, slice_of_string(in_use.items[i]), out);
    return true;
}
