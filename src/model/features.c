#include "model/features.h"

#include "base/array.h"
#include "base/hash_table.h"
#include "model/columns.h"
#include "model/trees.h"

#include <string.h>

enum {
    CLIMB_MAX = 64, /* levels; real pages have about 30, hostile ones 100,000 */
};

/* Sums over the passages before each one: the sum of a range is then a difference. */
struct sums {
    int64_t words, chars, linked, longs, long_words, stated;
};

struct shape_group {
    uint32_t count, seen;
    int64_t words, chars, linked;
};

struct reading {
    struct features *f;
    const struct passage *items;
    size_t count;
    const struct page *page;
    const struct lexicon *lexicon;
    struct arena *arena;
    struct sums *sums; /* count + 1 */
    struct shape_group *groups;
    uint32_t best; /* the element with the most prose directly in it, or NODE_NONE */
};

/* ---- tags -------------------------------------------------------------------------- */

/* Tags in an order that lets a tree separate kinds with one comparison. */
static int tag_group(uint32_t tag)
{
    static const uint8_t GROUPS[TAG_COUNT] = {
        [TAG_P] = 12,      [TAG_PRE] = 13,    [TAG_BLOCKQUOTE] = 11,
        [TAG_DD] = 10,     [TAG_DT] = 9,      [TAG_TD] = 8,
        [TAG_TH] = 7,      [TAG_LI] = 6,      [TAG_FIGCAPTION] = 5,
        [TAG_CAPTION] = 5, [TAG_H1] = 14,     [TAG_H2] = 14,
        [TAG_H3] = 14,     [TAG_H4] = 14,     [TAG_H5] = 14,
        [TAG_H6] = 14,     [TAG_ARTICLE] = 4, [TAG_SECTION] = 4,
        [TAG_MAIN] = 4,    [TAG_SUMMARY] = 3, [TAG_ADDRESS] = 3,
        [TAG_LEGEND] = 3,  [TAG_FORM] = 2,    [TAG_FIELDSET] = 2,
        [TAG_HEADER] = 1,  [TAG_FOOTER] = 1,  [TAG_NAV] = 1,
        [TAG_ASIDE] = 1,
    };
    return GROUPS[tag];
}

/* ---- groups and sums --------------------------------------------------------------- */

static void sum_up(struct reading *r)
{
    r->sums = arena_calloc(r->arena, r->count + 1, sizeof *r->sums);
    for (size_t i = 0; i < r->count; i++) {
        const struct passage *p = &r->items[i];
        struct sums *s = &r->sums[i + 1];
        bool is_long = p->words >= LONG_WORDS && p->linked * 2 < p->chars;
        *s = r->sums[i];
        s->words += p->words;
        s->chars += p->chars;
        s->linked += p->linked;
        s->longs += is_long;
        s->stated += p->stated;
        s->long_words += is_long ? p->words : 0;
    }
}

static void group_shapes(struct reading *r)
{
    struct hash_table shapes; /* struct shape_group, by the hash of the shape */
    hash_table_open(&shapes, r->arena, sizeof(struct shape_group));
    r->f->groups = arena_alloc(r->arena, (r->count + 1) * sizeof *r->f->groups);
    for (size_t i = 0; i < r->count; i++) {
        const struct passage *p = &r->items[i];
        struct shape_group *group = hash_table_put_number(&shapes, p->shape_hash, NULL);
        r->f->groups[i] = (uint32_t)hash_table_index(&shapes, group);
        group->count++;
        group->words += p->words;
        group->chars += p->chars;
        group->linked += p->linked;
    }
    r->f->group_count = (uint32_t)shapes.count;
    r->groups = shapes.values;
}

/* How often the text of each passage is on the page, and how often before the passage. */
static void count_copies(struct reading *r)
{
    struct hash_table copies; /* uint32_t, by the hash of the text */
    hash_table_open(&copies, r->arena, sizeof(uint32_t));
    for (size_t i = 0; i < r->count; i++) {
        uint32_t *count = hash_table_put_number(&copies, r->items[i].text_hash, NULL);
        features_row(r->f, i)[OWN_copy_index] = clamp((*count)++);
    }
    for (size_t i = 0; i < r->count; i++) {
        const uint32_t *count = hash_table_find_number(&copies, r->items[i].text_hash);
        features_row(r->f, i)[OWN_copies] = clamp(*count);
    }
}

