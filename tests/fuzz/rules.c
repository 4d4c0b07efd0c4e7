/* rules: any bytes as a rule file. */
#include "fuzz.h"
#include "rule_words.h"
#include "rules/rulefile.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    return mutate_pieces(&rule_grammar, data, size, max, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    arena_open(&a, (size_t)64 << 20);
    arena_set_deadline(&a, 2000000000);
    if (!arena_trap(&a)) {
        const struct rulefile *file =
            rulefile_read(&a, SLICE("fuzz.txt"), fuzz_slice(data, size), AUTHORITY_SITE);
        must(file != NULL);
        for (size_t i = 0; i < file->problems.count; i++)
            must(file->problems.items[i].text.len > 0);
    }
    arena_close(&a);
    return 0;
}
