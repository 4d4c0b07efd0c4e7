#include "base/json.h"

#include "base/utf8.h"
#include <jansson.h>

/* struct json is never defined; a pointer to it is a pointer to jansson's json_t. */
static json_t *inner(const struct json *value)
{
    return (json_t *)value;
}

static struct json *outer(json_t *value)
{
    return (struct json *)value;
}

/* ---- reading ----------------------------------------------------------------------- */

void json_warm_up(void)
{
    json_object_seed(0);
}

struct json *json_parse(struct slice text, struct error *err)
{
    const char *ptr = text.ptr ? text.ptr : "";
    json_error_t why;
    json_t *value = json_loadb(ptr, text.len, JSON_ALLOW_NUL | JSON_DECODE_ANY, &why);
    if (!value && json_error_code(&why) == json_error_numeric_overflow)
        value =
            json_loadb(ptr, text.len,
                       JSON_ALLOW_NUL | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &why);
    if (value)
        return outer(value);
    error_at(err, NULL, why.line > 0 ? (uint32_t)why.line : 0,
             why.column > 0 ? (uint32_t)why.column : 0, "%s", why.text);
    return NULL;
}

void json_drop(struct json *value)
{
    json_decref(inner(value));
}

enum json_kind json_kind(const struct json *value)
{
    static const enum json_kind kinds[] = {
        [JSON_OBJECT] = JSON_OBJECT_VALUE, [JSON_ARRAY] = JSON_ARRAY_VALUE,
        [JSON_STRING] = JSON_STRING_VALUE, [JSON_INTEGER] = JSON_INTEGER_VALUE,
        [JSON_REAL] = JSON_REAL_VALUE,     [JSON_TRUE] = JSON_BOOLEAN_VALUE,
        [JSON_FALSE] = JSON_BOOLEAN_VALUE, [JSON_NULL] = JSON_NULL_VALUE,
    };
    return value ? kinds[json_typeof(inner(value))] : JSON_NULL_VALUE;
}

struct slice json_text(const struct json *value)
{
    if (!json_is_string(inner(value)))
        return slice_of(NULL, 0);
    return slice_of(json_string_value(inner(value)), json_string_length(inner(value)));
}

int64_t json_number(const struct json *value)
{
    if (json_is_integer(inner(value)))
        return json_integer_value(inner(value));
    double real = json_is_real(inner(value)) ? json_real_value(inner(value)) : 0;
    if (real >= 0x1p63)
        return INT64_MAX;
    return real < -0x1p63 ? INT64_MIN : (int64_t)real;
}

struct json *json_get(const struct json *object, const char *key)
{
    return outer(json_object_get(inner(object), key));
}

size_t json_count(const struct json *array)
{
    return json_array_size(inner(array));
}

struct json *json_at(const struct json *array, size_t index)
{
    return outer(json_array_get(inner(array), index));
}

/* ---- building ---------------------------------------------------------------------- */

struct json *json_object_new(void)
{
    return outer(json_object());
}

struct json *json_array_new(void)
{
    return outer(json_array());
}

bool json_append(struct json *array, struct json *value)
{
    return json_array_append_new(inner(array), inner(value)) == 0;
}

struct json *json_integer_new(int64_t number)
{
    return outer(json_integer(number));
}

struct json *json_null_new(void)
{
    return outer(json_null());
}

struct json *json_string_new(struct slice text)
{
    if (utf8_is_valid(text))
        return outer(json_stringn_nocheck(text.ptr ? text.ptr : "", text.len));
    struct buffer repaired;
    buffer_open(&repaired, NULL);
    while (text.len) {
        size_t used;
        buffer_append_code_point(&repaired, utf8_decode(text, &used));
        text = slice_after(text, used);
    }
    json_t *value =
        repaired.failed ? NULL : json_stringn_nocheck(repaired.ptr, repaired.len);
    buffer_close(&repaired);
    return outer(value);
}

bool json_put(struct json *object, const char *key, struct json *value)
{
    return json_object_set_new(inner(object), key, inner(value)) == 0;
}

/* ---- writing ----------------------------------------------------------------------- */

/* Whether s begins with one of the 66 code points that are no characters, which I-JSON
   (RFC 7493) forbids. */
