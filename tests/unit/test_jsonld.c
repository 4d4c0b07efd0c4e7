/* jsonld: structured data, valid and invalid. */
#include "in_arena.h"

#include "base/buffer.h"
#include "metadata/jsonld.h"

enum { SCRIPTS_MAX = 4 };

/* Reads the blocks, up to a NULL. */
static struct jsonld read_blocks(const char *const *blocks)
{
    struct embedded scripts[SCRIPTS_MAX];
    struct page page = {.embedded = scripts};
    for (; blocks[page.embedded_count]; page.embedded_count++)
        scripts[page.embedded_count] =
            (struct embedded){.kind = EMBEDDED_JSON_LD,
                              .text = slice_of_string(blocks[page.embedded_count])};
    struct jsonld said;
    struct linked_data linked;
    linked_data_read(&page, &arena, &linked);
    jsonld_read(&linked, &arena, &said);
    return said;
}

static struct jsonld read_block(const char *block)
{
    return read_blocks((const char *[]){block, NULL});
}

/* ---- objects ----------------------------------------------------------------------- */

static void an_article_is_read(void **state)
{
    (void)state;
    struct jsonld said = read_block(
        "{\"@context\":\"https://"
        "schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"Rain\","
        "\"datePublished\":\"2024-03-05\",\"dateModified\":\"2024-04-01\",\"inLanguage\":"
        "\"de-AT\",\"url\":\"https://x.com/"
        "rain\",\"author\":{\"@type\":\"Person\",\"name\":"
        "\"Ann\"},\"publisher\":{\"@type\":\"Organization\",\"name\":\"The Site\"}}");
    assert_string_equal(string(said.headline), "Rain");
    assert_string_equal(string(said.date), "2024-03-05");
    assert_string_equal(string(said.language), "de-AT");
    assert_string_equal(string(said.site), "The Site");
    assert_string_equal(string(said.url), "https://x.com/rain");
    assert_int_equal(said.author_count, 1);
    assert_string_equal(string(said.authors[0]), "Ann");
}

static void references_between_blocks_are_followed(void **state)
{
    (void)state;
    struct jsonld said = read_blocks((const char *[]){
        "{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"The Site\"},"
        "{\"@type\":[\"Thing\",\"https://schema.org/BlogPosting\"],"
        "\"author\":[{\"@id\":\"#ann\"},{\"@id\":\"#nobody\"},\"Bo\"]}]}",
        "[{\"@id\":\"#ann\",\"@type\":\"Person\",\"givenName\":\"Ann\",\"familyName\":"
        "\"Lee\"},"
        "{\"@id\":\"#nobody\"}]",
        NULL,
    });
    assert_string_equal(string(said.site), "The Site");
    assert_int_equal(said.author_count, 2);
    assert_string_equal(string(said.authors[0]), "Ann Lee");
    assert_string_equal(string(said.authors[1]), "Bo");
}

static void circular_references_end(void **state)
{
    (void)state;
    struct jsonld said = read_block(
        "[{\"@type\":\"Article\",\"author\":{\"@id\":\"a\"}},{\"@id\":\"a\",\"x\":1},"
        "{\"@id\":\"a\",\"x\":2}]");
    assert_int_equal(said.author_count, 0);
}

static void article_of_the_page_is_preferred(void **state)
{
    (void)state;
    struct jsonld said = read_block(
        "[{\"@type\":\"WebPage\",\"name\":\"Page\",\"datePublished\":\"2020-01-01\"},"
        "{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"Article\","
        "\"headline\":"
        "\"Another\"}]},{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Question\","
        "\"author\":\"Ann\",\"comment\":[{\"@type\":\"Article\","
        "\"author\":\"Bo\"}]}}]");
    assert_string_equal(string(said.date), "2020-01-01");
    assert_int_equal(said.author_count, 1);
    assert_string_equal(string(said.authors[0]), "Ann");
}

static void other_types_are_ignored(void **state)
{
    (void)state;
    static const char *const blocks[] = {
        "",
        "17",
        "[]",
        "{}",
        "null",
        "{\"@type\":\"Person\",\"name\":\"Ann\",\"author\":\"Bo\"}",
        "{\"@type\":17,\"author\":\"Bo\"}",
        "{\"@type\":\"Article\",\"author\":{\"name\":{}},\"headline\":{},\"url\":[]}",
        "{\"@type\":\"Article\",\"author\":[[[\"Bo\"]],null,7]}",
    };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        struct jsonld said = read_block(blocks[i]);
        assert_int_equal(said.headline.len + said.date.len + said.author_count, 0);
    }
}

static void large_blocks_take_little_time(void **state)
{
    (void)state;
    enum { NEST = 300000, ARTICLES = 20000 };
    struct buffer deep, wide;
    buffer_open(&deep, &arena);
    buffer_open(&wide, &arena);
    for (int i = 0; i < NEST; i++)
        buffer_append_char(&deep, i % 2 ? '[' : '{');
    buffer_append_char(&wide, '[');
    for (int i = 0; i < ARTICLES; i++)
        buffer_printf(&wide, "{\"@id\":\"%d\",\"author\":{\"@id\":\"%d\"}},", i, i + 1);
    struct jsonld said = read_blocks((const char *[]){
        deep.ptr, wide.ptr, "{\"@type\":\"Article\",\"author\":\"Ann\"}", NULL});
    assert_int_equal(said.author_count, 1);
}

/* ---- repair ------------------------------------------------------------------------ */

static void repaired_blocks_are_read(void **state)
{
    (void)state;
    struct jsonld said =
        read_block("<!--\n{\"@type\":\"Article\",\n\"author\":{\"name\":\"Ann\"},"
                   "\"headline\":\"Rain\nand \"snow\"\",\n}\n-->");
    assert_string_equal(string(said.headline), "Rain\nand \"snow\"");
    assert_string_equal(string(said.authors[0]), "Ann");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(an_article_is_read),
        in_arena(references_between_blocks_are_followed),
        in_arena(circular_references_end),
        in_arena(article_of_the_page_is_preferred),
        in_arena(other_types_are_ignored),
        in_arena(large_blocks_take_little_time),
        in_arena(repaired_blocks_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
