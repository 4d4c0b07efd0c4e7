#include "command/filter.h"

#include "cli/environment.h"
#include "cli/exit_codes.h"
#include "cli/input.h"
#include "cli/page_request.h"
#include "cli/rule_paths.h"
#include "cli/sandboxed_pool.h"
#include "cli/signals.h"
#include "cli/site_files.h"
#include "command/host_queues.h"
#include "command/output.h"
#include "command/spill.h"
#include "command/tally.h"
#include "write/record.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    /* Bytes of pages that wait for a worker: above this limit nothing more is read or
       fetched. A worker cleans a page in milliseconds, so that a small limit is
       enough. */
    WAITING_MAX = 16 << 20,
    /* Bytes of records that wait in memory to be written in order. Above the first limit,
       what is done is written to a temporary file. If that cannot be, then above the
       second one only the page that is next in order is fetched. */
    SPILL_MIN = 16 << 20,
    HELD_MAX = 64 << 20,
    /* Further inputs are read until there are so many hosts for each that is asked at
       once: with a second's delay, a host is asked a tenth of the time. */
    HOSTS_SOUGHT = 16,
    POLLED_MAX = WORKERS_MAX + 3, /* plus signals, output, input */
    PROGRESS_MS = 200,
    READER_MS = 500, /* time for the reader to read the output, after a signal has ended
                        the run */
};

/* Tasks that wait for a worker. */
struct task_queue {
    struct task *first, *last;
};

struct filter {
    const struct options *options;
    struct arena arena; /* for everything that lasts for the whole run */
    struct console console;
    struct rulebook *book;
    struct site_files sites;
    struct worker_pool *pool;
    struct fetch *fetch; /* NULL if the input cannot contain URLs */
    struct input input;
    struct input_window window;
    struct output output;
    struct host_queues to_fetch;
    struct task_queue to_clean;
    struct spill spill;
    size_t waiting_bytes, held_bytes;
    bool input_waits, input_ended, is_late;
    struct signals stop;
    int exit_code; /* if the run ends early; otherwise 0 */
    struct tally tally;
};

static void give_up(struct filter *f, int exit_code)
{
    f->exit_code = exit_code;
    f->input_ended = true;
}

static void give_up_without_memory(struct filter *f)
{
    console_error(&f->console, "out of memory");
    give_up(f, EXIT_FAILURE);
}

/* ---- queues of tasks --------------------------------------------------------------- */

static void queue_add(struct task_queue *queue, struct task *task)
{
    task->next_in_queue = NULL;
    *(queue->first ? &queue->last->next_in_queue : &queue->first) = task;
    queue->last = task;
}

static struct task *queue_take(struct task_queue *queue)
{
    struct task *task = queue->first;
    queue->first = task->next_in_queue;
    return task;
}

/* ---- requesting pages -------------------------------------------------------------- */

/* The URL of the page to fetch: the input's, or that of a further page of its article. */
static const char *url_to_ask(const struct task *task)
{
    bool wants = task->article && task->article->wanted;
    return wants ? task->article->wanted : task->url.ptr;
}

/* Reports the errors of the site's file before requesting anything from the host. */
static bool ask(struct filter *f, struct task *task, struct error *err)
{
    struct arena a;
    struct request_headers headers = {0};
    const char *url = url_to_ask(task);
    arena_open(&a, SIZE_MAX);
    site_files_select_headers(&f->sites, url, &a, &headers);
    struct fetch_request request = {
        .url = url,
        .typed = task->is_typed && multipage_is_same_host(url, task->url.ptr),
        .headers = headers.items,
        .header_count = headers.count,
        .tag = task,
    };
    bool added = fetch_add(f->fetch, &request, err);
    arena_close(&a);
    return added;
}

/* ---- the end of a task ------------------------------------------------------------- */

