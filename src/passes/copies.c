#include "passes/copies.h"

#include "base/hash_table.h"
#include "base/utf8.h"

enum {
    RUN_WORDS = 6,       /* that are compared at once */
    SAMPLE_SHARE = 4,    /* one run in so many is compared, chosen by its words */
    WORDS_MAX = 1 << 17, /* of a page that are read; books have no copies */
    COPY_WORDS = 40,     /* of a copy, or more: a quotation in large letters is shorter */
    COPY_SAMPLES = 5,    /* of a copy, or more */
    ROUNDS_MAX = 3,      /* a page may have its text for three screens */
    SHORT_MAX = 64,      /* passages in a row that are too short to compare */
    /* The original may be so many times as long, or as short: a caption between its
       paragraphs is not in the copy. A text that says the same again and again, as a
       forecast does, repeats one sentence. */
    STRETCH = 2,
};

/* A run of words that is compared. */
struct sample {
    uint32_t position; /* of its last word */
    uint32_t passage;
    uint32_t place; /* in the table of runs */
    bool is_across; /* its first words are of another passage */
};

/* Where a run of words is for the first and for the last time: a sample. */
struct occurrence {
    uint32_t first, last;
};

struct text {
    const struct pass_state *s;
    struct {
        struct sample *items;
        size_t count, capacity;
    } samples;
    struct hash_table runs; /* struct occurrence, by their hashes */
    uint32_t *before;       /* of each passage, and of the end: samples before it */
    uint32_t window[RUN_WORDS], words;
    uint32_t begin; /* of the passage that is read: words before it */
};

/* ---- words ------------------------------------------------------------------------- */

static void add_word(struct text *t, uint32_t hash, uint32_t passage)
{
    uint32_t run[2] = {HASH_TOKEN_START, 0};
    bool is_new;
    t->window[t->words++ % RUN_WORDS] = hash;
    if (t->words < RUN_WORDS)
        return;
    for (uint32_t i = 0; i < RUN_WORDS; i++) {
        uint32_t word = t->window[(t->words + i) % RUN_WORDS];
        run[0] = hash_mix(run[0], word);
        run[1] = hash_token_add(run[1], word);
    }
    if ((run[0] >> 8) % SAMPLE_SHARE != 0)
        return;
    uint32_t index = (uint32_t)t->samples.count;
    struct occurrence *place =
        hash_table_put_number(&t->runs, (uint64_t)run[0] << 32 | run[1], &is_new);
    if (is_new)
        place->first = index;
    place->last = index;
    struct sample sample = {t->words - 1, passage,
                            (uint32_t)hash_table_index(&t->runs, place),
                            t->words - t->begin < RUN_WORDS};
    ARENA_PUSH(t->s->arena, &t->samples, sample);
}

/* Chinese and Japanese are written without blanks: each character is a word. */
static bool is_ideograph(uint32_t c)
{
    return (c >= 0x3040 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00);
}

static bool is_sign(uint32_t c)
{
    return c < 0x80
               ? !is_ascii_letter((unsigned char)c) && !is_ascii_digit((unsigned char)c)
               : c < 0xC0 || (c >= 0x2000 && c < 0x2070) || (c >= 0x3000 && c < 0x3040) ||
                     c >= 0xFF00 || utf8_is_space(c);
}

static void add_text(struct text *t, struct slice text, uint32_t passage)
{
    uint32_t hash = 0;
    for (size_t i = 0, used; i < text.len && t->words < WORDS_MAX; i += used) {
        uint32_t c = utf8_decode(slice_after(text, i), &used);
        bool ends = is_sign(c) || is_ideograph(c);
        if (ends && hash)
            add_word(t, hash, passage);
        if (is_ideograph(c))
            add_word(t, c, passage);
        if (ends)
            hash = 0;
        else
            hash = hash_token_add(hash ? hash : HASH_TOKEN_START,
                                  c < 0x80 ? ascii_lower((unsigned char)c) : c);
    }
    if (hash)
        add_word(t, hash, passage);
}

static void add_passage(struct text *t, uint32_t index)
{
    const struct page *page = t->s->page;
    const struct passage *p = &t->s->passages->items[index];
    t->begin = t->words;
    for (uint32_t i = p->first; i <= p->last;) {
        const struct node *node = &page->nodes[i];
        if (!passages_reads(t->s->passages, page, i)) {
            i = node->end;
            continue;
        }
        if (node_is_text(node))
            add_text(t, node->text, index);
        i++;
    }
}

static void read_kept(struct text *t, const struct pass_state *s)
{
    *t = (struct text){.s = s};
    hash_table_open(&t->runs, s->arena, sizeof(struct occurrence));
    t->before = arena_alloc(s->arena, (s->passages->count + 1) * sizeof *t->before);
    for (uint32_t i = 0; i < s->passages->count; i++) {
        t->before[i] = (uint32_t)t->samples.count;
        if (s->is_kept[i] && s->passages->items[i].code == 0)
            add_passage(t, i);
    }
    t->before[s->passages->count] = (uint32_t)t->samples.count;
}

/* ---- what is elsewhere ------------------------------------------------------------- */

/* The sample with the same words as a sample of a passage: the first on the page, if the
   passage comes after it; or the last, if the passage comes before it. */
