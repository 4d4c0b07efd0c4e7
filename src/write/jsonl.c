#include "write/jsonl.h"

#include "base/array.h"
#include "base/json.h"
#include <stddef.h>

/* ---- values ------------------------------------------------------------------------ */

/* Takes ownership of value; NULL, which means out of memory, sets the buffer's failure
   flag. */
static void append_value(struct buffer *out, struct json *value)
{
    if (!value || !json_write(value, out))
        out->failed = true;
    json_drop(value);
}

static void append_string(struct buffer *out, const char *string)
{
    append_value(out,
                 string ? json_string_new(slice_of_string(string)) : json_null_new());
}

static void append_status(const struct winnow_record *record, struct buffer *out)
{
    append_string(out, winnow_status_name(record->status));
}

static void append_http_status(const struct winnow_record *record, struct buffer *out)
{
    append_value(out, record->http_status ? json_integer_new(record->http_status)
                                          : json_null_new());
}

static void append_rule(const struct winnow_record *record, struct buffer *out)
{
    if (!record->rule_file) {
        append_value(out, json_null_new());
        return;
    }
    buffer_append_string(out, "{\"file\":");
    append_string(out, record->rule_file);
    buffer_append_string(out, ",\"revision\":");
    append_string(out, record->rule_revision);
    buffer_append_char(out, '}');
}

static void append_pages(const struct winnow_record *record, struct buffer *out)
{
    buffer_append_char(out, '[');
    for (size_t i = 0; i < record->page_count; i++) {
        if (i)
            buffer_append_char(out, ',');
        append_string(out, record->pages[i]);
    }
    buffer_append_char(out, ']');
}

static void append_text(const struct winnow_record *record, struct buffer *out)
{
    append_value(out, json_string_new(slice_of(record->text, record->text_length)));
}

static void append_notes(const struct winnow_record *record, struct buffer *out)
{
    buffer_append_char(out, '[');
    for (size_t i = 0; i < record->note_count; i++) {
        const struct winnow_note *note = &record->notes[i];
        buffer_append_string(out, i ? ",{\"code\":" : "{\"code\":");
        append_string(out, note->code);
        buffer_append_string(out, ",\"place\":");
        append_string(out, note->place);
        buffer_append_string(out, ",\"text\":");
        append_string(out, note->text);
        buffer_append_char(out, '}');
    }
    buffer_append_char(out, ']');
}

/* ---- the record -------------------------------------------------------------------- */

/* A field is one of the record's strings, or is computed from the record by a
   function. */
static const struct {
    const char *name;
    size_t string; /* offset of the record's `const char *`, if append is NULL */
    void (*append)(const struct winnow_record *record, struct buffer *out);
} fields[] = {
    {"url", offsetof(struct winnow_record, url), NULL},
    {"final_url", offsetof(struct winnow_record, final_url), NULL},
    {"status", 0, append_status},
    {"http_status", 0, append_http_status},
    {"title", offsetof(struct winnow_record, title), NULL},
    {"author", offsetof(struct winnow_record, author), NULL},
    {"date", offsetof(struct winnow_record, date), NULL},
    {"language", offsetof(struct winnow_record, language), NULL},
    {"site", offsetof(struct winnow_record, site), NULL},
    {"canonical", offsetof(struct winnow_record, canonical), NULL},
    {"page_type", offsetof(struct winnow_record, page_type), NULL},
    {"rule", 0, append_rule},
    {"pages", 0, append_pages},
    {"raw_sha256", offsetof(struct winnow_record, raw_sha256), NULL},
    {"text_sha256", offsetof(struct winnow_record, text_sha256), NULL},
    {"fetched_at", offsetof(struct winnow_record, fetched_at), NULL},
    {"text", 0, append_text},
    {"notes", 0, append_notes},
    {"error", offsetof(struct winnow_record, error), NULL},
};

enum { FIELD_COUNT = COUNT_OF(fields) };

static void append_field(const struct winnow_record *record, size_t i, struct buffer *out)
{
    const char *const *string =
        (const char *const *)((const char *)record + fields[i].string);
    if (fields[i].append)
        fields[i].append(record, out);
    else
        append_string(out, *string);
}

static void append_member(struct buffer *out, struct slice key, struct slice value)
{
    if (out->len && out->ptr[out->len - 1] != '{')
        buffer_append_char(out, ',');
    json_append_raw(out, key);
    buffer_append_char(out, ':');
    json_append_raw(out, value);
}

static void append_id(void *out, struct slice key, struct slice value)
{
    if (json_key_is(key, "id"))
        append_member(out, key, value);
}

static void append_other(void *out, struct slice key, struct slice value)
{
    if (json_key_is(key, "id"))
        return;
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (json_key_is(key, fields[i].name))
            return;
    append_member(out, key, value);
}

bool write_jsonl(const struct winnow_record *record, struct slice passed,
                 struct buffer *out)
{
    buffer_append_char(out, '{');
    json_each_raw(passed, append_id, out);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (out->ptr[out->len - 1] != '{')
            buffer_append_char(out, ',');
        buffer_append_char(out, '"');
        buffer_append_string(out, fields[i].name);
        buffer_append_string(out, "\":");
        append_field(record, i, out);
    }
    json_each_raw(passed, append_other, out);
    buffer_append_string(out, "}\n");
    return !out->failed;
}
