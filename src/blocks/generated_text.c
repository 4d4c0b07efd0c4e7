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

/* The letter that a picture's alternative text names: "O", "Letter O", "Drop cap O". */
static struct slice letter_of(struct slice alt)
{
    static const struct slice words[] = {SLICE_INIT("letter"),  SLICE_INIT("drop"),
                                         SLICE_INIT("cap"),     SLICE_INIT("the"),
                                         SLICE_INIT("dropcap"), SLICE_INIT("initial"),
                                         SLICE_INIT("capital")};
    struct slice word, last = SLICE("");
    size_t used = 0;
    while (slice_next_word(&alt, &word)) {
        bool is_known = !last.len;
        for (size_t i = 0; !is_known && i < COUNT_OF(words); i++)
            is_known = slice_equal_nocase(last, words[i]);
        if (!is_known)
            return SLICE("");
        last = word;
    }
    if (!last.len)
        return last;
    uint32_t letter = utf8_decode(last, &used);
    bool is_letter = letter >= 0xC0 || is_ascii_letter((unsigned char)last.ptr[0]);
    return used == last.len && is_letter ? last : SLICE("");
}

/* Whether a text goes on with a word whose first letter is before it: "nce upon", "NCE
   upon". */
static bool continues_word(struct slice text)
{
    if (!text.len)
        return false;
    unsigned char first = (unsigned char)text.ptr[0];
    unsigned char second = text.len > 1 ? (unsigned char)text.ptr[1] : ' ';
    bool is_capital = first >= 'A' && first <= 'Z';
    return (first >= 'a' && first <= 'z') || first == 0xC3 || first == 0xD0 ||
           first == 0xD1 || first == 0xCE || first == 0xCF ||
           (is_capital && second >= 'A' && second <= 'Z');
}

struct slice generated_text_initial(const struct page *page, uint32_t node)
{
    enum { ALT_MAX = 24 };
    struct slice alt = slice_trim(page_attribute(page, node, SLICE("alt")));
    uint32_t next = page->nodes[node].end;
    if (page->nodes[node].tag != TAG_IMG || !alt.len || alt.len > ALT_MAX)
        return SLICE("");
    while (next < page->count && !node_is_text(&page->nodes[next]) &&
           tag_kind((enum tag)page->nodes[next].tag) == TAG_INLINE)
        next++;
    if (next >= page->count || !node_is_text(&page->nodes[next]) ||
        !continues_word(page->nodes[next].text))
        return SLICE("");
    return letter_of(alt);
}

/* ---- bullets ----------------------------------------------------------------------- */

/* Whether a text names a sign of a list, as file names and alternative texts do. */
static bool names_bullet(struct slice text)
{
    static const struct slice names[] = {
        SLICE_INIT("tick"),  SLICE_INIT("check"),  SLICE_INIT("bullet"),
        SLICE_INIT("arrow"), SLICE_INIT("icon"),   SLICE_INIT("chevron"),
        SLICE_INIT("cross"), SLICE_INIT("marker"), SLICE_INIT("dot."),
        SLICE_INIT("ok."),   SLICE_INIT("star."),  SLICE_INIT("plus."),
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_find_nocase(text, names[i]) != SIZE_MAX)
            return true;
    return false;
}

static uint32_t item_of(const struct page *page, uint32_t node)
{
    enum { LEVELS = 5 };
    uint32_t up = page->nodes[node].parent;
    for (int n = 0; n < LEVELS && up != NODE_NONE; n++, up = page->nodes[up].parent)
        if (page->nodes[up].tag == TAG_LI)
            return up;
    return NODE_NONE;
}

/* Whether the item before or after the picture's has the same picture. */
static bool is_repeated(const struct page *page, uint32_t node, uint32_t item)
{
    struct slice source = page_attribute(page, node, SLICE("src"));
    uint32_t parent = page->nodes[item].parent, before = item - 1;
    uint32_t after = page->nodes[item].end, end = page->nodes[parent].end;
    while (after < end && node_is_text(&page->nodes[after]))
        after++;
    uint32_t image = after < end ? page_find(page, after, TAG_IMG) : NODE_NONE;
    if (image != NODE_NONE &&
        slice_equal(page_attribute(page, image, SLICE("src")), source))
        return true;
    while (before > parent &&
           (page->nodes[before].parent != parent || node_is_text(&page->nodes[before])))
        before--;
    image = before > parent ? page_find(page, before, TAG_IMG) : NODE_NONE;
    return image != NODE_NONE &&
           slice_equal(page_attribute(page, image, SLICE("src")), source);
}

bool generated_text_is_bullet(const struct page *page, uint32_t node)
{
    enum { SIZE_MAX_OF_ICON = 32, OTHER = 1000 };
    uint32_t item = item_of(page, node);
    if (page->nodes[node].tag != TAG_IMG || item == NODE_NONE)
        return false;
    bool has_words = false;
    for (uint32_t i = page->nodes[node].end; i < page->nodes[item].end; i++)
        has_words = has_words || (node_is_text(&page->nodes[i]) &&
                                  slice_trim(page->nodes[i].text).len);
    struct slice source = page_attribute(page, node, SLICE("src"));
    size_t slash = slice_find_last_char(source, '/');
    bool is_small = page_integer(page, node, SLICE("width"), OTHER) <= SIZE_MAX_OF_ICON ||
                    page_integer(page, node, SLICE("height"), OTHER) <= SIZE_MAX_OF_ICON;
    return has_words &&
           (is_small || names_bullet(page_attribute(page, node, SLICE("alt"))) ||
            names_bullet(slash == SIZE_MAX ? source : slice_after(source, slash)) ||
            names_bullet(page_attribute(page, node, SLICE("class"))) ||
            is_repeated(page, node, item));
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
