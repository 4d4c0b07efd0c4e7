#include "write/frontmatter.h"

#include "base/array.h"
#include "base/json.h"

/* A JSON string is also a YAML string (YAML 1.2, section 1.3). */
static void append_field(struct buffer *out, const char *name, const char *value)
{
    struct json *string = value ? json_string_new(slice_of_string(value)) : NULL;
    if (!value)
        return;
    buffer_printf(out, "%s: ", name);
    if (!string || !json_write(string, out))
        out->failed = true;
    buffer_append_char(out, '\n');
    json_drop(string);
}

void front_matter_append(const struct front_matter *matter, struct buffer *out)
{
    buffer_append_string(out, "---\n");
    append_field(out, "title", matter->title);
    append_field(out, "author", matter->author);
    append_field(out, "date", matter->date);
    append_field(out, "url", matter->url);
    append_field(out, "fetched", matter->fetched);
    append_field(out, "site", matter->site);
    append_field(out, "language", matter->language);
    buffer_append_string(out, "---\n\n");
}

/* Reads a JSON string. Returns NULL if it is none. */
static const char *read_string(struct slice value, struct arena *a)
{
    struct buffer array;
    const char *text = NULL;
    buffer_open(&array, NULL);
    buffer_printf(&array, "[%.*s]", SLICE_ARG(value));
    struct json *parsed = json_parse(buffer_slice(&array), NULL);
    if (json_kind(json_at(parsed, 0)) == JSON_STRING_VALUE)
        text = arena_string(a, json_text(json_at(parsed, 0)));
    json_drop(parsed);
    buffer_close(&array);
    return text;
}

static void read_field(struct slice line, struct arena *a, struct front_matter *out)
{
    const struct {
        const char *name;
        const char **value;
    } fields[] = {
        {"title", &out->title},       {"author", &out->author},   {"date", &out->date},
        {"url", &out->url},           {"fetched", &out->fetched}, {"site", &out->site},
        {"language", &out->language},
    };
    size_t colon = slice_find_char(line, ':');
    for (size_t i = 0; colon != SIZE_MAX && i < COUNT_OF(fields); i++)
        if (slice_equal(slice_of(line.ptr, colon), slice_of_string(fields[i].name)))
            *fields[i].value = read_string(slice_trim(slice_after(line, colon + 1)), a);
}

bool front_matter_read(struct slice *text, struct arena *a, struct front_matter *out)
{
    struct slice rest = *text, line;
    *out = (struct front_matter){0};
    if (!slice_starts_with(rest, SLICE("---\n")))
        return false;
    rest = slice_after(rest, 4);
    while (slice_split(&rest, '\n', &line)) {
        if (slice_equal(line, SLICE("---"))) {
            *text = slice_starts_with(rest, SLICE("\n")) ? slice_after(rest, 1) : rest;
            return true;
        }
        read_field(line, a, out);
    }
    *out = (struct front_matter){0};
    return false;
}

void write_front_matter(const struct winnow_record *record, struct buffer *out)
{
    struct front_matter matter = {
        .title = record->title,
        .author = record->author,
        .date = record->date,
        .url = record->url,
        .site = record->site,
        .language = record->language,
    };
    front_matter_append(&matter, out);
}
