#include "marks/unrendered.h"

#include "base/array.h"
#include "base/hash.h"
#include "marks/button_words.h"
#include "marks/concealed.h"
#include "marks/text_sums.h"
#include "page/inline_style.h"

enum {
    /* a noscript element with less text asks for JavaScript, or holds an image, unless
       there are articles in it */
    NOSCRIPT_TEXT_MIN = 200,
    /* of a text, to recognise a noscript that repeats the page */
    COPY_TEXT_MIN = 40,
    /* noscript elements that are compared with the page; a thousand would take seconds */
    COPIES_MAX = 16,
};

/* Class names of the line numbers that highlighters write before code: Pygments, Rouge,
   Hexo, Chroma, highlight.js, GitHub, Crayon, SyntaxHighlighter, Prism. */
static const struct slice GUTTERS[] = {
    SLICE_INIT("linenos"),      SLICE_INIT("lineno"),
    SLICE_INIT("gutter"),       SLICE_INIT("rouge-gutter"),
    SLICE_INIT("ln"),           SLICE_INIT("lnt"),
    SLICE_INIT("blob-num"),     SLICE_INIT("hljs-ln-numbers"),
    SLICE_INIT("crayon-nums"),  SLICE_INIT("line-number"),
    SLICE_INIT("line-numbers"), SLICE_INIT("linenumber"),
    SLICE_INIT("linenumbers"),  SLICE_INIT("react-syntax-highlighter-line-number"),
};
enum { GUTTERS_COUNT = COUNT_OF(GUTTERS) };

struct builtin {
    struct marks *marks;
    const struct page *page;
    struct text_sums tally;
    uint32_t gutters[GUTTERS_COUNT];                    /* hashes of their names */
    uint32_t scripts, controls, media, notice, numbers; /* reasons */
    struct concealed concealed;
    uint32_t concealed_reasons[CONCEALED_LABEL + 1];
    unsigned compared; /* noscript elements, so far */
};

/* ---- hidden elements --------------------------------------------------------------- */

/* A formula that repeats the picture beside it, for screen readers. */
static bool is_formula(const struct page *page, uint32_t i)
{
    return i + 1 < page->nodes[i].end && page->nodes[i + 1].tag == TAG_MATH &&
           page->nodes[i + 1].end == page->nodes[i].end;
}

/* Some pages hide all their text until a script runs. */
static bool holds_most(const struct builtin *b, uint32_t i)
{
    uint32_t all = b->tally.text[b->page->count];
    return text_sums_text(&b->tally, b->page, i) > all / 2;
}

static enum concealment hide(struct builtin *b, uint32_t i)
{
    enum concealment concealment = concealed_is(&b->concealed, i);
    return concealment != CONCEALED_NOT && (is_formula(b->page, i) || holds_most(b, i))
               ? CONCEALED_NOT
               : concealment;
}

/* ---- code -------------------------------------------------------------------------- */

static bool is_named_gutter(const struct builtin *b, const struct node *node)
{
    for (uint16_t c = 0; c < node->class_count; c++) {
        const struct token *class = &b->page->classes[node->classes + c];
        for (size_t i = 0; i < GUTTERS_COUNT; i++)
            if (class->hash == b->gutters[i] && class->len == GUTTERS[i].len)
                return true;
    }
    return false;
}

/* Whether a style keeps a part of code out of what a reader copies, as Chroma's does. */
static bool is_unselectable_code(const struct page *page, uint32_t i)
{
    enum { LEVELS = 5 }; /* td > tr > tbody > table > pre */
    struct slice style = page_attribute(page, i, SLICE("style"));
    if (!style.len ||
        (!slice_equal_nocase(inline_style_value(style, SLICE("user-select")),
                             SLICE("none")) &&
         !slice_equal_nocase(inline_style_value(style, SLICE("-webkit-user-select")),
                             SLICE("none"))))
        return false;
    uint32_t up = page->nodes[i].parent;
    for (int n = 0; n < LEVELS && up != NODE_NONE; n++, up = page->nodes[up].parent)
        if (page->nodes[up].tag == TAG_PRE)
            return true;
    return false;
}

/* Line numbers beside code, or in it. */
static bool is_gutter(const struct builtin *b, uint32_t i)
{
    const struct node *node = &b->page->nodes[i];
    bool may_be = node->tag == TAG_TD || node->tag == TAG_SPAN || node->tag == TAG_CODE ||
                  node->tag == TAG_A || node->tag == TAG_DIV || node->tag == TAG_PRE;
    if (!may_be || !(is_named_gutter(b, node) || is_unselectable_code(b->page, i)))
        return false;
    bool has_digit = false;
    for (uint32_t n = i + 1; n < node->end; n++) {
        struct slice text = b->page->nodes[n].text;
        for (size_t at = 0; node_is_text(&b->page->nodes[n]) && at < text.len; at++) {
            unsigned char c = (unsigned char)text.ptr[at];
            if (!is_ascii_digit(c) && !is_ascii_space(c))
                return false;
            has_digit = has_digit || is_ascii_digit(c);
        }
    }
    return has_digit;
}

