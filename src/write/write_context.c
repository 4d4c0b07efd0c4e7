#include "write/write_context.h"

#include "base/array.h"
#include "base/url.h"

/* The allowed schemes of links and images. All others are code (javascript:), embedded
   data (data:), or have no meaning outside their page (blob:, about:). */
static bool is_followed(struct slice url)
{
    static const struct slice schemes[] = {
        SLICE_INIT("http"), SLICE_INIT("https"), SLICE_INIT("mailto"), SLICE_INIT("tel"),
        SLICE_INIT("ftp"),  SLICE_INIT("sms"),   SLICE_INIT("xmpp"),   SLICE_INIT("doi"),
    };
    struct slice scheme = url_split(url).scheme;
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (slice_equal_nocase(scheme, schemes[i]))
            return true;
    return false;
}

/* Whether a relative reference can be written unresolved, if the base is not known. */
static bool is_harmless(struct slice reference)
{
    for (size_t i = 0; i < reference.len; i++)
        if ((unsigned char)reference.ptr[i] <= ' ' || reference.ptr[i] == 0x7F)
            return false;
    return reference.len && !url_split(reference).scheme.ptr &&
           slice_find_char(reference, ':') >= slice_find_char(reference, '/');
}

struct slice write_context_resolve(const struct write_context *context,
                                   struct slice reference)
{
    if (!slice_trim(reference).len)
        return SLICE("");
    struct slice url = url_resolve(context->arena, context->base, reference);
    if (url.len)
        return is_followed(url) ? url : SLICE("");
    reference = slice_trim(reference);
    return is_harmless(reference) ? reference : SLICE("");
}

struct slice write_context_base(const struct page *page, struct slice url,
                                struct arena *a)
{
    if (!page || !page->count)
        return url;
    uint32_t node = page_find(page, 0, TAG_BASE);
    struct slice href =
        node == NODE_NONE ? SLICE("") : page_attribute(page, node, SLICE("href"));
    struct slice base = href.len ? url_resolve(a, url, href) : SLICE("");
    return url_is_web(base) ? base : url;
}

struct slice write_context_link(const struct write_context *context, uint32_t node)
{
    return write_context_resolve(context,
                                 page_attribute(context->page, node, SLICE("href")));
}

struct slice write_context_fragment(const struct write_context *context, uint32_t node)
{
    struct slice href = slice_trim(page_attribute(context->page, node, SLICE("href")));
    struct slice base = context->base;
    size_t hash = slice_find_char(href, '#');
    if (hash == SIZE_MAX)
        return SLICE("");
    struct slice target = hash ? write_context_resolve(context, href) : href;
    size_t base_hash = slice_find_char(base, '#');
    base.len = base_hash < base.len ? base_hash : base.len;
    bool is_inner = !hash || (base.len && slice_starts_with(target, base) &&
                              target.len > base.len && target.ptr[base.len] == '#');
    return is_inner ? slice_after(href, hash + 1) : SLICE("");
}

/* ---- images ------------------------------------------------------------------------ */

/* Returns the number in "600w" or "2x"; 1 if there is none. */
static long size_of(struct slice descriptor)
{
    enum { SIZE_TOP = 100000 }; /* pixels; no image on a page is wider */
    long size = 0;
    size_t i = 0;
    while (i < descriptor.len && is_ascii_digit((unsigned char)descriptor.ptr[i]) &&
           size < SIZE_TOP)
        size = size * 10 + (descriptor.ptr[i++] - '0');
    return i ? size : 1;
}

/* Returns the largest of "a.jpg 1x, b.jpg 2x" or "a.jpg 300w, b.jpg 600w". A URL may
   contain commas, but does not end with one. */
static struct slice largest_of_set(struct slice set)
{
    struct slice best = SLICE(""), url;
    long best_size = -1;
    while (slice_next_word(&set, &url)) {
        struct slice descriptor = SLICE("");
        bool is_alone = url.ptr[url.len - 1] == ',';
        while (url.len && url.ptr[url.len - 1] == ',')
            url.len--;
        if (!is_alone)
            slice_split(&set, ',', &descriptor);
        long size = size_of(slice_trim(descriptor));
        if (size > best_size && url.len) {
            best = url;
            best_size = size;
        }
    }
    return best;
}

