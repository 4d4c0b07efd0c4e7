/* http_header: which characters a header of an HTTP request may have (RFC 9110, section
   5), and who may set it. */
#ifndef WINNOW_BASE_HTTP_HEADER_H
#define WINNOW_BASE_HTTP_HEADER_H

#include "base/slice.h"

/* A token (section 5.6.2). */
bool http_header_is_name(struct slice name);

/* The offset of the first control character in a value, which could end its line; tabs
   are allowed. SIZE_MAX: there is none. */
size_t http_header_find_control(struct slice value);

/* Who may set a header of a request. */
enum http_header_right {
    HTTP_HEADER_ANYBODYS,
    HTTP_HEADER_PERSONAL,    /* identifies a person; sent to one host only */
    HTTP_HEADER_USERS,       /* determines the form of the answer; not for rules */
    HTTP_HEADER_CONNECTIONS, /* where a request goes and ends; set by the sender only */
};
/* Names may be in any case. */
enum http_header_right http_header_right_of(struct slice name);

#endif
