/* bbcode: markup of forums in text from JSON-LD and scripts. */
#include "in_arena.h"

#include "base/array.h"
#include "embedded/bbcode.h"

static void bbcode_is_recognised_by_closing_tags(void **state)
{
    (void)state;
    assert_true(bbcode_is(SLICE("[b]bold[/b]")));
    assert_true(bbcode_is(SLICE("a [URL=https://a.example]link[/URL]")));
    assert_false(bbcode_is(SLICE("see [1] and [b], as [he] said [sic]")));
    assert_false(bbcode_is(SLICE("[/unknown] and [/")));
    assert_false(bbcode_is(SLICE("")));
}

static void bbcode_becomes_html(void **state)
{
    static const struct {
        const char *text, *html;
    } CASES[] = {
        {"[b]a[/b] < b", "<b>a</b> &lt; b"},
        {"[h2]a[/h2]b\nc", "<h2>a</h2>b<p>c"},
        {"[list][*]a[*]b[/list]", "<ul><li>a<li>b</ul>"},
        {"[quote=\"A. Orr\"]a[/quote]", "<blockquote>a</blockquote>"},
        {"[url=https://a.example]a[/url] [2] [x]", "a [2] [x]"},
        {"a[img]https://a.example/b.png[/img]c", "ac"},
        {"a[img src=\"b.png\"][/img]c[b]d[/b]", "ac<b>d</b>"},
        {"a[video]b c, which has no end", "ab c, which has no end"},
        {"[b\n]a[/b", "[b<p>]a[/b"},
        {"[b[b]a[/b]", "[b<b>a</b>"},
        {"[img]a[b]c[/b][/img]", "a<b>c</b>"},
        {"[[b]]a[/b]", "[<b>]a</b>"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct buffer out;
        buffer_open(&out, *state);
        bbcode_put(&out, slice_of_string(CASES[i].text));
        assert_slice(buffer_slice(&out), CASES[i].html);
    }
}

/* Unclosed tags are searched once: this used to take minutes. */
static void unclosed_tags_take_linear_time(void **state)
{
    static const struct {
        const char *mark, *html;
    } CASES[] = {{"[b", "[b"}, {"[img]", ""}};
    enum { TIMES = 500000 };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct buffer text, out;
        buffer_open(&text, *state);
        buffer_open(&out, *state);
        for (int n = 0; n < TIMES; n++)
            buffer_append_string(&text, CASES[i].mark);
        assert_false(bbcode_is(buffer_slice(&text)));
        bbcode_put(&out, buffer_slice(&text));
        assert_int_equal(buffer_slice(&out).len, TIMES * strlen(CASES[i].html));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bbcode_is_recognised_by_closing_tags),
        in_arena(bbcode_becomes_html),
        in_arena(unclosed_tags_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
