/* page_request: what the options ask of a page, as the library takes it. */
#ifndef WINNOW_CLI_PAGE_REQUEST_H
#define WINNOW_CLI_PAGE_REQUEST_H

#include "base/slice.h"
#include "cli/options.h"

/* A page that is to be cleaned. Everything is borrowed. */
struct page_source {
    enum winnow_kind kind;
    struct slice bytes;
    const char *url, *content_type; /* NULL or "": not known */
    bool is_utf8;
};

struct winnow_input page_request_input(const struct options *options,
                                       const struct page_source *source);

/* The kind of a page that was fetched. content_type may be NULL. */
enum winnow_kind page_request_kind(const char *content_type);

/* The library's errors name fields of struct winnow_input; a record that is shown names
   the options that set them. */
void page_request_name_options(struct winnow_record *record);

#endif
