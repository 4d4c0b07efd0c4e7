#include "embedded/react_flight.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/loose_json.h"
#include "embedded/script_state.h"

enum {
    STREAM_MAX = 5 << 20, /* bytes; larger states are whole databases */
    IDS_MAX = 1 << 14,    /* rows are numbered from 0; real pages have a few hundred */
    OPEN_MAX = 512,       /* nested elements; browsers stop at this depth too */
    WALK_MAX = 1 << 20,   /* data visited: rows may refer to each other repeatedly */
    ROOTS_MAX = 16,       /* articles that are written, to find the longest */
    TAG_MAX = 20,         /* bytes of an element's name */
};

/* ---- rows -------------------------------------------------------------------------- */

struct row {
    bool is_there;
    unsigned tree; /* last tree that has it: once per tree, as it may contain itself */
    struct slice text; /* of a text row; empty for others */
    uint32_t value;    /* its first datum; DATUM_NONE for a text row */
};

struct flight {
    struct arena *arena;
    struct loose_json data; /* of all rows */
    struct row *rows;       /* by row number, IDS_MAX of them */
    size_t walked;
    unsigned trees; /* written so far */
};

/* Joins the strings of all pieces: a row may begin in one and end in the next. */
static struct slice join_pieces(const struct page *page, struct arena *a)
{
    const struct slice push = SLICE("__next_f.push(");
    struct buffer stream;
    struct loose_json piece = {0};
    buffer_open(&stream, a);
    for (size_t i = 0; i < page->embedded_count; i++) {
        const struct embedded *script = &page->embedded[i];
        size_t at = slice_find(script->text, push);
        if (script->kind != EMBEDDED_SCRIPT || at == SIZE_MAX ||
            stream.len + script->text.len > STREAM_MAX)
            continue;
        piece.count = 0;
        loose_json_read(a, slice_after(script->text, at + push.len), &piece);
        if (piece.count == 3 && piece.items[2].kind == DATUM_STRING)
            buffer_append(&stream, piece.items[2].text);
    }
    return buffer_slice(&stream);
}

/* Reads the hexadecimal number at the start of s; returns how many bytes it has. */
static size_t read_number(struct slice s, size_t *out)
{
    enum { DIGITS_MAX = 6 };
    size_t n = 0;
    *out = 0;
    for (; n < s.len && n < DIGITS_MAX; n++) {
        int digit = ascii_hex_value((unsigned char)s.ptr[n]);
        if (digit < 0)
            break;
        *out = *out * 16 + (size_t)digit;
    }
    return n;
}

static void add_row(struct flight *f, size_t id, struct row row)
{
    row.is_there = true;
    if (id < IDS_MAX && !f->rows[id].is_there)
        f->rows[id] = row;
}

/* Reads "5:[...]" up to the end of the line, or "7:T1a2," and 0x1a2 bytes of text.
   Returns what follows the row. */
static struct slice read_row(struct flight *f, struct slice stream)
{
    size_t id, digits = read_number(stream, &id), length;
    size_t line = slice_find_char(stream, '\n');
    line = line == SIZE_MAX ? stream.len : line;
    struct slice value = slice_after(slice_of(stream.ptr, line), digits + 1);
    bool is_row = digits < line && stream.ptr[digits] == ':';
    if (is_row && value.len && value.ptr[0] == 'T') {
        size_t skipped = digits + 2 + read_number(slice_after(value, 1), &length) + 1;
        struct slice rest = slice_after(stream, skipped);
        struct slice text = slice_of(rest.ptr, length < rest.len ? length : rest.len);
        add_row(f, id, (struct row){.text = text, .value = DATUM_NONE});
        return slice_after(rest, text.len);
    }
    if (is_row && value.len && (value.ptr[0] == '[' || value.ptr[0] == '{')) {
        uint32_t first = (uint32_t)f->data.count;
        if (loose_json_read(f->arena, value, &f->data))
            add_row(f, id, (struct row){.value = first});
    }
    return slice_after(stream, line + 1);
}

