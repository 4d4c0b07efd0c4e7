#include "plaintext/line_features.h"

#include "base/hash.h"
#include "model/columns.h"

#include <string.h>

enum {
    WORDS_MIN = 4096, /* different words that are remembered of a short text */
    BEST_COST = 8,    /* words that a paragraph needs to lengthen the best run ... */
    CORE_COST = 16,   /* ... and the core, which is prose only */
    WORTH_MAX = 60,   /* words of a paragraph that count there: one alone is not a text */
    PAIR = 0x70616972, /* makes the hashes of pairs different from those of words */
    EDGE = 0,          /* in place of the word before the first and after the last */
    TITLE_MIN = 3,     /* words of a title */
    TITLE_MAX = 30,
    TITLE_REACH = 12, /* paragraphs before the best run in which its title may be, ... */
    TITLE_DEPTH = 4,  /* ... and inside it: a caption may be above the title */
};

/* A run of paragraphs. */
struct run {
    size_t begin, end;
};

struct reading {
    struct line_features *f;
    const struct paragraph *items;
    size_t count;
    const struct lexicon *lexicon;
    struct run best, core;
    size_t title; /* count if there is none */
};

void line_features_open(struct line_features *f, size_t capacity, struct arena *a)
{
    *f = (struct line_features){.words_max = WORDS_MIN};
    while (f->words_max < capacity)
        f->words_max *= 2;
    f->rows = arena_alloc(a, (capacity + 1) * LINE_COLUMNS * sizeof *f->rows);
    f->sums = arena_alloc(a, (capacity + 1) * sizeof *f->sums);
    f->shapes = arena_alloc(a, (capacity + 1) * sizeof *f->shapes);
    hash_table_open(&f->groups, a, sizeof(struct line_group));
}

size_t line_features_section_end(const struct paragraphs *paragraphs, size_t begin)
{
    size_t end = begin + 1;
    while (end < paragraphs->count && paragraphs->items[end].is_tight)
        end++;
    return end;
}

static bool is_long(const struct paragraph *p)
{
    return p->text.words >= LONG_WORDS;
}

/* ---- groups ------------------------------------------------------------------------ */

/* Puts paragraphs with the same hash into one group, and counts them. */
static void group(struct reading *r, uint32_t (*hash_of)(const struct paragraph *))
{
    struct hash_table *groups = &r->f->groups;
    hash_table_clear(groups);
    for (size_t i = 0; i < r->count; i++) {
        struct line_group *g = hash_table_put_number(groups, hash_of(&r->items[i]), NULL);
        r->f->shapes[i] = (uint32_t)hash_table_index(groups, g);
        g->count++;
        g->words += r->items[i].text.words;
    }
}

static uint32_t hash_of_text(const struct paragraph *p)
{
    return p->text.text_hash;
}

static uint32_t hash_of_opening(const struct paragraph *p)
{
    return p->text.kept_count ? p->text.kept[0] : 0;
}

/* The same for paragraphs of one kind, such as the lines of a menu or the dates of a
 * list.
 */
static uint32_t hash_of_shape(const struct paragraph *p)
{
    uint32_t size = 0;
    for (uint32_t words = p->text.words; words > 1; words /= 2)
        size++;
    uint32_t form = p->text.first_glyph * 8 + p->text.last_glyph;
    uint32_t lines = p->is_marked * 2u + p->is_tight;
    return hash_mix(hash_mix(hash_mix(lines, p->indent), form), size);
}

static void read_copies(struct reading *r)
{
    group(r, hash_of_text);
    for (size_t i = 0; i < r->count; i++) {
        struct line_group *g = line_group_at(r->f, r->f->shapes[i]);
        line_features_row(r->f, i)[LINE_copies] = clamp(g->count);
        line_features_row(r->f, i)[LINE_copy_index] = clamp(g->seen++);
    }
    group(r, hash_of_opening);
    for (size_t i = 0; i < r->count; i++)
        line_features_row(r->f, i)[LINE_opening_count] =
            clamp(line_group_at(r->f, r->f->shapes[i])->count);
}

