#include "write/frontmatter.h"

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
