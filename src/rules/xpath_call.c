#include "base/array.h"
#include "rules/suggest.h"
#include "rules/xpath_tree.h"

#include <stdint.h>

enum { ANY_COUNT = UINT8_MAX };

struct function {
    const char *name;
    uint8_t least, most; /* arguments */
    enum xpath_type type;
    bool takes_nodes; /* its argument must be a node set */
};

/* XPath 1.0, section 4: the core function library. */
static const struct function functions[] = {
    {"boolean", 1, 1, GIVES_BOOLEAN, false},
    {"ceiling", 1, 1, GIVES_NUMBER, false},
    {"concat", 2, ANY_COUNT, GIVES_STRING, false},
    {"contains", 2, 2, GIVES_BOOLEAN, false},
    {"count", 1, 1, GIVES_NUMBER, true},
    {"false", 0, 0, GIVES_BOOLEAN, false},
    {"floor", 1, 1, GIVES_NUMBER, false},
    {"id", 1, 1, GIVES_NODES, false},
    {"lang", 1, 1, GIVES_BOOLEAN, false},
    {"last", 0, 0, GIVES_NUMBER, false},
    {"local-name", 0, 1, GIVES_STRING, true},
    {"name", 0, 1, GIVES_STRING, true},
    {"namespace-uri", 0, 1, GIVES_STRING, true},
    {"normalize-space", 0, 1, GIVES_STRING, false},
    {"not", 1, 1, GIVES_BOOLEAN, false},
    {"number", 0, 1, GIVES_NUMBER, false},
    {"position", 0, 0, GIVES_NUMBER, false},
    {"round", 1, 1, GIVES_NUMBER, false},
    {"starts-with", 2, 2, GIVES_BOOLEAN, false},
    {"string", 0, 1, GIVES_STRING, false},
    {"string-length", 0, 1, GIVES_NUMBER, false},
    {"substring", 2, 3, GIVES_STRING, false},
    {"substring-after", 2, 2, GIVES_STRING, false},
    {"substring-before", 2, 2, GIVES_STRING, false},
    {"sum", 1, 1, GIVES_NUMBER, true},
    {"translate", 3, 3, GIVES_STRING, false},
    {"true", 0, 0, GIVES_BOOLEAN, false},
};

/* Functions of later XPath versions, and their equivalents in 1.0. */
static const struct {
    const char *name, *remedy;
} later[] = {
    {"ends-with", "write the end with CSS: a[href$=\".pdf\"]"},
    {"exists", "the path itself says whether there is such a node"},
    {"lower-case", "translate(x, 'ABC...', 'abc...') does it letter by letter"},
    {"matches", "contains() and starts-with() look for plain text"},
    {"replace", "substring-before() and substring-after() cut text"},
    {"tokenize", "substring-before() and substring-after() cut text"},
    {"upper-case", "translate(x, 'abc...', 'ABC...') does it letter by letter"},
};

static bool fail(const struct xpath_expr *call, struct error *err, const char *what,
                 const char *then)
{
    return error_at(err, NULL, 0, (uint32_t)call->at + 1, "%.*s() %s%s",
                    SLICE_ARG(call->text), what, then);
}

static bool fail_unknown(const struct xpath_expr *call, struct error *err)
{
    struct suggestion nearest = {.word = call->text};
    for (size_t i = 0; i < COUNT_OF(later); i++)
        if (slice_equal(call->text, slice_of_string(later[i].name)))
            return fail(call, err, "is not in XPath 1.0; ", later[i].remedy);
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        suggest_offer(&nearest, functions[i].name);
    if (!nearest.best)
        return fail(call, err, "is no function of XPath 1.0", "");
    return error_at(err, NULL, 0, (uint32_t)call->at + 1,
                    "unknown function \"%.*s\"; did you mean \"%s\"?",
                    SLICE_ARG(call->text), nearest.best);
}

static bool fail_count(const struct xpath_expr *call, const struct function *function,
                       struct error *err)
{
    bool is_containment = function->least == 2 && function->most == 2;
    const struct xpath_expr *only = call->parts.count == 1 ? call->parts.items[0] : NULL;
    if (is_containment && only && only->kind == XPATH_EQUAL)
        return fail(call, err,
                    "takes two arguments: write a comma in place of the =", "");
    if (function->most == 0)
        return fail(call, err, "takes no argument", "");
    if (function->most == ANY_COUNT)
        return fail(call, err, "takes two arguments or more", "");
    if (function->least == 2 && function->most == 3)
        return fail(call, err, "takes two or three arguments", "");
    return error_at(
        err, NULL, 0, (uint32_t)call->at + 1, "%.*s() takes %s%u argument%s and has %zu",
        SLICE_ARG(call->text), function->least == function->most ? "" : "at most ",
        (unsigned)function->most, function->most == 1 ? "" : "s", call->parts.count);
}

bool xpath_check_call(struct xpath_expr *call, struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(functions); i++) {
        const struct function *function = &functions[i];
        if (!slice_equal(call->text, slice_of_string(function->name)))
            continue;
        size_t count = call->parts.count;
        if (count < function->least ||
            (count > function->most && function->most != ANY_COUNT))
            return fail_count(call, function, err);
        if (function->takes_nodes && count && call->parts.items[0]->type != GIVES_NODES)
            return fail(call, err, "takes a path, as in ", "count(//p)");
        call->type = function->type;
        return true;
    }
    return fail_unknown(call, err);
}

bool xpath_is_call(const struct xpath_expr *expr, const char *name, size_t arguments)
{
    return expr->kind == XPATH_CALL && expr->parts.count == arguments &&
           slice_equal(expr->text, slice_of_string(name));
}
