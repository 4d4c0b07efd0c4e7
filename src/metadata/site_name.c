#include "metadata/site_name.h"

#include "base/array.h"
#include "base/url.h"
#include "metadata/title.h"

enum {
    HREF_MAX = 80,  /* bytes of a link to a site's home page */
    TRIED_MAX = 64, /* candidate links: resolving takes memory */
    LINKS_MAX = 16, /* links to the home page that are examined: header and footer have
                       one or two */
    NAME_MAX = 80,  /* bytes; a longer text is not a name */
};

/* "/", "https://example.com", "./index.php": a cheap check before resolving. */
static bool may_lead_home(struct slice href)
{
    if (!href.len || href.len > HREF_MAX || href.ptr[0] == '#')
        return false;
    return href.ptr[href.len - 1] == '/' || slice_find(href, SLICE("//")) != SIZE_MAX ||
           slice_find(href, SLICE("index.")) != SIZE_MAX;
}

static bool leads_home(struct slice href, struct slice base, struct arena *a)
{
    static const struct slice PATHS[] = {SLICE_INIT(""), SLICE_INIT("/"),
                                         SLICE_INIT("/index.php"),
                                         SLICE_INIT("/index.html")};
    struct url_parts home = url_split(url_resolve(a, base, href)), here = url_split(base);
    if (home.query.len || !slice_equal_nocase(home.authority, here.authority))
        return false;
    for (size_t i = 0; i < COUNT_OF(PATHS); i++)
        if (slice_equal(home.path, PATHS[i]))
            return true;
    return false;
}

/* Returns the text of a link, or the alternative text of its picture. */
static struct slice name_of(const struct page *page, uint32_t node, struct arena *a)
{
    struct slice text = page_text(page, node, NULL, a);
    for (uint32_t i = node + 1; !text.len && i < page->nodes[node].end; i++)
        if (page->nodes[i].tag == TAG_IMG)
            text = page_collapse(page_attribute(page, i, SLICE("alt")), a);
    return text.len <= NAME_MAX ? text : slice_of("", 0);
}

/* Whether an h2 or h3 has exactly this text: forums have their own name as the h1. */
static bool is_lower_heading(const struct page *page, struct slice text, struct arena *a)
{
    for (uint32_t i = 0; i < page->count; i++)
        if ((page->nodes[i].tag == TAG_H2 || page->nodes[i].tag == TAG_H3) &&
            slice_equal(page_text(page, i, NULL, a), text))
            return true;
    return false;
}

struct slice site_name_read(const struct page *page, struct slice base,
                            struct slice title, struct arena *a)
{
    struct slice heading = slice_of("", 0);
    unsigned links = 0, tried = 0;
    for (uint32_t i = 0; i < page->count && links < LINKS_MAX; i++) {
        uint16_t tag = page->nodes[i].tag;
        struct slice href =
            tag == TAG_A ? page_attribute(page, i, SLICE("href")) : slice_of("", 0);
        bool is_link =
            may_lead_home(href) && tried++ < TRIED_MAX && leads_home(href, base, a);
        if (!is_link && tag != TAG_H1)
            continue;
        links++;
        struct slice name = name_of(page, i, a);
        struct slice front = title_without(title, name);
        if (front.len == title.len)
            continue;
        if (is_link)
            return name;
        if (!heading.len && is_lower_heading(page, front, a))
            heading = name;
    }
    return heading;
}
