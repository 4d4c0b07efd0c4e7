#include "fetch/cookies.h"

#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    COUNT_MAX = 3000, /* RFC 6265, section 6.1, demands as many */
    FILE_BYTES_MAX = 1 << 24,
};

enum field { HOST, HAS_SUBDOMAINS, PATH, IS_SECURE, EXPIRES, NAME, VALUE, FIELDS };

static bool read_text(struct cookies *cookies, const char *file, struct error *err)
{
    struct buffer text;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    buffer_open(&text, NULL);
    bool done = fd >= 0 && file_read(fd, FILE_BYTES_MAX, &text);
    if (!done)
        error_set(err, "cannot read cookie file %s: %s", file, strerror(errno));
    if (fd >= 0)
        close(fd);
    if (done)
        cookies->text = text.ptr;
    else
        buffer_close(&text);
    return done;
}

/* Whether the line has a cookie that has not expired. Comments begin with #, but so does
   the mark of cookies that scripts do not see. */
static bool read_line(char *line, struct cookie *out)
{
    struct slice rest = slice_of_string(line), fields[FIELDS] = {{0}};
    size_t count = 0;
    if (line[0] == '#' && !slice_starts_with(rest, SLICE("#HttpOnly_")))
        return false;
    while (count < FIELDS && slice_split(&rest, '\t', &fields[count]))
        count++;
    if (count < VALUE) /* an empty value may be missing */
        return false;
    long long expires = strtoll(fields[EXPIRES].ptr, NULL, 10);
    *out = (struct cookie){line, slice_equal_nocase(fields[IS_SECURE], SLICE("TRUE"))};
    return expires == 0 || expires > (long long)time(NULL);
}

static bool read_lines(struct cookies *cookies, const char *file, struct error *err)
{
    struct cookie cookie;
    char *rest = cookies->text, *line;
    while ((line = strsep(&rest, "\n"))) {
        line[strcspn(line, "\r")] = '\0';
        if (!read_line(line, &cookie))
            continue;
        if (cookies->count == COUNT_MAX)
            return error_set(err, "cookie file %s has over %d cookies", file, COUNT_MAX);
        cookies->items[cookies->count++] = cookie;
    }
    return cookies->count > 0 || error_set(err,
                                           "cookie file %s holds no valid cookie; it "
                                           "wants Netscape's format, seven fields "
                                           "between tabs",
                                           file);
}

bool cookies_read(struct cookies *cookies, const char *file, struct error *err)
{
    if (!read_text(cookies, file, err))
        return false;
    cookies->items = calloc(COUNT_MAX, sizeof *cookies->items);
    return cookies->items ? read_lines(cookies, file, err)
                          : error_set(err, "out of memory");
}

void cookies_close(struct cookies *cookies)
{
    free(cookies->text);
    free(cookies->items);
    *cookies = (struct cookies){0};
}
