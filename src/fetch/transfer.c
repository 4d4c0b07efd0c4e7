/* The only file that uses libcurl's transfers. */
#include "fetch/transfer.h"

#include "base/array.h"
#include "fetch/clock.h"
#include "fetch/cookies.h"
#include "fetch/private_address.h"
#include "fetch/response.h"
#include "fetch/sockets.h"
#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- one handle -------------------------------------------------------------------- */

enum {
    POOLS_MAX = 3, /* a slow request keeps its pool, which may have idle connections */
    POOL_CONNECTIONS = 500,
    /* curl searches all cached names at each lookup. Open connections need no lookup,
       which leaves the robots.txt and then the page. */
    DNS_SECONDS = 10,
    /* A transfer that is slower than this per second for so long times out. */
    LOW_SPEED_BYTES = 100,
    LOW_SPEED_SECONDS = 20,
    RECEIVE_BUFFER = 100 * 1024, /* as curl(1): fewer calls for a page */
    /* TLS records without a byte of an answer. curl 7.88 goes on reading while empty
       HTTP/2 frames come, without checking the clock or other hosts. Its callbacks are
       called once or twice for each record, so this takes less than a second. */
    RECORDS_MAX = 8192,
};

/* Open connections and resolved names. curl 7.88 never forgets a host to which it has
   closed the last connection for lack of room, and walks over all of them for each new
   one. So a pool is replaced after it has served many connections, and closed after its
   last request. */
struct pool {
    CURLSH *share;
    unsigned users; /* running requests */
    unsigned connections;
};

struct task {
    struct transfer transfer; /* first: what callers see of the task */
    struct transfers *all;
    struct task *older; /* among the spare ones */
    CURL *easy;
    struct pool *pool; /* of the running request */
    struct curl_slist *headers, *addresses;
    char curl_error[CURL_ERROR_SIZE];
    /* of the running request: */
    struct response response;
    unsigned sockets; /* number opened */
    bool has_proxy, may_be_private;
    bool refused;                  /* an address of the peer was refused */
    int socket;                    /* the one that curl waits for; -1: none yet */
    enum transfer_cookies cookies; /* of --cookie-file, that the handle has */
    unsigned records;              /* TLS records since the last byte of the answer */
};

struct transfers {
    CURLM *multi;
    struct pool *pools[POOLS_MAX]; /* the newest first; NULL after the last */
    struct task *spare;
    struct cookies cookies; /* of --cookie-file; each transfer gets its own copies */
    struct transfer_options options;
    struct sockets sockets; /* that curl waits for, and until when */
    int reading;            /* the socket that is being read; -1: none */
    int wake;               /* the caller's descriptor; -1: none */
};

