#include "passes/button_labels.h"

#include "model/passage_kind.h"
#include "passes/passage_range.h"
#include "passes/passage_text.h"
#include "phrases/phrases.h"

enum {
    PAGER_WORDS = 30,   /* of links to the previous and next pages, with their names */
    ACTIONS_WORDS = 12, /* of what can be done with a post */
    ANSWERS_WORDS = 8,  /* "Yes", "No", and thanks for either */
};

/* Suspects each passage that can be a label and is of the kind. */
static void find(struct pass_state *s, bool (*is_kind)(const struct pass_state *, size_t))
{
    for (size_t i = 0; i < s->passages->count; i++)
        if (passage_kind_can_be_label(s->page, &s->passages->items[i]) && is_kind(s, i))
            pass_state_suspect(s, i, i + 1);
}

static bool is_button(const struct pass_state *s, size_t i)
{
    return passage_text_phrase(s, i) & SENSE(TOOL);
}

static bool is_question(const struct pass_state *s, size_t i)
{
    return passage_text_phrase(s, i) & SENSE(FEEDBACK);
}

/* Links of which the first or the last says "Next", with or without the names of the
   pages. */
static bool is_pager(const struct pass_state *s, size_t i)
{
    const struct passage *p = &s->passages->items[i];
    const struct node *nodes = s->page->nodes;
    return passage_kind_is_mostly_links(p) && p->words <= PAGER_WORDS &&
           (phrases_read(nodes[p->first].text) | phrases_read(nodes[p->last].text)) &
               SENSE(PAGER);
}

/* All of them links. */
static bool is_row_of_actions(const struct pass_state *s, size_t i)
{
    const struct passage *p = &s->passages->items[i];
    phrase_set said = 0;
    if (!passage_kind_is_mostly_links(p) || p->words > ACTIONS_WORDS)
        return false;
    for (uint32_t n = p->first; n <= p->last; n++) {
        phrase_set says = node_is_text(&s->page->nodes[n])
                              ? phrases_read(s->page->nodes[n].text)
                              : SENSE(NOTHING);
        if (!(says & (SENSE(COMMENT_ACTION) | SENSE(POST_ACTION) | SENSE(NOTHING))))
            return false;
        said |= says;
    }
    return said & SENSE(COMMENT_ACTION);
}

void button_labels_find(struct pass_state *s)
{
    find(s, is_button);
}

void button_labels_find_pagers(struct pass_state *s)
{
    find(s, is_pager);
}

void button_labels_find_actions(struct pass_state *s)
{
    find(s, is_row_of_actions);
}

/* With the answers in its box. */
void button_labels_find_questions(struct pass_state *s)
{
    find(s, is_question);
    for (size_t i = 0; i < s->passages->count; i++) {
        const struct passage *p = &s->passages->items[i];
        if (!passage_kind_can_be_label(s->page, p) || !is_question(s, i))
            continue;
        struct passage_range box = passage_range_of_box(s, i);
        if (box.words <= p->words + ANSWERS_WORDS)
            pass_state_suspect(s, box.begin, box.end);
    }
}
