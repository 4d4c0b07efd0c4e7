#include "base/rfc3339.h"

#include "base/array.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char *rfc3339_write(int64_t seconds, char out[RFC3339_SIZE])
{
    time_t moment = (time_t)seconds;
    struct tm utc;
    if (!gmtime_r(&moment, &utc) ||
        !strftime(out, RFC3339_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc))
        out[0] = '\0';
    return out;
}

/* Parses "Z", "", "+01:00" or "-0500" to seconds east of UTC. */
static bool read_offset(const char *text, int64_t *east)
{
    int hours = 0, minutes = 0, used = 0;
    *east = 0;
    if (!*text || strcmp(text, "Z") == 0 || strcmp(text, "z") == 0)
        return true;
    if (*text != '+' && *text != '-')
        return false;
    if (sscanf(text + 1, "%2d:%2d%n", &hours, &minutes, &used) != 2 &&
        sscanf(text + 1, "%2d%2d%n", &hours, &minutes, &used) != 2)
        return false;
    *east = (*text == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return text[1 + used] == '\0';
}

bool rfc3339_read(const char *text, int64_t *seconds)
{
    struct tm utc = {0};
    int64_t east = 0;
    const char *rest = strptime(text, "%Y-%m-%d", &utc);
    if (!rest)
        return false;
    if (*rest == 'T' || *rest == 't' || *rest == ' ') {
        rest = strptime(rest + 1, "%H:%M:%S", &utc);
        if (!rest || !read_offset(rest, &east))
            return false;
    } else if (*rest) {
        return false;
    }
    *seconds = (int64_t)timegm(&utc) - east;
    return true;
}

bool rfc3339_read_duration(const char *text, int64_t *seconds)
{
    static const struct {
        char letter;
        int64_t seconds;
    } units[] = {{'\0', 1},   {'s', 1},     {'m', 60},
                 {'h', 3600}, {'d', 86400}, {'w', 604800}};
    size_t digits = strspn(text, "0123456789");
    if (!digits || digits > 9 || (text[digits] && text[digits + 1]))
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        if (units[i].letter != text[digits])
            continue;
        *seconds = strtoll(text, NULL, 10) * units[i].seconds;
        return true;
    }
    return false;
}
