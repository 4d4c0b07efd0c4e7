/* record: a cleaned page as the record that the library returns. */
#ifndef WINNOW_WRITE_RECORD_H
#define WINNOW_WRITE_RECORD_H

#include "base/buffer.h"
#include "rules/rulebook.h"
#include "winnow.h"

struct cleaned;

/* Like winnow_clean, with the site's file from the process that may open files. */
struct winnow_record *record_clean(struct rulebook *book, const struct site_source *site,
                                   const struct winnow_input *input, struct error *err);

/* Gives a new or emptied arena the limits of an input, or the library's defaults. */
void record_limit_arena(struct arena *a, const struct winnow_input *input);

/* The errors for a page that exceeded one of the limits. They name the field that sets
   it. */
#define RECORD_OVER_TIME   "the page took more CPU time than cpu_ms_max allows"
#define RECORD_OVER_MEMORY "the page took more memory than memory_max allows"

/* Writes the text of the record for a cleaned page. */
typedef void (*record_writer)(const struct cleaned *cleaned,
                              const struct winnow_input *input, struct arena *a,
                              struct buffer *text);
/* The same with a text that the writer provides instead of the page's own. */
struct winnow_record *record_clean_as(struct rulebook *book,
                                      const struct site_source *site,
                                      const struct winnow_input *input,
                                      record_writer writer, struct error *err);

/* All `const char *` members of a record except text and markdown, for code that treats
 * them alike. */
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

/* Maximum number of hits in a record: the longest files of the FTR corpus have fewer than
   a hundred lines. */
enum { HITS_MAX = 256 };

/* Returns an independent record with copies of everything that `view` points to, made
   safe to leave the program: valid UTF-8 without control characters, and everything
   except text and markdown on one line. A view's text may be NULL. Returns NULL only if
   out of memory. */
struct winnow_record *record_copy(const struct winnow_record *view);

/* Returns a record for an input that failed before cleaning. NULL only if out of memory.
   url and error are copied; error may be NULL. */
struct winnow_record *record_failed(const char *url, enum winnow_status status,
                                    const char *error);

/* The size of everything that a record holds, in bytes. */
size_t record_size(const struct winnow_record *record);

/* Sets a field of an existing record: copies value (which may be NULL) into the record's
   memory. field points to one of its `const char *` members. */
bool record_set(struct winnow_record *record, const char **field, const char *value);

#endif
