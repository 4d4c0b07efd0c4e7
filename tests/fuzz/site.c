/* site: a site's rule file, a NUL, and a page of the site. */
#include "fuzz.h"
#include "write/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rulebook *book;
    static const struct rulebook_options none;
    const struct problem_list *problems;
    if (!book)
        must(rulebook_open(&book, &none, &problems, NULL));
    struct slice page = fuzz_slice(data, size), rules = fuzz_split(&page, '\0');
    struct winnow_input input = {.kind = WINNOW_HTML,
                                 .bytes = page.ptr,
                                 .size = page.len,
                                 .url = "https://fuzz.example/a/b?c",
                                 .is_utf8 = true,
                                 .memory_max = (size_t)64 << 20,
                                 .cpu_ms_max = 2000};
    for (int authority = AUTHORITY_SITE; authority <= AUTHORITY_COMMUNITY; authority++) {
        struct site_source site = {SLICE("fuzz.example.txt"), rules,
                                   (enum authority)authority};
        struct winnow_record *record = record_clean(book, &site, &input, NULL);
        must(record != NULL);
        must_be_clean(record->text, record->text_length);
        winnow_record_free(record);
    }
    return 0;
}
