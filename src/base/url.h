/* url: splits URLs and resolves references (RFC 3986, section 5). Nothing is fetched or
   looked up. */
#ifndef WINNOW_BASE_URL_H
#define WINNOW_BASE_URL_H

#include "base/arena.h"
#include "base/slice.h"

/* The parts of a URL or a reference (RFC 3986, appendix B). A missing part has ptr NULL;
   an empty one ("http://a?") does not. */
struct url_parts {
    struct slice scheme, authority, path, query, fragment;
};

struct url_parts url_split(struct slice url);
/* The host of an absolute URL, without user and port; a literal IPv6 address keeps its
   brackets. Empty if there is none. */
struct slice url_host(struct slice url);
/* The path of an absolute URL; "/" if it has none. */
struct slice url_path(struct slice url);

/* How a line begins that may be a URL or prose. */
enum url_start {
    URL_START_NONE,   /* a word of prose, a path */
    URL_START_SCHEME, /* "https://" or another scheme with "//" */
    URL_START_HOST,   /* "example.com/x", "localhost:8080", "[::1]" */
    URL_START_OTHER,  /* "mailto:x" and other schemes without a host */
};
enum url_start url_start_of(struct slice text);

/* Whether url begins with http:// or https:// and has a host. */
bool url_is_web(struct slice url);

/* Resolves reference against base, in the arena. White space around it is removed, and
   spaces and controls in it are escaped, as browsers do. Empty if neither is absolute. */
struct slice url_resolve(struct arena *a, struct slice base, struct slice reference);

#endif
