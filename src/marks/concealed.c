#include "marks/concealed.h"

#include "base/array.h"
#include "base/hash.h"
#include "marks/hiding_style.h"
#include "marks/reveal.h"

/* How the two kinds of hidden text are told apart, in the order of the checks:

   - Text in a sentence that has other words (10<span hidden>99</span> crowns) is no part
     of it, unless its names say "more", "spoiler" and the like, it is the target of a
     control, or a control is right beside it.
   - Long text (LONG_MIN), lists, tables, headings, and what holds them are left to the
     model: articles that are shown late, tabs, "read more".
   - A short block is concealed for good unless something shows it: an id that a control
     or a local link names; a heading, a question or a control right before it, a control
     after it; a panel of the same kind beside it; a name (reveal.c), or boxes around it.
   - Text for screen readers alone goes where it is beside words that everybody sees, in
     a paragraph, an item, a cell or a heading. Where it is all there is, it is the text
     of a picture, and stays. */

enum {
    LONG_MIN = 300,   /* bytes of text; the longest notices on 600 pages have 290 */
    NODES_LOOK = 48,  /* on either side of an element, for words of its line */
    LEVELS_LOOK = 12, /* inline elements around it */
};

/* Classes of text for screen readers: Bootstrap, WordPress, Drupal, Foundation, HTML5
   Boilerplate, Tailwind, Salesforce, GOV.UK, the U.S. Web Design System, Amazon, Primer,
   Bulma, PatternFly, jQuery UI, SUIT. */
static const struct slice LABELS[] = {
    SLICE_INIT("sr-only"),
    SLICE_INIT("sr-only-focusable"),
    SLICE_INIT("sronly"),
    SLICE_INIT("srOnly"),
    SLICE_INIT("sr_only"),
    SLICE_INIT("is-sr-only"),
    SLICE_INIT("u-sr-only"),
    SLICE_INIT("usa-sr-only"),
    SLICE_INIT("visually-hidden"),
    SLICE_INIT("visually-hidden-focusable"),
    SLICE_INIT("visuallyhidden"),
    SLICE_INIT("visuallyHidden"),
    SLICE_INIT("visually_hidden"),
    SLICE_INIT("VisuallyHidden"),
    SLICE_INIT("is-visually-hidden"),
    SLICE_INIT("u-visually-hidden"),
    SLICE_INIT("u-visuallyhidden"),
    SLICE_INIT("u-visuallyHidden"),
    SLICE_INIT("u-hidden-visually"),
    SLICE_INIT("u-hiddenVisually"),
    SLICE_INIT("hidden-visually"),
    SLICE_INIT("govuk-visually-hidden"),
    SLICE_INIT("nhsuk-u-visually-hidden"),
    SLICE_INIT("vishidden"),
    SLICE_INIT("is-vishidden"),
    SLICE_INIT("screen-reader-text"),
    SLICE_INIT("screen-reader-only"),
    SLICE_INIT("screen-reader"),
    SLICE_INIT("screen-readers"),
    SLICE_INIT("screenreader-only"),
    SLICE_INIT("screenreader-text"),
    SLICE_INIT("screenreader"),
    SLICE_INIT("screenReaderText"),
    SLICE_INIT("screenReaderOnly"),
    SLICE_INIT("for-screen-readers"),
    SLICE_INIT("pf-screen-reader"),
    SLICE_INIT("pf-u-screen-reader"),
    SLICE_INIT("show-for-sr"),
    SLICE_INIT("assistive-text"),
    SLICE_INIT("assistive"),
    SLICE_INIT("slds-assistive-text"),
    SLICE_INIT("offscreen"),
    SLICE_INIT("off-screen"),
    SLICE_INIT("a-offscreen"),
    SLICE_INIT("element-invisible"),
    SLICE_INIT("element-hidden"),
    SLICE_INIT("accessibly-hidden"),
    SLICE_INIT("accessible-hide"),
    SLICE_INIT("acc-hidden"),
    SLICE_INIT("accesshide"),
    SLICE_INIT("a11y-hidden"),
    SLICE_INIT("a11y-only"),
    SLICE_INIT("a11y-text"),
    SLICE_INIT("a11y"),
    SLICE_INIT("aria-only"),
    SLICE_INIT("ui-helper-hidden-accessible"),
    SLICE_INIT("hide-visually"),
    SLICE_INIT("invisible-text"),
    /* cards and tips that are shown under the pointer */
    SLICE_INIT("tooltiptext"),
    SLICE_INIT("tooltip-text"),
    SLICE_INIT("tooltip-content"),
    SLICE_INIT("tooltip__content"),
    SLICE_INIT("tooltip__text"),
    SLICE_INIT("tooltip-inner"),
    SLICE_INIT("hovercard"),
    SLICE_INIT("hover-card"),
    SLICE_INIT("hovercard-content"),
    SLICE_INIT("hover-content"),
    SLICE_INIT("popover-content"),
    SLICE_INIT("popover-body"),
    SLICE_INIT("popup-content"),
    /* what the style sheets of Bootstrap, Tailwind and others hide: LABELS_IN_LINE */
    SLICE_INIT("hidden"),
    SLICE_INIT("d-none"),
    SLICE_INIT("is-hidden"),
    SLICE_INIT("u-hidden"),
    SLICE_INIT("display-none"),
};
enum {
    LABELS_IN_LINE = 5, /* the last ones: of blocks they say too little */
    LABELS_COUNT = COUNT_OF(LABELS),
};

