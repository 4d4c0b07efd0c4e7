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
    /* Percent of the usual length. A suspect text in this range is of a plausible size:
       it is accepted if it comes often enough (--accept-after). A redesign may add a
       page's comments; it does not take half of an article away, but a paywall does. */
    ACCEPTANCE_PLAUSIBLE_LOW = 50,
    ACCEPTANCE_PLAUSIBLE_HIGH = 1000,
    /* A text that is found in the current one, by at least so many thousandths, and has
       at most so many percent of its length, is the beginning that a paywall shows. */
    ACCEPTANCE_EXCERPT_SHARE = 700,
    ACCEPTANCE_EXCERPT_LENGTH = 60,
    /* Thousandths of a text that are in the current one too: it is about the same. */
    ACCEPTANCE_SIMILAR_SHARE = 300,
    ACCEPTANCE_MISSING_RUNS = 3, /* a page is gone after 404 in so many runs in a row */
};

struct acceptance_answer {
    enum winnow_status status;
    long http_status;
    const char *error;      /* NULL if there is none */
    const char *rule_error; /* of the site's rule file, which was not used; or NULL */
    const char *part_error; /* why a page of a multipage article is missing; or NULL */
    bool redirects_to_root; /* of its site */
    bool is_soft404;        /* a nonexistent path of the host has the same text */
    bool is_same;           /* the current text */
    bool is_known;          /* the current text, or that of an earlier version */
    bool is_rejected;       /* that of an earlier version that a person has rejected */
    bool is_foreign;        /* other pages of the host have the same text */
    bool is_cut_by_rules;   /* the rules have changed, and may well remove more */
    bool is_twice;          /* characters had been encoded as UTF-8 twice */
    size_t lost;    /* U+FFFD in the text, if there are more than a few; otherwise 0 */
    size_t length;  /* of the text, in characters */
    unsigned share; /* of the text that is in the current one too, in thousandths */
};

struct acceptance_history {
    size_t usual_length;   /* in characters; 0: the page has no text yet */
    size_t current_length; /* of the current text, in characters */
    bool had_body;         /* the site's body rule matched the current text */
    bool is_garbled; /* the current text has lost characters too, or has them twice */
    bool is_pinned;  /* a person has said that the current text stays */
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
    /* Whether a suspect text may be accepted if it comes again and again. Otherwise only
       a person accepts it. */
    bool may_repeat;
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
