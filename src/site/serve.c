#include "site/serve.h"

#include "cli/printer.h"
#include "cli/signals.h"
#include "http/form.h"
#include "http/http_server.h"
#include "refresh/archive_command.h"
#include "site/frame.h"
#include "site/live_pages.h"
#include "site/markup.h"
#include "site/rule_editor.h"
#include "site/serve_changes.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { TOKEN_BYTES = 16, SERVER_ERROR = 500, CONFLICT = 409, SEE_OTHER = 303 };

static const char policy[] = "default-src 'none'; style-src 'self'; base-uri 'none'; "
                             "form-action 'self'; frame-ancestors 'none'";

struct serve {
    struct archive_command *command;
    struct site site;
    char token[2 * TOKEN_BYTES + 1];
    struct buffer out; /* the answer */
    char location[64];
};

/* ---- answers ----------------------------------------------------------------------- */

static void answer(struct serve *serve, struct http_response *response, unsigned status)
{
    response->status = status;
    response->type = "text/html; charset=utf-8";
    response->body = buffer_slice(&serve->out);
    response->is_copied = true;
}

/* A page that says what went wrong. */
static void answer_error(struct serve *serve, struct http_response *response,
                         unsigned status, const char *text)
{
    struct frame frame = {
        .site = &serve->site, .out = &serve->out, .root = "/", .title = "Error"};
    buffer_truncate(&serve->out, 0);
    frame_begin(&frame);
    buffer_append_string(&serve->out, "<h1>This did not work</h1>\n<p>");
    markup_string(&serve->out, text);
    buffer_append_string(&serve->out, "</p>\n");
    frame_end(&frame);
    answer(serve, response, status);
}

/* ---- reading ----------------------------------------------------------------------- */

/* Settings are read as winnow reclean reads them: that is what rules are tried with. */
static bool open_settings(struct serve *serve, struct archive_command *command,
                          struct options *options, struct error *err)
{
    const struct options *given = serve->command->given;
    struct arena *a = &serve->command->arena;
    const char **words = arena_calloc(a, 5, sizeof *words);
    words[0] = given->argv[0];
    words[1] = "reclean";
    words[2] = "--";
    words[3] = given->arguments.items[0];
    if (!options_parse(4, (char *const *)(uintptr_t)words, a, options, err))
        return false;
    if (archive_command_open(command, options, STORE_READ))
        return error_set(err, "The archive cannot be opened.");
    if (archive_command_read_settings(command, err))
        return true;
    archive_command_close(command, 0);
    return false;
}

static void edit_rules(struct serve *serve, struct rule_editor editor,
                       struct http_response *response)
{
    struct archive_command command;
    struct options options;
    struct error err = {0};
    bool is_open = open_settings(serve, &command, &options, &err);
    editor.command = &command;
    bool done = is_open && rule_editor_append(&editor, &serve->out, &err);
    if (is_open)
        archive_command_close(&command, 0);
    if (done)
        answer(serve, response, 200);
    else
        answer_error(serve, response, CONFLICT, err.text);
}

static void show_rules(struct serve *serve, const struct http_request *request,
                       struct http_response *response)
{
    struct buffer url;
    buffer_open(&url, NULL);
    buffer_append(&url, http_request_argument(request, "url"));
    struct rule_editor editor = {.site = &serve->site, .url = url.ptr};
    edit_rules(serve, editor, response);
    buffer_close(&url);
}

static void show_page(struct serve *serve, const struct http_request *request,
                      struct http_response *response)
{
    struct error err = {0};
    enum change change = serve_changes_find(http_request_argument(request, "done"));
    struct live_request live = {
        .name = slice_after(request->path, 1),
        .query = http_request_argument(request, "q"),
        .said = change < CHANGE_COUNT ? serve_changes_said(change) : NULL,
    };
    if (!catalogue_begin(&serve->command->store, &err)) {
        answer_error(serve, response, SERVER_ERROR, err.text);
        return;
    }
    enum live_result result = live_pages_append(&serve->site, &live, &serve->out, &err);
    catalogue_end(&serve->command->store);
    if (result == LIVE_FAILED) {
        answer_error(serve, response, SERVER_ERROR, err.text);
    } else if (result == LIVE_MISSING) {
        answer_error(serve, response, 404, "There is no such page.");
    } else {
        answer(serve, response, 200);
        response->type = live_pages_type(live.name);
    }
}

/* ---- changing ---------------------------------------------------------------------- */

/* The fields of a form, in a heap buffer each. */
struct form {
    struct buffer token, url, what, version, text, base;
};

static void read_form(struct slice bytes, struct form *form)
{
    const struct {
        const char *name;
        struct buffer *value;
    } fields[] = {
        {"token", &form->token},     {"url", &form->url},   {"do", &form->what},
        {"version", &form->version}, {"text", &form->text}, {"base", &form->base},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        buffer_open(fields[i].value, NULL);
        form_append_value(bytes, fields[i].name, fields[i].value);
    }
}

