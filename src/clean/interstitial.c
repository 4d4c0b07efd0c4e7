#include "clean/interstitial.h"

#include "base/array.h"
#include "phrases/names.h"
#include "phrases/phrases.h"

enum {
    /* bytes of text on the page: the longest known (Imperva's "Pardon Our Interruption")
       has 1,100 */
    GUARD_TEXT_MAX = 2000,
    /* if only words show it, which an article may quote */
    WORDS_TEXT_MAX = 800,
    PHRASE_TEXT_MAX = 400, /* if a few words anywhere in it are enough */
    BOXES_MAX = 16,        /* boxes that are measured; walls have one */
    BOX_SHARE = 90,        /* hundredths of a page's text that are in the box */
};

/* ---- signs ------------------------------------------------------------------------- */

static const char *guard_text(enum phrase_guard guard)
{
#define X(name, word, message) message,
    static const char *const TEXTS[] = {NULL, PHRASE_GUARDS(X)};
#undef X
    return TEXTS[guard];
}

/* Attributes that only the page of a guard has. */
static const struct {
    uint16_t tag; /* TAG_COUNT: any */
    struct slice attribute, value;
    bool is_part; /* the value may have more around it */
    enum phrase_guard guard;
} ELEMENTS[] = {
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("challenge-error-text"), false,
     GUARD_CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("challenge-form"), false, GUARD_CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("challenge-running"), false,
     GUARD_CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("cf-challenge-running"), false,
     GUARD_CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("class"), SLICE_INIT("cf-browser-verification"), true,
     GUARD_CLOUDFLARE},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("captcha-delivery.com/"), true,
     GUARD_DATADOME},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("sec-if-cpt-container"), false,
     GUARD_AKAMAI},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("sec-cpt-if"), false, GUARD_AKAMAI},
    {TAG_META, SLICE_INIT("content"), SLICE_INIT("bm-verify="), true, GUARD_AKAMAI},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("px-captcha"), false, GUARD_HUMAN},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("px-captcha-wrapper"), false, GUARD_HUMAN},
    {TAG_META, SLICE_INIT("content"), SLICE_INIT("px-captcha"), false, GUARD_HUMAN},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("captcha.px-cdn.net/"), true, GUARD_HUMAN},
    {TAG_IFRAME, SLICE_INIT("src"), SLICE_INIT("/_Incapsula_Resource?"), true,
     GUARD_IMPERVA},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("distilIdentificationBlock"), false,
     GUARD_IMPERVA},
    {TAG_DIV, SLICE_INIT("id"), SLICE_INIT("challenge-container"), false, GUARD_AWS},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("/errors/validateCaptcha"), true,
     GUARD_AMAZON},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("captcha.perfdrive.com/"), true,
     GUARD_RADWARE},
    {TAG_META, SLICE_INIT("content"), SLICE_INIT("/.well-known/sgcaptcha/"), true,
     GUARD_SITEGROUND},
    {TAG_COUNT, SLICE_INIT("id"), SLICE_INIT("anubis_challenge"), false, GUARD_ANUBIS},
    {TAG_SCRIPT, SLICE_INIT("id"), SLICE_INIT("anubis_version"), false, GUARD_ANUBIS},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("/.within.website/x/cmd/anubis/"), true,
     GUARD_ANUBIS},
    {TAG_COUNT, SLICE_INIT("src"), SLICE_INIT("/.well-known/.git.gammaspectra.live/"),
     true, GUARD_GO_AWAY},
    {TAG_SCRIPT, SLICE_INIT("src"), SLICE_INIT("/__qrator/"), true, GUARD_QRATOR},
    /* Discourse's base path; a forum for members leads to this page */
    {TAG_NOSCRIPT, SLICE_INIT("data-path"), SLICE_INIT("/login"), false, GUARD_LOGIN},
    {TAG_SCRIPT, SLICE_INIT("src"), SLICE_INIT("/.well-known/ddos-guard/"), true,
     GUARD_DDOS_GUARD},
    {TAG_SCRIPT, SLICE_INIT("src"), SLICE_INIT("/ips.js?x-kpsdk-"), true, GUARD_KASADA},
    {TAG_SCRIPT, SLICE_INIT("src"), SLICE_INIT("/ips.js?KP_UIDz="), true, GUARD_KASADA},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("/showcaptcha"), true, GUARD_YANDEX},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("consent.google."), true, GUARD_CONSENT},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("consent.youtube."), true, GUARD_CONSENT},
    {TAG_FORM, SLICE_INIT("action"), SLICE_INIT("/v2/collectConsent"), true,
     GUARD_CONSENT},
};

