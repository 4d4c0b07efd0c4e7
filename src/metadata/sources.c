#include "metadata/sources.h"

#include "base/array.h"

/* The rows of a field are in order of trust; each group has its reason. Names in angle
   brackets are not those of meta elements; metadata.c reads them elsewhere on the page.
 */
static const struct {
    enum field field;
    struct slice name;
} sources[] = {
    /* The article's data: publishers write it for search engines, which check it. */
    {TITLE, SLICE_INIT("<JSON-LD headline>")},
    /* What a shared link shows: without the site's name on most pages. */
    {TITLE, SLICE_INIT("og:title")},
    {TITLE, SLICE_INIT("twitter:title")},
    /* For analytics, newsletters and libraries: right, but few pages have them. */
    {TITLE, SLICE_INIT("parsely-title")},
    {TITLE, SLICE_INIT("sailthru.title")},
    {TITLE, SLICE_INIT("headline")},
    {TITLE, SLICE_INIT("dc.title")},
    {TITLE, SLICE_INIT("dcterms.title")},
    {TITLE, SLICE_INIT("citation_title")},
    {TITLE, SLICE_INIT("<itemprop=headline>")},
    /* Has the site's name on most pages, at either end. */
    {TITLE, SLICE_INIT("<title>")},
    /* May be the site's name, or that of a section. */
    {TITLE, SLICE_INIT("<h1>")},

    {AUTHOR, SLICE_INIT("<JSON-LD>")},
    /* Content management systems fill these with the byline, or with an account. */
    {AUTHOR, SLICE_INIT("author")},
    {AUTHOR, SLICE_INIT("article:author")}, /* often the address of a profile */
    {AUTHOR, SLICE_INIT("article:author_name")},
    {AUTHOR, SLICE_INIT("articleauthor")},
    {AUTHOR, SLICE_INIT("article_author")},
    {AUTHOR, SLICE_INIT("parsely-author")},
    {AUTHOR, SLICE_INIT("sailthru.author")},
    {AUTHOR, SLICE_INIT("byl")},
    {AUTHOR, SLICE_INIT("dc.creator")},
    {AUTHOR, SLICE_INIT("dcterms.creator")},
    {AUTHOR, SLICE_INIT("citation_author")},
    {AUTHOR, SLICE_INIT("cxenseparse:author")},
    {AUTHOR, SLICE_INIT("<twitter:label>")},
    /* Markup in the text: some of it is about the authors of other texts. */
    {AUTHOR, SLICE_INIT("<itemprop=author>")},
    {AUTHOR, SLICE_INIT("<rel=author>")},
    {AUTHOR, SLICE_INIT("<byline>")}, /* the text around the headline */
    /* An account or the site itself, from any source above: true, but it says less. */
    {AUTHOR, SLICE_INIT("<site>")},

    {DATE, SLICE_INIT("<JSON-LD date>")},
    {DATE, SLICE_INIT("article:published_time")},
    {DATE, SLICE_INIT("datepublished")},
    {DATE, SLICE_INIT("og:published_time")},
    {DATE, SLICE_INIT("og:article:published_time")},
    {DATE, SLICE_INIT("parsely-pub-date")},
    {DATE, SLICE_INIT("sailthru.date")},
    {DATE, SLICE_INIT("article.published")},
    {DATE, SLICE_INIT("published-date")},
    {DATE, SLICE_INIT("publish-date")},
    {DATE, SLICE_INIT("publish_date")},
    {DATE, SLICE_INIT("publication_date")},
    {DATE, SLICE_INIT("pubdate")},
    {DATE, SLICE_INIT("pub_date")},
    {DATE, SLICE_INIT("citation_publication_date")},
    {DATE, SLICE_INIT("cxenseparse:publishtime")},
    {DATE, SLICE_INIT("cxenseparse:recs:publishtime")},
    {DATE, SLICE_INIT("dc.date.issued")},
    {DATE, SLICE_INIT("dcterms.created")},
    {DATE, SLICE_INIT("dcterms.date")},
    {DATE, SLICE_INIT("dc.date")},
    {DATE, SLICE_INIT("ms.date")}, /* Microsoft's documentation */
    /* Any other name with "publish" in it. */
    {DATE, SLICE_INIT("<meta publish>")},
    {DATE, SLICE_INIT("<itemprop=datePublished>")},
    /* On some sites the date of a change, or of today. */
    {DATE, SLICE_INIT("date")},
    {DATE, SLICE_INIT("<dateline>")}, /* the text around the headline */
    /* The first of the page: it may be that of another text. */
    {DATE, SLICE_INIT("<time>")},
    {DATE, SLICE_INIT("<URL>")},
    /* The last change: known to be too late. */
    {DATE, SLICE_INIT("<updated>")},

    /* 1,248 of the 1,296 annotated pages have a lang; another source contradicts it on
       one page only, and is wrong there. */
    {LANGUAGE, SLICE_INIT("<html lang>")},
    {LANGUAGE, SLICE_INIT("<JSON-LD language>")},
    {LANGUAGE, SLICE_INIT("og:locale")},
    {LANGUAGE, SLICE_INIT("content-language")},
    {LANGUAGE, SLICE_INIT("dc.language")},
    {LANGUAGE, SLICE_INIT("dcterms.language")},
    {LANGUAGE, SLICE_INIT("language")},

    {SITE, SLICE_INIT("<JSON-LD site>")},
    {SITE, SLICE_INIT("og:site_name")},
    {SITE, SLICE_INIT("application-name")},
    {SITE, SLICE_INIT("apple-mobile-web-app-title")},
    {SITE, SLICE_INIT("dc.publisher")},
    {SITE, SLICE_INIT("dcterms.publisher")},
    {SITE, SLICE_INIT("<home>")},

    {CANONICAL, SLICE_INIT("<link rel=canonical>")},
    {CANONICAL, SLICE_INIT("og:url")},
    {CANONICAL, SLICE_INIT("<JSON-LD url>")},
};

const size_t SOURCE_COUNT = COUNT_OF(sources);

size_t sources_rank(struct slice name)
{
    size_t i = 0;
    while (i < SOURCE_COUNT && !slice_equal_nocase(sources[i].name, name))
        i++;
    return i;
}

enum field sources_field(size_t rank)
{
    return sources[rank].field;
}
