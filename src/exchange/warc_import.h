/* warc_import: imports the responses of a WARC or WACZ file with their times. */
#ifndef WINNOW_EXCHANGE_WARC_IMPORT_H
#define WINNOW_EXCHANGE_WARC_IMPORT_H

#include "exchange/importer.h"

/* Whether a file is one, by its content. */
bool warc_import_is(int fd);
/* Reads all of it. What is damaged is reported. */
void warc_import_read(struct importer *importer, const char *name, int fd);

#endif
