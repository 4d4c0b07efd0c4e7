/* fetch N: the fetch stage alone. Fetches the URLs on standard input, each possibly
   followed by a tab and an ETag to send, with N connections per host and no delay, and
   discards the pages. Prints how many were fetched. */
#include "fetch/fetch.h"
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As in the winnow command. */
static void set_memory_options(void)
{
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

static size_t count_fetched(struct fetch *fetch)
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
    set_memory_options();
    if (!fetch_open(&fetch, &options, &err))
        return 1;
    char url[4096];
    size_t fetched = 0;
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
        fetched += count_fetched(fetch);
    }
    printf("%zu\n", fetched);
    fetch_close(fetch);
    return 0;
}