/* How long the runs of paragraphs of one shape are: a menu is one. */
static void read_shape_runs(const struct reading *r)
{
    for (size_t begin = 0, end; begin < r->count; begin = end) {
        for (end = begin + 1; end < r->count && r->f->shapes[end] == r->f->shapes[begin];)
            end++;
        for (size_t i = begin; i < end; i++)
            line_features_row(r->f, i)[LINE_shape_run] = clamp((int64_t)(end - begin));
    }
}

static void read_shapes(struct reading *r)
{
    group(r, hash_of_shape);
    for (size_t i = 0; i < r->count; i++) {
        struct line_group *g = line_group_at(r->f, r->f->shapes[i]);
        int16_t *row = line_features_row(r->f, i);
        row[LINE_shape_count] = clamp(g->count);
        row[LINE_shape_words] = share(g->words, r->f->sums[r->count].words);
        row[LINE_shape_mean] = clamp(g->words * 10 / g->count);
        row[LINE_shape_index] = clamp(g->seen++);
        row[LINE_shape_step] = g->last ? clamp((int64_t)(i + 1 - g->last)) : NEVER;
        g->last = i + 1;
    }
    read_shape_runs(r);
}

/* ---- sums -------------------------------------------------------------------------- */

uint32_t line_features_read_terms(const struct passage *p, uint32_t terms[TERMS_MAX])
{
    uint32_t count = 0, before = EDGE;
    for (uint32_t i = 0; i < p->kept_count; i++) {
        terms[count++] = p->kept[i];
        terms[count++] = hash_mix(hash_mix(PAIR, before), p->kept[i]);
        before = p->kept[i];
    }
    if (p->kept_count && p->kept_count < WORDS_KEPT)
        terms[count++] = hash_mix(hash_mix(PAIR, before), EDGE);
    return count;
}

/* A sum and not a mean: more words of the same score make it more certain. */
static void read_terms(const struct reading *r, const struct passage *p, int16_t *row)
{
    uint32_t terms[TERMS_MAX], count = line_features_read_terms(p, terms);
    int sum = 0, least = 0, most = 0;
    for (uint32_t i = 0; i < count; i++) {
        int score = lexicon_score_word(r->lexicon, terms[i]);
        sum += score;
        least = score < least ? score : least;
        most = score > most ? score : most;
    }
    row[LINE_terms] = clamp(sum);
    row[LINE_term_least] = (int16_t)least;
    row[LINE_term_most] = (int16_t)most;
}

static void sum_up(struct reading *r)
{
    memset(r->f->sums, 0, sizeof *r->f->sums);
    for (size_t i = 0; i < r->count; i++) {
        const struct paragraph *p = &r->items[i];
        struct line_sums *s = &r->f->sums[i + 1];
        int16_t *row = line_features_row(r->f, i);
        read_terms(r, &p->text, row);
        *s = r->f->sums[i];
        s->words += p->text.words;
        s->longs += is_long(p);
        s->long_words += is_long(p) ? p->text.words : 0;
        s->marked += p->is_marked;
        s->scores += row[LINE_terms];
    }
}

/* ---- the text's best part ---------------------------------------------------------- */

/* The run with the largest sum of words, less the cost of each paragraph (Kadane). */
static struct run find_run(const struct reading *r, int64_t cost)
{
    struct run best = {0, 0}, now = {0, 0};
    int64_t sum = 0, most = 0;
    for (size_t i = 0; i < r->count; i++) {
        int64_t words = r->items[i].text.words;
        if (sum <= 0) {
            sum = 0;
            now.begin = i;
        }
        sum += (words < WORTH_MAX ? words : WORTH_MAX) - cost;
        now.end = i + 1;
        if (sum > most) {
            most = sum;
            best = now;
        }
    }
    return best;
}

/* ---- topics ------------------------------------------------------------------------ */

/* Remembers the words of the paragraphs [begin, end), each as a group by its hash. */
static void learn_words(struct reading *r, struct run run, bool longs_only)
{
    hash_table_clear(&r->f->groups);
    for (size_t i = run.begin; i < run.end; i++) {
        const struct passage *p = &r->items[i].text;
        if (longs_only && !is_long(&r->items[i]))
            continue;
        for (uint32_t k = 0; k < p->kept_count; k++)
            if (r->f->groups.count < r->f->words_max)
                hash_table_put_number(&r->f->groups, p->kept[k], NULL);
    }
}

