#include "archive/acceptance.h"

static enum acceptance_verdict check_status(const struct acceptance_answer *answer,
                                            const char **kind, struct error *reason)
{
    *kind = winnow_status_name(answer->status);
    error_set(reason, "%s", answer->error ? answer->error : *kind);
    if (answer->status == WINNOW_GONE)
        return ACCEPTANCE_GONE;
    if (answer->status == WINNOW_HTTP && answer->http_status == 404)
        return ACCEPTANCE_MISSING;
    return answer->status == WINNOW_EMPTY || answer->status == WINNOW_BLOCKED
               ? ACCEPTANCE_SUSPECT
               : ACCEPTANCE_FAILED;
}

static enum acceptance_verdict check_length(size_t length, size_t usual,
                                            const char **kind, struct error *reason)
{
    double percent = 100.0 * (double)length / (double)usual;
    if (percent >= ACCEPTANCE_LENGTH_LOW && percent <= ACCEPTANCE_LENGTH_HIGH)
        return ACCEPTANCE_GOOD;
    *kind = "length";
    error_set(reason, "%zu characters, %.0f %% of the usual %zu", length, percent, usual);
    return ACCEPTANCE_SUSPECT;
}

enum acceptance_verdict acceptance_evaluate(const struct acceptance_answer *answer,
                                            const struct acceptance_history *known,
                                            const char **kind, struct error *reason)
{
    if (answer->status != WINNOW_OK && answer->status != WINNOW_RULE_BROKEN)
        return check_status(answer, kind, reason);
    *kind = "soft-404";
    if (answer->redirects_to_root) {
        error_set(reason, "soft 404: redirected to the site's front page");
        return ACCEPTANCE_SUSPECT;
    }
    if (answer->is_soft404) {
        error_set(reason, "soft 404: a nonexistent path returns the same text");
        return ACCEPTANCE_SUSPECT;
    }
    if (answer->status == WINNOW_RULE_BROKEN && known->had_body) {
        *kind = "body";
        error_set(reason, "the body rule no longer matches: %s",
                  answer->error ? answer->error : "");
        return ACCEPTANCE_SUSPECT;
    }
    if (answer->part_error && known->usual_length) {
        *kind = "part";
        error_set(reason, "part of the article is missing: %s", answer->part_error);
        return ACCEPTANCE_SUSPECT;
    }
    return known->usual_length
               ? check_length(answer->length, known->usual_length, kind, reason)
               : ACCEPTANCE_GOOD;
}

size_t acceptance_update_length(size_t usual, size_t length)
{
    return usual ? (usual * 3 + length) / 4 : length;
}
