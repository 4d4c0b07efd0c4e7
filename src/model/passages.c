#include "model/passages.h"

#include "base/array.h"
#include "base/hash.h"
#include "base/hash_table.h"
#include "model/heading_id.h"
#include "model/text_stats.h"
#include <string.h>

enum {
    NAMES_MAX = 8192, /* distinct names that are kept; others are looked up each time */
    NESTING_MIN = 64,
};

struct open_element {
    uint32_t end;
    bool ends_line;
    uint32_t block; /* itself, or the innermost element around it, that ends a line */
};

struct walk {
    const struct page *page;
    const struct marks *marks;
    const struct lexicon *lexicon;
    const struct element_names *names;
    struct arena *arena;
    struct passages *out;
    struct hash_table views;   /* struct name_view, by the hash of the name */
    struct name_view extra;    /* of a name if there are too many */
    struct open_element *open; /* open[0] is for the root */
    struct surroundings *around;
    size_t nesting, nesting_capacity;
    struct passage now;
    struct text_stats stats;
    struct stated_text stated;
    char text[PHRASE_KIND_TEXT_MAX]; /* of the passage, if it is short */
    size_t text_len;                 /* with what does not fit */
    bool was_break;                  /* a br, and only spaces since */
    bool is_at_end;
    uint32_t bold_end, code_end, link_end;
    uint32_t pre_end; /* of a preformatted text, which is one passage */
    uint32_t role_hash, itemprop_hash, id_hash;
};

/* ---- topics ------------------------------------------------------------------------ */

static void learn_topic(struct walk *w, enum topic topic, struct slice s)
{
    w->out->topic_size[topic] += text_stats_learn(&w->stats, topic, s);
}

static void learn_subtree(struct walk *w, enum topic topic, uint32_t top)
{
    if (top == NODE_NONE)
        return;
    learn_topic(w, topic, page_text(w->page, top, NULL, w->arena));
}

static void learn_title(struct walk *w, uint32_t title)
{
    for (uint32_t i = title; i != NODE_NONE && i < w->page->nodes[title].end; i++)
        if (node_is_text(&w->page->nodes[i]))
            learn_topic(w, TOPIC_TITLE, w->page->nodes[i].text);
}

static void learn_meta(struct walk *w, uint32_t node)
{
    struct slice name = page_attribute(w->page, node, SLICE("name"));
    if (!name.ptr)
        name = page_attribute(w->page, node, SLICE("property"));
    struct slice content = page_attribute(w->page, node, SLICE("content"));
    if (slice_equal_nocase(name, SLICE("description")) ||
        slice_equal_nocase(name, SLICE("og:description")))
        learn_topic(w, TOPIC_DESCRIPTION, content);
}

static void learn_topics(struct walk *w)
{
    const struct page *page = w->page;
    if (page->head != NODE_NONE) {
        learn_title(w, page_find(page, page->head, TAG_TITLE));
        for (uint32_t i = page->head; i < page->nodes[page->head].end; i++)
            if (page->nodes[i].tag == TAG_META)
                learn_meta(w, i);
    }
    learn_subtree(w, TOPIC_HEADING, page_find(page, page->body, TAG_H1));
}

static void learn_stated(void *context, struct slice text)
{
    struct walk *w = context;
    text_stats_learn_stated(&w->stats, &w->stated, text);
}

static void learn_data(struct walk *w, const struct linked_data *linked)
{
    if (linked)
        stated_text_find(linked, learn_stated, w);
    w->stated.last = 0;
    w->stats.stated = w->stated.words ? &w->stated : NULL;
    w->out->stated_words = w->stated.words;
}

/* ---- passages ---------------------------------------------------------------------- */

static void begin_passage(struct walk *w, uint32_t node)
{
    struct passage *p = &w->now;
    const struct surroundings *around = &w->around[w->nesting - 1];
    p->first = node;
    p->element = w->open[w->nesting - 1].block;
    p->tag = w->page->nodes[p->element].tag;
    p->is_ruled = w->out->visibility[node] == VISIBILITY_RULED;
    p->around = *around;
    p->shape_hash =
        hash_mix(hash_mix(hash_mix(around->shape[0], around->shape[1]), around->shape[2]),
                 around->shape[3]);
}

static void keep_text(struct walk *w, struct slice text)
{
    if (w->text_len + text.len <= sizeof w->text)
        memcpy(w->text + w->text_len, text.ptr, text.len);
    w->text_len += text.len;
}

static enum phrase_kind read_phrase(const struct walk *w)
{
    return w->text_len <= sizeof w->text
               ? phrase_kind_read(slice_of(w->text, w->text_len))
               : PHRASE_KIND_NONE;
}

