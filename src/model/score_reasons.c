#include "model/score_reasons.h"

#include "model/trees.h"

uint32_t score_reasons_get(struct score_reasons *r, struct marks *marks, int score,
                           enum reason_code code)
{
    if (!r->made[code])
        r->made[code] = arena_calloc(marks->arena, SCORE_MAX + 1, sizeof *r->made[code]);
    uint32_t *reason = &r->made[code][score];
    if (!*reason)
        *reason = marks_add_reason(
            marks, (struct reason){.by = JUDGE_MODEL, .code = code, .score = score});
    return *reason;
}
