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

void write_front_matter(const struct winnow_record *record, struct buffer *out)
{
    buffer_append_string(out, "---\n");
    append_field(out, "title", record->title);
    append_field(out, "author", record->author);
    append_field(out, "date", record->date);
    append_field(out, "url", record->url);
    append_field(out, "site", record->site);
    append_field(out, "language", record->language);
    buffer_append_string(out, "---\n\n");
}
