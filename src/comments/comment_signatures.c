#include "comments/comment_signatures.h"

#include "base/array.h"
#include "comments/page_lines.h"
#include "metadata/date.h"
#include "phrases/phrases.h"

enum {
    ROWS_MIN = 2,
    PROSE_LINE = 80,   /* bytes; shorter lines are menus, captions and signatures */
    PROSE_MIN = 300,   /* bytes of such lines before the first comment */
    STAMP_MAX = 80,    /* bytes of a line with a date beside a signature */
    STAMP_LINES = 64,  /* after the last signature, in which its date is searched */
    ACTION_LINE = 60,  /* bytes: "(Reply to this) (Thread)" */
    ACTION_NODES = 32, /* of such a line */
    LABEL_MAX = 40,    /* bytes: "3 comments", "TrackBack (0)" */
    TRIES = 3,    /* the first signatures may be those of the article and of its author */
    RUNS_MAX = 8, /* per page */
    LINES_BACK = 12, /* from a first signature to the anchor of its comment */
};

/* How a comment is signed. */
enum shape {
    SHAPE_NONE,
    SHAPE_POSTED, /* "Posted by: Jane at May 3, 2004 10:30 PM" */
    SHAPE_SAID,   /* "Jane said..." */
    SHAPE_SAYS,   /* "Jane says:", "Jane wrote on May 3, 2004 10:30:"; in articles too */
    SHAPE_ACTION, /* "Reply"; in articles too */
    SHAPE_COUNT,
};

/* What a line says about time. */
enum stamp { STAMP_NONE, STAMP_DATE_OR_TIME, STAMP_DATE_AND_TIME };

struct signature {
    uint32_t line;
    enum shape shape;
};

struct signatures {
    struct signature *items;
    size_t count, capacity;
};

struct search {
    const struct page *page;
    struct arena *arena;
    struct page_lines lines;
    uint32_t *prose;    /* bytes of prose before each line */
    uint32_t *headings; /* before each line */
};

/* ---- a line ------------------------------------------------------------------------ */

static struct slice line_text(const struct search *s, size_t line)
{
    return s->lines.items[line].text;
}

static bool has_clock(struct slice text)
{
    for (size_t i = 1; i + 2 < text.len; i++)
        if (text.ptr[i] == ':' && is_ascii_digit((unsigned char)text.ptr[i - 1]) &&
            is_ascii_digit((unsigned char)text.ptr[i + 1]) &&
            is_ascii_digit((unsigned char)text.ptr[i + 2]))
            return true;
    return false;
}

static bool find_date(const struct search *s, struct slice text, struct date_found *out)
{
    static const enum date_order ORDERS[] = {DATE_DAY_FIRST, DATE_MONTH_FIRST,
                                             DATE_YEAR_FIRST};
    size_t digits = 0;
    for (size_t i = 0; i < text.len; i++)
        digits += is_ascii_digit((unsigned char)text.ptr[i]);
    for (size_t i = 0; digits > 2 && i < COUNT_OF(ORDERS); i++)
        if (date_find(s->arena, text, ORDERS[i], out))
            return true;
    return false;
}

static enum stamp read_stamp(const struct search *s, struct slice text)
{
    struct date_found date;
    bool is_timed = has_clock(text);
    if (!find_date(s, text, &date))
        return is_timed ? STAMP_DATE_OR_TIME : STAMP_NONE;
    is_timed = is_timed || slice_find_char(date.iso, 'T') != SIZE_MAX;
    return is_timed ? STAMP_DATE_AND_TIME : STAMP_DATE_OR_TIME;
}

/* Without the bullets and numbers' signs before a signature. */
static struct slice skip_marks(struct slice text)
{
    while (text.len && !is_ascii_letter((unsigned char)*text.ptr) &&
           !is_ascii_digit((unsigned char)*text.ptr) && (unsigned char)*text.ptr < 0x80)
        text = slice_after(text, 1);
    return text;
}

/* What a text ends with, and removes it. */
enum ending { ENDING_NONE, ENDING_STOP, ENDING_COLON, ENDING_ELLIPSIS };

static enum ending take_ending(struct slice *text)
{
    static const struct {
        struct slice mark;
        enum ending ending;
    } rows[] = {
        {SLICE_INIT("..."), ENDING_ELLIPSIS}, {SLICE_INIT("…"), ENDING_ELLIPSIS},
        {SLICE_INIT(":"), ENDING_COLON},      {SLICE_INIT("："), ENDING_COLON},
        {SLICE_INIT(","), ENDING_STOP},       {SLICE_INIT("."), ENDING_STOP},
    };
    *text = slice_trim(*text);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (slice_ends_with(*text, rows[i].mark)) {
            *text = slice_trim(slice_of(text->ptr, text->len - rows[i].mark.len));
            return rows[i].ending;
        }
    return ENDING_NONE;
}

