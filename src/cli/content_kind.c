#include "cli/content_kind.h"

#include "container/gzip.h"
#include "container/saved_page.h"
#include "container/wacz.h"
#include "container/zstd_stream.h"
#include <unistd.h>

enum {
    MAGIC_LOOK = 512,      /* bytes that tell a binary file */
    TEXT_LOOK = 8 * 1024,  /* bytes that have the signs of a saved page */
    HEAD_LOOK = 64 * 1024, /* bytes of a message's head */
    LINE_LOOK = 64 * 1024, /* bytes of a line of JSON */
};

#define RECORD SLICE("WARC/")
#define GZIP   SLICE("\x1F\x8B\x08")

static bool is_prefix_of(struct slice front, struct slice magic)
{
    return front.len < magic.len && slice_starts_with(magic, front);
}

static bool is_warc(struct slice front)
{
    return slice_starts_with(front, RECORD) || zstd_stream_is(front) || wacz_is(front);
}

static enum input_kind kind_of_gzip(struct slice front, bool *needs_more)
{
    struct buffer plain;
    buffer_open(&plain, NULL);
    gzip_decompress(front, GZIP_OR_ZLIB, HEAD_LOOK, &plain, NULL); /* its beginning */
    bool is_record = slice_starts_with(buffer_slice(&plain), RECORD);
    *needs_more = plain.len < RECORD.len;
    buffer_close(&plain);
    return is_record ? INPUT_WARC : INPUT_HTML;
}

/* A line of JSON with a member that makes it an input. */
static enum input_kind kind_of_json(struct slice text, bool *needs_more)
{
    struct slice rest = text, line;
    slice_split(&rest, '\n', &line);
    *needs_more = !rest.ptr && text.len < LINE_LOOK;
    struct slice members = slice_trim(slice_after(line, 1));
    if (members.len && members.ptr[0] != '"')
        *needs_more = false;
    else if (slice_find(line, SLICE("\"url\"")) != SIZE_MAX ||
             slice_find(line, SLICE("\"html\"")) != SIZE_MAX ||
             slice_find(line, SLICE("\"text\"")) != SIZE_MAX)
        return INPUT_JSONL;
    return INPUT_UNSAID;
}

/* Whether the text begins with "Name: ", as the head of a message does. */
static bool may_be_message(struct slice text)
{
    size_t i = 0;
    while (i < text.len &&
           (is_ascii_letter((unsigned char)text.ptr[i]) || text.ptr[i] == '-'))
        i++;
    return i == text.len ||
           (text.ptr[i] == ':' && (i + 1 == text.len || text.ptr[i + 1] == ' '));
}

static enum input_kind kind_of_text(struct slice text, bool *needs_more)
{
    bool is_message = may_be_message(text);
    if (text.ptr[0] == '{')
        return kind_of_json(text, needs_more);
    if (text.ptr[0] != '<' && text.ptr[0] != 'b' && !is_message)
        return INPUT_UNSAID;
    if (saved_page_is(text))
        return INPUT_HTML;
    bool has_head = slice_find(text, SLICE("\n\n")) != SIZE_MAX ||
                    slice_find(text, SLICE("\n\r\n")) != SIZE_MAX;
    *needs_more = is_message ? !has_head && text.len < HEAD_LOOK
                             : text.ptr[0] == '<' && text.len < TEXT_LOOK;
    return INPUT_UNSAID;
}

enum input_kind content_kind_of(struct slice front, bool is_all, bool *needs_more)
{
    enum input_kind kind = INPUT_UNSAID;
    struct slice text = front;
    *needs_more = false;
    if (slice_starts_with(text, SLICE("\xEF\xBB\xBF")))
        text = slice_after(text, 3);
    while (text.len && is_ascii_space((unsigned char)text.ptr[0]))
        text = slice_after(text, 1);
    if (is_warc(front))
        return INPUT_WARC;
    if (slice_starts_with(front, GZIP))
        kind = kind_of_gzip(front, needs_more);
    else if (wacz_is_zip(front) || !text.len || is_prefix_of(front, GZIP) ||
             is_prefix_of(front, RECORD) || is_prefix_of(front, SLICE("bplist00")) ||
             is_prefix_of(front, SLICE("PK\3\4")) ||
             is_prefix_of(front, SLICE("\x28\xB5\x2F\xFD")) ||
             is_prefix_of(front, SLICE("\x5D\x2A\x4D\x18")))
        *needs_more = front.len < MAGIC_LOOK;
    else
        kind = kind_of_text(text, needs_more);
    *needs_more &= !is_all;
    return kind;
}

enum input_kind content_kind_of_file(int fd)
{
    char bytes[TEXT_LOOK];
    bool needs_more;
    ssize_t count = pread(fd, bytes, sizeof bytes, 0);
    return content_kind_of(slice_of(bytes, count > 0 ? (size_t)count : 0), true,
                           &needs_more);
}
