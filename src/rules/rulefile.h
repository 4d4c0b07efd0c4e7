/* rulefile: the text of one rule file, compiled into directives. It lives in the arena it
   was read into and never changes. The language is documented in winnow-rules(5). */
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
    DIRECTIVE_PRUNE,                 /* yes|no: whether default.txt applies inside body */
    DIRECTIVE_AUTODETECT_ON_FAILURE, /* yes|no */
    DIRECTIVE_STRIP_IMAGE_SRC,
    DIRECTIVE_STRIP_ATTR,
    DIRECTIVE_POST_STRIP_ATTR,
    DIRECTIVE_DISSOLVE,
    DIRECTIVE_WRAP_IN,        /* argument: the name of an element */
    DIRECTIVE_MOVE_INTO,      /* argument: the target */
    DIRECTIVE_FIND_STRING,    /* with the replace_string that it is paired with */
    DIRECTIVE_REPLACE_STRING, /* argument: the text to find, if not in find_string */
    DIRECTIVE_HTTP_HEADER,    /* argument: the name of the header */
    DIRECTIVE_NEXT_PAGE_LINK,
    DIRECTIVE_SINGLE_PAGE_LINK,
    DIRECTIVE_IF_PAGE_CONTAINS, /* condition of the link line before it */
    DIRECTIVE_NATIVE_AD_CLUE,
    DIRECTIVE_SKIP_JSON_LD, /* yes|no */
    DIRECTIVE_SKIP_ID_OR_CLASS,
    DIRECTIVE_SRC_LAZY_LOAD_ATTR,
    DIRECTIVE_COUNT
};

enum { SELECTOR_NONE = UINT32_MAX };

struct scope; /* the [path ...] section of a directive */

/* Literal text, byte for byte. find is empty for a line that does not replace anything
   itself. */
struct replacement {
    struct slice find, with;
};

struct directive {
    enum directive_kind kind;
    uint32_t line, column; /* of the directive's name */
    struct slice argument; /* between the parentheses; ptr is NULL if there are none */
    struct slice value;    /* trimmed */
    const struct scope *scope;        /* NULL: applies to all paths */
    const struct selector *selector;  /* for kinds whose value is a selector */
    bool is_xpath;                    /* the selector is XPath: it has no early hits */
    const struct regex *regex;        /* for line kinds: the (first) pattern */
    const struct regex *regex_to;     /* strip_lines: the second pattern */
    const struct selector *target;    /* move_into: the target */
    const struct selector *condition; /* for a link: the page must match this, or NULL */
    struct replacement replacement;   /* for find_string and replace_string(find) */
    bool enabled;                     /* for a yes|no value */
    bool forced; /* a cut with the argument "force": may remove over 90 % */
};

/* Who wrote a file, which decides how far its rules are trusted. */
enum authority {
    AUTHORITY_SITE,      /* a site's own file, or --rule FILE */
    AUTHORITY_SHARED,    /* included, or selected by fingerprint, or global.txt */
    AUTHORITY_DEFAULT,   /* default.txt */
    AUTHORITY_COMMUNITY, /* from --community-rules */
};

struct rulefile {
    struct slice path; /* as messages show it */
    char revision[13]; /* the first 12 hex digits of the SHA-256 of its bytes */
    enum authority authority;
    const struct directive *directives; /* in file order */
    size_t count;
    const uint8_t *kinds; /* of the directives; for rulefile_next */
    /* One set of the selectors that are matched against the whole page and are not XPath.
       Identical lines share one selector: in all site files together, four in ten lines
       are repeated. */
    const struct selector_set *set;
    size_t selector_count;
    /* For each directive, its index in the set, or SELECTOR_NONE. */
    const uint32_t *selector_of;
    /* The directives that may remove an attribute that hides an element. */
    const uint32_t *revealing;
    size_t revealing_count;
    /* One set of the patterns of strip_line, built in the same way; NULL if there are
       none. Matching fifty patterns as a set takes a ninth of the time of matching them
       one by one. */
    const struct regex_set *line_set;
    const uint32_t *line_directives;
    struct problem_list problems;
};

/* Reads text (any bytes) as a rule file. Always returns a file: bad lines are left out of
   it and reported in its problems, each with line and column. */
const struct rulefile *rulefile_read(struct arena *a, struct slice path,
                                     struct slice text, enum authority authority);
/* Like rulefile_read, but strip_id_or_class and skip_id_or_class match substrings of a
   class or id, as in some other implementations of the language: "ad" matches
   "header". */
const struct rulefile *rulefile_read_substrings(struct arena *a, struct slice path,
                                                struct slice text,
                                                enum authority authority);

/* Returns the index of the first directive of this kind at or after d, or the file's
   count. It is called for each kind on every page, so it must not look at each of ten
   thousand lines. */
size_t rulefile_next(const struct rulefile *file, enum directive_kind kind, size_t d);
/* Whether the directive's scope includes this URL path ("/live/x", without the query). */
bool directive_applies(const struct directive *directive, struct slice url_path);
/* The name as written in a rule file: "strip_id_or_class". Static. */
const char *directive_name(enum directive_kind kind);
/* The directive name nearest to an unknown name, or NULL if none is similar. Static. */
const char *directive_nearest(struct slice name);

#endif
