#include "exchange/exporting.h"

#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- pages ------------------------------------------------------------------------- */

bool export_page_load(struct exporting *exporting, int64_t id, struct export_page *out,
                      struct error *err)
{
    struct store *store = &exporting->command->store;
    struct buffer text;
    *out = (struct export_page){.text = SLICE("")};
    arena_open(&out->arena, SIZE_MAX);
    if (!store_load_page(store, id, &out->arena, &out->page, err))
        return false;
    if (!out->page.version)
        return true;
    buffer_open(&text, &out->arena);
    bool done =
        store_read_text(store, id, out->page.version, &text, err) &&
        store_read_details(store, id, out->page.version, &out->arena, &out->details, err);
    out->text = buffer_slice(&text);
    return done;
}

void export_page_close(struct export_page *page)
{
    arena_close(&page->arena);
}

/* The status of a page without a text. */
static enum winnow_status status_of(const struct store_page *page)
{
    return page->version                 ? WINNOW_OK
           : page->state == PAGE_GONE    ? WINNOW_GONE
           : page->state == PAGE_NEW     ? WINNOW_EMPTY
           : page->state == PAGE_MISSING ? WINNOW_HTTP
                                         : WINNOW_NETWORK;
}

struct winnow_record export_page_record(const struct export_page *page)
{
    const struct store_page *stored = &page->page;
    bool has_body = stored->body.place.file[0] != '\0';
    return (struct winnow_record){
        .url = stored->url,
        .final_url = stored->body.final_url,
        .status = status_of(stored),
        .http_status = has_body ? 200 : 0, /* no other answer is stored as a page */
        .title = stored->title,
        .author = page->details.author,
        .date = page->details.date,
        .language = page->details.language,
        .site = page->details.site,
        .raw_sha256 = stored->body.raw_sha256,
        .text_sha256 = stored->text_sha256,
        .fetched_at =
            page->details.fetched ? page->details.fetched : stored->body.fetched,
        .text = page->text.ptr ? page->text.ptr : "",
        .text_length = page->text.len,
        .error = stored->version ? NULL : "the archive has no text of it yet",
    };
}

bool export_each_text(struct exporting *exporting, export_visit visit, void *context,
                      struct error *err)
{
    for (size_t i = 0; i < exporting->pages.count; i++) {
        struct export_page page;
        bool done = export_page_load(exporting, exporting->pages.items[i], &page, err);
        if (done && page.page.version)
            done = visit(context, &page, err);
        export_page_close(&page);
        if (!done)
            return false;
    }
    return true;
}

/* ---- the file ---------------------------------------------------------------------- */

bool export_file_open(struct export_file *file, const char *path, struct error *err)
{
    struct file_target target = {.folder = AT_FDCWD, .name = path};
    *file = (struct export_file){.path = path, .fd = -1};
    if (path) {
        file->fd = file_create_temporary(&target, &file->temporary);
    } else {
        FILE *spool = tmpfile();
        file->fd = spool ? fcntl(fileno(spool), F_DUPFD_CLOEXEC, 3) : -1;
        if (spool)
            fclose(spool);
    }
    return file->fd >= 0 ||
           error_set(err, "%s: %s", path ? path : "a temporary file", strerror(errno));
}

static bool copy_to_stdout(int fd, struct error *err)
{
    enum { PIECE = 1 << 16 };
    char bytes[PIECE];
    off_t at = 0;
    ssize_t count;
    while ((count = pread(fd, bytes, PIECE, at)) > 0) {
        if (!file_write_all(STDOUT_FILENO, slice_of(bytes, (size_t)count)))
            return errno == EPIPE ||
                   error_set(err, "standard output: %s", strerror(errno));
        at += count;
    }
    return count == 0 || error_set(err, "a temporary file: %s", strerror(errno));
}

bool export_file_close(struct export_file *file, bool done, struct error *err)
{
    if (file->fd < 0)
        return false;
    if (done && !file->path)
        done = copy_to_stdout(file->fd, err);
    if (done && file->path)
        done = (fsync(file->fd) == 0 && rename(file->temporary, file->path) == 0) ||
               error_set(err, "%s: %s", file->path, strerror(errno));
    if (!done && file->temporary)
        unlink(file->temporary);
    close(file->fd);
    free(file->temporary);
    return done;
}
