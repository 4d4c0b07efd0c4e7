#include "http/http_server.h"

#include "base/array.h"
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

enum {
    CONNECTIONS_MAX = 64, /* a browser opens six; a client that floods waits */
    IDLE_SECONDS = 30,    /* until a silent connection is closed */
};

/* ---- which requests are answered --------------------------------------------------- */

/* "harbour.localhost:8417" without the port; "[::1]:80" keeps its brackets. */
static struct slice without_port(struct slice host)
{
    size_t colon = slice_find_last_char(host, ':');
    bool is_inside_brackets = host.len && host.ptr[host.len - 1] == ']';
    return colon == SIZE_MAX || is_inside_brackets ? host : slice_of(host.ptr, colon);
}

/* RFC 6761, section 6.3: localhost and the names below it are loopback everywhere, so
   that no name server can make one of them lead here. */
static bool is_local_name(struct slice host)
{
    static const struct slice names[] = {SLICE_INIT("localhost"), SLICE_INIT("127.0.0.1"),
                                         SLICE_INIT("[::1]")};
    const struct slice below = SLICE(".localhost");
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_equal_nocase(host, names[i]))
            return true;
    return host.len > below.len &&
           slice_equal_nocase(slice_after(host, host.len - below.len), below);
}

static struct slice header_of(struct MHD_Connection *connection, const char *name)
{
    return slice_of_string(
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* Whether If-None-Match lists the tag. RFC 9110 compares weakly here: W/ is ignored. */
static bool has_current_copy(struct MHD_Connection *connection, const char *etag)
{
    struct slice listed = header_of(connection, MHD_HTTP_HEADER_IF_NONE_MATCH), one;
    while (etag && slice_split(&listed, ',', &one)) {
        one = slice_trim(one);
        if (slice_starts_with(one, SLICE("W/")))
            one = slice_after(one, 2);
        if (slice_equal(one, slice_of_string(etag)))
            return true;
    }
    return false;
}

/* ---- answers ----------------------------------------------------------------------- */

static enum MHD_Result queue(struct MHD_Connection *connection,
                             const struct http_response *answer)
{
    /* No script runs and nothing is loaded from elsewhere, whatever a page holds. */
    const struct {
        const char *name, *value;
    } headers[] = {
        {MHD_HTTP_HEADER_CONTENT_TYPE, answer->type},
        {MHD_HTTP_HEADER_ETAG, answer->etag},
        {MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache"},
        {MHD_HTTP_HEADER_ALLOW,
         answer->status == MHD_HTTP_METHOD_NOT_ALLOWED ? "GET, HEAD" : NULL},
        {"Content-Security-Policy",
         "default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'; "
         "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"},
    };
    struct MHD_Response *response = MHD_create_response_from_buffer(
        answer->body.len, (void *)answer->body.ptr, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result queued = response ? MHD_YES : MHD_NO;
    for (size_t i = 0; queued && i < COUNT_OF(headers); i++)
        if (headers[i].value)
            queued = MHD_add_response_header(response, headers[i].name, headers[i].value);
    if (queued)
        queued = MHD_queue_response(connection, answer->status, response);
    if (response)
        MHD_destroy_response(response);
    return queued; /* MHD_NO closes the connection */
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status,
                              struct slice text)
{
    struct http_response answer = {
        .status = status, .type = "text/plain; charset=utf-8", .body = text};
    return queue(connection, &answer);
}

static enum MHD_Result respond(const struct http_server *server,
                               struct MHD_Connection *connection, const char *path)
{
    struct http_request request = {
        .host = without_port(header_of(connection, MHD_HTTP_HEADER_HOST)),
        .path = slice_of_string(path)};
    struct http_response answer = {.status = MHD_HTTP_NOT_FOUND,
                                   .type = "text/plain; charset=utf-8",
                                   .body = SLICE("Not found\n")};
    if (!is_local_name(request.host))
        return refuse(connection, MHD_HTTP_MISDIRECTED_REQUEST,
                      SLICE("This server answers for localhost only\n"));
    server->handler(server->context, &request, &answer);
    if (answer.status == MHD_HTTP_OK && has_current_copy(connection, answer.etag)) {
        answer.status = MHD_HTTP_NOT_MODIFIED;
        answer.body = SLICE("");
    }
    return queue(connection, &answer);
}

/* libmicrohttpd calls this once when the headers have come and again when all has. A
   request that is answered at the first call, as one whose method is refused, ends its
   connection, so that a body is never read. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
                                  const char *path, const char *method,
                                  const char *version, const char *data,
                                  size_t *data_size, void **state)
{
    static char seen; /* its address marks a request whose headers have come */
    bool is_first = !*state;
    (void)version;
    (void)data;
    *state = &seen;
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 &&
        strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
                      SLICE("GET and HEAD only\n"));
    if (is_first || *data_size) {
        *data_size = 0; /* the body of a GET means nothing */
        return MHD_YES;
    }
    return respond(context, connection, path);
}

/* ---- the server -------------------------------------------------------------------- */

bool http_server_open(struct http_server *server, uint16_t port, http_handler *handler,
                      void *context, struct error *err)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    *server = (struct http_server){.handler = handler, .context = context};
    errno = 0;
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL, 0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR,
        (const struct sockaddr *)&address, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    if (!server->daemon)
        return error_set(err, "cannot listen on 127.0.0.1:%u: %s", port,
                         errno ? strerror(errno) : "libmicrohttpd does not start");
    server->port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return true;
}

void http_server_close(struct http_server *server)
{
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
}

int http_server_fd(const struct http_server *server)
{
    return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

int http_server_timeout_ms(const struct http_server *server)
{
    MHD_UNSIGNED_LONG_LONG timeout;
    if (!MHD_get_timeout(server->daemon, &timeout))
        return -1;
    return timeout > INT_MAX ? INT_MAX : (int)timeout;
}

void http_server_run(struct http_server *server)
{
    MHD_run(server->daemon);
}
