#include "cli/jsonline.h"

#include "base/array.h"
#include "base/json.h"

static void break_item(struct item *item, enum winnow_status status)
{
    item->kind = ITEM_BROKEN;
    item->status = status;
}

/* ---- members that pass through ----------------------------------------------------- */

/* With the record around it, what the strictest parsers accept: .NET's stop at 64. */
enum { DEPTH_MAX = 63 };

/* Members are repaired, so that the record is I-JSON (RFC 7493). A member that is nested
   too deep stays out and breaks the item. */
static void pass_member(void *context, struct slice key, struct slice value)
{
    static const char *const own[] = {"url", "html", "text"};
    struct item *item = context;
    struct buffer *passed = &item->passed;
    for (size_t i = 0; i < COUNT_OF(own); i++)
        if (json_key_is(key, own[i]))
            return;
    if (json_depth(value) > DEPTH_MAX) {
        error_set(&item->error, "member %.*s is nested over %d levels", SLICE_ARG(key),
                  DEPTH_MAX);
        return;
    }
    buffer_append_char(passed, passed->len > 1 ? ',' : '{');
    json_append_repaired(passed, key);
    buffer_append_char(passed, ':');
    json_append_repaired(passed, value);
}

/* Of members with one name the last counts, as it does for "html". What is written then
   is what was read, so that numbers may have other digits. */
static void drop_duplicates(struct buffer *passed)
{
    if (!passed->len || !json_has_duplicates(buffer_slice(passed)))
        return;
    struct json *object = json_parse(buffer_slice(passed), NULL);
    buffer_truncate(passed, 0);
    if (!object || !json_write(object, passed))
        passed->failed = true;
    json_drop(object);
}

/* Returns false with the item's error. */
static bool pass_members(struct slice line, struct item *item)
{
    item->error.text[0] = '\0';
    json_each_raw(line, pass_member, item);
    if (item->passed.len)
        buffer_append_char(&item->passed, '}');
    drop_duplicates(&item->passed);
    return !item->error.text[0];
}

/* ---- members that are the input ---------------------------------------------------- */

static bool is_string_or_nothing(const struct json *value)
{
    return json_kind(value) == JSON_STRING_VALUE || json_kind(value) == JSON_NULL_VALUE;
}

static bool take_url(const struct json *object, struct item *item)
{
    const struct json *url = json_get(object, "url");
    if (!is_string_or_nothing(url))
        return error_set(&item->error, "\"url\" is not a string");
    struct slice text = slice_trim(json_text(url));
    if (text.len == 0)
        return true;
    if (slice_find_char(text, '\0') != SIZE_MAX)
        return error_set(&item->error, "\"url\" holds a NUL");
    buffer_append(&item->url, text);
    buffer_truncate(&item->name, 0);
    buffer_append(&item->name, text);
    item->is_named = true;
    return true;
}

static bool take_content(const struct json *object, struct item *item)
{
    const struct json *html = json_get(object, "html"), *text = json_get(object, "text");
    if (!is_string_or_nothing(html) || !is_string_or_nothing(text))
        return error_set(&item->error, "\"%s\" is not a string",
                         is_string_or_nothing(html) ? "text" : "html");
    bool is_html = json_kind(html) == JSON_STRING_VALUE;
    if (!is_html && json_kind(text) != JSON_STRING_VALUE)
        return error_set(&item->error, "it has neither \"html\" nor \"text\"");
    item->kind = ITEM_PAGE;
    item->page_kind = is_html ? WINNOW_HTML : WINNOW_TEXT;
    item->is_utf8 = true;
    buffer_append(&item->bytes, json_text(is_html ? html : text));
    return true;
}

/* Repairs invalid characters, in *line too, but no other errors. Returns a new value, or
   NULL. */
static struct json *parse_line(struct slice *line, struct buffer *repaired,
                               struct error *why)
{
    struct json *object = json_parse(*line, why);
    if (object)
        return object;
    json_append_repaired(repaired, *line);
    object = repaired->failed ? NULL : json_parse(buffer_slice(repaired), why);
    *line = buffer_slice(repaired);
    return object;
}

void jsonline_read(struct slice line, size_t max_bytes, struct item *item)
{
    struct error why;
    struct buffer repaired;
    buffer_open(&repaired, NULL);
    struct json *object = parse_line(&line, &repaired, &why);
    break_item(item, WINNOW_INVALID);
    if (!object)
        error_set(&item->error, "not JSON: column %u: %s", why.column, why.text);
    else if (json_kind(object) != JSON_OBJECT_VALUE)
        error_set(&item->error, "not a JSON object");
    else {
        bool passes = pass_members(line, item);
        bool is_page = take_url(object, item) && take_content(object, item);
        if (!passes || !is_page)
            break_item(item, WINNOW_INVALID);
    }
    json_drop(object);
    buffer_close(&repaired);
    if (item->bytes.len > max_bytes) {
        error_set(&item->error, "larger than %zu bytes; --max-bytes allows more",
                  max_bytes);
        break_item(item, WINNOW_TOO_LARGE);
    }
}