/* Elements that protect forms on all kinds of pages. The page of a guard has no other
   form, and no menu. */
static const struct slice CAPTCHAS[] = {
    SLICE_INIT("h-captcha"),
    SLICE_INIT("g-recaptcha"),
    SLICE_INIT("cf-turnstile"),
    SLICE_INIT("smart-captcha"),
    SLICE_INIT("frc-captcha"),
    SLICE_INIT("geetest_captcha"),
    SLICE_INIT("nc-container"),
    SLICE_INIT("sg-captcha"),
    SLICE_INIT("amzn-captcha-lang-selector"),
};

/* ---- a guard's page ---------------------------------------------------------------- */

/* Counts bytes of text; stops after too many. */
static size_t count_text(const struct page *page)
{
    size_t bytes = 0;
    uint32_t end = page->body == NODE_NONE ? 0 : page->nodes[page->body].end;
    for (uint32_t i = page->body; i < end && bytes <= GUARD_TEXT_MAX; i++)
        if (node_is_text(&page->nodes[i]))
            bytes += slice_trim(page->nodes[i].text).len;
    return bytes;
}

static bool has_sign(const struct page *page, uint32_t node, size_t sign)
{
    struct slice value = page_attribute(page, node, ELEMENTS[sign].attribute);
    if (ELEMENTS[sign].tag != TAG_COUNT && ELEMENTS[sign].tag != page->nodes[node].tag)
        return false;
    return ELEMENTS[sign].is_part ? slice_find(value, ELEMENTS[sign].value) != SIZE_MAX
                                  : slice_equal(value, ELEMENTS[sign].value);
}

static enum phrase_guard guard_of_element(const struct page *page, uint32_t node)
{
    for (size_t i = 0; i < COUNT_OF(ELEMENTS); i++)
        if (page->nodes[node].attribute_count && has_sign(page, node, i))
            return ELEMENTS[i].guard;
    return GUARD_NONE;
}

/* Cloudflare names the site in some titles. */
static enum phrase_guard guard_of_title(struct slice title, bool *is_common)
{
    title = slice_trim(title);
    *is_common = false;
    if (slice_ends_with(title, SLICE(" used Cloudflare to restrict access")))
        return GUARD_CLOUDFLARE;
    *is_common = phrases_match(title, SENSE_COMMON_TITLE);
    return (enum phrase_guard)phrases_value(title, SENSE_WALL_TITLE);
}

/* Words with a comma after them are a quotation. */
static enum phrase_guard guard_of_words(struct slice text)
{
    struct phrase_beginning words;
    text = slice_trim(text);
    for (bool is_found = phrases_begin(text, SENSE_WALL_LINE, &words); is_found;
         is_found = phrases_begin_shorter(&words))
        if (!slice_starts_with(slice_after(text, words.len), SLICE(",")))
            return (enum phrase_guard)words.value;
    return GUARD_NONE;
}

/* A picture of letters and a field to type them, in any language. */
static bool is_named_captcha(const struct page *page, uint32_t node)
{
    static const struct slice NAMES[] = {SLICE_INIT("name"), SLICE_INIT("id"),
                                         SLICE_INIT("src")};
    uint16_t tag = page->nodes[node].tag;
    if (tag != TAG_INPUT && tag != TAG_IMG)
        return false;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (slice_find_nocase(page_attribute(page, node, NAMES[i]), SLICE("captcha")) !=
            SIZE_MAX)
            return true;
    return false;
}

