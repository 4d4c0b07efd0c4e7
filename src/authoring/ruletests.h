/* ruletests: the tests in a rule file, and their results. */
#ifndef WINNOW_AUTHORING_RULETESTS_H
#define WINNOW_AUTHORING_RULETESTS_H

#include "authoring/explanation_reader.h"
#include "rules/rulefile.h"

/* A test_url and the test_ lines after it, up to the next test_url. */
struct ruletest {
    const struct directive *url;
    const struct directive *file; /* test_file; NULL: none */
    size_t first, end;            /* of its lines, in the directives of the file */
};

struct ruletest_list {
    struct ruletest *items;
    size_t count, capacity;
};

void ruletests_collect(struct arena *a, const struct rulefile *file,
                       struct ruletest_list *out);

/* Whether the directive is an assertion about a page, such as test_contains. */
bool ruletest_is_assertion(enum directive_kind kind);

/* The text of a page, for assertions. It lives in the arena. */
struct ruletest_page {
    const struct winnow_record *record;
    struct explanation all;
    struct slice text; /* kept blocks on one line, spaces collapsed */
    struct slice first_line, last_line;
};
void ruletest_page_make(struct arena *a, const struct winnow_record *record,
                        struct ruletest_page *out);

/* If the assertion does not hold, returns false and adds lines to *why that show what the
   page has. */
bool ruletest_holds(struct arena *a, const struct ruletest_page *page,
                    const struct directive *assertion, struct buffer *why);

#endif
