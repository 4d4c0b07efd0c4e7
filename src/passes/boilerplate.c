#include "passes/boilerplate.h"

#include "base/array.h"
#include "phrases/comment_phrases.h"
#include "phrases/normalize_phrase.h"
#include "phrases/ui_phrases.h"

#include <string.h>

enum {
    BOX_LEVELS = 8,      /* from a heading or a field up to its box */
    LETTER_WORDS = 60,   /* around a field for an address; letters are praised in 40 */
    FIELDS_MAX = 16,     /* around which a letter is looked for; pages have one or two */
    PROSE_WORDS = 15,    /* of a paragraph of the text that a letter stands in */
    PAGER_WORDS = 30,    /* of links to the pages before and behind, with their names */
    ACTIONS_WORDS = 12,  /* of what can be done with a post */
    ANSWERS_WORDS = 8,   /* "Yes", "No", and thanks for either */
    LINKED_SHARE = 4,    /* a box that leads elsewhere is links to one in so many parts */
    COMMENTS_WORDS = 30, /* under a heading of comments that are none yet */
    SLOGAN_WORDS = 4,    /* of a line that says something */
    SLOGAN_WORDS_MAX = 30, /* more is a paragraph */
    SLOGAN_TIMES = 3,      /* what an author says twice he may mean */
    SLOGANS_MAX = 256, /* lines that are told apart; of two in one place one is counted */
    CRUMBS_WORDS = 25, /* of a path to the page */
    CRUMBS_BEFORE = 8, /* passages between a path's first step and the headline */
    REGISTERS_MIN = 2, /* in a line of them; an article may name one */
    PRINT_WORDS = 200, /* of small print behind a copyright */
};

struct room {
    const struct page *page;
    const struct passages *passages;
    uint8_t *kinds;
};

static bool is_heading(const struct passage *p)
{
    return p->tag >= TAG_H1 && p->tag <= TAG_H6;
}

static void mark(struct room *r, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (!r->passages->items[i].is_ruled)
            r->kinds[i] = BOILERPLATE_OTHER;
}

/* ---- what passages say ------------------------------------------------------------- */

struct line {
    char bytes[NORMALIZED_PHRASE_MAX + 1];
    size_t len;
};

/* The text of a passage; empty for a long one. */
static struct slice read_line(const struct room *r, const struct passage *p,
                              struct line *line)
{
    line->len = 0;
    if (p->chars > NORMALIZED_PHRASE_MAX)
        return SLICE("");
    for (uint32_t i = p->first; i <= p->last;) {
        const struct node *node = &r->page->nodes[i];
        if (!passages_reads(r->passages, r->page, i)) {
            i = node->end;
            continue;
        }
        struct slice text = node_is_text(node) ? slice_trim(node->text) : SLICE("");
        if (line->len + text.len + 1 > sizeof line->bytes)
            return SLICE("");
        if (text.len) {
            memcpy(line->bytes + line->len, text.ptr, text.len);
            line->len += text.len;
            line->bytes[line->len++] = ' ';
        }
        i++;
    }
    return slice_of(line->bytes, line->len);
}

static unsigned say(const struct room *r, const struct passage *p)
{
    struct line line;
    return p->digits ? 0 : ui_phrases_read(read_line(r, p, &line));
}

/* ---- boxes ------------------------------------------------------------------------- */

/* The element whose first text a passage is; its own where none is. */
static uint32_t box_of(const struct room *r, const struct passage *p)
{
    const struct node *nodes = r->page->nodes;
    const uint32_t *before = r->passages->before;
    uint32_t node = p->element;
    for (int level = 0; level < BOX_LEVELS; level++) {
        uint32_t up = nodes[node].parent;
        if (up == NODE_NONE || up == r->page->body || before[up] != before[node] ||
            page_find(r->page, up, TAG_H1) != NODE_NONE)
            break;
        node = up;
    }
    return node;
}

/* A range of passages, and what is in it. */
struct range {
    size_t begin, end;
    uint64_t words, chars, linked;
};

static struct range range_of(const struct room *r, uint32_t node)
{
    const uint32_t *before = r->passages->before;
    struct range range = {.begin = before[node], .end = before[r->page->nodes[node].end]};
    for (size_t i = range.begin; i < range.end; i++) {
        range.words += r->passages->items[i].words;
        range.chars += r->passages->items[i].chars;
        range.linked += r->passages->items[i].linked;
    }
    return range;
}

/* ---- labels ------------------------------------------------------------------------ */

