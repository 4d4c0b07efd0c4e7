/* xpath_tree: the syntax tree of an XPath 1.0 expression, parsed and checked without a
   page. It lives in an arena and never changes. libxml2 evaluates expressions; this tree
   is for what libxml2 cannot do: report errors in our own words, and detect expressions
   that CSS can express. */
#ifndef WINNOW_RULES_XPATH_TREE_H
#define WINNOW_RULES_XPATH_TREE_H

#include "base/arena.h"
#include "base/error.h"

enum xpath_kind {
    XPATH_OR, /* or, and, |: two or more parts; other operators have two */
    XPATH_AND,
    XPATH_UNION,
    XPATH_EQUAL,
    XPATH_UNEQUAL,
    XPATH_LESS,
    XPATH_LESS_EQUAL,
    XPATH_GREATER,
    XPATH_GREATER_EQUAL,
    XPATH_PLUS,
    XPATH_MINUS,
    XPATH_TIMES,
    XPATH_DIV,
    XPATH_MOD,
    XPATH_NEGATIVE, /* -a */
    XPATH_LITERAL,  /* 'a' */
    XPATH_NUMERAL,  /* 1.5 */
    XPATH_CALL,     /* a function and its arguments */
    XPATH_PATH,
};

/* The type of an expression's result (XPath 1.0, section 1). */
enum xpath_type { GIVES_NODES, GIVES_STRING, GIVES_NUMBER, GIVES_BOOLEAN };

enum xpath_axis {
    AXIS_ANCESTOR,
    AXIS_ANCESTOR_OR_SELF,
    AXIS_ATTRIBUTE,
    AXIS_CHILD,
    AXIS_DESCENDANT,
    AXIS_DESCENDANT_OR_SELF,
    AXIS_FOLLOWING,
    AXIS_FOLLOWING_SIBLING,
    AXIS_NAMESPACE,
    AXIS_PARENT,
    AXIS_PRECEDING,
    AXIS_PRECEDING_SIBLING,
    AXIS_SELF,
    AXIS_COUNT
};

enum xpath_test { TEST_NAME, TEST_ANY, TEST_NODE, TEST_TEXT, TEST_COMMENT, TEST_PI };

struct xpath_expr;

struct xpath_exprs {
    const struct xpath_expr **items;
    size_t count, capacity;
};

struct xpath_step {
    enum xpath_axis axis;
    enum xpath_test test;
    size_t at;         /* its offset in the text */
    struct slice name; /* TEST_NAME: lowercase, with its prefix if any */
    bool is_implied;   /* the descendant-or-self::node() that // abbreviates */
    struct xpath_exprs predicates;
};

struct xpath_steps {
    struct xpath_step *items;
    size_t count, capacity;
};

struct xpath_expr {
    enum xpath_kind kind;
    enum xpath_type type;
    size_t at, end;           /* byte offsets in the text */
    struct slice text;        /* literal (without quotes), numeral, or function name */
    double number;            /* XPATH_NUMERAL */
    struct xpath_exprs parts; /* operands, arguments, or predicates of a filter */
    /* XPATH_PATH only */
    const struct xpath_expr *start; /* what precedes the steps; NULL if nothing */
    bool is_absolute;               /* starts with / or // */
    struct xpath_steps steps;
};

/* Prefixes of names, such as "fb" in fb:like. */
struct xpath_prefixes {
    struct slice *items;
    size_t count, capacity;
};

struct xpath_tree {
    struct slice text; /* the input for libxml2: NUL-terminated, lowercase names */
    const struct xpath_expr *top;
    struct xpath_prefixes prefixes; /* without duplicates */
    /* A condition starts again at the document root, and so may search the whole page for
       each node that it is evaluated on. */
    bool asks_page_again;
};

/* Returns false and fills err, with the 1-based byte offset in err->column, for a syntax
   error, and for a call or an operator whose operands have the wrong XPath type. */
bool xpath_read(struct arena *a, struct slice text, struct xpath_tree *out,
                struct error *err);

/* ---- functions (xpath_call.c) ------------------------------------------------------ */

/* Whether the call names an XPath function and has arguments that it accepts; sets its
   type. */
bool xpath_check_call(struct xpath_expr *call, struct error *err);
bool xpath_is_call(const struct xpath_expr *expr, const char *name, size_t arguments);

#endif
