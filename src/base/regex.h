/* regex: PCRE2 patterns, JIT-compiled, UTF, with match limits. The PCRE2 door.
   A regex lives in an arena and is freed with it. Matching uses scratch space inside the
   regex, so one regex serves one thread at a time. */
#ifndef WINNOW_BASE_REGEX_H
#define WINNOW_BASE_REGEX_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

struct regex;

enum regex_flag {
    REGEX_CASELESS = 1,  /* i */
    REGEX_MULTILINE = 2, /* m */
    REGEX_DOTALL = 4,    /* s */
    REGEX_EXTENDED = 8,  /* x */
};

/* A limit is no error: the pattern gave up on this subject, and the caller says so. */
enum regex_result { REGEX_NO, REGEX_YES, REGEX_LIMIT };

struct regex_span {
    size_t start, end; /* byte offsets in the subject */
};

/* False fills err with PCRE2's words and err->column: the 1-based byte in the pattern. */
bool regex_compile(struct arena *a, struct slice pattern, unsigned flags,
                   const struct regex **out, struct error *err);

/* "/re/flags" as rule files write it, with the flags i m s x. Anything not written
   between slashes is an error whose text says how to write it. */
bool regex_parse(struct arena *a, struct slice value, const struct regex **out,
                 struct error *err);

/* The first match at or after offset. span may be NULL. The
   subject must be valid UTF-8. */
enum regex_result regex_match(const struct regex *regex, struct slice subject,
                              size_t offset, struct regex_span *span);

/* Appends the subject to out with every match replaced; $1, ${1} and ${name} in the
   replacement name groups, $$ is a dollar, and every other $ is itself. A group that took
   no part gives nothing. On REGEX_LIMIT out has the subject as it was. */
enum regex_result regex_replace(const struct regex *regex, struct slice subject,
                                struct slice replacement, struct buffer *out);

/* Whether every group that a replacement names is one of the pattern's. False fills err;
   err->column is the 1-based byte in the replacement. */
bool regex_check_replacement(const struct regex *regex, struct slice replacement,
                             struct error *err);

/* Many patterns asked at once: the anchored ones that may be joined into one alternation
   are. The items must outlive the set. */
struct regex_set;
const struct regex_set *regex_set_build(struct arena *a, const struct regex *const *items,
                                        size_t count);
/* The lowest index of the set whose pattern matches the subject, in *index. REGEX_LIMIT
   when none matches and one gave up: *index is the first that did. */
enum regex_result regex_set_match(const struct regex_set *set, struct slice subject,
                                  size_t *index);

#endif
