#include "fetch/bad_hosts.h"

#include "base/hash_table.h"
#include <stdlib.h>
#include <string.h>

struct bad_hosts {
    struct hash_table table; /* of struct bad_host *, by its server */
    struct bad_host *oldest, *newest;
};

struct bad_hosts *bad_hosts_open(void)
{
    struct bad_hosts *hosts = calloc(1, sizeof *hosts);
    if (hosts)
        hash_table_open(&hosts->table, NULL, sizeof(struct bad_host *));
    return hosts;
}

static void bad_host_free(struct bad_host *host)
{
    free(host->reason);
    free(host);
}

static void forget_oldest(struct bad_hosts *hosts)
{
    struct bad_host *host = hosts->oldest;
    hosts->oldest = host->newer;
    if (!hosts->oldest)
        hosts->newest = NULL;
    hash_table_remove(&hosts->table, slice_of_string(host->server));
    bad_host_free(host);
}

void bad_hosts_close(struct bad_hosts *hosts)
{
    if (!hosts)
        return;
    while (hosts->oldest)
        forget_oldest(hosts);
    hash_table_close(&hosts->table);
    free(hosts);
}

static struct bad_host *find(const struct bad_hosts *hosts, const char *server)
{
    struct bad_host *const *found =
        hash_table_find(&hosts->table, slice_of_string(server));
    return found ? *found : NULL;
}

const struct bad_host *bad_hosts_find(const struct bad_hosts *hosts, const char *server)
{
    return find(hosts, server);
}

static struct bad_host *find_or_add(struct bad_hosts *hosts, const char *server)
{
    struct bad_host *host = find(hosts, server);
    if (host)
        return host;
    if (hosts->table.count >= BAD_HOSTS_MAX)
        forget_oldest(hosts);
    size_t len = strlen(server) + 1;
    host = calloc(1, sizeof *host + len);
    if (!host)
        return NULL;
    memcpy(host->server, server, len);
    struct bad_host **added =
        hash_table_put(&hosts->table, slice_of_string(host->server), NULL);
    if (!added) {
        free(host);
        return NULL;
    }
    *added = host;
    *(hosts->newest ? &hosts->newest->newer : &hosts->oldest) = host;
    hosts->newest = host;
    return host;
}

/* Counts one more. Without memory the host goes on being asked. */
static bool note(struct bad_host *host, unsigned *count, unsigned most,
                 enum winnow_status status, const char *reason)
{
    char *copy = strdup(reason);
    if (copy) {
        free(host->reason);
        host->reason = copy;
    }
    host->status = status;
    ++*count;
    host->is_given_up = host->is_given_up || (most && *count >= most && host->reason);
    return host->is_given_up;
}

bool bad_hosts_note_failure(struct bad_hosts *hosts, const char *server, unsigned most,
                            enum winnow_status status, const char *reason)
{
    struct bad_host *host = find_or_add(hosts, server);
    return host && note(host, &host->failures, most, status, reason);
}

bool bad_hosts_note_wait(struct bad_hosts *hosts, const char *server, unsigned most,
                         const struct host_wait *wait)
{
    struct bad_host *host = find_or_add(hosts, server);
    if (!host || (host->waits && wait->sent_at < host->waits_until))
        return host && host->is_given_up;
    host->waits_until = wait->until;
    return note(host, &host->waits, most, wait->status, wait->reason);
}

void bad_hosts_note_answer(struct bad_hosts *hosts, const char *server)
{
    struct bad_host *host = find(hosts, server);
    if (host && !host->is_given_up)
        host->failures = host->waits = 0;
}