static uint32_t count_learned(const struct reading *r, const struct passage *p)
{
    uint32_t found = 0;
    for (uint32_t k = 0; k < p->kept_count; k++)
        found += hash_table_find_number(&r->f->groups, p->kept[k]) != NULL;
    return found;
}

static void read_topic(struct reading *r)
{
    learn_words(r, r->best, true);
    for (size_t i = 0; i < r->count; i++) {
        const struct passage *p = &r->items[i].text;
        line_features_row(r->f, i)[LINE_topic_share] =
            share(count_learned(r, p), p->kept_count);
    }
}

static bool is_title(const struct paragraph *p)
{
    return p->text.words >= TITLE_MIN && p->text.words <= TITLE_MAX && !p->is_marked &&
           p->text.last_glyph != GLYPH_COLON && p->text.stops < 2;
}

/* The most likely title of the best run: the line above it or among its first lines with
   the most words that are in the run. */
static void find_title(struct reading *r)
{
    size_t begin = r->best.begin > TITLE_REACH ? r->best.begin - TITLE_REACH : 0;
    int64_t most = 0;
    r->title = r->count;
    for (size_t i = begin; i < r->count && i < r->best.begin + TITLE_DEPTH; i++) {
        int64_t worth = (int64_t)line_features_row(r->f, i)[LINE_topic_share] *
                        r->items[i].text.words;
        if (worth > most && is_title(&r->items[i])) {
            most = worth;
            r->title = i;
        }
    }
}

static void read_title(struct reading *r)
{
    find_title(r);
    struct run run = {r->title, r->title == r->count ? r->title : r->title + 1};
    learn_words(r, run, false);
    for (size_t i = 0; i < r->count; i++) {
        const struct passage *p = &r->items[i].text;
        int16_t *row = line_features_row(r->f, i);
        uint32_t found = count_learned(r, p);
        row[LINE_title_share] = share(found, p->kept_count);
        row[LINE_title_cover] = share(found, r->f->groups.count);
        row[LINE_from_title] =
            r->title == r->count ? NEVER : clamp((int64_t)i - (int64_t)r->title);
    }
}

/* ---- the paragraph itself ---------------------------------------------------------- */

static void read_text(const struct passage *p, int16_t *row)
{
#define X(column, value) row[LINE_##column] = (value);
    TEXT_COLUMNS(X)
#undef X
}

static void read_form(const struct reading *r, size_t i, int16_t *row)
{
    const struct paragraph *p = &r->items[i];
    row[LINE_known] = (int16_t)p->known;
    row[LINE_is_marked] = p->is_marked;
    row[LINE_lines] = clamp((int64_t)(p->end - p->first));
    row[LINE_indent] = clamp(p->indent);
    row[LINE_is_tight] = p->is_tight;
    row[LINE_is_tight_after] = i + 1 < r->count && r->items[i + 1].is_tight;
    row[LINE_bars] = clamp(p->signs.bars);
    row[LINE_brackets] = clamp(p->signs.brackets);
    row[LINE_years] = clamp(p->signs.years);
    row[LINE_clocks] = clamp(p->signs.clocks);
}

/* ---- its place --------------------------------------------------------------------- */

static void read_place(const struct reading *r, size_t i, int16_t *row)
{
    const struct line_sums *sums = r->f->sums;
    int64_t all = sums[r->count].words;
    row[LINE_place] = share(sums[i].words, all);
    row[LINE_words_before] = clamp(sums[i].words);
    row[LINE_words_after] = clamp(all - sums[i + 1].words);
    row[LINE_index] = clamp((int64_t)i);
    row[LINE_index_from_end] = clamp((int64_t)(r->count - i - 1));
    row[LINE_from_best] = columns_from_range(i, r->best.begin, r->best.end);
    row[LINE_from_core] = columns_from_range(i, r->core.begin, r->core.end);
}

