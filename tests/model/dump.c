/* dump: what training needs of pages, read by the same code that winnow judges them with.

       dump [-t] [-l LEXICON] [-s SCORES | -m MODEL] [-f KINDS] < LIST > ROWS

   LIST has the path of an HTML file (UTF-8) in each line; with -t, of a text that was
   extracted earlier, whose paragraphs take the place of a page's passages.

   LEXICON gives the words and names with scores: see read_lexicon.
   SCORES fill the columns of the second pass and of the page's type: for each page
   TYPE_COUNT columns of its type at first sight (none for a text) and as many int16 as it
   has passages.
   MODEL is a model file: it gives the lexicon and all scores.
   KINDS are letters: forget what the names of a page's classes and ids say (n), its words
   (w), its elements for parts of a page (e), its data (d), so that the rows are those of
   a page that has no such thing.

   For each page, in the machine's byte order: u32 passages, columns, columns of the first
   pass, names, columns of the page and of its type; for each passage: u32 words, u32
   length, text, u32 count, hashes of its first words (for a paragraph: those of
   line_features_read_terms); for each name: u32 first passage, end, hash; int16 columns
   of the type, which begin with those of the page; int16 rows. With a model also int16
   scores of the second pass, and u32 the type that it guesses (0 for a text). */
#include "base/array.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "marks/unrendered.h"
#include "model/columns.h"
#include "model/content_score.h"
#include "page/parse.h"
#include "page/prefilter.h"
#include "plaintext/line_selection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fail(const char *what, const char *name)
{
    fprintf(stderr, "dump: %s: %s\n", what, name);
    exit(1);
}

static struct slice read_file(const char *path, struct arena *a)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail("cannot open", path);
    struct buffer b;
    buffer_open(&b, a);
    char part[65536];
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;)
        buffer_append(&b, slice_of(part, got));
    fclose(file);
    return buffer_slice(&b);
}

/* u32 names, u32 words; then struct name_score and struct word_score as they are. */
static void read_lexicon(const char *path, struct arena *a, struct lexicon *out)
{
    struct slice s = read_file(path, a);
    uint32_t counts[2];
    memcpy(counts, s.ptr, sizeof counts);
    out->name_count = counts[0];
    out->word_count = counts[1];
    out->names = (const void *)(s.ptr + sizeof counts);
    out->words = (const void *)(s.ptr + sizeof counts + counts[0] * sizeof *out->names);
}

static void put_u32(size_t value)
{
    uint32_t number = (uint32_t)value;
    fwrite(&number, sizeof number, 1, stdout);
}

/* ---- names ------------------------------------------------------------------------- */

struct named_element {
    uint32_t element, hash;
};
struct named_list {
    struct named_element *items;
    size_t count, capacity;
};
struct collecting {
    struct arena *arena;
    struct named_list list;
    uint32_t element;
};

static void collect_part(void *context, struct slice part, uint32_t hash)
{
    (void)part;
    struct collecting *c = context;
    struct named_element named = {c->element, hash};
    ARENA_PUSH(c->arena, &c->list, named);
}

static void collect_name(void *context, uint32_t element, struct slice name)
{
    struct collecting *c = context;
    c->element = element;
    lexicon_split_name(name, collect_part, c);
}

/* Inline elements begin and end inside passages: take those that their nodes touch. */
static void put_names(const struct page *page, const struct passages *passages,
                      const struct named_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        uint32_t begin = list->items[i].element, end = page->nodes[begin].end;
        uint32_t from = passages->before[begin];
        uint32_t to = from;
        while (to < passages->count && passages->items[to].first < end)
            to++;
        put_u32(from);
        put_u32(to);
        put_u32(list->items[i].hash);
    }
}

/* ---- passages ---------------------------------------------------------------------- */

static void put_text(uint32_t words, struct slice text, const uint32_t *hashes,
                     uint32_t count)
{
    put_u32(words);
    put_u32(text.len);
    fwrite(text.ptr, 1, text.len, stdout);
    put_u32(count);
    fwrite(hashes, sizeof *hashes, count, stdout);
}

