#include "passes/pass_state.h"

#include "model/recall_weight.h"

#include <string.h>

void pass_state_open(struct pass_state *s, const struct page *page,
                     const struct passages *passages, const struct prediction *prediction,
                     enum winnow_favor favor, struct arena *a)
{
    size_t count = passages->count;
    struct selection selection;
    int64_t recall_weight = recall_weight_favor(prediction->recall_weight, favor);
    selection_choose(page, passages, prediction->scores, recall_weight, a, &selection);
    uint8_t *is_selected = arena_alloc(a, count + 1);
    memcpy(is_selected, selection.is_kept, count);
    *s = (struct pass_state){
        .page = page,
        .passages = passages,
        .scores = prediction->scores,
        .type = prediction->type,
        .is_unseen_language = prediction->is_unseen_language,
        .threshold = selection.threshold,
        .arena = a,
        .is_repeat = selection.is_repeat,
        .is_selected = is_selected,
        .is_kept = selection.is_kept,
        .is_refused = arena_calloc(a, count + 1, 1),
        .candidates = arena_calloc(a, count + 1, 1),
        .codes = arena_calloc(a, count + 1, 1),
        .phrases = arena_calloc(a, count + 1, sizeof *s->phrases),
    };
}

/* ---- what a pass decides ----------------------------------------------------------- */

static void set_kept(struct pass_state *s, size_t index, bool is_kept)
{
    if (s->is_kept[index] == is_kept)
        return;
    s->is_kept[index] = is_kept;
    s->codes[index] = (uint8_t)s->code;
}

void pass_state_keep(struct pass_state *s, size_t index)
{
    set_kept(s, index, true);
}

void pass_state_drop(struct pass_state *s, size_t index)
{
    set_kept(s, index, false);
}

void pass_state_refuse(struct pass_state *s, size_t index)
{
    set_kept(s, index, false);
    s->is_refused[index] = true;
}

void pass_state_suspect(struct pass_state *s, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (!s->passages->items[i].is_ruled)
            s->candidates[i] = (uint8_t)s->code;
}

enum reason_code pass_state_reason(const struct pass_state *s, size_t index)
{
    bool is_likely = s->scores[index] >= s->threshold;
    if (s->is_kept[index] != s->is_selected[index])
        return (enum reason_code)s->codes[index];
    if (s->is_kept[index] == is_likely)
        return REASON_NONE;
    return s->is_repeat[index] ? REASON_REPEATED_TEXT : REASON_NO_LIKELY_TEXT;
}