/* The row that "$7", "$L7" or "$@7" refers to; NULL for any other string. */
static struct row *row_of(const struct flight *f, struct slice name)
{
    size_t id, skipped = 1;
    if (name.len < 2 || name.ptr[0] != '$')
        return NULL;
    if (name.ptr[1] == 'L' || name.ptr[1] == '@')
        skipped++;
    struct slice number = slice_after(name, skipped);
    if (!number.len || read_number(number, &id) != number.len || id >= IDS_MAX)
        return NULL;
    return f->rows[id].is_there ? &f->rows[id] : NULL;
}

/* Replaces references to text rows with the texts. */
static void put_texts(struct flight *f)
{
    for (uint32_t i = 0; i < f->data.count; i++) {
        struct datum *datum = &f->data.items[i];
        const struct row *row =
            datum->kind == DATUM_STRING ? row_of(f, datum->text) : NULL;
        if (row && row->value == DATUM_NONE)
            datum->text = row->text;
    }
}

/* ---- elements ---------------------------------------------------------------------- */

/* The name of an element, ["$", "p", key, {...}]; empty for any other datum. */
static struct slice tag_of(const struct loose_json *data, uint32_t i)
{
    const struct datum *items = data->items;
    bool is_element = items[i].kind == DATUM_ARRAY && items[i].end > i + 4 &&
                      items[i + 1].kind == DATUM_STRING &&
                      slice_equal(items[i + 1].text, SLICE("$")) &&
                      items[i + 2].kind == DATUM_STRING;
    return is_element ? items[i + 2].text : SLICE("");
}

static bool is_among(const struct slice *names, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(names[i], name))
            return true;
    return false;
}

/* Whether an element is not for reading, or is not part of the main text. */
static bool is_apart(struct slice tag)
{
    static const struct slice TAGS[] = {
        SLICE_INIT("nav"),    SLICE_INIT("header"), SLICE_INIT("footer"),
        SLICE_INIT("aside"),  SLICE_INIT("script"), SLICE_INIT("style"),
        SLICE_INIT("svg"),    SLICE_INIT("button"), SLICE_INIT("title"),
        SLICE_INIT("option"), SLICE_INIT("head"),
    };
    return is_among(TAGS, COUNT_OF(TAGS), tag);
}

/* Components have no name, or refer to a row. */
static bool is_tag(struct slice tag)
{
    for (size_t i = 0; i < tag.len; i++)
        if (!is_ascii_letter((unsigned char)tag.ptr[i]) &&
            !is_ascii_digit((unsigned char)tag.ptr[i]))
            return false;
    return tag.len && tag.len <= TAG_MAX;
}

/* An element or a list that is being written. */
struct open {
    uint32_t at, end;
    struct slice tag; /* empty: no end tag to write */
};

struct writing {
    struct flight *flight;
    struct buffer *out;
    struct open open[OPEN_MAX];
    size_t count;
};

static void enter(struct writing *w, uint32_t at, uint32_t end, struct slice tag)
{
    if (w->count == OPEN_MAX)
        return;
    if (tag.len)
        buffer_printf(w->out, "<%.*s>", SLICE_ARG(tag));
    w->open[w->count++] = (struct open){at, end, tag};
}

static void leave(struct writing *w)
{
    struct slice tag = w->open[--w->count].tag;
    if (tag.len)
        buffer_printf(w->out, "</%.*s>", SLICE_ARG(tag));
}

static void put_text(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '<')
            buffer_append_string(out, "&lt;");
        else if (text.ptr[i] == '&')
            buffer_append_string(out, "&amp;");
        else
            buffer_append_char(out, text.ptr[i]);
    }
}

