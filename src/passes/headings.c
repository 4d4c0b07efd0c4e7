#include "passes/headings.h"

#include "model/passage_kind.h"

enum {
    LABEL_WORDS = 5, /* of a date or a byline, mostly no more */
    LABELS_MAX = 2,  /* between a heading and its text */
    LEVELS_MAX = 2,  /* of elements around a heading that begin with it */
    NAME_WORDS = 2,  /* of a site's name, mostly no more */
    SCORE_SHARE = 2, /* one part in so many of the threshold is enough for a heading:
                        those with less are labels of boxes; F1 of news gains .0007 */
};

/* The walk from the end of the page to its beginning. */
struct walk {
    size_t text;     /* the next kept passage, if it is near; or the count of passages */
    unsigned labels; /* between here and that passage */
    bool has_kept;   /* whether any passage after this one is kept */
};

/* The headline of the page: an h1 that the title repeats, and not the site's name as a
   link to its home page. */
static bool is_headline(const struct passage *p)
{
    return p->tag == TAG_H1 && (p->linked == 0 || p->words > NAME_WORDS) &&
           p->topic_words[TOPIC_TITLE] * 2 >= p->words;
}

/* Whether a text is in the same element as a heading before it, or in one around that
   which begins with the heading, if that is a link: a post in a list of posts has its
   own header. */
static bool is_in_section(const struct pass_state *s, size_t heading, size_t text)
{
    const struct passage *items = s->passages->items;
    uint32_t section = s->page->nodes[items[heading].element].parent;
    int levels = passage_kind_is_links(&items[heading]) ? LEVELS_MAX : 0;
    while (levels-- > 0 && section != s->page->body &&
           !page_is_inside(s->page, items[text].first, section) &&
           s->passages->before[section] == heading)
        section = s->page->nodes[section].parent;
    return page_is_inside(s->page, items[text].first, section);
}

static bool is_over_text(const struct pass_state *s, const struct walk *walk, size_t i)
{
    return walk->text < s->passages->count &&
           s->scores[i] * SCORE_SHARE >= s->threshold &&
           (walk->labels == 0 ||
            (!s->is_repeat[i] && !s->is_refused[i] && is_in_section(s, i, walk->text)));
}

static void go_past(const struct pass_state *s, struct walk *walk, size_t i)
{
    const struct passage *p = &s->passages->items[i];
    walk->has_kept = walk->has_kept || s->is_kept[i];
    if (p->is_ruled)
        return;
    bool is_label =
        !s->is_kept[i] && !passage_kind_is_heading(p) && p->words <= LABEL_WORDS;
    walk->labels = is_label ? walk->labels + 1 : 0;
    if (s->is_kept[i])
        walk->text = i;
    else if (walk->labels == 0 || walk->labels > LABELS_MAX)
        walk->text = s->passages->count;
}

/* Keeps a heading if the text right after it is kept, or a text of the same element with
   only a date or a byline between them. Keeps the headline if any text after it is kept:
   annotators disagree about headlines, and so does the model, but readers miss them. */
void headings_keep(struct pass_state *s)
{
    const enum reason_code heading = s->code;
    struct walk walk = {.text = s->passages->count};
    for (size_t i = s->passages->count; i-- > 0;) {
        const struct passage *p = &s->passages->items[i];
        bool is_of_text = is_over_text(s, &walk, i);
        s->code = is_of_text ? heading : REASON_HEADLINE;
        if (passage_kind_is_heading(p) && !p->is_ruled &&
            (is_of_text || (walk.has_kept && is_headline(p))))
            pass_state_keep(s, i);
        go_past(s, &walk, i);
    }
}

/* ---- headings of nothing ----------------------------------------------------------- */

enum { LEVELS = 6 }; /* h1 to h6 */

/* Whether there is a picture or the like between a passage and the next one. */
static bool has_media_below(const struct pass_state *s, size_t i)
{
    const struct passage *items = s->passages->items;
    uint32_t end = i + 1 < s->passages->count ? items[i + 1].first : s->page->count;
    for (uint32_t n = items[i].last + 1; n < end; n++)
        if (tag_kind((enum tag)s->page->nodes[n].tag) == TAG_MEDIA)
            return true;
    return false;
}

/* Whether a passage is a heading that may go: not a sentence, which some authors write in
   headings, and not one of several in a row, which are a list. */
static bool is_lone_heading(const struct pass_state *s, size_t i)
{
    const struct passage *p = &s->passages->items[i];
    const struct passage *end = s->passages->items + s->passages->count;
    if (!passage_kind_is_heading(p) || p->is_ruled || !s->is_kept[i] || is_headline(p) ||
        p->last_glyph == GLYPH_STOP)
        return false;
    return !(p > s->passages->items && p[-1].tag == p->tag && s->is_kept[i - 1]) &&
           !(p + 1 < end && p[1].tag == p->tag && s->is_kept[i + 1]);
}

void headings_drop_empty(struct pass_state *s)
{
    bool has_text[LEVELS] = {false}; /* from here to the end of such a section */
    for (size_t i = s->passages->count; i-- > 0;) {
        const struct passage *p = &s->passages->items[i];
        bool is_heading = passage_kind_is_heading(p);
        size_t level = is_heading ? p->tag - TAG_H1 : 0;
        if (is_lone_heading(s, i) && !has_text[level] && !has_media_below(s, i))
            pass_state_refuse(s, i);
        for (size_t k = 0; k < LEVELS; k++)
            if (is_heading ? k >= level : s->is_kept[i])
                has_text[k] = !is_heading;
    }
}