/* Moves the record to the temporary file, unless it can be written to the output now. */
static void spill(struct filter *f, struct task *task)
{
    if (f->held_bytes < SPILL_MIN || !f->window.is_ordered ||
        f->window.oldest->task == task ||
        !spill_put(&f->spill, task->record, &task->spilled))
        return;
    f->held_bytes -= task->held_bytes;
    task->held_bytes = 0;
    winnow_record_free(task->record);
    task->record = NULL;
}

static void finish(struct filter *f, struct task *task)
{
    task->record = multipage_take(task->article);
    task_end_article(task);
    if (!task->record) {
        give_up_without_memory(f);
        return;
    }
    spill(f, task);
    host_queues_end(&f->to_fetch, task);
    input_window_finish(&f->window, task);
}

static bool set_fetched(struct winnow_record *record, const struct task *task)
{
    record->http_status = task->http_status;
    return record_set(record, &record->final_url, task->final_url) &&
           record_set(record, &record->fetched_at,
                      task->fetched_at[0] ? task->fetched_at : NULL);
}

/* Ends a page and, unless its article has more pages, its task. */
static void end_page(struct filter *f, struct task *task, struct winnow_record *record)
{
    struct error err;
    buffer_close(&task->body);
    if (!task_begin_article(task)) {
        winnow_record_free(record);
        give_up_without_memory(f);
        return;
    }
    if (record && !set_fetched(record, task)) {
        winnow_record_free(record);
        record = NULL;
    }
    size_t size = record ? record_size(record) : 0;
    task->held_bytes += size;
    f->held_bytes += size;
    bool wants =
        multipage_add(task->article, record, task->is_fetched ? task->url.ptr : NULL);
    while (wants && !ask(f, task, &err))
        wants = multipage_fail(task->article, err.text);
    if (!wants)
        finish(f, task);
}

static void end_failed(struct filter *f, struct task *task, enum winnow_status status,
                       const char *error)
{
    const char *url = task->url.len ? task->url.ptr : NULL;
    end_page(f, task, record_failed(url, status, error));
}

static void wait_for_worker(struct filter *f, struct task *task)
{
    f->waiting_bytes += task->body.len;
    queue_add(&f->to_clean, task);
}

/* ---- input ------------------------------------------------------------------------- */

/* Normalises the item's URL. An invalid URL makes the item a broken one. */
static void normalise(struct item *item)
{
    const struct buffer *given = item->kind == ITEM_URL ? &item->name : &item->url;
    char *url;
    if (!given->len)
        return;
    if (!fetch_normalise_url(given->ptr, &url, &item->error)) {
        item->kind = ITEM_BROKEN;
        item->status = WINNOW_INVALID;
        return;
    }
    buffer_truncate(&item->url, 0);
    buffer_append_string(&item->url, url);
    free(url);
}

/* Skips inputs that an earlier run has written. */
static bool skip_done(struct filter *f, const struct item *item, const char *file)
{
    if (item->kind == ITEM_BROKEN || !output_has(&f->output, file))
        return false;
    console_detail(&f->console, "%s: is there already", item->name.ptr);
    f->tally.skipped++;
    return true;
}

/* The task of an earlier input with the same URL, or a new one. */
static struct task *task_of(struct filter *f, struct item *item)
{
    bool is_url = item->kind == ITEM_URL;
    struct task *task =
        is_url ? input_window_find(&f->window, buffer_slice(&item->url)) : NULL;
    return task ? task : task_of_item(item);
}

/* Accepts an item: adds an entry to the window and starts its task. */
static void take_item(struct filter *f, struct item *item)
{
    struct buffer file;
    f->tally.read++;
    normalise(item);
    buffer_open(&file, NULL);
    output_name_file(&f->output, item, &file);
    if (skip_done(f, item, file.ptr)) {
        buffer_close(&file);
        return;
    }
    struct entry *entry = file.failed ? NULL : entry_of_item(item);
    struct task *task = entry ? task_of(f, item) : NULL;
    if (!task) {
        if (entry)
            entry_free(entry);
        buffer_close(&file);
        give_up_without_memory(f);
        return;
    }
    entry->file = file;
    bool is_new = task->users == 0, is_url = item->kind == ITEM_URL;
    input_window_add(&f->window, entry, task, is_url);
    if (!is_new)
        return;
    if (item->kind == ITEM_BROKEN)
        end_failed(f, task, item->status, item->error.text);
    else if (is_url && !host_queues_add(&f->to_fetch, task))
        give_up_without_memory(f);
    else if (!is_url)
        wait_for_worker(f, task);
}