/* ---- the passage itself ------------------------------------------------------------ */

static void read_words(const struct reading *r, const struct passage *p, int16_t *row)
{
    struct word_sum sum = lexicon_sum_words(r->lexicon, p->kept, p->kept_count);
    row[OWN_word_mean] = clamp(sum.mean);
    row[OWN_word_min] = clamp(sum.least);
    row[OWN_word_max] = clamp(sum.most);
}

static void read_topics(const struct reading *r, const struct passage *p, int16_t *row)
{
    const uint32_t *size = r->f->passages->topic_size;
    int64_t words = p->words;
    row[OWN_title_share] = share(p->topic_words[TOPIC_TITLE], words);
    row[OWN_heading_share] = share(p->topic_words[TOPIC_HEADING], words);
    row[OWN_description_share] = share(p->topic_words[TOPIC_DESCRIPTION], words);
    row[OWN_title_cover] = share(p->topic_words[TOPIC_TITLE], size[TOPIC_TITLE]);
    row[OWN_heading_cover] = share(p->topic_words[TOPIC_HEADING], size[TOPIC_HEADING]);
    row[OWN_description_cover] =
        share(p->topic_words[TOPIC_DESCRIPTION], size[TOPIC_DESCRIPTION]);
}

/* A page without data says nothing; a page with data speaks against what it does not
 * have. */
static int16_t stated_share(const struct reading *r, int64_t stated, int64_t words)
{
    return r->f->passages->stated_words ? share(stated, words) : -1;
}

static void read_text(const struct passage *p, int16_t *row)
{
#define X(column, value) row[OWN_##column] = (value);
    TEXT_COLUMNS(X)
#undef X
    row[OWN_link_share] = share(p->linked, p->chars);
    row[OWN_links] = clamp(p->links);
    row[OWN_bold_share] = share(p->bold, p->chars);
    row[OWN_code_share] = share(p->code, p->chars);
    row[OWN_tag_group] = (int16_t)tag_group(p->tag);
    row[OWN_heading_level] = (int16_t)heading_level(p->tag);
    row[OWN_phrase] = (int16_t)p->phrase;
}

static void read_surroundings(const struct passage *p, int16_t *row)
{
    const struct surroundings *s = &p->around;
    row[OWN_depth] = clamp(s->depth);
    row[OWN_content_sum] = s->content_sum;
    row[OWN_content_min] = s->content_min;
    row[OWN_content_max] = s->content_max;
    row[OWN_rules_sum] = s->rules_sum;
    row[OWN_rules_min] = s->rules_min;
    row[OWN_rules_max] = s->rules_max;
    for (int i = 0; i < ENCLOSURE_COUNT; i++)
        row[COLUMN_INSIDE + i] = s->inside[i];
    for (int i = 0; i < NAME_CLASS_COUNT; i++)
        row[COLUMN_CLASSES + i] =
            s->class_depth[i] ? clamp(s->depth - s->class_depth[i]) : NEVER;
    for (int i = 0; i < NAMED_KEPT; i++)
        row[COLUMN_NAMED + i] = s->named[i];
}

static void read_shape(const struct reading *r, size_t i, int16_t *row)
{
    struct shape_group *group = &r->groups[r->f->groups[i]];
    row[OWN_shape_count] = clamp(group->count);
    row[OWN_shape_words] = share(group->words, r->sums[r->count].words);
    row[OWN_shape_mean] = clamp(group->words * 10 / group->count);
    row[OWN_shape_index] = clamp(group->seen++);
    row[OWN_shape_links] = share(group->linked, group->chars);
}

/* ---- the place of the passage ------------------------------------------------------ */

struct place {
    size_t heading;     /* the last heading before it; count if there is none */
    int level;          /* of that heading */
    size_t long_before; /* the last long passage before it; count if there is none */
    int short_run;      /* number of short passages since */
    size_t related, comments; /* the last heading over other texts, over comments */
    int phrase_run;           /* number of phrases directly before it */
};

