/* cleaning: what the targets share that clean pages. The rulebook is opened once and used
   for all inputs, as by a worker. */
#ifndef TESTS_FUZZ_CLEANING_H
#define TESTS_FUZZ_CLEANING_H

#include "fuzz.h"
#include "write/record.h"

/* With the rules of this checkout. */
static inline struct winnow_rulebook *fuzz_rulebook(void)
{
    static struct winnow_rulebook *book;
    static const char *const directories[] = {"rules"};
    const struct winnow_rules rules = {.directories = directories, .directory_count = 1};
    if (!book)
        book = winnow_rulebook_open(&rules, NULL);
    must(book != NULL);
    return book;
}

static inline struct winnow_input fuzz_input(struct slice page)
{
    return (struct winnow_input){.kind = WINNOW_HTML,
                                 .bytes = page.ptr,
                                 .size = page.len,
                                 .url = "https://fuzz.example/a/b?c",
                                 .memory_max = (size_t)64 << 20,
                                 .cpu_ms_max = 2000};
}

static inline void must_be_a_record(const struct winnow_record *record)
{
    must(record != NULL && record->status < WINNOW_STATUS_COUNT);
    must_be_clean(record->text, record->text_length);
    must(strlen(record->text) == record->text_length);
#define X(field) must_be_clean(record->field, record->field ? strlen(record->field) : 0);
    RECORD_STRINGS(X)
#undef X
}

#endif
