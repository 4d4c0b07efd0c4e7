#include "fetch/resolver.h"

#include "base/buffer.h"
#include "base/hash_table.h"
#include "fetch/private_address.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    THREAD_STACK = 256 * 1024, /* getaddrinfo needs less than half of it */
};

/* What threads and the engine share; the last user frees it. */
struct mailbox {
    pthread_mutex_t lock;
    struct lookup *answers; /* the last one first */
    int fd;                 /* eventfd; -1 after the resolver is closed */
    unsigned users;
};

/* The thread has it until it puts it into the mailbox. */
struct lookup {
    struct mailbox *mailbox;
    struct resolver_name *name; /* not for the thread, nor is what follows */
    struct lookup *older, *newer;
    int64_t started_at;
    bool is_late;
    struct lookup *next; /* in the mailbox */
    int error;           /* of getaddrinfo */
    struct buffer addresses;
    char host[];
};

struct lookups {
    struct lookup *oldest, *newest;
};

struct names {
    struct resolver_name *oldest, *newest;
    size_t count;
};

struct resolver {
    struct mailbox *mailbox;
    int64_t timeout_ms;
    struct hash_table table;         /* of struct resolver_name *, by its host */
    struct lookups waiting, running; /* running: without the late ones */
    struct names kept, settled;
    unsigned threads;
};

/* ---- lists ------------------------------------------------------------------------- */

static void lookups_add(struct lookups *list, struct lookup *lookup)
{
    lookup->newer = NULL;
    lookup->older = list->newest;
    *(list->newest ? &list->newest->newer : &list->oldest) = lookup;
    list->newest = lookup;
}

static void lookups_remove(struct lookups *list, struct lookup *lookup)
{
    *(lookup->older ? &lookup->older->newer : &list->oldest) = lookup->newer;
    *(lookup->newer ? &lookup->newer->older : &list->newest) = lookup->older;
}

static void names_add(struct names *list, struct resolver_name *name)
{
    name->newer = NULL;
    name->older = list->newest;
    *(list->newest ? &list->newest->newer : &list->oldest) = name;
    list->newest = name;
    list->count++;
}

static void names_remove(struct names *list, struct resolver_name *name)
{
    *(name->older ? &name->older->newer : &list->oldest) = name->newer;
    *(name->newer ? &name->newer->older : &list->newest) = name->older;
    list->count--;
}

/* ---- the thread -------------------------------------------------------------------- */

static void lookup_free(struct lookup *lookup)
{
    buffer_close(&lookup->addresses);
    free(lookup);
}

/* Called with the lock, which it releases. */
static void leave(struct mailbox *mailbox)
{
    bool is_last = --mailbox->users == 0;
    pthread_mutex_unlock(&mailbox->lock);
    if (!is_last)
        return;
    pthread_mutex_destroy(&mailbox->lock);
    free(mailbox);
}

static void add_address(struct lookup *lookup, const struct sockaddr *address)
{
    char text[PRIVATE_ADDRESS_TEXT_SIZE];
    private_address_format(address, text);
    if (!text[0])
        return;
    bool is_v6 = address->sa_family == AF_INET6;
    buffer_append_string(&lookup->addresses, lookup->addresses.len ? "," : "");
    buffer_append_string(&lookup->addresses, is_v6 ? "[" : "");
    buffer_append_string(&lookup->addresses, text);
    buffer_append_string(&lookup->addresses, is_v6 ? "]" : "");
}

static void look_up(struct lookup *lookup)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *first = NULL;
    lookup->error = getaddrinfo(lookup->host, NULL, &hints, &first);
    if (lookup->error)
        return;
    unsigned count = 0;
    for (struct addrinfo *at = first; at && count < RESOLVER_ADDRESSES_MAX;
         at = at->ai_next, count++)
        add_address(lookup, at->ai_addr);
    freeaddrinfo(first);
}

static void *run(void *data)
{
    struct lookup *lookup = data;
    struct mailbox *mailbox = lookup->mailbox;
    look_up(lookup);
    pthread_mutex_lock(&mailbox->lock);
    if (mailbox->fd < 0) {
        lookup_free(lookup);
    } else {
        lookup->next = mailbox->answers;
        mailbox->answers = lookup;
        eventfd_write(mailbox->fd, 1);
    }
    leave(mailbox);
    return NULL;
}

/* Signals are for the engine's thread. */
static int create_thread(struct lookup *lookup)
{
    pthread_t thread;
    pthread_attr_t attributes;
    sigset_t all, before;
    int error = pthread_attr_init(&attributes);
    if (error)
        return error;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, THREAD_STACK);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    error = pthread_create(&thread, &attributes, run, lookup);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return error;
}

