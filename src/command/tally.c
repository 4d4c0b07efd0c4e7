#include "command/tally.h"

#include "base/status.h"
#include "cli/exit_codes.h"
#include <stdio.h>
#include <stdlib.h>

/* The errors of a site's file are reported once, with their places, not for every page of
   the site. */
static const char *reason_of(const struct site_files *sites,
                             const struct winnow_record *record)
{
    if (record->status == WINNOW_RULE_BROKEN && record->rule_file &&
        site_files_has_told(sites, slice_of_string(record->rule_file)))
        return "its site's rule file has errors and was not used";
    return record->error ? record->error : winnow_status_name(record->status);
}

void tally_record(struct tally *tally, struct console *console,
                  const struct site_files *sites, const struct entry *entry)
{
    const struct winnow_record *record = entry->task->record;
    const char *reason = reason_of(sites, record);
    int code = status_exit_code(record->status);
    tally->written++;
    tally->failed += code == EXIT_FAILURE;
    tally->poor += code != 0 && code != EXIT_FAILURE;
    if (code == EXIT_FAILURE)
        console_error(console, "%s: %s", entry->name.ptr, reason);
    else if (code)
        console_news(console, "%s: %s", entry->name.ptr, reason);
    console_notes(console, entry->name.ptr, record);
}

void tally_format(const struct tally *tally, char text[TALLY_TEXT_SIZE])
{
    snprintf(text, TALLY_TEXT_SIZE,
             "%zu read, %zu written, %zu failed, %zu empty or blocked, %zu skipped",
             tally->read, tally->written, tally->failed, tally->poor, tally->skipped);
}

bool tally_has_many_failures(const struct tally *tally)
{
    enum { MANY = 10 };
    return tally->failed + tally->poor >= MANY;
}
