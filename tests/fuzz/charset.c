/* charset: a line with a Content-Type header's value, and a body. */
#include "charset/charset.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice body = fuzz_slice(data, size), header = fuzz_split(&body, '\n'), text;
    struct charset_hints hints = {.content_type = header, .is_html = true};
    struct charset_choice choice;
    struct arena a;
    arena_open(&a, (size_t)64 << 20);
    if (!arena_trap(&a)) {
        must(charset_decode(&a, body, &hints, &text, &choice, NULL));
        must(utf8_is_valid(text));
        must(charset_of_label(slice_of_string(choice.name)) != NULL);
    }
    arena_close(&a);
    return 0;
}
