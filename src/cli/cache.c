#include "cli/cache.h"

#include "base/file.h"
#include "base/hash.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    AGE_MAX_S = 3600,
    TOTAL_MAX = 256 << 20, /* bytes of all pages: the home directory has other uses */
    PATH_BYTES = 4096,
    NAME_BYTES = HASH_HEX_SIZE,
};

static const char first_line[] = "winnow cache 1";

static void close_page(struct cached_page *page)
{
    buffer_close(&page->final_url);
    buffer_close(&page->content_type);
    buffer_close(&page->body);
}

static void open_page(struct cached_page *page)
{
    buffer_open(&page->final_url, NULL);
    buffer_open(&page->content_type, NULL);
    buffer_open(&page->body, NULL);
}

/* ---- the directory ----------------------------------------------------------------- */

/* As the XDG Base Directory specification requires, a relative path is ignored. */
static bool find_path(char *path, size_t size)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    int len = -1;
    if (cache && cache[0] == '/')
        len = snprintf(path, size, "%s", cache);
    else if (home && home[0] == '/')
        len = snprintf(path, size, "%s/.cache", home);
    return len > 0 && (size_t)len < size;
}

static bool is_private(int directory)
{
    struct stat about;
    return fstat(directory, &about) == 0 && about.st_uid == geteuid() &&
           (about.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

void cache_open(struct cache *cache)
{
    char path[PATH_BYTES];
    cache->directory = -1;
    if (!find_path(path, sizeof path))
        return;
    mkdir(path, S_IRWXU);
    int above = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (above < 0)
        return;
    mkdirat(above, "winnow", S_IRWXU);
    cache->directory =
        openat(above, "winnow", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    close(above);
    if (cache->directory >= 0 && !is_private(cache->directory))
        cache_close(cache);
}

void cache_close(struct cache *cache)
{
    if (cache->directory >= 0)
        close(cache->directory);
    cache->directory = -1;
}

static bool is_fresh(const struct stat *about)
{
    time_t now = time(NULL);
    return about->st_mtime <= now && now - about->st_mtime < AGE_MAX_S;
}

/* ---- reading ----------------------------------------------------------------------- */

/* Three header lines precede the page. */
static bool take_apart(struct slice text, struct cached_page *page)
{
    struct slice magic, url, type;
    if (!slice_split(&text, '\n', &magic) || !slice_split(&text, '\n', &url) ||
        !slice_split(&text, '\n', &type) || !text.ptr ||
        !slice_equal(magic, slice_of_string(first_line)))
        return false;
    buffer_append(&page->final_url, url);
    buffer_append(&page->content_type, type);
    buffer_append(&page->body, text);
    return !page->final_url.failed && !page->content_type.failed && !page->body.failed;
}

bool cache_read(const struct cache *cache, const char *url, struct cached_page *page)
{
    char name[NAME_BYTES];
    struct stat about;
    open_page(page);
    if (cache->directory < 0)
        return false;
    hash_sha256(slice_of_string(url), name);
    int fd = openat(cache->directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return false;
    struct buffer text;
    buffer_open(&text, NULL);
    bool ok = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && is_fresh(&about) &&
              about.st_size < TOTAL_MAX && file_read(fd, TOTAL_MAX, &text) &&
              take_apart(buffer_slice(&text), page);
    close(fd);
    buffer_close(&text);
    if (!ok)
        close_page(page);
    return ok;
}

/* ---- writing ----------------------------------------------------------------------- */

/* Removes entries that are too old. Returns the bytes of the remaining ones. */
static size_t sweep(int directory)
{
    DIR *entries = file_open_entries(directory);
    size_t total = 0;
    if (!entries)
        return TOTAL_MAX;
    for (struct dirent *entry; (entry = readdir(entries));) {
        struct stat about;
        if (fstatat(directory, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(about.st_mode))
            continue;
        if (is_fresh(&about))
            total += (size_t)about.st_size;
        else
            unlinkat(directory, entry->d_name, 0);
    }
    closedir(entries);
    return total;
}

void cache_write(const struct cache *cache, const char *url,
                 const struct cached_page *page)
{
    char name[NAME_BYTES];
    if (cache->directory < 0 || sweep(cache->directory) + page->body.len >= TOTAL_MAX)
        return;
    hash_sha256(slice_of_string(url), name);
    struct file_target target = {
        .folder = cache->directory, .name = name, .mode = S_IRUSR | S_IWUSR};
    struct buffer text;
    buffer_open(&text, NULL);
    buffer_printf(&text, "%s\n%s\n%s\n", first_line, page->final_url.ptr,
                  page->content_type.ptr);
    buffer_append(&text, buffer_slice(&page->body));
    if (!text.failed)
        file_replace(&target, buffer_slice(&text));
    buffer_close(&text);
}