static void set_label_bit(struct concealed *c, uint32_t hash)
{
    c->label_bits[hash >> 6 & 15] |= (uint64_t)1 << (hash & 63);
}

void concealed_open(struct concealed *c, const struct marks *marks,
                    const struct text_sums *tally)
{
    *c = (struct concealed){.marks = marks, .page = marks->page, .tally = tally};
    for (size_t i = 0; i < COUNT_OF(LABELS); i++)
        set_label_bit(c, hash_token(LABELS[i]));
}

/* ---- what hides -------------------------------------------------------------------- */

/* How an element is hidden. */
enum hiding {
    HIDING_NONE,
    HIDING_LABEL, /* by a class or a style, for all but screen readers */
    HIDING_ALOUD, /* from screen readers alone: aria-hidden */
    HIDING_ALL,   /* display: none and the like */
};

static enum hiding hiding_of_style(struct slice style)
{
    switch (hiding_style_of(style)) {
    case HIDING_STYLE_HIDES:
        return HIDING_ALL;
    case HIDING_STYLE_SMALL:
        return HIDING_LABEL;
    case HIDING_STYLE_NONE:
        break;
    }
    return HIDING_NONE;
}

static enum hiding hiding_of_attribute(const struct attribute *attribute)
{
    struct slice name = slice_of(attribute->name.ptr, attribute->name.len);
    struct slice value = attribute->value;
    switch (name.len) {
    case 5:
        return slice_equal(name, SLICE("style")) ? hiding_of_style(value) : HIDING_NONE;
    case 6: /* "until-found" unfolds for a reader */
        return slice_equal(name, SLICE("hidden")) &&
                       !slice_equal_nocase(slice_trim(value), SLICE("until-found"))
                   ? HIDING_ALL
                   : HIDING_NONE;
    case 11:
        return slice_equal(name, SLICE("aria-hidden")) &&
                       slice_equal_nocase(slice_trim(value), SLICE("true"))
                   ? HIDING_ALOUD
                   : HIDING_NONE;
    default:
        return HIDING_NONE;
    }
}

bool concealed_is_hiding(const struct attribute *attribute)
{
    return hiding_of_attribute(attribute) >= HIDING_ALOUD;
}

/* Whether a class is one of the first names of labels. */
static bool is_label_class(const struct concealed *c, const struct token *class,
                           size_t count)
{
    if (!(c->label_bits[class->hash >> 6 & 15] >> (class->hash & 63) & 1))
        return false;
    for (size_t i = 0; i < count; i++)
        if (slice_equal(slice_of(class->ptr, class->len), LABELS[i]))
            return true;
    return false;
}

/* Whether classes hide the element, and none shows it on a wide screen, as "lg:inline"
   and "d-md-inline" do. */
