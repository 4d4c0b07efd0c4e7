/* embedded: any bytes as a page whose text is in scripts, and as such data. */
#include "embedded/embedded.h"
#include "base/loose_json.h"
#include "embedded/bbcode.h"
#include "embedded/schema_org.h"
#include "embedded/script_state.h"
#include "fuzz.h"
#include "metadata/jsonld.h"
#include "page/parse.h"

static void read_data(struct arena *a, struct slice text)
{
    struct loose_json data = {0}, call = {0}, repaired = {0};
    struct schema_org_text found;
    must(loose_json_read(a, text, &data) <= text.len);
    must(loose_json_read_call(a, text, &call) <= text.len);
    loose_json_repair(a, text, &repaired);
    struct linked_block all = {0, (uint32_t)repaired.count};
    schema_org_find(a, &repaired, all, SCHEMA_ORG_TEXT, &found);
    schema_org_comments(a, &repaired, all);
    script_state_find(a, &data);
    script_state_find(a, &call);
}

static void read_page(struct arena *a, struct slice html)
{
    struct page page;
    struct linked_data linked;
    struct embedded_text text;
    struct jsonld said;
    if (!parse_html(a, html, &page, NULL))
        return;
    linked_data_read(&page, a, &linked);
    jsonld_read(&linked, a, &said);
    must(!embedded_find(&page, &linked, a, &text) || (text.html.len && text.source));
    embedded_comments(&page, &linked, a, &text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = fuzz_slice(data, size);
    struct buffer html;
    struct arena a;
    arena_open(&a, (size_t)64 << 20);
    arena_set_deadline(&a, 2000000000);
    if (!arena_trap(&a)) {
        buffer_open(&html, &a);
        bbcode_put(&html, text);
        must(bbcode_is(text) || html.len || !text.len);
        read_data(&a, text);
        read_page(&a, text);
    }
    arena_close(&a);
    return 0;
}
