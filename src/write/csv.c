#include "write/csv.h"

#include "base/array.h"
#include "base/slice.h"

static void append_value(struct buffer *out, struct slice value)
{
    bool is_quoted = false;
    for (size_t i = 0; i < value.len && !is_quoted; i++)
        is_quoted = slice_find_char(SLICE("\",\r\n"), value.ptr[i]) != SIZE_MAX;
    if (!is_quoted) {
        buffer_append(out, value);
        return;
    }
    buffer_append_char(out, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"')
            buffer_append_char(out, '"');
        buffer_append_char(out, value.ptr[i]);
    }
    buffer_append_char(out, '"');
}

void write_csv_head(struct buffer *out)
{
    buffer_append_string(out, "url,title,author,date,status,text\r\n");
}

bool write_csv(const struct winnow_record *record, struct slice passed,
               struct buffer *out)
{
    const char *const strings[] = {record->url, record->title, record->author,
                                   record->date, winnow_status_name(record->status)};
    (void)passed;
    for (size_t i = 0; i < COUNT_OF(strings); i++) {
        append_value(out, slice_of_string(strings[i]));
        buffer_append_char(out, ',');
    }
    append_value(out, slice_of(record->text, record->text_length));
    buffer_append_string(out, "\r\n");
    return !out->failed;
}
