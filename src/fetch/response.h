/* response: how much of one answer is taken, and of what kind. Every byte that a server
   sends passes here first. */
#ifndef WINNOW_FETCH_RESPONSE_H
#define WINNOW_FETCH_RESPONSE_H

#include "fetch/transfer.h"

enum { RESPONSE_CODINGS_SIZE = 64 }; /* of Content-Encoding; real ones name one coding */

struct response { /* of one request; all but its wishes is zero at first */
    size_t max_bytes;
    bool is_page, cut_at_max_bytes; /* as in struct transfer_request */
    fetch_decode decode;            /* NULL: the body comes decoded */
    char codings[RESPONSE_CODINGS_SIZE];
    size_t received, header_bytes, header_lines;
    bool type_checked;
    bool has_enough; /* it stopped by choice: no failure */
};

/* What is known of an answer when a part of its body comes. */
struct response_build_head {
    long http_status;
    const char *content_type; /* NULL for none */
    int64_t announced;        /* bytes of body; not above 0: not known */
};

/* Empties an answer, which may be all zero. */
void response_clear(struct transfer_answer *answer);

/* Both are false when no more must be read; the answer then has its status and error. */
bool response_take_header(struct response *intake, struct transfer_answer *answer,
                          struct slice line);
bool response_take_body(struct response *intake, struct transfer_answer *answer,
                        const struct response_build_head *head, struct slice bytes);
/* The answer has come: its body is decoded. That of a 2xx answer is ok, or the answer
   says why not; that of a refusal is whole, or empty. */
void response_finish(const struct response *intake, struct transfer_answer *answer);

#endif
