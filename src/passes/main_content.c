#include "passes/main_content.h"

#include "passes/mark_selection.h"
#include "passes/passes.h"

/* ---- the whole page ---------------------------------------------------------------- */

static void select_passages(struct pass_state *s, const struct marks *marks,
                            const struct passages *passages,
                            const struct prediction *prediction, enum winnow_favor favor)
{
    pass_state_open(s, marks->page, passages, prediction, favor, marks->arena);
    passes_run(s);
}

void main_content_mark(struct marks *marks, const struct prediction *prediction,
                       enum winnow_favor favor)
{
    struct passages passages = prediction->passages;
    struct pass_state s;
    if (marks->page->body == NODE_NONE)
        return;
    passages_update_ruled(marks, &passages);
    select_passages(&s, marks, &passages, prediction, favor);
    marks->threshold = s.threshold;
    for (size_t i = 0; i < passages.count; i++)
        s.codes[i] = (uint8_t)pass_state_reason(&s, i);
    struct marked_selection selection = {&passages, s.scores, s.is_kept, s.codes};
    mark_selection_of_page(marks, &selection);
}

void main_content_predict_selection(const struct marks *marks,
                                    const struct prediction *prediction,
                                    struct main_content_selection *out)
{
    struct pass_state s;
    select_passages(&s, marks, &prediction->passages, prediction, WINNOW_FAVOR_BALANCE);
    *out = (struct main_content_selection){s.threshold, s.is_kept, s.is_refused};
}

/* ---- a body that a rule has found -------------------------------------------------- */

void main_content_prune(struct marks *marks, const struct prediction *prediction,
                        const uint8_t *is_boilerplate, const struct node_list *body)
{
    struct passages passages = prediction->passages;
    passages_update_ruled(marks, &passages);
    uint8_t *is_kept = arena_calloc(marks->arena, passages.count + 1, 1);
    for (size_t i = 0; i < passages.count; i++)
        is_kept[i] = passages.items[i].is_ruled || !is_boilerplate[i];
    struct marked_selection selection = {&passages, prediction->scores, is_kept, NULL};
    mark_selection_drop(marks, &selection, body);
}

static bool is_hidden(const struct passages *passages, size_t index)
{
    return passages->visibility[passages->items[index].first] == VISIBILITY_HIDDEN;
}

void main_content_reveal(struct marks *marks, const struct prediction *prediction,
                         const uint8_t *is_kept, const struct node_list *body)
{
    struct passages passages = prediction->passages;
    passages_update_ruled(marks, &passages);
    uint8_t *is_revealed = arena_calloc(marks->arena, passages.count + 1, 1);
    for (size_t i = 0; i < passages.count; i++)
        is_revealed[i] = is_kept[i] && is_hidden(&passages, i);
    struct marked_selection selection = {&passages, prediction->scores, is_revealed,
                                         NULL};
    mark_selection_reveal(marks, &selection, body);
}
