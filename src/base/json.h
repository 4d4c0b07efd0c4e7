/* json: reads and builds JSON values. The only file that uses jansson. A struct json is a
   reference counted handle on the heap; whoever got it from a function documented "new"
   drops it with json_drop. "borrowed" ones live as long as their parent. */
#ifndef WINNOW_BASE_JSON_H
#define WINNOW_BASE_JSON_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include <stdint.h>

struct json; /* jansson's json_t */

enum json_kind {
    JSON_NULL_VALUE,
    JSON_BOOLEAN_VALUE,
    JSON_INTEGER_VALUE,
    JSON_REAL_VALUE,
    JSON_STRING_VALUE,
    JSON_ARRAY_VALUE,
    JSON_OBJECT_VALUE,
};

/* Has jansson read the seed of its hash tables, before a sandbox forbids it. */
void json_warm_up(void);

/* new, or NULL with err filled (line and column of the text). NUL in strings is valid;
   nesting over 2,048 is refused (jansson's limit). An integer beyond int64_t is read as a
   real. */
struct json *json_parse(struct slice text, struct error *err);
void json_drop(struct json *value);

enum json_kind json_kind(const struct json *value); /* NULL is JSON_NULL_VALUE */
/* The bytes of a string; empty for other kinds. Borrowed. */
struct slice json_text(const struct json *value);
int64_t json_number(const struct json *value); /* of an integer or a real; else 0 */
/* Borrowed; NULL if there is none or value is no object. */
struct json *json_get(const struct json *object, const char *key);
size_t json_count(const struct json *array);
struct json *json_at(const struct json *array, size_t index); /* borrowed */

/* Building. The put functions take over `value`; invalid UTF-8 becomes U+FFFD. */
struct json *json_object_new(void);
struct json *json_string_new(struct slice text);
struct json *json_integer_new(int64_t number);
struct json *json_null_new(void);
struct json *json_array_new(void);
bool json_append(struct json *array, struct json *value);
bool json_put(struct json *object, const char *key, struct json *value);
/* Writes one line without spaces, with members in the order they were put; UTF-8 is not
   escaped, except what json_append_raw escapes. */
bool json_write(const struct json *value, struct buffer *out);
/* Appends text as a JSON string with quotes, escaped as json_append_raw does; invalid
   UTF-8 becomes U+FFFD. It needs no handle, so out may be in an arena. */
void json_append_string(struct buffer *out, struct slice text);

/* The text of members, for those that are passed through unchanged: a number keeps its
   digits. `object` is the text of an object that json_parse has accepted; key is the text
   with its quotation marks and escapes, and value is that of any JSON value. */
typedef void (*json_visit_raw)(void *context, struct slice key, struct slice value);
void json_each_raw(struct slice object, json_visit_raw visit, void *context);
/* Appends JSON text that json_parse accepts although it would refuse characters of this
   one: invalid UTF-8, escapes of half a surrogate pair, which other writers of JSON let
   pass, and of code points that are no characters become U+FFFD. */
void json_append_repaired(struct buffer *out, struct slice text);
/* How deep objects and arrays are nested in a text that json_parse accepts. */
size_t json_depth(struct slice text);
/* Whether an object in it has two members of one name. */
bool json_has_duplicates(struct slice text);
/* Whether a raw key, unescaped, is this name. */
bool json_key_is(struct slice raw_key, const char *name);
/* Appends JSON text with DEL, C1 and the Unicode line separators escaped: the first two
   must not reach a terminal, and some readers end lines at the others. Code points that
   are no characters, which I-JSON forbids, become U+FFFD. */
void json_append_raw(struct buffer *out, struct slice json);

#endif
