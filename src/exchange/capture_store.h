/* capture_store: writes one capture to the archive. */
#ifndef WINNOW_EXCHANGE_CAPTURE_STORE_H
#define WINNOW_EXCHANGE_CAPTURE_STORE_H

#include "exchange/importer.h"

/* record: the cleaned capture; NULL for a URL alone. Its strings may be replaced by those
   of the capture. Returns false with err after an error of the archive. */
bool capture_store(struct importer *importer, const struct capture *capture,
                   struct winnow_record *record, struct error *err);

#endif
