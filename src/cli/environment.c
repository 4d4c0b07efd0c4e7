#include "cli/environment.h"

#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The value of the first variable that is set and not empty, or NULL. */
static const char *read_first(const char *const *names)
{
    for (; *names; names++) {
        const char *value = getenv(*names);
        if (value && *value)
            return value;
    }
    return NULL;
}

void environment_read_proxies(struct fetch_options *out)
{
    static const char *const http[] = {"http_proxy", "all_proxy", "ALL_PROXY", NULL};
    static const char *const https[] = {"https_proxy", "HTTPS_PROXY", "all_proxy",
                                        "ALL_PROXY", NULL};
    static const char *const none[] = {"no_proxy", "NO_PROXY", NULL};
    out->http_proxy = read_first(http);
    out->https_proxy = read_first(https);
    out->no_proxy = read_first(none);
}

/* ---- headers ----------------------------------------------------------------------- */

enum { FILE_BYTES_MAX = 1 << 20 };

static void add_lines(struct slice text, struct arena *a, struct string_list *out)
{
    struct slice line;
    while (slice_split(&text, '\n', &line)) {
        line = slice_trim(line);
        if (line.len && line.ptr[0] != '#')
            ARENA_PUSH(a, out, arena_string(a, line));
    }
}

static bool add_file(const char *path, struct arena *a, struct string_list *out,
                     struct error *err)
{
    struct buffer text;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    buffer_open(&text, NULL);
    bool done = fd >= 0 && file_read(fd, FILE_BYTES_MAX, &text);
    if (!done)
        error_set(err, "--header @%s: %s", path, strerror(errno));
    else if (text.len > FILE_BYTES_MAX)
        done = error_set(err, "--header @%s: over %d bytes", path, FILE_BYTES_MAX);
    else
        add_lines(buffer_slice(&text), a, out);
    if (fd >= 0)
        close(fd);
    buffer_close(&text);
    return done;
}

bool environment_add_headers(struct string_list *headers, struct arena *a,
                             struct error *err)
{
    static const char *const variable[] = {"WINNOW_HEADERS", NULL};
    struct string_list lines = {0};
    for (size_t i = 0; i < headers->count; i++) {
        const char *value = headers->items[i];
        if (value[0] != '@')
            ARENA_PUSH(a, &lines, value);
        else if (!add_file(value + 1, a, &lines, err))
            return false;
    }
    add_lines(slice_of_string(read_first(variable)), a, &lines);
    *headers = lines;
    return true;
}

const char *environment_temporary_folder(void)
{
    static const char *const variable[] = {"TMPDIR", NULL};
    const char *folder = read_first(variable);
    return folder ? folder : "/var/tmp";
}

char *const *environment_all(void)
{
    return environ;
}
