#include "model/threshold.h"

enum {
    LEVELS = 20,         /* of doubt that are looked at */
    PRECISION = 1000000, /* of an F measure */
    ONE = 4,             /* of its weight of recall */
};

struct doubts {
    const int64_t *words;   /* by score */
    int64_t expected;       /* sum of score * words */
    int64_t levels[LEVELS]; /* words with a score above (i + 1/2) / LEVELS */
    int64_t b;              /* recall counts so much, in parts of ONE */
};

static void count_doubts(struct doubts *d)
{
    for (int s = 0; s <= SCORE_MAX; s++) {
        d->expected += d->words[s] * s;
        for (int k = 0; k < LEVELS && s * 2 * LEVELS > (2 * k + 1) * SCORE_MAX; k++)
            d->levels[k] += d->words[s];
    }
}

static int64_t f_measure(const struct doubts *d, int64_t right, int64_t kept,
                         int64_t wanted)
{
    int64_t sum = ONE * kept + d->b * wanted;
    return sum ? (ONE + d->b) * right * PRECISION / sum : 0;
}

/* The F measure to be expected when each passage is content by itself, as if a coin were
   thrown for it (Lipton, Elkan and Naryanaswamy, "Optimal Thresholding of Classifiers to
   Maximize F1 Measure", 2014), and when one coin is thrown for all of the page, so that
   what has a better score is always content too. Pages are between the two: a menu or a
   grid of cards is content as a whole or not at all. */
static int64_t expect(const struct doubts *d, int64_t right, int64_t kept)
{
    int64_t apart = f_measure(d, right, kept * SCORE_MAX, d->expected), together = 0;
    for (int k = 0; k < LEVELS; k++) {
        int64_t wanted = d->levels[k];
        together += f_measure(d, kept < wanted ? kept : wanted, kept, wanted);
    }
    return apart + together / LEVELS;
}

int threshold_find(const int64_t words[SCORE_MAX + 1], enum winnow_favor favor)
{
    static const int64_t B[] = {[WINNOW_FAVOR_BALANCE] = ONE,
                                [WINNOW_FAVOR_PRECISION] = ONE / 4,
                                [WINNOW_FAVOR_RECALL] = ONE * 4};
    struct doubts d = {.words = words, .b = B[favor]};
    int64_t kept = 0, right = 0, best = -1;
    int threshold = SCORE_MAX;
    count_doubts(&d);
    for (int s = SCORE_MAX; s > 0; s--) {
        if (words[s] == 0)
            continue;
        kept += words[s];
        right += words[s] * s;
        int64_t f = expect(&d, right, kept);
        if (f > best) {
            best = f;
            threshold = s;
        }
    }
    return threshold;
}