static size_t on_header(char *bytes, size_t size, size_t count, void *data)
{
    struct task *task = data;
    struct slice line = slice_of(bytes, size * count);
    task->records = 0;
    return response_add_header(&task->response, &task->transfer.answer, line) ? line.len
                                                                              : 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *data)
{
    struct task *task = data;
    size_t len = size * count;
    struct response_head head = {0};
    curl_off_t announced = 0;
    char *type = NULL;
    task->records = 0;
    curl_easy_getinfo(task->easy, CURLINFO_RESPONSE_CODE, &head.http_status);
    curl_easy_getinfo(task->easy, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(task->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    head.content_type = type;
    head.announced = announced;
    return response_add_body(&task->response, &task->transfer.answer, &head,
                             slice_of(bytes, len))
               ? len
               : 0;
}

/* Counts the TLS records that curl reports. A flooding connection is shut down: nothing
   else makes curl stop reading it. */
static int on_debug(CURL *easy, curl_infotype type, char *bytes, size_t size, void *data)
{
    struct task *task = data;
    (void)easy, (void)bytes, (void)size;
    int fd = task->all->reading >= 0 ? task->all->reading : task->socket;
    if (type == CURLINFO_SSL_DATA_IN && ++task->records >= RECORDS_MAX && fd >= 0)
        shutdown(fd, SHUT_RDWR);
    return 0;
}

/* ---- the peer's address ------------------------------------------------------------ */

static void refuse(struct task *task, const char *address, const char *what)
{
    task->refused = true;
    error_set(&task->transfer.answer.error,
              "%s is %s, refused in a list or a redirect; --allow-private permits it",
              address, what);
}

/* Called for each address of a name. Private ones are skipped. */
static curl_socket_t on_socket(void *data, curlsocktype purpose,
                               struct curl_sockaddr *address)
{
    struct task *task = data;
    const char *what = private_address_kind(&address->addr);
    (void)purpose;
    if (what && !task->may_be_private && !task->has_proxy) {
        char text[PRIVATE_ADDRESS_TEXT_SIZE];
        private_address_format(&address->addr, text);
        refuse(task, text, what);
        return CURL_SOCKET_BAD;
    }
    int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (fd < 0)
        return CURL_SOCKET_BAD;
    task->sockets++;
    return fd;
}

/* Called before each request, also on a connection that another one opened: the
   connection of a typed URL to a private address must not serve a URL from a list. */
static int on_request(void *data, char *peer, char *own, int peer_port, int own_port)
{
    struct task *task = data;
    (void)own, (void)peer_port, (void)own_port;
    const char *what = private_address_kind_of_text(peer);
    if (what && !task->may_be_private && !task->has_proxy) {
        refuse(task, peer, what);
        return CURL_PREREQFUNC_ABORT;
    }
    task->transfer.answer.sent_at = clock_ms();
    return CURL_PREREQFUNC_OK;
}

/* ---- what curl's errors mean ------------------------------------------------------- */

static const struct {
    CURLcode code;
    enum winnow_status status;
    bool is_temporary;
    const char *text; /* "%s": the message of curl or the system */
} failures[] = {
    {CURLE_URL_MALFORMAT, WINNOW_INVALID, false, "not a URL: %s"},
    {CURLE_COULDNT_CONNECT, WINNOW_NETWORK, false, "could not connect: %s"},
    {CURLE_PROXY, WINNOW_NETWORK, false, "the proxy refused: %s"},
    {CURLE_OPERATION_TIMEDOUT, WINNOW_TIMEOUT, true, "timed out: %s"},
    {CURLE_PEER_FAILED_VERIFICATION, WINNOW_NETWORK, false,
     "certificate is not valid: %s"},
    {CURLE_SSL_CACERT_BADFILE, WINNOW_NETWORK, false,
     "the file of certificate authorities cannot be read: %s"},
    {CURLE_SSL_CONNECT_ERROR, WINNOW_NETWORK, false, "no TLS connection: %s"},
    {CURLE_GOT_NOTHING, WINNOW_NETWORK, true, "the connection was cut: %s"},
    {CURLE_PARTIAL_FILE, WINNOW_NETWORK, true, "the connection was cut: %s"},
    {CURLE_SEND_ERROR, WINNOW_NETWORK, true, "the connection was cut: %s"},
    {CURLE_RECV_ERROR, WINNOW_NETWORK, true, "the connection was cut: %s"},
    {CURLE_HTTP2, WINNOW_NETWORK, true, "HTTP/2: %s"},
    {CURLE_HTTP2_STREAM, WINNOW_NETWORK, true, "HTTP/2: %s"},
    {CURLE_UNSUPPORTED_PROTOCOL, WINNOW_NETWORK, false, "no answer in HTTP: %s"},
    {CURLE_WEIRD_SERVER_REPLY, WINNOW_NETWORK, false, "no answer in HTTP: %s"},
    {CURLE_BAD_CONTENT_ENCODING, WINNOW_NETWORK, false,
     "the body is not in the encoding that its headers name: %s"},
    {CURLE_FILESIZE_EXCEEDED, WINNOW_TOO_LARGE, false,
     "the page is over the limit; --max-bytes sets it"},
    /* the error of curl 7.88 for a header line over 100 kB */
    {CURLE_OUT_OF_MEMORY, WINNOW_TOO_LARGE, false, "a line of the headers is too long"},
};

/* The message of curl, or of the system where curl adds nothing to it. */
static const char *describe(const struct task *task, CURLcode code)
{
    long number = 0;
    curl_easy_getinfo(task->easy, CURLINFO_OS_ERRNO, &number);
    if (code == CURLE_COULDNT_CONNECT && number)
        return strerror((int)number);
    return task->curl_error[0] ? task->curl_error : curl_easy_strerror(code);
}

static void explain(struct task *task, CURLcode code)
{
    struct transfer_answer *answer = &task->transfer.answer;
    const char *detail = describe(task, code);
    answer->status = WINNOW_NETWORK;
    if (task->records >= RECORDS_MAX) {
        error_set(&answer->error, "the server floods the connection and sends no page");
        return;
    }
    error_set(&answer->error, "%s", detail);
    for (size_t i = 0; i < COUNT_OF(failures); i++) {
        if (failures[i].code != code)
            continue;
        answer->status = failures[i].status;
        answer->is_temporary = failures[i].is_temporary;
        error_set(&answer->error, failures[i].text, detail);
    }
}

static char *header_of(const struct task *task, const char *name)
{
    struct curl_header *header;
    if (curl_easy_header(task->easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return NULL;
    return strdup(header->value);
}

/* Fills the answer when a transfer has ended. */
static void conclude(struct task *task, CURLcode code)
{
    struct transfer_answer *answer = &task->transfer.answer;
    char *type = NULL;
    curl_off_t wait = 0;
    curl_easy_getinfo(task->easy, CURLINFO_RESPONSE_CODE, &answer->http_status);
    curl_easy_getinfo(task->easy, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(task->easy, CURLINFO_RETRY_AFTER, &wait);
    answer->content_type = type ? strdup(type) : NULL;
    answer->retry_after_s = wait > 0 ? wait : 0;
    answer->location = header_of(task, "Location");
    bool is_done = code == CURLE_OK || task->response.has_enough;
    if (answer->body.failed) {
        answer->status = WINNOW_TOO_LARGE;
        error_set(&answer->error, "no memory for the page");
    } else if (!is_done && answer->status == WINNOW_OK) {
        /* Of a name with a refused address, a permitted one may have failed. */
        if (task->refused && (!task->sockets || code == CURLE_ABORTED_BY_CALLBACK))
            answer->status = WINNOW_REFUSED;
        else
            explain(task, code);
    }
    if (answer->status == WINNOW_OK)
        response_finish(&task->response, answer);
    if (answer->status != WINNOW_OK)
        buffer_close(&answer->body);
}

/* ---- pools of connections ---------------------------------------------------------- */

static void pool_close(struct pool *pool)
{
    if (!pool)
        return;
    curl_share_cleanup(pool->share);
    free(pool);
}

static struct pool *pool_open(void)
{
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->share = curl_share_init();
    if (pool->share &&
        curl_share_setopt(pool->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT) ==
            CURLSHE_OK &&
        curl_share_setopt(pool->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS) ==
            CURLSHE_OK &&
        curl_share_setopt(pool->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION) ==
            CURLSHE_OK)
        return pool;
    pool_close(pool);
    return NULL;
}

/* Closes the pools, except the first, that have no users any more. */
static void drop_unused_pools(struct transfers *transfers)
{
    struct pool **pools = transfers->pools;
    for (size_t i = 1, kept = 1; i < POOLS_MAX; i++) {
        struct pool *pool = pools[i];
        pools[i] = NULL;
        if (pool && pool->users)
            pools[kept++] = pool;
        else
            pool_close(pool);
    }
}

/* The pool for the next request: a new one if the newest has served many. */
static struct pool *current_pool(struct transfers *transfers)
{
    struct pool **pools = transfers->pools;
    if (pools[0] && pools[0]->connections < POOL_CONNECTIONS)
        return pools[0];
    struct pool *pool = pools[POOLS_MAX - 1] ? NULL : pool_open();
    if (!pool)
        return pools[0];
    memmove(pools + 1, pools, (POOLS_MAX - 1) * sizeof(struct pool *));
    pools[0] = pool;
    drop_unused_pools(transfers);
    return pool;
}

static bool join_pool(struct task *task)
{
    struct pool *pool = current_pool(task->all);
    if (!pool || curl_easy_setopt(task->easy, CURLOPT_SHARE, pool->share) != CURLE_OK)
        return false;
    pool->users++;
    task->pool = pool;
    return true;
}

static void leave_pool(struct task *task)
{
    long connections = 0;
    curl_easy_getinfo(task->easy, CURLINFO_NUM_CONNECTS, &connections);
    curl_easy_setopt(task->easy, CURLOPT_SHARE, NULL);
    task->pool->connections += (unsigned)connections;
    task->pool->users--;
    task->pool = NULL;
    drop_unused_pools(task->all);
}

/* ---- setting up -------------------------------------------------------------------- */

/* Sets the options that are the same for every request. A handle without one of these
   would follow redirects by itself or connect to any address, so it is not used. */
static bool set_up(struct task *task)
{
    CURL *easy = task->easy;
    const struct transfer_options *options = &task->all->options;
    const CURLcode codes[] = {
        curl_easy_setopt(easy, CURLOPT_PRIVATE, task),
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L),
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https"),
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L),
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS),
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING,
                         options->decode ? FETCH_CODINGS : ""),
        curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, options->decode ? 0L : 1L),
        curl_easy_setopt(easy, CURLOPT_USERAGENT, options->user_agent),
        options->ca_file /* NULL would remove curl's default */
            ? curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_file)
            : CURLE_OK,
        curl_easy_setopt(easy, CURLOPT_COOKIEFILE, ""),
        curl_easy_setopt(easy, CURLOPT_NOPROXY, ""), /* proxy.c has decided */
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                         (long)(options->connect_timeout_s * 1000)),
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(options->timeout_s * 1000)),
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES),
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)LOW_SPEED_SECONDS),
        curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, (long)DNS_SECONDS),
