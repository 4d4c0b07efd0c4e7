/* clean RULES: cleans the pages named on standard input with the library. Prints user CPU
   time in milliseconds, and the bytes of text. */
#include "corpus.h"
#include "winnow.h"

int main(int argc, char **argv)
{
    struct winnow_error error = {{0}};
    struct winnow_rules rules = {.directories = (const char *const *)argv + 1,
                                 .directory_count = (size_t)(argc - 1)};
    struct winnow_rulebook *book = winnow_rulebook_open(&rules, &error);
    if (!book) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    size_t count, text = 0;
    struct corpus_page *pages = corpus_read(&count);
    double start = corpus_user_ms();
    for (size_t i = 0; i < count; i++) {
        struct winnow_input input = {.kind = WINNOW_HTML,
                                     .bytes = pages[i].bytes,
                                     .size = pages[i].size,
                                     .url = "https://bench.example/page"};
        struct winnow_record *record = winnow_clean(book, &input, &error);
        text += record ? record->text_length : 0;
        winnow_record_free(record);
    }
    printf("%.3f %zu\n", corpus_user_ms() - start, text);
    winnow_rulebook_close(book);
    return 0;
}
