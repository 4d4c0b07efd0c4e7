/* found_records: the responses in parts of an archive's WARC files, as pages and bodies.
 */
#ifndef WINNOW_REFRESH_FOUND_RECORDS_H
#define WINNOW_REFRESH_FOUND_RECORDS_H

#include "archive/recovery.h"
#include "archive/warc_files.h"

struct found_record {
    const char *page; /* the URL of its page */
    struct store_body body;
    int64_t at;   /* when it was fetched */
    bool is_part; /* a further page of the page's article */
};
struct found_records {
    struct found_record *items; /* by page, then by date */
    size_t count, capacity;
};

/* Reads the records of these parts. */
bool found_records_read(struct store *store, const struct warc_part_list *parts,
                        struct arena *a, struct found_records *out, struct error *err);

#endif
