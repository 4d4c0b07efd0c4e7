"""Trees as winnow evaluates them: integers only. What the trainer learns is turned into
these tables, and everything that is measured or trained on top is measured with them."""
import json
import math

import numpy as np

ONE = 8192  # TREES_ONE in src/clean/trees.h
SCORE_MAX = 1000
LEAF = -32768  # a threshold that every value reaches


def limited(value):
    return max(-32767, min(32767, value))


def tables(booster, share=1):
    """The trees of a booster as a list of arrays of nodes: column, threshold, next, value.
    A row goes on to `next`, or to the node behind it when its column is not below the
    threshold. Children stand side by side, a leaf leads to itself. Leaves are scaled by
    share."""
    model = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]["model"]
    return [table(tree, share * ONE) for tree in model["trees"]]


def table(tree, one):
    left, right = tree["left_children"], tree["right_children"]
    order, nodes = [0], []
    for node in order:
        if left[node] >= 0:
            order += [left[node], right[node]]
    place = {node: i for i, node in enumerate(order)}
    if len(order) == 1:  # a lone leaf has nothing to stand behind: ask what is always true
        leaf = limited(round(tree["split_conditions"][0] * one))
        return np.array([[0, LEAF, 1, 0], [0, LEAF, 0, leaf], [0, LEAF, 1, leaf]], np.int32)
    for node in order:
        condition = tree["split_conditions"][node]
        if left[node] >= 0:
            nodes.append([tree["split_indices"][node], limited(math.ceil(condition)),
                          place[left[node]], 0])
        else:
            nodes.append([0, LEAF, place[node] - 1, limited(round(condition * one))])
    return np.array(nodes, np.int32)


def depth(trees):
    """Steps from the root that reach a leaf of every tree."""
    deepest = 0
    for nodes in trees:
        level = np.zeros(len(nodes), int)
        for i, (_, threshold, following, _) in enumerate(nodes):
            if following > i:
                level[following] = level[following + 1] = level[i] + 1
        deepest = max(deepest, level.max())
    return int(deepest)


def sums(trees, rows, base=0):
    """What the C code's trees_sum gives for each row."""
    total = np.full(len(rows), base, np.int64)
    every = np.arange(len(rows))
    steps = depth(trees)
    for nodes in trees:
        at = np.zeros(len(rows), np.int64)
        for _ in range(steps):
            at = nodes[at, 2] + (rows[every, nodes[at, 0]] >= nodes[at, 1])
        total += nodes[at, 3]
    return total


def cutoffs():
    """cutoffs[k]: the least sum whose score is above k, rounded to thousandths."""
    return np.array([math.ceil(ONE * math.log((k + 0.5) / (SCORE_MAX - k - 0.5)))
                     for k in range(SCORE_MAX)])


def scores(total):
    return np.searchsorted(cutoffs(), total, side="right").astype(np.int16)
