#include "model/lexicon.h"

#include "base/array.h"
#include "base/hash.h"
#include "base/search.h"
#include <stdlib.h>
#include <string.h>

enum {
    NAME_MAX_LENGTH = 64, /* longer ones are generated, and say nothing */
    PART_MIN_LENGTH = 2,
};

struct classed_word {
    const char *word;
    enum name_class class;
};

/* In the order of the words. */
static const struct classed_word CLASSED_WORDS[] = {
    {"about", NAMES_SUMMARY},
    {"abstract", NAMES_SUMMARY},
    {"account", NAMES_LOGIN},
    {"ad", NAMES_AD},
    {"ads", NAMES_AD},
    {"advert", NAMES_AD},
    {"advertisement", NAMES_AD},
    {"answer", NAMES_FORUM},
    {"answers", NAMES_FORUM},
    {"api", NAMES_DOCS},
    {"archive", NAMES_LIST},
    {"article", NAMES_CONTENT},
    {"articlebody", NAMES_CONTENT},
    {"aside", NAMES_SIDE},
    {"author", NAMES_META},
    {"avatar", NAMES_FORUM},
    {"badge", NAMES_TAGS},
    {"banner", NAMES_HEADER},
    {"basket", NAMES_PRICE},
    {"bio", NAMES_META},
    {"blog", NAMES_POST},
    {"body", NAMES_CONTENT},
    {"bottom", NAMES_FOOTER},
    {"breadcrumb", NAMES_CRUMB},
    {"breadcrumbs", NAMES_CRUMB},
    {"buy", NAMES_PRICE},
    {"byline", NAMES_META},
    {"caption", NAMES_MEDIA},
    {"card", NAMES_CARD},
    {"cards", NAMES_CARD},
    {"carousel", NAMES_MEDIA},
    {"cart", NAMES_PRICE},
    {"categories", NAMES_TAGS},
    {"category", NAMES_TAGS},
    {"checkout", NAMES_PRICE},
    {"code", NAMES_DOCS},
    {"colophon", NAMES_FOOTER},
    {"comment", NAMES_COMMENT},
    {"comments", NAMES_COMMENT},
    {"complementary", NAMES_SIDE},
    {"consent", NAMES_COOKIE},
    {"content", NAMES_CONTENT},
    {"contentinfo", NAMES_FOOTER},
    {"cookie", NAMES_COOKIE},
    {"cookies", NAMES_COOKIE},
    {"copyright", NAMES_FOOTER},
    {"credit", NAMES_MEDIA},
    {"crumb", NAMES_CRUMB},
    {"cta", NAMES_AD},
    {"date", NAMES_META},
    {"description", NAMES_SUMMARY},
    {"dialog", NAMES_LOGIN},
    {"disqus", NAMES_COMMENT},
    {"doc", NAMES_DOCS},
    {"docs", NAMES_DOCS},
    {"documentation", NAMES_DOCS},
    {"download", NAMES_FORM},
    {"dropdown", NAMES_NAV},
    {"entry", NAMES_CONTENT},
    {"excerpt", NAMES_SUMMARY},
    {"facet", NAMES_FORM},
    {"facets", NAMES_FORM},
    {"faq", NAMES_REVIEW},
    {"feature", NAMES_CARD},
    {"features", NAMES_CARD},
    {"feed", NAMES_LIST},
    {"figure", NAMES_MEDIA},
    {"filter", NAMES_FORM},
    {"filters", NAMES_FORM},
    {"follow", NAMES_SHARE},
    {"foot", NAMES_FOOTER},
    {"footer", NAMES_FOOTER},
    {"form", NAMES_FORM},
    {"forum", NAMES_FORUM},
    {"gallery", NAMES_MEDIA},
    {"gdpr", NAMES_COOKIE},
    {"grid", NAMES_LIST},
    {"header", NAMES_HEADER},
    {"heading", NAMES_TITLE},
    {"headline", NAMES_TITLE},
    {"hero", NAMES_HEADER},
    {"hidden", NAMES_HIDDEN},
    {"image", NAMES_MEDIA},
    {"intro", NAMES_SUMMARY},
    {"item", NAMES_CARD},
    {"items", NAMES_LIST},
    {"lead", NAMES_SUMMARY},
    {"legal", NAMES_FOOTER},
    {"like", NAMES_SHARE},
    {"list", NAMES_LIST},
    {"listing", NAMES_LIST},
    {"login", NAMES_LOGIN},
    {"main", NAMES_CONTENT},
    {"markdown", NAMES_CONTENT},
    {"masthead", NAMES_HEADER},
    {"mega", NAMES_NAV},
    {"menu", NAMES_NAV},
    {"message", NAMES_FORUM},
    {"messages", NAMES_FORUM},
    {"meta", NAMES_META},
    {"mobile", NAMES_HIDDEN},
    {"modal", NAMES_LOGIN},
    {"more", NAMES_RELATED},
    {"nav", NAMES_NAV},
    {"navbar", NAMES_NAV},
    {"navigation", NAMES_NAV},
    {"newsletter", NAMES_NEWSLETTER},
    {"next", NAMES_PAGER},
    {"noprint", NAMES_HIDDEN},
    {"notice", NAMES_COOKIE},
    {"overlay", NAMES_LOGIN},
    {"page", NAMES_CONTENT},
    {"pager", NAMES_PAGER},
    {"pagination", NAMES_PAGER},
    {"paging", NAMES_PAGER},
    {"player", NAMES_MEDIA},
    {"popular", NAMES_RELATED},
    {"popup", NAMES_LOGIN},
    {"post", NAMES_POST},
    {"posts", NAMES_POST},
    {"prev", NAMES_PAGER},
    {"price", NAMES_PRICE},
    {"prices", NAMES_PRICE},
    {"privacy", NAMES_COOKIE},
    {"product", NAMES_PRODUCT},
    {"products", NAMES_PRODUCT},
    {"promo", NAMES_AD},
    {"promotion", NAMES_AD},
    {"prose", NAMES_CONTENT},
    {"question", NAMES_FORUM},
    {"rail", NAMES_SIDE},
    {"rating", NAMES_REVIEW},
    {"read", NAMES_RELATED},
    {"recent", NAMES_RELATED},
    {"recommendations", NAMES_RELATED},
    {"recommended", NAMES_RELATED},
    {"reference", NAMES_DOCS},
    {"register", NAMES_LOGIN},
    {"related", NAMES_RELATED},
    {"replies", NAMES_COMMENT},
    {"reply", NAMES_COMMENT},
    {"respond", NAMES_COMMENT},
    {"results", NAMES_LIST},
    {"review", NAMES_REVIEW},
    {"reviews", NAMES_REVIEW},
    {"row", NAMES_LIST},
    {"rte", NAMES_CONTENT},
    {"search", NAMES_FORM},
    {"secondary", NAMES_SIDE},
    {"share", NAMES_SHARE},
    {"sharing", NAMES_SHARE},
    {"shipping", NAMES_PRICE},
    {"side", NAMES_SIDE},
    {"sidebar", NAMES_SIDE},
    {"signature", NAMES_FORUM},
    {"signup", NAMES_NEWSLETTER},
    {"similar", NAMES_RELATED},
    {"skip", NAMES_HIDDEN},
    {"slider", NAMES_MEDIA},
    {"social", NAMES_SHARE},
    {"socials", NAMES_SHARE},
    {"sort", NAMES_FORM},
    {"specs", NAMES_PRODUCT},
    {"sponsor", NAMES_AD},
    {"sponsored", NAMES_AD},
    {"sr", NAMES_HIDDEN},
    {"stock", NAMES_PRICE},
    {"story", NAMES_CONTENT},
    {"subheading", NAMES_TITLE},
    {"submenu", NAMES_NAV},
    {"subscribe", NAMES_NEWSLETTER},
    {"subscription", NAMES_NEWSLETTER},
    {"subtitle", NAMES_TITLE},
    {"suggested", NAMES_RELATED},
    {"summary", NAMES_SUMMARY},
    {"tab", NAMES_PRODUCT},
    {"tabs", NAMES_PRODUCT},
    {"tag", NAMES_TAGS},
    {"tags", NAMES_TAGS},
    {"teaser", NAMES_CARD},
    {"testimonial", NAMES_REVIEW},
    {"testimonials", NAMES_REVIEW},
    {"text", NAMES_CONTENT},
    {"thread", NAMES_FORUM},
    {"tile", NAMES_CARD},
    {"time", NAMES_META},
    {"timestamp", NAMES_META},
    {"title", NAMES_TITLE},
    {"toc", NAMES_DOCS},
    {"tool", NAMES_SHARE},
    {"toolbar", NAMES_SHARE},
    {"tools", NAMES_SHARE},
    {"top", NAMES_HEADER},
    {"topic", NAMES_FORUM},
    {"trending", NAMES_RELATED},
    {"twitter", NAMES_SHARE},
    {"upsell", NAMES_RELATED},
    {"user", NAMES_LOGIN},
    {"variant", NAMES_PRODUCT},
    {"video", NAMES_MEDIA},
    {"visually", NAMES_HIDDEN},
    {"widget", NAMES_SIDE},
    {"widgets", NAMES_SIDE},
};

