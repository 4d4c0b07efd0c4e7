/* page: tags, the array of nodes, and functions on it. */
#include "in_arena.h"

#include "base/buffer.h"
#include "base/hash.h"
#include "page/parse.h"

static struct page parse(const char *html)
{
    struct page page;
    struct error err;
    assert_true(parse_html(&arena, slice_of_string(html), &page, &err));
    return page;
}

/* Prints every node with its tag or text, indented by level. */
static const char *outline(const struct page *page)
{
    struct buffer out;
    buffer_open(&out, &arena);
    for (uint32_t i = 0; i < page->count; i++) {
        const struct node *node = &page->nodes[i];
        for (uint32_t depth = 0; depth < node->depth; depth++)
            buffer_append_char(&out, ' ');
        if (node_is_text(node))
            buffer_append_char(&out, '"');
        buffer_append(&out, node_is_text(node) ? node->text : page_name(page, i));
        buffer_append_char(&out, '\n');
    }
    return out.ptr;
}

/* Checks that every subtree is a range inside the range of its parent. */
static void assert_well_formed(const struct page *page)
{
    assert_int_equal(page->nodes[0].parent, NODE_NONE);
    assert_int_equal(page->nodes[0].end, page->count);
    for (uint32_t i = 1; i < page->count; i++) {
        const struct node *node = &page->nodes[i], *parent = &page->nodes[node->parent];
        assert_true(node->parent < i);
        assert_true(node->end > i && node->end <= parent->end);
        assert_int_equal(node->depth, parent->depth + 1);
    }
}

/* ---- tags -------------------------------------------------------------------------- */

static void tags_are_found_by_name(void **state)
{
    (void)state;
    for (int tag = TAG_OTHER + 1; tag < TAG_COUNT; tag++)
        assert_int_equal(tag_of_name(slice_of_string(tag_name((enum tag)tag))), tag);
    assert_int_equal(tag_of_name(SLICE("my-element")), TAG_OTHER);
    assert_int_equal(tag_of_name(SLICE("")), TAG_OTHER);
    assert_int_equal(tag_of_name(SLICE("DIV")), TAG_OTHER);
    assert_string_equal(tag_name(TAG_TEXT), "");
    assert_string_equal(tag_name(TAG_OTHER), "");
    assert_int_equal(tag_kind(TAG_OTHER), TAG_INLINE);
    assert_int_equal(tag_kind(TAG_DIV), TAG_BLOCK);
    assert_int_equal(tag_kind(TAG_BR), TAG_BREAK);
    assert_int_equal(tag_kind(TAG_SCRIPT), TAG_SILENT);
}

/* ---- the array --------------------------------------------------------------------- */

static void nodes_are_in_document_order(void **state)
{
    (void)state;
    struct page page = parse("<title>t</title><p>a <b>b</b>\n<p>c");
    assert_string_equal(outline(&page),
                        "html\n head\n  title\n   \"t\n body\n  p\n   \"a \n"
                        "   b\n    \"b\n   \"\n\n  p\n   \"c\n");
    assert_well_formed(&page);
    assert_int_equal(page.head, 1);
    assert_int_equal(page.body, 4);
    assert_true(page.quirks);
    assert_false(parse("<!doctype html><p>").quirks);
}

static void attributes_and_classes_are_found(void **state)
{
    (void)state;
    struct page page = parse("<p ID=x Class=' a  b\ta' data-x='1 &amp; 2' hidden>");
    uint32_t p = page_find(&page, 0, TAG_P);
    assert_slice(page_attribute(&page, p, SLICE("id")), "x");
    assert_slice(page_attribute(&page, p, SLICE("data-x")), "1 & 2");
    assert_non_null(page_attribute(&page, p, SLICE("hidden")).ptr);
    assert_null(page_attribute(&page, p, SLICE("title")).ptr);
    assert_null(page_attribute(&page, page.body, SLICE("id")).ptr);
    assert_int_equal(page.nodes[p].id_hash, hash_token(SLICE("x")));
    assert_int_equal(page.nodes[p].class_count, 3);
    assert_true(page_has_class(&page, p, SLICE("b")));
    assert_false(page_has_class(&page, p, SLICE("A")));
    assert_false(page_has_class(&page, page.body, SLICE("a")));
}

static void namespaces_are_recognised(void **state)
{
    (void)state;
    struct page page =
        parse("<My-Element>a</My-Element><dialog>b</dialog><svg><linearGradient/>"
              "<title>c</title></svg><template><p>d</template>"
              "<noscript><p>e</noscript>");
    assert_string_equal(
        outline(&page),
        "html\n head\n body\n  my-element\n   \"a\n  dialog\n   \"b\n  svg\n"
        "   lineargradient\n   title\n    \"c\n  template\n   p\n    \"d\n"
        "  noscript\n   p\n    \"e\n");
    uint32_t dialog = page_find(&page, 0, TAG_DIALOG);
    assert_int_equal(dialog, 5);
    uint32_t title = page_find(&page, 0, TAG_TITLE);
    assert_int_equal(page.nodes[title].flags, NODE_FOREIGN);
    uint32_t noscript = page_find(&page, 0, TAG_NOSCRIPT);
    assert_int_equal(page.nodes[noscript].flags, 0);
    assert_int_equal(page.nodes[noscript + 1].flags, NODE_NOSCRIPT);
    assert_int_equal(page.nodes[noscript + 2].flags, NODE_NOSCRIPT);
}

