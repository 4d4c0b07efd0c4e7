/* result: fills the parts of a fetch_result that report the request and its answer. */
#ifndef WINNOW_FETCH_RESULT_H
#define WINNOW_FETCH_RESULT_H

#include "fetch/fetch.h"
#include "fetch/headers.h"
#include "fetch/transfer.h"

void result_open(struct fetch_result *result);

/* A copy of text from a server or a list for messages: one line without control
   characters. new; NULL for NULL, and without memory. */
char *result_clean_copy(const char *text);

/* Writes the head of the request that is about to be sent. Credentials are left out,
   because the head may be stored for years. */
void result_note_request(struct fetch_result *result, const struct http_url *url,
                         const char *user_agent, const struct header_lines *lines,
                         const struct fetch_options *options);
/* Copies status, type and head of the answer. False: no memory. */
bool result_note_answer(struct fetch_result *result, const struct http_url *url,
                        const struct transfer_answer *answer);

#endif
