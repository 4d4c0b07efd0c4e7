#include "exchange/record_import.h"

#include "base/file.h"
#include "base/rfc3339.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    TEXT_MAX = 1 << 28,  /* bytes of a text: more than an archive reads back */
    INDEX_MAX = 1 << 30, /* of index.jsonl: a million lines have half of it */
};

static struct slice member(const struct json *record, const char *name)
{
    return json_text(json_get(record, name));
}

static int64_t time_of(const struct json *record)
{
    char text[RFC3339_SIZE];
    struct slice written = member(record, "fetched_at");
    int64_t when;
    if (!written.len || written.len >= sizeof text)
        return 0;
    memcpy(text, written.ptr, written.len);
    text[written.len] = '\0';
    return rfc3339_read(text, &when) ? when : 0;
}

/* The text without the front matter of --front-matter. */
static struct slice without_front_matter(struct slice text)
{
    size_t end = slice_starts_with(text, SLICE("---\n"))
                     ? slice_find(slice_after(text, 4), SLICE("\n---\n\n"))
                     : SIZE_MAX;
    return end == SIZE_MAX ? text : slice_after(text, 4 + end + strlen("\n---\n\n"));
}

/* A file that holds a record itself. */
static bool add_record_file(struct importer *importer, const char *name,
                            struct slice bytes)
{
    struct error why;
    struct json *record = json_parse(slice_trim(bytes), &why);
    if (!record) {
        importer_fail(importer, name, why.text);
        return true;
    }
    bool done = record_import_add(importer, name, record, NULL);
    json_drop(record);
    return done;
}

/* Takes the text from a file of the folder, by the suffix that its format has. */
static bool add_file(struct importer *importer, const char *folder, struct slice file,
                     struct capture *capture)
{
    struct buffer bytes;
    struct error err;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    buffer_open(&bytes, NULL);
    const char *word = arena_string(&a, file);
    const char *name = arena_printf(&a, "%s/%s", folder, word);
    int fd = file_open_below(folder, name, &err);
    bool is_read = fd >= 0 && (file_read(fd, TEXT_MAX, &bytes) ||
                               error_set(&err, "%s", strerror(errno)));
    bool done = true;
    if (fd >= 0)
        close(fd);
    capture->bytes = buffer_slice(&bytes);
    if (!is_read || bytes.len > TEXT_MAX) {
        importer_fail(importer, name, is_read ? "larger than 256 MiB" : err.text);
    } else if (slice_ends_with(file, SLICE(".json"))) {
        done = add_record_file(importer, name, capture->bytes);
    } else {
        if (slice_ends_with(file, SLICE(".html"))) {
            capture->form = CAPTURE_FRAGMENT;
        } else if (slice_ends_with(file, SLICE(".md"))) {
            capture->form = CAPTURE_MARKDOWN;
            capture->bytes = without_front_matter(capture->bytes);
        }
        done = importer_add(importer, capture);
    }
    buffer_close(&bytes);
    arena_close(&a);
    return done;
}

bool record_import_add(struct importer *importer, const char *name,
                       const struct json *record, const char *folder)
{
    struct slice text = member(record, "text"), file = member(record, "file");
    struct capture capture = {
        .form = text.len ? CAPTURE_TEXT : CAPTURE_URL,
        .place = name,
        .url = member(record, "url"),
        .bytes = text,
        .title = member(record, "title"),
        .author = member(record, "author"),
        .date = member(record, "date"),
        .language = member(record, "language"),
        .site = member(record, "site"),
        .time = time_of(record),
    };
    if (!capture.url.len)
        return true;
    if (text.len || !file.len || !folder)
        return importer_add(importer, &capture);
    capture.form = CAPTURE_TEXT;
    return add_file(importer, folder, file, &capture);
}

void record_import_lines(struct importer *importer, const char *name, struct slice text,
                         const char *folder)
{
    struct slice line;
    struct error why;
    size_t number = 0;
    struct arena a;
    bool done = true;
    while (done && slice_split(&text, '\n', &line)) {
        number++;
        line = slice_trim(line);
        if (!line.len)
            continue;
        struct json *record = json_parse(line, &why);
        if (record) {
            done = record_import_add(importer, name, record, folder);
        } else {
            arena_open(&a, SIZE_MAX);
            importer_fail(importer, arena_printf(&a, "%s:%zu", name, number), why.text);
            arena_close(&a);
        }
        json_drop(record);
    }
}

bool record_import_folder(struct importer *importer, const char *path, struct error *err)
{
    struct buffer lines;
    struct error why;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    const char *index = arena_printf(&a, "%s/index.jsonl", path);
    int fd = file_open_below(path, index, &why);
    if (fd < 0) {
        arena_close(&a);
        return error_set(err, "a folder without an index.jsonl, which winnow -o writes");
    }
    buffer_open(&lines, NULL);
    bool done = file_read(fd, INDEX_MAX, &lines) || error_set(err, "%s", strerror(errno));
    close(fd);
    if (done && lines.len > INDEX_MAX)
        done = error_set(err, "index.jsonl is larger than 1 GiB");
    if (done)
        record_import_lines(importer, index, buffer_slice(&lines), path);
    buffer_close(&lines);
    arena_close(&a);
    return done;
}
