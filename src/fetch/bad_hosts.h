/* bad_hosts: hosts that fail again and again: no connection, no name, no answer in time,
   or each answer asks to wait. After so many failures without an answer in between, a
   host is given up: what is still to be requested there ends at once, with the last
   reason. */
#ifndef WINNOW_FETCH_BAD_HOSTS_H
#define WINNOW_FETCH_BAD_HOSTS_H

#include "base/error.h"
#include "winnow.h"

/* Those that are remembered; the oldest are forgotten first. */
enum { BAD_HOSTS_MAX = 4096 };

struct bad_hosts;

struct bad_host {
    unsigned failures, waits; /* since the last answer */
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

/* Notes a failure, or a wait that the server asks for. Returns whether the host is given
   up now, because there are `most` of them (0: never). */
bool bad_hosts_note_failure(struct bad_hosts *hosts, const char *server, unsigned most,
                            enum winnow_status status, const char *reason);
bool bad_hosts_note_wait(struct bad_hosts *hosts, const char *server, unsigned most,
                         enum winnow_status status, const char *reason);
/* Notes that the host has answered, without asking to wait. */
void bad_hosts_note_answer(struct bad_hosts *hosts, const char *server);

#endif
