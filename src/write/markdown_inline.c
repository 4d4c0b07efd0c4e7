#include "write/markdown_inline.h"

#include "base/array.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>

struct inline_writer {
    const struct write_context *context;
    struct slice text; /* the block's, up to the end of the range to write */
    enum markdown_place place;
    struct buffer *out;
    size_t begin;       /* where the output of this writer begins in out */
    size_t start;       /* of the range to write, in text */
    size_t at;          /* the next character to write, in text */
    size_t last;        /* the last character that was written, in out; SIZE_MAX: a
                           mark came after it */
    uint32_t last_char; /* its code point */
    const struct span *spans_end;
    bool space;                /* write a space before the next character: an image was
                                  before it */
    bool encodes_next;         /* write the next character as a reference */
    size_t run_start, run_end; /* of the text between two marks that is being written */
    unsigned code;             /* the number of open code spans */
    unsigned open[SPAN_COUNT]; /* the number of open spans of each kind with a mark */
    struct {
        enum span_kind kind;
        const char *mark;
        size_t end;        /* of the closing mark, in out */
        bool encodes_next; /* the value before it was closed */
    } closed;              /* the emphasis that was closed last */
    struct {
        size_t begin, end; /* in out */
        size_t from, to;   /* in text */
    } last_code;           /* the last code span */
};

/* ---- characters -------------------------------------------------------------------- */

/* Symbols outside ASCII are punctuation since CommonMark 0.31, and were not before. */
enum char_class { CLASS_SPACE, CLASS_PUNCTUATION, CLASS_SYMBOL, CLASS_LETTER };

static enum char_class class_of(uint32_t c)
{
    if (c < 0x80 ? is_ascii_space((unsigned char)c) : utf8_is_space(c))
        return CLASS_SPACE;
    if (!unicode_is_punctuation(c))
        return CLASS_LETTER;
    return c >= 0x80 && unicode_is_symbol(c) ? CLASS_SYMBOL : CLASS_PUNCTUATION;
}

static enum char_class class_at(struct slice text, size_t at)
{
    size_t used;
    if (at >= text.len)
        return CLASS_SPACE;
    return class_of(utf8_decode(slice_after(text, at), &used));
}

static bool is_alphanumeric(struct slice text, size_t at)
{
    unsigned char c = at < text.len ? (unsigned char)text.ptr[at] : ' ';
    return is_ascii_letter(c) || is_ascii_digit(c);
}

/* Whether the character would begin a block at the start of a line: a list, a heading, a
   quotation, a setext underline or the delimiter row of a table. */
static bool begins_block(struct slice text, size_t start, size_t at)
{
    size_t digits = start;
    char c = text.ptr[at];
    if (at == start)
        return strchr("#-+=>:|", c) != NULL;
    if (c != '.' && c != ')')
        return false;
    while (digits < at && is_ascii_digit((unsigned char)text.ptr[digits]))
        digits++;
    return digits == at;
}

static bool is_escaped(const struct inline_writer *w, size_t at);

/* Whether this is the ":" of "://" or the "." of "www.": GFM makes such URLs links. */
static bool is_in_address(const struct inline_writer *w, size_t at)
{
    if (w->text.ptr[at] == ':')
        return slice_starts_with(slice_after(w->text, at), SLICE("://"));
    return at >= w->start + 3 &&
           slice_equal_nocase(slice_of(w->text.ptr + at - 3, 3), SLICE("www"));
}

static bool has_open_emphasis(const struct inline_writer *w)
{
    return w->open[SPAN_EMPHASIS] || w->open[SPAN_STRONG] || w->open[SPAN_DELETED];
}

/* Whether GFM would take escapes or marks as part of the URL that this character is in.
   If the character is escaped, GFM makes no link. */
static bool breaks_address(const struct inline_writer *w, size_t at)
{
    enum { ADDRESS_MAX = 300 }; /* bytes that are checked; few URLs are longer */
    if (w->open[SPAN_LINK] || !is_in_address(w, at))
        return false;
    for (size_t i = at + 1; i < w->run_end && i < at + ADDRESS_MAX; i++) {
        char c = w->text.ptr[i];
        if (is_ascii_space((unsigned char)c))
            return false;
        if (c != ':' && c != '.' && is_escaped(w, i))
            return true;
    }
    return w->run_end < w->text.len || has_open_emphasis(w);
}

