#include "command/output.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/status.h"
#include "base/utf8.h"
#include "write/formats.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PENDING_MAX = 1 << 20
}; /* bytes that may wait for a slow reader before work stops */

/* ---- the failed inputs ------------------------------------------------------------- */

/* A regular file is first written under a temporary name: it may be the very list that is
   being read. */
static bool open_failed(struct output *o, const char *path, struct error *err)
{
    struct stat info;
    struct file_target target = {.folder = AT_FDCWD, .name = path};
    bool is_special = stat(path, &info) == 0 && !S_ISREG(info.st_mode);
    int fd = is_special ? open(path, O_WRONLY | O_CLOEXEC)
                        : file_create_temporary(&target, &o->failed_temporary);
    o->failed = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (o->failed)
        return true;
    error_set(err, "--failed %s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return false;
}

static void note_line(struct output *o, struct slice line)
{
    if (!o->failed)
        return;
    fwrite(line.ptr, 1, line.len, o->failed);
    fputc(o->options->nul_separated ? '\0' : '\n', o->failed);
}

static void note_failed(struct output *o, const struct entry *entry)
{
    if (status_exit_code(entry->task->record->status) == 1)
        note_line(o, buffer_slice(&entry->line));
}

void output_note_unfinished(struct output *o, const struct input_window *window,
                            struct input *input)
{
    struct item item;
    struct error err;
    bool has_more = o->failed && input;
    for (const struct entry *entry = window->oldest; entry; entry = entry->newer)
        note_line(o, buffer_slice(&entry->line));
    while (has_more) {
        item_open(&item);
        enum input_result result = input_next(input, &item, &err);
        if (result == INPUT_ITEM)
            note_line(o, buffer_slice(&item.line));
        has_more = result != INPUT_END && result != INPUT_WAIT && result != INPUT_REFUSED;
        item_close(&item);
    }
}

static void close_failed(struct output *o)
{
    if (!o->failed)
        return;
    bool written = !ferror(o->failed);
    written = fclose(o->failed) == 0 && written;
    if (written && o->failed_temporary)
        written = rename(o->failed_temporary, o->options->failed) == 0;
    if (!written) {
        o->state = OUTPUT_BROKEN;
        error_set(&o->error, "--failed %s: %s", o->options->failed, strerror(errno));
    }
    if (!written && o->failed_temporary)
        unlink(o->failed_temporary);
    free(o->failed_temporary);
}

/* ---- standard output --------------------------------------------------------------- */

bool output_is_pending(const struct output *o)
{
    return o->state == OUTPUT_OPEN && o->written < o->pending.len;
}

bool output_is_full(const struct output *o)
{
    return o->pending.len - o->written > PENDING_MAX;
}

/* Calls write(2) once. Returns false if nothing was written. */
static bool write_piece(struct output *o)
{
    size_t left = o->pending.len - o->written;
    ssize_t taken = write(STDOUT_FILENO, o->pending.ptr + o->written,
                          left < o->piece ? left : o->piece);
    if (taken > 0)
        o->written += (size_t)taken;
    if (taken < 0 && errno == EPIPE)
        o->state = OUTPUT_CLOSED;
    else if (taken < 0 && errno != EINTR && errno != EAGAIN) {
        o->state = OUTPUT_BROKEN;
        error_set(&o->error, "standard output: %s", strerror(errno));
    }
    if (o->written == o->pending.len) {
        buffer_truncate(&o->pending, 0);
        o->written = 0;
    }
    return taken > 0;
}

static bool is_ready(int timeout_ms)
{
    struct pollfd ready = {.fd = STDOUT_FILENO, .events = POLLOUT};
    int count;
    do /* stopping and continuing the process interrupts it */
        count = poll(&ready, 1, timeout_ms);
    while (count < 0 && errno == EINTR);
    return count > 0;
}

bool output_push(struct output *o)
{
    bool pushed = false;
    if (output_is_pending(o) && is_ready(0))
        console_clear_progress(o->console);
    while (output_is_pending(o) && is_ready(0) && write_piece(o))
        pushed = true;
    return pushed;
}

/* A writable pipe accepts PIPE_BUF bytes without blocking; a file accepts any number. */
static size_t piece_size(void)
{
    struct stat info;
    bool is_file = fstat(STDOUT_FILENO, &info) == 0 && S_ISREG(info.st_mode);
    return is_file ? SIZE_MAX : PIPE_BUF;
}

/* ---- records ----------------------------------------------------------------------- */

static bool has_text(const struct winnow_record *record)
{
    bool is_article = record->status == WINNOW_OK || record->status == WINNOW_RULE_BROKEN;
    return is_article && record->text_length > 0;
}

static const char header_start[] = "==>";

/* A blank line separates two texts, with or without headers. */
static void append_header(struct output *o, const struct entry *entry)
{
    if (o->has_written)
        buffer_append_char(&o->pending, '\n');
    if (!o->has_headers)
        return;
    buffer_append_string(&o->pending, header_start);
    buffer_append_char(&o->pending, ' ');
    utf8_append_line(&o->pending, buffer_slice(&entry->name));
    buffer_append_string(&o->pending, " <==\n");
}

/* Whether a reader of lines sees one begin at the offset. There are programs to which the
   separators of Unicode end a line. */
static bool begins_line(struct slice text, size_t at)
{
    struct slice before = slice_of(text.ptr, at);
    return at == 0 || text.ptr[at - 1] == '\n' ||
           slice_ends_with(before, SLICE("\xE2\x80\xA8")) ||
           slice_ends_with(before, SLICE("\xE2\x80\xA9"));
}

/* A page may have lines that look like the header of another record. They get a space in
   front, which is nothing to a reader and to Markdown. */
static void escape_headers(struct buffer *out, size_t start)
{
    const struct slice mark = slice_of_string(header_start);
    struct slice text = slice_after(buffer_slice(out), start);
    struct buffer escaped;
    size_t from = 0, found;
    if (slice_find(text, mark) == SIZE_MAX)
        return;
    buffer_open(&escaped, NULL);
    while ((found = slice_find(slice_after(text, from), mark)) != SIZE_MAX) {
        buffer_append(&escaped, slice_of(text.ptr + from, found));
        if (begins_line(text, from + found))
            buffer_append_char(&escaped, ' ');
        buffer_append(&escaped, mark);
        from += found + mark.len;
    }
    buffer_append(&escaped, slice_after(text, from));
    buffer_truncate(out, start);
    buffer_append(out, buffer_slice(&escaped));
    out->failed = out->failed || escaped.failed;
    buffer_close(&escaped);
}

static void append_text(const struct output *o, const struct winnow_record *record,
                        struct buffer *out)
{
    const struct format *format = o->options->format;
    if (o->options->front_matter)
        format->write_front_matter(record, out);
    buffer_append(out, slice_of(record->text, record->text_length));
    if (out->ptr[out->len - 1] != '\n')
        buffer_append_char(out, '\n');
}

static void append_record(const struct output *o, const struct entry *entry,
                          struct buffer *out)
{
    const struct winnow_record *record = entry->task->record;
    if (o->options->format->write_record)
        o->options->format->write_record(record, buffer_slice(&entry->passed), out);
    else if (has_text(record))
        append_text(o, record, out);
}

/* Appends what precedes the first record, of a stream or of each file. */
static void append_head(const struct output *o, struct buffer *out)
{
    if (o->options->format->write_head)
        o->options->format->write_head(out);
}

/* Frees the written part: with a reader that is always a little late, the buffer never
   becomes empty. */
static void drop_written(struct output *o)
{
    size_t left = o->pending.len - o->written;
    if (o->written < PENDING_MAX)
        return;
    memmove(o->pending.ptr, o->pending.ptr + o->written, left);
    buffer_truncate(&o->pending, left);
    o->written = 0;
}

static void write_stdout(struct output *o, const struct entry *entry)
{
    bool is_text = !o->options->format->write_record;
    if (is_text && !has_text(entry->task->record))
        return;
    drop_written(o);
    if (is_text)
        append_header(o, entry);
    else if (!o->has_written)
        append_head(o, &o->pending);
    size_t start = o->pending.len;
    append_record(o, entry, &o->pending);
    if (is_text && o->has_headers)
        escape_headers(&o->pending, start);
    o->has_written = true;
    if (o->pending.failed) {
        o->state = OUTPUT_BROKEN;
        error_set(&o->error, "out of memory");
    }
}

/* ---- the folder -------------------------------------------------------------------- */

/* What is written depends on more than the URL if the page came with the input: a crawl
   may have two captures of a URL, and a line of JSON passes its members on. */
static void append_identity(const struct output *o, const struct item *item,
                            struct buffer *out)
{
    char digest[HASH_HEX_SIZE];
    if (item->kind == ITEM_PAGE) {
        hash_sha256(buffer_slice(&item->bytes), digest);
        buffer_printf(out, "\n%s", digest);
    }
    if (item->passed.len && o->options->format->write_record) {
        hash_sha256(buffer_slice(&item->passed), digest);
        buffer_printf(out, "\n%s", digest);
    }
}

void output_name_file(const struct output *o, const struct item *item, struct buffer *out)
{
    const struct buffer *name = item->url.len ? &item->url : &item->name;
    struct buffer identity;
    if (!o->options->output_dir)
        return;
    buffer_open(&identity, NULL);
    buffer_append(&identity, buffer_slice(name));
    append_identity(o, item, &identity);
    output_folder_name(buffer_slice(name), buffer_slice(&identity),
                       o->options->format->extension, out);
    out->failed = out->failed || identity.failed;
    buffer_close(&identity);
}

bool output_has(const struct output *o, const char *file)
{
    return o->options->output_dir && output_folder_has(&o->folder, file);
}

static void write_file(struct output *o, const struct entry *entry)
{
    const struct winnow_record *record = entry->task->record;
    const char *name = entry->file.ptr;
    struct buffer bytes;
    buffer_open(&bytes, NULL);
    bool makes_file = has_text(record);
    bool is_there = makes_file && output_folder_has(&o->folder, name);
    append_head(o, &bytes);
    append_record(o, entry, &bytes);
    if (bytes.failed) {
        o->state = OUTPUT_BROKEN;
        error_set(&o->error, "out of memory");
    } else if (is_there) {
        console_detail(o->console, "%s: is there already", entry->name.ptr);
    } else if ((makes_file && !output_folder_write(&o->folder, name, buffer_slice(&bytes),
                                                   &o->error)) ||
               !output_folder_note(&o->folder, makes_file ? name : NULL, record,
                                   &o->error)) {
        o->state = OUTPUT_BROKEN;
    }
    buffer_close(&bytes);
}

/* ---- the whole --------------------------------------------------------------------- */

bool output_open(struct output *o, const struct options *options, struct console *console,
                 struct error *err)
{
    *o = (struct output){
        .options = options,
        .console = console,
        .folder = {.directory = -1, .index = -1},
        .piece = piece_size(),
        .has_headers = options->headers == HEADERS_ALWAYS ||
                       (options->headers == HEADERS_AUTO && !input_is_single(options)),
    };
    buffer_open(&o->pending, NULL);
    if (options->output_dir && !output_folder_open(&o->folder, options->output_dir, err))
        return false;
    return !options->failed || open_failed(o, options->failed, err);
}

void output_close(struct output *o, int patience_ms)
{
    while (output_is_pending(o) && is_ready(patience_ms))
        write_piece(o);
    close_failed(o);
    output_folder_close(&o->folder);
    buffer_close(&o->pending);
}

void output_write(struct output *o, const struct entry *entry)
{
    note_failed(o, entry);
    if (o->options->output_dir)
        write_file(o, entry);
    else
        write_stdout(o, entry);
}
