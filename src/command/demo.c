#include "command/demo.h"

#include "cli/console.h"
#include "cli/exit_codes.h"
#include "cli/printer.h"
#include "cli/signals.h"
#include "command/demo_site.h"
#include "http/http_server.h"
#include <stdlib.h>
#include <string.h>

struct demo {
    struct console *console;
    struct demo_site site;
};

static void answer(void *context, const struct http_request *request,
                   struct http_response *response)
{
    const struct demo *demo = context;
    const struct demo_file *file =
        demo_site_find(&demo->site, request->host, request->path);
    response->status = file ? 200 : 404;
    if (!file) /* as on real sites, with an error page of its own */
        file = demo_site_find(&demo->site, request->host, SLICE("/404.html"));
    if (file) {
        response->type = file->type;
        response->etag = file->etag;
        response->body = file->body;
    }
    console_detail(demo->console, "%u http://%.*s%.*s", response->status,
                   SLICE_ARG(request->host), SLICE_ARG(request->path));
}

static bool welcome(const struct demo *demo)
{
    const struct demo_file *file =
        demo_site_find(&demo->site, SLICE("localhost"), SLICE("/welcome.txt"));
    struct buffer text;
    buffer_open(&text, NULL);
    if (file)
        buffer_append(&text, file->body);
    bool done = printer_write(demo->console, &text);
    buffer_close(&text);
    return done;
}

static int run_server(struct demo *demo, struct arena *a, unsigned port)
{
    struct http_server server;
    struct signals stop;
    struct error err;
    const struct http_server_options listen = {.port = (uint16_t)port};
    if (!http_server_open(&server, &listen, answer, demo, &err)) {
        console_error(demo->console, "%s; --port N takes another port", err.text);
        return EXIT_FAILURE;
    }
    signals_open(&stop); /* before the welcome message, after which a signal may arrive */
    bool done = demo_site_read(a, server.port, &demo->site, &err);
    if (done && welcome(demo))
        done = http_server_run_until(&server, stop.fd, &err);
    signals_take(&stop, 0);
    signals_close(&stop);
    http_server_close(&server);
    if (!done)
        console_error(demo->console, "%s", err.text);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int save(struct demo *demo, struct arena *a, const struct options *options)
{
    struct error err;
    if (!demo_site_read(a, options->port, &demo->site, &err) ||
        !demo_site_save(&demo->site, options->save, &err)) {
        console_error(demo->console, "%s", err.text);
        return EXIT_FAILURE;
    }
    console_news(demo->console, "%s: %zu files saved", options->save, demo->site.count);
    return EXIT_SUCCESS;
}

int demo_run(const struct options *options)
{
    struct console console;
    struct arena arena;
    struct demo demo = {.console = &console};
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    arena_open(&arena, SIZE_MAX);
    int code = options->save ? save(&demo, &arena, options)
                             : run_server(&demo, &arena, options->port);
    arena_close(&arena);
    return code;
}
