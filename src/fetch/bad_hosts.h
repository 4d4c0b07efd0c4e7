/* bad_hosts: hosts that fail again and again: no connection, no name, no answer in time,
   or each answer asks to wait. After so many failures without an answer in between, a
   host is given up: what is still to be requested there ends at once, with the last
   reason. */
#ifndef WINNOW_FETCH_BAD_HOSTS_H
#define WINNOW_FETCH_BAD_HOSTS_H

#include "base/error.h"
#include "winnow.h"
#include <stdint.h>

/* Those that are remembered; the oldest are forgotten first. */
enum { BAD_HOSTS_MAX = 4096 };

struct bad_hosts;

struct bad_host {
    unsigned failures, waits; /* since the last answer */
    int64_t waits_until;      /* end of the last wait that was counted */
    bool is_given_up;
    enum winnow_status status; /* of the last failure, and why */
    char *reason;
    struct bad_host *newer;
    char server[];
};

struct bad_hosts *bad_hosts_open(void);        /* NULL: no memory */
void bad_hosts_close(struct bad_hosts *hosts); /* NULL is allowed */

/* NULL: nothing has failed there. Valid until the next failure is noted. */
const struct bad_host *bad_hosts_find(const struct bad_hosts *hosts, const char *server);

/* A wait that the server asks for. Times are on the caller's clock. */
struct host_wait {
    int64_t sent_at, until; /* of the request, and of the wait */
    enum winnow_status status;
    const char *reason;
};

/* Notes a failure, or a wait. Returns whether the host is given up now, because there are
   `most` of them (0: never). Answers to requests that were sent before the last wait was
   over are part of it: requests that are in flight together get the same answer. */
bool bad_hosts_note_failure(struct bad_hosts *hosts, const char *server, unsigned most,
                            enum winnow_status status, const char *reason);
bool bad_hosts_note_wait(struct bad_hosts *hosts, const char *server, unsigned most,
                         const struct host_wait *wait);
/* Notes that the host has answered, without asking to wait. */
void bad_hosts_note_answer(struct bad_hosts *hosts, const char *server);

#endif