static bool has_label_class(const struct concealed *c, const struct node *node)
{
    bool is_inline = tag_kind((enum tag)node->tag) == TAG_INLINE;
    size_t count = is_inline ? LABELS_COUNT : LABELS_COUNT - LABELS_IN_LINE;
    bool is_label = false;
    for (uint16_t n = 0; n < node->class_count && !is_label; n++)
        is_label = is_label_class(c, &c->page->classes[node->classes + n], count);
    for (uint16_t n = 0; n < node->class_count && is_label; n++) {
        const struct token *class = &c->page->classes[node->classes + n];
        struct slice name = slice_of(class->ptr, class->len);
        if (slice_find_char(name, ':') != SIZE_MAX ||
            slice_starts_with(name, SLICE("visible")) ||
            (slice_starts_with(name, SLICE("d-")) && !slice_equal(name, SLICE("d-none"))))
            return false;
    }
    return is_label;
}

static enum hiding hiding_of(const struct concealed *c, uint32_t i)
{
    const struct node *node = &c->page->nodes[i];
    enum hiding most = HIDING_NONE;
    if (node->tag == TAG_DIALOG) /* a closed one */
        return page_attribute(c->page, i, SLICE("open")).ptr ? HIDING_NONE : HIDING_ALL;
    for (uint32_t n = 0; n < node->attribute_count; n++) {
        const struct attribute *attribute = &c->page->attributes[node->attributes + n];
        enum hiding hiding = hiding_of_attribute(attribute);
        if (hiding > most &&
            !overlay_is_removed(&c->marks->overlay, node->attributes + n))
            most = hiding;
    }
    bool may_be_label = tag_kind((enum tag)node->tag) == TAG_INLINE ||
                        node->tag == TAG_P || node->tag == TAG_DIV;
    if (most == HIDING_NONE && node->class_count && may_be_label &&
        has_label_class(c, node))
        return HIDING_LABEL;
    return most;
}

/* ---- words beside it --------------------------------------------------------------- */

static bool has_word(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (is_ascii_letter(byte) || is_ascii_digit(byte) ||
            (byte >= 0xC3 && byte != 0xE2)) /* not NBSP, bullets, arrows, stars */
            return true;
    }
    return false;
}

/* The nearest element around a node that is not inline. */
static uint32_t line_of(const struct page *page, uint32_t node)
{
    uint32_t up = page->nodes[node].parent;
    for (int n = 0; n < LEVELS_LOOK && up != NODE_NONE; n++) {
        if (tag_kind((enum tag)page->nodes[up].tag) != TAG_INLINE)
            return up;
        up = page->nodes[up].parent;
    }
    return NODE_NONE;
}

/* Whether a text node has words on the same line that a reader sees. */
static bool is_word_of(const struct concealed *c, uint32_t i, uint32_t line)
{
    const struct page *page = c->page;
    if (!node_is_text(&page->nodes[i]) || c->marks->hidden[i] ||
        !has_word(page->nodes[i].text) || line_of(page, i) != line)
        return false;
    /* text after the element is not marked yet */
    uint32_t up = page->nodes[i].parent;
    for (; up != line && up != NODE_NONE; up = page->nodes[up].parent)
        if (hiding_of(c, up) == HIDING_ALL || hiding_of(c, up) == HIDING_LABEL)
            return false;
    return true;
}

/* Whether visible words are on the same line as an inline element. */
static bool has_words_beside(const struct concealed *c, uint32_t node, uint32_t line)
{
    const struct page *page = c->page;
    uint32_t end = page->nodes[line].end, at = page->nodes[node].end;
    for (uint32_t n = 1; n <= NODES_LOOK && node - n > line; n++)
        if (is_word_of(c, node - n, line))
            return true;
    for (uint32_t n = 0; n < NODES_LOOK && at + n < end; n++)
        if (is_word_of(c, at + n, line))
            return true;
    return false;
}

/* ---- targets ----------------------------------------------------------------------- */

static void add_target(struct concealed *c, struct slice id)
{
    id = slice_trim(id);
    if (id.len && id.ptr[0] == '#')
        id = slice_after(id, 1);
    if (id.len)
        hash_table_put_number(&c->targets, hash_token(id), NULL);
}

