#include "archive/cause.h"

#include "base/array.h"

/* The length of a clause such as " after 30001 milliseconds with 0 bytes received", which
   ends before the next colon or semicolon; 0: there is none here. */
static size_t measure_clause(struct slice text)
{
    static const char *const beginnings[] = {" after ", " with ", ": "};
    for (size_t i = 0; i < COUNT_OF(beginnings); i++) {
        struct slice word = slice_of_string(beginnings[i]);
        if (!slice_starts_with(text, word) || word.len >= text.len ||
            !is_ascii_digit((unsigned char)text.ptr[word.len]))
            continue;
        size_t len = word.len;
        while (len < text.len && text.ptr[len] != ':' && text.ptr[len] != ';')
            len++;
        return len;
    }
    return 0;
}

/* The pages of a host that is not asked any more have its failure in common with those
   that showed it. */
static struct slice skip_not_requested(struct slice text)
{
    static const struct slice last = {" times in a row: ",
                                      sizeof " times in a row: " - 1};
    size_t at = slice_starts_with(text, SLICE("not requested: ")) ? slice_find(text, last)
                                                                  : SIZE_MAX;
    return at == SIZE_MAX ? text : slice_after(text, at + last.len);
}

void cause_fold(struct slice text, struct slice url, struct buffer *out)
{
    text = skip_not_requested(text);
    while (text.len) {
        size_t len = measure_clause(text);
        if (!len && url.len && slice_starts_with(text, url)) {
            len = url.len;
            buffer_append_string(out, "the page");
        } else if (!len) {
            len = 1;
            buffer_append_char(out, text.ptr[0]);
        }
        text = slice_after(text, len);
    }
}
