/* url: references made absolute (RFC 3986, section 5). Nothing
   is fetched or looked up. */
#ifndef WINNOW_BASE_URL_H
#define WINNOW_BASE_URL_H

#include "base/arena.h"
#include "base/slice.h"

/* The parts of a URL or a reference (RFC 3986, appendix B). A part that is not there has
   ptr NULL; one that is there and empty ("http://a?") has not. */
struct url_parts {
    struct slice scheme, authority, path, query, fragment;
};

struct url_parts url_split(struct slice url);
/* The host of an absolute URL, without user and port; a literal IPv6 address keeps its
   brackets. Empty where there is none. */
struct slice url_host(struct slice url);
/* The path of an absolute URL: "/" where it has none. */
struct slice url_path(struct slice url);

/* How a line begins that a person wrote, or that may be prose. */
enum url_start {
    URL_START_NONE,   /* a word of prose, a path */
    URL_START_SCHEME, /* "https://" and kin */
    URL_START_HOST,   /* "example.com/x", "localhost:8080", "[::1]" */
    URL_START_OTHER,  /* "mailto:x" and kin, which name no host */
};
enum url_start url_start_of(struct slice text);

/* Whether url begins with http:// or https:// and names a host. */
bool url_is_web(struct slice url);

/* reference as seen from base, in the arena: white space around it is dropped, and spaces
   and controls inside it are escaped, as browsers do. Empty when neither is absolute. */
struct slice url_resolve(struct arena *a, struct slice base, struct slice reference);

#endif