static void put_element(struct writing *w, uint32_t i, struct slice tag)
{
    const struct loose_json *data = &w->flight->data;
    uint32_t key = i + 3, properties = data->items[key].end;
    if (is_apart(tag) || properties >= data->items[i].end ||
        data->items[properties].kind != DATUM_OBJECT)
        return;
    uint32_t children = loose_json_member(data, properties, SLICE("children"));
    uint32_t html = loose_json_member(data, properties, SLICE("dangerouslySetInnerHTML"));
    if (html != DATUM_NONE && data->items[html].kind == DATUM_OBJECT)
        html = loose_json_member(data, html, SLICE("__html"));
    if (html != DATUM_NONE && data->items[html].kind == DATUM_STRING)
        buffer_append(w->out, data->items[html].text);
    if (children != DATUM_NONE)
        enter(w, children, data->items[children].end, is_tag(tag) ? tag : SLICE(""));
}

static void put_datum(struct writing *w, uint32_t i)
{
    const struct loose_json *data = &w->flight->data;
    const struct datum *datum = &data->items[i];
    struct slice tag = tag_of(data, i);
    if (tag.len) {
        put_element(w, i, tag);
    } else if (datum->kind == DATUM_ARRAY) {
        enter(w, i + 1, datum->end, SLICE(""));
    } else if (datum->kind == DATUM_STRING) {
        struct row *row = row_of(w->flight, datum->text);
        if (row && row->value != DATUM_NONE && row->tree != w->flight->trees) {
            row->tree = w->flight->trees;
            enter(w, row->value, data->items[row->value].end, SLICE(""));
        } else if (slice_starts_with(datum->text, SLICE("$$"))) { /* "$$5": 5 dollars */
            put_text(w->out, slice_after(datum->text, 1));
        } else if (!slice_starts_with(datum->text, SLICE("$"))) {
            put_text(w->out, datum->text);
        }
    }
}

static void put_tree(struct flight *f, uint32_t root, struct buffer *out)
{
    struct writing *w = arena_calloc(f->arena, 1, sizeof *w);
    f->trees++;
    w->flight = f;
    w->out = out;
    enter(w, root, f->data.items[root].end, SLICE(""));
    while (w->count) {
        struct open *open = &w->open[w->count - 1];
        if (open->at >= open->end || f->walked >= WALK_MAX) {
            leave(w);
            continue;
        }
        uint32_t i = open->at;
        open->at = f->data.items[i].end;
        f->walked++;
        put_datum(w, i);
    }
}

/* Writes the longest article or, if there is none, the whole tree of the first row. */
static struct slice write_elements(struct flight *f)
{
    static const struct slice ROOTS[] = {SLICE_INIT("article"), SLICE_INIT("main")};
    struct slice best = {0};
    unsigned roots = 0;
    for (uint32_t i = 0; i < f->data.count && roots < ROOTS_MAX; i++) {
        if (!is_among(ROOTS, 2, tag_of(&f->data, i)))
            continue;
        struct buffer html;
        buffer_open(&html, f->arena);
        put_tree(f, i, &html);
        best = html.len > best.len ? buffer_slice(&html) : best;
        roots++;
    }
    const struct row *first = row_of(f, SLICE("$0"));
    if (best.len || !first || first->value == DATUM_NONE)
        return best;
    struct buffer html;
    buffer_open(&html, f->arena);
    put_tree(f, first->value, &html);
    return buffer_slice(&html);
}

/* ---- the text ---------------------------------------------------------------------- */

struct slice react_flight_find(const struct page *page, struct arena *a)
{
    struct flight f = {.arena = a};
    struct slice stream = join_pieces(page, a);
    if (!stream.len)
        return stream;
    f.rows = arena_calloc(a, IDS_MAX, sizeof *f.rows);
    while (stream.len)
        stream = read_row(&f, stream);
    if (!f.data.count)
        return SLICE("");
    put_texts(&f);
    struct slice elements = write_elements(&f), text = script_state_find(a, &f.data);
    return elements.len > text.len ? elements : text;
}
