/* wacz: the WARC files in a WACZ file, which is a ZIP file with a crawl
   (https://specs.webrecorder.net/wacz/1.1.1/). It is read from its beginning, also from a
   pipe. The only user of libarchive. */
#ifndef WINNOW_CONTAINER_WACZ_H
#define WINNOW_CONTAINER_WACZ_H

#include "container/byte_source.h"

/* Whether a file with these first four bytes or more is a ZIP file. */
bool wacz_is_zip(struct slice first);
/* Whether it is a WACZ file, by its first 512 bytes: by the name of the first member. */
bool wacz_is(struct slice first);

struct wacz;

/* from is borrowed. Returns NULL if out of memory. */
struct wacz *wacz_open(struct fd_source *from);
void wacz_close(struct wacz *wacz); /* NULL is allowed */

enum wacz_result {
    WACZ_MEMBER, /* *name is its name, valid until the next call */
    WACZ_WAIT,   /* call again when the descriptor is readable */
    WACZ_END,
    WACZ_DAMAGED, /* err says what cannot be read; call again to continue */
    WACZ_BROKEN,  /* err says why; the rest cannot be read */
};
/* Moves to the next WARC file. */
enum wacz_result wacz_next(struct wacz *wacz, const char **name, struct error *err);
/* The bytes of the WARC file. */
struct byte_source *wacz_member(struct wacz *wacz);

#endif
