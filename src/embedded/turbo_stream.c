#include "embedded/turbo_stream.h"

#include "base/buffer.h"
#include "base/loose_json.h"
#include "embedded/script_state.h"

enum {
    STREAM_MAX = 5 << 20, /* bytes; larger states are whole databases */
    PIECES_MAX = 1000,    /* per script; usually there is one */
};

/* Joins the strings of all pieces: a line may begin in one and end in the next. */
static struct slice join_pieces(const struct page *page, struct arena *a)
{
    const struct slice call = SLICE(".streamController.enqueue(");
    struct buffer stream;
    buffer_open(&stream, a);
    for (size_t i = 0; i < page->embedded_count; i++) {
        struct slice script = page->embedded[i].text;
        if (page->embedded[i].kind != EMBEDDED_SCRIPT ||
            stream.len + script.len > STREAM_MAX)
            continue;
        for (int pieces = 0; pieces < PIECES_MAX; pieces++) {
            size_t at = slice_find(script, call);
            if (at == SIZE_MAX)
                break;
            script = slice_after(script, at + call.len);
            buffer_append(&stream, loose_json_read_string(a, script));
        }
    }
    return buffer_slice(&stream);
}

/* The content of "[...]", or of "P12:[...]", the result of a promise. */
static struct slice values_of(struct slice line)
{
    size_t start = 0;
    line = slice_trim(line);
    while (start < line.len && line.ptr[start] != '[' && line.ptr[start] != '"')
        start++;
    bool is_list =
        start + 2 < line.len && line.ptr[start] == '[' && line.ptr[line.len - 1] == ']';
    return is_list ? slice_of(line.ptr + start + 1, line.len - start - 2) : SLICE("");
}

/* Joins the lists of all lines into one: objects refer to their members by index into
   it. */
static struct slice join_lists(struct slice stream, struct arena *a)
{
    struct slice line;
    struct buffer list;
    buffer_open(&list, a);
    buffer_append_char(&list, '[');
    while (slice_split(&stream, '\n', &line)) {
        struct slice values = values_of(line);
        if (values.len && list.len > 1)
            buffer_append_char(&list, ',');
        buffer_append(&list, values);
    }
    buffer_append_char(&list, ']');
    return buffer_slice(&list);
}

struct slice turbo_stream_find(const struct page *page, struct arena *a)
{
    struct loose_json data = {0};
    struct slice stream = join_pieces(page, a);
    if (!stream.len)
        return stream;
    loose_json_read(a, join_lists(stream, a), &data);
    return script_state_find(a, &data);
}