static int16_t distance(size_t from, size_t to, size_t none)
{
    return from == none ? NEVER : clamp((int64_t)to - (int64_t)from);
}

static void read_phrases(const struct reading *r, size_t i, struct place *place,
                         int16_t *row)
{
    enum phrase_kind phrase = r->items[i].phrase;
    row[OWN_heading_phrase] = place->heading == r->count
                                  ? PHRASE_KIND_NONE
                                  : (int16_t)r->items[place->heading].phrase;
    row[OWN_since_related] = distance(place->related, i, r->count);
    row[OWN_since_comments] = distance(place->comments, i, r->count);
    row[OWN_phrase_run] = clamp(place->phrase_run);
    if (phrase == PHRASE_KIND_RELATED || phrase == PHRASE_KIND_LATEST)
        place->related = i;
    if (phrase == PHRASE_KIND_COMMENTS)
        place->comments = i;
    place->phrase_run = phrase == PHRASE_KIND_NONE ? 0 : place->phrase_run + 1;
}

static void read_place(const struct reading *r, size_t i, struct place *place,
                       int16_t *row)
{
    const struct passage *p = &r->items[i];
    int64_t before = r->sums[i].words, all = r->sums[r->count].words;
    uint32_t title = r->f->passages->heading_passage;
    row[OWN_place] = share(before, all);
    row[OWN_words_before] = clamp(before);
    row[OWN_words_after] = clamp(all - before - p->words);
    row[OWN_index] = clamp((int64_t)i);
    row[OWN_from_title] =
        title == UINT32_MAX ? NEVER : clamp((int64_t)i - (int64_t)title);
    row[OWN_since_heading] = distance(place->heading, i, r->count);
    row[OWN_words_since_heading] = place->heading == r->count
                                       ? NEVER
                                       : clamp(before - r->sums[place->heading].words);
    row[OWN_last_heading] = (int16_t)place->level;
    row[OWN_words_to_long] = place->long_before == r->count
                                 ? NEVER
                                 : clamp(before - r->sums[place->long_before + 1].words);
    row[OWN_run_of_short] = clamp(place->short_run);
    int level = heading_level(p->tag);
    if (level) {
        place->heading = i;
        place->level = level;
    }
    bool is_long = r->sums[i + 1].longs > r->sums[i].longs;
    place->short_run = is_long ? 0 : place->short_run + 1;
    place->long_before = is_long ? i : place->long_before;
}

static void read_best(const struct reading *r, size_t i, int16_t *row)
{
    if (r->best == NODE_NONE)
        return;
    const uint32_t *before = r->f->passages->before;
    size_t begin = before[r->best], end = before[r->page->nodes[r->best].end];
    row[OWN_in_best] = i >= begin && i < end;
    row[OWN_from_best] = columns_from_range(i, begin, end);
}

/* ---- containers -------------------------------------------------------------------- */

static void read_container(const struct reading *r, size_t i, uint32_t node,
                           uint32_t begin, uint32_t end, int16_t *cells)
{
    const struct sums *from = &r->sums[begin], *to = &r->sums[end];
    int64_t words = to->words - from->words;
    cells[CONTAINER_words] = clamp(words);
    cells[CONTAINER_link_share] =
        share(to->linked - from->linked, to->chars - from->chars);
    cells[CONTAINER_passages] = clamp(end - begin);
    cells[CONTAINER_long_passages] = clamp(to->longs - from->longs);
    cells[CONTAINER_page_share] = share(words, r->sums[r->count].words);
    cells[CONTAINER_place] = share((int64_t)i - begin, end - begin);
    cells[CONTAINER_long_share] = share(to->long_words - from->long_words, words);
    cells[CONTAINER_stated] = stated_share(r, to->stated - from->stated, words);
    cells[CONTAINER_tag] = (int16_t)tag_group(r->page->nodes[node].tag);
}

