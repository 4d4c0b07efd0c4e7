/* record: a cleaned page as the record that leaves the library. */
#ifndef WINNOW_WRITE_RECORD_H
#define WINNOW_WRITE_RECORD_H

#include "rules/rulebook.h"
#include "winnow.h"

/* winnow_clean with the site's file as it came from the process that may open files. */
struct winnow_record *record_clean(struct rulebook *book, const struct site_source *site,
                                   const struct winnow_input *input, struct error *err);

/* A record for an input that never got as far as cleaning. NULL only without memory.
   url and error are copied; error may be NULL. */
struct winnow_record *record_failed(const char *url, enum winnow_status status,
                                    const char *error);

/* Setting a field of a record that is already made: copies value (NULL is allowed) into
   the record's memory. field points at one of its `const char *` members. */
bool record_set(struct winnow_record *record, const char **field, const char *value);

#endif
