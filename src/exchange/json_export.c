#include "exchange/json_export.h"

#include "base/array.h"
#include "base/json.h"
#include "base/url.h"
#include "page/feed.h"

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
static bool add_bookmarks(struct page_list *pages, const char *name,
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
            goes_on = page_list_add(pages, name, url);
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

static bool add_entries(struct page_list *pages, const char *name,
                        const struct json *entries)
{
    for (size_t i = 0; i < json_count(entries); i++) {
        struct slice url = feed_json_address(json_at(entries, i));
        if (url.len && !page_list_add(pages, name, url))
            return false;
    }
    return true;
}

enum json_export_result json_export_read(struct page_list *pages, const char *name,
                                         struct slice bytes, struct error *err)
{
    struct error why;
    if (slice_starts_with(bytes, SLICE("\xEF\xBB\xBF")))
        bytes = slice_after(bytes, 3);
    bytes = slice_trim(bytes);
    if (!slice_starts_with(bytes, SLICE("{")) && !slice_starts_with(bytes, SLICE("[")))
        return JSON_EXPORT_OTHER;
    struct json *root = json_parse(bytes, &why);
    if (!root) {
        error_set(err, "line %u, column %u: %s", why.line, why.column, why.text);
        return JSON_EXPORT_BROKEN;
    }
    const struct json *entries = feed_json_entries(root);
    bool is_known = is_bookmarks(root) || json_kind(entries) == JSON_ARRAY_VALUE ||
                    json_kind(root) == JSON_ARRAY_VALUE;
    if (is_bookmarks(root))
        add_bookmarks(pages, name, root);
    else if (is_known)
        add_entries(pages, name, entries);
    json_drop(root);
    if (is_known)
        return JSON_EXPORT_READ;
    error_set(err, "JSON without entries; winnow import --help names what is read");
    return JSON_EXPORT_BROKEN;
}
