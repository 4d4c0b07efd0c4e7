#include "write/form.h"

#include "base/url.h"

/* What a link or a picture may lead to. Everything else is code (javascript:), or bytes
   in disguise (data:), or means nothing elsewhere (blob:, about:). */
static bool is_followed(struct slice url)
{
    static const struct slice schemes[] = {
        SLICE_INIT("http"), SLICE_INIT("https"), SLICE_INIT("mailto"), SLICE_INIT("tel"),
        SLICE_INIT("ftp"),  SLICE_INIT("sms"),   SLICE_INIT("xmpp"),   SLICE_INIT("doi"),
    };
    struct slice scheme = url_split(url).scheme;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (slice_equal_nocase(scheme, schemes[i]))
            return true;
    return false;
}

/* A reference without a scheme, where nobody knows what it is relative to. */
static bool is_harmless(struct slice reference)
{
    for (size_t i = 0; i < reference.len; i++)
        if ((unsigned char)reference.ptr[i] <= ' ' || reference.ptr[i] == 0x7F)
            return false;
    return reference.len && !url_split(reference).scheme.ptr &&
           slice_find_char(reference, ':') >= slice_find_char(reference, '/');
}

struct slice form_resolve(const struct form *form, struct slice reference)
{
    if (!slice_trim(reference).len)
        return SLICE("");
    struct slice url = url_resolve(form->arena, form->base, reference);
    if (url.len)
        return is_followed(url) ? url : SLICE("");
    reference = slice_trim(reference);
    return is_harmless(reference) ? reference : SLICE("");
}

struct slice form_base(const struct page *page, struct slice url, struct arena *a)
{
    if (!page || !page->count)
        return url;
    uint32_t node = page_find(page, 0, TAG_BASE);
    struct slice href =
        node == NODE_NONE ? SLICE("") : page_attribute(page, node, SLICE("href"));
    struct slice base = href.len ? url_resolve(a, url, href) : SLICE("");
    return url_is_web(base) ? base : url;
}

struct slice form_link(const struct form *form, uint32_t node)
{
    return form_resolve(form, page_attribute(form->page, node, SLICE("href")));
}

/* The first of "a.jpg 1x, b.jpg 2x". */
static struct slice first_of_set(struct slice set)
{
    struct slice word = SLICE("");
    slice_next_word(&set, &word);
    while (word.len && word.ptr[word.len - 1] == ',')
        word.len--;
    return word;
}

struct slice form_image(const struct form *form, uint32_t node)
{
    /* where pages that load their pictures late keep the address, src being a blank */
    static const struct slice late[] = {
        SLICE_INIT("data-src"),      SLICE_INIT("data-lazy-src"),
        SLICE_INIT("data-original"), SLICE_INIT("data-orig-file"),
        SLICE_INIT("data-url"),      SLICE_INIT("data-hi-res-src"),
    };
    struct slice url = SLICE("");
    for (size_t i = 0; !url.len && i < sizeof late / sizeof *late; i++)
        url = form_resolve(form, page_attribute(form->page, node, late[i]));
    if (!url.len)
        url = form_resolve(form, page_attribute(form->page, node, SLICE("src")));
    static const struct slice sets[] = {SLICE_INIT("srcset"), SLICE_INIT("data-srcset")};
    for (size_t i = 0; !url.len && i < sizeof sets / sizeof *sets; i++)
        url = form_resolve(form, first_of_set(page_attribute(form->page, node, sets[i])));
    return url;
}

struct slice form_alt(const struct form *form, uint32_t node)
{
    return page_collapse(page_attribute(form->page, node, SLICE("alt")), form->arena);
}

unsigned form_path(const struct frame *frame, const struct frame *path[FRAMES_MAX])
{
    unsigned count = frame ? frame->depth + 1 : 0;
    for (; frame; frame = frame->outer)
        path[frame->depth] = frame;
    return count;
}