/* A bold line does for a heading. */
static bool is_bold(const struct room *r, const struct passage *p)
{
    const struct node *nodes = r->page->nodes;
    uint32_t up = nodes[p->first].parent;
    return p->tag == TAG_P && (nodes[up].tag == TAG_STRONG || nodes[up].tag == TAG_B);
}

/* Where the words of a label may be meant: a list of commands, a table, code. */
static bool can_be_label(const struct room *r, const struct passage *p)
{
    return !is_heading(p) && !is_bold(r, p) && p->tag != TAG_LI && p->tag != TAG_DT &&
           p->tag != TAG_DD && p->code == 0 && tag_kind((enum tag)p->tag) != TAG_CELL;
}

/* Links of which the first or the last says "Next"; the names of pages go with it. */
static bool is_pager(const struct room *r, const struct passage *p)
{
    const struct node *nodes = r->page->nodes;
    return p->linked * 10 >= p->chars * 8 && p->words <= PAGER_WORDS &&
           (ui_phrases_read(nodes[p->first].text) |
            ui_phrases_read(nodes[p->last].text)) &
               UI_PAGER;
}

/* "Quote · Reply · Report", links all of them. */
static bool is_row_of_actions(const struct room *r, const struct passage *p)
{
    unsigned said = 0;
    if (p->linked * 10 < p->chars * 8 || p->words > ACTIONS_WORDS)
        return false;
    for (uint32_t i = p->first; i <= p->last; i++) {
        unsigned says = node_is_text(&r->page->nodes[i])
                            ? comment_phrases_read(r->page->nodes[i].text)
                            : SAYS_NOTHING;
        if (!(says & (SAYS_ANSWER | SAYS_OTHER | SAYS_NOTHING)))
            return false;
        said |= says;
    }
    return said & SAYS_ANSWER;
}

static void find_labels(struct room *r)
{
    for (size_t i = 0; i < r->passages->count; i++) {
        const struct passage *p = &r->passages->items[i];
        if (!can_be_label(r, p))
            continue;
        unsigned says = say(r, p);
        if (says & (UI_TOOL | UI_ASK) || is_pager(r, p) || is_row_of_actions(r, p))
            mark(r, i, i + 1);
        if (!(says & UI_ASK))
            continue;
        struct range answers = range_of(r, box_of(r, p));
        if (answers.words <= p->words + ANSWERS_WORDS)
            mark(r, answers.begin, answers.end);
    }
}

/* ---- what leads elsewhere ---------------------------------------------------------- */

/* "Read also: A new crane for the harbour", the latter a link. */
static bool is_lead(const struct room *r, const struct passage *p)
{
    struct slice label = slice_trim(r->page->nodes[p->first].text);
    return p->linked && p->linked < p->chars && ui_phrases_read(label) & UI_RELATED &&
           (p->linked + label.len) * 10 >= p->chars * 9;
}

static bool is_prose(const struct room *r, size_t i)
{
    const struct passage *p = &r->passages->items[i];
    return i < r->passages->count && p->tag == TAG_P && p->words >= PROSE_WORDS &&
           p->linked * 2 < p->chars;
}

/* The end of what a heading of the page stands over beside it, if that is links for a
   good part and no text. */
static size_t end_of_links(const struct room *r, size_t heading)
{
    const struct passage *p = &r->passages->items[heading];
    const struct node *nodes = r->page->nodes;
    uint64_t chars = 0, linked = 0;
    size_t end = r->passages->before[nodes[nodes[p->element].parent].end], i;
    for (i = heading + 1; i < end; i++) {
        const struct passage *other = &r->passages->items[i];
        if (is_heading(other) && other->tag <= p->tag)
            break;
        if (is_prose(r, i))
            return heading;
        chars += other->chars;
        linked += other->linked;
    }
    return linked * LINKED_SHARE >= chars ? i : heading;
}

/* What stands below such a heading: its box, or the links behind it. */
static void find_further(struct room *r, unsigned senses)
{
    const struct passage *items = r->passages->items;
    for (size_t i = 0; i < r->passages->count; i++) {
        const struct passage *p = &items[i];
        if (is_lead(r, p))
            mark(r, i, i + 1);
        unsigned says = p->linked || p->tag == TAG_LI || p->tag == TAG_H1 ? 0 : say(r, p);
        if (!(says & senses) || (says & UI_TOOL && !is_heading(p)))
            continue; /* a button says "Read more" too */
        struct range box = range_of(r, box_of(r, p));
        size_t end = i + 1;
        while (end < r->passages->count && items[end].linked * 10 >= items[end].chars * 9)
            end++;
        if (box.end > i + 1 && box.linked * LINKED_SHARE >= box.chars)
            end = box.end;
        else if (is_heading(p) && end_of_links(r, i) > end)
            end = end_of_links(r, i);
        bool is_alone = end == r->passages->count ||
                        (is_heading(&items[end]) && items[end].tag <= p->tag);
        if (end > i + 1 || is_alone)
            mark(r, i, end);
    }
}

