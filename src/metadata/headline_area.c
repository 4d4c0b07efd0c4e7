#include "metadata/headline_area.h"

#include "base/array.h"
#include "base/hash_table.h"
#include "base/url.h"
#include "base/utf8.h"
#include "metadata/byline.h"
#include "metadata/name_hints.h"
#include "phrases/phrases.h"

enum {
    LINE_BYTES_MAX = 160, /* a longer line is prose */
    AFTER_MAX = 1200,     /* bytes of text after the headline to search for a byline */
    BEFORE_MAX = 200,     /* nodes before it to search */
    NAMES_MAX = 200,      /* bytes of authors */
    DATE_BEFORE_MAX = 40, /* letters before a date: "Last updated on Friday, " */
    DATE_AFTER_MAX = 40,  /* and after it: " by Ann Lee | 5 minutes to read" */
    DATES_MAX = 4, /* dates in one line: received, accepted, published; or two, with one
                      of another calendar in between */
    SENTENCE_WORDS = 4, /* around a date: fewer words with a period are a label */
    PROSE_MIN = 160,    /* bytes of a paragraph: longer ones are prose */
    ARTICLE_MIN = 400, /* bytes of an article: a shorter one is only the head of a page */
};

struct scan {
    const struct page *page;
    const struct headline_area_wish *wish;
    struct arena *arena;
    /* ends of open elements */
    uint32_t author_end, login_end, link_end, change_end, published_end, other_end;
    uint32_t article;      /* the one with the headline, or NODE_NONE */
    struct slice label;    /* the previous line, if it is short: "Updated" */
    enum byline_intro due; /* the previous line was only an intro */
    enum { NAMES_CLOSED, NAMES_OPEN, NAMES_DUE } names; /* whether another may follow */
    bool is_near;           /* the current node is near the headline */
    bool is_before;         /* before the headline: there, the nearest text wins */
    bool is_due_signed;     /* the intro in `due` was a signature's */
    struct slice signature; /* the author in a signature at the end of a text */
    bool is_disputed;       /* there are two different signatures */
    struct headline_area found;
    struct token href, datetime;
    struct hash_table *signs; /* uint8_t, by the hash of the class attribute */
};

/* ---- classes and links ------------------------------------------------------------- */

/* Cached, because pages repeat the same few classes many times. */
static unsigned signs_of(struct scan *s, uint32_t node)
{
    const struct node *n = &s->page->nodes[node];
    unsigned signs = 0;
    for (uint32_t i = n->classes; i < n->classes + n->class_count; i++) {
        const struct token *class = &s->page->classes[i];
        bool is_new;
        uint8_t *known = hash_table_put_number(s->signs, class->hash, &is_new);
        if (is_new)
            *known = (uint8_t)name_hints_of_class(slice_of(class->ptr, class->len));
        signs |= *known;
    }
    return signs;
}

/* Whether a link leads to an author's page or, near the headline, to the page of any
   member of this site. */
static bool is_author_link(const struct scan *s, uint32_t node)
{
    struct slice href = page_attribute_by(s->page, node, &s->href);
    enum link_hint sign = name_hints_of_link(href);
    if (sign != LINK_MEMBER || !s->is_near)
        return sign == LINK_AUTHOR;
    return !url_is_web(href) || slice_find_nocase(href, s->wish->host) != SIZE_MAX;
}

/* ---- dates ------------------------------------------------------------------------- */

/* label is the text before the date, or else the previous line. */
static void offer_date(struct scan *s, uint32_t node, struct slice label,
                       struct slice iso)
{
    if (node < s->other_end || phrases_are_inside(label, SENSE_DATE_OTHER))
        return;
    bool is_changed = phrases_are_inside(label, SENSE_DATE_CHANGED);
    bool is_publication =
        node < s->published_end ||
        (!is_changed && phrases_are_inside(label, SENSE_DATE_PUBLISHED));
    bool is_change = node < s->change_end || is_changed;
    if (!s->is_near && !is_publication && !is_change)
        return; /* not a date of this page: other pages have dates too */
    bool is_known = s->wish->known.len && !date_days_between(iso, s->wish->known);
    if (s->is_near && !is_change && is_known)
        s->found.shows_known = true;
    struct slice *date = is_change ? &s->found.updated : &s->found.date;
    if (!date->len || s->is_before)
        *date = iso;
}

