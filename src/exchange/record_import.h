/* record_import: winnow's own records as input: lines of JSON, and folders of -o. */
#ifndef WINNOW_EXCHANGE_RECORD_IMPORT_H
#define WINNOW_EXCHANGE_RECORD_IMPORT_H

#include "base/json.h"
#include "exchange/importer.h"

/* Imports a record. The text of one that has none itself is read from its "file", in the
   folder or below it; folder: a path, NULL for none. Returns false after an error of the
   archive. */
bool record_import_add(struct importer *importer, const char *name,
                       const struct json *record, const char *folder);
/* Imports a record of each line. What is wrong is reported with its line. */
void record_import_lines(struct importer *importer, const char *name, struct slice text,
                         const char *folder);
/* Imports a folder that `winnow -o` has written. Returns false with err if it is none. */
bool record_import_folder(struct importer *importer, const char *path, struct error *err);

#endif
