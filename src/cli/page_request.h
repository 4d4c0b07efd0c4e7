/* page_request: converts the options to the settings of a page for the library. */
#ifndef WINNOW_CLI_PAGE_REQUEST_H
#define WINNOW_CLI_PAGE_REQUEST_H

#include "base/slice.h"
#include "cli/options.h"

/* A page to be cleaned. Everything is borrowed. */
struct page_source {
    enum winnow_kind kind;
    struct slice bytes;
    const char *url, *content_type; /* NULL or "": unknown */
    bool is_utf8;
    bool is_continued; /* a further page of an article, whose title is there already */
};

struct winnow_input page_request_input(const struct options *options,
                                       const struct page_source *source);

/* The kind of a fetched page. content_type may be NULL. */
enum winnow_kind page_request_kind(const char *content_type);

/* The library's errors name fields of struct winnow_input; replaces these names in a
   record with the names of the options that set them. */
void page_request_name_options(struct winnow_record *record);

#endif
