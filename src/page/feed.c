#include "page/feed.h"

#include "base/array.h"
#include "base/json.h"
#include "page/feed_xml.h"
#include "page/url_table.h"

bool feed_add(struct arena *a, struct feed *out, struct slice address)
{
    address = slice_trim(address);
    if (!address.len || address.len > FEED_ADDRESS_MAX)
        return true;
    if (out->count == FEED_ITEMS_MAX) {
        out->damage = "it lists more than 100,000 addresses; the rest was not read";
        return false;
    }
    ARENA_PUSH(a, out, arena_copy(a, address));
    return true;
}

/* ---- JSON -------------------------------------------------------------------------- */

static void free_json(void *value)
{
    json_drop(value);
}

/* Google Reader's format, which feed readers (FreshRSS and others) export: an array of
   objects with an href. */
static struct slice first_href(const struct json *links)
{
    return json_count(links) ? json_text(json_get(json_at(links, 0), "href")) : SLICE("");
}

/* JSON Feed 1.1 has url, or external_url for a page on another site; wallabag and most
   other exports have url. */
struct slice feed_json_address(const struct json *item)
{
    const struct slice candidates[] = {
        json_text(json_get(item, "url")),
        json_text(json_get(item, "external_url")),
        first_href(json_get(item, "canonical")),
        first_href(json_get(item, "alternate")),
    };
    for (size_t i = 0; i < COUNT_OF(candidates); i++)
        if (candidates[i].len)
            return candidates[i];
    return SLICE("");
}

/* The array of entries: the document itself, or its member "items" or "entries". */
const struct json *feed_json_entries(const struct json *root)
{
    static const char *const names[] = {"items", "entries"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (json_count(json_get(root, names[i])))
            return json_get(root, names[i]);
    return json_count(root) ? root : json_get(root, "items");
}

static void read_json(struct arena *a, struct slice text, struct feed *out)
{
    struct error err;
    void **held = arena_hold(a, free_json);
    struct json *root = *held = json_parse(text, &err);
    const struct json *entries = root ? feed_json_entries(root) : NULL;
    bool is_feed = slice_find(json_text(json_get(root, "version")),
                              SLICE("jsonfeed.org")) != SIZE_MAX;
    for (size_t i = 0; i < json_count(entries); i++) {
        struct slice address = feed_json_address(json_at(entries, i));
        if (address.len && !feed_add(a, out, address))
            break;
    }
    if (is_feed || out->count)
        out->kind = FEED_LIST;
}

/* ---- all formats ------------------------------------------------------------------- */

void feed_read(struct arena *a, struct slice text, struct slice url, struct feed *out)
{
    *out = (struct feed){.kind = FEED_NONE};
    text = slice_trim(text);
    if (slice_starts_with(text, SLICE("{")) || slice_starts_with(text, SLICE("[")))
        read_json(a, text, out);
    else if (slice_starts_with(text, SLICE("<")))
        feed_xml_read(a, text, url, out);
    else
        url_table_read(a, text, out);
}