/* ---- names ------------------------------------------------------------------------- */

static void name_free(struct resolver_name *name)
{
    free(name->addresses);
    free(name);
}

static void forget_oldest(struct resolver *resolver)
{
    while (resolver->kept.count >= RESOLVER_NAMES_MAX) {
        struct resolver_name *name = resolver->kept.oldest;
        names_remove(&resolver->kept, name);
        hash_table_remove(&resolver->table, slice_of_string(name->host));
        name_free(name);
    }
}

static struct resolver_name *find_or_add(struct resolver *resolver, const char *host)
{
    struct resolver_name *const *found =
        hash_table_find(&resolver->table, slice_of_string(host));
    if (found)
        return *found;
    forget_oldest(resolver);
    size_t len = strlen(host) + 1;
    struct resolver_name *name = calloc(1, sizeof *name + len);
    if (!name)
        return NULL;
    memcpy(name->host, host, len);
    struct resolver_name **added =
        hash_table_put(&resolver->table, slice_of_string(name->host), NULL);
    if (!added) {
        free(name);
        return NULL;
    }
    *added = name;
    names_add(&resolver->kept, name);
    return name;
}

/* Queues a lookup. False: no memory. */
static bool queue_lookup(struct resolver *resolver, struct resolver_name *name)
{
    size_t len = strlen(name->host) + 1;
    struct lookup *lookup = calloc(1, sizeof *lookup + len);
    if (!lookup)
        return false;
    memcpy(lookup->host, name->host, len);
    buffer_open(&lookup->addresses, NULL);
    lookup->mailbox = resolver->mailbox;
    lookup->name = name;
    name->lookup = lookup;
    names_remove(&resolver->kept, name);
    lookups_add(&resolver->waiting, lookup);
    if (name->state != NAME_FOUND)
        name->state = NAME_PENDING;
    return true;
}

bool resolver_is_name(const char *host)
{
    struct in_addr in;
    return !strchr(host, ':') && inet_pton(AF_INET, host, &in) != 1 &&
           !private_address_kind_of_host(slice_of_string(host));
}

struct resolver_name *resolver_find(struct resolver *resolver, const char *host,
                                    int64_t now)
{
    struct resolver_name *name = find_or_add(resolver, host);
    if (!name || name->lookup || (name->state != NAME_PENDING && now < name->expires_at))
        return name;
    return queue_lookup(resolver, name) ? name : NULL;
}

/* ---- the beginning and the end of a lookup ----------------------------------------- */

/* A failure leaves old addresses in use. */
static void settle(struct resolver *resolver, struct resolver_name *name,
                   enum resolver_state state, int64_t now)
{
    if (name->state != NAME_FOUND)
        name->state = state;
    name->expires_at = now + RESOLVER_KEEP_MS;
    if (name->waiting)
        names_add(&resolver->settled, name);
    else if (!name->lookup)
        names_add(&resolver->kept, name);
}

static void take_answer(struct resolver *resolver, struct lookup *lookup, int64_t now)
{
    struct resolver_name *name = lookup->name;
    char *addresses = lookup->addresses.len ? strdup(lookup->addresses.ptr) : NULL;
    if (!lookup->is_late)
        lookups_remove(&resolver->running, lookup);
    name->lookup = NULL;
    if (addresses) {
        free(name->addresses);
        name->addresses = addresses;
    }
    lookup_free(lookup);
    settle(resolver, name, addresses ? NAME_FOUND : NAME_FAILED, now);
}

static void take_answers(struct resolver *resolver, int64_t now)
{
    struct mailbox *mailbox = resolver->mailbox;
    eventfd_t count;
    pthread_mutex_lock(&mailbox->lock);
    struct lookup *answers = mailbox->answers;
    mailbox->answers = NULL;
    eventfd_read(mailbox->fd, &count);
    pthread_mutex_unlock(&mailbox->lock);
    while (answers) {
        struct lookup *next = answers->next;
        resolver->threads--;
        take_answer(resolver, answers, now);
        answers = next;
    }
}

static void end_late(struct resolver *resolver, int64_t now)
{
    struct lookup *lookup;
    while ((lookup = resolver->running.oldest) &&
           lookup->started_at + resolver->timeout_ms <= now) {
        lookups_remove(&resolver->running, lookup);
        lookup->is_late = true;
        settle(resolver, lookup->name, NAME_LATE, now);
    }
}

/* The oldest of the lookups that are not slow yet, and their number. */
static const struct lookup *find_quick(const struct resolver *resolver, int64_t now,
                                       unsigned *count)
{
    const struct lookup *oldest = NULL, *at = resolver->running.newest;
    for (*count = 0; at && now - at->started_at < RESOLVER_SLOW_MS; at = at->older) {
        oldest = at;
        ++*count;
    }
    return oldest;
}

