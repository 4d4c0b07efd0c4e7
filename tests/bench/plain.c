/* plain RULES...: prints the rules of these files that have a CSS selector and a
   directive of FiveFilters' format, as one rule file. */
#include "corpus.h"

#include "rules/rulefile.h"

static bool is_wanted(const struct directive *d)
{
    bool is_known = d->kind <= DIRECTIVE_STRIP_ID_OR_CLASS;
    return is_known && d->selector && !d->is_xpath;
}

static void print_plain(const char *path)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct corpus_page text = corpus_read_page(path);
    const struct rulefile *file = rulefile_read(
        &a, slice_of_string(path), slice_of(text.bytes, text.size), AUTHORITY_SITE);
    for (size_t i = 0; i < file->count; i++) {
        const struct directive *d = &file->directives[i];
        if (is_wanted(d))
            printf("%s: %.*s\n", directive_name(d->kind), SLICE_ARG(d->value));
    }
    free(text.bytes);
    arena_close(&a);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        print_plain(argv[i]);
    return 0;
}
