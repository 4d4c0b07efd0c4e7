/* site: a site's rule file, a NUL, and a page of the site. The first byte says whether
   the file is the user's or from a community. */
#include "cleaning.h"
#include "markup_words.h"
#include "rule_words.h"

/* Changes the rules or the page, in turn. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    uint8_t *nul = size ? memchr(data + 1, '\0', size - 1) : NULL;
    size_t head = nul ? (size_t)(nul - data) : size;
    if (!nul || head < 2)
        return LLVMFuzzerMutate(data, size, max);
    if (seed % 2) {
        size_t at = head + 1;
        return at + mutate_pieces(&markup_grammar, nul + 1, size - at, max - at, seed);
    }
    size_t tail = size - head;
    uint8_t *page = malloc(tail);
    memcpy(page, nul, tail);
    head = 1 + mutate_pieces(&rule_grammar, data + 1, head - 1, max - tail - 1, seed);
    memcpy(data + head, page, tail);
    free(page);
    return head + tail;
}

static struct rulebook *open_book(void)
{
    static const struct rulebook_options none;
    const struct problem_list *problems;
    struct rulebook *book;
    must(rulebook_open(&book, &none, &problems, NULL));
    return book;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rulebook *book;
    if (!book)
        book = open_book();
    struct slice page = fuzz_slice(data, size), rules = fuzz_split(&page, '\0');
    bool is_community = rules.len && rules.ptr[0] == 'c';
    struct winnow_input input = fuzz_input(page);
    input.is_utf8 = true;
    struct site_source site = {SLICE("fuzz.example.txt"),
                               slice_after(rules, rules.len > 0),
                               is_community ? AUTHORITY_COMMUNITY : AUTHORITY_SITE};
    struct winnow_record *record = record_clean(book, &site, &input, NULL);
    must_be_a_record(record);
    winnow_record_free(record);
    return 0;
}
