/* corpus: the pages of a benchmark, read into memory before the measurement starts. */
#ifndef WINNOW_BENCH_CORPUS_H
#define WINNOW_BENCH_CORPUS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zlib.h>

struct corpus_page {
    char *bytes; /* NUL-terminated */
    size_t size;
};

/* Reads a .html or .html.gz file. Exits on an error. */
static inline struct corpus_page corpus_read_page(const char *path)
{
    struct corpus_page page = {NULL, 0};
    gzFile in = gzopen(path, "rb"); /* also reads files that are not compressed */
    size_t room = 1 << 20;
    int got = 0;
    do {
        if (room - page.size < 2 || !page.bytes)
            page.bytes = realloc(page.bytes, room *= 2);
        if (!in || !page.bytes) {
            perror(path);
            exit(1);
        }
        got = gzread(in, page.bytes + page.size, (unsigned)(room - page.size - 1));
        page.size += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    gzclose(in);
    page.bytes[page.size] = '\0';
    return page;
}

/* Reads the pages whose paths are on standard input, one per line. */
static inline struct corpus_page *corpus_read(size_t *count)
{
    struct corpus_page *pages = NULL;
    char path[4096];
    *count = 0;
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        pages = realloc(pages, (*count + 1) * sizeof *pages);
        if (!pages)
            exit(1);
        pages[(*count)++] = corpus_read_page(path);
    }
    return pages;
}

/* Returns the user CPU time of this process in milliseconds. */
static inline double corpus_user_ms(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec * 1e3 + (double)usage.ru_utime.tv_usec / 1e3;
}

#endif
