/* reading: the verbs that find pages of an archive: list and search. */
#ifndef WINNOW_READER_READING_H
#define WINNOW_READER_READING_H

#include "archive/page_listing.h"
#include "base/json.h"
#include "cli/options.h"

/* Each returns the exit code. */
int list_run(const struct options *options);
int search_run(const struct options *options);

/* The row as a JSON object, which the caller may add to. */
struct json *list_row_json(const struct listing_row *row);

#endif