static bool ends_with_saying(struct slice text)
{
    size_t bytes = phrases_end(text, SENSE_COMMENT_SAYS);
    return bytes && bytes < text.len;
}

static bool is_posted(struct slice text)
{
    struct phrase_beginning found;
    return phrases_begin(skip_marks(text), SENSE_COMMENT_BY, &found);
}

/* Whether a short line has a link or a button to answer. */
static bool has_action(const struct search *s, const struct page_line *line)
{
    if (line->bytes > ACTION_LINE || line->last - line->first > ACTION_NODES)
        return false;
    for (uint32_t i = line->first; i <= line->last; i++)
        if (node_is_text(&s->page->nodes[i]) &&
            phrases_read(s->page->nodes[i].text) & SENSE(COMMENT_ACTION))
            return true;
    return false;
}

static enum shape read_shape(const struct search *s, size_t line)
{
    struct slice text = line_text(s, line), rest = text;
    if (!text.len)
        return SHAPE_NONE;
    if (is_posted(text))
        return SHAPE_POSTED;
    enum ending ending = take_ending(&rest);
    if (ending >= ENDING_COLON && ends_with_saying(rest))
        return ending == ENDING_ELLIPSIS ? SHAPE_SAID : SHAPE_SAYS;
    struct date_found date;
    if (find_date(s, text, &date)) {
        take_ending(&date.before);
        if (ends_with_saying(date.before) || is_posted(date.after))
            return SHAPE_SAYS;
    }
    return has_action(s, &s->lines.items[line]) ? SHAPE_ACTION : SHAPE_NONE;
}

/* ---- places ------------------------------------------------------------------------ */

