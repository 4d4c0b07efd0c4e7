/* protocol: jobs and records as bytes. A job comes from the parent and is trusted. A
   record comes from a process that a page may have taken over: any bytes are accepted as
   input, and all that is read from them is checked. A record has the number of its job,
   which is random, so that a worker cannot answer a job that it has not received. */
#ifndef WINNOW_WORKER_PROTOCOL_H
#define WINNOW_WORKER_PROTOCOL_H

#include "base/buffer.h"
#include "worker/worker.h"

enum protocol_kind { PROTOCOL_JOB = 1, PROTOCOL_RECORD = 2 };
enum { PROTOCOL_HEADER_SIZE = 24 };

/* Each appends a whole frame, header included; false without memory. */
bool protocol_put_job(struct buffer *out, const struct worker_job *job, uint64_t number);
bool protocol_put_record(struct buffer *out, const struct winnow_record *record,
                         uint64_t number);

/* What a header says of the payload after it. */
struct protocol_header {
    uint64_t number; /* of the job */
    size_t size;     /* bytes of the payload */
};
/* False for what is not a header of this kind or announces more than max bytes. */
bool protocol_get_header(const char bytes[PROTOCOL_HEADER_SIZE], enum protocol_kind kind,
                         size_t max, struct protocol_header *out);
/* The job points into the payload. */
bool protocol_get_job(struct slice payload, struct worker_job *job);
/* A new record with the cleaner's part, and the parent's own url. NULL for a payload that
   is not one, and if there is no memory. */
struct winnow_record *protocol_get_record(struct slice payload, const char *url);
/* The same of a payload that this process has written itself: all of its fields. */
struct winnow_record *protocol_get_own_record(struct slice payload, const char *url);

#endif
