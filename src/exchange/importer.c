#include "exchange/importer.h"

#include "base/array.h"
#include "base/hash.h"
#include "cli/exit_codes.h"
#include "exchange/capture_store.h"
#include "write/record.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCH_BYTES = 64 << 20, /* of captures, from which on a batch is applied */
    POLLED_MAX = 512,
};

void importer_open(struct importer *importer, struct archive_command *command)
{
    *importer = (struct importer){.command = command, .pages = {.command = command}};
    arena_open(&importer->arena, SIZE_MAX);
}

void importer_fail(struct importer *importer, const char *place, const char *why)
{
    console_error(&importer->command->console, "%s: %s", place, why);
    importer->failed++;
}

/* The recorder begins a run and the cleaner reads the rules: lists of URLs need neither.
 */
static bool open_archive(struct importer *importer)
{
    struct archive_command *command = importer->command;
    struct error err;
    if (importer->is_open || importer->is_broken)
        return !importer->is_broken;
    importer->is_open = true;
    bool done = store_commit(&command->store, &err) &&
                recorder_open(&importer->recorder, command, &err);
    if (!done)
        archive_command_fail(command, &err);
    done = done &&
           archive_cleaner_open(&importer->cleaner, &command->options, &command->console);
    importer->is_broken = !done;
    return done;
}

/* ---- cleaning ---------------------------------------------------------------------- */

/* Takes what the workers have finished; waits for some if nothing is. */
static void take_records(struct importer *importer)
{
    struct worker_result result;
    struct pollfd polled[POLLED_MAX];
    int timeout = -1;
    bool has_one = false;
    while (archive_cleaner_next(&importer->cleaner, &result)) {
        ((struct importer_slot *)result.tag)->record = result.record;
        has_one = true;
    }
    if (has_one)
        return;
    size_t count = archive_cleaner_poll(&importer->cleaner, polled, POLLED_MAX, &timeout);
    poll(polled, count, timeout);
}

/* A text is its own record. */
static struct winnow_record *make_record(const struct capture *capture)
{
    char digest[HASH_HEX_SIZE];
    struct winnow_record view = {
        .status = WINNOW_OK,
        .text = capture->bytes.ptr,
        .text_length = capture->bytes.len,
        .text_sha256 = digest,
        .markdown = capture->form == CAPTURE_MARKDOWN ? capture->bytes.ptr : NULL,
    };
    hash_sha256(capture->bytes, digest);
    return record_copy(&view);
}

static bool is_cleaned_by_worker(const struct capture *capture)
{
    return capture->form == CAPTURE_FRAGMENT || capture->form == CAPTURE_RESPONSE;
}

static void submit(struct importer *importer, struct importer_slot *slot)
{
    /* The content of a page has no boilerplate that the model would have to find. */
    static const struct site_source everything = {
        .path = SLICE_INIT("import"),
        .text = SLICE_INIT("body: //body\n"),
    };
    const struct capture *capture = &slot->capture;
    bool is_fragment = capture->form == CAPTURE_FRAGMENT;
    struct arena *a = &importer->arena;
    struct error err;
    struct archive_cleaner_page page = {
        .url = arena_string(a, capture->url),
        .content_type = is_fragment ? "text/html; charset=utf-8"
                        : capture->content_type.len
                            ? arena_string(a, capture->content_type)
                            : NULL,
        .bytes = capture->bytes,
        .tag = slot,
        .site = is_fragment ? &everything : NULL,
    };
    while (!archive_cleaner_has_room(&importer->cleaner))
        take_records(importer);
    if (!archive_cleaner_submit(&importer->cleaner, &page, &err))
        slot->failure = arena_string(a, slice_of_string(err.text));
}

static void clean_batch(struct importer *importer)
{
    for (size_t i = 0; i < importer->slot_count; i++) {
        struct importer_slot *slot = &importer->slots[i];
        if (is_cleaned_by_worker(&slot->capture))
            submit(importer, slot);
        else if (slot->capture.form != CAPTURE_URL)
            slot->record = make_record(&slot->capture);
    }
    for (size_t i = 0; i < importer->slot_count; i++)
        while (is_cleaned_by_worker(&importer->slots[i].capture) &&
               !importer->slots[i].record && !importer->slots[i].failure)
            take_records(importer);
}

/* ---- batches ----------------------------------------------------------------------- */

static void apply(struct importer *importer, struct importer_slot *slot)
{
    if (slot->failure) {
        importer_fail(importer, slot->capture.place, slot->failure);
        return;
    }
    struct error err = {0};
    bool done = capture_store(importer, &slot->capture, slot->record, &err);
    if (!importer->is_open)
        importer->is_broken = !done;
    else
        importer->is_broken = !recorder_check(&importer->recorder, done, &err);
}

/* Applies the captures in their order. */
static bool finish_batch(struct importer *importer)
{
    if (importer->is_open && !importer->is_broken)
        clean_batch(importer);
    for (size_t i = 0; i < importer->slot_count; i++) {
        struct importer_slot *slot = &importer->slots[i];
        if (!importer->is_broken)
            apply(importer, slot);
        winnow_record_free(slot->record);
    }
    importer->slot_count = importer->bytes = 0;
    arena_reset(&importer->arena);
    return !importer->is_broken;
}

bool importer_add(struct importer *importer, const struct capture *capture)
{
    struct arena *a = &importer->arena;
    if (capture->form != CAPTURE_URL && !open_archive(importer))
        return false;
    struct importer_slot *slot = &importer->slots[importer->slot_count++];
    *slot = (struct importer_slot){.capture = *capture};
    struct capture *own = &slot->capture;
    struct slice *const borrowed[] = {&own->url,    &own->bytes, &own->title,
                                      &own->author, &own->date,  &own->language,
                                      &own->site,   &own->head,  &own->content_type};
    for (size_t i = 0; i < COUNT_OF(borrowed); i++)
        *borrowed[i] = slice_of(arena_string(a, *borrowed[i]), borrowed[i]->len);
    importer->bytes += own->bytes.len;
    return (importer->slot_count < IMPORTER_WINDOW && importer->bytes < BATCH_BYTES) ||
           finish_batch(importer);
}

static void print_counts(struct importer *importer)
{
    struct buffer line;
    const struct {
        size_t count;
        const char *what;
    } counts[] = {
        {importer->versions, "versions"},
        {importer->suspects, "in quarantine"},
        {importer->textless, "without a text left out"},
    };
    buffer_open(&line, NULL);
    buffer_printf(&line, "%zu added, %zu already in the archive", importer->pages.added,
                  importer->pages.known);
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (counts[i].count)
            buffer_printf(&line, ", %zu %s", counts[i].count, counts[i].what);
    console_news(&importer->command->console, "%s", line.ptr);
    buffer_close(&line);
}

int importer_close(struct importer *importer)
{
    struct archive_command *command = importer->command;
    struct error err;
    bool done = finish_batch(importer) && !importer->pages.is_broken;
    if (importer->is_open) {
        importer->recorder.now = command->now;
        done = done && recorder_flush(&importer->recorder);
        recorder_close(&importer->recorder);
        archive_cleaner_close(&importer->cleaner);
    }
    arena_close(&importer->arena);
    if (!done)
        return EXIT_FAILURE;
    if (!store_commit(&command->store, &err))
        return archive_command_fail(command, &err);
    print_counts(importer);
    return importer->failed || importer->pages.invalid ? EXIT_FAILURE : EXIT_SUCCESS;
}