static void end_passage(struct walk *w)
{
    struct passage *p = &w->now;
    text_stats_end_word(&w->stats, &w->now);
    w->was_break = false;
    if (w->out->count == PASSAGES_MAX - 1 && !w->is_at_end)
        return;
    if (p->chars == 0) {
        p->links = 0;
        return;
    }
    p->words += (p->ideographs + 1) / 2;
    p->stops += p->last_glyph == GLYPH_STOP;
    p->phrase = read_phrase(w);
    if (p->tag == TAG_H1 && w->out->heading_passage == UINT32_MAX)
        w->out->heading_passage = (uint32_t)w->out->count;
    ARENA_PUSH(w->arena, w->out, *p);
    memset(p, 0, sizeof *p);
    w->text_len = 0;
}

static void read_text(struct walk *w, uint32_t i)
{
    struct passage *p = &w->now;
    uint32_t chars = p->chars;
    if (w->out->visibility[i] == VISIBILITY_DECIDED)
        return;
    if (chars == 0) {
        begin_passage(w, i);
        w->text_len = 0;
    }
    text_stats_add(&w->stats, &w->now, w->page->nodes[i].text);
    uint32_t more = p->chars - chars;
    keep_text(w, w->page->nodes[i].text);
    if (more == 0)
        return;
    p->last = i;
    w->was_break = false;
    p->linked += i < w->link_end ? more : 0;
    p->bold += i < w->bold_end ? more : 0;
    p->code += i < w->code_end ? more : 0;
}

/* ---- elements ---------------------------------------------------------------------- */

static int enclosure_of(uint32_t tag)
{
    static const struct {
        uint16_t tag;
        uint8_t enclosure;
    } ENCLOSURES[] = {
        {TAG_NAV, IN_NAV},          {TAG_MENU, IN_NAV},
        {TAG_HEADER, IN_HEADER},    {TAG_FOOTER, IN_FOOTER},
        {TAG_ASIDE, IN_ASIDE},      {TAG_FORM, IN_FORM},
        {TAG_MAIN, IN_MAIN},        {TAG_ARTICLE, IN_ARTICLE},
        {TAG_SECTION, IN_SECTION},  {TAG_UL, IN_LIST},
        {TAG_OL, IN_LIST},          {TAG_DL, IN_LIST},
        {TAG_TABLE, IN_TABLE},      {TAG_FIGURE, IN_FIGURE},
        {TAG_DIALOG, IN_DIALOG},    {TAG_A, IN_LINK},
        {TAG_BUTTON, IN_BUTTON},    {TAG_NOSCRIPT, IN_NOSCRIPT},
        {TAG_BLOCKQUOTE, IN_QUOTE},
    };
    for (size_t i = 0; i < COUNT_OF(ENCLOSURES); i++)
        if (ENCLOSURES[i].tag == tag)
            return ENCLOSURES[i].enclosure;
    return -1;
}

/* Pages have the same names on hundreds of elements; each is looked up once. */
static const struct name_view *view_name(struct walk *w, struct slice name, uint32_t hash)
{
    struct name_view *view = hash_table_find_number(&w->views, hash);
    if (view)
        return view;
    bool is_full = w->views.count == NAMES_MAX;
    view = is_full ? &w->extra : hash_table_put_number(&w->views, hash, NULL);
    lexicon_read_name(w->lexicon, name, view);
    return view;
}

/* What all names of one element say together. */
struct names_view {
    uint32_t classes;
    int content_min, content_max, rules_min, rules_max;
    bool is_scored;
};

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* Whether an id speaks against the text of its element, and is only the address of a
   heading. Those that speak for it are right: manuals have such addresses. */
static bool is_mere_address(const struct walk *w, uint32_t node,
                            const struct name_view *id)
{
    return (id->classes || id->content < 0 || id->rules < 0) &&
           heading_id_is_address(w->page, node);
}

static void add_view(struct names_view *all, const struct name_view *view)
{
    all->classes |= view->classes;
    if (!view->is_scored)
        return;
    all->is_scored = true;
    all->content_min = smaller(all->content_min, view->content);
    all->content_max = larger(all->content_max, view->content);
    all->rules_min = smaller(all->rules_min, view->rules);
    all->rules_max = larger(all->rules_max, view->rules);
}

static void add_name(struct walk *w, uint32_t node, struct slice name, uint32_t hash,
                     bool is_id, struct names_view *all)
{
    const struct name_view *view = view_name(w, name, hash);
    if (!is_id || !is_mere_address(w, node, view))
        add_view(all, view);
    if (w->names)
        w->names->visit(w->names->context, node, name);
}

