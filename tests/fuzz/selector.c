/* selector: a line with a selector, CSS or XPath, and a page to apply it to. */
#include "rules/selector.h"
#include "fuzz.h"
#include "page/parse.h"

static void select_nodes(struct arena *a, struct slice text, const struct page *page)
{
    struct error err = {0};
    const struct selector *selector;
    if (!selector_compile(a, text, SELECTOR_AUTO, &selector, &err)) {
        must(err.text[0] != '\0' && err.column <= text.len + 1);
        return;
    }
    struct view view = view_open(page, NULL, a);
    struct node_list found = {0};
    struct value_list values = {0};
    selector_select(selector, &view, 0, a, &found);
    for (size_t i = 0; i < found.count; i++)
        must(found.items[i] < page->count &&
             (i == 0 || found.items[i - 1] < found.items[i]));
    if (!selector_is_xpath(selector)) {
        struct node_list again = {0};
        selector_sift(selector, &view, found.items, found.count, a, &again);
        must(again.count == found.count);
    }
    selector_values(selector, &view, a, &values);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice html = fuzz_slice(data, size), text = fuzz_split(&html, '\n');
    struct arena a;
    struct page page;
    arena_open(&a, (size_t)64 << 20);
    arena_set_deadline(&a, 2000000000);
    if (!arena_trap(&a) && parse_html(&a, html, &page, NULL))
        select_nodes(&a, text, &page);
    arena_close(&a);
    return 0;
}
