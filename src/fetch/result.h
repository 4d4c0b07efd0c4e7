/* result: what is told of a request: how it was asked, and what came back. */
#ifndef WINNOW_FETCH_RESULT_H
#define WINNOW_FETCH_RESULT_H

#include "fetch/fetch.h"
#include "fetch/headers.h"
#include "fetch/transfer.h"

void result_open(struct fetch_result *result);

/* What a server or a list said goes into messages as one line without control characters.
   new; NULL for NULL, and where there is no memory. */
char *result_clean_copy(const char *text);

/* The head of the request that is about to be sent. Credentials are left out: it may be
   kept for years. */
void result_note_request(struct fetch_result *result, const struct http_url *url,
                         const char *user_agent, const struct header_lines *lines);
/* What the answer is, apart from what becomes of it. False: no memory. */
bool result_note_answer(struct fetch_result *result, const struct http_url *url,
                        const struct transfer_answer *answer);

#endif
