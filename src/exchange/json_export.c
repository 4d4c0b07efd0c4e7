#include "exchange/json_export.h"

#include "base/array.h"
#include "base/json.h"
#include "base/rfc3339.h"
#include "base/url.h"
#include "exchange/record_import.h"
#include "page/feed.h"
#include <string.h>

static bool add_url(struct importer *importer, const char *name, struct slice url)
{
    struct capture capture = {.form = CAPTURE_URL, .place = name, .url = url};
    return importer_add(importer, &capture);
}

/* ---- bookmarks --------------------------------------------------------------------- */

/* A value with members or items that are still to be visited. */
struct visit {
    const struct json *value;
};

struct walk {
    struct arena arena;
    struct {
        struct visit *items;
        size_t count, capacity;
    } left;
};

static void visit_later(struct walk *walk, const struct json *value)
{
    struct visit visit = {value};
    if (value)
        ARENA_PUSH(&walk->arena, &walk->left, visit);
}

/* In reverse, so that they are taken from the end of the list in their order. */
static void visit_children(struct walk *walk, const struct json *folder)
{
    const struct json *children = json_get(folder, "children");
    for (size_t i = json_count(children); i > 0; i--)
        visit_later(walk, json_at(children, i - 1));
}

/* Folders have children; a bookmark has "url" (Chromium) or "uri" (Firefox). Others, such
   as place: and javascript:, are not pages. */
static bool add_bookmarks(struct importer *importer, const char *name,
                          const struct json *root)
{
    static const char *const folders[] = {"synced", "other", "bookmark_bar"};
    struct walk walk = {.left = {0}};
    bool goes_on = true;
    arena_open(&walk.arena, SIZE_MAX);
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        visit_later(&walk, json_get(json_get(root, "roots"), folders[i]));
    visit_later(&walk, root);
    while (goes_on && walk.left.count) {
        const struct json *value = walk.left.items[--walk.left.count].value;
        struct slice url = json_text(json_get(value, "url"));
        url = url.len ? url : json_text(json_get(value, "uri"));
        if (url_is_web(url))
            goes_on = add_url(importer, name, url);
        visit_children(&walk, value);
    }
    arena_close(&walk.arena);
    return goes_on;
}

static bool is_bookmarks(const struct json *root)
{
    return json_kind(json_get(root, "roots")) == JSON_OBJECT_VALUE ||
           json_kind(json_get(root, "children")) == JSON_ARRAY_VALUE;
}

/* ---- entries ----------------------------------------------------------------------- */

/* The content of an entry, where the programs put it. */
static struct slice content_of(const struct json *entry)
{
    const struct slice candidates[] = {
        json_text(json_get(entry, "content")), /* wallabag, Miniflux */
        json_text(json_get(entry, "content_html")),
        json_text(json_get(json_get(entry, "content"), "content")), /* Google Reader */
        json_text(json_get(json_get(entry, "summary"), "content")),
        json_text(json_get(entry, "content_text")),
    };
    for (size_t i = 0; i < COUNT_OF(candidates); i++)
        if (slice_trim(candidates[i]).len)
            return candidates[i];
    return SLICE("");
}

/* What wallabag stores in place of a page that it could not read. */
static bool is_failure(struct slice content)
{
    return slice_starts_with(content, SLICE("wallabag can't retrieve contents"));
}

/* When the entry was saved or, in a feed, published. 0: not known. */
static int64_t time_of(const struct json *entry)
{
    static const char *const names[] = {"created_at", "published_at", "date_published",
                                        "published", "updated"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct json *value = json_get(entry, names[i]);
        char text[64];
        int64_t when;
        struct slice written = json_text(value);
        if (json_number(value) > 0)
            return json_number(value);
        if (!written.len || written.len >= sizeof text)
            continue;
        memcpy(text, written.ptr, written.len);
        text[written.len] = '\0';
        char *point = strchr(text, '.'); /* Miniflux has fractions of a second */
        if (point) {
            size_t digits = 1 + strspn(point + 1, "0123456789");
            memmove(point, point + digits, strlen(point + digits) + 1);
        }
        if (rfc3339_read(text, &when))
            return when;
    }
    return 0;
}

static bool add_entry(struct importer *importer, const char *name,
                      const struct json *entry)
{
    struct slice content = content_of(entry);
    bool is_text =
        content.len && content.ptr == json_text(json_get(entry, "content_text")).ptr;
    struct capture capture = {
        .form = is_failure(content) || !content.len ? CAPTURE_URL
                : is_text                           ? CAPTURE_TEXT
                                                    : CAPTURE_FRAGMENT,
        .place = name,
        .url = feed_json_address(entry),
        .bytes = content,
        .title = json_text(json_get(entry, "title")),
        .author = json_text(json_get(entry, "author")),
        .language = json_text(json_get(entry, "language")),
        .time = time_of(entry),
    };
    return !capture.url.len || importer_add(importer, &capture);
}

static bool is_record(const struct json *value)
{
    return json_text(json_get(value, "url")).len &&
           (json_kind(json_get(value, "text")) == JSON_STRING_VALUE ||
            json_kind(json_get(value, "text_sha256")) == JSON_STRING_VALUE);
}

/* A document that is one value. */
static bool read_document(struct importer *importer, const char *name,
                          const struct json *root)
{
    const struct json *entries = feed_json_entries(root);
    bool is_list =
        json_kind(entries) == JSON_ARRAY_VALUE || json_kind(root) == JSON_ARRAY_VALUE;
    if (is_bookmarks(root))
        add_bookmarks(importer, name, root);
    else if (is_record(root))
        record_import_add(importer, name, root, NULL);
    else if (!is_list)
        return false;
    for (size_t i = 0; i < json_count(entries); i++)
        if (!add_entry(importer, name, json_at(entries, i)))
            break;
    return true;
}

/* Whether the first line is a whole object: then each line is one. */
static bool is_lines(struct slice bytes)
{
    struct error unused;
    struct slice line;
    slice_split(&bytes, '\n', &line);
    struct json *first = json_parse(line, &unused);
    bool is_object = json_kind(first) == JSON_OBJECT_VALUE;
    json_drop(first);
    return is_object && slice_trim(bytes).len;
}

enum json_export_result json_export_read(struct importer *importer, const char *name,
                                         struct slice bytes, struct error *err)
{
    struct error why;
    if (slice_starts_with(bytes, SLICE("\xEF\xBB\xBF")))
        bytes = slice_after(bytes, 3);
    bytes = slice_trim(bytes);
    if (!slice_starts_with(bytes, SLICE("{")) && !slice_starts_with(bytes, SLICE("[")))
        return JSON_EXPORT_OTHER;
    if (is_lines(bytes)) {
        record_import_lines(importer, name, bytes, NULL);
        return JSON_EXPORT_READ;
    }
    struct json *root = json_parse(bytes, &why);
    bool is_known = root && read_document(importer, name, root);
    if (!root)
        error_set(err, "line %u, column %u: %s", why.line, why.column, why.text);
    else if (!is_known)
        error_set(err, "JSON without entries; winnow import --help names what is read");
    json_drop(root);
    return is_known ? JSON_EXPORT_READ : JSON_EXPORT_BROKEN;
}