static bool wants_input(const struct filter *f)
{
    size_t sought = (size_t)HOSTS_SOUGHT * f->options->fetch.hosts_at_once;
    bool needs_hosts = host_queues_count_hosts(&f->to_fetch) < sought;
    return !f->input_ended && input_window_has_room(&f->window, needs_hosts) &&
           f->waiting_bytes < WAITING_MAX && f->held_bytes < HELD_MAX &&
           !output_is_full(&f->output);
}

static void report_input(struct filter *f, enum input_result result, const char *line)
{
    if (result == INPUT_NOTICE)
        console_news(&f->console, "%s", line);
    else if (result == INPUT_DETAIL)
        console_detail(&f->console, "%s", line);
    else
        console_error(&f->console, "%s", line);
}

/* Takes one item. Returns true if that changed anything. */
static bool take_input(struct filter *f)
{
    struct item item;
    struct error err = {0};
    char line[ERROR_LINE_MAX];
    if (!wants_input(f))
        return false;
    item_open(&item);
    enum input_result result = input_next(&f->input, &item, &err);
    f->input_waits = result == INPUT_WAIT;
    if (result == INPUT_ITEM)
        take_item(f, &item);
    else if (result == INPUT_END)
        f->input_ended = true;
    else if (result != INPUT_WAIT)
        report_input(f, result, error_line(&err, line));
    if (result == INPUT_REFUSED)
        give_up(f, EXIT_USAGE);
    f->tally.failed += result == INPUT_FAILED || result == INPUT_DAMAGED;
    item_close(&item);
    return result != INPUT_WAIT;
}

/* ---- fetching ---------------------------------------------------------------------- */

static struct site_source find_site(struct filter *f, const char *url)
{
    char *host = url ? fetch_url_host(url) : NULL;
    struct site_source source = {0};
    if (host)
        source = site_files_find(&f->sites, slice_of_string(host));
    free(host);
    return source;
}

/* The oldest input may always be fetched: all others may be waiting for it. */
static struct task *next_to_fetch(struct filter *f)
{
    struct task *oldest = f->window.oldest ? f->window.oldest->task : NULL;
    if (oldest && host_queues_take_first(&f->to_fetch, oldest))
        return oldest;
    return f->held_bytes < HELD_MAX ? host_queues_take(&f->to_fetch) : NULL;
}

static bool start_fetches(struct filter *f)
{
    struct error err;
    struct task *task;
    bool started = false;
    for (; (task = next_to_fetch(f)); started = true)
        if (!ask(f, task, &err))
            end_failed(f, task, WINNOW_NETWORK, err.text);
    return started;
}

static void take_page(struct filter *f, struct fetch_result *result)
{
    struct task *task = result->tag;
    bool is_refusal = result->status == WINNOW_HTTP && result->refusal.len;
    struct buffer *body = is_refusal ? &result->refusal : &result->body;
    free(task->content_type);
    free(task->final_url);
    task->content_type = result->content_type;
    task->final_url = result->final_url;
    task->http_status = result->http_status;
    memcpy(task->fetched_at, result->fetched_at, sizeof task->fetched_at);
    result->content_type = result->final_url = NULL;
    if (result->status != WINNOW_OK && !is_refusal) {
        end_failed(f, task, result->status, result->error);
    } else {
        task->kind = page_request_kind(task->content_type);
        task->body = *body;
        buffer_open(body, NULL);
        task->refusal = result->error;
        result->error = NULL;
        wait_for_worker(f, task);
    }
}