static bool says_what(struct slice label)
{
    return phrases_are_inside(label, SENSE_DATE_CHANGED) ||
           phrases_are_inside(label, SENSE_DATE_PUBLISHED);
}

/* Whether a date has little text around it, so that it is not part of a sentence. */
static bool is_alone(const struct date_found *found)
{
    return utf8_count(found->after) <= DATE_AFTER_MAX &&
           (utf8_count(found->before) <= DATE_BEFORE_MAX ||
            phrases_are_inside(found->before, SENSE_DATE_PUBLISHED));
}

static size_t count_words(struct slice text)
{
    size_t words = 0;
    for (struct slice word; slice_next_word(&text, &word);)
        words++;
    return words;
}

/* Whether the date is in a sentence: "The first fair was held on 5 March 1998." */
static bool is_sentence(const struct date_found *found)
{
    static const struct slice stops[] = {SLICE_INIT("."),  SLICE_INIT("!"),
                                         SLICE_INIT("?"),  SLICE_INIT("…"),
                                         SLICE_INIT("。"), SLICE_INIT("।")};
    struct slice rest;
    if (count_words(found->before) + count_words(found->after) < SENTENCE_WORDS ||
        says_what(found->before) ||
        byline_read_intro(found->before, &rest) != BYLINE_PLAIN)
        return false;
    for (size_t i = 0; i < COUNT_OF(stops); i++)
        if (slice_ends_with(found->after, stops[i]))
            return true;
    return false;
}

/* "12 May 1931 – 3 March 2024": a lifetime, or the dates of an event. */
static bool is_range(struct slice between)
{
    static const struct slice dashes[] = {SLICE_INIT("-"), SLICE_INIT("–"),
                                          SLICE_INIT("—")};
    between = slice_trim(between);
    for (size_t i = 0; i < COUNT_OF(dashes); i++)
        if (slice_equal(between, dashes[i]))
            return true;
    return false;
}

/* Whether the date is in the first sentence of a paragraph, and markup surrounds
   something else in that sentence: "On 5 March 1998 the <a>first fair</a> was held". */
static bool is_in_prose(const struct scan *s, uint32_t node)
{
    const struct node *nodes = s->page->nodes;
    uint32_t p = nodes[node].parent;
    while (p != NODE_NONE && tag_kind((enum tag)nodes[p].tag) == TAG_INLINE)
        p = nodes[p].parent;
    bool is_paragraph =
        p != NODE_NONE && (nodes[p].tag == TAG_P || nodes[p].tag == TAG_LI ||
                           nodes[p].tag == TAG_BLOCKQUOTE);
    size_t bytes = 0;
    for (uint32_t i = p; is_paragraph && i < nodes[p].end && bytes <= PROSE_MIN; i++)
        bytes += node_is_text(&nodes[i]) ? nodes[i].text.len : 0;
    return bytes > PROSE_MIN;
}

/* Reads the dates of a line: "Published 3 March 2024, updated 5 March 2024". */
static void read_dates(struct scan *s, uint32_t node, struct slice line)
{
    struct date_found found[DATES_MAX];
    size_t count = 0;
    while (count < DATES_MAX && date_has_year(line) &&
           date_find(s->arena, line, s->wish->order, &found[count]))
        line = found[count++].after;
    bool has_data = !s->wish->date_anywhere; /* the page's data has a date, which only a
                                                byline's date replaces */
    if (has_data && count && !says_what(found[0].before) &&
        ((count == 2 && is_range(found[1].before)) || is_in_prose(s, node)))
        return;
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count)
            found[i].after = found[i + 1].before;
        bool is_labelled = says_what(found[i].before);
        bool has_label =
            is_labelled || phrases_are_inside(found[i].before, SENSE_DATE_OTHER);
        if (is_alone(&found[i]) && !is_sentence(&found[i]) && (i == 0 || is_labelled))
            offer_date(s, node, has_label ? found[i].before : s->label, found[i].iso);
    }
}