/* The strings of a script in an attribute: toggle('more'). */
static void add_quoted(struct concealed *c, struct slice script)
{
    enum { SCRIPT_MAX = 300 }; /* bytes that are read */
    size_t len = script.len < SCRIPT_MAX ? script.len : SCRIPT_MAX;
    for (size_t i = 0; i < len; i++) {
        char quote = script.ptr[i];
        if (quote != '\'' && quote != '"')
            continue;
        size_t from = ++i;
        while (i < len && script.ptr[i] != quote)
            i++;
        add_target(c, slice_of(script.ptr + from, i - from));
    }
}

/* Gathers the ids that controls and local links name, when they are first asked for. */
static void find_targets(struct concealed *c)
{
    static const struct slice NAMES[] = {
        SLICE_INIT("aria-controls"),  SLICE_INIT("data-target"),
        SLICE_INIT("data-bs-target"), SLICE_INIT("data-tab"),
        SLICE_INIT("data-toggle"),    SLICE_INIT("data-for"),
        SLICE_INIT("commandfor"),     SLICE_INIT("popovertarget"),
    };
    const struct page *page = c->page;
    uint32_t last = page->count - 1;
    while (last && node_is_text(&page->nodes[last]))
        last--;
    size_t count = page->nodes[last].attributes + page->nodes[last].attribute_count;
    hash_table_open(&c->targets, c->marks->arena, 0);
    c->has_targets = true;
    for (size_t a = 0; a < count; a++) {
        const struct attribute *attribute = &page->attributes[a];
        struct slice name = slice_of(attribute->name.ptr, attribute->name.len);
        if (slice_equal(name, SLICE("href"))) {
            if (slice_starts_with(attribute->value, SLICE("#")))
                add_target(c, attribute->value);
            continue;
        }
        if (slice_equal(name, SLICE("onclick"))) {
            add_quoted(c, attribute->value);
            continue;
        }
        for (size_t i = 0; i < COUNT_OF(NAMES); i++)
            if (slice_equal(name, NAMES[i]))
                add_target(c, attribute->value);
    }
}

static bool is_target(struct concealed *c, uint32_t node)
{
    uint32_t id = c->page->nodes[node].id_hash;
    if (!id)
        return false;
    if (!c->has_targets)
        find_targets(c);
    return hash_table_find_number(&c->targets, id) != NULL;
}

/* ---- the decision ------------------------------------------------------------------ */

static bool is_concealed_in_line(struct concealed *c, uint32_t node)
{
    return reveal_names_of(c->page, node) != REVEAL_NAMES_PART && !is_target(c, node) &&
           !reveal_has_control(c->page, node, true);
}

/* The same for a label: its own class ("assistive-text") says nothing. */
static bool is_concealed_label(struct concealed *c, uint32_t node)
{
    const struct node *n = &c->page->nodes[node];
    for (uint16_t k = 0; k < n->class_count; k++) {
        const struct token *class = &c->page->classes[n->classes + k];
        if (!is_label_class(c, class, LABELS_COUNT) &&
            reveal_names_in(slice_of(class->ptr, class->len)) == REVEAL_NAMES_PART)
            return false;
    }
    return !is_target(c, node);
}

/* Whether it is short and plain: a notice. */
static bool may_be_notice(const struct concealed *c, uint32_t node)
{
    static const bool BOXES[TAG_COUNT] = {
        [TAG_DIV] = true,   [TAG_P] = true,      [TAG_SECTION] = true,
        [TAG_ASIDE] = true, [TAG_FORM] = true,   [TAG_CENTER] = true,
        [TAG_SPAN] = true,  [TAG_B] = true,      [TAG_STRONG] = true,
        [TAG_SMALL] = true, [TAG_EM] = true,     [TAG_I] = true,
        [TAG_FONT] = true,  [TAG_DIALOG] = true, [TAG_LABEL] = true,
    };
    const struct page *page = c->page;
    uint32_t bytes = text_sums_text(c->tally, page, node);
    if (!BOXES[page->nodes[node].tag] || !bytes || bytes >= LONG_MIN)
        return false;
    for (uint32_t i = node + 1; i < page->nodes[node].end; i++) {
        uint16_t tag = page->nodes[i].tag;
        if (tag_is_structure(tag) || tag_is_heading(tag) || tag == TAG_UL ||
            tag == TAG_OL || tag == TAG_DL || tag == TAG_TABLE || tag == TAG_PRE ||
            tag == TAG_ARTICLE || tag == TAG_MAIN || tag == TAG_TEMPLATE)
            return false;
    }
    return true;
}

