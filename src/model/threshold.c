#include "model/threshold.h"

#include "model/recall_weight.h"

enum {
    LEVELS = 20,         /* values of the random number in expect() */
    PRECISION = 1000000, /* units of an F measure */
};

struct totals {
    const int64_t *words;   /* by score */
    int64_t expected;       /* sum of score * words */
    int64_t levels[LEVELS]; /* words with a score above (i + 1/2) / LEVELS */
    int64_t b;              /* weight of recall, in parts of RECALL_ONE */
};

static void add_up(struct totals *t)
{
    for (int s = 0; s <= SCORE_MAX; s++) {
        t->expected += t->words[s] * s;
        for (int k = 0; k < LEVELS && s * 2 * LEVELS > (2 * k + 1) * SCORE_MAX; k++)
            t->levels[k] += t->words[s];
    }
}

static int64_t f_measure(const struct totals *t, int64_t right, int64_t kept,
                         int64_t wanted)
{
    int64_t sum = RECALL_ONE * kept + t->b * wanted;
    return sum ? (RECALL_ONE + t->b) * right * PRECISION / sum : 0;
}

/* The sum of two expected F measures. In the first, each passage is content independently
   of the others (Lipton, Elkan and Naryanaswamy, "Optimal Thresholding of Classifiers to
   Maximize F1 Measure", 2014). In the second, one random number decides for the whole
   page, so that a passage is content whenever one with a lower score is. Pages are
   between the two: a menu or a grid of cards is content as a whole or not at all. */
static int64_t expect(const struct totals *t, int64_t right, int64_t kept)
{
    int64_t apart = f_measure(t, right, kept * SCORE_MAX, t->expected), together = 0;
    for (int k = 0; k < LEVELS; k++) {
        int64_t wanted = t->levels[k];
        together += f_measure(t, kept < wanted ? kept : wanted, kept, wanted);
    }
    return apart + together / LEVELS;
}

int threshold_find(const int64_t words[SCORE_MAX + 1], int64_t recall_weight)
{
    struct totals t = {.words = words, .b = recall_weight};
    int64_t kept = 0, right = 0, best = -1;
    int threshold = SCORE_MAX;
    add_up(&t);
    for (int s = SCORE_MAX; s > 0; s--) {
        if (words[s] == 0)
            continue;
        kept += words[s];
        right += words[s] * s;
        int64_t f = expect(&t, right, kept);
        if (f > best) {
            best = f;
            threshold = s;
        }
    }
    return threshold;
}