#if LIBCURL_VERSION_NUM >= 0x075700 /* a proxy's name is looked up by curl's own thread  \
                                     */
        curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L),
#endif
        curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)RECEIVE_BUFFER),
        curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L),
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, task->curl_error),
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header),
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, task),
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body),
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, task),
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket),
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, task),
        curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_request),
        curl_easy_setopt(easy, CURLOPT_PREREQDATA, task),
        curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L),
        curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_debug),
        curl_easy_setopt(easy, CURLOPT_DEBUGDATA, task),
    };
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (codes[i] != CURLE_OK)
            return false;
    return true;
}

static bool add_cookie(const struct task *task, const char *line)
{
    return curl_easy_setopt(task->easy, CURLOPT_COOKIELIST, line) == CURLE_OK;
}

static bool remove_cookies(struct task *task)
{
    task->cookies = TRANSFER_COOKIES_NONE;
    return add_cookie(task, "ALL"); /* that is what the word does */
}

/* Adds what is missing, so that a cookie which the server has changed stays as it is. If
   fewer may be sent than before, the cookies that servers have set since go too: they may
   be the same session. */
static bool set_cookies(struct task *task, enum transfer_cookies wanted)
{
    const struct cookies *all = &task->all->cookies;
    bool done = wanted >= task->cookies || !all->count || remove_cookies(task);
    for (size_t i = 0; done && i < all->count; i++) {
        enum transfer_cookies needs =
            all->items[i].is_secure ? TRANSFER_COOKIES_ALL : TRANSFER_COOKIES_PLAIN;
        if (needs > task->cookies && needs <= wanted)
            done = add_cookie(task, all->items[i].line);
    }
    task->cookies = wanted;
    return done;
}

