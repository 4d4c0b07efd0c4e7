/* acceptance: decides whether a newly fetched text may replace the current one.
   Pure: no I/O and no clock. */
#ifndef WINNOW_ARCHIVE_ACCEPTANCE_H
#define WINNOW_ARCHIVE_ACCEPTANCE_H

#include "base/error.h"
#include "winnow.h"

enum {
    /* Percent of the usual length. A text outside this range is suspect. */
    ACCEPTANCE_LENGTH_LOW = 30,
    ACCEPTANCE_LENGTH_HIGH = 300,
    ACCEPTANCE_MISSING_RUNS = 3, /* a page is gone after 404 in so many runs in a row */
};

struct acceptance_answer {
    enum winnow_status status;
    long http_status;
    const char *error;      /* NULL if there is none */
    const char *part_error; /* why a page of a multipage article is missing; or NULL */
    bool redirects_to_root; /* of its site */
    bool is_soft404;        /* a nonexistent path of the host has the same text */
    size_t length;          /* of the text, in characters */
    size_t lost; /* U+FFFD in the text, if there are more than a few; otherwise 0 */
};

struct acceptance_history {
    size_t usual_length; /* in characters; 0: the page has no text yet */
    bool had_body;       /* the site's body rule matched the current text */
    bool was_damaged;    /* more than a few characters of the current text are U+FFFD */
};

enum acceptance_verdict {
    ACCEPTANCE_GOOD,
    ACCEPTANCE_SUSPECT, /* there is a text, but it is doubtful: quarantine */
    ACCEPTANCE_FAILED,  /* there is no text */
    ACCEPTANCE_MISSING, /* 404 */
    ACCEPTANCE_GONE,    /* 410 */
};

struct acceptance_result {
    enum acceptance_verdict verdict;
    /* Why, unless the verdict is ACCEPTANCE_GOOD: a short stable name, static, and a
       sentence. */
    const char *kind;
    struct error reason;
};

void acceptance_evaluate(const struct acceptance_answer *answer,
                         const struct acceptance_history *history,
                         struct acceptance_result *out);

/* Returns the usual length after an accepted text of this length: a moving average, so
   that a single text does not move the bounds far. */
size_t acceptance_update_length(size_t usual, size_t length);

#endif