static void read_names(struct walk *w, uint32_t i, struct names_view *all)
{
    const struct node *node = &w->page->nodes[i];
    memset(all, 0, sizeof *all);
    for (uint32_t c = 0; c < node->class_count; c++) {
        const struct token *class = &w->page->classes[node->classes + c];
        add_name(w, i, slice_of(class->ptr, class->len), class->hash, false, all);
    }
    for (uint32_t k = 0; k < node->attribute_count; k++) {
        const struct attribute *attribute = &w->page->attributes[node->attributes + k];
        uint32_t hash = attribute->name.hash;
        if (hash == w->id_hash || hash == w->role_hash || hash == w->itemprop_hash)
            add_name(w, i, attribute->value, hash_token(attribute->value),
                     hash == w->id_hash, all);
    }
}

static int16_t add_capped(int a, int b)
{
    return (int16_t)smaller(larger(a + b, -9999), 9999);
}

static void surround_with_names(struct surroundings *s, const struct names_view *all)
{
    for (uint32_t rest = all->classes, class = 0; rest; rest >>= 1, class ++)
        if (rest & 1)
            s->class_depth[class] = s->depth;
    if (!all->is_scored)
        return;
    int content = all->content_min + all->content_max;
    memmove(s->named + 1, s->named, (NAMED_KEPT - 1) * sizeof *s->named);
    s->named[0] = (int16_t)content;
    s->content_sum = add_capped(s->content_sum, content);
    s->content_min = (int16_t)smaller(s->content_min, all->content_min);
    s->content_max = (int16_t)larger(s->content_max, all->content_max);
    s->rules_sum = add_capped(s->rules_sum, all->rules_min + all->rules_max);
    s->rules_min = (int16_t)smaller(s->rules_min, all->rules_min);
    s->rules_max = (int16_t)larger(s->rules_max, all->rules_max);
}

static void surround(struct walk *w, uint32_t i, const struct surroundings *outer,
                     struct surroundings *s)
{
    const struct node *node = &w->page->nodes[i];
    struct names_view all;
    read_names(w, i, &all);
    *s = *outer;
    s->depth = (uint16_t)smaller(outer->depth + 1, UINT16_MAX);
    int enclosure = enclosure_of(node->tag);
    if (enclosure >= 0 && s->inside[enclosure] < UINT8_MAX)
        s->inside[enclosure]++;
    if (marks_is_hiding(w->marks, i))
        s->inside[IN_HIDDEN] = 1;
    memmove(s->shape + 1, s->shape, sizeof s->shape - sizeof *s->shape);
    uint32_t class = node->class_count ? w->page->classes[node->classes].hash : 0;
    s->shape[0] = hash_mix(node->tag, class);
    surround_with_names(s, &all);
}

static void open_element(struct walk *w, uint32_t i, bool ends_line)
{
    if (w->nesting == w->nesting_capacity) {
        size_t old = w->nesting_capacity, new = old ? old * 2 : NESTING_MIN;
        w->open =
            arena_grow(w->arena, w->open, old * sizeof *w->open, new * sizeof *w->open);
        w->around = arena_grow(w->arena, w->around, old * sizeof *w->around,
                               new * sizeof *w->around);
        w->nesting_capacity = new;
    }
    static const struct surroundings NOWHERE;
    const struct surroundings *outer = w->nesting ? &w->around[w->nesting - 1] : &NOWHERE;
    surround(w, i, outer, &w->around[w->nesting]);
    uint32_t block = ends_line ? i : w->open[w->nesting - 1].block;
    w->open[w->nesting++] =
        (struct open_element){w->page->nodes[i].end, ends_line, block};
}

static void note_span(struct walk *w, uint32_t i)
{
    const struct node *node = &w->page->nodes[i];
    uint32_t *end = NULL;
    switch (node->tag) {
    case TAG_A:
        end = &w->link_end;
        w->now.links++;
        break;
    case TAG_B:
    case TAG_STRONG:
        end = &w->bold_end;
        break;
    case TAG_CODE:
    case TAG_PRE:
    case TAG_KBD:
    case TAG_SAMP:
        end = &w->code_end;
        break;
    default:
        return;
    }
    if (node->end > *end)
        *end = node->end;
}

/* One br is a space; two with nothing between them end the passage. */
static void read_break(struct walk *w, uint32_t i)
{
    text_stats_end_word(&w->stats, &w->now);
    if (w->was_break || w->page->nodes[i].tag != TAG_BR)
        end_passage(w);
    else
        w->was_break = w->now.chars > 0;
}

/* ---- the walk ---------------------------------------------------------------------- */

static void close_elements(struct walk *w, uint32_t i)
{
    while (w->nesting > 1 && i >= w->open[w->nesting - 1].end) {
        if (w->open[w->nesting - 1].ends_line)
            end_passage(w);
        w->nesting--;
    }
}

