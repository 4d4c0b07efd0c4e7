/* record: a cleaned page as the record that leaves the library. */
#ifndef WINNOW_WRITE_RECORD_H
#define WINNOW_WRITE_RECORD_H

#include "base/buffer.h"
#include "rules/rulebook.h"
#include "winnow.h"

struct cleaned;

/* winnow_clean with the site's file as it came from the process that may open files. */
struct winnow_record *record_clean(struct rulebook *book, const struct site_source *site,
                                   const struct winnow_input *input, struct error *err);

/* Gives a new or emptied arena the limits that an input names, or the library's own. */
void record_limit_arena(struct arena *a, const struct winnow_input *input);

/* The error of a page that exceeded one of them. It names the field that sets it. */
#define RECORD_OVER_TIME   "the page took more CPU time than cpu_ms_max allows"
#define RECORD_OVER_MEMORY "the page took more memory than memory_max allows"

/* Writes what becomes of a cleaned page into the record's text. */
typedef void (*record_writer)(const struct cleaned *cleaned,
                              const struct winnow_input *input, struct arena *a,
                              struct buffer *text);
/* The same with another text than the page's own. */
struct winnow_record *record_clean_as(struct rulebook *book,
                                      const struct site_source *site,
                                      const struct winnow_input *input,
                                      record_writer writer, struct error *err);

/* Every `const char *` member of a record but text, for code that treats them alike. */
#define RECORD_STRINGS(X)                                                                \
    X(url)                                                                               \
    X(final_url)                                                                         \
    X(title)                                                                             \
    X(author)                                                                            \
    X(date)                                                                              \
    X(language)                                                                          \
    X(site)                                                                              \
    X(canonical)                                                                         \
    X(single_page)                                                                       \
    X(next_page)                                                                         \
    X(page_type)                                                                         \
    X(rule_file)                                                                         \
    X(rule_revision)                                                                     \
    X(raw_sha256)                                                                        \
    X(text_sha256)                                                                       \
    X(fetched_at)                                                                        \
    X(error)

/* Hits that a record tells of at most: the longest files of the FTR corpus have under a
   hundred lines. */
enum { HITS_MAX = 256 };

/* A record of its own with copies of all that `view` points to, made fit to leave the
   program: valid UTF-8 without control characters, and everything but text on one line.
   A view's text may be NULL. NULL only without memory. */
struct winnow_record *record_copy(const struct winnow_record *view);

/* A record for an input that never got as far as cleaning. NULL only without memory.
   url and error are copied; error may be NULL. */
struct winnow_record *record_failed(const char *url, enum winnow_status status,
                                    const char *error);

/* Bytes of all that a record holds. */
size_t record_size(const struct winnow_record *record);

/* Setting a field of a record that is already made: copies value (NULL is allowed) into
   the record's memory. field points at one of its `const char *` members. */
bool record_set(struct winnow_record *record, const char **field, const char *value);

#endif
