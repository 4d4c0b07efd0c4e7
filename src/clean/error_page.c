#include "clean/error_page.h"

#include "base/array.h"

enum {
    TEXT_MAX = 700,    /* bytes: IIS has 400, Varnish 250, a front page more */
    LINKS_MAX = 2,     /* "contact us", the server's home page */
    HEADLINE_MAX = 90, /* bytes */
};

/* The statuses that servers write pages for, and the beginnings of their names. */
static const struct {
    unsigned code;
    struct slice names[3];
} STATUSES[] = {
    {400, {SLICE_INIT("Bad Request")}},
    {401, {SLICE_INIT("Unauthorized"), SLICE_INIT("Authorization Required")}},
    {403,
     {SLICE_INIT("Forbidden"), SLICE_INIT("Access Denied"),
      SLICE_INIT("Access is denied")}},
    {404,
     {SLICE_INIT("Not Found"), SLICE_INIT("File or directory not found"),
      SLICE_INIT("File not found")}},
    {405, {SLICE_INIT("Not Allowed"), SLICE_INIT("Method Not Allowed")}},
    {410, {SLICE_INIT("Gone")}},
    {429, {SLICE_INIT("Too Many Requests")}},
    {451, {SLICE_INIT("Unavailable For Legal Reasons")}},
    {500, {SLICE_INIT("Internal Server Error"), SLICE_INIT("Server Error")}},
    {502, {SLICE_INIT("Bad Gateway"), SLICE_INIT("Proxy Error")}},
    {503,
     {SLICE_INIT("Service Temporarily Unavailable"), SLICE_INIT("Service Unavailable"),
      SLICE_INIT("Backend fetch failed")}},
    {504, {SLICE_INIT("Gateway Time"), SLICE_INIT("Backend fetch failed")}},
};

/* Headlines without a code. */
static const struct {
    struct slice headline;
    unsigned code;
} HEADLINES[] = {
    {SLICE_INIT("Forbidden"), 403},
    {SLICE_INIT("Access Denied"), 403},
    {SLICE_INIT("Not Found"), 404},
    {SLICE_INIT("Bad Gateway"), 502},
    {SLICE_INIT("Bad Request"), 400},
    {SLICE_INIT("Service Unavailable"), 503},
    {SLICE_INIT("Service Temporarily Unavailable"), 503},
    {SLICE_INIT("Internal Server Error"), 500},
    {SLICE_INIT("Gateway Timeout"), 504},
    {SLICE_INIT("Gateway Time-out"), 504},
    {SLICE_INIT("Too Many Requests"), 429},
    {SLICE_INIT("ERROR: The request could not be satisfied"), 502},
    {SLICE_INIT("ERROR: The requested URL could not be retrieved"), 502},
};

static struct slice skip_signs(struct slice s)
{
    static const struct slice DASHES[] = {SLICE_INIT("\xE2\x80\x93"),
                                          SLICE_INIT("\xE2\x80\x94")};
    for (size_t before = 0; before != s.len;) {
        before = s.len;
        while (s.len && (is_ascii_space((unsigned char)s.ptr[0]) || s.ptr[0] == '-' ||
                         s.ptr[0] == ':' || s.ptr[0] == '('))
            s = slice_after(s, 1);
        for (size_t i = 0; i < COUNT_OF(DASHES); i++)
            if (slice_starts_with(s, DASHES[i]))
                s = slice_after(s, DASHES[i].len);
    }
    return s;
}

/* "HTTP Status 404", "Error 503", "403": reads up to the code and returns it; 0 if there
   is none. */
static unsigned read_code(struct slice *headline)
{
    static const struct slice WORDS[] = {SLICE_INIT("HTTP"), SLICE_INIT("Status"),
                                         SLICE_INIT("Error")};
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (slice_starts_with_nocase(*headline, WORDS[i]))
            *headline = skip_signs(slice_after(*headline, WORDS[i].len));
    unsigned code = 0;
    if (headline->len < 3)
        return 0;
    for (size_t i = 0; i < 3; i++) {
        if (!is_ascii_digit((unsigned char)headline->ptr[i]))
            return 0;
        code = code * 10 + (unsigned)(headline->ptr[i] - '0');
    }
    *headline = skip_signs(slice_after(*headline, 3));
    return code;
}

/* The status that the headline is about; 0 for none. A repeated name is part of IIS's
   "403 - Forbidden: Access is denied." */
static unsigned status_of_headline(struct slice headline)
{
    headline = slice_trim(headline);
    if (headline.len > HEADLINE_MAX)
        return 0;
    for (size_t i = 0; i < COUNT_OF(HEADLINES); i++)
        if (slice_equal_nocase(headline, HEADLINES[i].headline))
            return HEADLINES[i].code;
    unsigned code = read_code(&headline);
    for (size_t i = 0; code && i < COUNT_OF(STATUSES); i++)
        for (size_t n = 0; code == STATUSES[i].code && n < 3; n++)
            if (STATUSES[i].names[n].len &&
                slice_starts_with_nocase(headline, STATUSES[i].names[n]))
                return code;
    return 0;
}

/* Elements that a server's message does not have. */
static bool is_of_a_site(const struct node *node)
{
    static const enum tag TAGS[] = {TAG_NAV,  TAG_ARTICLE, TAG_FORM,  TAG_INPUT,
                                    TAG_MAIN, TAG_FOOTER,  TAG_IFRAME};
    for (size_t i = 0; i < COUNT_OF(TAGS); i++)
        if (node->tag == TAGS[i])
            return true;
    return false;
}

/* Whether the body has little text and hardly any links. */
static bool is_bare(const struct page *page)
{
    size_t bytes = 0, links = 0;
    uint32_t end = page->body == NODE_NONE ? 0 : page->nodes[page->body].end;
    for (uint32_t i = page->body; i < end; i++) {
        const struct node *node = &page->nodes[i];
        if (node_is_text(node))
            bytes += slice_trim(node->text).len;
        else if (is_of_a_site(node))
            return false;
        else
            links += node->tag == TAG_A;
        if (bytes > TEXT_MAX || links > LINKS_MAX)
            return false;
    }
    return bytes > 0;
}

static bool is_headline(const struct page *page, uint32_t parent)
{
    if (parent == NODE_NONE || page->nodes[parent].flags & NODE_FOREIGN)
        return false;
    uint16_t tag = page->nodes[parent].tag;
    return tag == TAG_TITLE || tag == TAG_H1 || tag == TAG_H2;
}

struct slice error_page_find(const struct page *page, enum winnow_status *status)
{
    struct slice none = {0};
    if (!is_bare(page))
        return none;
    for (uint32_t i = 0; i < page->count; i++) {
        const struct node *node = &page->nodes[i];
        unsigned code = node_is_text(node) && is_headline(page, node->parent)
                            ? status_of_headline(node->text)
                            : 0;
        if (!code)
            continue;
        bool is_missing = code == 404 || code == 410 || code == 400;
        *status = is_missing ? WINNOW_EMPTY : WINNOW_BLOCKED;
        return slice_trim(node->text);
    }
    return none;
}
