#include "site/word_diff.h"

#include "base/edit_script.h"
#include "base/utf8.h"
#include "site/markup.h"
#include "site/words.h"

enum {
    /* Texts that differ by more are shown as one removed and one added: nobody reads such
       a comparison. The first is of lines, the second of words within changed lines. */
    LINE_EDITS_MAX = 1000,
    WORD_EDITS_MAX = 1000,
    WORK_MAX = 1 << 26, /* parts times edits: half a second */
    CONTEXT = 2,        /* unchanged lines that stay visible beside a change */
    FOLD_MIN = 3,       /* more of them than this are folded */
};

struct parts {
    struct slice *items;
    size_t count, capacity;
};

/* Two sequences of lines or words, and which of them are in one alone. */
struct comparison {
    struct parts a, b;
    bool *removed, *added;
};

static struct edit_sequence number_parts(struct arena *arena, struct hash_table *numbers,
                                         const struct parts *parts)
{
    uint32_t *items = arena_calloc(arena, parts->count + 1, sizeof *items);
    for (size_t i = 0; i < parts->count; i++)
        items[i] = edit_script_number(numbers, parts->items[i]);
    return (struct edit_sequence){items, parts->count};
}

static void compare(struct arena *arena, struct comparison *c, size_t edits_max)
{
    struct hash_table numbers;
    size_t affordable = WORK_MAX / (c->a.count + c->b.count + 1);
    edits_max = edits_max < affordable ? edits_max : affordable;
    hash_table_open(&numbers, arena, 1);
    c->removed = arena_calloc(arena, c->a.count + 1, sizeof *c->removed);
    c->added = arena_calloc(arena, c->b.count + 1, sizeof *c->added);
    edit_script_find(number_parts(arena, &numbers, &c->a),
                     number_parts(arena, &numbers, &c->b), edits_max, c->removed,
                     c->added);
}

/* ---- parts ------------------------------------------------------------------------- */

static void split_lines(struct arena *arena, struct slice text, struct parts *out)
{
    for (struct slice line; slice_split(&text, '\n', &line);)
        if (slice_trim(line).len)
            ARENA_PUSH(arena, out, slice_trim(line));
}

/* Where the part that begins at `start` ends: a word, a run of white space, or one
   character of another kind, also of a script that writes no spaces. */
static size_t end_of_part(struct slice line, size_t start)
{
    size_t used, at = start;
    uint32_t c = utf8_decode(slice_after(line, at), &used);
    enum word_kind kind = word_kind_of(c);
    at += used;
    while (at < line.len && (kind == WORD_LETTER || kind == WORD_SPACE)) {
        c = utf8_decode(slice_after(line, at), &used);
        if (word_kind_of(c) != kind)
            break;
        at += used;
    }
    return at;
}

/* The parts of lines, with a line feed after each line but the last. */
static void split_words(struct arena *arena, const struct slice *lines, size_t count,
                        struct parts *out)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t at = 0, end; at < lines[i].len; at = end) {
            end = end_of_part(lines[i], at);
            ARENA_PUSH(arena, out, slice_of(lines[i].ptr + at, end - at));
        }
        if (i + 1 < count)
            ARENA_PUSH(arena, out, SLICE("\n"));
    }
}

/* ---- writing ----------------------------------------------------------------------- */

struct writer {
    struct buffer *out;
    const char *open; /* "ins", "del" or NULL */
};

static void switch_to(struct writer *writer, const char *element)
{
    if (writer->open == element)
        return;
    if (writer->open)
        buffer_printf(writer->out, "</%s>", writer->open);
    if (element)
        buffer_printf(writer->out, "<%s>", element);
    writer->open = element;
}

static void put_part(struct writer *writer, const char *element, struct slice part)
{
    if (slice_equal(part, SLICE("\n"))) {
        switch_to(writer, NULL);
        buffer_append_string(writer->out, "</p>\n<p>");
        return;
    }
    switch_to(writer, element);
    markup_text(writer->out, part);
}

/* The lines of a that became those of b. */
static void append_change(struct arena *arena, const struct slice *a, size_t a_count,
                          const struct slice *b, size_t b_count, struct buffer *out)
{
    static const char removed[] = "del", added[] = "ins";
    struct comparison words = {0};
    struct writer writer = {.out = out};
    split_words(arena, a, a_count, &words.a);
    split_words(arena, b, b_count, &words.b);
    compare(arena, &words, WORD_EDITS_MAX);
    buffer_append_string(out, "<p>");
    for (size_t x = 0, y = 0; x < words.a.count || y < words.b.count;) {
        if (x < words.a.count && words.removed[x]) {
            put_part(&writer, removed, words.a.items[x++]);
        } else if (y < words.b.count && words.added[y]) {
            put_part(&writer, added, words.b.items[y++]);
        } else {
            put_part(&writer, NULL, words.b.items[y++]);
            x++;
        }
    }
    switch_to(&writer, NULL);
    buffer_append_string(out, "</p>\n");
}

static void append_lines(const struct slice *lines, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        buffer_append_string(out, "<p>");
        markup_text(out, lines[i]);
        buffer_append_string(out, "</p>\n");
    }
}

/* Lines of both texts; is_first and is_last say whether no change is before or after. */
static void append_common(const struct slice *lines, size_t count, bool is_first,
                          bool is_last, struct buffer *out)
{
    size_t head = is_first ? 0 : CONTEXT, tail = is_last ? 0 : CONTEXT;
    if (count <= head + tail + FOLD_MIN) {
        append_lines(lines, count, out);
        return;
    }
    append_lines(lines, head, out);
    buffer_append_string(out, "<details>\n<summary>");
    markup_count(out, (int64_t)(count - head - tail), "unchanged paragraph");
    buffer_append_string(out, "</summary>\n");
    append_lines(lines + head, count - head - tail, out);
    buffer_append_string(out, "</details>\n");
    append_lines(lines + count - tail, tail, out);
}

static size_t count_marked(const bool *marks, size_t start, size_t count, bool mark)
{
    size_t end = start;
    while (end < count && marks[end] == mark)
        end++;
    return end - start;
}

void word_diff_append(struct slice before, struct slice after, struct arena *arena,
                      struct buffer *out)
{
    struct comparison lines = {0};
    split_lines(arena, before, &lines.a);
    split_lines(arena, after, &lines.b);
    compare(arena, &lines, LINE_EDITS_MAX);
    for (size_t x = 0, y = 0; x < lines.a.count || y < lines.b.count;) {
        size_t same = count_marked(lines.added, y, lines.b.count, false);
        size_t here = count_marked(lines.removed, x, lines.a.count, false);
        same = here < same ? here : same;
        if (same) {
            append_common(lines.b.items + y, same, y == 0, y + same == lines.b.count,
                          out);
            x += same;
            y += same;
            continue;
        }
        size_t gone = count_marked(lines.removed, x, lines.a.count, true);
        size_t come = count_marked(lines.added, y, lines.b.count, true);
        append_change(arena, lines.a.items + x, gone, lines.b.items + y, come, out);
        x += gone;
        y += come;
    }
}
