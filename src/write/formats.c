#include "write/formats.h"

#include "base/array.h"
#include "write/csv.h"
#include "write/frontmatter.h"
#include "write/html.h"
#include "write/jsonl.h"
#include "write/markdown.h"
#include "write/text.h"
#include <string.h>

static void write_titled_text(struct slice title, struct slice text, struct buffer *out)
{
    buffer_append(out, title);
    buffer_append_string(out, "\n\n");
    buffer_append(out, text);
}

static void write_titled_markdown(struct slice title, struct slice text,
                                  struct buffer *out)
{
    markdown_append_title(title, out);
    buffer_append(out, text);
}

const struct format formats[] = {
    [WINNOW_AS_TEXT] = {"text", ".txt", "plain text, with a blank line between blocks",
                        .write_blocks = write_text, .write_titled = write_titled_text},
    [WINNOW_AS_MARKDOWN] = {"markdown", ".md",
                            "CommonMark with the tables, footnotes and task lists of "
                            "GitHub Flavored Markdown",
                            .write_blocks = write_markdown,
                            .write_titled = write_titled_markdown,
                            .write_front_matter = write_front_matter},
    [WINNOW_AS_HTML] =
        {"html", ".html",
         "the kept part of the page, without scripts, styles, forms and classes",
         .write_blocks = write_html, .write_titled = html_append_titled},
    {"jsonl", ".json", "one JSON object per line, for each input, failures included",
     .write_record = write_jsonl},
    {"csv", ".csv",
     "comma-separated values (RFC 4180) with the columns url, title, author, date, "
     "status "
     "and text; a record for each input, failures included",
     .write_record = write_csv, .write_head = write_csv_head},
};
const size_t format_count = COUNT_OF(formats);

const struct format *format_find(const char *name)
{
    for (size_t i = 0; i < format_count; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}