static bool is_captcha(const struct page *page, uint32_t node)
{
    for (size_t i = 0; i < COUNT_OF(CAPTCHAS); i++)
        if (page_has_class(page, node, CAPTCHAS[i]))
            return true;
    return is_named_captcha(page, node);
}

/* Elements that the page of a guard does not have. */
static bool is_of_a_site(const struct page *page, uint32_t node)
{
    static const struct slice TYPED[] = {SLICE_INIT("hidden"), SLICE_INIT("submit"),
                                         SLICE_INIT("button")};
    uint16_t tag = page->nodes[node].tag;
    if (tag != TAG_INPUT || is_named_captcha(page, node))
        return tag == TAG_NAV || tag == TAG_ARTICLE || tag == TAG_TEXTAREA;
    struct slice type = page_attribute(page, node, SLICE("type"));
    for (size_t i = 0; i < COUNT_OF(TYPED); i++)
        if (slice_equal_nocase(type, TYPED[i]))
            return false;
    return true;
}

/* Elements that a guard needs; a text about guards does not have them. */
static bool is_machine(const struct page *page, uint32_t node)
{
    static const enum tag TAGS[] = {TAG_SCRIPT, TAG_NOSCRIPT, TAG_FORM,
                                    TAG_INPUT,  TAG_BUTTON,   TAG_IFRAME};
    for (size_t i = 0; i < COUNT_OF(TAGS); i++)
        if (page->nodes[node].tag == TAGS[i])
            return true;
    return slice_equal_nocase(page_attribute(page, node, SLICE("http-equiv")),
                              SLICE("refresh"));
}

/* What a walk over a page has found. */
struct suspicion {
    enum phrase_guard sign; /* only on a guard's own pages */
    enum phrase_guard weak; /* also in texts about guards */
    size_t bytes;           /* of the page's text */
    bool is_site, is_machine, is_phrased, in_title;
};

static void suspect_element(const struct page *page, uint32_t i, struct suspicion *s)
{
    const struct node *node = &page->nodes[i];
    s->sign = guard_of_element(page, i);
    s->weak = !s->weak && is_captcha(page, i) ? GUARD_CAPTCHA : s->weak;
    s->is_site = s->is_site || is_of_a_site(page, i);
    s->is_machine = s->is_machine || is_machine(page, i);
    s->in_title = node->tag == TAG_TITLE && !(node->flags & NODE_FOREIGN);
}

static void suspect_text(struct slice text, struct suspicion *s)
{
    bool is_common = true;
    enum phrase_guard guard = GUARD_NONE;
    if (s->in_title)
        guard = guard_of_title(text, &is_common);
    s->sign = is_common ? GUARD_NONE : guard;
    if (s->bytes <= PHRASE_TEXT_MAX)
        s->is_phrased = s->is_phrased || phrases_are_inside(text, SENSE_ROBOT_CHECK);
    if (s->bytes <= WORDS_TEXT_MAX && is_common && !s->weak)
        s->weak = s->in_title ? guard : guard_of_words(text);
}

const char *interstitial_guard(const struct page *page)
{
    struct suspicion s = {.bytes = count_text(page)};
    if (s.bytes > GUARD_TEXT_MAX)
        return NULL;
    for (uint32_t i = 0; i < page->count && !s.sign; i++) {
        if (node_is_element(&page->nodes[i]))
            suspect_element(page, i, &s);
        else
            suspect_text(page->nodes[i].text, &s);
    }
    if (s.sign || s.is_site)
        return guard_text(s.sign);
    bool is_check = s.is_phrased && s.is_machine;
    return guard_text(s.weak ? s.weak : is_check ? GUARD_OTHER : GUARD_NONE);
}

