#include "archive/acceptance.h"

static enum acceptance_verdict check_status(const struct acceptance_answer *answer,
                                            struct acceptance_result *out)
{
    out->kind = winnow_status_name(answer->status);
    error_set(&out->reason, "%s", answer->error ? answer->error : out->kind);
    if (answer->status == WINNOW_GONE)
        return ACCEPTANCE_GONE;
    if (answer->status == WINNOW_HTTP && answer->http_status == 404)
        return ACCEPTANCE_MISSING;
    return answer->status == WINNOW_EMPTY || answer->status == WINNOW_BLOCKED
               ? ACCEPTANCE_SUSPECT
               : ACCEPTANCE_FAILED;
}

static enum acceptance_verdict check_length(size_t length, size_t usual,
                                            struct acceptance_result *out)
{
    double percent = 100.0 * (double)length / (double)usual;
    if (percent >= ACCEPTANCE_LENGTH_LOW && percent <= ACCEPTANCE_LENGTH_HIGH)
        return ACCEPTANCE_GOOD;
    out->kind = "length";
    error_set(&out->reason, "%zu characters, %.0f %% of the usual %zu", length, percent,
              usual);
    return ACCEPTANCE_SUSPECT;
}

static enum acceptance_verdict evaluate(const struct acceptance_answer *answer,
                                        const struct acceptance_history *history,
                                        struct acceptance_result *out)
{
    if (answer->status != WINNOW_OK && answer->status != WINNOW_RULE_BROKEN)
        return check_status(answer, out);
    out->kind = "soft-404";
    if (answer->redirects_to_root) {
        error_set(&out->reason, "soft 404: redirected to the site's front page");
        return ACCEPTANCE_SUSPECT;
    }
    if (answer->is_soft404) {
        error_set(&out->reason, "soft 404: a nonexistent path returns the same text");
        return ACCEPTANCE_SUSPECT;
    }
    if (answer->status == WINNOW_RULE_BROKEN && history->had_body) {
        out->kind = "body";
        error_set(&out->reason, "the body rule no longer matches: %s",
                  answer->error ? answer->error : "");
        return ACCEPTANCE_SUSPECT;
    }
    if (answer->part_error && history->usual_length) {
        out->kind = "part";
        error_set(&out->reason, "part of the article is missing: %s", answer->part_error);
        return ACCEPTANCE_SUSPECT;
    }
    if (answer->lost && history->usual_length && !history->was_damaged) {
        out->kind = "characters";
        error_set(&out->reason, "%zu characters of the text could not be decoded",
                  answer->lost);
        return ACCEPTANCE_SUSPECT;
    }
    return history->usual_length
               ? check_length(answer->length, history->usual_length, out)
               : ACCEPTANCE_GOOD;
}

void acceptance_evaluate(const struct acceptance_answer *answer,
                         const struct acceptance_history *history,
                         struct acceptance_result *out)
{
    *out = (struct acceptance_result){0};
    out->verdict = evaluate(answer, history, out);
}

size_t acceptance_update_length(size_t usual, size_t length)
{
    return usual ? (usual * 3 + length) / 4 : length;
}
