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

static bool suspect(struct acceptance_result *out, const char *kind)
{
    out->kind = kind;
    out->verdict = ACCEPTANCE_SUSPECT;
    return true;
}

/* ---- what only a person accepts ---------------------------------------------------- */

static bool is_soft404(const struct acceptance_answer *answer,
                       struct acceptance_result *out)
{
    if (answer->redirects_to_root)
        error_set(&out->reason, "soft 404: redirected to the site's front page");
    else if (answer->is_soft404)
        error_set(&out->reason, "soft 404: a nonexistent path returns the same text");
    else
        return false;
    return suspect(out, "soft-404");
}

/* A wall that comes in place of all pages of a host. An article may be under several
   addresses, but then it resembles what it was. */
static bool is_shared(const struct acceptance_answer *answer,
                      struct acceptance_result *out)
{
    if (!answer->is_foreign || answer->share >= ACCEPTANCE_SIMILAR_SHARE)
        return false;
    error_set(&out->reason, "other pages of the site have the same text");
    return suspect(out, "shared");
}

static bool is_rejected(const struct acceptance_answer *answer,
                        struct acceptance_result *out)
{
    if (!answer->is_rejected)
        return false;
    error_set(&out->reason, "the text of a version that was rejected");
    return suspect(out, "rejected");
}

static bool is_garbled(const struct acceptance_answer *answer,
                       const struct acceptance_history *history,
                       struct acceptance_result *out)
{
    if (history->is_garbled || (!answer->lost && !answer->is_twice))
        return false;
    if (answer->lost)
        error_set(&out->reason, "characters could not be decoded: %zu", answer->lost);
    else
        error_set(&out->reason, "characters of the page had been encoded as UTF-8 twice");
    return suspect(out, "characters");
}

/* The beginning of an article, as paywalls show it. */
static bool is_excerpt(const struct acceptance_answer *answer,
                       const struct acceptance_history *history,
                       struct acceptance_result *out)
{
    double percent = 100.0 * (double)answer->length / (double)history->current_length;
    if (answer->is_cut_by_rules || answer->share < ACCEPTANCE_EXCERPT_SHARE ||
        percent >= ACCEPTANCE_EXCERPT_LENGTH)
        return false;
    error_set(&out->reason,
              "only a part of the current text, and nothing new: %.0f %% of it", percent);
    return suspect(out, "excerpt");
}

/* ---- what may come true by repetition ---------------------------------------------- */

static double percent_of_usual(const struct acceptance_answer *answer,
                               const struct acceptance_history *history)
{
    return 100.0 * (double)answer->length / (double)history->usual_length;
}

static bool has_lost_body(const struct acceptance_answer *answer,
                          const struct acceptance_history *history,
                          struct acceptance_result *out)
{
    if (answer->rule_error) {
        error_set(&out->reason, "the site's rule file has an error: %s",
                  answer->rule_error);
        return suspect(out, "rules");
    }
    if (answer->status != WINNOW_RULE_BROKEN || !history->had_body)
        return false;
    error_set(&out->reason, "the body rule no longer matches: %s",
              answer->error ? answer->error : "");
    return suspect(out, "body");
}

static bool has_lost_part(const struct acceptance_answer *answer,
                          struct acceptance_result *out)
{
    if (!answer->part_error)
        return false;
    error_set(&out->reason, "part of the article is missing: %s", answer->part_error);
    return suspect(out, "part");
}

static bool has_other_length(const struct acceptance_answer *answer,
                             const struct acceptance_history *history,
                             struct acceptance_result *out)
{
    double percent = percent_of_usual(answer, history);
    if (percent >= ACCEPTANCE_LENGTH_LOW && percent <= ACCEPTANCE_LENGTH_HIGH)
        return false;
    error_set(&out->reason,
              "much %s than usual: %zu characters, %.0f %% of the usual %zu",
              percent < 100 ? "shorter" : "longer", answer->length, percent,
              history->usual_length);
    return suspect(out, "length");
}

static bool is_plausible_size(const struct acceptance_answer *answer,
                              const struct acceptance_history *history)
{
    double percent = percent_of_usual(answer, history);
    return percent >= ACCEPTANCE_PLAUSIBLE_LOW && percent <= ACCEPTANCE_PLAUSIBLE_HIGH;
}

/* ---- the order of it --------------------------------------------------------------- */

static void evaluate_text(const struct acceptance_answer *answer,
                          const struct acceptance_history *history,
                          struct acceptance_result *out)
{
    if (answer->is_known)
        return;
    bool has_text = history->usual_length != 0;
    if (is_soft404(answer, out) || !has_text || is_shared(answer, out) ||
        is_rejected(answer, out) || is_garbled(answer, history, out) ||
        is_excerpt(answer, history, out))
        return;
    if (has_lost_body(answer, history, out) || has_lost_part(answer, out) ||
        has_other_length(answer, history, out))
        out->may_repeat = !answer->rule_error && is_plausible_size(answer, history);
}

void acceptance_evaluate(const struct acceptance_answer *answer,
                         const struct acceptance_history *history,
                         struct acceptance_result *out)
{
    *out = (struct acceptance_result){.verdict = ACCEPTANCE_GOOD};
    if (answer->status != WINNOW_OK && answer->status != WINNOW_RULE_BROKEN) {
        out->verdict = check_status(answer, out);
        return;
    }
    evaluate_text(answer, history, out);
    if (history->is_pinned && history->usual_length && !answer->is_same) {
        error_set(&out->reason, "the page is pinned");
        suspect(out, "pinned");
        out->may_repeat = false;
    }
}

size_t acceptance_update_length(size_t usual, size_t length)
{
    return usual ? (usual * 3 + length) / 4 : length;
}