/* ---- a box before the text --------------------------------------------------------- */

static const char *box_text(enum name_box box)
{
    static const char *const TEXTS[] = {
        [BOX_NONE] = NULL,
        [BOX_CONSENT] = "a request for consent",
        [BOX_AGE] = "a question for the reader's age",
    };
    return TEXTS[box];
}

static enum name_box box_of_name(struct slice name)
{
    return (enum name_box)names_inside(name, NAME_BOX);
}

/* What a box asks for, by its class and id. */
static enum name_box box_of_element(const struct page *page, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    enum name_box box = box_of_name(page_attribute(page, node, SLICE("id")));
    for (uint32_t c = 0; c < n->class_count && !box; c++) {
        const struct token *class = &page->classes[n->classes + c];
        box = box_of_name(slice_of(class->ptr, class->len));
    }
    return box;
}

struct box {
    size_t bytes, kept; /* of text, and of kept text */
    bool has_button;
};

static void measure_box(const struct page *page, const uint8_t *verdicts, uint32_t top,
                        struct box *box)
{
    *box = (struct box){0};
    for (uint32_t i = top; i < page->nodes[top].end; i++) {
        const struct node *node = &page->nodes[i];
        size_t bytes = node_is_text(node) ? slice_trim(node->text).len : 0;
        box->bytes += bytes;
        box->kept += verdicts[i] == VERDICT_KEEP ? bytes : 0;
        box->has_button =
            box->has_button || node->tag == TAG_BUTTON || node->tag == TAG_INPUT;
    }
}

/* Whether a node is a button, or a link, that says "Accept". */
static bool accepts(const struct page *page, uint32_t node, struct arena *a)
{
    const struct node *n = &page->nodes[node];
    if (n->tag == TAG_INPUT)
        return phrases_read(page_attribute(page, node, SLICE("value"))) & SENSE(CONSENT);
    bool is_button =
        n->tag == TAG_BUTTON || n->tag == TAG_A ||
        slice_equal(page_attribute(page, node, SLICE("role")), SLICE("button"));
    return is_button && phrases_read(page_text(page, node, NULL, a)) & SENSE(CONSENT);
}

static bool names_cookies(const struct page *page, uint32_t top)
{
    for (uint32_t i = top; i < page->nodes[top].end; i++)
        if (node_is_text(&page->nodes[i]) &&
            phrases_are_inside(page->nodes[i].text, SENSE_COOKIE))
            return true;
    return false;
}

/* The innermost element around a button that mentions cookies; NODE_NONE for none. */
static uint32_t find_request(const struct page *page, uint32_t button)
{
    uint32_t top = page->nodes[button].parent;
    while (top != page->body && !names_cookies(page, top))
        top = page->nodes[top].parent;
    return names_cookies(page, top) ? top : NODE_NONE;
}

const char *interstitial_box(const struct marks *marks)
{
    const struct page *page = marks->page;
    if (page->body == NODE_NONE || count_text(page) > GUARD_TEXT_MAX)
        return NULL;
    const uint8_t *verdicts = NULL;
    unsigned measured = 0;
    struct box all, box;
    for (uint32_t i = page->body + 1;
         i < page->nodes[page->body].end && measured < BOXES_MAX; i++) {
        if (node_is_text(&page->nodes[i]))
            continue;
        enum name_box what = box_of_element(page, i);
        uint32_t top = i;
        if (!what && accepts(page, i, marks->arena)) {
            what = BOX_CONSENT;
            top = find_request(page, i);
        }
        if (!what || top == NODE_NONE)
            continue;
        if (!measured++) {
            verdicts = marks_spread(marks);
            measure_box(page, verdicts, page->body, &all);
        }
        measure_box(page, verdicts, top, &box);
        if ((top != i || box.has_button) && box.bytes * 100 >= all.bytes * BOX_SHARE &&
            box.kept == all.kept)
            return box_text(what);
    }
    return NULL;
}
