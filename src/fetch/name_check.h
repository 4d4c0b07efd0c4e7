/* name_check: a job waits for the name of its host before it is queued there, so that a
   name that is slow to resolve takes nobody's turn. */
#ifndef WINNOW_FETCH_NAME_CHECK_H
#define WINNOW_FETCH_NAME_CHECK_H

#include "fetch/job.h"

/* Whether the job may be queued. Otherwise it is queued later (before the others of its
   host if at_front), or has ended because its host has no address. */
bool name_check_job(struct fetch *fetch, struct job *job, bool at_front);

/* The addresses of the job's host for its transfer; NULL if libcurl needs none, because
   the host is an address itself or a proxy is asked. False: they are not known any more.
 */
bool name_check_find(struct fetch *fetch, const struct job *job, const char **addresses);

/* How long a lookup may take: as long as a connection, which it is a part of. */
double name_check_timeout_s(const struct fetch *fetch);
/* Queues or ends the jobs whose names are known by now, and starts other lookups. */
void name_check_step(struct fetch *fetch);

#endif