static void read_containers(const struct reading *r, size_t i, int16_t *row)
{
    const uint32_t *before = r->f->passages->before;
    const struct node *nodes = r->page->nodes;
    uint32_t *ranges = r->f->containers + i * CONTAINERS * 2;
    uint32_t node = r->items[i].element, begin = (uint32_t)i, end = begin + 1;
    int found = 0;
    for (int level = 0; level < CLIMB_MAX && node != NODE_NONE && found < CONTAINERS;
         level++, node = nodes[node].parent) {
        enum tag_kind kind = tag_kind((enum tag)nodes[node].tag);
        if (kind != TAG_BLOCK && kind != TAG_CELL)
            continue;
        if (node < r->page->body)
            break;
        if (before[node] >= begin && before[nodes[node].end] <= end)
            continue;
        begin = before[node];
        end = before[nodes[node].end];
        ranges[found * 2] = begin;
        ranges[found * 2 + 1] = end;
        read_container(r, i, node, begin, end,
                       row + COLUMN_CONTAINERS + found * CONTAINER_COUNT);
        found++;
    }
    for (; found < CONTAINERS; found++) {
        ranges[found * 2] = 0;
        ranges[found * 2 + 1] = 0;
        for (int k = 0; k < CONTAINER_COUNT; k++)
            row[COLUMN_CONTAINERS + found * CONTAINER_COUNT + k] = -1;
    }
}

/* The element with the most prose without links in its children, and half as much weight
   for grandchildren: how Readability finds an article. */
static uint32_t find_best(const struct reading *r)
{
    uint32_t *prose = arena_calloc(r->arena, r->page->count, sizeof *prose);
    uint32_t best = NODE_NONE;
    for (size_t i = 0; i < r->count; i++) {
        const struct passage *p = &r->items[i];
        if (p->words < LONG_WORDS || p->linked * 3 > p->chars)
            continue;
        uint32_t parent = r->page->nodes[p->element].parent;
        uint32_t weight = 2 * p->words;
        for (int step = 0; step < 2 && parent != NODE_NONE && parent >= r->page->body;
             step++) {
            prose[parent] += weight;
            if (best == NODE_NONE || prose[parent] > prose[best])
                best = parent;
            weight /= 2;
            parent = r->page->nodes[parent].parent;
        }
    }
    return best;
}

/* ---- neighbours -------------------------------------------------------------------- */

static void read_neighbours(const struct reading *r, size_t i, int16_t *row)
{
    int16_t *cells = row + COLUMN_NEIGHBOURS;
    for (int step = -NEIGHBOURS; step <= NEIGHBOURS; step++) {
        if (step == 0)
            continue;
        int64_t other = (int64_t)i + step;
        if (other < 0 || other >= (int64_t)r->count)
            memset(cells, 0xFF, NEIGHBOUR_OWN * sizeof *cells);
        else
            memcpy(cells, features_row(r->f, (size_t)other),
                   NEIGHBOUR_OWN * sizeof *cells);
        cells += NEIGHBOUR_OWN;
    }
}

/* ---- the page ---------------------------------------------------------------------- */

enum og_type { OG_NONE, OG_OTHER, OG_WEBSITE, OG_ARTICLE, OG_PRODUCT };

static int read_og_type(struct slice value)
{
    if (slice_find_nocase(value, SLICE("article")) != SIZE_MAX)
        return OG_ARTICLE;
    if (slice_find_nocase(value, SLICE("product")) != SIZE_MAX)
        return OG_PRODUCT;
    if (slice_find_nocase(value, SLICE("website")) != SIZE_MAX)
        return OG_WEBSITE;
    return OG_OTHER;
}

static void read_head(const struct reading *r, int16_t *row)
{
    const struct page *page = r->page;
    if (page->head == NODE_NONE)
        return;
    for (uint32_t i = page->head; i < page->nodes[page->head].end; i++) {
        if (page->nodes[i].tag != TAG_META)
            continue;
        struct slice property = page_attribute(page, i, SLICE("property"));
        if (slice_equal_nocase(property, SLICE("og:type")))
            row[PAGE_og_type] =
                (int16_t)read_og_type(page_attribute(page, i, SLICE("content")));
        else if (slice_equal_nocase(property, SLICE("article:published_time")))
            row[PAGE_has_published_time] = 1;
    }
}

