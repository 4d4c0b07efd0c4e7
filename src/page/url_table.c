#include "page/url_table.h"

#include "base/buffer.h"
#include "base/url.h"

#include <string.h>

/* ---- CSV --------------------------------------------------------------------------- */

/* Moves one field from *rest to *out, without its quotes, and sets *is_last if it is the
   last one of its record. Quoted fields may contain commas, line ends and doubled
   quotes. */
static void take_field(struct slice *rest, struct buffer *out, bool *is_last)
{
    size_t i = 0;
    bool is_quoted = rest->len && rest->ptr[0] == '"';
    buffer_truncate(out, 0);
    for (i = is_quoted; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (is_quoted && c == '"') {
            is_quoted = i + 1 < rest->len && rest->ptr[i + 1] == '"';
            i += is_quoted;
            if (!is_quoted)
                continue;
        } else if (!is_quoted && (c == ',' || c == '\n')) {
            break;
        }
        buffer_append_char(out, c);
    }
    *is_last = i >= rest->len || rest->ptr[i] == '\n';
    *rest = slice_after(*rest, i < rest->len ? i + 1 : i);
}

/* Returns the column that is named url in the first record; SIZE_MAX if there is none. */
static size_t find_column(struct slice *rest, struct buffer *field)
{
    size_t found = SIZE_MAX;
    bool is_last = false;
    for (size_t column = 0; !is_last; column++) {
        take_field(rest, field, &is_last);
        if (slice_equal_nocase(slice_trim(buffer_slice(field)), SLICE("url")))
            found = column;
    }
    return found;
}

static void read_csv(struct arena *a, struct slice text, struct feed *out)
{
    struct buffer field;
    buffer_open(&field, a);
    size_t column = find_column(&text, &field);
    if (column == SIZE_MAX)
        return;
    out->kind = FEED_LIST;
    while (text.len) {
        bool is_last = false;
        for (size_t i = 0; !is_last; i++) {
            take_field(&text, &field, &is_last);
            if (i == column && !feed_add(a, out, buffer_slice(&field)))
                return;
        }
    }
}

/* ---- one address per line ---------------------------------------------------------- */

static bool is_address(struct slice line)
{
    return url_is_web(line) && !memchr(line.ptr, ' ', line.len) &&
           !memchr(line.ptr, '<', line.len);
}

/* Whether text has only addresses, blank lines and comments. */
static bool is_list(struct slice text)
{
    struct slice line;
    bool has_address = false;
    while (slice_split(&text, '\n', &line)) {
        line = slice_trim(line);
        if (!line.len || line.ptr[0] == '#')
            continue;
        if (!is_address(line))
            return false;
        has_address = true;
    }
    return has_address;
}

static void read_list(struct arena *a, struct slice text, struct feed *out)
{
    struct slice line;
    out->kind = FEED_LIST;
    while (slice_split(&text, '\n', &line)) {
        line = slice_trim(line);
        if (line.len && line.ptr[0] != '#' && !feed_add(a, out, line))
            return;
    }
}

void url_table_read(struct arena *a, struct slice text, struct feed *out)
{
    if (is_list(text))
        read_list(a, text, out);
    else
        read_csv(a, text, out);
}
