/* line: any bytes as a line with author and date. */
#include "fuzz.h"
#include "metadata/byline.h"
#include "metadata/date.h"

/* "2024-03-05", and possibly a time. */
static void must_be_iso(struct slice iso)
{
    if (!iso.len)
        return;
    must(iso.len >= 10 && iso.ptr[4] == '-' && iso.ptr[7] == '-');
    must(iso.len == 10 || iso.ptr[10] == 'T');
    must(date_days_between(iso, iso) == 0);
}

static void read_dates(struct arena *a, struct slice text)
{
    struct date_found found;
    for (int order = DATE_ORDER_UNKNOWN; order <= DATE_YEAR_FIRST; order++) {
        must_be_iso(date_to_iso(a, text, (enum date_order)order));
        if (date_find(a, text, (enum date_order)order, &found))
            must_be_iso(found.iso);
    }
    must_be_iso(date_of_path(a, text));
    date_order_of(text);
    date_has_year(text);
}

static void read_names(struct arena *a, struct slice text)
{
    struct slice rest, name = byline_clean(a, text);
    byline_read_intro(text, &rest);
    must(rest.len <= text.len);
    for (int trust = BYLINE_GIVEN; trust <= BYLINE_SAID; trust++)
        byline_is_name(name, (enum byline_trust)trust);
    byline_is_account(name);
    byline_is_joint(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = fuzz_slice(data, size);
    struct arena a;
    if (!utf8_is_valid(text)) /* the text of a page always is */
        return 0;
    arena_open(&a, (size_t)64 << 20);
    arena_set_deadline(&a, 2000000000);
    if (!arena_trap(&a)) {
        read_dates(&a, text);
        read_names(&a, text);
    }
    arena_close(&a);
    return 0;
}
