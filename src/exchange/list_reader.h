/* list_reader: adds the pages that feeds, sitemaps, OPML, bookmarks and other lists name.
   They are parsed in a sandboxed process; feeds that OPML lists are fetched. */
#ifndef WINNOW_EXCHANGE_LIST_READER_H
#define WINNOW_EXCHANGE_LIST_READER_H

#include "cli/page_session.h"
#include "exchange/page_list.h"

struct list_reader {
    struct options options; /* of the session */
    struct page_session session;
    struct page_list *pages;
    bool is_open;
    size_t failed; /* lists and feeds that could not be read; reported */
};

void list_reader_open(struct list_reader *reader, struct page_list *pages);
void list_reader_close(struct list_reader *reader);
/* Adds the pages that a document lists, and follows OPML and indexes of sitemaps. What is
   wrong is reported, and counted in reader->failed. */
void list_reader_read(struct list_reader *reader, const char *path, struct slice bytes);

#endif
