#include "http/http_server.h"

#include "base/array.h"
#include "base/buffer.h"
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
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

/* A literal address: no name server can make it lead elsewhere. */
static bool is_address(struct slice host)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr address;
    bool is_inside_brackets = host.len > 2 && host.ptr[0] == '[';
    if (is_inside_brackets)
        host = slice_of(host.ptr + 1, host.len - 2);
    if (host.len >= sizeof text)
        return false;
    memcpy(text, host.ptr, host.len);
    text[host.len] = '\0';
    return inet_pton(is_inside_brackets ? AF_INET6 : AF_INET, text, &address) == 1;
}

static bool is_own_name(const struct http_server *server, struct slice host)
{
    return is_local_name(host) || (!server->is_loopback && is_address(host));
}

static struct slice header_of(struct MHD_Connection *connection, const char *name)
{
    return slice_of_string(
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* Whether a form was sent by a page of this server, as far as the client says. Browsers
   say it with every POST; other clients need not. */
static bool is_from_here(struct MHD_Connection *connection)
{
    struct slice origin = header_of(connection, MHD_HTTP_HEADER_ORIGIN);
    struct slice site = header_of(connection, "Sec-Fetch-Site");
    struct slice host = header_of(connection, MHD_HTTP_HEADER_HOST);
    const struct slice scheme = SLICE("http://");
    if (site.len && !slice_equal(site, SLICE("same-origin")))
        return false;
    return !origin.len || (slice_starts_with(origin, scheme) &&
                           slice_equal_nocase(slice_after(origin, scheme.len), host));
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

/* No script runs and nothing is loaded from elsewhere, whatever a page holds. */
static const char default_policy[] =
    "default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static enum MHD_Result queue(const struct http_server *server,
                             struct MHD_Connection *connection,
                             const struct http_response *answer)
{
    const struct {
        const char *name, *value;
    } headers[] = {
        {MHD_HTTP_HEADER_CONTENT_TYPE, answer->type},
        {MHD_HTTP_HEADER_ETAG, answer->etag},
        {MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache"},
        {MHD_HTTP_HEADER_ALLOW, answer->status != MHD_HTTP_METHOD_NOT_ALLOWED ? NULL
                                : server->takes_forms ? "GET, HEAD, POST"
                                                      : "GET, HEAD"},
        {MHD_HTTP_HEADER_LOCATION, answer->location},
        {"Content-Security-Policy", server->policy ? server->policy : default_policy},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        /* With "no-referrer", browsers do not name the origin of a form either. */
        {"Referrer-Policy", server->takes_forms ? "same-origin" : "no-referrer"},
        {"X-Content-Type-Options", "nosniff"},
    };
    struct MHD_Response *response = MHD_create_response_from_buffer(
        answer->body.len, (void *)answer->body.ptr,
        answer->is_copied ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT);
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

static enum MHD_Result refuse(const struct http_server *server,
                              struct MHD_Connection *connection, unsigned status,
                              struct slice text)
{
    struct http_response answer = {
        .status = status, .type = "text/plain; charset=utf-8", .body = text};
    return queue(server, connection, &answer);
}

/* A form that is being received. */
struct upload {
    struct buffer form;
};

/* upload is NULL for a request without a form. */
static enum MHD_Result respond(const struct http_server *server,
                               struct MHD_Connection *connection, const char *path,
                               const struct upload *upload)
{
    struct http_request request = {
        .host = without_port(header_of(connection, MHD_HTTP_HEADER_HOST)),
        .path = slice_of_string(path),
        .is_post = upload != NULL,
        .form = upload ? buffer_slice(&upload->form) : SLICE(""),
        .connection = connection};
    struct http_response answer = {.status = MHD_HTTP_NOT_FOUND,
                                   .type = "text/plain; charset=utf-8",
                                   .body = SLICE("Not found\n")};
    if (!is_own_name(server, request.host))
        return refuse(server, connection, MHD_HTTP_MISDIRECTED_REQUEST,
                      SLICE("This server answers for localhost only\n"));
    if (upload && !is_from_here(connection))
        return refuse(server, connection, MHD_HTTP_FORBIDDEN,
                      SLICE("This form was sent by a page of another site\n"));
    server->handler(server->context, &request, &answer);
    if (answer.status == MHD_HTTP_OK && has_current_copy(connection, answer.etag)) {
        answer.status = MHD_HTTP_NOT_MODIFIED;
        answer.body = SLICE("");
    }
    return queue(server, connection, &answer);
}

struct slice http_request_argument(const struct http_request *request, const char *name)
{
    return slice_of_string(
        MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name));
}

static char seen; /* its address marks a request without a form */

static enum MHD_Result begin_request(const struct http_server *server,
                                     struct MHD_Connection *connection,
                                     const char *method, void **state)
{
    bool is_post = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
    struct upload *upload = NULL;
    if (is_post && server->takes_forms) {
        struct slice length = header_of(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
        if (length.len && strtoull(length.ptr, NULL, 10) > HTTP_FORM_MAX)
            return refuse(server, connection, MHD_HTTP_CONTENT_TOO_LARGE,
                          SLICE("This form is too large\n"));
        upload = calloc(1, sizeof *upload);
        if (!upload)
            return MHD_NO;
        buffer_open(&upload->form, NULL);
        *state = upload;
        return MHD_YES;
    }
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 &&
        strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return refuse(server, connection, MHD_HTTP_METHOD_NOT_ALLOWED,
                      SLICE("This method is not allowed\n"));
    *state = &seen;
    return MHD_YES;
}

/* libmicrohttpd calls this once when the headers have come, with the parts of the body,
   and again when all has. A request that is answered at the first call, as one whose
   method is refused, ends its connection, so that a body is never read. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
                                  const char *path, const char *method,
                                  const char *version, const char *data,
                                  size_t *data_size, void **state)
{
    const struct http_server *server = context;
    (void)version;
    if (!*state)
        return begin_request(server, connection, method, state);
    struct upload *upload = *state != &seen ? *state : NULL;
    if (!*data_size)
        return respond(server, connection, path, upload);
    if (upload)
        buffer_append(&upload->form, slice_of(data, *data_size));
    if (upload && (upload->form.failed || upload->form.len > HTTP_FORM_MAX))
        return MHD_NO; /* closes the connection */
    *data_size = 0;    /* the body of a GET means nothing */
    return MHD_YES;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode how)
{
    struct upload *upload = *state != &seen ? *state : NULL;
    (void)context;
    (void)connection;
    (void)how;
    if (upload)
        buffer_close(&upload->form);
    free(upload);
    *state = NULL;
}

/* ---- the server -------------------------------------------------------------------- */

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool read_address(const struct http_server_options *options, union address *out,
                         struct error *err)
{
    const char *text = options->address ? options->address : "127.0.0.1";
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons(options->port);
    } else if (inet_pton(AF_INET6, text, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = htons(options->port);
    } else {
        return error_set(err, "%s: not an IP address", text);
    }
    return true;
}

static bool is_loopback(const union address *address)
{
    return address->any.sa_family == AF_INET
               ? ntohl(address->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET
               : IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr);
}

bool http_server_open(struct http_server *server,
                      const struct http_server_options *options, http_handler *handler,
                      void *context, struct error *err)
{
    union address address;
    if (!read_address(options, &address, err))
        return false;
    bool is_v6 = address.any.sa_family == AF_INET6;
    *server = (struct http_server){.handler = handler,
                                   .context = context,
                                   .is_loopback = is_loopback(&address),
                                   .takes_forms = options->takes_forms,
                                   .policy = options->policy};
    errno = 0;
    server->daemon = MHD_start_daemon(
        (unsigned)MHD_USE_EPOLL | (is_v6 ? (unsigned)MHD_USE_IPv6 : 0), 0, NULL, NULL,
        on_request, server, MHD_OPTION_SOCK_ADDR, &address.any,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    if (!server->daemon)
        return error_set(err, "cannot listen on %s:%u: %s",
                         options->address ? options->address : "127.0.0.1", options->port,
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

bool http_server_run_until(struct http_server *server, int fd, struct error *err)
{
    for (;;) {
        struct pollfd ready[] = {{.fd = http_server_fd(server), .events = POLLIN},
                                 {.fd = fd, .events = POLLIN}};
        if (poll(ready, 2, http_server_timeout_ms(server)) < 0 && errno != EINTR)
            return error_set(err, "poll: %s", strerror(errno));
        http_server_run(server);
        if (ready[1].revents)
            return true;
    }
}
