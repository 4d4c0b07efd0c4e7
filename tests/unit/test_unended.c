/* unended: the end tags that a page lacks. */
#include "in_arena.h"

#include "base/array.h"
#include "base/buffer.h"
#include "page/unended.h"
#include <time.h>

static const char *mended(const char *html)
{
    struct slice out;
    if (!unended_mend(&arena, slice_of_string(html), &out))
        return "(as it was)";
    char *text = arena_alloc(&arena, out.len + 1);
    memcpy(text, out.ptr, out.len);
    text[out.len] = '\0';
    return text;
}

static void missing_end_tags_are_added(void **state)
{
    static const struct {
        const char *html, *mended;
    } CASES[] = {
        /* written as empty */
        {"<iframe src=\"a\"/><p>b", "<iframe src=\"a\"/></iframe><p>b"},
        {"<IFRAME /><p>b", "<IFRAME /></iframe><p>b"},
        {"<script src=\"a\"/>\n<script>b</script>",
         "<script src=\"a\"/></script>\n<script>b</script>"},
        {"<title/><style/><p>", "<title/></title><style/></style><p>"},
        {"<select/><noscript/><video/>a",
         "<select/></select><noscript/></noscript><video/></video>a"},
        /* without an end tag */
        {"<title>a<meta><body>", "<title>a</title><meta><body>"},
        {"<title>a<body><svg><title>b</title></svg>",
         "<title>a</title><body><svg><title>b</title></svg>"},
        {"<textarea>a < b</form>", "<textarea>a < b</textarea></form>"},
        {"<style>a{}<p>b", "<style>a{}</style><p>b"},
        {"<iframe><p>b", "<iframe></iframe><p>b"},
        {"<iframe><p>b<iframe></iframe>", "<iframe></iframe><p>b<iframe></iframe>"},
        {"<noscript><img><p>b", "<noscript></noscript><img><p>b"},
        {"<xmp><p>b", "<xmp></xmp><p>b"},
        {"<select><option>a<option>b<p>c", "<select><option>a<option>b</select><p>c"},
        {"<select><option>a<p>b<select></select>",
         "<select><option>a</select><p>b<select></select>"},
        {"<script>a(1 < 2, '<b>')\n <p>b</body>",
         "<script>a(1 < 2, '<b>')\n </script><p>b</body>"},
        {"<script><!-- '<script>'\n</script><p>b</body>",
         "<script><!-- '<script>'\n</script></script><p>b</body>"},
        {"<!-- a ><p>b</body>", "<!-- a --><p>b</body>"},
        /* nothing is missing */
        {"<iframe src=a/></iframe><p>", "(as it was)"},
        {"<iframe/></iframe><p>", "(as it was)"},
        {"<iframe><p>No frames here.</p></iframe>", "(as it was)"},
        {"<script/>a = '<p>';</script>", "(as it was)"},
        {"<title>On <b> and <p></title><p>", "(as it was)"},
        {"<textarea><p>a</p></textarea>", "(as it was)"},
        {"<script>var cut = '<p>\n<p>off", "(as it was)"},
        {"<br/><img/><a/><svg/><!-- a --><!-->", "(as it was)"},
        {"<p title='<iframe/>'>", "(as it was)"},
        {"", "(as it was)"},
        {"<iframe", "(as it was)"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_string_equal(mended(CASES[i].html), CASES[i].mended);
}

/* With the search repeated for each tag, one of these would take hours. */
static void time_is_in_proportion_to_the_page(void **state)
{
    static const char *const PARTS[] = {
        "<title>",
        "<textarea>a<b>",
        "<style><p>",
        "<script>\n<p>",
        "<script>",
        "<iframe>",
        "<iframe/>a",
        "<noscript>",
        "<xmp/><p>",
        "<select>",
        "<select><option><p>",
        "<!-- >",
        "<!--",
        "<!--<script>",
        "<script><!--<script",
        "<video/>",
        "<iframe <p>",
        "<title/>",
        "<p a=\">",
    };
    enum { BYTES = 2 * 1000 * 1000 };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(PARTS); i++)
        for (int has_end = 0; has_end < 2; has_end++) {
            struct slice out;
            struct buffer html;
            buffer_open(&html, NULL);
            while (html.len < BYTES)
                buffer_append_string(&html, PARTS[i]);
            if (has_end)
                buffer_append_string(&html,
                                     "</title></textarea></style></script></iframe>"
                                     "</noscript></xmp></select>--></body>");
            clock_t start = clock();
            unended_mend(&arena, buffer_slice(&html), &out);
            assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
            buffer_close(&html);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(missing_end_tags_are_added),
        in_arena(time_is_in_proportion_to_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
