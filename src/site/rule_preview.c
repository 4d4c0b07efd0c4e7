#include "site/rule_preview.h"

#include "refresh/archive_cleaner.h"
#include "site/word_diff.h"
#include <errno.h>
#include <poll.h>
#include <string.h>

enum { POLLED_MAX = 8 };

static bool wait_for(struct archive_cleaner *cleaner, struct worker_result *out,
                     struct error *err)
{
    while (!archive_cleaner_next(cleaner, out)) {
        struct pollfd ready[POLLED_MAX];
        int timeout = -1;
        size_t count = archive_cleaner_poll(cleaner, ready, POLLED_MAX, &timeout);
        if (!count)
            return error_set(err, "the page was not cleaned");
        if (poll(ready, count, timeout) < 0 && errno != EINTR)
            return error_set(err, "poll: %s", strerror(errno));
    }
    return true;
}

static bool compare(struct archive_command *command, const struct store_page *page,
                    const struct winnow_record *record, struct buffer *out,
                    struct error *err)
{
    struct buffer now;
    struct arena a;
    struct slice new = slice_of(record->text, record->text_length);
    arena_open(&a, SIZE_MAX);
    buffer_open(&now, &a);
    bool done = !page->version ||
                store_read_text(&command->store, page->id, page->version, &now, err);
    if (done && slice_equal(buffer_slice(&now), new))
        buffer_append_string(out, "<p class=\"meta\">The text stays as it is.</p>\n");
    else if (done)
        word_diff_append(buffer_slice(&now), new, &a, out);
    arena_close(&a);
    return done;
}

static bool clean(struct archive_command *command, struct archive_cleaner *cleaner,
                  const struct store_page *page, const struct site_source *rules,
                  struct slice bytes, struct buffer *out, struct error *err)
{
    struct worker_result result;
    struct archive_cleaner_page job = {
        .url = page->body.final_url ? page->body.final_url : page->url,
        .content_type = page->body.content_type,
        .bytes = bytes,
        .site = rules,
    };
    if (!archive_cleaner_submit(cleaner, &job, err) || !wait_for(cleaner, &result, err))
        return false;
    bool done = result.record->text != NULL ||
                error_set(err, "with these rules: %s",
                          result.record->error ? result.record->error : "no text");
    done = done && compare(command, page, result.record, out, err);
    winnow_record_free(result.record);
    return done;
}

bool rule_preview_append(struct archive_command *command, const struct store_page *page,
                         const struct site_source *rules, struct buffer *out,
                         struct error *err)
{
    struct archive_cleaner cleaner;
    struct buffer body;
    if (!page->body.place.file[0])
        return error_set(err, "the page is not stored");
    if (page->further_pages)
        return error_set(err, "the text has several pages: winnow reclean --dry-run "
                              "--diff shows the changes");
    if (!store_read_body(&command->store, &page->body, command->options.fetch.max_bytes,
                         &body, err))
        return false;
    bool done = archive_cleaner_open(&cleaner, &command->options, &command->console);
    if (!done)
        error_set(err, "the rules cannot be read");
    done = done && clean(command, &cleaner, page, rules, buffer_slice(&body), out, err);
    archive_cleaner_close(&cleaner);
    buffer_close(&body);
    return done;
}