/* The text as training compares it: as it is read, with spaces where layout.c writes
   them. */
static void put_passage(const struct page *page, const struct passages *passages,
                        const struct passage *p, struct arena *a)
{
    struct buffer text;
    buffer_open(&text, a);
    for (uint32_t i = p->first; i <= p->last;) {
        const struct node *node = &page->nodes[i];
        if (!passages_reads(passages, page, i)) {
            i = node->end;
            continue;
        }
        if (i > p->first && (node->tag == TAG_BR || page_is_apart(page, i)))
            buffer_append_char(&text, ' ');
        if (node_is_text(node) && passages->visibility[i] != VISIBILITY_DECIDED)
            buffer_append(&text, node->text);
        i++;
    }
    put_text(p->words, buffer_slice(&text), p->kept, p->kept_count);
}

/* ---- pages ------------------------------------------------------------------------- */

/* What pages are read with. */
struct options {
    struct lexicon lexicon;
    struct content_model content; /* these two if has_model: one of them */
    struct line_model lines;
    FILE *scores; /* NULL: no second pass */
    const char *forgotten;
    bool has_model, is_text;
};

static int16_t *read_scores(FILE *scores, size_t count, struct arena *a)
{
    int16_t *values = arena_calloc(a, count + 1, sizeof *values);
    if (scores && fread(values, sizeof *values, count, scores) != count)
        fail("too short", "scores");
    return values;
}

static int16_t *read_page_scores(FILE *scores, struct features *f, struct arena *a)
{
    int16_t types[TYPE_COUNT] = {0};
    if (scores && fread(types, sizeof *types, TYPE_COUNT, scores) != TYPE_COUNT)
        fail("too short", "scores");
    int16_t *values = read_scores(scores, f->passages->count, a);
    features_set_types(f, types);
    if (scores)
        features_set_scores(f, values, a);
    return values;
}

/* The columns that a passage has of itself, and of its neighbours. */
static void forget_own(int16_t *row, int own, int16_t value)
{
    row[COLUMN_OWN + own] = value;
    for (int n = 0; own < NEIGHBOUR_OWN && n < 2 * NEIGHBOURS; n++)
        row[COLUMN_NEIGHBOURS + n * NEIGHBOUR_OWN + own] = value;
}

static void forget_names(int16_t *row)
{
    static const int OWN[] = {OWN_content_sum, OWN_content_min, OWN_content_max,
                              OWN_rules_sum,   OWN_rules_min,   OWN_rules_max};
    for (size_t i = 0; i < COUNT_OF(OWN); i++)
        forget_own(row, OWN[i], 0);
    for (int i = 0; i < NAMED_KEPT; i++)
        row[COLUMN_NAMED + i] = 0;
    for (int i = 0; i < NAME_CLASS_COUNT; i++)
        row[COLUMN_CLASSES + i] = NEVER;
}

static void forget_words(int16_t *row)
{
    forget_own(row, OWN_word_mean, 0);
    forget_own(row, OWN_word_min, 0);
    forget_own(row, OWN_word_max, 0);
}

/* Of a container that is as any other; see tag_group in features.c. */
static void forget_tag(int16_t *group)
{
    enum { GROUP_EDGE = 1, GROUP_MIDDLE = 4 };
    if (*group == GROUP_EDGE || *group == GROUP_MIDDLE)
        *group = 0;
}

static void forget_elements(int16_t *row)
{
    static const int INSIDE[] = {IN_NAV,  IN_HEADER,  IN_FOOTER, IN_ASIDE,
                                 IN_MAIN, IN_ARTICLE, IN_SECTION};
    for (size_t i = 0; i < COUNT_OF(INSIDE); i++)
        row[COLUMN_INSIDE + INSIDE[i]] = 0;
    forget_tag(&row[OWN_tag_group]);
    for (int n = 0; n < 2 * NEIGHBOURS; n++)
        forget_tag(&row[COLUMN_NEIGHBOURS + n * NEIGHBOUR_OWN + OWN_tag_group]);
    for (int i = 0; i < CONTAINERS; i++)
        forget_tag(&row[COLUMN_CONTAINERS + i * CONTAINER_COUNT + CONTAINER_tag]);
}

