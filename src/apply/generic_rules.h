/* generic_rules: whether a strip of a generic file is applied to a node. Generic files
   know nothing about the page: a publisher may wrap its article in what elsewhere is a
   box. They propose, and where the content model is sure, it decides. */
#ifndef WINNOW_APPLY_GENERIC_RULES_H
#define WINNOW_APPLY_GENERIC_RULES_H

#include "apply/rule_matches.h"
#include "marks/text_sums.h"
#include "model/prediction.h"

struct generic_rules {
    const struct rule_matches *matches;
    const struct text_sums *sums; /* before any strip */
    uint64_t all;                 /* text of the body or, without one, of the page */
    bool has_body;                /* a site's rule has found the main content */
    /* One byte per node, set where skip_id_or_class matches; NULL: nowhere. */
    const uint8_t *spared;
    const struct prediction *prediction; /* NULL: none */
    uint32_t *sure;    /* [i]: bytes that are surely content in the nodes before i */
    unsigned searches; /* of the page for what else it shows */
};

/* sums are those before any strip. spared may be NULL. All lives in the marks' arena. */
void generic_rules_open(struct generic_rules *g, const struct rule_matches *matches,
                        const struct text_sums *sums, const uint8_t *spared);

/* Whether skip_id_or_class exempts the node. */
bool generic_rules_spares(const struct generic_rules *g, uint32_t node);
/* Whether a strip may not remove the node, because it is content. */
bool generic_rules_overrules(struct generic_rules *g, const struct directive *directive,
                             uint32_t node);

#endif