static void read_sections(const struct reading *r)
{
    for (size_t begin = 0, end; begin < r->count; begin = end) {
        end = line_features_section_end(r->f->paragraphs, begin);
        int64_t words = r->f->sums[end].words - r->f->sums[begin].words;
        for (size_t i = begin; i < end; i++) {
            int16_t *row = line_features_row(r->f, i);
            row[LINE_section_index] = clamp((int64_t)(i - begin));
            row[LINE_section_size] = clamp((int64_t)(end - begin));
            row[LINE_section_words] = clamp(words);
        }
    }
}

/* The distances to the last long paragraph and to the next. */
static void read_longs(const struct reading *r)
{
    const struct line_sums *sums = r->f->sums;
    size_t last = r->count;
    for (size_t i = 0; i < r->count; i++) {
        int16_t *row = line_features_row(r->f, i);
        bool is_none = last == r->count;
        row[LINE_since_long] = is_none ? NEVER : clamp((int64_t)(i - last));
        row[LINE_words_since_long] =
            is_none ? NEVER : clamp(sums[i].words - sums[last + 1].words);
        last = is_long(&r->items[i]) ? i : last;
    }
    last = r->count;
    for (size_t i = r->count; i-- > 0;) {
        int16_t *row = line_features_row(r->f, i);
        bool is_none = last == r->count;
        row[LINE_to_long] = is_none ? NEVER : clamp((int64_t)(last - i));
        row[LINE_words_to_long] =
            is_none ? NEVER : clamp(sums[last].words - sums[i + 1].words);
        last = is_long(&r->items[i]) ? i : last;
    }
}

/* ---- what is around it ------------------------------------------------------------- */

static void read_span(const struct reading *r, size_t begin, size_t end, int16_t *cells)
{
    const struct line_sums *from = &r->f->sums[begin], *to = &r->f->sums[end];
    int64_t count = (int64_t)(end - begin), words = to->words - from->words;
    for (int k = 0; k < SIDE_COUNT && !count; k++)
        cells[k] = -1;
    if (!count)
        return;
    cells[SIDE_words] = clamp(words * 10 / count);
    cells[SIDE_long_share] = share(to->long_words - from->long_words, words);
    cells[SIDE_terms] = clamp((to->scores - from->scores) / count);
    cells[SIDE_marked] = share(to->marked - from->marked, count);
}

static void read_spans(const struct reading *r, size_t i, int16_t *row)
{
    int16_t *cells = row + LINE_SPANNED;
    for (size_t span = 2, k = 0; k < LINE_SPANS; k++, span *= 2) {
        size_t begin = i > span ? i - span : 0;
        size_t end = i + 1 + span < r->count ? i + 1 + span : r->count;
        read_span(r, begin, i, cells);
        read_span(r, i + 1, end, cells + SIDE_COUNT);
        cells += 2 * SIDE_COUNT;
    }
}

static void read_neighbours(const struct reading *r, size_t i, int16_t *row)
{
    int16_t *cells = row + LINE_AROUND;
    for (int step = -LINE_NEIGHBOURS; step <= LINE_NEIGHBOURS; step++) {
        int64_t other = (int64_t)i + step;
        if (step == 0)
            continue;
        if (other < 0 || other >= (int64_t)r->count)
            memset(cells, 0xFF, NEIGHBOUR_LINE * sizeof *cells);
        else
            memcpy(cells, line_features_row(r->f, (size_t)other),
                   NEIGHBOUR_LINE * sizeof *cells);
        cells += NEIGHBOUR_LINE;
    }
}

/* ---- the whole text ---------------------------------------------------------------- */

struct totals {
    int64_t stops, currency, digits, chars, ideographs, tight, known, copies, years,
        clocks;
};

static struct totals add_up(const struct reading *r)
{
    struct totals t = {0};
    for (size_t i = 0; i < r->count; i++) {
        const struct paragraph *p = &r->items[i];
        t.stops += p->text.stops;
        t.currency += p->text.currency;
        t.digits += p->text.digits;
        t.chars += p->text.chars;
        t.ideographs += p->text.ideographs;
        t.tight += p->is_tight;
        t.known += p->known != 0;
        t.years += p->signs.years;
        t.clocks += p->signs.clocks;
        t.copies += line_features_row(r->f, i)[LINE_copy_index] > 0;
    }
    return t;
}

