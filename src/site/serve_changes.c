#include "site/serve_changes.h"

#include "cli/exit_codes.h"
#include "refresh/archive_command.h"
#include "refresh/recorder.h"

static const struct {
    const char *name, *said;
} rows[CHANGE_COUNT] = {
    [CHANGE_ACCEPT] = {"accept", "The new text was accepted."},
    [CHANGE_DISCARD] = {"discard", "The new text was discarded."},
    [CHANGE_RESTORE] = {"restore", "The version was restored."},
};

enum change serve_changes_find(struct slice name)
{
    int i = 0;
    while (i < CHANGE_COUNT && !slice_equal(name, slice_of_string(rows[i].name)))
        i++;
    return (enum change)i;
}

const char *serve_changes_name(enum change change)
{
    return rows[change].name;
}

const char *serve_changes_said(enum change change)
{
    return rows[change].said;
}

static bool apply(struct recorder *recorder, enum change change, struct store_page *page,
                  int64_t version, struct error *err)
{
    switch (change) {
    case CHANGE_ACCEPT:
        return recorder_accept(recorder, page, err);
    case CHANGE_DISCARD:
        return recorder_discard(recorder, page, err);
    default:
        return recorder_restore(recorder, page, version, err);
    }
}

static bool change_page(struct archive_command *command, enum change change,
                        const char *url, int64_t version, struct error *err)
{
    struct recorder recorder;
    struct store_page page;
    err->text[0] = '\0';
    if (!store_find_page(&command->store, url, &command->arena, &page, err))
        return err->text[0] ? false : error_set(err, "The page is not in the archive.");
    bool done = recorder_open(&recorder, command, err) &&
                apply(&recorder, change, &page, version, err);
    recorder_close(&recorder);
    if (done && recorder.is_broken)
        done = error_set(err, "The archive could not be written.");
    return done;
}

bool serve_changes_make(const struct options *options, enum change change,
                        const char *url, int64_t version, struct error *err)
{
    struct archive_command command;
    int code = archive_command_open(&command, options, STORE_WRITE);
    if (code)
        return error_set(err, code == EXIT_LOCKED
                                  ? "Another winnow process has locked the archive, such "
                                    "as a refresh. Try again when it has ended."
                                  : "The archive cannot be opened.");
    bool done = change_page(&command, change, url, version, err);
    code = archive_command_close(&command, 0);
    return done && !code;
}