static bool add_task(struct transfers *transfers)
{
    struct task *task = calloc(1, sizeof *task);
    if (!task)
        return false;
    task->all = transfers;
    task->easy = curl_easy_init();
    if (!task->easy || !set_up(task)) {
        curl_easy_cleanup(task->easy);
        free(task);
        return false;
    }
    response_clear(&task->transfer.answer);
    task->older = transfers->spare;
    transfers->spare = task;
    return true;
}

/* Finds out what this libcurl cannot do before the first request. */
static bool add_first_task(struct transfers *transfers, struct error *err)
{
    return add_task(transfers) ||
           error_set(err,
                     "libcurl %s cannot be set up as is needed; winnow wants one with "
                     "HTTP/2, TLS, cookies and a proxy",
                     curl_version_info(CURLVERSION_NOW)->version);
}

struct transfer *transfer_open(struct transfers *transfers)
{
    struct task *task;
    if (!transfers->spare && !add_task(transfers))
        return NULL;
    task = transfers->spare;
    if (!remove_cookies(task))
        return NULL;
    transfers->spare = task->older;
    return &task->transfer;
}

static void stop(struct task *task)
{
    curl_multi_remove_handle(task->all->multi, task->easy);
    leave_pool(task);
}

void transfer_close(struct transfer *transfer)
{
    struct task *task = (struct task *)transfer;
    if (!task)
        return;
    if (task->pool)
        stop(task);
    response_clear(&task->transfer.answer);
    transfer->owner = NULL;
    task->older = task->all->spare;
    task->all->spare = task;
}

