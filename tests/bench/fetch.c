/* fetch N: the fetch stage alone. The URLs on standard input, which may have a tab and
   the ETag of a page that is held behind them, are fetched, N at once from any host and
   without delay, and their pages thrown away. Prints how many came. */
#include "fetch/fetch.h"
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As the command itself does. */
static void keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

static size_t count_arrived(struct fetch *fetch)
{
    struct fetch_result result;
    size_t count = 0;
    while (fetch_next(fetch, &result)) {
        count += result.status == WINNOW_OK;
        fetch_result_free(&result);
    }
    return count;
}

int main(int argc, char **argv)
{
    struct fetch_options options = fetch_default_options();
    options.connections_a_host = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 32;
    options.delay_s = 0;
    options.robots = false;
    options.allow_private = true;
    struct fetch *fetch;
    struct error err = {0};
    keep_memory();
    if (!fetch_open(&fetch, &options, &err))
        return 1;
    char url[4096];
    size_t arrived = 0;
    while (fgets(url, sizeof url, stdin)) {
        url[strcspn(url, "\n")] = '\0';
        char *tab = strchr(url, '\t');
        struct fetch_request request = {.url = url, .typed = true};
        if (tab) {
            *tab = '\0';
            request.etag = tab + 1;
            request.validated_url = url;
        }
        if (!fetch_add(fetch, &request, &err))
            return 1;
    }
    while (fetch_count_pending(fetch)) {
        fetch_step(fetch, NULL, 0, 1000);
        arrived += count_arrived(fetch);
    }
    printf("%zu\n", arrived);
    fetch_close(fetch);
    return 0;
}
