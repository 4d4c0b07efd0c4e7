#include "fetch/headers.h"

#include "base/array.h"
#include "base/http_header.h"
#include "base/slice.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The preference for servers that offer several types. */
#define ACCEPT "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"

/* A value longer than servers accept (8 kB for the whole header) is a mistake. */
enum {
    HEADER_TEXT_MAX = 8 * 1024,
    VALUE_MAX = 4096, /* of an ETag; real ones have under a hundred bytes */
};

static bool has_control(struct slice value)
{
    return http_header_find_control(value) != SIZE_MAX;
}

static bool split_header(struct slice text, struct slice *name, struct slice *value,
                         struct error *err)
{
    size_t colon = slice_find_char(text, ':');
    if (colon >= text.len)
        return error_set(err, "header \"%.*s\" has no colon; write NAME: VALUE",
                         SLICE_ARG(text));
    *name = slice_trim(slice_of(text.ptr, colon));
    *value = slice_trim(slice_after(text, colon + 1));
    if (text.len > HEADER_TEXT_MAX)
        return error_set(err, "header %.*s is over %d bytes", SLICE_ARG(*name),
                         HEADER_TEXT_MAX);
    if (!http_header_is_name(*name) || has_control(*value))
        return error_set(err, "header \"%.*s\" has a character that none may have",
                         SLICE_ARG(*name));
    return http_header_right_of(*name) != HTTP_HEADER_CONNECTIONS ||
           error_set(err, "header %.*s cannot be set", SLICE_ARG(*name));
}

/* Takes over host. */
static bool append(struct headers *headers, char *host, struct slice name,
                   struct slice value, struct error *err)
{
    char *line = NULL;
    int len = value.len ? asprintf(&line, "%.*s: %.*s", (int)name.len, name.ptr,
                                   (int)value.len, value.ptr)
                        : asprintf(&line, "%.*s;", (int)name.len, name.ptr);
    if (len < 0)
        line = NULL;
    if (line && headers->count == headers->capacity) {
        size_t capacity = headers->capacity ? headers->capacity * 2 : 4;
        struct header *items = realloc(headers->items, capacity * sizeof *items);
        if (!items) {
            free(line);
            line = NULL;
        } else {
            headers->items = items;
            headers->capacity = capacity;
        }
    }
    if (!line) {
        free(host);
        return error_set(err, "out of memory");
    }
    headers->items[headers->count++] = (struct header){host, line};
    return true;
}

bool headers_add(struct headers *headers, const char *text, struct error *err)
{
    struct slice name, value;
    return split_header(slice_of_string(text), &name, &value, err) &&
           append(headers, NULL, name, value, err);
}

/* The host before "=", if there is one. Names of headers cannot contain "=". */
static bool take_host(struct slice *text, char **host, struct error *err)
{
    struct slice rest = *text;
    size_t from = text->len && text->ptr[0] == '[' ? slice_find_char(*text, ']') : 0;
    if (from < rest.len)
        rest = slice_after(rest, from);
    size_t equals = slice_find_char(rest, '=');
    *host = NULL;
    if (equals >= rest.len || equals > slice_find_char(rest, ':'))
        return true;
    struct slice name = slice_trim(slice_of(text->ptr, text->len - rest.len + equals));
    *text = slice_after(rest, equals + 1);
    if (name.len > 1 && name.ptr[0] == '[')
        name = slice_of(name.ptr + 1, name.len - 2);
    if (!name.len)
        return error_set(err, "a header without a host before the \"=\"");
    *host = strndup(name.ptr, name.len);
    if (!*host)
        return error_set(err, "out of memory");
    for (char *c = *host; *c; c++)
        *c = (char)ascii_lower((unsigned char)*c);
    return true;
}

bool headers_add_option(struct headers *headers, const char *text, struct error *err)
{
    struct slice rest = slice_of_string(text), name, value;
    char *host;
    if (!take_host(&rest, &host, err))
        return false;
    if (!split_header(rest, &name, &value, err)) {
        free(host);
        return false;
    }
    if (http_header_right_of(name) == HTTP_HEADER_PERSONAL && !host)
        return error_set(err, "header %.*s goes to one host only; write HOST=%.*s:VALUE",
                         SLICE_ARG(name), SLICE_ARG(name));
    return append(headers, host, name, value, err);
}

void headers_close(struct headers *headers)
{
    for (size_t i = 0; i < headers->count; i++) {
        free(headers->items[i].host);
        free(headers->items[i].line);
    }
    free(headers->items);
    *headers = (struct headers){0};
}

/* ---- selecting --------------------------------------------------------------------- */

static void select_from(const struct headers *headers, const char *host,
                        struct header_lines *out, bool *has_accept)
{
    for (size_t i = 0; i < headers->count; i++) {
        const struct header *header = &headers->items[i];
        if (header->host && (!host || strcmp(header->host, host) != 0))
            continue;
        struct slice line = slice_of_string(header->line);
        *has_accept |= slice_starts_with_nocase(line, SLICE("Accept:"));
        out->items[out->count++] = header->line;
    }
}

bool headers_select(const struct headers *common, const struct headers *own,
                    const char *host, struct header_lines *out)
{
    bool has_accept = false;
    size_t most = common->count + (own ? own->count : 0) + 1;
    *out = (struct header_lines){malloc(most * sizeof *out->items), 0};
    if (!out->items)
        return false;
    select_from(common, host, out, &has_accept);
    if (own)
        select_from(own, host, out, &has_accept);
    if (!has_accept)
        out->items[out->count++] = ACCEPT;
    return true;
}

bool headers_append(const struct headers *more, struct header_lines *out)
{
    const char **items =
        realloc(out->items, (out->count + more->count + 1) * sizeof *items);
    if (!items)
        return false;
    out->items = items;
    for (size_t i = 0; i < more->count; i++)
        items[out->count++] = more->items[i].line;
    return true;
}

bool headers_is_secret(const char *line, const char *const *names, size_t count)
{
    /* X-Api-Key, X-Auth-Token, Api-Secret, X-Amz-Security-Token, Session-Id ... */
    static const struct slice parts[] = {
        SLICE_INIT("auth"),   SLICE_INIT("token"),      SLICE_INIT("api-key"),
        SLICE_INIT("apikey"), SLICE_INIT("api_key"),    SLICE_INIT("access-key"),
        SLICE_INIT("secret"), SLICE_INIT("passw"),      SLICE_INIT("session"),
        SLICE_INIT("cookie"), SLICE_INIT("credential"),
    };
    struct slice name = slice_trim(slice_of(line, strcspn(line, ":;")));
    for (size_t i = 0; i < count; i++)
        if (slice_equal_nocase(name, slice_of_string(names[i])))
            return true;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (slice_find_nocase(name, parts[i]) != SIZE_MAX)
            return true;
    return http_header_right_of(name) == HTTP_HEADER_PERSONAL;
}

bool headers_add_value(struct headers *headers, const char *name, const char *value,
                       struct error *err)
{
    if (!value || strlen(value) > VALUE_MAX || has_control(slice_of_string(value)))
        return true;
    return append(headers, NULL, slice_of_string(name), slice_of_string(value), err);
}