/* By the mark of the node itself, or else as for its parent. */
static uint8_t visibility_of(const struct marks *marks, const uint8_t *visibility,
                             uint32_t i)
{
    const struct mark *mark = &marks->items[i];
    if (marks_may_reveal(marks, i))
        return VISIBILITY_HIDDEN;
    if (marks_is_concealing(marks, i))
        return VISIBILITY_CONCEALED;
    if (mark->verdict != VERDICT_UNDECIDED)
        return marks->reasons[mark->reason].by == JUDGE_RULE ? VISIBILITY_RULED
                                                             : VISIBILITY_DECIDED;
    uint32_t parent = marks->page->nodes[i].parent;
    return parent == NODE_NONE ? VISIBILITY_READ : visibility[parent];
}

bool passages_reads(const struct passages *passages, const struct page *page,
                    uint32_t node)
{
    enum tag tag = (enum tag)page->nodes[node].tag;
    if (tag == TAG_TEXT)
        return true;
    enum tag_kind kind = tag_kind(tag);
    if (kind == TAG_CONTROL)
        return tag == TAG_BUTTON && passages->visibility[node] != VISIBILITY_HIDDEN &&
               passages->visibility[node] != VISIBILITY_CONCEALED;
    return kind != TAG_SILENT && kind != TAG_MEDIA;
}

static uint32_t visit_element(struct walk *w, uint32_t i)
{
    const struct node *node = &w->page->nodes[i];
    w->out->tags[node->tag]++;
    if (!passages_reads(w->out, w->page, i))
        return node->end;
    enum tag_kind kind = tag_kind((enum tag)node->tag);
    if (kind == TAG_BREAK) {
        read_break(w, i);
        return i + 1;
    }
    bool is_block = kind == TAG_BLOCK || kind == TAG_CELL;
    bool ends_line = is_block && i >= w->pre_end;
    if (is_block && !ends_line)
        text_stats_end_word(&w->stats, &w->now);
    if (node->tag == TAG_PRE && ends_line && page_find(w->page, i, TAG_P) == NODE_NONE)
        w->pre_end = node->end;
    if (ends_line) {
        end_passage(w);
        w->out->before[i] = (uint32_t)w->out->count;
    }
    if (page_is_apart(w->page, i))
        text_stats_end_word(&w->stats, &w->now);
    note_span(w, i);
    open_element(w, i, ends_line);
    return i + 1;
}

void passages_of_page(const struct marks *marks, const struct linked_data *linked,
                      const struct lexicon *lexicon, const struct element_names *names,
                      struct arena *a, struct passages *out)
{
    const struct page *page = marks->page;
    memset(out, 0, sizeof *out);
    out->heading_passage = UINT32_MAX;
    out->before = arena_calloc(a, (size_t)page->count + 1, sizeof *out->before);
    out->visibility = arena_calloc(a, page->count, 1);
    if (page->body == NODE_NONE)
        return;
    struct walk *w = arena_calloc(a, 1, sizeof *w);
    w->page = page;
    w->marks = marks;
    w->lexicon = lexicon;
    w->names = names;
    w->arena = a;
    w->out = out;
    hash_table_open(&w->views, a, sizeof(struct name_view));
    w->role_hash = hash_token(SLICE("role"));
    w->itemprop_hash = hash_token(SLICE("itemprop"));
    w->id_hash = hash_token(SLICE("id"));
    learn_topics(w);
    learn_data(w, linked);
    open_element(w, page->body, true);
    uint32_t end = page->nodes[page->body].end;
    for (uint32_t i = page->body + 1; i < end;) {
        close_elements(w, i);
        out->before[i] = (uint32_t)out->count;
        out->visibility[i] = visibility_of(marks, out->visibility, i);
        if (node_is_text(&page->nodes[i]))
            read_text(w, i++);
        else
            i = visit_element(w, i);
    }
    w->is_at_end = true;
    end_passage(w);
    out->before[end] = (uint32_t)out->count;
}

/* A rule that drops the sign at the beginning of an item says nothing about the item. */
static bool is_all_ruled(const struct passages *passages, const struct page *page,
                         const struct passage *p)
{
    for (uint32_t i = p->first; i <= p->last;) {
        const struct node *node = &page->nodes[i];
        if (!passages_reads(passages, page, i)) {
            i = node->end;
            continue;
        }
        if (node_is_text(node) && passages->visibility[i] != VISIBILITY_RULED &&
            slice_trim(node->text).len)
            return false;
        i++;
    }
    return true;
}

void passages_update_ruled(const struct marks *marks, struct passages *passages)
{
    const struct page *page = marks->page;
    for (uint32_t i = page->body + 1; i < page->nodes[page->body].end; i++)
        passages->visibility[i] = visibility_of(marks, passages->visibility, i);
    for (size_t i = 0; i < passages->count; i++) {
        struct passage *p = &passages->items[i];
        p->is_ruled = is_all_ruled(passages, page, p);
    }
}
