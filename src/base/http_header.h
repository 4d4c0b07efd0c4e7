/* http_header: what a header of an HTTP request may be made of (RFC 9110, section 5), and
   who may set it. */
#ifndef WINNOW_BASE_HTTP_HEADER_H
#define WINNOW_BASE_HTTP_HEADER_H

#include "base/slice.h"

/* A token (section 5.6.2). */
bool http_header_is_name(struct slice name);

/* The offset of the first control character in a value, which could end its line; tabs
   are none. SIZE_MAX: there is none. */
size_t http_header_find_control(struct slice value);

/* Who may say what a header of a request holds. */
enum http_header_right {
    HTTP_HEADER_ANYBODYS,
    HTTP_HEADER_PERSONAL,    /* it says who somebody is, and goes to one host */
    HTTP_HEADER_USERS,       /* it says how the answer comes: no rule's affair */
    HTTP_HEADER_CONNECTIONS, /* where a request goes and ends: nobody's but the sender's
                              */
};
/* Names are read in any case. */
enum http_header_right http_header_right_of(struct slice name);

#endif
