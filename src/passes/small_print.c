#include "passes/small_print.h"

#include "base/array.h"
#include "model/passage_kind.h"
#include "passes/passage_text.h"
#include "phrases/ui_phrases.h"

enum {
    REGISTERS_MIN = 2, /* in a line of them; an article may name one */
    PRINT_WORDS = 200, /* of small print from the copyright on */
};

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
static bool is_copyright(const struct page *page, const struct passage *p)
{
    struct slice text = slice_trim(page->nodes[p->first].text);
    return ui_phrases_begin_copyright(text) && has_year(text);
}

/* How many names a passage has of the registers and numbers that a company must state by
   the laws of many countries. */
static unsigned count_registers(const struct page *page, const struct passage *p)
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
        for (size_t n = 0; node_is_text(&page->nodes[i]) && n < COUNT_OF(NAMES); n++)
            count += slice_find(page->nodes[i].text, NAMES[n]) != SIZE_MAX;
    return count;
}

/* A page may be there to state them: "Imprint", "Contact". */
static bool is_about_company(const struct pass_state *s)
{
    size_t headline = s->passages->heading_passage;
    return headline < s->passages->count && passage_text_phrase(s, headline) & UI_MENU;
}

static bool is_registry(const struct pass_state *s, const struct passage *p)
{
    return p->digits && !is_about_company(s) &&
           count_registers(s->page, p) >= REGISTERS_MIN;
}

static uint32_t parent_of(const struct pass_state *s, size_t i)
{
    return s->page->nodes[s->passages->items[i].element].parent;
}

/* Whether a paragraph from begin to end is in one element with one before them. */
static bool continues_article(const struct pass_state *s, size_t begin, size_t end)
{
    const struct passage *items = s->passages->items;
    for (size_t i = begin; i < end; i++) {
        uint32_t parent = parent_of(s, i);
        if (!passage_kind_is_prose(&items[i], PROSE_WORDS))
            continue;
        for (size_t k = s->passages->before[parent]; k < begin; k++)
            if (passage_kind_is_prose(&items[k], PROSE_WORDS) &&
                parent_of(s, k) == parent)
                return true;
    }
    return false;
}

/* What follows the copyright, or the company, of a page that ends soon. A picture in the
   midst of a text has a copyright too. */
void small_print_find(struct pass_state *s)
{
    size_t count = s->passages->count, end = count;
    uint32_t words = 0;
    for (size_t i = count; i-- > 0;) {
        const struct passage *p = &s->passages->items[i];
        words += p->words;
        if (passage_kind_is_heading(p) || words > PRINT_WORDS)
            return;
        if (!is_copyright(s->page, p) && !is_registry(s, p))
            continue;
        if (continues_article(s, i, end))
            return;
        pass_state_suspect(s, i, count);
        end = i;
    }
}
