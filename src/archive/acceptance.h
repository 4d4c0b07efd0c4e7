/* acceptance: whether what came of a page may take the place of the text that stands.
 * Pure. */
#ifndef WINNOW_ARCHIVE_ACCEPTANCE_H
#define WINNOW_ARCHIVE_ACCEPTANCE_H

#include "base/error.h"
#include "winnow.h"

enum {
    ACCEPTANCE_LENGTH_LOW =
        30, /* percent of the usual length; outside it is not believed */
    ACCEPTANCE_LENGTH_HIGH = 300,
    ACCEPTANCE_MISSING_RUNS = 3, /* a 404 is for good after so many */
};

struct acceptance_answer {
    enum winnow_status status;
    long http_status;
    const char *error;  /* NULL where there is none */
    const char *fault;  /* why a page of its article is not in the text; NULL: it is */
    bool leads_to_root; /* redirected to its site's root */
    bool is_decoy;      /* the text of a page of this host that cannot be there */
    size_t length;      /* of the text, in characters */
};

struct acceptance_known {
    size_t usual_length; /* 0: no text stands */
    bool had_body;       /* the site's body rule has matched this page */
};

enum acceptance_verdict {
    ACCEPTANCE_GOOD,
    ACCEPTANCE_SUSPECT, /* there is a text, and it is not believed */
    ACCEPTANCE_FAILED,  /* there is none */
    ACCEPTANCE_MISSING, /* 404 */
    ACCEPTANCE_GONE,    /* 410 */
};

/* Fills reason unless it is good. *kind is a short stable name for it, static. */
enum acceptance_verdict acceptance_judge(const struct acceptance_answer *answer,
                                         const struct acceptance_known *known,
                                         const char **kind, struct error *reason);

/* The usual length after a good text: it follows slowly, so that no single page moves the
   bounds far. */
size_t acceptance_follow_length(size_t usual, size_t length);

#endif