static void close_form(struct form *form)
{
    buffer_close(&form->token);
    buffer_close(&form->url);
    buffer_close(&form->what);
    buffer_close(&form->version);
    buffer_close(&form->text);
    buffer_close(&form->base);
}

/* In a time that does not depend on where the two differ. */
static bool is_token(const struct serve *serve, struct slice token)
{
    unsigned char differs = token.len != sizeof serve->token - 1;
    for (size_t i = 0; !differs && i < token.len; i++)
        differs |= (unsigned char)token.ptr[i] ^ (unsigned char)serve->token[i];
    return !differs;
}

static void make_change(struct serve *serve, const struct form *form,
                        struct http_response *response)
{
    struct error err = {0};
    enum change change = serve_changes_find(buffer_slice(&form->what));
    if (change == CHANGE_COUNT) {
        answer_error(serve, response, 400, "There is no such action.");
        return;
    }
    if (!serve_changes_make(serve->command->given, change, form->url.ptr,
                            strtoll(form->version.ptr, NULL, 10), &err)) {
        answer_error(serve, response, CONFLICT, err.text);
        return;
    }
    console_news(&serve->command->console, "%s: %s", form->url.ptr,
                 serve_changes_said(change));
    snprintf(serve->location, sizeof serve->location, "/attention.html?done=%s",
             serve_changes_name(change));
    answer(serve, response, SEE_OTHER);
    response->location = serve->location;
}

static void change_rules(struct serve *serve, const struct form *form,
                         struct http_response *response)
{
    struct rule_editor editor = {
        .site = &serve->site,
        .url = form->url.ptr,
        .text = buffer_slice(&form->text),
        .base = buffer_slice(&form->base),
        .saves = slice_equal(buffer_slice(&form->what), SLICE("save")),
    };
    edit_rules(serve, editor, response);
}

static void take_form(struct serve *serve, const struct http_request *request,
                      struct http_response *response)
{
    struct form form;
    read_form(request->form, &form);
    if (!serve->site.token || !is_token(serve, buffer_slice(&form.token)))
        answer_error(
            serve, response, 403,
            "This form is not of this run of winnow serve. Open the page again.");
    else if (slice_equal(request->path, SLICE("/do")))
        make_change(serve, &form, response);
    else if (slice_equal(request->path, SLICE("/rule")))
        change_rules(serve, &form, response);
    else
        answer_error(serve, response, 404, "There is no such page.");
    close_form(&form);
}

static void handle(void *context, const struct http_request *request,
                   struct http_response *response)
{
    struct serve *serve = context;
    buffer_truncate(&serve->out, 0);
    if (request->is_post)
        take_form(serve, request, response);
    else if (serve->site.token && slice_equal(request->path, SLICE("/rule.html")))
        show_rules(serve, request, response);
    else
        show_page(serve, request, response);
    console_detail(&serve->command->console, "%u %.*s", response->status,
                   SLICE_ARG(request->path));
}

/* ---- the server -------------------------------------------------------------------- */

static bool make_token(struct serve *serve, struct error *err)
{
    unsigned char bytes[TOKEN_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        return error_set(err, "no random numbers");
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(serve->token + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

static bool welcome(struct serve *serve, const struct http_server *server)
{
    struct archive_command *command = serve->command;
    const char *address = command->options.listen;
    bool has_colon = address && strchr(address, ':');
    buffer_printf(&command->out, "%s: http://%s%s%s:%u/ (Ctrl-C ends it)%s\n",
                  command->store.path, has_colon ? "[" : "",
                  address ? address : "localhost", has_colon ? "]" : "", server->port,
                  serve->site.token ? "" : "; others can read it, and change nothing");
    return printer_write(&command->console, &command->out);
}

static bool serve_until_signal(struct serve *serve, struct error *err)
{
    struct http_server server;
    struct signals stop;
    const struct options *options = &serve->command->options;
    const struct http_server_options listen = {.address = options->listen,
                                               .port = (uint16_t)options->serve_port,
                                               .takes_forms = true,
                                               .policy = policy};
    if (!http_server_open(&server, &listen, handle, serve, err))
        return false;
    if (server.is_loopback)
        serve->site.token = serve->token;
    signals_open(&stop); /* before the address is printed: a signal may come then */
    bool done = welcome(serve, &server) && http_server_run_until(&server, stop.fd, err);
    signals_take(&stop, 0);
    signals_close(&stop);
    http_server_close(&server);
    return done;
}

static int serve_archive(struct archive_command *command)
{
    struct serve serve = {.command = command, .site.store = &command->store};
    struct error err = {0};
    char *name = site_name(command->store.path);
    serve.site.name = name ? name : "Archive";
    buffer_open(&serve.out, NULL);
    archive_command_complete_index(&command->store, &command->console);
    bool done = archive_command_read_settings(command, &err) &&
                make_token(&serve, &err) && serve_until_signal(&serve, &err);
    buffer_close(&serve.out);
    free(name);
    return archive_command_end(command, done, &err);
}

int serve_run(const struct options *options)
{
    return archive_command_run(options, STORE_READ, serve_archive);
}
