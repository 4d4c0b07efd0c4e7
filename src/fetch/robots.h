/* robots: one robots.txt (RFC 9309), cut down to the lines that speak to one crawler. */
#ifndef WINNOW_FETCH_ROBOTS_H
#define WINNOW_FETCH_ROBOTS_H

#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

/* RFC 9309, section 2.5, wants at least 500 KiB read; what is beyond is not. */
enum { ROBOTS_BYTES_MAX = 500 * 1024 };
/* Sites ask for 1 to 30 s. One that asks for more would hold a
   whole list up behind it. */
enum { ROBOTS_DELAY_MAX_S = 30 };

struct robots;

/* The rules of every group for `product` ("winnow"; letters, any case), or, where there
   is none, of those for `*`. NULL when there is no memory. Free with robots_free. */
struct robots *robots_parse(struct slice text, struct slice product);
void robots_free(struct robots *robots);

/* May the path with its query ("/a?b", as the URL has it) be asked for? The longest
   pattern that matches decides, and allow where two are as long. line, which may be NULL,
   gets the number of the deciding line, 0 for none. */
bool robots_is_allowed(const struct robots *robots, struct slice path, unsigned *line);

/* The Crawl-delay of our groups (no part of RFC 9309, but sites mean it), at most
   ROBOTS_DELAY_MAX_S; 0 for none. */
int64_t robots_delay_ms(const struct robots *robots);
/* Bytes that it takes, about. */
size_t robots_size(const struct robots *robots);

#endif
