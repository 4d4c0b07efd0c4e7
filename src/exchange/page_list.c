#include "exchange/page_list.h"

#include "cli/exit_codes.h"
#include <stdlib.h>

/* Returns the normalised URL, to be freed, and its host; NULL with err. */
static char *read_url(const char *text, char **host, struct error *err)
{
    char *url = NULL;
    *host = NULL;
    if (!fetch_normalise_url(text, &url, err))
        return NULL;
    *host = fetch_url_host(url);
    if (*host)
        return url;
    error_set(err, "no host");
    free(url);
    return NULL;
}

bool page_list_add(struct page_list *list, const char *place, struct slice text)
{
    struct archive_command *command = list->command;
    struct store *store = &command->store;
    struct error err;
    struct arena a;
    char *host;
    if (list->is_broken)
        return false;
    arena_open(&a, SIZE_MAX);
    const char *word = arena_string(&a, text);
    char *url = read_url(word, &host, &err);
    if (!url) {
        console_error(&command->console, "%s%s%s: %s", place ? place : "",
                      place ? ": " : "", word, err.text);
        list->invalid++;
    } else if (!store_begin(store, &err) ||
               !store_add_page(store, url, host, command->now, &err)) {
        archive_command_fail(command, &err);
        list->is_broken = true;
    } else if (db_count_changes(store->db)) {
        list->added++;
    } else {
        list->known++;
    }
    free(url);
    free(host);
    arena_close(&a);
    return !list->is_broken;
}

int page_list_close(struct page_list *list)
{
    struct archive_command *command = list->command;
    struct error err;
    if (list->is_broken)
        return EXIT_FAILURE;
    if (!store_commit(&command->store, &err))
        return archive_command_fail(command, &err);
    console_news(&command->console, "%zu added, %zu already in the archive", list->added,
                 list->known);
    return list->invalid ? EXIT_FAILURE : EXIT_SUCCESS;
}