static bool find_other(const struct text *t, uint32_t sample, bool is_earlier,
                       struct sample *out)
{
    const struct sample *own = &t->samples.items[sample];
    const struct occurrence *place = hash_table_at(&t->runs, own->place);
    *out = t->samples.items[is_earlier ? place->first : place->last];
    return is_earlier ? out->passage < own->passage : out->passage > own->passage;
}

/* Passages [begin, end), and where the same words are elsewhere. */
struct copy {
    size_t begin, end;
    uint32_t samples, found; /* all, and those that are elsewhere */
    uint32_t passages;       /* that have samples */
    uint32_t words;          /* outside of lists */
    int64_t score;
    struct sample from, to; /* the others: the first and the last by position */
    uint32_t steps_back;    /* where these are not in order */
};

/* Recipes and instructions tell their steps twice on purpose: in words, and as a list. */
static bool is_step(const struct pass_state *s, size_t i)
{
    return s->passages->items[i].around.inside[IN_LIST] > 0;
}

static struct copy measure(const struct text *t, size_t begin, size_t end,
                           bool is_earlier)
{
    struct copy copy = {.begin = begin, .end = end};
    struct sample other, last = {0};
    for (size_t i = begin; i < end; i++) {
        if (!t->s->is_kept[i] || t->before[i + 1] == t->before[i])
            continue;
        copy.passages++;
        copy.words += is_step(t->s, i) ? 0 : t->s->passages->items[i].words;
        copy.score += (int64_t)t->s->scores[i] * t->s->passages->items[i].words;
    }
    for (uint32_t k = t->before[begin]; k < t->before[end]; k++) {
        bool is_found = find_other(t, k, is_earlier, &other);
        copy.samples += is_found || !t->samples.items[k].is_across;
        if (!is_found)
            continue;
        if (!copy.found || other.position < copy.from.position)
            copy.from = other;
        if (!copy.found || other.position > copy.to.position)
            copy.to = other;
        copy.steps_back += copy.found++ && other.position < last.position;
        last = other;
    }
    return copy;
}

static bool is_nearly_all(uint32_t part, uint32_t all)
{
    return (uint64_t)part * 10 >= (uint64_t)all * 9;
}

/* One text after the other, not sentences from here and there, as a summary has them;
   and more than a paragraph that is quoted. */
static bool is_copy(const struct copy *c)
{
    uint32_t length = c->to.position - c->from.position;
    return c->words >= COPY_WORDS && c->samples >= COPY_SAMPLES &&
           is_nearly_all(c->found, c->samples) && c->steps_back * 20 <= c->found &&
           length <= STRETCH * c->words && length * STRETCH >= c->words &&
           (c->passages > 1 || c->to.passage > c->from.passage);
}

/* The end of the passages from begin on that are each elsewhere. Passages that are too
   short to say so are part of it in between. */
static size_t end_of_copy(const struct text *t, size_t begin, bool is_earlier)
{
    size_t end = begin;
    for (size_t i = begin; i < t->s->passages->count && i - end < SHORT_MAX; i++) {
        struct copy own = measure(t, i, i + 1, is_earlier);
        if (!own.samples)
            continue;
        if (!is_nearly_all(own.found, own.samples))
            break;
        end = i + 1;
    }
    return end;
}

/* ---- the decision ------------------------------------------------------------------ */

/* Whether the copy goes and the other text stays. */
static bool is_worse(const struct copy *copy, const struct copy *other)
{
    if (!is_nearly_all(other->found, other->samples))
        return true; /* the other one has more */
    if (copy->passages != other->passages)
        return copy->passages < other->passages;
    return copy->score <= other->score;
}

/* Refuses a copy, unless the other text is worse. */
static bool refuse_copy(struct pass_state *s, const struct text *t,
                        const struct copy *copy, bool is_earlier)
{
    if (!is_copy(copy))
        return false;
    struct copy other = measure(t, copy->from.passage, copy->to.passage + 1, !is_earlier);
    bool is_apart = is_earlier ? other.end <= copy->begin : other.begin >= copy->end;
    if (!is_apart || !is_worse(copy, &other))
        return false;
    for (size_t i = copy->begin; i < copy->end; i++)
        if (!s->passages->items[i].is_ruled)
            pass_state_refuse(s, i);
    return true;
}

static bool refuse_copies(struct pass_state *s, const struct text *t, bool is_earlier)
{
    bool is_any = false;
    for (size_t i = 0; i < s->passages->count; i++) {
        if (t->before[i + 1] == t->before[i])
            continue;
        size_t end = end_of_copy(t, i, is_earlier);
        if (end == i)
            continue;
        struct copy copy = measure(t, i, end, is_earlier);
        is_any = refuse_copy(s, t, &copy, is_earlier) || is_any;
        i = end - 1;
    }
    return is_any;
}

void copies_refuse(struct pass_state *s)
{
    bool is_any = true;
    for (int round = 0; is_any && round < ROUNDS_MAX; round++) {
        struct text text;
        read_kept(&text, s);
        is_any = refuse_copies(s, &text, true);
        if (!is_any)
            is_any = refuse_copies(s, &text, false);
    }
}