static void read_tag_counts(const struct reading *r, int16_t *row)
{
    static const struct {
        uint8_t column;
        uint16_t tag;
    } COUNTED[] = {
        {PAGE_h1s, TAG_H1},           {PAGE_headings, TAG_H1},
        {PAGE_headings, TAG_H2},      {PAGE_headings, TAG_H3},
        {PAGE_headings, TAG_H4},      {PAGE_items, TAG_LI},
        {PAGE_rows, TAG_TR},          {PAGE_cells, TAG_TD},
        {PAGE_paragraphs, TAG_P},     {PAGE_articles, TAG_ARTICLE},
        {PAGE_sections, TAG_SECTION}, {PAGE_forms, TAG_FORM},
        {PAGE_inputs, TAG_INPUT},     {PAGE_buttons, TAG_BUTTON},
        {PAGE_images, TAG_IMG},       {PAGE_links, TAG_A},
        {PAGE_times, TAG_TIME},       {PAGE_codes, TAG_CODE},
        {PAGE_codes, TAG_PRE},        {PAGE_quotes, TAG_BLOCKQUOTE},
        {PAGE_definitions, TAG_DT},
    };
    const uint32_t *tags = r->f->passages->tags;
    for (size_t i = 0; i < COUNT_OF(COUNTED); i++)
        row[COUNTED[i].column] =
            clamp((int64_t)row[COUNTED[i].column] + tags[COUNTED[i].tag]);
}

struct page_totals {
    int64_t stops, digits, currency, ideographs, noscript, copies;
    int64_t main, article, phrases;
    int64_t classes[NAME_CLASS_COUNT];
};

static void add_totals(const struct reading *r, size_t i, struct page_totals *t)
{
    const struct passage *p = &r->items[i];
    t->stops += p->stops;
    t->digits += p->digits;
    t->currency += p->currency;
    t->ideographs += p->ideographs;
    t->noscript += p->around.inside[IN_NOSCRIPT] ? p->words : 0;
    t->main += p->around.inside[IN_MAIN] ? p->words : 0;
    t->article += p->around.inside[IN_ARTICLE] ? p->words : 0;
    t->phrases += p->phrase != PHRASE_KIND_NONE;
    t->copies += features_row(r->f, i)[OWN_copy_index] > 0;
    for (int k = 0; k < NAME_CLASS_COUNT; k++)
        t->classes[k] += p->around.class_depth[k] ? p->words : 0;
}

static void read_class_shares(const struct page_totals *t, int64_t words, int16_t *row)
{
    static const struct {
        uint8_t column, class;
    } SHARES[] = {
        {PAGE_comment_words, NAMES_COMMENT}, {PAGE_post_words, NAMES_POST},
        {PAGE_forum_words, NAMES_FORUM},     {PAGE_product_words, NAMES_PRODUCT},
        {PAGE_price_words, NAMES_PRICE},     {PAGE_card_words, NAMES_CARD},
        {PAGE_list_words, NAMES_LIST},       {PAGE_docs_words, NAMES_DOCS},
        {PAGE_content_words, NAMES_CONTENT}, {PAGE_review_words, NAMES_REVIEW},
    };
    for (size_t i = 0; i < COUNT_OF(SHARES); i++)
        row[SHARES[i].column] = share(t->classes[SHARES[i].class], words);
}

static void read_shares(const struct reading *r, int16_t *row)
{
    struct page_totals t = {0};
    for (size_t i = 0; i < r->count; i++)
        add_totals(r, i, &t);
    const struct sums *all = &r->sums[r->count];
    row[PAGE_stops] = clamp(t.stops);
    row[PAGE_digit_share] = share(t.digits, all->chars);
    row[PAGE_currency] = clamp(t.currency);
    row[PAGE_ideograph_share] = share(t.ideographs, all->chars);
    row[PAGE_noscript_words] = share(t.noscript, all->words);
    row[PAGE_main_words] = share(t.main, all->words);
    row[PAGE_article_words] = share(t.article, all->words);
    row[PAGE_copies] = share(t.copies, (int64_t)r->count);
    row[PAGE_phrases] = share(t.phrases, (int64_t)r->count);
    read_class_shares(&t, all->words, row);
}

