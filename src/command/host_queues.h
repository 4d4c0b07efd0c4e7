/* host_queues: the tasks that wait to be fetched, by host. Only a few of each host are
   given to the fetch engine at a time, so that a host with many URLs in a row neither
   takes the place of others nor needs the engine's memory. */
#ifndef WINNOW_COMMAND_HOST_QUEUES_H
#define WINNOW_COMMAND_HOST_QUEUES_H

#include "base/hash_table.h"
#include "command/input_window.h"

enum {
    HOST_STARTED_MIN = 8, /* tasks of one host that may be started: enough for a host
                             that answers faster than its pages are cleaned */
    STARTED_MAX = 2048,   /* of all hosts; each needs 2 kB in the engine */
};

struct host_queues {
    struct hash_table table;                     /* of struct host_queue *, by its host */
    struct host_queue *first_ready, *last_ready; /* that may start a task */
    size_t started;
    size_t started_a_host_max;
};

void host_queues_open(struct host_queues *queues, unsigned connections_a_host);
void host_queues_close(struct host_queues *queues); /* the tasks belong to the window */

/* Queues the task after the others of its host. False: no memory. */
bool host_queues_add(struct host_queues *queues, struct task *task);
/* The next task that may be started; it counts as started until host_queues_end. Hosts
   take turns. NULL if there is none. */
struct task *host_queues_take(struct host_queues *queues);
/* Starts this task, if it waits and is the first of its host, whatever the limits. */
bool host_queues_take_first(struct host_queues *queues, struct task *task);
/* A task is done. It need not have been queued. */
void host_queues_end(struct host_queues *queues, struct task *task);
/* Forgets all tasks that wait. */
void host_queues_drop(struct host_queues *queues);
/* The number of hosts that have something to do. */
size_t host_queues_count_hosts(const struct host_queues *queues);

#endif
