/* The part of maintenance.h about rebuild: makes the database of an archive again. */
#include "upkeep/fsck.h"
#include "upkeep/maintenance.h"

#include "archive/recovery.h"
#include "cli/exit_codes.h"
#include <stdlib.h>

/* A folder that has lost winnow.conf too gets one without settings. */
static bool add_settings(const struct options *options, struct error *err)
{
    struct buffer settings;
    buffer_open(&settings, NULL);
    bool done = archive_command_write_settings(options, &settings, err) &&
                store_add_settings(options->arguments.items[0], settings.ptr, err);
    buffer_close(&settings);
    return done;
}

/* The new database takes the place of the old one once it is complete. */
static int rebuild(struct archive_command *command)
{
    struct error err;
    if (!archive_command_read_settings(command, &err)) {
        archive_command_fail(command, &err);
        return EXIT_USAGE;
    }
    command->store.layout = command->layout;
    if (!store_save_layout(&command->store, &err))
        return archive_command_fail(command, &err);
    int code = fsck_check(command);
    if (code != EXIT_SUCCESS && code != EXIT_FAILURE)
        return code;
    int64_t versions = recovery_count_versions(&command->store);
    if (!store_finish_rebuild(&command->store, &err))
        return archive_command_fail(command, &err);
    console_news(&command->console, "%s: the database was rebuilt with %lld versions",
                 command->store.path, (long long)versions);
    return code;
}

int rebuild_run(const struct options *options)
{
    struct console console;
    struct error err;
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    if (add_settings(options, &err))
        return archive_command_run(options, STORE_REBUILD, rebuild);
    console_error(&console, "%s", err.text);
    return EXIT_FAILURE;
}