static bool is_escaped(const struct inline_writer *w, size_t at)
{
    char c = w->text.ptr[at];
    char next = at + 1 < w->text.len ? w->text.ptr[at + 1] : ' ';
    if (w->place == MARKDOWN_LINE && begins_block(w->text, w->start, at))
        return true;
    switch (c) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
    case '~':
        return true;
    case '_':
        return at <= w->run_start || at + 1 >= w->run_end ||
               !is_alphanumeric(w->text, at - 1) || !is_alphanumeric(w->text, at + 1);
    case '&':
        return is_ascii_letter((unsigned char)next) || next == '#';
    case '#':
        return w->place == MARKDOWN_HEADING && at + 1 == w->text.len;
    case ':':
    case '.':
        return breaks_address(w, at);
    case '|':
        return w->place == MARKDOWN_CELL;
    case '^': /* GFM takes "![^" for a footnote after an exclamation mark */
        return slice_ends_with(buffer_slice(w->out), SLICE("!["));
    default:
        return false;
    }
}

static void append_due_space(struct inline_writer *w)
{
    if (!w->space)
        return;
    w->space = w->encodes_next = false;
    w->last = w->out->len;
    w->last_char = ' ';
    buffer_append_char(w->out, ' ');
}

/* Writes the text up to `end`. is_before_mark: a bracket follows. */
static void append_escaped(struct inline_writer *w, size_t end, bool is_before_mark)
{
    w->run_start = w->at;
    w->run_end = end;
    if (w->at < end)
        append_due_space(w);
    while (w->at < end) {
        size_t used;
        uint32_t c = utf8_decode(slice_of(w->text.ptr + w->at, end - w->at), &used);
        bool is_last = w->at + used >= end;
        w->last = w->out->len;
        w->last_char = c;
        if (w->encodes_next && class_of(c) >= CLASS_SYMBOL) {
            buffer_printf(w->out, "&#x%X;", (unsigned)c);
        } else {
            if (is_escaped(w, w->at) || (c == '!' && is_last && is_before_mark))
                buffer_append_char(w->out, '\\');
            buffer_append(w->out, slice_of(w->text.ptr + w->at, used));
        }
        w->encodes_next = false;
        w->at += used;
    }
}

/* ---- code -------------------------------------------------------------------------- */

size_t markdown_inline_fence(struct slice code)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < code.len; i++) {
        run = code.ptr[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest + 1;
}

/* Writes code up to `end`. Right after another code span the two are merged: two code
   spans cannot be adjacent. */
static void append_code(struct inline_writer *w, size_t end)
{
    size_t from = w->at;
    if (from >= end)
        return;
    append_due_space(w);
    if (w->last_code.end == w->out->len && w->last_code.to == from &&
        w->last_code.end > w->begin) {
        from = w->last_code.from;
        buffer_truncate(w->out, w->last_code.begin);
    }
    struct slice code = slice_of(w->text.ptr + from, end - from);
    size_t ticks = markdown_inline_fence(code);
    bool is_padded = code.ptr[0] == '`' || code.ptr[code.len - 1] == '`' ||
                     (code.ptr[0] == ' ' && code.ptr[code.len - 1] == ' ');
    w->last_code.begin = w->out->len;
    w->last_code.from = from;
    buffer_append_times(w->out, '`', ticks);
    buffer_append_string(w->out, is_padded ? " " : "");
    for (size_t i = 0; i < code.len; i++) {
        if (code.ptr[i] == '|' && w->place == MARKDOWN_CELL)
            buffer_append_char(w->out, '\\');
        buffer_append_char(w->out, code.ptr[i]);
    }
    buffer_append_string(w->out, is_padded ? " " : "");
    buffer_append_times(w->out, '`', ticks);
    w->last_code.end = w->out->len;
    w->last_code.to = w->at = end;
    w->last = SIZE_MAX;
}

static void append_words(struct inline_writer *w, size_t end, bool is_before_mark)
{
    if (end > w->text.len)
        end = w->text.len;
    if (w->code)
        append_code(w, end);
    else
        append_escaped(w, end, is_before_mark);
}

/* ---- links and images -------------------------------------------------------------- */

/* Whether an ampersand begins a character reference. */
static bool is_reference(struct slice url, size_t at)
{
    size_t end = at + 1;
    while (end < url.len && (is_alphanumeric(url, end) || url.ptr[end] == '#'))
        end++;
    return end < url.len && url.ptr[end] == ';';
}

static void append_target(struct inline_writer *w, struct slice url)
{
    buffer_append_string(w->out, "](");
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (c <= ' ' || c == 0x7F || strchr("<>\\|`", c))
            buffer_printf(w->out, "%%%02X", c);
        else if (c == '&' && is_reference(url, i))
            buffer_append_string(w->out, "&amp;");
        else
            buffer_printf(w->out, c == '(' || c == ')' ? "\\%c" : "%c", c);
    }
    buffer_append_char(w->out, ')');
    w->last = SIZE_MAX;
}

