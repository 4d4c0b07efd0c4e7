/* parse: parses the pages named on standard input with plain gumbo: Debian's shared
   library, malloc, all defaults. Prints user CPU time in milliseconds. */
#include "corpus.h"
#include <gumbo.h>

int main(void)
{
    size_t count;
    struct corpus_page *pages = corpus_read(&count);
    double start = corpus_user_ms();
    for (size_t i = 0; i < count; i++) {
        GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions,
                                                       pages[i].bytes, pages[i].size);
        gumbo_destroy_output(&kGumboDefaultOptions, output);
    }
    printf("%.3f\n", corpus_user_ms() - start);
    return 0;
}
