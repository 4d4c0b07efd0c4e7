/* protocol: jobs and records as bytes. A job comes from the parent and is trusted. A
   record comes from a process that a page may have taken over: any bytes are accepted as
   input, and all that is read from them is checked. */
#ifndef WINNOW_WORKER_PROTOCOL_H
#define WINNOW_WORKER_PROTOCOL_H

#include "base/buffer.h"
#include "worker/worker.h"

enum protocol_kind { PROTOCOL_JOB = 1, PROTOCOL_RECORD = 2 };
enum { PROTOCOL_HEADER_SIZE = 16 };

/* Each appends a whole frame, header included; false without memory. */
bool protocol_put_job(struct buffer *out, const struct worker_job *job);
bool protocol_put_record(struct buffer *out, const struct winnow_record *record);

/* The size of the payload after a header; false for what is not a header of this kind or
   announces more than max bytes. */
bool protocol_get_size(const char header[PROTOCOL_HEADER_SIZE], enum protocol_kind kind,
                       size_t max, size_t *size);
/* The job points into the payload. */
bool protocol_get_job(struct slice payload, struct worker_job *job);
/* A new record with the cleaner's part, and the parent's own url. NULL for a payload that
   is not one, and if there is no memory. */
struct winnow_record *protocol_get_record(struct slice payload, const char *url);
/* The same of a payload that this process has written itself: all of its fields. */
struct winnow_record *protocol_get_own_record(struct slice payload, const char *url);

#endif
