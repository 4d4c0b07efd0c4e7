/* line_selection: which lines of plain text the model keeps. */
#include "cleaning.h"

#include "plaintext/line_selection.h"

static struct paragraphs read_text(struct cleaning *c, const char *text)
{
    struct paragraphs out = {.count = 0};
    cleaning_open(c, "/");
    marks_open(&c->marks, NULL, &c->arena);
    blocks_of_text(slice_of_string(text), &c->arena, &c->blocks);
    out.width = paragraphs_find_width(&c->blocks);
    assert_int_equal(paragraphs_read(&c->blocks, 0, &c->arena, &out), c->blocks.count);
    return out;
}

static const char WRAPPED[] =
    "   The stone bridge at Aldmoor, which has carried the coast road over\n"
    "   the Wend since 1788, is to close to all traffic from the first of\n"
    "   April so that its two middle arches can be taken down and built\n"
    "   again.\n"
    "     * that it is taken in when the river is higher than the mark on\n"
    "       the mill, which is seldom,\n"
    "     * that nobody ties a boat\n"
    "     * to it\n";

static void broken_lines_are_one_paragraph(void **state)
{
    (void)state;
    struct cleaning c;
    struct paragraphs p = read_text(&c, WRAPPED);
    assert_in_range(p.width, 66, 70);
    assert_int_equal(p.count, 4);
    assert_int_equal(p.items[0].end, 4);
    assert_true(p.items[1].is_marked);
    assert_int_equal(p.items[1].end - p.items[1].first, 2);
    assert_int_equal(p.items[3].text.words, 2);
    arena_close(&c.arena);
}

/* Most of the long lines belong to a menu. */
static const char MENU_AND_WRAPPED[] =
    "o Announcements of the parish council\n"
    "o Opening hours of baths and library\n"
    "o Ferry timetables, summer and winter\n"
    "o Moorings at the lower harbour wall\n"
    "o Allotments and the waiting list now\n"
    "o Lost property at the old town hall\n"
    "o Minutes of all meetings since 1998\n"
    "o When the river is over its banks\n"
    "o Rooms for weddings and for lectures\n"
    "o Registers of births and marriages\n"
    "\n"
    "The stone bridge at Aldmoor, which has carried the coast road over\n"
    "the Wend since 1788, is to close to all traffic from the first of\n"
    "next month so that its two middle arches can be taken down and then\n"
    "built again. Boats pass under the outer arches while work goes on, at\n"
    "walking pace, and nobody is to tie up there.\n";

static void a_menu_does_not_hide_broken_lines(void **state)
{
    (void)state;
    struct cleaning c;
    struct paragraphs p = read_text(&c, MENU_AND_WRAPPED);
    assert_in_range(p.width, 66, 70);
    assert_int_equal(p.count, 11);
    assert_int_equal(p.items[10].end - p.items[10].first, 5);
    arena_close(&c.arena);
}

static void lines_that_are_not_wrapped_are_paragraphs(void **state)
{
    (void)state;
    struct cleaning c;
    struct paragraphs p = read_text(&c, "Take with you\nA blanket\nA mug that nobody "
                                        "else in the house would want to have\nBread");
    assert_int_equal(p.width, 0);
    assert_int_equal(p.count, 4);
    arena_close(&c.arena);
}

static void adjacent_words_are_features(void **state)
{
    (void)state;
    struct cleaning c;
    uint32_t one[TERMS_MAX], two[TERMS_MAX], turned[TERMS_MAX], longest[TERMS_MAX];
    struct paragraphs p =
        read_text(&c, "share\nshare this\nthis share\na a a a a a a a a a a a a a a a "
                      "a a a a a a a a a a a a");
    assert_int_equal(line_features_read_terms(&p.items[0].text, one), 3);
    assert_int_equal(line_features_read_terms(&p.items[1].text, two), 5);
    assert_int_equal(line_features_read_terms(&p.items[2].text, turned), 5);
    assert_int_equal(line_features_read_terms(&p.items[3].text, longest), 2 * WORDS_KEPT);
    assert_int_equal(one[1], two[1]);        /* "share" at the beginning */
    assert_int_equal(one[2], turned[4]);     /* "share" at the end */
    assert_int_equal(two[0], turned[2]);     /* the word itself */
    assert_int_not_equal(two[3], turned[3]); /* "share this" */
    assert_int_not_equal(one[0], one[1]);
    arena_close(&c.arena);
}

static void punctuation_is_counted(void **state)
{
    (void)state;
    struct cleaning c;
    struct paragraphs p = read_text(
        &c, "Home | News \xC2\xBB 2019\n"
            "\xC2\xA9 1998 mail@example.com, http://example.com/ [1] 12:30 ____\n");
    assert_int_equal(p.items[0].signs.bars, 2);
    assert_int_equal(p.items[0].signs.years, 1);
    assert_int_equal(p.items[1].signs.brackets, 1);
    assert_int_equal(p.items[1].signs.clocks, 1);
    arena_close(&c.arena);
}