/* ---- noscript ---------------------------------------------------------------------- */

static uint32_t find_longest_text(const struct page *page, uint32_t top)
{
    uint32_t longest = top;
    size_t len = 0;
    for (uint32_t i = top; i < page->nodes[top].end; i++)
        if (node_is_text(&page->nodes[i]) && page->nodes[i].text.len > len) {
            longest = i;
            len = page->nodes[i].text.len;
        }
    return longest;
}

/* Whether the page has the same text outside of its noscript elements. */
static bool is_copy(struct builtin *b, uint32_t top)
{
    const struct page *page = b->page;
    struct slice text = slice_trim(page->nodes[find_longest_text(page, top)].text);
    if (text.len < COPY_TEXT_MIN || b->compared++ >= COPIES_MAX)
        return false;
    for (uint32_t i = 0; i < page->count; i++) {
        const struct node *node = &page->nodes[i];
        if (node_is_text(node) && !(node->flags & NODE_NOSCRIPT) &&
            node->text.len >= text.len && slice_find(node->text, text) != SIZE_MAX)
            return true;
    }
    return false;
}

/* Whether a noscript only says that scripts are needed. */
static bool is_notice(const struct builtin *b, uint32_t i)
{
    return text_sums_text(&b->tally, b->page, i) < NOSCRIPT_TEXT_MIN &&
           page_find(b->page, i, TAG_ARTICLE) == NODE_NONE;
}

/* ---- the walk ---------------------------------------------------------------------- */

/* Marks node i and returns the next node to look at. */
static uint32_t judge_node(struct builtin *b, uint32_t i)
{
    const struct page *page = b->page;
    const struct node *node = &page->nodes[i];
    enum tag_kind kind = tag_kind((enum tag)node->tag);
    if (kind == TAG_SILENT) {
        bool is_data = node->tag == TAG_HEAD || node->tag == TAG_META ||
                       node->tag == TAG_LINK || node->tag == TAG_TITLE;
        (is_data ? marks_mute : marks_drop)(b->marks, i, b->scripts);
        return node->tag == TAG_HEAD ? i + 1 : node->end;
    }
    enum concealment concealment =
        node->attribute_count || node->tag == TAG_DIALOG ? hide(b, i) : CONCEALED_NOT;
    if (concealment != CONCEALED_NOT) {
        /* selectors still see what only looks hidden */
        (concealment == CONCEALED_LABEL ? marks_mute : marks_drop)(
            b->marks, i, b->concealed_reasons[concealment]);
        return node->end;
    }
    if (kind == TAG_CONTROL && !button_words_are_text(page, i)) {
        marks_mute(b->marks, i, b->controls);
        return node->end;
    }
    if (kind == TAG_MEDIA || node->tag == TAG_ANNOTATION) {
        marks_mute(b->marks, i, b->media);
        return node->end;
    }
    if (node->attribute_count && is_gutter(b, i)) {
        marks_drop(b->marks, i, b->numbers);
        return node->end;
    }
    if (node->tag == TAG_NOSCRIPT && (is_notice(b, i) || is_copy(b, i))) {
        marks_drop(b->marks, i, b->notice);
        return node->end;
    }
    return i + 1;
}

void unrendered_mark(struct marks *marks)
{
    struct builtin b = {
        .marks = marks,
        .page = marks->page,
        .scripts = marks_add_builtin(marks, REASON_NOT_TEXT),
        .controls = marks_add_builtin(marks, REASON_FORM_CONTROL),
        .media = marks_add_builtin(marks, REASON_MEDIA),
        .notice = marks_add_builtin(marks, REASON_NOSCRIPT),
        .numbers = marks_add_builtin(marks, REASON_LINE_NUMBERS),
        .concealed_reasons =
            {
                [CONCEALED_HIDDEN] = marks_add_builtin(marks, REASON_HIDDEN),
                [CONCEALED_FOR_GOOD] = marks_add_builtin(marks, REASON_NEVER_SHOWN),
                [CONCEALED_LABEL] = marks_add_builtin(marks, REASON_READ_ALOUD),
            },
    };
    for (size_t i = 0; i < GUTTERS_COUNT; i++)
        b.gutters[i] = hash_token(GUTTERS[i]);
    text_sums_count(b.page, NULL, 0, marks->arena, &b.tally);
    concealed_open(&b.concealed, marks, &b.tally);
    for (uint32_t i = 0; i < b.page->count;)
        i = node_is_text(&b.page->nodes[i]) ? i + 1 : judge_node(&b, i);
}