/* ---- names ------------------------------------------------------------------------- */

/* Starts a new list of names unless the previous line showed that another follows. */
static void add_name(struct scan *s, struct slice name)
{
    struct slice *author = &s->found.author;
    if (s->names == NAMES_CLOSED)
        *author = arena_copy(s->arena, name);
    else if (slice_find(*author, name) == SIZE_MAX && author->len + name.len < NAMES_MAX)
        *author = slice_of_string(
            arena_printf(s->arena, "%.*s, %.*s", SLICE_ARG(*author), SLICE_ARG(name)));
}

/* Reads the line as names, if it is names. */
static void read_names(struct scan *s, struct slice line, enum byline_trust trust)
{
    struct slice name = byline_clean(s->arena, line);
    if (!byline_is_name(name, trust)) {
        s->names = NAMES_CLOSED;
        return;
    }
    add_name(s, name);
    char last = line.ptr[line.len - 1];
    bool goes_on = last == ',' || last == '&' || phrases_end(line, SENSE_MORE_NAMES);
    s->names = goes_on ? NAMES_DUE : NAMES_OPEN;
}

/* Whether this line, after a name, continues the names. */
static bool continue_names(struct scan *s, uint32_t node, struct slice line)
{
    if (s->names == NAMES_OPEN && byline_is_joint(line))
        s->names = NAMES_DUE;
    else if (s->names == NAMES_DUE || (s->names == NAMES_OPEN && node < s->link_end))
        read_names(s, line, BYLINE_SAID);
    else
        s->names = NAMES_CLOSED;
    return s->names != NAMES_CLOSED;
}

/* Reads "Written by Ann Lee", far from the headline: the author of this text, unless
   there is a second signature with another name. */
static void read_signature(struct scan *s, struct slice line)
{
    struct slice name = byline_clean(s->arena, line);
    if (!byline_is_name(name, BYLINE_SAID))
        return;
    s->is_disputed =
        s->is_disputed || (s->signature.len && !slice_equal_nocase(s->signature, name));
    s->signature = name;
}

/* Whether a line is only "by", in lower case: the line goes on, and what was before it is
   the kind of article or a brand, as in "Opinion by Ann Lee" in three elements. */
static bool is_small_intro(struct slice line)
{
    struct slice rest;
    return line.ptr[0] >= 'a' && line.ptr[0] <= 'z' &&
           byline_read_intro(line, &rest) == BYLINE_BY && !rest.len;
}

static void read_byline(struct scan *s, uint32_t node, struct slice line)
{
    if (s->names == NAMES_OPEN && is_small_intro(line))
        s->found.author = slice_of("", 0);
    if (continue_names(s, node, line) || (s->found.author.len && !s->is_before))
        return;
    struct slice rest;
    enum byline_intro due = s->due;
    /* far from the headline there are many lines, so only their beginnings are read */
    enum byline_intro intro = s->is_near ? byline_read_line(s->arena, line, &rest)
                                         : byline_read_intro(line, &rest);
    bool is_bare = intro == BYLINE_OTHER || (intro == BYLINE_BY && !rest.len);
    bool is_signed = byline_is_signed(line), is_due_signed = s->is_due_signed;
    s->due = is_bare ? intro : BYLINE_PLAIN;
    s->is_due_signed = is_bare && is_signed;
    if (is_bare || due == BYLINE_OTHER)
        return;
    if (!s->is_near && (is_signed || is_due_signed))
        read_signature(s, line);
    bool is_marked =
        node < s->author_end || node < s->link_end || (s->is_near && node < s->login_end);
    bool is_said = s->is_near && (intro == BYLINE_BY || due == BYLINE_BY);
    if (is_marked || is_said)
        read_names(s, line, is_marked ? BYLINE_MARKED : BYLINE_SAID);
}