static void append_image(struct inline_writer *w, const struct span *span)
{
    struct slice url = write_context_image(w->context, span->node);
    if (!url.len)
        return;
    append_due_space(w);
    char before = w->out->len > w->begin ? w->out->ptr[w->out->len - 1] : ' ';
    if (w->last == w->out->len - 1 && before != ' ')
        buffer_append_char(w->out, ' ');
    buffer_append_string(w->out, "![");
    markdown_inline_append_text(
        write_context_alt(w->context, span->node),
        w->place == MARKDOWN_CELL ? MARKDOWN_CELL : MARKDOWN_HEADING, w->out);
    append_target(w, url);
    w->space = class_at(w->text, w->at) >= CLASS_SYMBOL;
}

/* ---- formulas, footnotes, tasks ---------------------------------------------------- */

/* TeX is written as it is between dollar signs. If it has characters with a meaning in
   Markdown, it is written as code: $`a_1`$, as on GitHub and GitLab. */
static void append_formula(struct inline_writer *w, size_t end)
{
    size_t dollars = w->text.ptr[w->at + 1] == '$' ? 2 : 1;
    size_t from = w->at + dollars, to = end - dollars;
    bool is_plain = true;
    w->run_start = from - 1;
    w->run_end = end;
    for (w->at = from; w->at < to; w->at++)
        is_plain = is_plain && !is_escaped(w, w->at);
    buffer_append(w->out, slice_of(w->text.ptr + from - dollars, dollars));
    w->at = from;
    if (is_plain)
        buffer_append(w->out, slice_of(w->text.ptr + from, to - from));
    else
        append_code(w, to);
    buffer_append(w->out, slice_of(w->text.ptr + to, dollars));
    w->at = end;
}

static void append_generated(struct inline_writer *w, const struct span *span)
{
    struct slice text = slice_of(w->text.ptr + span->start, span->end - span->start);
    if (w->code || span->end <= span->start)
        return;
    append_due_space(w);
    if (span->kind == SPAN_FORMULA) {
        append_formula(w, span->end);
    } else {
        buffer_append_string(w->out, span->kind == SPAN_REFERENCE ? "[^" : "[");
        buffer_append(w->out, slice_after(text, 1));
        w->at = span->end;
    }
    w->last = SIZE_MAX;
    w->encodes_next = false;
}

/* A cell is one line in Markdown. */
static void append_break(struct inline_writer *w, const struct span *span)
{
    if (w->place != MARKDOWN_CELL || span->end <= span->start)
        return;
    buffer_append_string(w->out, "<br>");
    w->at = span->end;
    w->last = SIZE_MAX;
    w->encodes_next = false;
}

/* ---- marks ------------------------------------------------------------------------- */

/* A span that is being written. */
struct open_mark {
    const struct span *span;
    const char *mark; /* NULL: none was written */
    size_t end;       /* of the text before the closing mark */
    struct slice url;
};

/* Returns the class of the last character in the output; a mark is punctuation. */
static enum char_class class_before(const struct inline_writer *w)
{
    if (w->out->len == w->begin)
        return CLASS_SPACE;
    return w->last == SIZE_MAX ? CLASS_PUNCTUATION : class_of(w->last_char);
}

