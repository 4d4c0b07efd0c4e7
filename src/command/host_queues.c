#include "command/host_queues.h"

#include "fetch/fetch.h"
#include <stdlib.h>
#include <string.h>

struct host_queue {
    char *host;
    struct task *first, *last; /* waiting */
    size_t started;
    bool is_ready; /* in the list of those that may start a task */
    struct host_queue *next_ready;
};

void host_queues_open(struct host_queues *queues, unsigned connections_a_host)
{
    size_t most = 2 * (size_t)connections_a_host;
    *queues = (struct host_queues){0};
    hash_table_open(&queues->table, NULL, sizeof(struct host_queue *));
    queues->started_a_host_max = most > HOST_STARTED_MIN ? most : HOST_STARTED_MIN;
}

static struct host_queue *queue_at(const struct host_queues *queues, size_t index)
{
    return *(struct host_queue **)hash_table_at(&queues->table, index);
}

static void queue_free(struct host_queue *queue)
{
    free(queue->host);
    free(queue);
}

void host_queues_close(struct host_queues *queues)
{
    for (size_t i = 0; i < queues->table.count; i++)
        queue_free(queue_at(queues, i));
    hash_table_close(&queues->table);
}

/* ---- the hosts that may start a task ----------------------------------------------- */

static void settle(struct host_queues *queues, struct host_queue *queue)
{
    if (queue->is_ready || !queue->first || queue->started >= queues->started_a_host_max)
        return;
    queue->is_ready = true;
    queue->next_ready = NULL;
    *(queues->first_ready ? &queues->last_ready->next_ready : &queues->first_ready) =
        queue;
    queues->last_ready = queue;
}

static void forget_if_idle(struct host_queues *queues, struct host_queue *queue)
{
    if (queue->first || queue->started || queue->is_ready)
        return;
    hash_table_remove(&queues->table, slice_of_string(queue->host));
    queue_free(queue);
}

/* ---- queueing ---------------------------------------------------------------------- */

static struct host_queue *find_or_add(struct host_queues *queues, const char *url)
{
    bool is_new;
    char *host = fetch_url_host(url);
    struct host_queue **place =
        host ? hash_table_put(&queues->table, slice_of_string(host), &is_new) : NULL;
    if (place && !is_new) {
        free(host);
        return *place;
    }
    struct host_queue *queue = place ? calloc(1, sizeof *queue) : NULL;
    if (queue) {
        queue->host = host;
        *place = queue;
        return queue;
    }
    if (place)
        hash_table_remove(&queues->table, slice_of_string(host));
    free(host);
    return NULL;
}

bool host_queues_add(struct host_queues *queues, struct task *task)
{
    struct host_queue *queue = find_or_add(queues, task->url.ptr);
    if (!queue)
        return false;
    task->queue = queue;
    task->next_in_queue = NULL;
    *(queue->first ? &queue->last->next_in_queue : &queue->first) = task;
    queue->last = task;
    settle(queues, queue);
    return true;
}

static struct task *start_first(struct host_queues *queues, struct host_queue *queue)
{
    struct task *task = queue->first;
    queue->first = task->next_in_queue;
    queue->started++;
    queues->started++;
    return task;
}

struct task *host_queues_take(struct host_queues *queues)
{
    if (queues->started >= STARTED_MAX)
        return NULL;
    while (queues->first_ready) {
        struct host_queue *queue = queues->first_ready;
        queues->first_ready = queue->next_ready;
        queue->is_ready = false;
        if (queue->first && queue->started < queues->started_a_host_max) {
            struct task *task = start_first(queues, queue);
            settle(queues, queue);
            return task;
        }
        forget_if_idle(queues, queue);
    }
    return NULL;
}

bool host_queues_take_first(struct host_queues *queues, struct task *task)
{
    if (!task->queue || task->queue->first != task)
        return false;
    start_first(queues, task->queue);
    return true;
}

void host_queues_end(struct host_queues *queues, struct task *task)
{
    struct host_queue *queue = task->queue;
    if (!queue)
        return;
    task->queue = NULL;
    queue->started--;
    queues->started--;
    settle(queues, queue);
    forget_if_idle(queues, queue);
}

void host_queues_drop(struct host_queues *queues)
{
    for (size_t i = queues->table.count; i > 0; i--) {
        struct host_queue *queue = queue_at(queues, i - 1);
        while (queue->first) {
            queue->first->queue = NULL;
            queue->first = queue->first->next_in_queue;
        }
        queue->is_ready = false;
        forget_if_idle(queues, queue);
    }
    queues->first_ready = NULL;
}

size_t host_queues_count_hosts(const struct host_queues *queues)
{
    return queues->table.count;
}