static bool take_fetched(struct filter *f)
{
    struct fetch_result result;
    bool took = false;
    while (f->fetch && fetch_next(f->fetch, &result)) {
        take_page(f, &result);
        fetch_result_free(&result);
        took = true;
    }
    return took;
}

/* ---- cleaning ---------------------------------------------------------------------- */

static void clean(struct filter *f, struct task *task)
{
    struct error err;
    struct page_source source = {
        .kind = task->kind,
        .bytes = buffer_slice(&task->body),
        .url = task->final_url ? task->final_url : task->url.ptr,
        .content_type = task->content_type,
        .is_utf8 = task->is_utf8,
        .is_continued = task->article && multipage_continues(task->article),
    };
    struct worker_job job = {.input = page_request_input(f->options, &source),
                             .tag = task};
    job.site = find_site(f, job.input.url);
    if (worker_submit(f->pool, &job, &err))
        buffer_close(&task->body);
    else
        end_failed(f, task, WINNOW_PARSE, err.text);
}

static bool feed_workers(struct filter *f)
{
    bool fed = false;
    while (f->to_clean.first && worker_pool_count_free(f->pool)) {
        struct task *task = queue_take(&f->to_clean);
        f->waiting_bytes -= task->body.len;
        clean(f, task);
        fed = true;
    }
    return fed;
}

/* The body of an error response is not the text, but shows whether the page is a bot
   wall. */
static void take_record(struct filter *f, struct task *task, struct winnow_record *record)
{
    char *refusal = task->refusal;
    task->refusal = NULL;
    if (!refusal || (record && record->status == WINNOW_BLOCKED)) {
        end_page(f, task, record);
    } else {
        winnow_record_free(record);
        end_failed(f, task, WINNOW_HTTP, refusal);
    }
    free(refusal);
}

static bool take_cleaned(struct filter *f)
{
    struct worker_result result;
    bool took = false;
    worker_pool_step(f->pool);
    while (worker_pool_next(f->pool, &result)) {
        page_request_name_options(result.record);
        take_record(f, result.tag, result.record);
        took = true;
    }
    return took;
}

/* ---- output ------------------------------------------------------------------------ */

/* After a signal, everything available is written: nothing more will arrive. */
static bool may_write(const struct filter *f)
{
    return f->stop.number || f->is_late || !output_is_full(&f->output);
}

/* Reads a record back that was moved to the temporary file. */
static void unspill(struct filter *f, struct task *task)
{
    struct error err;
    if (!task->spilled.size)
        return;
    task->record = spill_take(&f->spill, &task->spilled, &err);
    if (!task->record)
        task->record = record_failed(task->url.ptr, WINNOW_PARSE, err.text);
}

static bool write_records(struct filter *f)
{
    struct entry *entry;
    bool wrote = false;
    while (f->output.state == OUTPUT_OPEN && may_write(f) &&
           (entry = input_window_take(&f->window))) {
        unspill(f, entry->task);
        struct winnow_record *record = entry->task->record;
        if (!record) {
            give_up_without_memory(f);
            entry_free(entry);
            break;
        }
        if (!record_set(record, &record->url, entry->is_named ? entry->name.ptr : NULL))
            give_up_without_memory(f);
        tally_record(&f->tally, &f->console, &f->sites, entry);
        output_write(&f->output, entry);
        if (entry->task->users == 1)
            f->held_bytes -= entry->task->held_bytes;
        entry_free(entry);
        wrote = true;
    }
    return output_push(&f->output) || wrote;
}

/* ---- the loop ---------------------------------------------------------------------- */

static void show_progress(struct filter *f)
{
    const struct tally *tally = &f->tally;
    struct console_count count = {tally->written + tally->skipped, CONSOLE_LEFT_UNKNOWN};
    if (f->input_ended)
        count.left = f->window.count;
    console_progress(&f->console, count, "%zu of %zu%s done, %zu failed", tally->written,
                     tally->read, f->input_ended ? "" : " and more", tally->failed);
}

