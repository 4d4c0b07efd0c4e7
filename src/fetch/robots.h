/* robots: parses a robots.txt (RFC 9309) and keeps the rules for one crawler. */
#ifndef WINNOW_FETCH_ROBOTS_H
#define WINNOW_FETCH_ROBOTS_H

#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

/* RFC 9309, section 2.5, demands at least 500 KiB; the rest is ignored. */
enum { ROBOTS_BYTES_MAX = 500 * 1024 };
/* Of the rules for one crawler, which are compiled: the largest files of sites have a
   tenth of that. The rest is ignored, as above. */
enum { ROBOTS_RULES_MAX = 20000, ROBOTS_PATTERN_BYTES_MAX = 512 * 1024 };
/* A path that is longer than the request lines that servers accept is not allowed where
   there are rules. */
enum { ROBOTS_PATH_MAX = 32 * 1024 };
/* Sites ask for 1 to 30 s. A longer delay would hold up a whole list. */
enum { ROBOTS_DELAY_MAX_S = 30 };

struct robots;

/* Parses the rules of all groups for `product` ("winnow"; letters, in any case), or if
   there are none, of those for `*`. NULL: no memory. Free with robots_free. */
struct robots *robots_parse(struct slice text, struct slice product);
void robots_free(struct robots *robots);

/* Whether the path with its query ("/a?b", as in the URL) may be fetched. The longest
   matching pattern decides; allow wins over a disallow of the same length. line (may be
   NULL) is set to the number of the deciding line, 0 for none. */
bool robots_is_allowed(const struct robots *robots, struct slice path, unsigned *line);

/* The Crawl-delay of our groups (not in RFC 9309, but in use), at most
   ROBOTS_DELAY_MAX_S; 0 for none. */
int64_t robots_delay_ms(const struct robots *robots);
/* Approximate size in bytes. */
size_t robots_size(const struct robots *robots);

#endif
