#include "base/loose_json.h"

#include "base/buffer.h"
#include "base/hash_table.h"

enum {
    DATA_MAX = 500000, /* of all values; the largest states of scripts have 100,000 */
    NESTED_MAX = 4,    /* strings of JSON in strings of JSON */
    NESTED_BYTES_MAX = 5 << 20, /* of such strings, all together */
    NAMES_MAX = 65536,          /* arguments of a call */
    MEMBERS_MAX = 256, /* that are searched for a name; an object with more is a table */
};

struct source {
    struct slice text;
    size_t at;
    uint32_t outer;   /* the container that was open where it began */
    uint32_t open[2]; /* how many of its own are open, by enum datum_kind */
};

struct reader {
    struct arena *arena;
    struct loose_json *out;
    struct source sources[NESTED_MAX + 1]; /* the last is read */
    unsigned nesting;
    size_t nested_bytes;
    bool is_repairing; /* the text should be JSON, not a script */
    uint32_t open;     /* the innermost container */
    struct slice key;
    bool has_key;
};

/* ---- characters -------------------------------------------------------------------- */

static bool is_name_char(unsigned char c)
{
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '$' || c >= 0x80;
}

static struct source *current(struct reader *r)
{
    return &r->sources[r->nesting];
}

static int peek(struct reader *r)
{
    const struct source *s = current(r);
    return s->at < s->text.len ? (unsigned char)s->text.ptr[s->at] : -1;
}

static bool skip_comment(struct source *s)
{
    struct slice rest = slice_after(s->text, s->at);
    bool is_line = slice_starts_with(rest, SLICE("//"));
    if (!is_line && !slice_starts_with(rest, SLICE("/*")))
        return false;
    rest = slice_after(rest, 2);
    size_t end = is_line ? slice_find_char(rest, '\n') : slice_find(rest, SLICE("*/"));
    s->at = end == SIZE_MAX ? s->text.len : s->at + 2 + end + (is_line ? 1 : 2);
    return true;
}

static void skip_space(struct source *s)
{
    while (s->at < s->text.len) {
        unsigned char c = (unsigned char)s->text.ptr[s->at];
        if (is_ascii_space(c) || c == ',')
            s->at++;
        else if (c != '/' || !skip_comment(s))
            return;
    }
}

static struct slice take_name(struct source *s)
{
    size_t start = s->at;
    while (s->at < s->text.len &&
           (is_name_char((unsigned char)s->text.ptr[s->at]) ||
            s->text.ptr[s->at] == '.' || s->text.ptr[s->at] == '-'))
        s->at++;
    return slice_of(s->text.ptr + start, s->at - start);
}

/* ---- strings ----------------------------------------------------------------------- */

static uint32_t read_hex(struct slice s, size_t digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = i < s.len ? ascii_hex_value(s.ptr[i]) : -1;
        if (digit < 0)
            return UINT32_MAX;
        value = value * 16 + (uint32_t)digit;
    }
    return value;
}

/* Appends the character of the escape after a backslash, and returns the length of the
   escape. Surrogate pairs are joined; half of one becomes U+FFFD. */
