/* pipe here|away RULES: cleans the pages named on standard input in this process, or in a
   sandboxed worker. Prints the CPU time of all processes in milliseconds, and the bytes
   of text. */
#include "corpus.h"
#include "worker/worker.h"
#include "write/record.h"

static struct winnow_input input_of(const struct corpus_page *page)
{
    return (struct winnow_input){.kind = WINNOW_HTML,
                                 .bytes = page->bytes,
                                 .size = page->size,
                                 .url = "https://bench.example/page"};
}

static struct winnow_record *clean_in_process(struct rulebook *book,
                                              const struct corpus_page *page)
{
    const struct winnow_input input = input_of(page);
    return record_clean(book, &(struct site_source){0}, &input, NULL);
}

static struct winnow_record *clean_in_worker(struct worker_pool *pool,
                                             const struct corpus_page *page)
{
    struct worker_job job = {.input = input_of(page)};
    struct worker_result result = {0};
    bool sent = worker_submit(pool, &job, NULL);
    while (sent && !worker_pool_next(pool, &result)) {
        struct pollfd polled;
        int timeout = -1;
        size_t count = worker_pool_poll(pool, &polled, 1, &timeout);
        poll(&polled, count, timeout);
        worker_pool_step(pool);
    }
    return result.record;
}

static double cpu_ms(int whose)
{
    struct rusage u;
    getrusage(whose, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

int main(int argc, char **argv)
{
    struct error err = {0};
    struct rulebook *book;
    struct worker_pool *pool = NULL;
    const struct problem_list *problems;
    struct rulebook_options rules = {.directories = (const char *const *)argv + 2,
                                     .directory_count = 1};
    if (argc != 3 || !rulebook_open(&book, &rules, &problems, &err)) {
        fprintf(stderr, "pipe: %s\n", err.text);
        return 1;
    }
    bool in_worker = strcmp(argv[1], "away") == 0;
    size_t count, text = 0;
    struct worker_options options = {.count = 1,
                                     .page_seconds = 10,
                                     .memory_max = (size_t)256 << 20,
                                     .bytes_max = (size_t)10 << 20,
                                     .sandbox = sandbox_find_strongest(&err),
                                     .book = book};
    if (in_worker && !worker_pool_open(&pool, &options, &err)) {
        fprintf(stderr, "pipe: %s\n", err.text);
        return 1;
    }
    struct corpus_page *pages = corpus_read(&count);
    double start = cpu_ms(RUSAGE_SELF);
    for (size_t i = 0; i < count; i++) {
        struct winnow_record *record = in_worker ? clean_in_worker(pool, &pages[i])
                                                 : clean_in_process(book, &pages[i]);
        text += record ? record->text_length : 0;
        winnow_record_free(record);
    }
    double used = cpu_ms(RUSAGE_SELF) - start;
    worker_pool_close(pool); /* the worker's CPU time is known only after this */
    used += in_worker ? cpu_ms(RUSAGE_CHILDREN) : 0;
    printf("%.3f %zu\n", used, text);
    rulebook_close(book);
    return 0;
}
