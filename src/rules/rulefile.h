/* rulefile: the text of one rule file as directives, compiled. It lives in the arena it
   was read into and never changes. The language is in the manual page winnow-rules(5). */
#ifndef WINNOW_RULES_RULEFILE_H
#define WINNOW_RULES_RULEFILE_H

#include "base/problems.h"
#include "base/regex.h"
#include "rules/selector.h"

enum directive_kind {
    DIRECTIVE_BODY,
    DIRECTIVE_TITLE,
    DIRECTIVE_AUTHOR,
    DIRECTIVE_DATE,
    DIRECTIVE_STRIP,
    DIRECTIVE_STRIP_ID_OR_CLASS,
    DIRECTIVE_KEEP,
    DIRECTIVE_STRIP_FROM,
    DIRECTIVE_STRIP_AFTER,
    DIRECTIVE_STRIP_BEFORE,
    DIRECTIVE_STRIP_LINE,
    DIRECTIVE_KEEP_LINE,
    DIRECTIVE_REPLACE_LINE, /* argument: the pattern, value: the replacement */
    DIRECTIVE_STRIP_FROM_LINE,
    DIRECTIVE_STRIP_AFTER_LINE,
    DIRECTIVE_STRIP_TO_LINE,
    DIRECTIVE_STRIP_BEFORE_LINE,
    DIRECTIVE_STRIP_LINES, /* argument: from, value: to */
    DIRECTIVE_INCLUDE,
    DIRECTIVE_FINGERPRINT,
    DIRECTIVE_WALL_IF,
    DIRECTIVE_TEST_URL,
    DIRECTIVE_TEST_FILE,
    DIRECTIVE_TEST_CONTAINS,
    DIRECTIVE_TEST_NOT_CONTAINS,
    DIRECTIVE_TEST_TITLE,
    DIRECTIVE_TEST_AUTHOR,
    DIRECTIVE_TEST_DATE,
    DIRECTIVE_TEST_FIRST_LINE,
    DIRECTIVE_TEST_LAST_LINE,
    DIRECTIVE_PRUNE,                 /* yes|no: whether default.txt works inside body */
    DIRECTIVE_AUTODETECT_ON_FAILURE, /* yes|no */
    DIRECTIVE_STRIP_IMAGE_SRC,
    DIRECTIVE_STRIP_ATTR,
    DIRECTIVE_POST_STRIP_ATTR,
    DIRECTIVE_DISSOLVE,
    DIRECTIVE_WRAP_IN,        /* argument: an element's name */
    DIRECTIVE_MOVE_INTO,      /* argument: where to */
    DIRECTIVE_FIND_STRING,    /* with the replace_string that it is paired with */
    DIRECTIVE_REPLACE_STRING, /* argument: what to find, or none: the other half */
    DIRECTIVE_HTTP_HEADER,    /* argument: its name */
    DIRECTIVE_NEXT_PAGE_LINK,
    DIRECTIVE_SINGLE_PAGE_LINK,
    DIRECTIVE_IF_PAGE_CONTAINS, /* of the link line before it */
    DIRECTIVE_NATIVE_AD_CLUE,
    DIRECTIVE_SKIP_JSON_LD, /* yes|no */
    DIRECTIVE_SKIP_ID_OR_CLASS,
    DIRECTIVE_SRC_LAZY_LOAD_ATTR,
    DIRECTIVE_COUNT
};

enum { SELECTOR_NONE = UINT32_MAX };

struct scope; /* the [path ...] that a directive stands under */

/* Literal text, byte for byte. find is empty for a line that replaces nothing itself. */
struct replacement {
    struct slice find, with;
};

struct directive {
    enum directive_kind kind;
    uint32_t line, column;     /* of its name */
    struct slice argument;     /* between the parentheses; ptr NULL when there are none */
    struct slice value;        /* trimmed */
    const struct scope *scope; /* NULL: everywhere */
    const struct selector *selector;  /* of kinds whose value is a selector */
    bool is_xpath;                    /* the selector is: it has no early hits */
    const struct regex *regex;        /* of line kinds: the (first) pattern */
    const struct regex *regex_to;     /* strip_lines: the second */
    const struct selector *target;    /* move_into: where to */
    const struct selector *condition; /* of a link: what the page must hold, or NULL */
    struct replacement replacement;   /* of find_string, and of replace_string(find) */
    bool enabled;                     /* a yes|no value */
    bool forced; /* a cut written with an argument "force": may remove over 90 % */
};

/* Who wrote a file, and so how far it is obeyed. */
enum authority {
    AUTHORITY_SITE,      /* a site's own file, or --rule FILE */
    AUTHORITY_SHARED,    /* included, or by fingerprint, or global.txt */
    AUTHORITY_DEFAULT,   /* default.txt */
    AUTHORITY_COMMUNITY, /* from --community-rules */
};

struct rulefile {
    struct slice path; /* as it should stand in messages */
    char revision[13]; /* the first 12 digits of its bytes' SHA-256 */
    enum authority authority;
    const struct directive *directives; /* in file order */
    size_t count;
    const uint8_t *kinds; /* of the directives; for rulefile_next */
    /* One set over the selectors that are asked page-wide and are no XPath. Lines that
       say the same share one: of all sites' lines together, four in ten are repeated. */
    const struct selector_set *set;
    size_t selector_count;
    /* By directive: its index in the set, or SELECTOR_NONE. */
    const uint32_t *selector_of;
    /* The directives that may take away an attribute that hides. */
    const uint32_t *revealing;
    size_t revealing_count;
    /* One set over the patterns of strip_line, in the same way; NULL when there are none.
       Fifty of them joined cost a page a ninth of what they cost one by one. */
    const struct regex_set *line_set;
    const uint32_t *line_directives;
    struct problem_list problems;
};

/* Reads text (any bytes) as a rule file. Always gives a file: bad lines are left out of
   it and told in its problems, each with line and column. */
const struct rulefile *rulefile_read(struct arena *a, struct slice path,
                                     struct slice text, enum authority authority);
/* The same, with strip_id_or_class and skip_id_or_class as some readers of the language
   have them: the name is in the class or id, as "ad" is in "header". */
const struct rulefile *rulefile_read_substrings(struct arena *a, struct slice path,
                                                struct slice text,
                                                enum authority authority);

/* The first directive of the kind from the d-th on, or the file's count. A page asks this
   for each kind, so it must not cost a look at every one of ten thousand lines. */
size_t rulefile_next(const struct rulefile *file, enum directive_kind kind, size_t d);
/* Whether the directive's scope takes in this URL path ("/live/x", without the query). */
bool directive_applies(const struct directive *directive, struct slice url_path);
/* As it stands in a rule file: "strip_id_or_class". Static. */
const char *directive_name(enum directive_kind kind);
/* The known name nearest to an unknown one, or NULL when none is near. Static. */
const char *directive_nearest(struct slice name);

#endif
