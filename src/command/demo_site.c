#include "command/demo_site.h"

#include "base/array.h"
#include "base/file.h"
#include "base/hash.h"
#include "cli/data_folder.h"
#include "cli/options.h"
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FILE_MAX = 1 << 20, /* a demo page is a few kilobytes */
    ETAG_DIGITS = 16,   /* of the body's SHA-256 */
};

/* ---- reading ----------------------------------------------------------------------- */

static const char *type_of(struct slice path)
{
    static const struct {
        struct slice extension;
        const char *type;
    } types[] = {
        /* without a charset: one of the pages tests declaring its own */
        {SLICE_INIT(".html"), "text/html"},
        {SLICE_INIT(".txt"), "text/plain; charset=utf-8"},
        {SLICE_INIT(".xml"), "text/xml"},
        {SLICE_INIT(".css"), "text/css; charset=utf-8"},
        {SLICE_INIT(".svg"), "image/svg+xml"},
    };
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (slice_ends_with(path, types[i].extension))
            return types[i].type;
    return "application/octet-stream";
}

/* Replaces the default port in the URLs of a text. */
static struct slice set_port(struct arena *a, struct slice text, unsigned port)
{
    const char *written = arena_printf(a, "localhost:%u", DEMO_PORT);
    struct slice old = slice_of_string(written);
    struct buffer out;
    buffer_open(&out, a);
    for (size_t at; (at = slice_find(text, old)) != SIZE_MAX;) {
        buffer_append(&out, slice_of(text.ptr, at));
        buffer_printf(&out, "localhost:%u", port);
        text = slice_after(text, at + old.len);
    }
    buffer_append(&out, text);
    return buffer_slice(&out);
}

static bool read_body(struct arena *a, const char *path, struct slice *out,
                      struct error *err)
{
    struct buffer body;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    buffer_open(&body, a);
    bool done = fd >= 0 && file_read(fd, FILE_MAX, &body);
    if (!done)
        error_set(err, "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    *out = buffer_slice(&body);
    return done;
}

/* name is relative to the folder: "harbour/timetable.html", "index.html". */
static bool add_file(struct arena *a, struct demo_site *site, const char *path,
                     const char *name, unsigned port, struct error *err)
{
    char digest[HASH_HEX_SIZE];
    struct slice whole = arena_copy(a, slice_of_string(name));
    size_t slash = slice_find_char(whole, '/');
    struct demo_file file = {.type = type_of(whole)};
    if (!read_body(a, path, &file.body, err))
        return false;
    if (slash == SIZE_MAX) {
        file.path = slice_of_string(arena_printf(a, "/%s", whole.ptr));
    } else {
        file.host = slice_of(whole.ptr, slash);
        file.path = slice_after(whole, slash);
    }
    if (port != DEMO_PORT &&
        slice_starts_with(slice_of_string(file.type), SLICE("text/")))
        file.body = set_port(a, file.body, port);
    hash_sha256(file.body, digest);
    file.etag = arena_printf(a, "\"%.*s\"", ETAG_DIGITS, digest);
    ARENA_PUSH(a, site, file);
    return true;
}

static int by_name(const FTSENT **left, const FTSENT **right)
{
    return strcmp((*left)->fts_name, (*right)->fts_name);
}

static bool read_files(struct arena *a, FTS *files, size_t root_length, unsigned port,
                       struct demo_site *out, struct error *err)
{
    for (FTSENT *entry; (entry = fts_read(files));) {
        if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR)
            return error_set(err, "%s: %s", entry->fts_path, strerror(entry->fts_errno));
        if (entry->fts_info == FTS_F &&
            !add_file(a, out, entry->fts_path, entry->fts_path + root_length + 1, port,
                      err))
            return false;
    }
    return true;
}

bool demo_site_read(struct arena *a, unsigned port, struct demo_site *out,
                    struct error *err)
{
    const char *folder =
        data_folder_find(a, "share/winnow/demo", "src/demo", "welcome.txt");
    *out = (struct demo_site){0};
    if (!folder)
        return error_set(err, "the demo pages are not installed: there is no "
                              "../share/winnow/demo beside the program's folder");
    char *const roots[] = {arena_string(a, slice_of_string(folder)), NULL};
    FTS *files = fts_open(roots, FTS_COMFOLLOW | FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    if (!files)
        return error_set(err, "%s: %s", folder, strerror(errno));
    bool done = read_files(a, files, strlen(folder), port, out, err);
    fts_close(files);
    return done;
}

/* ---- looking up -------------------------------------------------------------------- */

const struct demo_file *demo_site_find(const struct demo_site *site, struct slice host,
                                       struct slice path)
{
    const struct slice parent = SLICE(".localhost");
    bool has_label = host.len > parent.len &&
                     slice_equal_nocase(slice_after(host, host.len - parent.len), parent);
    struct slice label = slice_of(host.ptr, has_label ? host.len - parent.len : 0);
    for (size_t i = 0; i < site->count; i++) {
        const struct demo_file *file = &site->items[i];
        struct slice rest = slice_after(file->path, path.len);
        if (slice_equal_nocase(file->host, label) &&
            slice_starts_with(file->path, path) &&
            (!rest.len || (slice_ends_with(path, SLICE("/")) &&
                           slice_equal(rest, SLICE("index.html")))))
            return file;
    }
    return NULL;
}

/* ---- saving ------------------------------------------------------------------------ */

/* Creates the folders of a path below an existing one. Returns false with errno. */
static bool make_folders(char *path, size_t existing)
{
    for (char *slash = strchr(path + existing + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool done = mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!done)
            return false;
    }
    return true;
}

static bool save_file(char *path, size_t existing, struct slice body)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = make_folders(path, existing) ? open(path, flags, 0666) : -1;
    if (fd < 0)
        return false;
    bool done = file_write_all(fd, body);
    return close(fd) == 0 && done;
}

bool demo_site_save(const struct demo_site *site, const char *folder, struct error *err)
{
    struct buffer path;
    bool done = true;
    if (mkdir(folder, 0777) != 0)
        return error_set(err, "%s: %s", folder,
                         errno == EEXIST ? "already exists; not overwritten"
                                         : strerror(errno));
    buffer_open(&path, NULL);
    for (size_t i = 0; done && i < site->count; i++) {
        const struct demo_file *file = &site->items[i];
        buffer_truncate(&path, 0);
        buffer_printf(&path, "%s/", folder);
        buffer_append(&path, file->host);
        buffer_append(&path, slice_after(file->path, file->host.len ? 0 : 1));
        done = !path.failed && save_file(path.ptr, strlen(folder), file->body);
        if (!done)
            error_set(err, "%s: %s", path.ptr, strerror(errno));
    }
    buffer_close(&path);
    return done;
}
