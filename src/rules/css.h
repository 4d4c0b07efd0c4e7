/* css: one CSS selector list, compiled. It lives in the arena it was compiled into and
   never changes. The words are those of Selectors 4: a list of complex selectors, each
   made of compounds joined by combinators, each made of simple tests. */
#ifndef WINNOW_RULES_CSS_H
#define WINNOW_RULES_CSS_H

#include "base/buffer.h"
#include "base/regex.h"
#include "rules/selector.h"

enum css_combinator {
    CSS_DESCENDANT, /* a b */
    CSS_CHILD,      /* a > b */
    CSS_NEXT,       /* a + b */
    CSS_LATER,      /* a ~ b */
};

enum css_operator {
    CSS_EXISTS,
    CSS_EQUALS,    /* = */
    CSS_WORD,      /* ~= */
    CSS_DASH,      /* |= */
    CSS_PREFIX,    /* ^= */
    CSS_SUFFIX,    /* $= */
    CSS_SUBSTRING, /* *= */
};

/* From cheap to dear: a compound's tests are asked in this order. */
enum css_test_kind {
    CSS_ID,
    CSS_CLASS,
    CSS_SCOPE, /* the element that a :has() is asked of */
    CSS_ROOT,
    CSS_ATTRIBUTE,
    CSS_EMPTY,
    CSS_IS, /* :where() too: there is no specificity here */
    CSS_NOT,
    CSS_NTH,
    CSS_HAS,
    CSS_TEXT,    /* :has-text(words), :contains(words) */
    CSS_PATTERN, /* :has-text(/re/) */
};

struct css_attribute {
    struct token name; /* lower case */
    enum css_operator op;
    struct slice value;
    bool nocase;
};

/* An+B, counted among the siblings that are of the same type or in the list `of`. */
struct css_nth {
    int a, b;
    bool from_end, of_type;
    const struct css_list *of;
};

struct css_test {
    enum css_test_kind kind;
    bool positional; /* what it says depends on which other nodes are visible */
    union {
        struct token name; /* CSS_ID, CSS_CLASS */
        struct css_attribute attribute;
        struct css_nth nth;
        const struct css_list *list; /* CSS_IS, CSS_NOT, CSS_HAS */
        struct slice text;
        const struct regex *regex;
    };
};

struct css_compound {
    enum css_combinator combinator; /* to the compound on its left */
    uint16_t tag;                   /* enum tag; TAG_TEXT for any element */
    struct token name;              /* of a TAG_OTHER */
    struct css_test *items;
    size_t count, capacity;
};

struct css_complex {
    struct css_compound *items; /* as written, from left to right; at least one */
    size_t count, capacity;
};

struct css_list {
    struct css_complex *items; /* at least one */
    size_t count, capacity;
};

/* ---- compiling (css.c) ------------------------------------------------------------- */

struct css {
    struct css_list list;
    struct slice attribute; /* of a trailing " @attr", lower case; empty for none */
    bool positional;        /* what it matches depends on which other nodes are visible */
};

bool css_compile(struct arena *a, struct slice text, struct css *out, struct error *err);
/* Elements that have all these words as classes, or this one word as id: what a rule's
   strip_id_or_class means. */
void css_of_words(struct arena *a, struct slice words, struct css *out);

/* ---- matching (css_match.c) -------------------------------------------------------- */

/* What one walk over a page remembers. Zero all but the view. */
struct css_match {
    const struct view *view;
    uint32_t scope; /* the element that the :has() in work was asked of */
    uint32_t steps;
    bool early;          /* says yes where hiding nodes could bring about that it is so */
    struct buffer *text; /* of the last :has-text */
    struct css_indices *indices; /* of :nth-* */
};

bool css_matches_complex(struct css_match *match, const struct css_complex *complex,
                         uint32_t node);
bool css_matches(struct css_match *match, const struct css_list *list, uint32_t node);

#endif