/* Whether a deletion was closed right before: GFM looks at the character before its mark
   to decide whether the next mark opens. */
static bool is_after_deletion(const struct inline_writer *w)
{
    return w->closed.kind == SPAN_DELETED && w->closed.end == w->out->len &&
           w->out->len > w->begin;
}

/* Whether a letter follows the emphasis, or one that continues it (reopens_last). */
static bool ends_before_letter(const struct inline_writer *w, const struct span *span)
{
    const struct span *next = span;
    do {
        span = next;
        if (class_at(w->text, span->end) >= CLASS_SYMBOL)
            return true;
        next = span + span->inner + 1;
    } while (next < w->spans_end && next->kind == span->kind && next->start == span->end);
    return false;
}

static const char *mark_of(const struct inline_writer *w, const struct span *span)
{
    switch (span->kind) {
    case SPAN_STRONG:
        return "**";
    case SPAN_DELETED:
        return "~~";
    case SPAN_EMPHASIS:
        return class_before(w) >= CLASS_SYMBOL || is_after_deletion(w) ||
                       ends_before_letter(w, span)
                   ? "*"
                   : "_";
    default:
        return NULL;
    }
}

/* Right after emphasis of the same kind, that emphasis is continued: two adjacent marks
   would be read as one. */
static bool reopens_last(struct inline_writer *w, struct open_mark *open)
{
    if (w->closed.kind != open->span->kind || w->closed.end != w->out->len)
        return false;
    open->mark = w->closed.mark;
    buffer_truncate(w->out, w->out->len - strlen(open->mark));
    w->encodes_next = w->closed.encodes_next;
    return true;
}

/* Whether "***" is about to open, and other emphasis in the outer one could be read as
   its end (CommonMark, section 6.2, rules 9 and 10). */
static bool is_ambiguous(const struct inline_writer *w, const struct span *inner)
{
    if (w->last != SIZE_MAX)
        return false;
    const struct span *outer = inner - 1; /* its mark is the one before */
    for (const struct span *s = inner + 1; s <= outer + outer->inner; s++)
        if (s->kind == SPAN_EMPHASIS || s->kind == SPAN_STRONG)
            return true;
    return false;
}

/* Adjacent marks of two kinds would be read as one run: an empty comment separates them.
   So it does where a deletion hides that the mark before punctuation opens. */
static void separate_marks(struct inline_writer *w, const struct open_mark *open,
                           bool is_before_punctuation)
{
    bool is_closed = w->closed.end == w->out->len;
    bool is_hidden = is_before_punctuation && is_after_deletion(w);
    bool is_same =
        w->out->len > w->begin && w->out->ptr[w->out->len - 1] == open->mark[0];
    if (!is_hidden && !(is_same && (is_closed || is_ambiguous(w, open->span))))
        return;
    buffer_append_string(w->out, "<!-- -->");
    w->encodes_next = false;
}

/* An emphasis mark next to punctuation inside is recognised only if outside is a space or
   punctuation. So punctuation and spaces at an edge of emphasis that is beside a letter
   are left outside of it: "over".then, not "over."then. Marks of links, code and other
   emphasis are punctuation too, and cannot be left outside: then there is no emphasis. */
static bool is_edge(struct slice text, size_t at)
{
    return class_at(text, at) != CLASS_LETTER;
}

static size_t char_before(struct slice text, size_t at)
{
    while (at > 0 && ((unsigned char)text.ptr[--at] & 0xC0) == 0x80)
        continue;
    return at;
}

/* Whether a span inside has its mark between these places. */
static bool has_mark_within(const struct span *span, size_t from, size_t to)
{
    for (uint32_t i = 1; i <= span->inner; i++)
        if (span[i].kind != SPAN_NONE &&
            ((span[i].start >= from && span[i].start <= to) ||
             (span[i].end >= from && span[i].end <= to)))
            return true;
    return false;
}

static bool fit_start(const struct inline_writer *w, const struct span *span,
                      size_t *start)
{
    if (class_before(w) < CLASS_SYMBOL)
        return true;
    while (*start < span->end && is_edge(w->text, *start)) {
        size_t used;
        utf8_decode(slice_after(w->text, *start), &used);
        *start += used;
    }
    return *start < span->end && !has_mark_within(span, span->start, *start);
}

