/* ruletests: the tests that stand in a rule file, and what comes of them. */
#ifndef WINNOW_AUTHORING_RULETESTS_H
#define WINNOW_AUTHORING_RULETESTS_H

#include "authoring/explanation_reader.h"
#include "rules/rulefile.h"

/* A test_url with the test_ lines below it, up to the next one. */
struct ruletest {
    const struct directive *url;
    const struct directive *file; /* test_file; NULL: none */
    size_t first, end;            /* of the lines in the file's directives */
};

struct ruletest_list {
    struct ruletest *items;
    size_t count, capacity;
};

void ruletests_collect(struct arena *a, const struct rulefile *file,
                       struct ruletest_list *out);

/* Whether the directive says something of a page that can be true or not. */
bool ruletest_is_claim(enum directive_kind kind);

/* A page's text as claims see it. It lives in the arena. */
struct ruletest_page {
    const struct winnow_record *record;
    struct explanation all;
    struct slice text; /* kept blocks on one line, spaces collapsed */
    struct slice first_line, last_line;
};
void ruletest_page_make(struct arena *a, const struct winnow_record *record,
                        struct ruletest_page *out);

/* True, or false and in *why some lines, each with its newline, on what is there. */
bool ruletest_holds(struct arena *a, const struct ruletest_page *page,
                    const struct directive *claim, struct buffer *why);

#endif