static void forget_data(int16_t *row)
{
    row[OWN_stated] = -1;
    for (int i = 0; i < CONTAINERS; i++)
        row[COLUMN_CONTAINERS + i * CONTAINER_COUNT + CONTAINER_stated] = -1;
}

/* By letter: what goes from a row of a passage, and from that of the page. */
static const struct kind {
    char letter;
    void (*forget)(int16_t *row);
    int page_columns[10]; /* 0: no further one; column 0 is in no list */
    int16_t page_value;
} KINDS[] = {
    {'n',
     forget_names,
     {PAGE_comment_words, PAGE_post_words, PAGE_forum_words, PAGE_product_words,
      PAGE_price_words, PAGE_card_words, PAGE_list_words, PAGE_docs_words,
      PAGE_content_words, PAGE_review_words},
     0},
    {'w', forget_words, {0}, 0},
    {'e',
     forget_elements,
     {PAGE_articles, PAGE_sections, PAGE_main_words, PAGE_article_words},
     0},
    {'d', forget_data, {PAGE_stated}, -1},
};

static void forget(struct features *f, const struct kind *kind)
{
    for (size_t k = 0; k < COUNT_OF(kind->page_columns) && kind->page_columns[k]; k++)
        f->page_row[kind->page_columns[k]] = kind->page_value;
    if (kind->letter == 'd')
        f->page_row[PAGE_stated_words] = 0;
    for (size_t i = 0; i < f->passages->count; i++) {
        kind->forget(features_row(f, i));
        memcpy(features_row(f, i) + COLUMN_PAGE, f->page_row, sizeof f->page_row);
    }
}

static void forget_kinds(struct features *f, const char *letters)
{
    for (size_t k = 0; letters && k < COUNT_OF(KINDS); k++)
        if (strchr(letters, KINDS[k].letter))
            forget(f, &KINDS[k]);
}

static void put_page(const struct page *page, const struct features *f,
                     const int16_t *type_row, const struct named_list *names,
                     struct arena *a)
{
    const struct passages *passages = f->passages;
    put_u32(passages->count);
    put_u32(COLUMNS);
    put_u32(FIRST_COLUMNS);
    put_u32(names->count);
    put_u32(PAGE_COUNT);
    put_u32(TYPE_COLUMNS);
    for (size_t i = 0; i < passages->count; i++)
        put_passage(page, passages, &passages->items[i], a);
    put_names(page, passages, names);
    fwrite(type_row, sizeof *type_row, TYPE_COLUMNS, stdout);
    fwrite(f->rows, sizeof *f->rows, passages->count * COLUMNS, stdout);
}

static void dump_page(const char *path, const struct options *options)
{
    struct arena a;
    struct error err;
    struct page page;
    struct prefiltered blanked;
    struct marks marks;
    struct linked_data linked;
    struct passages passages;
    struct features features;
    arena_open(&a, SIZE_MAX);
    struct collecting collecting = {.arena = &a};
    struct element_names names = {&collecting, collect_name};
    prefilter_html(&a, read_file(path, &a), &blanked);
    if (!parse_blanked(&a, &blanked, &page, &err))
        fail("no document", path);
    marks_open(&marks, &page, &a);
    unrendered_mark(&marks);
    linked_data_read(&page, &a, &linked);
    passages_of_page(&marks, &linked, &options->lexicon, &names, &a, &passages);
    features_read(&page, &passages, &options->lexicon, &a, &features);
    forget_kinds(&features, options->forgotten);
    int16_t *scores, row[TYPE_COLUMNS];
    if (options->has_model)
        scores = content_score(&features, &options->content, &a);
    else
        scores = read_page_scores(options->scores, &features, &a);
    page_type_read(&features, scores, row);
    put_page(&page, &features, row, &collecting.list, &a);
    if (options->has_model) {
        fwrite(scores, sizeof *scores, passages.count, stdout);
        put_u32(page_type_guess(options->content.types, row).best);
    }
    arena_close(&a);
}