/* ---- comments that nobody has written ---------------------------------------------- */

/* "Comments. Log in to join the conversation." */
static void find_empty_comments(struct room *r)
{
    for (size_t i = 0; i < r->passages->count; i++) {
        const struct passage *p = &r->passages->items[i];
        struct line line;
        if (!is_heading(p) || p->tag == TAG_H1 ||
            !(comment_phrases_read(read_line(r, p, &line)) & SAYS_COMMENTS))
            continue;
        struct range box = range_of(r, box_of(r, p));
        if (box.end > i + 1 && box.words <= COMMENTS_WORDS)
            mark(r, box.begin, box.end);
    }
}

/* The first node behind a passage that asks for a long text; the page's end for none. */
static uint32_t find_textarea(const struct room *r, const struct passage *p)
{
    uint32_t i = p->last + 1;
    while (i < r->page->count && r->page->nodes[i].tag != TAG_TEXTAREA)
        i++;
    return i;
}

/* "Leave a comment. Your address will not be published." */
static void find_comment_form(struct room *r)
{
    unsigned tried = 0;
    for (size_t i = 0; i < r->passages->count && tried < FIELDS_MAX; i++) {
        const struct passage *p = &r->passages->items[i];
        struct line line;
        if (!is_heading(p) || p->tag == TAG_H1 ||
            !(comment_phrases_read(read_line(r, p, &line)) & SAYS_ANSWER))
            continue;
        tried++;
        uint32_t field = find_textarea(r, p), words = 0;
        size_t end = field < r->page->count ? r->passages->before[field] : i;
        for (size_t k = i; k < end; k++)
            words += r->passages->items[k].words;
        if (words <= LETTER_WORDS)
            mark(r, i, end);
    }
}

/* ---- letters to subscribe to ------------------------------------------------------- */

static bool is_address_field(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_INPUT &&
           slice_equal_nocase(page_attribute(page, node, SLICE("type")), SLICE("email"));
}

/* What is no box, or asks for more than an address. */
static bool is_more(const struct page *page, uint32_t node)
{
    static const enum tag TAGS[] = {TAG_H1, TAG_LI, TAG_TEXTAREA, TAG_ARTICLE, TAG_MAIN};
    uint16_t tag = page->nodes[node].tag;
    if (tag == TAG_BODY || tag == TAG_MAIN || tag == TAG_ARTICLE)
        return true;
    for (size_t i = 0; i < COUNT_OF(TAGS); i++)
        if (page_find(page, node, TAGS[i]) != NODE_NONE)
            return true;
    return false;
}

/* Service pages begin with such a box, and say in it what they are for; but nobody puts
   that between two paragraphs. */
static void find_letters(struct room *r, bool is_article)
{
    const struct page *page = r->page;
    uint32_t end = page->nodes[page->body].end;
    unsigned fields = 0;
    for (uint32_t i = page->body; i < end && fields < FIELDS_MAX; i++) {
        if (!is_address_field(page, i))
            continue;
        fields++;
        uint32_t box = i;
        for (int level = 0; level < BOX_LEVELS; level++) {
            uint32_t up = page->nodes[box].parent;
            if (up == NODE_NONE || is_more(page, up) ||
                range_of(r, up).words > LETTER_WORDS)
                break;
            box = up;
        }
        struct range letter = range_of(r, box);
        if (is_article ||
            (letter.begin && is_prose(r, letter.begin - 1) && is_prose(r, letter.end)))
            mark(r, letter.begin, letter.end);
    }
}

/* ---- slogans ----------------------------------------------------------------------- */

struct slogan {
    uint32_t hash;
    uint32_t times;
};

/* Of a passage's words in its parent: the same in another is a twin of the page's text
   for narrow screens. Figures count, unlike in text_hash: "Day 1" is not "Day 2". */
static uint32_t hash_words(const struct room *r, const struct passage *p)
{
    uint32_t hash = r->page->nodes[p->element].parent;
    for (uint32_t i = p->first; i <= p->last; i++)
        if (node_is_text(&r->page->nodes[i]))
            hash = hash_mix(hash, hash_token(slice_trim(r->page->nodes[i].text)));
    return hash;
}