static bool is_concealed_block(struct concealed *c, uint32_t node)
{
    const struct page *page = c->page;
    if (!may_be_notice(c, node) || is_target(c, node))
        return false;
    enum reveal_names says = reveal_names_of(page, node);
    return says == REVEAL_NAMES_NOTICE ||
           (says == REVEAL_NAMES_NOTHING && !reveal_has_control(page, node, false) &&
            !reveal_has_twin(page, node) && !reveal_has_box(page, node));
}

static bool is_in_text(const struct page *page, uint32_t line)
{
    uint16_t tag = page->nodes[line].tag;
    return tag == TAG_P || tag == TAG_LI || tag == TAG_BLOCKQUOTE || tag == TAG_DD ||
           tag == TAG_DT || tag == TAG_FIGCAPTION || tag == TAG_CAPTION ||
           tag == TAG_TD || tag == TAG_TH || tag_is_heading(tag);
}

static bool has_words(const struct page *page, uint32_t node)
{
    for (uint32_t i = node + 1; i < page->nodes[node].end; i++)
        if (node_is_text(&page->nodes[i]) && has_word(page->nodes[i].text))
            return true;
    return false;
}

/* Words beside others that only a screen reader, or a pointer, makes of an element. */
static bool is_label(struct concealed *c, uint32_t node, enum hiding hiding,
                     uint32_t line)
{
    const struct page *page = c->page;
    if (!is_in_text(page, line) || !has_words(page, node))
        return false;
    if (hiding == HIDING_ALOUD) /* shown, unless it is a card */
        return reveal_names_of(page, node) == REVEAL_NAMES_NOTICE;
    return is_concealed_label(c, node);
}

static bool has_small_style(const struct concealed *c, uint32_t node)
{
    return hiding_of_style(page_attribute(c->page, node, SLICE("style"))) == HIDING_LABEL;
}

/* A paragraph for screen readers that is not the text of a picture. */
static bool is_label_block(struct concealed *c, uint32_t node)
{
    const struct page *page = c->page;
    uint16_t tag = page->nodes[node].tag;
    return (tag == TAG_P || tag == TAG_DIV) && has_label_class(c, &page->nodes[node]) &&
           may_be_notice(c, node) && is_concealed_label(c, node) &&
           !reveal_has_control(page, node, false) && !reveal_has_picture(page, node);
}

enum concealment concealed_is(struct concealed *c, uint32_t node)
{
    const struct page *page = c->page;
    enum hiding hiding = hiding_of(c, node);
    enum tag_kind kind = tag_kind((enum tag)page->nodes[node].tag);
    if (hiding == HIDING_NONE)
        return CONCEALED_NOT;
    bool is_inline = kind == TAG_INLINE && page->nodes[node].tag != TAG_NOSCRIPT;
    uint32_t line = is_inline ? line_of(page, node) : NODE_NONE;
    bool is_beside = line != NODE_NONE && has_words_beside(c, node, line);
    if (hiding == HIDING_ALOUD)
        return is_beside && is_label(c, node, hiding, line) ? CONCEALED_LABEL
                                                            : CONCEALED_HIDDEN;
    if (hiding == HIDING_LABEL) {
        if (is_beside)
            return is_label(c, node, hiding, line) ? CONCEALED_LABEL : CONCEALED_NOT;
        if (is_inline)
            return CONCEALED_NOT;
        return is_label_block(c, node) ? CONCEALED_LABEL
               : has_small_style(c, node) && is_concealed_block(c, node)
                   ? CONCEALED_FOR_GOOD
                   : CONCEALED_NOT;
    }
    if (kind == TAG_BREAK)
        return CONCEALED_FOR_GOOD;
    if (page_find(page, node, TAG_MATH) != NODE_NONE) /* shown as a picture beside it */
        return CONCEALED_HIDDEN;
    bool is_for_good =
        is_beside ? is_concealed_in_line(c, node) : is_concealed_block(c, node);
    return is_for_good ? CONCEALED_FOR_GOOD : CONCEALED_HIDDEN;
}