static void start(struct resolver *resolver, struct lookup *lookup, int64_t now)
{
    struct mailbox *mailbox = resolver->mailbox;
    lookups_remove(&resolver->waiting, lookup);
    lookups_add(&resolver->running, lookup);
    lookup->started_at = now;
    pthread_mutex_lock(&mailbox->lock);
    mailbox->users++;
    pthread_mutex_unlock(&mailbox->lock);
    if (create_thread(lookup) == 0) {
        resolver->threads++;
        return;
    }
    pthread_mutex_lock(&mailbox->lock);
    mailbox->users--;
    pthread_mutex_unlock(&mailbox->lock);
    if (resolver->threads) { /* wait until one of them has ended */
        lookups_remove(&resolver->running, lookup);
        lookups_add(&resolver->waiting, lookup);
    } else {
        take_answer(resolver, lookup, now);
    }
}

static void start_waiting(struct resolver *resolver, int64_t now)
{
    unsigned quick;
    find_quick(resolver, now, &quick);
    while (resolver->waiting.oldest && quick < RESOLVER_QUICK_MAX &&
           resolver->threads < RESOLVER_THREADS_MAX) {
        start(resolver, resolver->waiting.oldest, now);
        quick++;
    }
}

void resolver_step(struct resolver *resolver, int64_t now)
{
    take_answers(resolver, now);
    end_late(resolver, now);
    start_waiting(resolver, now);
}

static int64_t earlier(int64_t due, int64_t at, int64_t now)
{
    int64_t left = at > now ? at - now : 0;
    return due < 0 || left < due ? left : due;
}

int64_t resolver_next_due(const struct resolver *resolver, int64_t now)
{
    const struct lookup *oldest = resolver->running.oldest;
    int64_t due = -1;
    unsigned quick;
    if (oldest)
        due = earlier(due, oldest->started_at + resolver->timeout_ms, now);
    const struct lookup *first = find_quick(resolver, now, &quick);
    if (first && resolver->waiting.oldest && resolver->threads < RESOLVER_THREADS_MAX)
        due = earlier(due, first->started_at + RESOLVER_SLOW_MS, now);
    return due;
}

struct resolver_name *resolver_next(struct resolver *resolver)
{
    struct resolver_name *name = resolver->settled.oldest;
    if (!name)
        return NULL;
    names_remove(&resolver->settled, name);
    if (!name->lookup)
        names_add(&resolver->kept, name);
    return name;
}

int resolver_fd(const struct resolver *resolver)
{
    return resolver->mailbox->fd;
}

/* ---- opening and closing ----------------------------------------------------------- */

static struct mailbox *mailbox_open(void)
{
    struct mailbox *mailbox = calloc(1, sizeof *mailbox);
    if (!mailbox)
        return NULL;
    mailbox->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    mailbox->users = 1;
    if (mailbox->fd >= 0 && pthread_mutex_init(&mailbox->lock, NULL) == 0)
        return mailbox;
    if (mailbox->fd >= 0)
        close(mailbox->fd);
    free(mailbox);
    return NULL;
}

bool resolver_open(struct resolver **out, int64_t timeout_ms, struct error *err)
{
    struct resolver *resolver = calloc(1, sizeof *resolver);
    *out = NULL;
    if (resolver)
        resolver->mailbox = mailbox_open();
    if (!resolver || !resolver->mailbox) {
        free(resolver);
        return error_set(err, "cannot look up names: %s", strerror(errno));
    }
    resolver->timeout_ms = timeout_ms;
    hash_table_open(&resolver->table, NULL, sizeof(struct resolver_name *));
    *out = resolver;
    return true;
}

static void mailbox_close(struct mailbox *mailbox)
{
    pthread_mutex_lock(&mailbox->lock);
    struct lookup *next, *answer = mailbox->answers;
    close(mailbox->fd);
    mailbox->fd = -1;
    mailbox->answers = NULL;
    leave(mailbox);
    for (; answer; answer = next) {
        next = answer->next;
        lookup_free(answer);
    }
}

void resolver_close(struct resolver *resolver)
{
    if (!resolver)
        return;
    for (struct lookup *newer, *at = resolver->waiting.oldest; at; at = newer) {
        newer = at->newer;
        lookup_free(at);
    }
    mailbox_close(resolver->mailbox);
    for (size_t i = 0; i < resolver->table.count; i++)
        name_free(*(struct resolver_name **)hash_table_at(&resolver->table, i));
    hash_table_close(&resolver->table);
    free(resolver);
}
