/* json_export: reads exports in JSON: wallabag, Miniflux, FreshRSS and other feed readers
   in the form of Google Reader, JSON Feed, the records of winnow itself, and the
   bookmarks of Firefox and Chromium. */
#ifndef WINNOW_EXCHANGE_JSON_EXPORT_H
#define WINNOW_EXCHANGE_JSON_EXPORT_H

#include "exchange/importer.h"

enum json_export_result {
    JSON_EXPORT_READ,
    JSON_EXPORT_OTHER,  /* not JSON; nothing was done */
    JSON_EXPORT_BROKEN, /* err says why */
};

/* Imports the pages of an export, with their texts where it has them. name is for
   messages. */
enum json_export_result json_export_read(struct importer *importer, const char *name,
                                         struct slice bytes, struct error *err);

#endif
