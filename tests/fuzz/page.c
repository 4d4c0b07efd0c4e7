/* page: any bytes as a page, cleaned with the built-in rules. */
#include "fuzz.h"

static struct winnow_rulebook *open_rules(void)
{
    static const char *const directories[] = {"rules"};
    const struct winnow_rules rules = {.directories = directories, .directory_count = 1};
    struct winnow_rulebook *book = winnow_rulebook_open(&rules, NULL);
    must(book != NULL);
    return book;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct winnow_rulebook *book;
    if (!book)
        book = open_rules();
    for (int kind = WINNOW_HTML; kind <= WINNOW_TEXT; kind++) {
        struct winnow_input input = {.kind = (enum winnow_kind)kind,
                                     .bytes = data,
                                     .size = size,
                                     .url = "https://fuzz.example/a/b?c",
                                     .memory_max = (size_t)64 << 20,
                                     .cpu_ms_max = 2000};
        struct winnow_record *record = winnow_clean(book, &input, NULL);
        must(record != NULL);
        must_be_clean(record->text, record->text_length);
        must_be_clean(record->title, record->title ? strlen(record->title) : 0);
        must_be_clean(record->canonical,
                      record->canonical ? strlen(record->canonical) : 0);
        must(strlen(record->text) == record->text_length);
        winnow_record_free(record);
    }
    return 0;
}