static void adjacent_texts_are_merged(void **state)
{
    (void)state;
    struct page page = parse("<p>a<!-- x -->b <!-- y --> <i>c</i><!-- z -->d");
    assert_string_equal(outline(&page),
                        "html\n head\n body\n  p\n   \"ab  \n   i\n    \"c\n"
                        "   \"d\n");
}

static void unusual_documents_have_a_root(void **state)
{
    (void)state;
    struct page empty = parse("");
    assert_string_equal(outline(&empty), "html\n head\n body\n");
    struct page frames = parse("<frameset><frame src=a></frameset>");
    assert_int_equal(frames.body, NODE_NONE);
    assert_int_equal(page_find(&frames, 0, TAG_BODY), NODE_NONE);
    struct page page;
    assert_true(parse_html(&arena, slice_of("<p>a\0b&#0;c", 11), &page, NULL));
    assert_well_formed(&page);
}

static void text_in_deep_nesting_is_kept(void **state)
{
    (void)state;
    struct buffer html;
    buffer_open(&html, &arena);
    for (int i = 0; i < 1000; i++)
        buffer_printf(&html, "<div>%d ", i);
    for (int i = 999; i >= 0; i--)
        buffer_printf(&html, "</div>-%d ", i);
    struct page page = parse(html.ptr);
    assert_well_formed(&page);
    struct slice text = page_text(&page, 0, NULL, &arena);
    assert_true(slice_find(text, SLICE("998 999 -999 -998")) != SIZE_MAX);
    assert_true(slice_starts_with(text, SLICE("0 1 2 3 ")));
    uint32_t deepest = 0;
    for (uint32_t i = 0; i < page.count; i++)
        if (page.nodes[i].depth > deepest)
            deepest = page.nodes[i].depth;
    assert_int_equal(deepest, 512);
}

/* ---- text -------------------------------------------------------------------------- */

static void text_is_one_line(void **state)
{
    (void)state;
    struct page page =
        parse("<title>no</title><div><p> a\n b</p>c<i>d</i> <b>e</b></div>f"
              "<script>no</script>g<br>h<td>i&nbsp;&nbsp;j");
    assert_slice(page_text(&page, 0, NULL, &arena), "a b cd e fg hi j");
    uint32_t title = page_find(&page, 0, TAG_TITLE);
    assert_slice(page_text(&page, title, NULL, &arena), "no");
    uint8_t *hidden = arena_calloc(&arena, page.count, 1);
    hidden[page_find(&page, 0, TAG_DIV)] = 1;
    assert_slice(page_text(&page, 0, hidden, &arena), "fg hi j");
}

/* ---- limits ------------------------------------------------------------------------ */

static void page_over_its_memory_budget_jumps(void **state)
{
    (void)state;
    struct arena small;
    arena_open(&small, 1 << 20);
    struct buffer html;
    buffer_open(&html, NULL);
    for (int i = 0; i < 20000; i++)
        buffer_append_string(&html, "<b class=x>");
    struct page page;
    if (arena_trap(&small)) {
        assert_int_equal(small.stop, ARENA_OVER_BYTES);
        arena_close(&small);
        buffer_close(&html);
        return;
    }
    parse_html(&small, buffer_slice(&html), &page, NULL);
    fail();
}

static void page_over_its_time_limit_jumps(void **state)
{
    (void)state;
    struct arena hurried;
    arena_open(&hurried, SIZE_MAX);
    struct buffer html;
    buffer_open(&html, NULL);
    for (int i = 0; i < 5000; i++) /* gumbo takes seconds for these */
        buffer_printf(&html, "<b class=%d>", i);
    struct page page;
    if (arena_trap(&hurried)) {
        assert_int_equal(hurried.stop, ARENA_OVER_TIME);
        arena_close(&hurried);
        buffer_close(&html);
        return;
    }
    arena_set_deadline(&hurried, 20 * 1000 * 1000);
    parse_html(&hurried, buffer_slice(&html), &page, NULL);
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_found_by_name),
        in_arena(nodes_are_in_document_order),
        in_arena(attributes_and_classes_are_found),
        in_arena(namespaces_are_recognised),
        in_arena(adjacent_texts_are_merged),
        in_arena(unusual_documents_have_a_root),
        in_arena(text_in_deep_nesting_is_kept),
        in_arena(text_is_one_line),
        cmocka_unit_test(page_over_its_memory_budget_jumps),
        cmocka_unit_test(page_over_its_time_limit_jumps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