static void read_totals(const struct reading *r, int16_t *cells)
{
    struct totals t = add_up(r);
    int64_t count = (int64_t)r->count;
    cells[WHOLE_stops] = clamp(t.stops);
    cells[WHOLE_currency] = clamp(t.currency);
    cells[WHOLE_digit_share] = share(t.digits, t.chars);
    cells[WHOLE_ideograph_share] = share(t.ideographs, t.chars);
    cells[WHOLE_tight] = share(t.tight, count);
    cells[WHOLE_known] = share(t.known, count);
    cells[WHOLE_copies] = share(t.copies, count);
    cells[WHOLE_years] = clamp(t.years);
    cells[WHOLE_clocks] = clamp(t.clocks);
}

static int64_t words_of(const struct reading *r, struct run run)
{
    return r->f->sums[run.end].words - r->f->sums[run.begin].words;
}

static void read_runs(const struct reading *r, int16_t *cells)
{
    const struct line_sums *sums = r->f->sums;
    int64_t all = sums[r->count].words;
    cells[WHOLE_best_share] = share(words_of(r, r->best), all);
    cells[WHOLE_best_size] = clamp((int64_t)(r->best.end - r->best.begin));
    cells[WHOLE_core_share] = share(words_of(r, r->core), all);
    cells[WHOLE_words_before_best] = clamp(sums[r->best.begin].words);
    cells[WHOLE_words_after_best] = clamp(all - sums[r->best.end].words);
}

/* The groups are those of the shapes. */
static void read_whole(const struct reading *r, int16_t *cells)
{
    const struct line_sums *all = &r->f->sums[r->count];
    const struct line_group *top = line_group_at(r->f, 0);
    int64_t count = (int64_t)r->count;
    for (uint32_t g = 1; g < r->f->groups.count; g++)
        if (line_group_at(r->f, g)->words > top->words)
            top = line_group_at(r->f, g);
    cells[WHOLE_paragraphs] = clamp(count);
    cells[WHOLE_words] = clamp(all->words);
    cells[WHOLE_longs] = clamp(all->longs);
    cells[WHOLE_long_words] = share(all->long_words, all->words);
    cells[WHOLE_mean_words] = clamp(all->words * 10 / count);
    cells[WHOLE_marked] = share(all->marked, count);
    cells[WHOLE_terms] = clamp(all->scores / count);
    cells[WHOLE_width] = clamp(r->f->paragraphs->width);
    cells[WHOLE_shapes] = clamp(r->f->groups.count);
    cells[WHOLE_top_shape_words] = share(top->words, all->words);
    cells[WHOLE_top_shape_count] = clamp(top->count);
    read_totals(r, cells);
    read_runs(r, cells);
}

/* ---- all rows ---------------------------------------------------------------------- */

void line_features_read(struct line_features *f, const struct paragraphs *paragraphs,
                        const struct lexicon *lexicon)
{
    struct reading r = {.f = f,
                        .items = paragraphs->items,
                        .count = paragraphs->count,
                        .lexicon = lexicon};
    f->paragraphs = paragraphs;
    if (!r.count)
        return;
    int16_t whole[WHOLE_COUNT];
    memset(f->rows, 0, r.count * LINE_COLUMNS * sizeof *f->rows);
    sum_up(&r);
    r.best = find_run(&r, BEST_COST);
    r.core = find_run(&r, CORE_COST);
    for (size_t i = 0; i < r.count; i++) {
        int16_t *row = line_features_row(f, i);
        read_text(&r.items[i].text, row);
        read_form(&r, i, row);
        read_place(&r, i, row);
        read_spans(&r, i, row);
    }
    read_sections(&r);
    read_longs(&r);
    read_topic(&r);
    read_title(&r);
    read_copies(&r);
    read_shapes(&r);
    read_whole(&r, whole);
    for (size_t i = 0; i < r.count; i++) {
        read_neighbours(&r, i, line_features_row(f, i));
        memcpy(line_features_row(f, i) + LINE_WHOLE, whole, sizeof whole);
    }
}