static size_t unescape(struct slice s, struct buffer *out)
{
    static const char LETTERS[] = "nrtbfv", MEANT[] = "\n\r\t\b\f\v";
    size_t digits = s.ptr[0] == 'u' ? 4 : s.ptr[0] == 'x' ? 2 : 0;
    uint32_t c = digits ? read_hex(slice_after(s, 1), digits) : UINT32_MAX;
    if (c == UINT32_MAX) {
        size_t letter = slice_find_char(slice_of_string(LETTERS), s.ptr[0]);
        buffer_append_char(out, letter < sizeof MEANT - 1 ? MEANT[letter] : s.ptr[0]);
        return 1;
    }
    struct slice next = slice_after(s, s.len < 1 + digits ? s.len : 1 + digits);
    uint32_t low = c >= 0xD800 && c < 0xDC00 && slice_starts_with(next, SLICE("\\u"))
                       ? read_hex(slice_after(next, 2), 4)
                       : UINT32_MAX;
    if (low >= 0xDC00 && low < 0xE000) {
        buffer_append_code_point(out, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
        return 1 + digits + 6;
    }
    buffer_append_code_point(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    return 1 + digits;
}

static struct slice read_escapes(struct arena *a, struct slice raw)
{
    struct buffer out;
    buffer_open(&out, a);
    while (raw.len) {
        size_t plain = slice_find_char(raw, '\\');
        plain = plain == SIZE_MAX ? raw.len : plain;
        buffer_append(&out, slice_of(raw.ptr, plain));
        raw = slice_after(raw, plain);
        if (raw.len)
            raw = slice_after(raw, 1);
        if (raw.len)
            raw = slice_after(raw, unescape(raw, &out));
    }
    return buffer_slice(&out);
}

/* Whether the quotation mark here ends its string: what comes next can follow a string.
   In "say "yes"" the second one does not. */
static bool is_closing(const struct source *s)
{
    struct slice rest = slice_after(s->text, s->at + 1);
    size_t space = 0;
    while (space < rest.len && is_ascii_space((unsigned char)rest.ptr[space]))
        space++;
    rest = slice_after(rest, space);
    if (!rest.len || slice_starts_with(rest, SLICE("/*")) ||
        slice_starts_with(rest, SLICE("//")))
        return true;
    bool is_next = rest.ptr[0] == '"' && space; /* a comma is missing */
    return is_next || slice_find_char(SLICE(",:}]"), rest.ptr[0]) != SIZE_MAX;
}

/* Reads the string at the current position. */
static struct slice take_string(struct reader *r)
{
    struct source *s = current(r);
    char quote = s->text.ptr[s->at++];
    bool may_hold_quotes = r->is_repairing && quote == '"';
    size_t start = s->at;
    bool has_escapes = false;
    while (s->at < s->text.len &&
           (s->text.ptr[s->at] != quote || (may_hold_quotes && !is_closing(s)))) {
        bool is_escape = s->text.ptr[s->at] == '\\' && s->at + 1 < s->text.len;
        has_escapes = has_escapes || is_escape;
        s->at += is_escape ? 2 : 1;
    }
    struct slice raw = slice_of(s->text.ptr + start, s->at - start);
    s->at += s->at < s->text.len;
    return has_escapes ? read_escapes(r->arena, raw) : raw;
}

/* ---- values ------------------------------------------------------------------------ */

static uint32_t push(struct reader *r, enum datum_kind kind, struct slice text)
{
    struct datum datum = {.kind = kind,
                          .key = r->has_key ? r->key : SLICE(""),
                          .text = text,
                          .parent = r->open,
                          .end = (uint32_t)r->out->count + 1};
    r->has_key = false;
    ARENA_PUSH(r->arena, r->out, datum);
    return datum.end - 1;
}

static void open_container(struct reader *r, enum datum_kind kind)
{
    r->open = push(r, kind, SLICE(""));
    current(r)->open[kind]++;
}

static void close_container(struct reader *r)
{
    struct datum *datum = &r->out->items[r->open];
    datum->end = (uint32_t)r->out->count;
    current(r)->open[datum->kind]--;
    r->open = datum->parent;
    r->has_key = false;
}

/* Closes the innermost container of this kind and all that are open in it. A bracket that
   closes nothing is ignored. */
static void close_through(struct reader *r, enum datum_kind kind)
{
    if (!current(r)->open[kind])
        return;
    while (r->out->items[r->open].kind != kind)
        close_container(r);
    close_container(r);
}

static void close_source(struct reader *r)
{
    while (r->open != current(r)->outer)
        close_container(r);
    r->nesting--;
}

static bool holds_json(struct slice text)
{
    bool is_open = slice_starts_with(text, SLICE("{\"")) ||
                   slice_starts_with(text, SLICE("[{\"")) ||
                   slice_starts_with(text, SLICE("[\""));
    return is_open && (text.ptr[text.len - 1] == '}' || text.ptr[text.len - 1] == ']');
}

/* The container in a nested source gets the key of its string. */
static void read_string(struct reader *r)
{
    struct slice text = take_string(r);
    if (r->nesting == NESTED_MAX || !holds_json(slice_trim(text)) ||
        text.len > NESTED_BYTES_MAX - r->nested_bytes) {
        push(r, DATUM_STRING, text);
        return;
    }
    r->nested_bytes += text.len;
    r->sources[++r->nesting] = (struct source){text, 0, r->open, {0, 0}};
}

static void read_word(struct reader *r)
{
    struct source *s = current(r);
    struct slice word = take_name(s);
    if (slice_equal(word, SLICE("new")) || slice_equal(word, SLICE("return")))
        return;
    skip_space(s);
    if (peek(r) != '(') /* else its arguments replace it */
        push(r, is_ascii_digit((unsigned char)word.ptr[0]) ? DATUM_NUMBER : DATUM_WORD,
             word);
}

/* Reads a name and its colon. A name without a colon is ignored. */
static void read_key(struct reader *r)
{
    struct source *s = current(r);
    int c = peek(r);
    if (c == '"' || c == '\'' || c == '`')
        r->key = take_string(r);
    else if (is_name_char((unsigned char)c))
        r->key = take_name(s);
    else {
        s->at++;
        return;
    }
    skip_space(s);
    if (peek(r) == ':') {
        s->at++;
        r->has_key = true;
    }
}

static void read_value(struct reader *r, int c)
{
    if (c == '{' || c == '[' || c == '(') {
        current(r)->at++;
        open_container(r, c == '{' ? DATUM_OBJECT : DATUM_ARRAY);
    } else if (c == '"' || c == '\'' || c == '`') {
        read_string(r);
    } else if (is_name_char((unsigned char)c) || c == '-') {
        read_word(r);
    } else {
        current(r)->at++;
    }
}

/* Reads one token. False at the end of the value in the first source. */
static bool step(struct reader *r)
{
    struct source *s = current(r);
    skip_space(s);
    int c = peek(r);
    if (c < 0 || r->out->count >= DATA_MAX) {
        if (!r->nesting)
            return false;
        close_source(r);
        return true;
    }
    if (c == '}' || c == ']' || c == ')') {
        s->at++;
        if (r->open == s->outer)
            return r->nesting > 0;
        if (r->is_repairing)
            close_through(r, c == '}' ? DATUM_OBJECT : DATUM_ARRAY);
        else
            close_container(r);
        return r->open != DATUM_NONE;
    }
    bool in_object = r->open != DATUM_NONE && r->open != s->outer &&
                     r->out->items[r->open].kind == DATUM_OBJECT;
    if (in_object && !r->has_key)
        read_key(r);
    else
        read_value(r, c);
    return true;
}

/* Reads the next value. */
static void read_next(struct reader *r)
{
    while (step(r))
        continue;
    while (r->nesting)
        close_source(r);
    while (r->open != DATUM_NONE)
        close_container(r);
}

/* Reads the value that begins at `start`, and returns where it ends. */
static size_t read_at(struct arena *a, struct slice source, size_t start,
                      struct loose_json *out)
{
    struct reader r = {.arena = a, .out = out, .open = DATUM_NONE};
    r.sources[0] = (struct source){source, start, DATUM_NONE, {0, 0}};
    read_next(&r);
    return r.sources[0].at;
}

/* Moves to the next object or array; false at the end. On some pages comment and CDATA
   marks are around them. */
static bool find_bracket(struct source *s)
{
    static const struct slice CDATA = SLICE_INIT("<![CDATA[");
    while (s->at < s->text.len && s->text.ptr[s->at] != '{' && s->text.ptr[s->at] != '[')
        s->at += slice_starts_with(slice_after(s->text, s->at), CDATA) ? CDATA.len : 1;
    return s->at < s->text.len;
}

void loose_json_repair(struct arena *a, struct slice source, struct loose_json *out)
{
    struct reader r = {.arena = a, .out = out, .open = DATUM_NONE, .is_repairing = true};
    r.sources[0] = (struct source){source, 0, DATUM_NONE, {0, 0}};
    while (out->count < DATA_MAX && find_bracket(&r.sources[0]))
        read_next(&r);
}

size_t loose_json_read(struct arena *a, struct slice source, struct loose_json *out)
{
    static const char BEGINNINGS[] = "{[(\"'`";
    size_t start = 0;
    while (start < source.len &&
           slice_find_char(slice_of_string(BEGINNINGS), source.ptr[start]) == SIZE_MAX)
        start++;
    return start < source.len ? read_at(a, source, start, out) : 0;
}

struct slice loose_json_read_string(struct arena *a, struct slice source)
{
    struct reader r = {.arena = a};
    bool is_string = source.len && (source.ptr[0] == '"' || source.ptr[0] == '\'');
    r.sources[0] = (struct source){source, 0, DATUM_NONE, {0, 0}};
    return is_string ? take_string(&r) : SLICE("");
}

/* ---- a call ------------------------------------------------------------------------ */

/* Fills places with the position of each name in the list. */
static void learn_names(struct arena *a, struct slice list, struct hash_table *places)
{
    struct slice rest = list, name;
    hash_table_open(places, a, sizeof(uint32_t));
    for (uint32_t i = 0; slice_split(&rest, ',', &name); i++)
        if (slice_trim(name).len)
            *(uint32_t *)hash_table_put(places, slice_trim(name), NULL) = i;
}

static void put_arguments(struct arena *a, struct loose_json *out, size_t first,
                          const struct hash_table *places, size_t arguments)
{
    struct {
        uint32_t *items;
        size_t count, capacity;
    } values = {0};
    for (size_t i = arguments + 1; i < out->items[arguments].end; i = out->items[i].end)
        ARENA_PUSH(a, &values, (uint32_t)i);
    for (size_t i = first; i < arguments; i++) {
        struct datum *datum = &out->items[i];
        const uint32_t *place =
            datum->kind == DATUM_WORD ? hash_table_find(places, datum->text) : NULL;
        if (!place || *place >= values.count)
            continue;
        const struct datum *value = &out->items[values.items[*place]];
        if (value->kind == DATUM_STRING || value->kind == DATUM_NUMBER) {
            datum->kind = value->kind;
            datum->text = value->text;
        }
    }
}

size_t loose_json_read_call(struct arena *a, struct slice source, struct loose_json *out)
{
    size_t open = slice_find_char(source, '('), first = out->count;
    struct slice list = open == SIZE_MAX ? SLICE("") : slice_after(source, open + 1);
    if (slice_starts_with(slice_trim(source), SLICE("(")) && list.len) {
        open = slice_find_char(list, '(');
        list = open == SIZE_MAX ? SLICE("") : slice_after(list, open + 1);
    }
    size_t close = slice_find_char(list, ')');
    size_t body = slice_find(source, SLICE("return"));
    if (close == SIZE_MAX || close > NAMES_MAX * 4 || body == SIZE_MAX)
        return 0;
    struct hash_table places;
    learn_names(a, slice_of(list.ptr, close), &places);
    size_t end = body + loose_json_read(a, slice_after(source, body), out);
    size_t call = slice_find_char(slice_after(source, end), '(');
    if (call == SIZE_MAX || out->count == first)
        return end;
    size_t arguments = out->count;
    end = read_at(a, source, end + call, out);
    if (out->count > arguments)
        put_arguments(a, out, first, &places, arguments);
    return end;
}

uint32_t loose_json_member(const struct loose_json *literal, uint32_t object,
                           struct slice key)
{
    const struct datum *items = literal->items;
    if (items[object].kind != DATUM_OBJECT)
        return DATUM_NONE;
    uint32_t i = object + 1;
    for (int n = 0; i < items[object].end && n < MEMBERS_MAX; n++, i = items[i].end)
        if (slice_equal(items[i].key, key))
            return i;
    return DATUM_NONE;
}
