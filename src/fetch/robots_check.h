/* robots_check: every page is checked against the robots.txt of its origin, which is
   fetched first. */
#ifndef WINNOW_FETCH_ROBOTS_CHECK_H
#define WINNOW_FETCH_ROBOTS_CHECK_H

#include "fetch/job.h"

/* Queues the page once the robots.txt of its origin is known, or ends it if that forbids
   it. */
void robots_check_page(struct fetch *fetch, struct job *job);

/* Ends a request for a robots.txt, as job_finish does, and checks the pages that waited
   for it. Frees the job. */
void robots_check_settle(struct fetch *fetch, struct job *job, enum winnow_status status,
                         const char *why);

#endif
