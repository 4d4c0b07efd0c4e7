/* redirect: where an answer redirects to. */
#ifndef WINNOW_FETCH_REDIRECT_H
#define WINNOW_FETCH_REDIRECT_H

#include "fetch/job.h"

bool redirect_is_status(long http_status);

/* Whether the answer, which has a page, sends browsers to another page. Its location is
   then set. */
bool redirect_find_refresh(const struct fetch *fetch, struct job *job);

/* Follows the Location of the job's answer as a new hop, which is checked like any other
   (hop.h). Ends the job if there were too many redirects, or if the Location is no http
   or https URL. */
void redirect_follow(struct fetch *fetch, struct job *job);

#endif