static void read_top_shape(const struct reading *r, int16_t *row)
{
    const struct shape_group *top = NULL;
    for (uint32_t i = 0; i < r->f->group_count; i++)
        if (!top || r->groups[i].words > top->words)
            top = &r->groups[i];
    if (!top)
        return;
    row[PAGE_shapes] = clamp(r->f->group_count);
    row[PAGE_top_shape_words] = share(top->words, r->sums[r->count].words);
    row[PAGE_top_shape_count] = clamp(top->count);
}

static void read_page(const struct reading *r, int16_t *row)
{
    const struct sums *all = &r->sums[r->count];
    const uint32_t *before = r->f->passages->before;
    row[PAGE_passages] = clamp((int64_t)r->count);
    row[PAGE_words] = clamp(all->words);
    row[PAGE_link_share] = share(all->linked, all->chars);
    row[PAGE_long_words] = share(all->long_words, all->words);
    row[PAGE_long_passages] = clamp(all->longs);
    row[PAGE_mean_words] = r->count ? clamp(all->words * 10 / (int64_t)r->count) : 0;
    row[PAGE_stated_words] = clamp(r->f->passages->stated_words);
    row[PAGE_stated] = stated_share(r, all->stated, all->words);
    row[PAGE_title_words] = clamp(r->f->passages->topic_size[TOPIC_TITLE]);
    row[PAGE_description_words] = clamp(r->f->passages->topic_size[TOPIC_DESCRIPTION]);
    if (r->best != NODE_NONE) {
        const struct node *best = &r->page->nodes[r->best];
        const struct sums *from = &r->sums[before[r->best]],
                          *to = &r->sums[before[best->end]];
        row[PAGE_best_share] = share(to->words - from->words, all->words);
        row[PAGE_best_links] = share(to->linked - from->linked, to->chars - from->chars);
        row[PAGE_best_depth] = clamp(best->depth);
    }
    read_tag_counts(r, row);
    read_shares(r, row);
    read_top_shape(r, row);
    read_head(r, row);
}

/* ---- all rows ---------------------------------------------------------------------- */

void features_read(const struct page *page, const struct passages *passages,
                   const struct lexicon *lexicon, struct arena *a, struct features *out)
{
    memset(out, 0, sizeof *out);
    out->page = page;
    out->passages = passages;
    size_t count = passages->count;
    out->rows = arena_calloc(a, count + 1, COLUMNS * sizeof *out->rows);
    out->containers = arena_alloc(a, (count + 1) * CONTAINERS * 2 * sizeof(uint32_t));
    struct reading r = {.f = out,
                        .items = passages->items,
                        .count = count,
                        .page = page,
                        .lexicon = lexicon,
                        .arena = a};
    struct place place = {
        .heading = count, .long_before = count, .related = count, .comments = count};
    sum_up(&r);
    group_shapes(&r);
    count_copies(&r);
    r.best = find_best(&r);
    for (size_t i = 0; i < count; i++) {
        int16_t *row = features_row(out, i);
        read_text(&r.items[i], row);
        read_words(&r, &r.items[i], row);
        read_topics(&r, &r.items[i], row);
        row[OWN_stated] = stated_share(&r, r.items[i].stated, r.items[i].words);
        read_surroundings(&r.items[i], row);
        read_shape(&r, i, row);
        read_phrases(&r, i, &place, row);
        read_place(&r, i, &place, row);
        read_best(&r, i, row);
        read_containers(&r, i, row);
    }
    read_page(&r, out->page_row);
    for (size_t i = 0; i < count; i++) {
        int16_t *row = features_row(out, i);
        read_neighbours(&r, i, row);
        memcpy(row + COLUMN_PAGE, out->page_row, sizeof out->page_row);
    }
}

int16_t features_type(int32_t sum)
{
    return clamp((int64_t)sum * 1000 / TREES_ONE);
}

void features_set_types(struct features *f, const int16_t types[TYPE_COUNT])
{
    for (size_t i = 0; i < f->passages->count; i++)
        memcpy(features_row(f, i) + COLUMN_TYPES, types, TYPE_COUNT * sizeof *types);
}
