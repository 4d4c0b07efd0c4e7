#include "blocks/generated_text.h"

#include "base/array.h"
#include "base/utf8.h"

/* ---- pictures of characters -------------------------------------------------------- */

static bool has_class_of(const struct page *page, uint32_t node,
                         const struct slice *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (page_has_class(page, node, names[i]))
            return true;
    return false;
}

struct slice generated_text_emoji(const struct page *page, uint32_t node)
{
    enum { EMOJI_BYTES_MAX = 40 }; /* a family with skin tones has 41 */
    static const struct slice names[] = {SLICE_INIT("emoji"), SLICE_INIT("wp-smiley"),
                                         SLICE_INIT("Emoji"), SLICE_INIT("twemoji")};
    if (!page->nodes[node].class_count ||
        !has_class_of(page, node, names, COUNT_OF(names)))
        return SLICE("");
    struct slice alt = slice_trim(page_attribute(page, node, SLICE("alt")));
    bool is_emoji = alt.len && alt.len <= EMOJI_BYTES_MAX;
    for (size_t i = 0; i < alt.len; i++)
        is_emoji = is_emoji && !is_ascii_letter((unsigned char)alt.ptr[i]) &&
                   !is_ascii_space((unsigned char)alt.ptr[i]);
    return is_emoji ? alt : SLICE("");
}

struct slice generated_text_initial(const struct page *page, uint32_t node)
{
    struct slice alt = slice_trim(page_attribute(page, node, SLICE("alt")));
    uint32_t next = page->nodes[node].end;
    size_t used = 0;
    if (page->nodes[node].tag != TAG_IMG || !alt.len)
        return SLICE("");
    uint32_t letter = utf8_decode(alt, &used);
    bool is_letter = letter >= 0xC0 || is_ascii_letter((unsigned char)alt.ptr[0]);
    while (next < page->count && !node_is_text(&page->nodes[next]) &&
           tag_kind((enum tag)page->nodes[next].tag) == TAG_INLINE)
        next++;
    if (used != alt.len || !is_letter || next >= page->count)
        return SLICE("");
    struct slice word = page->nodes[next].text;
    return node_is_text(&page->nodes[next]) && word.len && word.ptr[0] >= 'a' &&
                   word.ptr[0] <= 'z'
               ? alt
               : SLICE("");
}

/* ---- boxes ------------------------------------------------------------------------- */

struct slice generated_text_task(const struct page *page, uint32_t node)
{
    bool is_box =
        page->nodes[node].tag == TAG_INPUT &&
        slice_equal_nocase(page_attribute(page, node, SLICE("type")), SLICE("checkbox"));
    if (!is_box || !page_attribute(page, node, SLICE("disabled")).ptr)
        return SLICE("");
    return page_attribute(page, node, SLICE("checked")).ptr ? SLICE("[x]") : SLICE("[ ]");
}

/* ---- quotations -------------------------------------------------------------------- */

/* From CLDR ("delimiters"); languages that are not listed use those of English. */
static const struct {
    struct slice language;
    struct quotation_marks outer, inner;
} MARKS[] = {
    {SLICE_INIT("de"),
     {SLICE_INIT("„"), SLICE_INIT("“")},
     {SLICE_INIT("‚"), SLICE_INIT("‘")}},
    {SLICE_INIT("cs"),
     {SLICE_INIT("„"), SLICE_INIT("“")},
     {SLICE_INIT("‚"), SLICE_INIT("‘")}},
    {SLICE_INIT("pl"),
     {SLICE_INIT("„"), SLICE_INIT("”")},
     {SLICE_INIT("«"), SLICE_INIT("»")}},
    {SLICE_INIT("fr"),
     {SLICE_INIT("« "), SLICE_INIT(" »")},
     {SLICE_INIT("« "), SLICE_INIT(" »")}},
    {SLICE_INIT("es"),
     {SLICE_INIT("«"), SLICE_INIT("»")},
     {SLICE_INIT("“"), SLICE_INIT("”")}},
    {SLICE_INIT("it"),
     {SLICE_INIT("«"), SLICE_INIT("»")},
     {SLICE_INIT("“"), SLICE_INIT("”")}},
    {SLICE_INIT("ru"),
     {SLICE_INIT("«"), SLICE_INIT("»")},
     {SLICE_INIT("„"), SLICE_INIT("“")}},
    {SLICE_INIT("uk"),
     {SLICE_INIT("«"), SLICE_INIT("»")},
     {SLICE_INIT("„"), SLICE_INIT("“")}},
    {SLICE_INIT("ar"),
     {SLICE_INIT("”"), SLICE_INIT("“")},
     {SLICE_INIT("’"), SLICE_INIT("‘")}},
    {SLICE_INIT("fa"),
     {SLICE_INIT("«"), SLICE_INIT("»")},
     {SLICE_INIT("‹"), SLICE_INIT("›")}},
    {SLICE_INIT("ja"),
     {SLICE_INIT("「"), SLICE_INIT("」")},
     {SLICE_INIT("『"), SLICE_INIT("』")}},
    {SLICE_INIT(""),
     {SLICE_INIT("“"), SLICE_INIT("”")},
     {SLICE_INIT("‘"), SLICE_INIT("’")}},
};

static struct slice language_at(const struct page *page, uint32_t node)
{
    for (; node != NODE_NONE; node = page->nodes[node].parent) {
        struct slice lang = page_attribute(page, node, SLICE("lang"));
        if (lang.len)
            return lang;
    }
    return SLICE("");
}

/* Whether the text already begins with a mark, which the author wrote. */
static bool is_marked(const struct page *page, uint32_t node)
{
    for (uint32_t i = node + 1; i < page->nodes[node].end; i++) {
        struct slice text = slice_trim(page->nodes[i].text);
        size_t used;
        if (!node_is_text(&page->nodes[i]) || !text.len)
            continue;
        uint32_t c = utf8_decode(text, &used);
        return c == '"' || c == '\'' || c == 0xAB || c == 0xBB ||
               (c >= 0x2018 && c <= 0x201F) || (c >= 0x300C && c <= 0x300F);
    }
    return false;
}

struct quotation_marks generated_text_quotation(const struct page *page, uint32_t node,
                                                unsigned depth)
{
    if (is_marked(page, node))
        return (struct quotation_marks){SLICE(""), SLICE("")};
    struct slice language = language_at(page, node);
    size_t dash = slice_find_char(language, '-'), i = 0;
    language.len = dash < language.len ? dash : language.len;
    while (MARKS[i].language.len && !slice_equal_nocase(language, MARKS[i].language))
        i++;
    return depth % 2 ? MARKS[i].inner : MARKS[i].outer;
}
