/* report: any bytes as a page, for what `winnow explain`, `winnow rules new` and `winnow
   links` print about it. The first byte chooses. */
#include "cleaning.h"
#include "markup_words.h"
#include "write/explanation.h"
#include "write/link_list.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    if (size < 2)
        return LLVMFuzzerMutate(data, size, max);
    return 1 + mutate_pieces(&markup_grammar, data + 1, size - 1, max - 1, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct winnow_record *(*const cleaners[])(
        struct rulebook *, const struct site_source *, const struct winnow_input *,
        struct error *) = {explanation_clean, explanation_clean_with_selectors,
                           link_list_clean, link_list_clean_content};
    static const char rules[] = "body: article, main\nstrip: .share, p:has-text(/x/)\n"
                                "strip_line: /^Read/\nkeep: table\n";
    static struct rulebook *book;
    static const struct rulebook_options none;
    const struct problem_list *problems;
    if (!book)
        must(rulebook_open(&book, &none, &problems, NULL));
    struct slice page = fuzz_slice(data, size);
    unsigned choice = page.len ? (unsigned char)page.ptr[0] : 0;
    struct winnow_input input = fuzz_input(slice_after(page, page.len > 0));
    struct site_source site = {SLICE("fuzz.example.txt"), slice_of_string(rules),
                               AUTHORITY_SITE};
    struct winnow_record *record = cleaners[choice % COUNT_OF(cleaners)](
        book, choice & 4 ? &site : NULL, &input, NULL);
    must_be_a_record(record);
    winnow_record_free(record);
    return 0;
}