static bool is_in_flight(const struct filter *f)
{
    return !worker_pool_is_idle(f->pool) || f->to_clean.first ||
           (f->fetch && fetch_count_begun(f->fetch));
}

/* Reads a pending signal. After the first one nothing new is started; work in progress
   may finish until the grace period ends, which a second signal ends at once. */
static void take_signal(struct filter *f)
{
    if (!signals_take(&f->stop, f->options->grace_seconds))
        return;
    f->input_ended = true;
    host_queues_drop(&f->to_fetch);
    if (f->fetch)
        fetch_wind_down(f->fetch);
    if (is_in_flight(f))
        console_news(&f->console, "finishing what is in flight, for at most %g s",
                     f->options->grace_seconds);
}

/* Waits until there is something to do, or only polls. */
static void wait_for_something(struct filter *f, bool only_look)
{
    struct pollfd polled[POLLED_MAX];
    int timeout = only_look ? 0 : f->console.shows_progress ? PROGRESS_MS : -1;
    size_t count = worker_pool_poll(f->pool, polled, WORKERS_MAX, &timeout);
    size_t signals = count++;
    signals_lower_timeout(&f->stop, &timeout);
    polled[signals] = (struct pollfd){.fd = f->stop.fd, .events = POLLIN};
    if (output_is_pending(&f->output))
        polled[count++] = (struct pollfd){.fd = STDOUT_FILENO, .events = POLLOUT};
    if (f->input_waits && wants_input(f))
        polled[count++] = (struct pollfd){.fd = input_poll(&f->input), .events = POLLIN};
    if (f->fetch && fetch_count_pending(f->fetch)) {
        fetch_restrain(f->fetch,
                       f->waiting_bytes >= WAITING_MAX || f->held_bytes >= HELD_MAX,
                       f->window.oldest ? f->window.oldest->task : NULL);
        fetch_step(f->fetch, polled, count, timeout);
    } else {
        poll(polled, count, timeout);
    }
    if (polled[signals].revents & POLLIN)
        take_signal(f);
}

static bool is_finished(const struct filter *f)
{
    bool is_through = f->input_ended && f->window.count == 0;
    bool is_stopped = signals_is_due(&f->stop) || (f->stop.number && !is_in_flight(f));
    return is_through || is_stopped || f->is_late || f->exit_code ||
           f->output.state != OUTPUT_OPEN;
}

/* Writes the finished records, even if earlier ones are not finished. */
static void write_the_rest(struct filter *f)
{
    input_window_release(&f->window);
    while (write_records(f))
        continue;
}

static void run(struct filter *f)
{
    while (!is_finished(f)) {
        bool moved = take_input(f);
        moved = start_fetches(f) || moved;
        moved = take_fetched(f) || moved;
        moved = feed_workers(f) || moved;
        moved = take_cleaned(f) || moved;
        moved = write_records(f) || moved;
        show_progress(f);
        if (!is_finished(f))
            wait_for_something(f, moved);
        f->is_late = signals_is_late(&f->stop) && !is_finished(f);
    }
}

/* ---- beginning and end ------------------------------------------------------------- */

static bool open_rules(struct filter *f)
{
    struct string_list directories;
    struct error err;
    char line[ERROR_LINE_MAX];
    if (rule_paths_find_rules(f->options, &f->console, &f->arena, &directories, &err))
        return rule_paths_open_book(f->options, &f->console, &directories, &f->book);
    console_error(&f->console, "%s", error_line(&err, line));
    return false;
}

static bool can_have_urls(const struct options *options)
{
    return options->arguments.count || options->input <= INPUT_URLS;
}

