/* hop: one request of a job: where it may go, and with which headers. Each redirect is a
   hop of its own, with the same checks. */
#ifndef WINNOW_FETCH_HOP_H
#define WINNOW_FETCH_HOP_H

#include "fetch/job.h"

/* job->url is where the job goes next. Ends the job if it may not go there; else checks
   robots.txt and queues it at its host. */
void hop_begin(struct fetch *fetch, struct job *job);

/* Sends the request of a job whose turn has come. */
void hop_start(struct fetch *fetch, struct job *job);

/* Whether the request has validators, so that a 304 may answer it. */
bool hop_is_conditional(const struct job *job);

#endif
