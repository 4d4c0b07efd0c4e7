/* response: how much of an answer is read, and which types. Every byte that a server
   sends is checked here first. */
#ifndef WINNOW_FETCH_RESPONSE_H
#define WINNOW_FETCH_RESPONSE_H

#include "fetch/transfer.h"

enum { RESPONSE_CODINGS_SIZE = 64 }; /* of Content-Encoding; real ones name one coding */

struct response { /* the answer to one request; the fields from codings on are zero at
                     first */
    size_t max_bytes;
    bool is_page, cut_at_max_bytes; /* as in struct transfer_request */
    fetch_decode decode;            /* NULL: libcurl decodes the body */
    char codings[RESPONSE_CODINGS_SIZE];
    size_t received, header_bytes, header_lines;
    bool type_checked;
    bool has_enough; /* reading stopped on purpose, not by an error */
};

/* What is known about an answer when a part of its body arrives. */
struct response_head {
    long http_status;
    const char *content_type; /* NULL for none */
    int64_t announced;        /* bytes of the body; 0 or less: not known */
};

/* Empties an answer, which may be all zero. */
void response_clear(struct transfer_answer *answer);

/* Both return false if reading must stop; the answer's status and error are then set. */
bool response_add_header(struct response *response, struct transfer_answer *answer,
                         struct slice line);
bool response_add_body(struct response *response, struct transfer_answer *answer,
                       const struct response_head *head, struct slice bytes);
/* Decodes the body of a complete answer. The body of a 2xx answer is then ok, or the
   answer has an error; the body of a refusal is complete, or empty. */
void response_finish(const struct response *response, struct transfer_answer *answer);

#endif
