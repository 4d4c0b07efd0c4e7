#include "base/json_mend.h"

#include "base/buffer.h"

enum { NEST_MAX = 512 }; /* brackets; structured data of real pages has under 20 */

struct mender {
    struct slice in;
    size_t at;
    struct buffer out;
    char closers[NEST_MAX]; /* of the open brackets */
    size_t depth;
    bool comma_due; /* a value has ended, and nothing has come behind it */
    bool too_deep;
};

static char peek(const struct mender *m, size_t ahead)
{
    return m->in.len - m->at > ahead ? m->in.ptr[m->at + ahead] : '\0';
}

static bool is_at(const struct mender *m, struct slice what)
{
    return slice_starts_with(slice_after(m->in, m->at), what);
}

/* Moves behind the next `what`, or to the end. */
static void skip_behind(struct mender *m, struct slice what)
{
    size_t found = slice_find(slice_after(m->in, m->at), what);
    m->at = found == SIZE_MAX ? m->in.len : m->at + found + what.len;
}

/* ---- strings ----------------------------------------------------------------------- */

/* Whether the quotation mark here ends its string: behind it comes what comes behind a
   string. In "say "yes"" the second one does not. */
static bool is_closing(const struct mender *m)
{
    size_t i = m->at + 1;
    while (i < m->in.len && is_ascii_space((unsigned char)m->in.ptr[i]))
        i++;
    if (i == m->in.len)
        return true;
    char c = m->in.ptr[i];
    bool is_comment = slice_starts_with(slice_after(m->in, i), SLICE("/*")) ||
                      slice_starts_with(slice_after(m->in, i), SLICE("//"));
    return is_comment || c == ',' || c == ':' || c == '}' || c == ']' ||
           (c == '"' && i > m->at + 1); /* a comma is missing */
}

static bool is_hex(char c)
{
    return ascii_hex_value(c) >= 0;
}

static void copy_escape(struct mender *m)
{
    char c = peek(m, 1);
    bool is_code = c == 'u' && is_hex(peek(m, 2)) && is_hex(peek(m, 3)) &&
                   is_hex(peek(m, 4)) && is_hex(peek(m, 5));
    bool is_known = c && slice_find_char(SLICE("\"\\/bfnrt"), c) != SIZE_MAX;
    if (is_code || is_known) {
        buffer_append(&m->out, slice_of(m->in.ptr + m->at, 2));
        m->at += 2;
    } else {
        m->at++; /* the backslash alone goes */
    }
}

static void copy_string(struct mender *m)
{
    buffer_append_char(&m->out, '"');
    m->at++;
    while (m->at < m->in.len) {
        char c = m->in.ptr[m->at];
        if (c == '"' && is_closing(m)) {
            m->at++;
            break;
        }
        if (c == '\\') {
            copy_escape(m);
            continue;
        }
        if (c == '"')
            buffer_append_char(&m->out, '\\');
        buffer_append_char(&m->out, (unsigned char)c < ' ' ? ' ' : c);
        m->at++;
    }
    buffer_append_char(&m->out, '"');
}

/* ---- between strings --------------------------------------------------------------- */

static void begin_value(struct mender *m)
{
    if (m->comma_due)
        buffer_append_char(&m->out, ',');
    m->comma_due = false;
}

static void open_bracket(struct mender *m, char c)
{
    begin_value(m);
    m->too_deep = m->depth == NEST_MAX;
    if (m->too_deep)
        return;
    m->closers[m->depth++] = c == '{' ? '}' : ']';
    buffer_append_char(&m->out, c);
}

static void close_bracket(struct mender *m)
{
    m->depth--;
    buffer_append_char(&m->out, m->closers[m->depth]);
    m->comma_due = true;
}

/* The brackets that have been opened since the one that c closes end with it; one that
   closes nothing goes. */
static void close_through(struct mender *m, char c)
{
    size_t depth = m->depth;
    while (depth && m->closers[depth - 1] != c)
        depth--;
    while (depth && m->depth >= depth)
        close_bracket(m);
}

/* A number or a word, up to what ends it. */
static void copy_word(struct mender *m)
{
    begin_value(m);
    size_t start = m->at;
    while (m->at < m->in.len && !is_ascii_space((unsigned char)m->in.ptr[m->at]) &&
           slice_find_char(SLICE(",:{}[]\""), m->in.ptr[m->at]) == SIZE_MAX)
        m->at++;
    buffer_append(&m->out, slice_of(m->in.ptr + start, m->at - start));
    m->comma_due = true;
}

static bool skip_comment(struct mender *m)
{
    if (is_at(m, SLICE("/*")))
        skip_behind(m, SLICE("*/"));
    else if (is_at(m, SLICE("//")))
        skip_behind(m, SLICE("\n"));
    else
        return false;
    return true;
}

static void step(struct mender *m)
{
    char c = peek(m, 0);
    switch (c) {
    case '{':
    case '[':
        open_bracket(m, c);
        break;
    case '}':
    case ']':
        close_through(m, c);
        break;
    case '"':
        begin_value(m);
        copy_string(m);
        m->comma_due = true;
        return;
    case ':':
        buffer_append_char(&m->out, c);
        m->comma_due = false;
        break;
    default:
        /* a comma is written where the next value begins */
        if (is_ascii_space((unsigned char)c) || c == ',' || c == '\0')
            break;
        if (!skip_comment(m))
            copy_word(m);
        return;
    }
    m->at++;
}

/* What is no JSON before, between and behind the values. */
static void skip_to_bracket(struct mender *m)
{
    while (m->at < m->in.len && peek(m, 0) != '{' && peek(m, 0) != '[')
        m->at += is_at(m, SLICE("<![CDATA[")) ? SLICE("<![CDATA[").len : 1;
}

struct slice json_mend(struct arena *a, struct slice text)
{
    struct mender m = {.in = text};
    buffer_open(&m.out, a);
    buffer_append_char(&m.out, '[');
    size_t values = 0;
    while (m.at < text.len && !m.too_deep) {
        if (m.depth == 0) {
            skip_to_bracket(&m);
            if (m.at == text.len)
                break;
            values++;
        }
        step(&m);
    }
    while (m.depth)
        close_bracket(&m);
    buffer_append_char(&m.out, ']');
    return values && !m.too_deep ? buffer_slice(&m.out) : slice_of("", 0);
}