static bool is_noncharacter(const unsigned char *s, size_t left)
{
    if (left >= 3 && s[0] == 0xEF)
        return (s[1] == 0xB7 && s[2] >= 0x90 && s[2] <= 0xAF) ||
               (s[1] == 0xBF && s[2] >= 0xBE);
    return left >= 4 && s[0] >= 0xF0 && (s[1] & 0xF) == 0xF && s[2] == 0xBF &&
           s[3] >= 0xBE;
}

/* The code point at s, or the one to write in its place, if it is written as an escape,
   else 0. */
static uint32_t escaped_at(const unsigned char *s, size_t left)
{
    if (s[0] == 0x7F)
        return 0x7F;
    if (left >= 2 && s[0] == 0xC2 && s[1] <= 0x9F)
        return s[1];
    if (left >= 3 && s[0] == 0xE2 && s[1] == 0x80 && (s[2] == 0xA8 || s[2] == 0xA9))
        return 0x2000u | (s[2] & 0x3Fu);
    return s[0] >= 0xEF && is_noncharacter(s, left) ? UTF8_REPLACEMENT : 0;
}

static size_t length_by_lead(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

void json_append_raw(struct buffer *out, struct slice json)
{
    size_t plain = 0, at = 0;
    while (at < json.len) {
        uint32_t c = escaped_at((const unsigned char *)json.ptr + at, json.len - at);
        if (!c) {
            at++;
            continue;
        }
        buffer_append(out, slice_of(json.ptr + plain, at - plain));
        buffer_printf(out, "\\u%04x", c);
        plain = at += length_by_lead((unsigned char)json.ptr[at]);
    }
    buffer_append(out, slice_after(json, plain));
}

void json_append_string(struct buffer *out, struct slice text)
{
    buffer_append_char(out, '"');
    while (text.len) {
        size_t used;
        uint32_t c = utf8_decode(text, &used);
        uint32_t escaped =
            c < 0x80 ? 0 : escaped_at((const unsigned char *)text.ptr, text.len);
        if (c == '"' || c == '\\')
            buffer_printf(out, "\\%c", (char)c);
        else if (c < ' ' || c == 0x7F || escaped)
            buffer_printf(out, "\\u%04x", escaped ? escaped : c);
        else
            buffer_append_code_point(out, c);
        text = slice_after(text, used);
    }
    buffer_append_char(out, '"');
}

/* jansson calls this with runs of whole code points. */
static int append_run(const char *bytes, size_t len, void *out)
{
    json_append_raw(out, slice_of(bytes, len));
    return ((struct buffer *)out)->failed ? -1 : 0;
}

bool json_write(const struct json *value, struct buffer *out)
{
    return json_dump_callback(inner(value), append_run, out,
                              JSON_COMPACT | JSON_ENCODE_ANY) == 0;
}

/* ---- raw text ---------------------------------------------------------------------- */

static size_t skip_space(struct slice s, size_t at)
{
    while (at < s.len && is_ascii_space((unsigned char)s.ptr[at]))
        at++;
    return at;
}

/* The offset after the closing quotation mark of the string at `at`. */
static size_t skip_string(struct slice s, size_t at)
{
    for (at++; at < s.len && s.ptr[at] != '"'; at++)
        if (s.ptr[at] == '\\')
            at++;
    return at < s.len ? at + 1 : s.len;
}

/* The offset after the value at `at`: where, outside strings and brackets, a comma or the
   end of the object comes, without the white space before. */
static size_t skip_value(struct slice s, size_t at)
{
    size_t depth = 0, end = at;
    while (at < s.len) {
        char c = s.ptr[at];
        if (depth == 0 && (c == ',' || c == '}'))
            break;
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        at = c == '"' ? skip_string(s, at) : at + 1;
        if (!is_ascii_space((unsigned char)c))
            end = at;
    }
    return end;
}

void json_each_raw(struct slice object, json_visit_raw visit, void *context)
{
    size_t at = slice_find_char(object, '{');
    at = at == SIZE_MAX ? object.len : at + 1;
    while ((at = skip_space(object, at)) < object.len && object.ptr[at] == '"') {
        size_t key_end = skip_string(object, at);
        struct slice key = slice_of(object.ptr + at, key_end - at);
        size_t colon = skip_space(object, key_end);
        size_t start = skip_space(object, colon < object.len ? colon + 1 : colon);
        size_t end = skip_value(object, start);
        visit(context, key, slice_of(object.ptr + start, end - start));
        at = skip_space(object, end);
        at = at < object.len ? at + 1 : at;
    }
}

size_t json_depth(struct slice text)
{
    size_t depth = 0, most = 0;
    for (size_t at = 0; at < text.len;) {
        char c = text.ptr[at];
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        most = depth > most ? depth : most;
        at = c == '"' ? skip_string(text, at) : at + 1;
    }
    return most;
}

bool json_has_duplicates(struct slice text)
{
    json_error_t why;
    size_t flags = JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL | JSON_REJECT_DUPLICATES;
    json_t *value = json_loadb(text.ptr ? text.ptr : "", text.len, flags, &why);
    bool has = !value && json_error_code(&why) == json_error_duplicate_key;
    json_decref(value);
    return has;
}

bool json_key_is(struct slice raw_key, const char *name)
{
    struct slice bare = slice_of(raw_key.ptr + 1, raw_key.len >= 2 ? raw_key.len - 2 : 0);
    if (slice_find_char(bare, '\\') == SIZE_MAX)
        return slice_equal(bare, slice_of_string(name));
    struct json *key = json_parse(raw_key, NULL);
    bool same = slice_equal(json_text(key), slice_of_string(name));
    json_drop(key);
    return same;
}

/* ---- repair ------------------------------------------------------------------------ */

/* The code unit of an escape like \u00e9 at the front of text; UINT32_MAX for none. */
static uint32_t escaped_unit(struct slice text)
{
    enum { ESCAPE_LEN = 6 };
    uint32_t unit = 0;
    if (text.len < ESCAPE_LEN || text.ptr[0] != '\\' || text.ptr[1] != 'u')
        return UINT32_MAX;
    for (size_t i = 2; i < ESCAPE_LEN; i++) {
        int digit = ascii_hex_value(text.ptr[i]);
        if (digit < 0)
            return UINT32_MAX;
        unit = unit * 16 + (uint32_t)digit;
    }
    return unit;
}

static bool is_in_range(uint32_t unit, uint32_t first)
{
    return unit >= first && unit < first + 0x400;
}

/* Whether an escape, of one unit or of a pair, is no character. */
static bool is_escaped_noncharacter(uint32_t unit, uint32_t next)
{
    if (unit >= 0xFDD0 && unit <= 0xFDEF)
        return true;
    return (unit != UINT32_MAX && (unit & 0xFFFE) == 0xFFFE) ||
           (is_in_range(unit, 0xD800) && (unit & 0x3F) == 0x3F &&
            (next & 0x3FE) == 0x3FE);
}

/* Appends the escape at the front of text and returns its length. */
static size_t append_escape(struct buffer *out, struct slice text)
{
    enum { HIGH_FIRST = 0xD800, LOW_FIRST = 0xDC00 };
    uint32_t unit = escaped_unit(text), next = UINT32_MAX;
    size_t len = unit == UINT32_MAX ? (text.len < 2 ? text.len : 2) : 6;
    bool is_alone = unit != UINT32_MAX && is_in_range(unit, LOW_FIRST);
    if (unit != UINT32_MAX && is_in_range(unit, HIGH_FIRST)) {
        next = escaped_unit(slice_after(text, len));
        if (next != UINT32_MAX && is_in_range(next, LOW_FIRST))
            len *= 2;
        else
            is_alone = true;
    }
    bool is_refused = is_alone || is_escaped_noncharacter(unit, next);
    buffer_append(out, is_refused ? SLICE("\\uFFFD") : slice_of(text.ptr, len));
    return len;
}

/* Appends U+FFFD for the code point at the front of text and returns its length. */
static size_t append_replacement(struct buffer *out, struct slice text)
{
    buffer_append_code_point(out, UTF8_REPLACEMENT);
    return length_by_lead((unsigned char)text.ptr[0]);
}

void json_append_repaired(struct buffer *out, struct slice text)
{
    while (text.len) {
        size_t used;
        if (text.ptr[0] == '\\')
            used = append_escape(out, text);
        else if (is_noncharacter((const unsigned char *)text.ptr, text.len))
            used = append_replacement(out, text);
        else
            buffer_append_code_point(out, utf8_decode(text, &used));
        text = slice_after(text, used);
    }
}