/* ---- texts ------------------------------------------------------------------------- */

static void put_paragraph(const struct block_list *blocks, const struct paragraph *p,
                          struct arena *a)
{
    struct buffer text;
    buffer_open(&text, a);
    for (size_t i = p->first; i < p->end; i++) {
        buffer_append(&text, blocks->items[i].text);
        buffer_append_char(&text, ' ');
    }
    uint32_t terms[TERMS_MAX], count = line_features_read_terms(&p->text, terms);
    put_text(p->text.words, buffer_slice(&text), terms, count);
}

static void dump_text(const char *path, const struct options *options)
{
    struct arena a;
    struct block_list blocks = {.count = 0};
    struct paragraphs paragraphs = {.count = 0};
    struct line_features f;
    arena_open(&a, SIZE_MAX);
    blocks_of_text(read_file(path, &a), &a, &blocks);
    paragraphs.width = paragraphs_find_width(&blocks);
    if (paragraphs_read(&blocks, 0, &a, &paragraphs) < blocks.count)
        fail("too long", path);
    line_features_open(&f, paragraphs.count, &a);
    line_features_read(&f, &paragraphs, &options->lexicon);
    int16_t *scores = read_scores(options->scores, paragraphs.count, &a);
    if (options->scores)
        line_features_set_scores(&f, scores);
    if (options->has_model)
        line_selection_score(&f, &paragraphs, &options->lines, &a, scores);
    put_u32(paragraphs.count);
    put_u32(LINE_COLUMNS);
    put_u32(LINE_PASS2);
    put_u32(0);
    put_u32(0);
    put_u32(0);
    for (size_t i = 0; i < paragraphs.count; i++)
        put_paragraph(&blocks, &paragraphs.items[i], &a);
    fwrite(f.rows, sizeof *f.rows, paragraphs.count * LINE_COLUMNS, stdout);
    if (options->has_model) {
        fwrite(scores, sizeof *scores, paragraphs.count, stdout);
        put_u32(0);
    }
    arena_close(&a);
}

/* ---- options ----------------------------------------------------------------------- */

static void read_model(const char *path, struct arena *a, struct options *options)
{
    struct error err;
    struct slice file = read_file(path, a);
    options->has_model = options->is_text
                             ? line_model_read(file, &options->lines, &err)
                             : content_model_read(file, &options->content, &err);
    if (!options->has_model)
        fail(err.text, path);
    options->lexicon =
        options->is_text ? options->lines.lexicon : options->content.lexicon;
}

static bool read_options(int argc, char **argv, struct arena *a, struct options *out)
{
    const char *model = NULL;
    for (int option; (option = getopt(argc, argv, "l:s:m:f:t")) != -1;) {
        if (option == 'l')
            read_lexicon(optarg, a, &out->lexicon);
        else if (option == 's')
            out->scores = fopen(optarg, "rb");
        else if (option == 'm')
            model = optarg;
        else if (option == 'f')
            out->forgotten = optarg;
        else if (option == 't')
            out->is_text = true;
        else
            return false;
    }
    if (model)
        read_model(model, a, out);
    return true;
}

int main(int argc, char **argv)
{
    struct arena a;
    struct options options = {.scores = NULL};
    arena_open(&a, SIZE_MAX);
    if (!read_options(argc, argv, &a, &options))
        return 2;
    char path[4096];
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = 0;
        (options.is_text ? dump_text : dump_page)(path, &options);
    }
    if (options.scores)
        fclose(options.scores);
    arena_close(&a);
    return 0;
}
