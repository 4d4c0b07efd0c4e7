/* regex: PCRE2 patterns, UTF, with match limits. The only file that uses PCRE2. A regex
   is in an arena and is freed with it. Matching uses scratch space inside the regex, so
   one thread at a time may use it. Patterns are interpreted: PCRE2's JIT would need
   memory that is writable and executable in the process that parses strangers' pages.
   Fifty patterns for lines cost a page 0.8 ms more without it. */
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

/* REGEX_LIMIT is no error: the pattern was given up on this subject, and the caller
   reports that. */
enum regex_result { REGEX_NO, REGEX_YES, REGEX_LIMIT };

struct regex_span {
    size_t start, end; /* byte offsets in the subject */
};

/* False fills err with PCRE2's message and err->column: the 1-based byte in the
   pattern. */
bool regex_compile(struct arena *a, struct slice pattern, unsigned flags,
                   const struct regex **out, struct error *err);

/* Compiles "/re/flags" as in rule files, with the flags i m s x. A pattern without
   slashes is an error, whose text says how to write it. */
bool regex_parse(struct arena *a, struct slice value, const struct regex **out,
                 struct error *err);

/* Finds the first match at or after offset. span may be NULL. The subject must be valid
   UTF-8. */
enum regex_result regex_match(const struct regex *regex, struct slice subject,
                              size_t offset, struct regex_span *span);

/* Appends the subject to out with all matches replaced. $1, ${1} and ${name} in the
   replacement are groups, $$ is a dollar, and any other $ is itself. A group that did not
   match is empty. On REGEX_LIMIT out gets the subject unchanged. */
enum regex_result regex_replace(const struct regex *regex, struct slice subject,
                                struct slice replacement, struct buffer *out);

/* Whether the pattern has all groups that a replacement names. False fills err;
   err->column is the 1-based byte in the replacement. */
bool regex_check_replacement(const struct regex *regex, struct slice replacement,
                             struct error *err);

/* A set of patterns. Those that are anchored and can be joined are one alternation. The
   items must outlive the set. */
struct regex_set;
const struct regex_set *regex_set_build(struct arena *a, const struct regex *const *items,
                                        size_t count);
/* Sets *index to the lowest index whose pattern matches the subject. REGEX_LIMIT if none
   matches and one was given up: *index is the first of those. */
enum regex_result regex_set_match(const struct regex_set *set, struct slice subject,
                                  size_t *index);

#endif