/* Starts the workers before fetch: they must be forked before curl creates threads. */
static bool open_engines(struct filter *f)
{
    struct error err;
    char line[ERROR_LINE_MAX];
    struct worker_options workers = {
        .count = sandboxed_pool_count(f->options),
        .book = f->book,
    };
    bool opened =
        sandboxed_pool_open(f->options, &f->console, workers, &f->pool, &err) &&
        (!can_have_urls(f->options) || fetch_open(&f->fetch, &f->options->fetch, &err)) &&
        output_open(&f->output, f->options, &f->console, &err);
    if (!opened)
        console_error(&f->console, "%s", error_line(&err, line));
    return opened;
}

/* Printed with -v, after a signal, and if there are many failures. */
static void print_summary(struct filter *f)
{
    char text[TALLY_TEXT_SIZE];
    tally_format(&f->tally, text);
    if (f->stop.number)
        console_news(&f->console, "ended by a signal: %s, %zu not done", text,
                     f->window.count);
    else if (f->is_late)
        console_error(&f->console, "ended by --max-time %g: %s, %zu not done",
                      f->options->max_seconds, text, f->window.count);
    else if (tally_has_many_failures(&f->tally))
        console_news(&f->console, "%s", text);
    else
        console_detail(&f->console, "%s", text);
}

static int exit_code_of(const struct filter *f)
{
    if (f->stop.number)
        return 128 + f->stop.number;
    if (f->exit_code || f->is_late)
        return f->exit_code ? f->exit_code : EXIT_TIME;
    if (f->tally.failed || f->output.state == OUTPUT_BROKEN)
        return EXIT_FAILURE;
    return f->tally.poor ? EXIT_POOR : EXIT_SUCCESS;
}

static int filter(struct filter *f)
{
    if (!open_rules(f))
        return EXIT_USAGE;
    site_files_open(&f->sites, f->book, &f->console);
    signals_open(&f->stop);
    signals_set_limit(&f->stop, f->options->max_seconds);
    if (!open_engines(f))
        return EXIT_USAGE;
    input_open(&f->input, f->options);
    input_window_open(&f->window, !f->options->unordered);
    run(f);
    if (f->stop.number || f->is_late)
        write_the_rest(f);
    if (f->is_late)
        output_note_unfinished(&f->output, &f->window, f->input_ended ? NULL : &f->input);
    signals_close(&f->stop);
    output_close(&f->output, f->stop.number || f->is_late ? READER_MS : -1);
    if (f->output.state == OUTPUT_BROKEN)
        console_error(&f->console, "%s", f->output.error.text);
    print_summary(f);
    return exit_code_of(f);
}

/* A progress line would disturb a user who types the list. */
static enum progress_when progress_of(const struct options *options)
{
    bool reads_stdin = options->arguments.count == 0;
    for (size_t i = 0; i < options->arguments.count; i++)
        reads_stdin = reads_stdin || strcmp(options->arguments.items[i], "-") == 0;
    bool is_typed = reads_stdin && isatty(STDIN_FILENO);
    return options->progress == PROGRESS_AUTO && is_typed
               ? PROGRESS_NEVER
               : (enum progress_when)options->progress;
}

int filter_run(const struct options *options)
{
    struct filter *f = calloc(1, sizeof *f);
    if (!f)
        return EXIT_FAILURE;
    f->options = options;
    f->stop.fd = -1;
    host_queues_open(&f->to_fetch, options->fetch.connections_a_host);
    spill_open(&f->spill, environment_temporary_folder());
    arena_open(&f->arena, SIZE_MAX);
    console_open(&f->console, (enum verbosity)options->verbosity, progress_of(options));
    int code = filter(f);
    console_clear_progress(&f->console);
    input_close(&f->input);
    worker_pool_close(f->pool);
    fetch_close(f->fetch);
    input_window_close(&f->window);
    host_queues_close(&f->to_fetch);
    spill_close(&f->spill);
    site_files_close(&f->sites);
    rulebook_close(f->book);
    arena_close(&f->arena);
    free(f);
    return code;
}