static bool set_headers(struct task *task, const struct transfer_request *request)
{
    curl_slist_free_all(task->headers);
    task->headers = NULL;
    for (size_t i = 0; i < request->header_count; i++) {
        struct curl_slist *longer = curl_slist_append(task->headers, request->headers[i]);
        if (!longer)
            return false;
        task->headers = longer;
    }
    return curl_easy_setopt(task->easy, CURLOPT_HTTPHEADER, task->headers) == CURLE_OK;
}

/* Gives curl the addresses of the host, which replace what it has kept. The plus sign has
   them expire as those that it looks up. */
static bool set_addresses(struct task *task, const struct transfer_request *request)
{
    struct buffer line;
    curl_slist_free_all(task->addresses);
    task->addresses = NULL;
    if (request->addresses) {
        buffer_open(&line, NULL);
        buffer_printf(&line, "+%s:%u:%s", request->url->host, request->url->port,
                      request->addresses);
        if (!line.failed)
            task->addresses = curl_slist_append(NULL, line.ptr);
        buffer_close(&line);
        if (!task->addresses)
            return false;
    }
    return curl_easy_setopt(task->easy, CURLOPT_RESOLVE, task->addresses) == CURLE_OK;
}

bool transfer_start(struct transfer *transfer, const struct transfer_request *request)
{
    struct task *task = (struct task *)transfer;
    response_clear(&task->transfer.answer);
    task->response = (struct response){.max_bytes = request->max_bytes,
                                       .is_page = request->is_page,
                                       .decode = task->all->options.decode,
                                       .cut_at_max_bytes = request->cut_at_max_bytes};
    task->sockets = 0;
    task->records = 0;
    task->socket = -1;
    task->refused = false;
    task->has_proxy = request->proxy != NULL;
    task->may_be_private = request->may_be_private;
    task->curl_error[0] = '\0';
    CURL *easy = task->easy;
    /* Bodies that announce too large a size are not read. */
    curl_off_t most = request->cut_at_max_bytes ? 0 : (curl_off_t)request->max_bytes;
    if (!set_headers(task, request) || !set_cookies(task, request->cookies) ||
        !set_addresses(task, request) ||
        curl_easy_setopt(easy, CURLOPT_URL, request->url->text) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_PROXY, request->proxy ? request->proxy : "") !=
            CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, most) != CURLE_OK ||
        !join_pool(task) || curl_multi_add_handle(task->all->multi, easy) != CURLM_OK) {
        if (task->pool)
            leave_pool(task);
        transfer->answer.status = WINNOW_NETWORK;
        return error_set(&transfer->answer.error, "out of memory");
    }
    return true;
}

/* ---- all of them ------------------------------------------------------------------- */

static bool check_ca_file(const char *file, struct error *err)
{
    return !file || access(file, R_OK) == 0 ||
           error_set(err, "cannot read CA file %s: %s", file, strerror(errno));
}

/* Called when curl waits for other events. To ask curl for all sockets in each step would
   cost as much as all open connections. */
static int on_interest(CURL *easy, curl_socket_t fd, int what, void *data, void *unused)
{
    static const short events[] = {
        [CURL_POLL_IN] = POLLIN,
        [CURL_POLL_OUT] = POLLOUT,
        [CURL_POLL_INOUT] = POLLIN | POLLOUT,
        [CURL_POLL_REMOVE] = 0,
    };
    struct transfers *transfers = data;
    struct task *task = NULL;
    (void)unused;
    if (curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&task) == CURLE_OK && task)
        task->socket = what == CURL_POLL_REMOVE ? -1 : fd;
    return sockets_watch(&transfers->sockets, fd, events[what]) ? 0 : -1;
}

