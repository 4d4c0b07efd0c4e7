#include "refresh/unified_diff.h"

#include "base/edit_script.h"
#include "cli/color.h"

enum {
    CONTEXT = 3,
    /* Texts that differ by more lines are shown as all of one removed and all of the
       other added, but for their beginning and end: nobody reads such a diff. */
    EDITS_MAX = 2000,
};

struct lines_of {
    struct slice *items;
    size_t count;
};

static struct lines_of split(struct arena *a, struct slice text)
{
    struct {
        struct slice *items;
        size_t count, capacity;
    } list = {0};
    struct slice line;
    if (text.len && text.ptr[text.len - 1] == '\n')
        text.len--;
    if (!text.len)
        return (struct lines_of){0};
    while (slice_split(&text, '\n', &line))
        ARENA_PUSH(a, &list, line);
    return (struct lines_of){list.items, list.count};
}

/* ---- the search -------------------------------------------------------------------- */

struct search {
    struct lines_of a, b;
    bool *removed, *added; /* by line */
    bool has_colors;
};

static struct edit_sequence number_lines(struct arena *a, struct hash_table *numbers,
                                         struct lines_of lines)
{
    uint32_t *items = arena_calloc(a, lines.count + 1, sizeof *items);
    for (size_t i = 0; i < lines.count; i++)
        items[i] = edit_script_number(numbers, lines.items[i]);
    return (struct edit_sequence){items, lines.count};
}

static void find_changes(struct search *s, struct arena *a)
{
    struct hash_table numbers;
    hash_table_open(&numbers, a, 1);
    edit_script_find(number_lines(a, &numbers, s->a), number_lines(a, &numbers, s->b),
                     EDITS_MAX, s->removed, s->added);
}

/* ---- hunks ------------------------------------------------------------------------- */

static void append_colored(const struct search *s, enum color color, const char *mark,
                           struct slice line, struct buffer *out)
{
    color_begin(s->has_colors, color, out);
    buffer_append_string(out, mark);
    buffer_append(out, line);
    color_end(s->has_colors, out);
    buffer_append_char(out, '\n');
}

static void append_common(struct slice line, struct buffer *out)
{
    buffer_append_char(out, ' ');
    buffer_append(out, line);
    buffer_append_char(out, '\n');
}

/* Skips lines that both texts have. Returns false at the end of both. */
static bool next_change(const struct search *s, size_t *x, size_t *y)
{
    while (*x < s->a.count && *y < s->b.count && !s->removed[*x] && !s->added[*y]) {
        ++*x;
        ++*y;
    }
    return *x < s->a.count || *y < s->b.count;
}

/* Skips a change, and the next ones that are near enough to share its hunk. */
static void end_hunk(const struct search *s, size_t *x, size_t *y)
{
    for (;;) {
        while (*x < s->a.count && s->removed[*x])
            ++*x;
        while (*y < s->b.count && s->added[*y])
            ++*y;
        size_t ahead_x = *x, ahead_y = *y;
        bool has_next = next_change(s, &ahead_x, &ahead_y);
        if (!has_next || ahead_x - *x > 2 * CONTEXT)
            return;
        *x = ahead_x;
        *y = ahead_y;
    }
}

static void append_range(struct buffer *out, char mark, size_t first, size_t count)
{
    buffer_printf(out, "%c%zu", mark, count ? first + 1 : first);
    if (count != 1)
        buffer_printf(out, ",%zu", count);
}

static void append_hunk(const struct search *s, size_t x, size_t y, size_t end_x,
                        size_t end_y, struct buffer *out)
{
    color_begin(s->has_colors, COLOR_CYAN, out);
    buffer_append_string(out, "@@ ");
    append_range(out, '-', x, end_x - x);
    buffer_append_char(out, ' ');
    append_range(out, '+', y, end_y - y);
    buffer_append_string(out, " @@");
    color_end(s->has_colors, out);
    buffer_append_char(out, '\n');
    while (x < end_x || y < end_y) {
        if (x < end_x && s->removed[x]) {
            append_colored(s, COLOR_RED, "-", s->a.items[x++], out);
        } else if (y < end_y && s->added[y]) {
            append_colored(s, COLOR_GREEN, "+", s->b.items[y++], out);
        } else {
            append_common(s->a.items[x++], out);
            y++;
        }
    }
}

static void append_hunks(const struct search *s, struct buffer *out)
{
    size_t x = 0, y = 0;
    while (next_change(s, &x, &y)) {
        size_t lead = x < y ? x : y;
        lead = lead < CONTEXT ? lead : CONTEXT;
        size_t end_x = x, end_y = y;
        end_hunk(s, &end_x, &end_y);
        size_t tail = s->a.count - end_x < CONTEXT ? s->a.count - end_x : CONTEXT;
        append_hunk(s, x - lead, y - lead, end_x + tail, end_y + tail, out);
        x = end_x;
        y = end_y;
    }
}

void unified_diff_append(struct diff_side a, struct diff_side b, bool has_colors,
                         struct buffer *out)
{
    struct arena arena;
    if (slice_equal(a.text, b.text))
        return;
    arena_open(&arena, SIZE_MAX);
    struct search s = {
        .a = split(&arena, a.text), .b = split(&arena, b.text), .has_colors = has_colors};
    s.removed = arena_calloc(&arena, s.a.count + 1, sizeof *s.removed);
    s.added = arena_calloc(&arena, s.b.count + 1, sizeof *s.added);
    find_changes(&s, &arena);
    append_colored(&s, COLOR_BOLD, "--- ", slice_of_string(a.name), out);
    append_colored(&s, COLOR_BOLD, "+++ ", slice_of_string(b.name), out);
    append_hunks(&s, out);
    arena_close(&arena);
}
