/* text: any bytes as text that was extracted earlier. */
#include "cleaning.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct winnow_input input = fuzz_input(fuzz_slice(data, size));
    input.kind = WINNOW_TEXT;
    struct winnow_record *record = winnow_clean(fuzz_rulebook(), &input, NULL);
    must_be_a_record(record);
    winnow_record_free(record);
    return 0;
}
