/* xpath_tree: an XPath 1.0 expression as a tree, read and checked without any page. It
   lives in an arena and never changes. libxml2 evaluates expressions; this tree is for
   what it cannot do: say what is wrong in words of ours, and see the CSS in one. */
#ifndef WINNOW_RULES_XPATH_TREE_H
#define WINNOW_RULES_XPATH_TREE_H

#include "base/arena.h"
#include "base/error.h"

enum xpath_kind {
    XPATH_OR, /* or, and, |: of two or more parts; the other operators have two */
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

/* What an expression gives (XPath 1.0, section 1). */
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
    struct slice name; /* TEST_NAME: in lower case, with its prefix if there is one */
    bool is_implied;   /* the descendant-or-self::node() that // stands for */
    struct xpath_exprs predicates;
};

struct xpath_steps {
    struct xpath_step *items;
    size_t count, capacity;
};

struct xpath_expr {
    enum xpath_kind kind;
    enum xpath_type type;
    size_t at, end;    /* its bytes in the text */
    struct slice text; /* of a literal (without quotes), numeral, function's name */
    double number;     /* XPATH_NUMERAL */
    struct xpath_exprs parts; /* operands, arguments, predicates of a filter */
    /* XPATH_PATH alone */
    const struct xpath_expr *start; /* what stands before the steps; NULL for none */
    bool is_absolute;               /* begins with / or // */
    struct xpath_steps steps;
};

/* Prefixes of names, as "fb" of fb:like. */
struct xpath_prefixes {
    struct slice *items;
    size_t count, capacity;
};

struct xpath_tree {
    struct slice text; /* what libxml2 is given: a NUL behind it, names in lower case */
    const struct xpath_expr *top;
    struct xpath_prefixes prefixes; /* each once */
    /* A condition begins again at the document's root, and so may look at the whole page
       for each node that is asked. */
    bool asks_page_again;
};

/* False fills err, with the 1-based byte in err->column: for bad syntax, and for a call
   or an operator that XPath's types do not allow. */
bool xpath_read(struct arena *a, struct slice text, struct xpath_tree *out,
                struct error *err);

/* ---- functions (xpath_call.c) ------------------------------------------------------ */

/* Whether the call names a function of XPath and has arguments
   it takes; sets its type. */
bool xpath_check_call(struct xpath_expr *call, struct error *err);
bool xpath_is_call(const struct xpath_expr *expr, const char *name, size_t arguments);

#endif
