/* http_url_parse of http_url.h: the only file that uses libcurl's URL API. */
#include "fetch/http_url.h"

#include "base/slice.h"
#include <curl/urlapi.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* ---- parts ------------------------------------------------------------------------- */

static char *part_of(CURLU *handle, CURLUPart part, unsigned flags)
{
    char *text = NULL, *copy = NULL;
    if (curl_url_get(handle, part, &text, flags) == CURLUE_OK)
        copy = strdup(text);
    curl_free(text);
    return copy;
}

/* The host in Punycode. curl's libidn2 converts from the encoding of the thread's locale,
   which a library must not change, except during this call. */
static char *host_in_punycode(CURLU *handle)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
    char *host = part_of(handle, CURLUPART_HOST, CURLU_PUNYCODE);
    if (utf8) {
        uselocale(before);
        freelocale(utf8);
    }
    return host;
}

/* Sets the host in lower case and Punycode. Nearly all are ASCII, and a locale is
   expensive. */
static bool normalise_host(CURLU *handle)
{
    char *host = part_of(handle, CURLUPART_HOST, 0);
    if (host && !slice_is_ascii(slice_of_string(host))) {
        free(host);
        host = host_in_punycode(handle);
    }
    for (char *c = host; c && *c; c++)
        *c = (char)ascii_lower((unsigned char)*c);
    bool done = host && curl_url_set(handle, CURLUPART_HOST, host, 0) == CURLUE_OK;
    free(host);
    return done;
}

/* Fills out from a handle with an http or https URL. False: no memory. */
static bool read_parts(CURLU *handle, struct http_url *out)
{
    char *path, *query, *host, *port;
    curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
    out->text = part_of(handle, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
    curl_url_set(handle, CURLUPART_USER, NULL, 0);
    curl_url_set(handle, CURLUPART_PASSWORD, NULL, 0);
    out->bare = part_of(handle, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
    out->scheme = part_of(handle, CURLUPART_SCHEME, 0);
    path = part_of(handle, CURLUPART_PATH, 0);
    query = part_of(handle, CURLUPART_QUERY, 0);
    host = part_of(handle, CURLUPART_HOST, 0);
    port = part_of(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    bool done = path && host && port && out->scheme &&
                http_url_assemble(out, host, strtoul(port, NULL, 10), path, query);
    free(host);
    free(path);
    free(query);
    free(port);
    return done && out->text && out->bare;
}

/* ---- reading ----------------------------------------------------------------------- */

/* A copy of the URL with each blank of its query as %20, as browsers send it: libcurl
   would write "+" there. It escapes those of the path itself. new; NULL without
   memory. */
static char *escape_blanks(const char *text)
{
    size_t length = strlen(text), at = 0, query = strcspn(text, "?");
    char *escaped = malloc(3 * length + 1);
    for (size_t i = 0; escaped && i < length; i++) {
        bool is_blank = i > query && text[i] == ' ';
        memcpy(escaped + at, is_blank ? "%20" : text + i, is_blank ? 3 : 1);
        at += is_blank ? 3 : 1;
    }
    if (escaped)
        escaped[at] = '\0';
    return escaped;
}

/* Sets the URL of the handle, relative to one that it may have already, and checks it. */
static bool set_url(CURLU *handle, const char *text, unsigned flags,
                    enum winnow_status *status, struct error *err)
{
    char *escaped = escape_blanks(text);
    if (!escaped)
        return error_set(err, "out of memory");
    CURLUcode code = curl_url_set(handle, CURLUPART_URL, escaped,
                                  flags | CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME);
    free(escaped);
    if (code != CURLUE_OK)
        return error_set(err, "not a URL: %s", curl_url_strerror(code));
    char *scheme = part_of(handle, CURLUPART_SCHEME, 0);
    bool is_web = scheme && (!strcmp(scheme, "http") || !strcmp(scheme, "https"));
    if (!is_web) {
        *status = WINNOW_REFUSED;
        error_set(err, "scheme \"%s\" is not supported: only http and https are",
                  scheme ? scheme : "");
    }
    free(scheme);
    if (is_web && !normalise_host(handle))
        return error_set(err, "not a URL: bad host name");
    return is_web;
}

bool http_url_parse(const struct http_url *base, const char *text, struct http_url *out,
                    enum winnow_status *status, struct error *err)
{
    *out = (struct http_url){0};
    *status = WINNOW_INVALID;
    if (strlen(text) > HTTP_URL_LENGTH_MAX)
        return error_set(err, "not a URL: longer than %d bytes", HTTP_URL_LENGTH_MAX);
    CURLU *handle = curl_url();
    bool done = handle && (!base || curl_url_set(handle, CURLUPART_URL, base->text, 0) ==
                                        CURLUE_OK);
    if (!done)
        error_set(err, "out of memory");
    done = done && set_url(handle, text, base ? 0 : CURLU_DEFAULT_SCHEME, status, err);
    if (done && !read_parts(handle, out)) {
        http_url_free(out);
        done = error_set(err, "out of memory");
    }
    curl_url_cleanup(handle);
    return done;
}
