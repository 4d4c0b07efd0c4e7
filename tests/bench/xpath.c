/* xpath RULES...: measures XPath on the pages named on standard input, and checks that
   XPath in these rule files that is matched as CSS has the same result as with libxml2.
   Prints user CPU time in milliseconds: of parsing, of making libxml2's tree, of one
   contains() in libxml2; then how many results were compared, and how many differ. */
#include "corpus.h"

#include "page/parse.h"
#include "page/prefilter.h"

#include "../unit/xpath_pairs.h"

struct bench {
    struct arena rules;
    struct xpath_pairs pairs;
    const struct xpath *all, *contains;
    double parse_ms, mirror_ms, contains_ms;
    size_t compared, differing;
};

static void read_rules(struct bench *b, const char *path)
{
    struct corpus_page text = corpus_read_page(path);
    xpath_pairs_add(&b->pairs, &b->rules, slice_of_string(path),
                    slice_of(text.bytes, text.size));
    free(text.bytes);
}

static void compare(struct bench *b, const struct view *view,
                    const struct xpath_pair *pair)
{
    b->compared++;
    if (xpath_pair_agrees(pair, view))
        return;
    b->differing++;
    fprintf(stderr, "differs: %.*s\n", SLICE_ARG(pair->text));
}

/* Adds the time since *start, and sets *start to now. */
static void add_time(double *sum, double *start)
{
    double now = (double)clock_cpu_ns() / 1e6;
    *sum += now - *start;
    *start = now;
}

static void measure_page(struct bench *b, size_t number, const struct corpus_page *from)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct prefiltered blanked = {0};
    struct page page;
    struct error err;
    double start = (double)clock_cpu_ns() / 1e6;
    prefilter_html(&a, slice_of(from->bytes, from->size), &blanked);
    if (!parse_blanked(&a, &blanked, &page, &err))
        exit(1);
    struct view view = view_open(&page, NULL, &a);
    add_time(&b->parse_ms, &start);
    xpath_evaluate(b->all, &view, view.mirror);
    add_time(&b->mirror_ms, &start);
    xpath_evaluate(b->contains, &view, view.mirror);
    add_time(&b->contains_ms, &start);
    for (size_t i = number % XPATH_PAIRS_STRIDE; i < b->pairs.count;
         i += XPATH_PAIRS_STRIDE)
        compare(b, &view, &b->pairs.items[i]);
    arena_close(&a);
}

int main(int argc, char **argv)
{
    struct bench b = {.compared = 0};
    arena_open(&b.rules, SIZE_MAX);
    b.all = xpath_pairs_compile(&b.rules, SLICE("/html"));
    b.contains =
        xpath_pairs_compile(&b.rules, SLICE("//div[contains(@class, 'related')]"));
    for (int i = 1; i < argc; i++)
        read_rules(&b, argv[i]);
    size_t count;
    struct corpus_page *pages = corpus_read(&count);
    for (size_t i = 0; i < count; i++)
        measure_page(&b, i, &pages[i]);
    printf("%.3f %.3f %.3f %zu %zu\n", b.parse_ms, b.mirror_ms, b.contains_ms, b.compared,
           b.differing);
    arena_close(&b.rules);
    return b.differing > 0;
}