/* ---- the walk ---------------------------------------------------------------------- */

static void read_line(struct scan *s, uint32_t node, struct slice line)
{
    if (s->wish->date && (s->is_near || !s->found.date.len))
        read_dates(s, node, line);
    if (s->wish->author)
        read_byline(s, node, line);
    bool is_label = utf8_count(line) <= DATE_BEFORE_MAX && !date_has_year(line);
    s->label = is_label ? line : slice_of("", 0);
}

/* Whether there is a heading like "Latest news" above the entries of a list. */
static bool has_heading(const struct page *page, uint32_t top)
{
    for (uint32_t i = top + 1; i < page->nodes[top].end; i++)
        if (page->nodes[i].tag >= TAG_H1 && page->nodes[i].tag <= TAG_H6)
            return true;
    return false;
}

/* Returns the article element with the headline and its text, or NODE_NONE. */
static uint32_t find_article(const struct page *page, uint32_t headline)
{
    uint32_t p = headline;
    while (p != NODE_NONE && page->nodes[p].tag != TAG_ARTICLE)
        p = page->nodes[p].parent;
    size_t bytes = 0;
    for (uint32_t i = p; p != NODE_NONE && i < page->nodes[p].end; i++)
        bytes += node_is_text(&page->nodes[i]) ? page->nodes[i].text.len : 0;
    return bytes >= ARTICLE_MIN ? p : NODE_NONE;
}

static void open_until(uint32_t *end, const struct node *node)
{
    if (*end < node->end)
        *end = node->end;
}

/* Whether an element contains dates of something else: a picture, a box beside the
   article, another article. */
static bool has_other_dates(const struct scan *s, uint32_t i)
{
    const struct node *node = &s->page->nodes[i];
    if (node->tag == TAG_FIGCAPTION)
        return true;
    if (node->tag == TAG_ASIDE)
        return has_heading(s->page, i);
    return s->article != NODE_NONE &&
           (node->tag == TAG_ARTICLE || i >= s->page->nodes[s->article].end);
}

/* Reads the date of a time element: the one that it shows, if it shows one, because that
   is in the time zone of the page's readers; the attribute may be in UTC. */
static void read_time(struct scan *s, uint32_t i)
{
    struct date_found shown;
    struct slice iso = date_to_iso(s->arena, page_attribute_by(s->page, i, &s->datetime),
                                   s->wish->order);
    if (!iso.len)
        return;
    struct slice text = page_text(s->page, i, NULL, s->arena);
    bool is_shown = text.len <= LINE_BYTES_MAX && date_has_year(text) &&
                    date_find(s->arena, text, s->wish->order, &shown);
    bool is_other_day = is_shown && date_is_elsewhere(shown.iso, iso);
    offer_date(s, i, s->label, is_other_day ? shown.iso : iso);
}

/* Returns false if the whole element is to be skipped. */
static bool enter(struct scan *s, uint32_t i)
{
    const struct node *node = &s->page->nodes[i];
    unsigned signs = signs_of(s, i);
    bool has_headline =
        s->wish->headline != NODE_NONE && page_is_inside(s->page, s->wish->headline, i);
    if (!has_headline && (node->tag == TAG_NAV || (signs & HINT(ELSEWHERE)) ||
                          tag_kind((enum tag)node->tag) == TAG_SILENT))
        return false;
    if (has_headline)
        return true;
    if (s->wish->date && has_other_dates(s, i))
        open_until(&s->other_end, node);
    if (signs & HINT(AUTHOR))
        open_until(&s->author_end, node);
    if (signs & HINT(LOGIN))
        open_until(&s->login_end, node);
    if (signs & HINT(CHANGED))
        open_until(&s->change_end, node);
    if (signs & HINT(PUBLISHED))
        open_until(&s->published_end, node);
    if (node->tag == TAG_A && is_author_link(s, i))
        open_until(&s->link_end, node);
    if (node->tag == TAG_TIME && s->wish->date)
        read_time(s, i);
    return true;
}