static bool fit_end(const struct inline_writer *w, const struct span *span, size_t *end)
{
    if (class_at(w->text, span->end) < CLASS_SYMBOL)
        return true;
    while (*end > span->start && is_edge(w->text, char_before(w->text, *end)))
        *end = char_before(w->text, *end);
    return *end > span->start &&
           !has_mark_within(span, *end == span->end ? *end : *end + 1, span->end);
}

/* If a closing quotation mark or bracket is left outside, so is its opening one. */
static void fit_pair(const struct inline_writer *w, const struct span *span, size_t end,
                     size_t *start)
{
    static const struct {
        struct slice opening, closing;
    } PAIRS[] = {
        {SLICE_INIT("\""), SLICE_INIT("\"")}, {SLICE_INIT("“"), SLICE_INIT("”")},
        {SLICE_INIT("„"), SLICE_INIT("“")},   {SLICE_INIT("«"), SLICE_INIT("»")},
        {SLICE_INIT("‘"), SLICE_INIT("’")},   {SLICE_INIT("「"), SLICE_INIT("」")},
        {SLICE_INIT("("), SLICE_INIT(")")},   {SLICE_INIT("["), SLICE_INIT("]")},
    };
    struct slice first = slice_after(w->text, *start);
    struct slice outside = slice_of(w->text.ptr + end, span->end - end);
    for (size_t i = 0; i < COUNT_OF(PAIRS); i++) {
        size_t after = *start + PAIRS[i].opening.len;
        if (slice_starts_with(first, PAIRS[i].opening) && after < end &&
            slice_find(outside, PAIRS[i].closing) != SIZE_MAX &&
            !is_edge(w->text, after) && !has_mark_within(span, *start, after)) {
            *start = after;
            return;
        }
    }
}

static void open_emphasis(struct inline_writer *w, struct open_mark *open)
{
    const struct span *span = open->span;
    size_t start = span->start, end = span->end;
    bool is_continued = w->closed.kind == span->kind && w->closed.end == w->out->len;
    if (w->code || w->open[span->kind] || end <= start)
        return;
    append_due_space(w);
    if (!(is_continued || fit_start(w, span, &start)) || !fit_end(w, span, &end) ||
        end <= start)
        return;
    open->end = end;
    if (!is_continued)
        fit_pair(w, span, end, &start);
    if (!reopens_last(w, open)) {
        append_words(w, start, false);
        bool starts_with_mark =
            span->inner && span[1].kind != SPAN_NONE && span[1].start == start;
        enum char_class first = class_at(w->text, start);
        open->mark = mark_of(w, span);
        separate_marks(w, open,
                       starts_with_mark || first == CLASS_PUNCTUATION ||
                           first == CLASS_SYMBOL);
        buffer_append_string(w->out, open->mark);
        /* this mark is punctuation; a deletion's is as if it were not there */
        w->encodes_next = w->encodes_next && span->kind == SPAN_DELETED;
    }
    w->open[span->kind]++;
    w->last = SIZE_MAX;
}

/* CommonMark has no marks for these, but allows HTML tags. */
static void open_tag(struct inline_writer *w, struct open_mark *open)
{
    static const struct {
        const char *begin, *end;
    } tags[SPAN_COUNT] = {
        [SPAN_INSERTED] = {"<ins>", "</ins>"},
        [SPAN_MARKED] = {"<mark>", "</mark>"},
        [SPAN_SUB] = {"<sub>", "</sub>"},
        [SPAN_SUP] = {"<sup>", "</sup>"},
    };
    enum span_kind kind = open->span->kind;
    if (w->code || w->open[kind] || open->span->end <= open->span->start)
        return;
    append_due_space(w);
    open->mark = tags[kind].end;
    buffer_append_string(w->out, tags[kind].begin);
    w->open[kind]++;
    w->last = SIZE_MAX;
    w->encodes_next = false;
}

static bool has_image(const struct inline_writer *w, const struct span *link)
{
    for (uint32_t i = 1; i <= link->inner; i++)
        if (link[i].kind == SPAN_IMAGE &&
            write_context_image(w->context, link[i].node).len)
            return true;
    return false;
}