static const char PAGE[] =
    "The Farne Herald\n* Home\n* News\n* Sport\n* Weather\n* Events\n* Jobs\n* Contact\n"
    "* Advertise with us\n* Sign in\n\n"
    "The ferry has left for the last time\n\n"
    "Some three hundred people stood on the bank when the ferryman undid the chain, and "
    "the boat, without an engine, drifted over with nothing but the stream to move "
    "it.\n\n"
    "Since the new bridge was opened last autumn, fewer than twenty people a day had "
    "been "
    "taken across. The council had therefore ended the service, with eleven votes to "
    "four. It was not easy for any of them, the mayor said on Sunday evening.\n\n"
    "The ferryman, who had taken the post over from his father, wants to keep the boat. "
    "Two museums have asked for it, he said; he would not sell it as long as he could "
    "row "
    "himself.\n\n"
    "Read next\n* Stop press: the lock is open\n* Photos of the week\n"
    "* Subscribe to our newsletter\n* Terms and conditions\n";

static void judge(struct cleaning *c, const char *text, enum winnow_favor favor)
{
    cleaning_open(c, "/");
    marks_open(&c->marks, NULL, &c->arena);
    blocks_of_text(slice_of_string(text), &c->arena, &c->blocks);
    line_selection_apply(&c->blocks, &c->marks, favor);
}

static void menus_around_a_text_are_removed(void **state)
{
    (void)state;
    struct cleaning c;
    judge(&c, PAGE, WINNOW_FAVOR_BALANCE);
    for (size_t i = 0; i < c.blocks.count; i++) {
        const struct block *block = &c.blocks.items[i];
        const struct reason *reason = &c.marks.reasons[block->reason];
        bool is_menu =
            block->marker.len || i == 0 || slice_equal(block->text, SLICE("Read next"));
        assert_int_equal(block->verdict, is_menu ? VERDICT_DROP : VERDICT_KEEP);
        assert_int_equal(reason->by, JUDGE_MODEL);
        assert_in_range(reason->score, 0, SCORE_MAX);
    }
    arena_close(&c.arena);
}

static size_t count_kept(const char *text, enum winnow_favor favor)
{
    struct cleaning c;
    size_t kept = 0;
    judge(&c, text, favor);
    for (size_t i = 0; i < c.blocks.count; i++)
        kept += c.blocks.items[i].verdict != VERDICT_DROP;
    arena_close(&c.arena);
    return kept;
}

static void favor_moves_the_threshold(void **state)
{
    (void)state;
    size_t kept = count_kept(PAGE, WINNOW_FAVOR_BALANCE);
    assert_true(count_kept(PAGE, WINNOW_FAVOR_PRECISION) <= kept);
    assert_true(count_kept(PAGE, WINNOW_FAVOR_RECALL) >= kept);
}

static void short_texts_are_not_changed(void **state)
{
    (void)state;
    assert_int_equal(count_kept("* Home\n* News\n* Events", WINNOW_FAVOR_BALANCE), 3);
    assert_int_equal(count_kept("", WINNOW_FAVOR_BALANCE), 0);
}

static void decisions_of_rules_are_kept(void **state)
{
    (void)state;
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE,
                       "keep_line: /^Events$/\nstrip_line: /^The ferry has left/\n");
    cleaning_text(&c, PAGE);
    line_selection_apply(&c.blocks, &c.marks, WINNOW_FAVOR_BALANCE);
    for (size_t i = 0; i < c.blocks.count; i++) {
        const struct block *block = &c.blocks.items[i];
        if (slice_equal(block->text, SLICE("Events")))
            assert_int_equal(block->verdict, VERDICT_KEEP);
        if (slice_starts_with(block->text, SLICE("The ferry has left")))
            assert_int_equal(block->verdict, VERDICT_DROP);
    }
    arena_close(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_lines_are_one_paragraph),
        cmocka_unit_test(a_menu_does_not_hide_broken_lines),
        cmocka_unit_test(lines_that_are_not_wrapped_are_paragraphs),
        cmocka_unit_test(adjacent_words_are_features),
        cmocka_unit_test(punctuation_is_counted),
        cmocka_unit_test(menus_around_a_text_are_removed),
        cmocka_unit_test(favor_moves_the_threshold),
        cmocka_unit_test(short_texts_are_not_changed),
        cmocka_unit_test(decisions_of_rules_are_kept),
    };
    return cmocka_run_group_tests_name("scrape_content", tests, NULL, NULL);
}
