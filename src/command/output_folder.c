#include "command/output_folder.h"

#include "base/file.h"
#include "base/json.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    STEM_MAX = 120, /* with the hash and a suffix, well below NAME_MAX (255) */
    /* 128 bits. A site can make two URLs that agree in 48 bits in seconds, and the second
       page would be taken for one that is there already. */
    HASH_DIGITS = 32,
    LEFT_OVER_S = 24 * 60 * 60, /* no write takes so long */
};

static const char index_name[] = "index.jsonl";

bool output_folder_open(struct output_folder *folder, const char *path, struct error *err)
{
    *folder = (struct output_folder){path, -1, -1};
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return error_set(err, "%s: %s", path, strerror(errno));
    folder->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->directory < 0)
        return error_set(err, "%s: %s", path, strerror(errno));
    folder->index = openat(folder->directory, index_name,
                           O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (folder->index >= 0) {
        file_sweep_temporaries(folder->directory, time(NULL) - LEFT_OVER_S);
        return true;
    }
    error_set(err, "%s/%s: %s", path, index_name, strerror(errno));
    output_folder_close(folder);
    return false;
}

void output_folder_close(struct output_folder *folder)
{
    if (folder->index >= 0)
        close(folder->index);
    if (folder->directory >= 0)
        close(folder->directory);
    folder->index = folder->directory = -1;
}

/* ---- names ------------------------------------------------------------------------- */

/* Host and path, without the scheme, a password, a query or a fragment. */
static struct slice name_part(struct slice url)
{
    size_t scheme = slice_find(url, SLICE("://"));
    struct slice part = scheme == SIZE_MAX ? url : slice_after(url, scheme + 3);
    size_t at = slice_find_char(part, '@'), slash = slice_find_char(part, '/');
    if (at != SIZE_MAX && at < slash)
        part = slice_after(part, at + 1);
    for (size_t i = 0; i < part.len; i++)
        if (part.ptr[i] == '?' || part.ptr[i] == '#')
            part.len = i;
    return part;
}

void output_folder_name(struct slice url, struct slice identity, const char *suffix,
                        struct buffer *out)
{
    size_t start = out->len;
    file_append_name(out, name_part(url), STEM_MAX);
    buffer_append_string(out, out->len == start ? "" : "-");
    file_append_digest(out, identity, HASH_DIGITS);
    buffer_append_string(out, suffix);
}

bool output_folder_has(const struct output_folder *folder, const char *name)
{
    struct stat info;
    return fstatat(folder->directory, name, &info, AT_SYMLINK_NOFOLLOW) == 0;
}

/* ---- writing ----------------------------------------------------------------------- */

bool output_folder_write(struct output_folder *folder, const char *name,
                         struct slice bytes, struct error *err)
{
    struct file_target target = {.folder = folder->directory, .name = name};
    return file_replace(&target, bytes) ||
           error_set(err, "%s/%s: %s", folder->path, name, strerror(errno));
}

static bool put_string(struct json *object, const char *key, const char *value)
{
    return json_put(object, key,
                    value ? json_string_new(slice_of_string(value)) : json_null_new());
}

/* 0 means that there was no response. */
static bool put_code(struct json *object, const char *key, long code)
{
    return json_put(object, key, code ? json_integer_new(code) : json_null_new());
}

static struct json *index_line(const char *name, const struct winnow_record *record)
{
    struct json *line = json_object_new();
    bool made = line && put_string(line, "url", record->url) &&
                put_string(line, "file", name) &&
                put_string(line, "status", winnow_status_name(record->status)) &&
                put_string(line, "final_url", record->final_url) &&
                put_code(line, "http_status", record->http_status) &&
                put_string(line, "title", record->title) &&
                put_string(line, "author", record->author) &&
                put_string(line, "date", record->date) &&
                put_string(line, "language", record->language) &&
                put_string(line, "raw_sha256", record->raw_sha256) &&
                put_string(line, "text_sha256", record->text_sha256) &&
                put_string(line, "fetched_at", record->fetched_at) &&
                put_string(line, "error", record->error);
    if (made)
        return line;
    json_drop(line);
    return NULL;
}

bool output_folder_note(struct output_folder *folder, const char *name,
                        const struct winnow_record *record, struct error *err)
{
    struct buffer text;
    struct json *line = index_line(name, record);
    buffer_open(&text, NULL);
    bool made = line && json_write(line, &text);
    buffer_append_char(&text, '\n');
    made = made && !text.failed;
    if (!made)
        error_set(err, "%s/%s: out of memory", folder->path, index_name);
    else if (!file_write_all(folder->index, buffer_slice(&text)))
        made = error_set(err, "%s/%s: %s", folder->path, index_name, strerror(errno));
    buffer_close(&text);
    json_drop(line);
    return made;
}