static void open_link(struct inline_writer *w, struct open_mark *open)
{
    const struct span *span = open->span;
    if (span->end <= span->start && !has_image(w, span))
        return;
    open->url = write_context_link(w->context, span->node);
    if (!open->url.len)
        return;
    append_due_space(w);
    open->mark = "[";
    w->open[SPAN_LINK]++;
    buffer_append_char(w->out, '[');
    w->last = SIZE_MAX;
}

static void open_span(struct inline_writer *w, struct open_mark *open)
{
    const struct span *span = open->span;
    switch (span->kind) {
    case SPAN_LINK:
        open_link(w, open);
        break;
    case SPAN_IMAGE:
        append_image(w, span);
        break;
    case SPAN_CODE:
        w->code++;
        break;
    case SPAN_EMPHASIS:
    case SPAN_STRONG:
    case SPAN_DELETED:
        open_emphasis(w, open);
        break;
    case SPAN_INSERTED:
    case SPAN_MARKED:
    case SPAN_SUB:
    case SPAN_SUP:
        open_tag(w, open);
        break;
    case SPAN_FORMULA:
    case SPAN_REFERENCE:
    case SPAN_TASK:
        append_generated(w, span);
        break;
    case SPAN_BREAK:
        append_break(w, span);
        break;
    case SPAN_NONE:
    case SPAN_COUNT:
        break;
    }
}

static void close_span(struct inline_writer *w, const struct open_mark *open)
{
    append_words(w, open->end, false);
    if (open->span->kind == SPAN_CODE)
        w->code--;
    if (!open->mark)
        return;
    if (open->span->kind == SPAN_LINK) {
        w->open[SPAN_LINK]--;
        append_target(w, open->url);
        return;
    }
    w->closed.encodes_next = w->encodes_next;
    w->encodes_next = class_before(w) != CLASS_SPACE && class_before(w) != CLASS_LETTER &&
                      open->mark[0] != '<';
    buffer_append_string(w->out, open->mark);
    w->open[open->span->kind]--;
    w->closed.kind = open->span->kind;
    w->closed.mark = open->mark;
    w->closed.end = w->out->len;
    w->last = SIZE_MAX;
}

/* ---- blocks ------------------------------------------------------------------------ */

void markdown_inline_append_text(struct slice text, enum markdown_place place,
                                 struct buffer *out)
{
    struct inline_writer w = {
        .text = text, .place = place, .out = out, .begin = out->len, .last = SIZE_MAX};
    append_escaped(&w, text.len, false);
}

static bool is_in_range(const struct span *span, const struct markdown_range *range)
{
    return span->start >= range->start && span->end <= range->end;
}

void markdown_inline_append(const struct write_context *context,
                            const struct markdown_range *range, struct buffer *out)
{
    const struct block *block = range->block;
    struct inline_writer w = {
        .context = context,
        .text = slice_of(block->text.ptr, range->end),
        .place = range->place,
        .out = out,
        .begin = out->len,
        .start = range->start,
        .at = range->start,
        .last = SIZE_MAX,
        .spans_end = block->span_count ? block->spans + block->span_count : NULL,
    };
    struct open_mark *open =
        arena_alloc(context->arena, (block->span_count + 1) * sizeof *open);
    uint32_t depth = 0;
    for (uint32_t i = 0; i < block->span_count; i++) {
        const struct span *span = &block->spans[i];
        if (!is_in_range(span, range))
            continue;
        while (depth && open[depth - 1].span + open[depth - 1].span->inner < span)
            close_span(&w, &open[--depth]);
        bool is_skipped = w.code && span->kind != SPAN_LINK && span->kind != SPAN_IMAGE &&
                          span->kind != SPAN_BREAK;
        if (!is_skipped)
            append_words(&w, span->start,
                         span->kind == SPAN_LINK || span->kind == SPAN_IMAGE ||
                             span->kind == SPAN_REFERENCE);
        open[depth] = (struct open_mark){.span = span, .end = span->end};
        open_span(&w, &open[depth++]);
    }
    while (depth)
        close_span(&w, &open[--depth]);
    append_words(&w, range->end, false);
}
