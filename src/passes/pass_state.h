/* pass_state: the selection of a page's passages while the passes correct it, and which
   pass decided about each passage. It lives in the marks' arena. */
#ifndef WINNOW_PASSES_PASS_STATE_H
#define WINNOW_PASSES_PASS_STATE_H

#include "model/prediction.h"
#include "model/selection.h"
#include "phrases/phrases.h"
#include "winnow.h"

struct pass_state {
    const struct page *page;
    const struct passages *passages;
    const int16_t *scores; /* of each passage */
    enum page_type type;
    bool is_unseen_language; /* the model knows little of its language */
    int threshold;           /* the least score that is kept */
    struct arena *arena;
    enum reason_code code; /* of the pass that runs */
    /* One byte a passage: */
    const uint8_t *is_repeat;   /* the text is elsewhere too, with a better score */
    const uint8_t *is_selected; /* by the model, before any pass */
    uint8_t *is_kept;
    uint8_t *is_refused; /* it is not content, whatever its score and its neighbours */
    uint8_t *candidates; /* enum reason_code: may be boilerplate of that kind */
    uint8_t *codes;      /* enum reason_code of who last changed is_kept */
    /* Of each passage: the result of passage_text_phrase, plus one; 0: not read yet. */
    phrase_set *phrases;
};

/* Makes the model's selection, before any pass. passages are those of the prediction,
   with what rules have decided since. */
void pass_state_open(struct pass_state *s, const struct page *page,
                     const struct passages *passages, const struct prediction *prediction,
                     enum winnow_favor favor, struct arena *a);

/* Keeps a passage; drops it. The reason is the code of the pass that runs. */
void pass_state_keep(struct pass_state *s, size_t index);
void pass_state_drop(struct pass_state *s, size_t index);
/* Drops it, and keeps passes from adding it again to complete its neighbours. */
void pass_state_refuse(struct pass_state *s, size_t index);
/* Makes the passages [begin, end) candidates for boilerplate, except for those that rules
   have decided about. boilerplate_refuse decides about them. */
void pass_state_suspect(struct pass_state *s, size_t begin, size_t end);

/* Why a passage is kept or dropped; REASON_NONE if its score decided. */
enum reason_code pass_state_reason(const struct pass_state *s, size_t index);

#endif