/* Whether a passage is one line between two paragraphs, neither of them a verse. */
static bool is_between_prose(const struct room *r, size_t i)
{
    const struct passage *p = &r->passages->items[i];
    return p->words >= SLOGAN_WORDS && p->words <= SLOGAN_WORDS_MAX &&
           can_be_label(r, p) && i && is_prose(r, i - 1) && is_prose(r, i + 1);
}

/* Where a passage that may be one is counted; NULL for any other. */
static struct slogan *slot_of(const struct room *r, size_t i, struct slogan *slots)
{
    if (!is_between_prose(r, i))
        return NULL;
    uint32_t hash = hash_words(r, &r->passages->items[i]);
    struct slogan *slot = &slots[hash % SLOGANS_MAX];
    if (!slot->times)
        slot->hash = hash;
    return slot->hash == hash ? slot : NULL;
}

/* "Support this paper for a pound a month", after every other paragraph. */
static void find_slogans(struct room *r)
{
    struct slogan slots[SLOGANS_MAX] = {{0, 0}};
    for (size_t i = 0; i < r->passages->count; i++) {
        struct slogan *slot = slot_of(r, i, slots);
        if (slot)
            slot->times++;
    }
    for (size_t i = 0; i < r->passages->count; i++) {
        const struct slogan *slot = slot_of(r, i, slots);
        if (slot && slot->times >= SLOGAN_TIMES)
            mark(r, i, i + 1);
    }
}

/* ---- the path to the page ---------------------------------------------------------- */

static bool has_step_sign(struct slice line)
{
    static const struct slice SIGNS[] = {SLICE_INIT("›"),  SLICE_INIT("»"),
                                         SLICE_INIT("/ "), SLICE_INIT("> "),
                                         SLICE_INIT("→"),  SLICE_INIT("❯")};
    for (size_t i = 0; i < COUNT_OF(SIGNS); i++)
        if (slice_find(line, SIGNS[i]) != SIZE_MAX)
            return true;
    return false;
}

/* Links with such signs between them, and the page's own name at the end. */
static bool is_path(const struct room *r, const struct passage *p)
{
    struct line line;
    struct slice text = read_line(r, p, &line), home;
    if (p->links)
        return p->linked < p->chars && has_step_sign(text);
    return slice_split(&text, '>', &home) && text.len && ui_phrases_read(home) & UI_MENU;
}

/* Or a list of them, of which the last is that name. */
static void find_crumbs(struct room *r)
{
    const struct passage *items = r->passages->items;
    size_t headline = r->passages->heading_passage;
    if (headline >= r->passages->count || items[headline].words == 0)
        return;
    size_t begin = headline > CRUMBS_BEFORE ? headline - CRUMBS_BEFORE : 0;
    for (size_t i = begin; i < headline; i++) {
        const struct passage *p = &items[i];
        if (is_heading(p) || p->words > CRUMBS_WORDS)
            continue;
        if (is_path(r, p))
            mark(r, i, i + 1);
        if (p->text_hash != items[headline].text_hash)
            continue;
        size_t first = i;
        while (first > begin && items[first - 1].tag == TAG_LI && p->tag == TAG_LI)
            first--;
        mark(r, first, i + 1);
    }
}

/* ---- small print ------------------------------------------------------------------- */

static bool has_year(struct slice text)
{
    for (size_t i = 0; i + 4 <= text.len; i++)
        if ((text.ptr[i] == '1' || text.ptr[i] == '2') &&
            (text.ptr[i + 1] == '9' || text.ptr[i + 1] == '0') &&
            is_ascii_digit((unsigned char)text.ptr[i + 2]) &&
            is_ascii_digit((unsigned char)text.ptr[i + 3]))
            return true;
    return false;
}

/* "© 2024 Harbour Ltd", but not a picture's "© Ada Byron". */
static bool is_copyright(const struct room *r, const struct passage *p)
{
    struct slice text = slice_trim(r->page->nodes[p->first].text);
    return ui_phrases_begin_copyright(text) && has_year(text);
}

/* How many of the names of registers and numbers that laws of many countries ask a
   company to tell stand in a passage. */