/* ---- look-up ----------------------------------------------------------------------- */

static int compare_word(const void *key, const void *item)
{
    const struct slice *word = key;
    const struct classed_word *candidate = item;
    int order = strncmp(word->ptr, candidate->word, word->len);
    return order ? order : -(candidate->word[word->len] != '\0');
}

static uint32_t classes_of_word(struct slice word)
{
    const struct classed_word *found =
        bsearch(&word, CLASSED_WORDS, COUNT_OF(CLASSED_WORDS), sizeof *CLASSED_WORDS,
                compare_word);
    return found ? 1u << found->class : 0;
}

static const struct name_score *find_name(const struct lexicon *v, uint32_t hash)
{
    size_t at = search_first(&hash, v->names, v->name_count, sizeof *v->names,
                             search_compare_keys);
    return at < v->name_count && v->names[at].hash == hash ? &v->names[at] : NULL;
}

int lexicon_score_word(const struct lexicon *v, uint32_t hash)
{
    size_t at = search_first(&hash, v->words, v->word_count, sizeof *v->words,
                             search_compare_keys);
    return at < v->word_count && v->words[at].hash == hash ? v->words[at].content : 0;
}

struct word_sum lexicon_sum_words(const struct lexicon *v, const uint32_t *hashes,
                                  uint32_t count)
{
    struct word_sum out = {0, 0, 0};
    int sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        int score = lexicon_score_word(v, hashes[i]);
        sum += score;
        out.least = score < out.least ? score : out.least;
        out.most = score > out.most ? score : out.most;
    }
    out.mean = count ? sum * 10 / (int)count : 0;
    return out;
}

