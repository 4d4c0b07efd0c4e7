/* json_export: reads exports in JSON: wallabag, Miniflux, FreshRSS and other feed readers
   in the form of Google Reader, JSON Feed, and the bookmarks of Firefox and Chromium. */
#ifndef WINNOW_EXCHANGE_JSON_EXPORT_H
#define WINNOW_EXCHANGE_JSON_EXPORT_H

#include "exchange/page_list.h"

enum json_export_result {
    JSON_EXPORT_READ,
    JSON_EXPORT_OTHER,  /* not JSON; nothing was done */
    JSON_EXPORT_BROKEN, /* err says why */
};

/* Adds the pages of an export. name is for messages. */
enum json_export_result json_export_read(struct page_list *pages, const char *name,
                                         struct slice bytes, struct error *err);

#endif