/* Reads the nodes up to `to`, or up to so many bytes of text. Returns the node where it
   stopped. */
static uint32_t read_nodes(struct scan *s, uint32_t from, uint32_t to, size_t bytes_max)
{
    size_t bytes = 0;
    uint32_t i = from;
    while (i < to && bytes < bytes_max) {
        const struct node *node = &s->page->nodes[i];
        if (node_is_text(node)) {
            struct slice line = slice_trim(node->text);
            bytes += line.len;
            if (line.len && line.len <= LINE_BYTES_MAX)
                read_line(s, i, page_collapse(line, s->arena));
        } else if (!enter(s, i)) {
            i = node->end;
            continue;
        }
        i++;
    }
    return i;
}

static void take(struct slice *field, struct slice value)
{
    if (!field->len)
        *field = value;
}

/* Called before reading nodes that precede those read last. */
static void forget_elements(struct scan *s)
{
    s->author_end = s->login_end = s->link_end = s->change_end = s->published_end = 0;
    s->other_end = 0;
    s->names = NAMES_CLOSED;
    s->due = BYLINE_PLAIN;
    s->is_due_signed = false;
    s->label = slice_of("", 0);
}

static void read_before(const struct scan *near, uint32_t from, struct headline_area *out)
{
    struct scan s = *near;
    uint32_t to = s.wish->headline;
    s.found = (struct headline_area){.shows_known = out->shows_known};
    forget_elements(&s);
    s.is_before = true;
    read_nodes(&s, to - from > BEFORE_MAX ? to - BEFORE_MAX : from, to, SIZE_MAX);
    take(&out->author, s.found.author);
    take(&out->date, s.found.date);
    take(&out->updated, s.found.updated);
    out->shows_known = s.found.shows_known;
}

void headline_area_read(const struct page *page, const struct headline_area_wish *wish,
                        struct arena *a, struct headline_area *out)
{
    *out = (struct headline_area){.shows_known = false};
    if (page->body == NODE_NONE)
        return;
    struct hash_table signs;
    hash_table_open(&signs, a, sizeof(uint8_t));
    struct scan s = {.page = page,
                     .wish = wish,
                     .arena = a,
                     .is_near = true,
                     .signs = &signs,
                     .article = find_article(page, wish->headline),
                     .href = token_of(SLICE("href")),
                     .datetime = token_of(SLICE("datetime"))};
    bool has_headline = wish->headline != NODE_NONE;
    uint32_t after = has_headline ? page->nodes[wish->headline].end : page->body + 1;
    uint32_t end = page->nodes[page->body].end;
    uint32_t stopped = read_nodes(&s, after, end, AFTER_MAX);
    *out = s.found;
    if (has_headline && wish->headline > page->body)
        read_before(&s, page->body + 1, out);
    struct headline_area_wish rest = *wish;
    rest.author = wish->author && wish->author_anywhere && !out->author.len;
    rest.date = wish->date && wish->date_anywhere && !out->date.len && !out->updated.len;
    if (!rest.author && !rest.date)
        return;
    s.is_near = false;
    s.wish = &rest;
    s.found = *out;
    read_nodes(&s, stopped, end, SIZE_MAX);
    if (has_headline && wish->headline > page->body) {
        forget_elements(&s);
        read_nodes(&s, page->body + 1, wish->headline, SIZE_MAX);
    }
    if (!s.is_disputed)
        take(&s.found.author, s.signature);
    *out = s.found;
}
