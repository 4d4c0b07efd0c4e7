#include "fetch/http_url.h"

#include "base/url.h"
#include "base/utf8.h"
#include "fetch/fetch.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- assembling -------------------------------------------------------------------- */

static char *join(const char *format, const char *a, const char *b, const char *c)
{
    char *text = NULL;
    return asprintf(&text, format, a, b, c) < 0 ? NULL : text;
}

static char *without_brackets(const char *host)
{
    size_t len = strlen(host);
    bool is_bracketed = len > 2 && host[0] == '[' && host[len - 1] == ']';
    return is_bracketed ? strndup(host + 1, len - 2) : strdup(host);
}

bool http_url_assemble(struct http_url *url, const char *host, unsigned long port,
                       const char *path, const char *query)
{
    char number[24];
    bool is_default = port == (strcmp(url->scheme, "https") == 0 ? 443 : 80);
    snprintf(number, sizeof number, "%lu", port);
    url->port = (unsigned)port;
    url->host = without_brackets(host);
    url->target = join("%s%s%s", path, query ? "?" : "", query ? query : "");
    url->origin = join("%s://%s:%s", url->scheme, host, number);
    url->server = join("%s%s%s", host, is_default ? "" : ":", is_default ? "" : number);
    return url->host && url->target && url->origin && url->server;
}

/* ---- spelling ---------------------------------------------------------------------- */

/* The offset of what follows the host. */
static size_t find_path(struct slice text)
{
    size_t scheme = slice_find(text, SLICE("://"));
    size_t at = scheme == SIZE_MAX ? 0 : scheme + 3;
    while (at < text.len && !strchr("/?#", text.ptr[at]))
        at++;
    return at;
}

/* A blank in a path, as people type "/a b". A second URL after it is a mistake in a
   list. */
static bool is_blank_of_path(struct slice text, size_t at, size_t path)
{
    struct slice rest = slice_after(text, at + 1);
    return text.ptr[at] == ' ' && at > path &&
           !slice_starts_with_nocase(rest, SLICE("http://")) &&
           !slice_starts_with_nocase(rest, SLICE("https://"));
}

static bool check_spelling(struct slice text, struct error *err)
{
    enum url_start start = url_start_of(text);
    size_t path = find_path(text);
    if (!text.len)
        return error_set(err, "not a URL: it is empty");
    for (size_t i = 0; i < text.len; i++)
        if (((unsigned char)text.ptr[i] <= ' ' || text.ptr[i] == 0x7F) &&
            !is_blank_of_path(text, i, path))
            return error_set(err, "not a URL: it has a space or a control character");
    if (!utf8_is_valid(text))
        return error_set(err, "not a URL: it is not UTF-8");
    if (start != URL_START_SCHEME && start != URL_START_HOST)
        return error_set(err, "not a URL: write it as https://HOST/PATH");
    return true;
}

/* ---- reading ----------------------------------------------------------------------- */

bool http_url_read(const char *text, struct http_url *out, struct error *err)
{
    enum winnow_status unused; /* refused is for redirects; here ftp:// is invalid */
    *out = (struct http_url){0};
    struct slice trimmed = slice_trim(slice_of_string(text));
    if (slice_starts_with(trimmed, SLICE("//")))
        trimmed = slice_after(trimmed, 2);
    if (!check_spelling(trimmed, err))
        return false;
    char *copy = strndup(trimmed.ptr, trimmed.len);
    if (!copy)
        return error_set(err, "out of memory");
    bool done = http_url_parse(NULL, copy, out, &unused, err);
    free(copy);
    return done;
}

bool fetch_normalise_url(const char *text, char **out, struct error *err)
{
    struct http_url url;
    *out = NULL;
    if (!http_url_read(text, &url, err))
        return false;
    *out = url.text;
    url.text = NULL;
    http_url_free(&url);
    return true;
}

char *fetch_url_host(const char *url)
{
    struct http_url parts;
    if (!http_url_read(url, &parts, NULL))
        return NULL;
    char *host = parts.host;
    parts.host = NULL;
    http_url_free(&parts);
    return host;
}

/* ---- copies ------------------------------------------------------------------------ */

static bool is_whole(const struct http_url *url)
{
    return url->text && url->bare && url->scheme && url->host && url->target &&
           url->origin && url->server;
}

bool http_url_copy(const struct http_url *url, struct http_url *out)
{
    *out = (struct http_url){
        .text = strdup(url->text),
        .bare = strdup(url->bare),
        .scheme = strdup(url->scheme),
        .host = strdup(url->host),
        .target = strdup(url->target),
        .origin = strdup(url->origin),
        .server = strdup(url->server),
        .port = url->port,
    };
    if (is_whole(out))
        return true;
    http_url_free(out);
    return false;
}

void http_url_free(struct http_url *url)
{
    free(url->text);
    free(url->bare);
    free(url->scheme);
    free(url->host);
    free(url->target);
    free(url->origin);
    free(url->server);
    *url = (struct http_url){0};
}

bool http_url_is_same_server(const struct http_url *a, const struct http_url *b)
{
    if (strcmp(a->host, b->host) != 0)
        return false;
    if (a->port == b->port && strcmp(a->scheme, b->scheme) == 0)
        return true;
    return a->port == 80 && b->port == 443 && strcmp(b->scheme, "https") == 0;
}