/* The first line that does not begin before a node. */
static size_t line_at(const struct search *s, uint32_t node)
{
    size_t low = 0, high = s->lines.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->lines.items[middle].first < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t common_ancestor(const struct page *page, uint32_t a, uint32_t b)
{
    while (!page_is_inside(page, b, a))
        a = page->nodes[a].parent;
    return node_is_text(&page->nodes[a]) ? page->nodes[a].parent : a;
}

/* The child of an element that a node is in. */
static uint32_t child_with(const struct page *page, uint32_t top, uint32_t node)
{
    while (page->nodes[node].parent != top)
        node = page->nodes[node].parent;
    return node;
}

static bool is_in_quote(const struct page *page, uint32_t node)
{
    for (; node != NODE_NONE; node = page->nodes[node].parent)
        if (page->nodes[node].tag == TAG_BLOCKQUOTE)
            return true;
    return false;
}

/* ---- a run of signatures ----------------------------------------------------------- */

/* Signatures of one shape, without a heading between them. */
struct run {
    const struct signature *rows;
    size_t count;
    uint32_t box;         /* the innermost element around all of them */
    uint32_t first, last; /* its children with the first and the last one */
    bool is_boxed;        /* a child of box is a comment with its signature */
};

static uint32_t row_node(const struct search *s, const struct run *run, size_t row)
{
    return s->lines.items[run->rows[row].line].first;
}

/* The first line that is not between a signature and the next. */
static size_t end_of_row(const struct search *s, const struct run *run, size_t row)
{
    if (row + 1 < run->count)
        return run->rows[row + 1].line;
    size_t end = run->rows[row].line + STAMP_LINES;
    return end < s->lines.count ? end : s->lines.count;
}

static bool is_dated(const struct search *s, const struct run *run, size_t row)
{
    enum shape shape = run->rows[row].shape;
    bool is_sure = shape == SHAPE_POSTED || shape == SHAPE_SAID;
    enum stamp least = is_sure ? STAMP_DATE_OR_TIME : STAMP_DATE_AND_TIME;
    size_t begin = run->rows[row].line, end = end_of_row(s, run, row);
    if (shape == SHAPE_ACTION) { /* the date is often above the comment */
        end = begin + 1;
        begin = row ? run->rows[row - 1].line + 1
                    : begin - (begin < LINES_BACK ? begin : LINES_BACK);
    }
    for (size_t i = begin; i < end; i++) {
        struct slice text = line_text(s, i);
        if ((i == run->rows[row].line || text.len <= STAMP_MAX) &&
            read_stamp(s, text) >= least)
            return true;
    }
    return false;
}

/* Counts of comments are below the posts of an index. */
static bool has_count(const struct search *s, const struct run *run)
{
    for (size_t i = run->rows[0].line; i <= run->rows[run->count - 1].line; i++) {
        const struct page_line *line = &s->lines.items[i];
        if (!line->text.len)
            continue;
        for (uint32_t n = line->first; n <= line->last; n++)
            if (node_is_text(&s->page->nodes[n]) &&
                s->page->nodes[n].text.len <= LABEL_MAX &&
                phrases_read(s->page->nodes[n].text) & SENSE(COMMENTS_HEADING))
                return true;
    }
    return false;
}

/* Who has signed, as far as it can be compared: the word after "posted by", or the line
   without its date. */
static struct slice read_name(const struct search *s, const struct signature *row)
{
    struct slice text = skip_marks(line_text(s, row->line)), word;
    struct phrase_beginning found;
    struct date_found date;
    if (phrases_begin(text, SENSE_COMMENT_BY, &found)) {
        text = skip_marks(slice_after(text, found.len));
        return slice_next_word(&text, &word) ? word : text;
    }
    if (!find_date(s, text, &date))
        return text;
    return slice_trim(date.before).len > slice_trim(date.after).len ? date.before
                                                                    : date.after;
}

/* All posts of a blog have one author. */
static bool is_of_one_author(const struct search *s, const struct run *run)
{
    enum shape shape = run->rows[0].shape;
    if (shape != SHAPE_POSTED && shape != SHAPE_SAYS)
        return false;
    struct slice name = read_name(s, &run->rows[0]);
    for (size_t i = 1; i < run->count; i++)
        if (!slice_equal(read_name(s, &run->rows[i]), name))
            return false;
    return true;
}

/* Whether an element has a name or an address for a comment: <a name="c1234">. */
static bool is_anchor(const struct page *page, uint32_t node)
{
    static const struct slice NAMES[] = {SLICE_INIT("id"), SLICE_INIT("name"),
                                         SLICE_INIT("href")};
    for (size_t i = 0; i < COUNT_OF(NAMES) && node_is_element(&page->nodes[node]); i++) {
        struct slice value = page_attribute(page, node, NAMES[i]);
        bool is_address = slice_equal(NAMES[i], SLICE("href"));
        if (value.len && is_ascii_digit((unsigned char)value.ptr[value.len - 1]) &&
            (!is_address || slice_find_char(value, '#') != SIZE_MAX))
            return true;
    }
    return false;
}

static bool is_anchored(const struct search *s, const struct run *run, size_t row)
{
    uint32_t end = s->lines.items[run->rows[row].line].last;
    uint32_t from = row ? s->lines.items[run->rows[row - 1].line].last + 1 : run->first;
    for (uint32_t i = from; i <= end; i++)
        if (is_anchor(s->page, i))
            return true;
    return false;
}

/* Whether all rows are in children of one kind, and those have more text than the rows:
   run->is_boxed. Answers may be in the comment that they answer. False if the children
   differ. */
static bool read_boxes(const struct search *s, struct run *run)
{
    const struct node *nodes = s->page->nodes;
    uint32_t previous = NODE_NONE;
    bool is_flat = true;
    run->is_boxed = true;
    for (size_t i = 0; i < run->count; i++) {
        uint32_t child = child_with(s->page, run->box, row_node(s, run, i));
        if (nodes[child].tag != nodes[run->first].tag ||
            nodes[child].tag == TAG_BLOCKQUOTE)
            return false;
        is_flat = is_flat && child != previous;
        size_t begin = line_at(s, child), end = line_at(s, nodes[child].end);
        run->is_boxed = run->is_boxed && end - begin > 1;
        if (previous != NODE_NONE && previous != child &&
            s->prose[begin] != s->prose[line_at(s, nodes[previous].end)])
            run->is_boxed = false;
        previous = child;
    }
    return run->is_boxed || is_flat;
}

/* Whether there is a comment to each signature. */
static bool has_texts(const struct search *s, const struct run *run)
{
    for (size_t i = 0; i + 1 < run->count; i++)
        if (run->rows[i].line + 1 == run->rows[i + 1].line)
            return false;
    return s->lines.count > run->rows[0].line + run->count;
}

static bool are_comments(const struct search *s, struct run *run)
{
    size_t dated = 0, anchored = 0;
    bool is_sure = run->rows[0].shape == SHAPE_POSTED || run->rows[0].shape == SHAPE_SAID;
    run->box =
        common_ancestor(s->page, row_node(s, run, 0), row_node(s, run, run->count - 1));
    run->first = child_with(s->page, run->box, row_node(s, run, 0));
    run->last = child_with(s->page, run->box, row_node(s, run, run->count - 1));
    if (s->prose[line_at(s, run->first)] < PROSE_MIN || !has_texts(s, run) ||
        is_in_quote(s->page, run->box) || !read_boxes(s, run) || has_count(s, run) ||
        is_of_one_author(s, run))
        return false;
    for (size_t i = 0; i < run->count; i++) {
        dated += is_dated(s, run, i);
        anchored += is_anchored(s, run, i);
    }
    return dated >= ROWS_MIN && dated * 4 >= run->count * 3 &&
           (is_sure || run->is_boxed || anchored == run->count);
}

/* ---- its range --------------------------------------------------------------------- */

/* Whether the parts of a comment may go on in an element after its signature: it is one
   of the kinds that are between signatures too. */
static bool goes_on(const struct search *s, const bool *is_kind, uint32_t node)
{
    const struct node *nodes = s->page->nodes;
    size_t begin = line_at(s, node), end = line_at(s, nodes[node].end);
    if (s->headings[begin] != s->headings[end] || nodes[node].tag == TAG_FORM)
        return false;
    return begin == end || node_is_text(&nodes[node]) || is_kind[nodes[node].tag];
}

/* The end of the last comment, whose signature may be above it or below. */
static uint32_t end_of_last(const struct search *s, const struct run *run)
{
    const struct node *nodes = s->page->nodes;
    uint32_t end = nodes[run->last].end;
    bool is_kind[TAG_COUNT] = {false};
    if (run->is_boxed)
        return end;
    for (uint32_t i = run->first; i < run->last; i = nodes[i].end)
        is_kind[nodes[i].tag] = true;
    for (uint32_t i = end; i < nodes[run->box].end && goes_on(s, is_kind, i);
         i = nodes[i].end)
        end = nodes[i].end;
    return end;
}

/* Of a comment whose signature is below it. Without an anchor nothing shows where the
   article ends, and the comment stays. */
static uint32_t begin_of_first(const struct search *s, const struct run *run)
{
    const struct node *nodes = s->page->nodes;
    size_t row = run->rows[0].line;
    size_t line = row - (row < LINES_BACK ? row : LINES_BACK);
    uint32_t begin = nodes[run->first].end, from = s->lines.items[line].first;
    from = from > run->box ? from : run->box + 1;
    for (uint32_t i = from; i < run->first; i++)
        if (nodes[i].tag != TAG_TEXT && is_anchor(s->page, i))
            begin = child_with(s->page, run->box, i);
    return begin;
}

static void add_range(const struct search *s, const struct run *run,
                      struct section_list *out)
{
    struct section section = {run->first, end_of_last(s, run), true};
    size_t last = run->rows[run->count - 1].line;
    bool is_below = !run->is_boxed && run->rows[0].shape == SHAPE_POSTED &&
                    line_at(s, section.end) == last + 1;
    if (is_below)
        section.first = begin_of_first(s, run);
    size_t place = out->count;
    for (size_t i = 0; i < out->count; i++)
        if (section.first < out->items[i].end && out->items[i].first < section.end)
            return;
    ARENA_PUSH(s->arena, out, section);
    for (; place && out->items[place - 1].first > section.first; place--)
        out->items[place] = out->items[place - 1];
    out->items[place] = section;
}

/* ---- all runs ---------------------------------------------------------------------- */

static void try_run(const struct search *s, const struct signature *rows, size_t count,
                    struct section_list *out)
{
    for (size_t i = 0; i < TRIES && i + ROWS_MIN <= count; i++) {
        struct run run = {.rows = rows + i, .count = count - i};
        if (are_comments(s, &run)) {
            add_range(s, &run, out);
            return;
        }
    }
}

static void find_runs(const struct search *s, const struct signatures *rows,
                      struct section_list *out)
{
    for (size_t i = 0; i < rows->count && out->count < RUNS_MAX;) {
        size_t end = i + 1;
        while (end < rows->count && s->headings[rows->items[end].line] ==
                                        s->headings[rows->items[end - 1].line + 1])
            end++;
        try_run(s, rows->items + i, end - i, out);
        i = end;
    }
}

static void count_lines(struct search *s)
{
    s->prose = arena_calloc(s->arena, s->lines.count + 1, sizeof *s->prose);
    s->headings = arena_calloc(s->arena, s->lines.count + 1, sizeof *s->headings);
    for (size_t i = 0; i < s->lines.count; i++) {
        const struct page_line *line = &s->lines.items[i];
        s->prose[i + 1] = s->prose[i] + (line->bytes >= PROSE_LINE ? line->bytes : 0);
        s->headings[i + 1] = s->headings[i] + line->is_heading;
    }
}

void comment_signatures_find(const struct page *page, struct arena *a,
                             struct section_list *out)
{
    struct search s = {.page = page, .arena = a};
    struct signatures rows[SHAPE_COUNT] = {{0}};
    page_lines_read(page, a, &s.lines);
    for (uint32_t i = 0; i < s.lines.count; i++) {
        enum shape shape = read_shape(&s, i);
        if (shape != SHAPE_NONE)
            ARENA_PUSH(a, &rows[shape], ((struct signature){i, shape}));
    }
    count_lines(&s);
    for (int shape = SHAPE_POSTED; shape < SHAPE_COUNT; shape++)
        find_runs(&s, &rows[shape], out);
}
