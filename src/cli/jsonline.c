#include "cli/jsonline.h"

#include "base/array.h"
#include "base/json.h"
#include "base/utf8.h"

static void break_item(struct item *item, enum winnow_status status)
{
    item->kind = ITEM_BROKEN;
    item->status = status;
}

/* ---- members that pass through ----------------------------------------------------- */

static void pass_member(void *context, struct slice key, struct slice value)
{
    static const char *const own[] = {"url", "html", "text"};
    struct buffer *passed = context;
    for (size_t i = 0; i < COUNT_OF(own); i++)
        if (json_key_is(key, own[i]))
            return;
    buffer_append_char(passed, passed->len > 1 ? ',' : '{');
    buffer_append(passed, key);
    buffer_append_char(passed, ':');
    buffer_append(passed, value);
}

static void pass_members(struct slice line, struct item *item)
{
    json_each_raw(line, pass_member, &item->passed);
    if (item->passed.len)
        buffer_append_char(&item->passed, '}');
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

/* Repairs invalid characters, but no other errors. Returns a new value, or NULL.
   Passed-through members are read from *line, which is replaced only if it has to be. */
static struct json *parse_line(struct slice *line, struct buffer *repaired,
                               struct error *why)
{
    struct json *object = json_parse(*line, why);
    if (object)
        return object;
    json_append_repaired(repaired, *line);
    object = repaired->failed ? NULL : json_parse(buffer_slice(repaired), why);
    if (!utf8_is_valid(*line))
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
        pass_members(line, item);
        if (!take_url(object, item) || !take_content(object, item))
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
