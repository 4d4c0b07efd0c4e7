/* css: a compiled CSS selector list. It lives in the arena that it was compiled into and
   never changes. The terms are those of Selectors 4: a list of complex selectors, each a
   sequence of compounds joined by combinators, each compound a set of simple tests. */
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

/* From cheap to expensive: the tests of a compound run in this order. */
enum css_test_kind {
    CSS_ID,
    CSS_CLASS,
    CSS_SCOPE, /* the element that :has() is evaluated on */
    CSS_ROOT,
    CSS_ATTRIBUTE,
    CSS_EMPTY,
    CSS_IS, /* :where() too: specificity is not used here */
    CSS_NOT,
    CSS_NTH,
    CSS_HAS,
    CSS_TEXT,    /* :has-text(text), :contains(text) */
    CSS_PATTERN, /* :has-text(/re/) */
};

struct css_attribute {
    struct token name; /* lowercase */
    enum css_operator op;
    struct slice value;
    bool nocase;
};

/* An+B, counted among the siblings of the same type or the siblings that match `of`. */
struct css_nth {
    int a, b;
    bool from_end, of_type;
    const struct css_list *of;
};

struct css_test {
    enum css_test_kind kind;
    bool positional; /* the result depends on which other nodes are visible */
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
    uint16_t tag;                   /* enum tag; TAG_TEXT matches any element */
    struct token name;              /* for TAG_OTHER */
    struct css_test *items;
    size_t count, capacity;
};

struct css_complex {
    struct css_compound *items; /* in source order, left to right; at least one */
    size_t count, capacity;
};

struct css_list {
    struct css_complex *items; /* at least one */
    size_t count, capacity;
};

/* ---- compiling (css.c) ------------------------------------------------------------- */

struct css {
    struct css_list list;
    struct slice attribute; /* from a trailing " @attr", lowercase; empty if none */
    bool positional;        /* the matches depend on which other nodes are visible */
};

bool css_compile(struct arena *a, struct slice text, struct css *out, struct error *err);
/* Compiles a selector for elements that have all these words as classes or, if there is
   only one word, that word as id: the meaning of the rule directive strip_id_or_class. */
void css_of_words(struct arena *a, struct slice words, struct css *out);

/* ---- matching (css_match.c) -------------------------------------------------------- */

/* The state of one walk over a page. Set view; zero the rest. */
struct css_match {
    const struct view *view;
    uint32_t scope; /* the element that the current :has() is evaluated on */
    uint32_t steps;
    bool early;                  /* also matches what could match once nodes are hidden */
    struct buffer *text;         /* for :has-text; reused */
    struct css_indices *indices; /* for :nth-* */
};

bool css_matches_complex(struct css_match *match, const struct css_complex *complex,
                         uint32_t node);
bool css_matches(struct css_match *match, const struct css_list *list, uint32_t node);

#endif
