#include "cli/page_request.h"

#include "base/array.h"
#include "base/mime.h"
#include "write/record.h"
#include <string.h>

static const char *known(const char *string)
{
    return string && string[0] ? string : NULL;
}

struct winnow_input page_request_input(const struct options *options,
                                       const struct page_source *source)
{
    struct winnow_input input = options->page;
    input.kind = source->kind;
    input.bytes = source->bytes.ptr;
    input.size = source->bytes.len;
    input.url = known(source->url);
    input.content_type = known(source->content_type);
    input.is_utf8 = source->is_utf8;
    if (source->is_utf8)
        input.charset = NULL;
    if (source->is_continued)
        input.title = WINNOW_TITLE_DROP;
    return input;
}

enum winnow_kind page_request_kind(const char *content_type)
{
    return mime_is_plain_text(slice_of_string(content_type)) ? WINNOW_TEXT : WINNOW_HTML;
}

void page_request_name_options(struct winnow_record *record)
{
    static const struct {
        const char *field, *option;
    } limits[] = {
        {RECORD_OVER_TIME,
         "the page took more CPU time than a page may; --page-seconds sets the limit"},
        {RECORD_OVER_MEMORY,
         "the page took more memory than a page may; --page-memory sets the limit"},
    };
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        if (record->error && strcmp(record->error, limits[i].field) == 0)
            record_set(record, &record->error, limits[i].option);
}
