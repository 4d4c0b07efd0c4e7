#include "passes/comment_prompts.h"

#include "comments/comment_names.h"
#include "model/passage_kind.h"
#include "passes/passage_range.h"
#include "passes/passage_text.h"
#include "phrases/phrases.h"

enum {
    COMMENTS_WORDS = 30, /* under a heading of comments that are none yet */
    LINE_WORDS = 4,      /* of a line below it, mostly no more */
    LINES_WORDS = 12,    /* of all of these lines */
    FORM_WORDS = 60,     /* from the heading of a form to its field */
    FORMS_MAX = 16,      /* that are looked at; pages have one or two */
};

/* Whether a passage is a heading that says so, other than the headline. */
static bool is_heading_that_says(const struct pass_state *s, size_t i, phrase_set senses)
{
    const struct passage *p = &s->passages->items[i];
    struct passage_text text;
    return passage_kind_is_heading(p) && p->tag != TAG_H1 &&
           phrases_read(passage_text_read(s, i, &text)) & senses;
}

/* The end of the short lines after a heading, "comments" or "0", in its element; the
   heading if there is more below it. */
static size_t end_of_lines(const struct pass_state *s, size_t heading)
{
    const struct passage *items = s->passages->items;
    const struct node *nodes = s->page->nodes;
    size_t end = s->passages->before[nodes[nodes[items[heading].element].parent].end];
    uint32_t words = 0;
    for (size_t i = heading + 1; i < end; i++) {
        words += items[i].words;
        if (passage_kind_is_heading(&items[i]))
            return items[i].tag <= items[heading].tag ? i : heading;
        if (items[i].words > LINE_WORDS || words > LINES_WORDS)
            return heading;
    }
    return end;
}

/* A line that only says "comments". "Discussion" may be the heading of a section. */
static bool is_comments_label(const struct pass_state *s, size_t i)
{
    const struct passage *p = &s->passages->items[i];
    phrase_set says = passage_kind_can_be_label(s->page, p) ? passage_text_phrase(s, i)
                                                            : SENSE(NOTHING);
    return says & SENSE(COMMENTS_HEADING) &&
           says & (SENSE(LINE_MENU) | SENSE(LINE_LABEL));
}

void comment_prompts_find_labels(struct pass_state *s)
{
    for (size_t i = 0; i < s->passages->count; i++)
        if (is_comments_label(s, i))
            pass_state_suspect(s, i, i + 1);
}

/* Whether there is a link or a control in a part of the page, or a name for comments. */
static bool has_sign(const struct pass_state *s, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        uint16_t tag = s->page->nodes[i].tag;
        if (tag == TAG_A || tag_kind((enum tag)tag) == TAG_CONTROL ||
            (s->page->nodes[i].class_count && comment_names_by_class(s->page, i)))
            return true;
    }
    return false;
}

/* Whether the text below a heading says what can be done with comments. */
static bool says_action(const struct pass_state *s, struct passage_range box)
{
    struct passage_text text;
    for (size_t i = box.begin + 1; i < box.end; i++)
        if (phrases_read(passage_text_read(s, i, &text)) &
            (SENSE(COMMENT_ACTION) | SENSE(COMMENTS_HEADING) | SENSE(LOGIN)))
            return true;
    return false;
}

/* Whether a section is a chapter of the text: there is a whole paragraph in it, or a
   sentence, and after it a heading of the same level with a paragraph. Comments are at
   the end of a page. */
static bool is_chapter(const struct pass_state *s, struct passage_range box,
                       size_t heading)
{
    const struct passage *items = s->passages->items;
    const struct node *nodes = s->page->nodes;
    bool has_sentence = false, is_next = false;
    uint32_t node = nodes[items[heading].element].parent;
    if (has_sign(s, node, items[box.end - 1].last) || says_action(s, box))
        return false;
    for (size_t i = heading + 1; i < box.end; i++) {
        if (passage_kind_is_plain_paragraph(&items[i], PROSE_WORDS_PLAIN))
            return true;
        has_sentence = has_sentence ||
                       (items[i].last_glyph == GLYPH_STOP && items[i].words > LINE_WORDS);
    }
    for (size_t i = box.end; has_sentence && i < s->passages->count; i++) {
        is_next = is_next || (items[i].tag == items[heading].tag && s->is_kept[i]);
        if (is_next && s->is_kept[i] &&
            passage_kind_is_plain_paragraph(&items[i], PROSE_WORDS))
            return true;
    }
    return false;
}

void comment_prompts_find_empty(struct pass_state *s)
{
    for (size_t i = 0; i < s->passages->count; i++) {
        if (!is_heading_that_says(s, i, SENSE(COMMENTS_HEADING)))
            continue;
        struct passage_range box = passage_range_of_box(s, i);
        if (box.end > i + 1 && box.words <= COMMENTS_WORDS && is_chapter(s, box, i))
            continue;
        if (box.end > i + 1 && box.words <= COMMENTS_WORDS)
            pass_state_suspect(s, box.begin, box.end);
        else if (box.end == i + 1)
            pass_state_suspect(s, i, end_of_lines(s, i));
    }
}

/* The end of the passages from a heading to the first field for a long text after it; the
   heading if there is none. */
static size_t end_before_field(const struct pass_state *s, size_t heading)
{
    const struct page *page = s->page;
    uint32_t i = s->passages->items[heading].last + 1;
    while (i < page->count && page->nodes[i].tag != TAG_TEXTAREA)
        i++;
    return i < page->count ? s->passages->before[i] : heading;
}

void comment_prompts_find_forms(struct pass_state *s)
{
    unsigned forms = 0;
    for (size_t i = 0; i < s->passages->count && forms < FORMS_MAX; i++) {
        if (!is_heading_that_says(s, i, SENSE(COMMENT_ACTION)))
            continue;
        forms++;
        uint32_t words = 0;
        size_t end = end_before_field(s, i);
        for (size_t k = i; k < end; k++)
            words += s->passages->items[k].words;
        if (words <= FORM_WORDS)
            pass_state_suspect(s, i, end);
    }
}
