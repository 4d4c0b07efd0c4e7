/* page: any bytes as a page, cleaned with the built-in rules. The first byte chooses
   among the options of a page. */
#include "cleaning.h"
#include "markup_words.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    if (size < 2)
        return LLVMFuzzerMutate(data, size, max);
    return 1 + mutate_pieces(&markup_grammar, data + 1, size - 1, max - 1, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice page = fuzz_slice(data, size);
    unsigned choice = page.len ? (unsigned char)page.ptr[0] : 0;
    struct winnow_input input = fuzz_input(slice_after(page, page.len > 0));
    input.form = (enum winnow_form)(choice % WINNOW_FORM_COUNT);
    input.comments = choice & 4;
    input.links = input.images = choice & 8;
    input.width = choice & 8 ? 40 : 0;
    input.markdown = choice & 16;
    input.no_tables = choice & 32;
    input.title = choice & 64 ? WINNOW_TITLE_DROP : WINNOW_TITLE_KEEP;
    input.favor = choice & 128 ? WINNOW_FAVOR_RECALL : WINNOW_FAVOR_BALANCE;
    struct winnow_record *record = winnow_clean(fuzz_rulebook(), &input, NULL);
    must_be_a_record(record);
    winnow_record_free(record);
    return 0;
}
