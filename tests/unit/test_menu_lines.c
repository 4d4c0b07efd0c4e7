/* menu_lines: menus in plain text are removed, other text is kept. */
#include "cleaning.h"

#include "phrases/menu_vocabulary.h"
#include "plaintext/menu_lines.h"

static void assert_text(const char *lines, const char *text)
{
    struct cleaning c;
    cleaning_open(&c, "/");
    marks_open(&c.marks, NULL, &c.arena);
    blocks_of_text(slice_of_string(lines), &c.arena, &c.blocks);
    menu_lines_drop(&c.blocks, &c.marks);
    assert_string_equal(cleaning_write(&c), text);
    arena_close(&c.arena);
}

static void bulleted_menus_are_removed(void **state)
{
    (void)state;
    assert_text("\xE2\x80\xA2 Home\n  \xE2\x80\xA2 Opinion & Analysis\n"
                "  \xE2\x80\xA2 GAZA Fights Back\n\xE2\x80\xA2 Podcasts\n"
                "The boats stayed in the harbour.",
                "The boats stayed in the harbour.\n");
    assert_text("Follow Us\n\n* Facebook\n* Odysee\n* Elsewhere\n\nA sentence stays.",
                "A sentence stays.\n");
}

static void menus_without_bullets_are_removed_except_unknown_lines(void **state)
{
    (void)state;
    assert_text("Home\nNews\nAbout us\nContact\n\nThe boats\n\nThey stayed.",
                "The boats\n\nThey stayed.\n");
    assert_text("Home | News | Sports | Contact\nThey stayed.", "They stayed.\n");
}

static void footers_are_removed_at_the_end(void **state)
{
    (void)state;
    assert_text("They stayed in the harbour.\nPrivacy Policy\n"
                "\xC2\xA9 2023 The Harbour News\nAll rights reserved.",
                "They stayed in the harbour.\n");
    assert_text("\xC2\xA9 2016 A Photographer\nThey stayed in the harbour.",
                "\xC2\xA9 2016 A Photographer\nThey stayed in the harbour.\n");
    assert_text("The privacy policy was changed.\nNobody in the harbour read it.",
                "The privacy policy was changed.\nNobody in the harbour read it.\n");
}

static void policy_lines_are_removed(void **state)
{
    (void)state;
    assert_text("They stayed.\nRead our privacy policy\nBy signing up for this letter "
                "you agree to our Terms of Use and Privacy Policy.",
                "They stayed.\n");
}

static void labels_are_removed(void **state)
{
    (void)state;
    assert_text("Logo Logo\nThey stayed.\nAdvertisement\nAll of them.",
                "They stayed.\nAll of them.\n");
    assert_text("We use cookies to make this better.\nThey stayed.", "They stayed.\n");
}

static const char *code_of(const struct cleaning *c, const char *line)
{
    for (size_t i = 0; i < c->blocks.count; i++)
        if (slice_equal(c->blocks.items[i].text, slice_of_string(line)))
            return reason_code_name(c->marks.reasons[c->blocks.items[i].reason].code);
    return "no such line";
}

static void each_pass_sets_its_code(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *line, *code;
    } ROWS[] = {
        {"* Home\n* News\n* Weather\nThey stayed.", "Weather", "menu-list"},
        {"Home\nNews\nContact\nThey stayed.", "Contact", "menu-lines"},
        {"Home | News | Contact\nThey stayed.", "Home | News | Contact", "menu-bar"},
        {"They stayed.\nAdvertisement", "Advertisement", "label"},
        {"They stayed.\nAll rights reserved.", "All rights reserved.", "footer-notice"},
        {"We use cookies here.\nThey stayed.", "We use cookies here.", "cookie-notice"},
        {"We use cookies here.\nThey stayed.", "They stayed.", ""},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct cleaning c;
        cleaning_open(&c, "/");
        marks_open(&c.marks, NULL, &c.arena);
        blocks_of_text(slice_of_string(ROWS[i].lines), &c.arena, &c.blocks);
        menu_lines_drop(&c.blocks, &c.marks);
        assert_string_equal(code_of(&c, ROWS[i].line), ROWS[i].code);
        arena_close(&c.arena);
    }
}

/* All lines of these texts are content. */
static void remarks_and_lists_are_kept(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "Fighting in Latakia\n\nT90 in action:\n\nDeir Ez-Zor;\n\nTV2 Syria\n",
        "From this:(ISIL)\n\nTo this:(FSA)\n\nYEMEN: (Warning 18+)\n",
        "Take with you:\n- Music\n- Books\n- Food\n",
        "- two eggs\n- a cup of flour\n- butter\n",
        "Politics\n\nThey stayed in the harbour.\n",
        "Privacy\n\nNobody asked them.\n\nHelp\n\nNobody came.\n",
        "  1. refused to accept the ceasefire,\n  2. the moderates are no different\n",
        "Double standards: they ignore it.\nHypocrisy: it does not bother them.\n",
        "Sports\nThe match ended late.\nBusiness\nThe shop closed.\n",
        "They asked.\nThat is why the firm changed its privacy policy, she said.\n",
        "-- Pierre Vaux\n",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        assert_text(TEXTS[i], TEXTS[i]);
}

static void vocabulary_ignores_case_and_punctuation(void **state)
{
    (void)state;
    assert_true(menu_vocabulary_read(SLICE("  ABOUT US \xC2\xBB")) == 0);
    assert_true(menu_vocabulary_read(SLICE("> About Us:")) & SENSE(LINE_LABEL));
    assert_true(menu_vocabulary_read(SLICE("Comments (12)")) & SENSE(LINE_MENU));
    assert_true(menu_vocabulary_read(SLICE("Arts & Culture")) & SENSE(LINE_MENU));
    assert_true(menu_vocabulary_read(SLICE("Google+")) & SENSE(LINE_NETWORK));
    assert_true(menu_vocabulary_read(SLICE("Arts of War")) == 0);
    assert_true(menu_vocabulary_read(SLICE("")) == 0);
    assert_true(menu_vocabulary_read(SLICE("& / ,")) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bulleted_menus_are_removed),
        cmocka_unit_test(menus_without_bullets_are_removed_except_unknown_lines),
        cmocka_unit_test(footers_are_removed_at_the_end),
        cmocka_unit_test(policy_lines_are_removed),
        cmocka_unit_test(labels_are_removed),
        cmocka_unit_test(each_pass_sets_its_code),
        cmocka_unit_test(remarks_and_lists_are_kept),
        cmocka_unit_test(vocabulary_ignores_case_and_punctuation),
    };
    return cmocka_run_group_tests_name("menu_lines", tests, NULL, NULL);
}