static unsigned count_registers(const struct room *r, const struct passage *p)
{
    static const struct slice NAMES[] = {
        SLICE_INIT("company number"),
        SLICE_INIT("registered in"),
        SLICE_INIT("registered office"),
        SLICE_INIT("registration number"),
        SLICE_INIT("VAT n"),
        SLICE_INIT("Handelsregister"),
        SLICE_INIT("Amtsgericht"),
        SLICE_INIT("HRB "),
        SLICE_INIT("USt-Id"),
        SLICE_INIT("Geschäftsführer"),
        SLICE_INIT("RCS "),
        SLICE_INIT("SIRET"),
        SLICE_INIT("SIREN"),
        SLICE_INIT("au capital de"),
        SLICE_INIT("siège social"),
        SLICE_INIT("directeur de la publication"),
        SLICE_INIT("directrice de la publication"),
        SLICE_INIT("Registro Mercantil"),
        SLICE_INIT("C.I.F."),
        SLICE_INIT("CNPJ"),
        SLICE_INIT("NIPC"),
        SLICE_INIT("P.IVA"),
        SLICE_INIT("P. IVA"),
        SLICE_INIT("Partita IVA"),
        SLICE_INIT("Registro Imprese"),
        SLICE_INIT("Registro delle Imprese"),
        SLICE_INIT("capitale sociale"),
        SLICE_INIT("KvK"),
        SLICE_INIT("BTW-nummer"),
        SLICE_INIT("REGON"),
        SLICE_INIT("KRS"),
        SLICE_INIT("NIP:"),
        SLICE_INIT("IČO"),
        SLICE_INIT("DIČ"),
        SLICE_INIT("ОГРН"),
        SLICE_INIT("ИНН"),
        SLICE_INIT("КПП"),
        SLICE_INIT("Свидетельство о регистрации"),
        SLICE_INIT("Роскомнадзор"),
        SLICE_INIT("ICP备"),
        SLICE_INIT("ICP证"),
        SLICE_INIT("公网安备"),
        SLICE_INIT("사업자등록번호"),
        SLICE_INIT("통신판매업"),
        SLICE_INIT("대표이사"),
    };
    unsigned count = 0;
    for (uint32_t i = p->first; i <= p->last; i++)
        for (size_t n = 0; node_is_text(&r->page->nodes[i]) && n < COUNT_OF(NAMES); n++)
            count += slice_find(r->page->nodes[i].text, NAMES[n]) != SIZE_MAX;
    return count;
}

/* A page may be there to tell them: "Imprint", "Contact". */
static bool is_about_company(const struct room *r)
{
    size_t headline = r->passages->heading_passage;
    return headline < r->passages->count &&
           say(r, &r->passages->items[headline]) & UI_MENU;
}

static bool is_registry(const struct room *r, const struct passage *p)
{
    return p->digits && !is_about_company(r) && count_registers(r, p) >= REGISTERS_MIN;
}

static uint32_t parent_of(const struct room *r, size_t i)
{
    return r->page->nodes[r->passages->items[i].element].parent;
}

static bool is_paragraph(const struct passage *p)
{
    return p->words >= PROSE_WORDS && p->linked * 2 < p->chars;
}

/* Whether a paragraph from begin to end stands in one element with one before them. */
static bool does_text_go_on(const struct room *r, size_t begin, size_t end)
{
    const struct passage *items = r->passages->items;
    for (size_t i = begin; i < end; i++) {
        uint32_t parent = parent_of(r, i);
        if (!is_paragraph(&items[i]))
            continue;
        for (size_t k = r->passages->before[parent]; k < begin; k++)
            if (is_paragraph(&items[k]) && parent_of(r, k) == parent)
                return true;
    }
    return false;
}

/* What follows the copyright, or the company, of a page that ends soon. A picture in the
   midst of a text has a copyright too. */
static void find_small_print(struct room *r)
{
    size_t count = r->passages->count, end = count;
    uint32_t words = 0;
    for (size_t i = count; i-- > 0;) {
        const struct passage *p = &r->passages->items[i];
        words += p->words;
        if (is_heading(p) || words > PRINT_WORDS)
            return;
        if (!is_copyright(r, p) && !is_registry(r, p))
            continue;
        if (does_text_go_on(r, i, end))
            return;
        for (size_t k = i; k < count; k++)
            if (!r->passages->items[k].is_ruled)
                r->kinds[k] = BOILERPLATE_PRINT;
        end = i;
    }
}

/* ---- all of it --------------------------------------------------------------------- */

void boilerplate_find(const struct page *page, const struct passages *passages,
                      enum page_type type, uint8_t *kinds)
{
    struct room room = {page, passages, kinds};
    bool is_of_links = type == TYPE_LISTING || type == TYPE_COLLECTION;
    find_labels(&room);
    find_further(&room, is_of_links ? UI_RELATED : UI_RELATED | UI_LATEST);
    if (type != TYPE_FORUM) {
        find_empty_comments(&room);
        find_comment_form(&room);
    }
    find_letters(&room, type == TYPE_ARTICLE || type == TYPE_DOCUMENTATION ||
                            type == TYPE_FORUM);
    find_slogans(&room);
    find_crumbs(&room);
    find_small_print(&room);
}