/* ---- names ------------------------------------------------------------------------- */

static bool is_part_end(struct slice name, size_t i)
{
    unsigned char c = (unsigned char)name.ptr[i];
    return !(is_ascii_letter(c) || c >= 0x80);
}

static bool is_capital(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}

static void lower_name(struct slice name, char out[NAME_MAX_LENGTH])
{
    for (size_t i = 0; i < name.len; i++)
        out[i] = (char)ascii_lower((unsigned char)name.ptr[i]);
}

void lexicon_split_name(struct slice name, name_visit visit, void *context)
{
    char lower[NAME_MAX_LENGTH];
    if (name.len == 0 || name.len > NAME_MAX_LENGTH)
        return;
    lower_name(name, lower);
    visit(context, slice_of(lower, name.len), hash_token(slice_of(lower, name.len)));
    size_t start = 0;
    for (size_t i = 0; i <= name.len; i++) {
        bool is_end = i == name.len || is_part_end(name, i);
        bool is_hump = !is_end && i > start && is_capital((unsigned char)name.ptr[i]) &&
                       !is_capital((unsigned char)name.ptr[i - 1]);
        if (!is_end && !is_hump)
            continue;
        struct slice part = slice_of(lower + start, i - start);
        if (part.len >= PART_MIN_LENGTH && part.len < name.len)
            visit(context, part, hash_token(part));
        start = is_hump ? i : i + 1;
    }
}

struct name_sum {
    const struct lexicon *v;
    struct name_view *view;
    int content, rules, parts;
    bool is_whole_known;
    size_t visited;
};

static void add_part(void *context, struct slice part, uint32_t hash)
{
    struct name_sum *sum = context;
    sum->view->classes |= classes_of_word(part);
    bool is_whole = sum->visited++ == 0;
    if (sum->is_whole_known)
        return;
    const struct name_score *score = find_name(sum->v, hash);
    if (!score)
        return;
    sum->is_whole_known = is_whole;
    sum->content += score->content;
    sum->rules += score->rules;
    sum->parts++;
}

void lexicon_read_name(const struct lexicon *v, struct slice name, struct name_view *out)
{
    memset(out, 0, sizeof *out);
    struct name_sum sum = {.v = v, .view = out};
    lexicon_split_name(name, add_part, &sum);
    if (sum.parts == 0)
        return;
    out->is_scored = true;
    out->content = (int16_t)(sum.content / sum.parts);
    out->rules = (int16_t)(sum.rules / sum.parts);
}
