/* warc_scan: walks the records of a WARC file that winnow has written, one gzip member
   each, with their positions. Tells a record that the file ends in from one that is
   damaged. */
#ifndef WINNOW_CONTAINER_WARC_SCAN_H
#define WINNOW_CONTAINER_WARC_SCAN_H

#include "container/warc.h"

struct warc_scan {
    int fd;
    char name[WARC_NAME_SIZE];
    int64_t offset; /* of the next record */
    int64_t size;   /* of the file */
};

/* Opens a file of `folder` at the beginning of a record. */
bool warc_scan_open(struct warc_scan *scan, int folder, const char *name, int64_t offset,
                    struct error *err);
void warc_scan_close(struct warc_scan *scan);

enum warc_scan_result {
    WARC_SCAN_RECORD,
    WARC_SCAN_DAMAGED, /* bytes at *place are no record; call again for the next one */
    WARC_SCAN_TORN,    /* the file ends at *place inside a record, or in zeros */
    WARC_SCAN_END,
    WARC_SCAN_BROKEN, /* err says why the file cannot be read */
};
/* Reads the next record, with at most `max` bytes of its head and block. */
enum warc_scan_result warc_scan_next(struct warc_scan *scan, size_t max,
                                     struct warc_record *out, struct warc_place *place,
                                     struct error *err);

/* Finds the request record that the writer put before the response at an offset of a
   file. Returns its offset, or that of the response if there is none. */
int64_t warc_scan_find_request(int fd, int64_t response);

#endif