static int on_timer(CURLM *multi, long timeout_ms, void *data)
{
    struct transfers *transfers = data;
    (void)multi;
    transfers->sockets.due = timeout_ms < 0 ? -1 : clock_ms() + timeout_ms;
    return 0;
}

static bool open_multi(struct transfers *transfers, struct error *err)
{
    CURLM *multi = curl_multi_init();
    const long most = (long)transfers->options.connections;
    transfers->multi = multi;
    return (multi && curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, most) == CURLM_OK &&
            curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_interest) == CURLM_OK &&
            curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, transfers) == CURLM_OK &&
            curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer) == CURLM_OK &&
            curl_multi_setopt(multi, CURLMOPT_TIMERDATA, transfers) == CURLM_OK) ||
           error_set(err, "out of memory");
}

bool transfers_open(struct transfers **out, const struct transfer_options *options,
                    struct error *err)
{
    *out = NULL;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return error_set(err, "libcurl could not be started");
    struct transfers *transfers = calloc(1, sizeof *transfers);
    if (!transfers) {
        curl_global_cleanup();
        return error_set(err, "out of memory");
    }
    transfers->options = *options;
    transfers->reading = transfers->wake = -1;
    if (!sockets_open(&transfers->sockets, err) || !open_multi(transfers, err) ||
        !check_ca_file(options->ca_file, err) ||
        (options->cookie_file &&
         !cookies_read(&transfers->cookies, options->cookie_file, err)) ||
        !add_first_task(transfers, err)) {
        transfers_close(transfers);
        return false;
    }
    *out = transfers;
    return true;
}

void transfers_close(struct transfers *transfers)
{
    if (!transfers)
        return;
    for (struct task *older, *task = transfers->spare; task; task = older) {
        older = task->older;
        curl_easy_cleanup(task->easy);
        curl_slist_free_all(task->headers);
        curl_slist_free_all(task->addresses);
        free(task);
    }
    for (size_t i = 0; i < POOLS_MAX; i++)
        pool_close(transfers->pools[i]);
    if (transfers->multi)
        curl_multi_cleanup(transfers->multi);
    cookies_close(&transfers->cookies);
    sockets_close(&transfers->sockets);
    free(transfers);
    curl_global_cleanup();
}

bool transfers_wake_by(struct transfers *transfers, int fd, struct error *err)
{
    transfers->wake = fd;
    return sockets_watch(&transfers->sockets, fd, POLLIN) ||
           error_set(err, "cannot watch a descriptor: %s", strerror(errno));
}

static int select_bits(short events)
{
    return (events & (POLLIN | POLLHUP) ? CURL_CSELECT_IN : 0) |
           (events & POLLOUT ? CURL_CSELECT_OUT : 0) |
           (events & POLLERR ? CURL_CSELECT_ERR : 0);
}

void transfers_step(struct transfers *transfers, struct pollfd *extra, size_t extra_count,
                    int timeout_ms)
{
    struct pollfd ready[SOCKETS_READY_MAX];
    int running;
    size_t count =
        sockets_wait(&transfers->sockets, extra, extra_count, timeout_ms, ready);
    for (size_t i = 0; i < count; i++) {
        if (ready[i].fd == transfers->wake)
            continue;
        transfers->reading = ready[i].fd;
        curl_multi_socket_action(transfers->multi, ready[i].fd,
                                 select_bits(ready[i].revents), &running);
    }
    transfers->reading = -1;
    if (transfers->sockets.due >= 0 && transfers->sockets.due <= clock_ms()) {
        transfers->sockets.due = -1; /* curl sets the next one */
        curl_multi_socket_action(transfers->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
}

struct transfer *transfers_next(struct transfers *transfers)
{
    int left;
    CURLMsg *message = curl_multi_info_read(transfers->multi, &left);
    if (!message)
        return NULL;
    struct task *task = NULL;
    CURLcode code = message->data.result;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&task);
    stop(task);
    conclude(task, code);
    return &task->transfer;
}

const char *fetch_library_versions(void)
{
    return curl_version();
}