/* Whether the URL is that of a placeholder, which a script replaces by the image. */
static bool is_placeholder(struct slice url)
{
    static const struct slice anywhere[] = {SLICE_INIT("placeholder"),
                                            SLICE_INIT("spacer"), SLICE_INIT("blank."),
                                            SLICE_INIT("transparent")};
    static const struct slice beginnings[] = {
        SLICE_INIT("pixel."),    SLICE_INIT("1x1."),  SLICE_INIT("lazy."),
        SLICE_INIT("loading."),  SLICE_INIT("grey."), SLICE_INIT("gray."),
        SLICE_INIT("lazyload."), SLICE_INIT("clear.")};
    size_t slash = slice_find_last_char(url, '/');
    struct slice file = slice_after(url, slash == SIZE_MAX ? 0 : slash + 1);
    for (size_t i = 0; i < COUNT_OF(anywhere); i++)
        if (slice_find_nocase(file, anywhere[i]) != SIZE_MAX)
            return true;
    for (size_t i = 0; i < COUNT_OF(beginnings); i++)
        if (slice_starts_with_nocase(file, beginnings[i]))
            return true;
    return false;
}

static struct slice in_attributes(const struct write_context *context, uint32_t node,
                                  const struct slice *names, size_t count, bool are_sets)
{
    struct slice url = SLICE("");
    for (size_t i = 0; !url.len && i < count; i++) {
        struct slice value = page_attribute(context->page, node, names[i]);
        url = write_context_resolve(context, are_sets ? largest_of_set(value) : value);
    }
    return url;
}

/* Returns the URL in the image's own attributes. */
static struct slice own_image(const struct write_context *context, uint32_t node)
{
    /* attributes for lazy loading: src then has a placeholder */
    static const struct slice late[] = {
        SLICE_INIT("data-src"),      SLICE_INIT("data-lazy-src"),
        SLICE_INIT("data-original"), SLICE_INIT("data-orig-file"),
        SLICE_INIT("data-url"),      SLICE_INIT("data-hi-res-src"),
        SLICE_INIT("data-full-src"), SLICE_INIT("data-actualsrc"),
        SLICE_INIT("data-echo"),
    };
    static const struct slice sets[] = {
        SLICE_INIT("data-srcset"), SLICE_INIT("data-lazy-srcset"), SLICE_INIT("srcset")};
    struct slice url = in_attributes(context, node, late, COUNT_OF(late), false);
    struct slice src =
        write_context_resolve(context, page_attribute(context->page, node, SLICE("src")));
    if (!url.len && !is_placeholder(src))
        url = src;
    if (!url.len)
        url = in_attributes(context, node, sets, COUNT_OF(sets), true);
    return url;
}

/* Returns the URL of an image that has none of its own: from the sources of its picture
   element, or from a noscript element right after it. */
static struct slice neighbouring_image(const struct write_context *context, uint32_t node)
{
    const struct page *page = context->page;
    static const struct slice sets[] = {SLICE_INIT("srcset"), SLICE_INIT("data-srcset")};
    struct slice url = SLICE("");
    uint32_t parent = page->nodes[node].parent, next = page->nodes[node].end;
    if (parent != NODE_NONE && page->nodes[parent].tag == TAG_PICTURE) {
        for (uint32_t i = parent + 1; i < node && !url.len; i++)
            if (page->nodes[i].tag == TAG_SOURCE)
                url = in_attributes(context, i, sets, 2, true);
        if (url.len)
            return url;
        next = page->nodes[parent].end;
    }
    while (next < page->count && node_is_text(&page->nodes[next]) &&
           !slice_trim(page->nodes[next].text).len)
        next++;
    if (next >= page->count || page->nodes[next].tag != TAG_NOSCRIPT)
        return url;
    uint32_t image = page_find(page, next, TAG_IMG);
    return image == NODE_NONE ? url : own_image(context, image);
}

struct slice write_context_image(const struct write_context *context, uint32_t node)
{
    struct slice url = own_image(context, node);
    if (!url.len)
        url = neighbouring_image(context, node);
    return url.len ? url
                   : write_context_resolve(
                         context, page_attribute(context->page, node, SLICE("src")));
}

struct slice write_context_alt(const struct write_context *context, uint32_t node)
{
    return page_collapse(page_attribute(context->page, node, SLICE("alt")),
                         context->arena);
}

unsigned write_context_path(const struct frame *frame,
                            const struct frame *path[FRAMES_MAX])
{
    unsigned count = frame ? frame->depth + 1 : 0;
    for (; frame; frame = frame->outer)
        path[frame->depth] = frame;
    return count;
}
