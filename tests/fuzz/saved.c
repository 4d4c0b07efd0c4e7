/* saved: any bytes as a page that a browser has saved: MHTML, a webarchive, or HTML. */
#include "container/saved_page.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = fuzz_slice(data, size);
    struct saved_page page;
    struct error err = {0};
    saved_page_open(&page);
    bool is_one = saved_page_is(bytes);
    bool is_read = saved_page_read(bytes, &page, &err);
    must(is_read || err.text[0] != '\0');
    must(is_one || !page.has_body);
    saved_page_close(&page);
    return 0;
}
