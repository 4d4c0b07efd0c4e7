"""Trees as winnow evaluates them, with integers only. What xgboost learns is converted to
these tables, and everything that is measured or trained on top of it uses the tables."""
import json
import math

import numpy as np

ONE = 8192  # TREES_ONE in src/model/trees.h
SCORE_MAX = 1000
SETTLED = 3  # a log-odds; these two as in src/model/content_score.c
SECOND_SHARE = 0.25
ALL = -32768  # a threshold that every value reaches


def limited(value):
    return max(-32767, min(32767, value))


class Forest:
    """Full trees, as in struct forest: splits[tree, place] is a column and a threshold,
    leaves[tree] are the values from left to right."""

    def __init__(self, splits, leaves):
        self.splits, self.leaves = splits, leaves

    @property
    def depth(self):
        return self.leaves.shape[1].bit_length() - 1

    def every(self, step, first):
        """Every step-th tree, starting with first."""
        return Forest(self.splits[first::step], self.leaves[first::step])


def forest(booster, share=1):
    """The trees of a booster, with leaves scaled by share."""
    model = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]
    deepest = max(map(depth, model["trees"]))
    full = [fill(tree, deepest, share * ONE) for tree in model["trees"]]
    return Forest(*(np.array(part, np.int32) for part in zip(*full)))


def depth(tree):
    left, right = tree["left_children"], tree["right_children"]
    level = [0] * len(left)  # children come after their parents
    for node, child in enumerate(left):
        if child >= 0:
            level[child] = level[right[node]] = level[node] + 1
    return max(level)


def fill(tree, deepest, one):
    """One tree with all its leaves at the deepest level: a leaf above it is replaced by splits
    that send every row to the right."""
    left, right = tree["left_children"], tree["right_children"]
    splits, level = [], [0]
    for _ in range(deepest):
        below = []
        for node in level:
            if left[node] >= 0:
                splits.append([tree["split_indices"][node],
                               limited(math.ceil(tree["split_conditions"][node]))])
            else:
                splits.append([0, ALL])
            below += [left[node], right[node]] if left[node] >= 0 else [node, node]
        level = below
    return splits, [limited(round(tree["split_conditions"][node] * one)) for node in level]


def sums(forest, rows, base=0):
    """What trees_add in C gives for each row."""
    total = np.full(len(rows), base, np.int64)
    every = np.arange(len(rows))
    for splits, leaves in zip(forest.splits, forest.leaves):
        at = np.zeros(len(rows), np.int64)
        for _ in range(forest.depth):
            at = 2 * at + 1 + (rows[every, splits[at, 0]] >= splits[at, 1])
        total += leaves[at - len(splits)]
    return total


def cascade(quick, slow, rows):
    """What add_first in content_score.c gives: slow decides where quick is in doubt."""
    total = sums(quick, rows)
    doubtful = np.abs(total) < SETTLED * ONE
    total[doubtful] = sums(slow, rows[doubtful])
    return total


def both(first, second):
    """The log-odds of both passes; the leaves of the second are scaled by SECOND_SHARE."""
    return np.trunc(first * (1 - SECOND_SHARE)) + second


def cutoffs():
    """cutoffs[k]: the least sum whose score is above k, rounded to thousandths."""
    return np.array([math.ceil(ONE * math.log((k + 0.5) / (SCORE_MAX - k - 0.5)))
                     for k in range(SCORE_MAX)])


def scores(total):
    return np.searchsorted(cutoffs(), total, side="right").astype(np.int16)
