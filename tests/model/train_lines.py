#!/usr/bin/python3
"""train_lines.py --corpus DIR --work DIR [--dump PROGRAM] [--winnow PROGRAM] [--output FILE]

Trains the model of old scrapes on plain-text renderings of annotated pages in WCXB's
layout, and writes its tables as C. Folds and figures are as in train.py: what is learned in
one step and used in the next never comes from a model that has seen the page's site."""
import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

import corpus
import renderings
import table
import train
import trees
from train import FOLDS, SEED, log

# The table stays below 200 kB: 8 bytes a node.
FIRST = train.PASSAGES | {"rounds": 115}
SECOND = train.PASSAGES | {"rounds": 40, "seed": SEED + 1, "share": 0.5}
WORD_SITES, LEAST_SCORE = 12, 4  # of a word that is worth its 8 bytes
DENSITY = 0.6
EASE = 9  # as in scrape_content.c


class Model:
    """All that one C file has."""


def load(args):
    """Each page as often as it is rendered."""
    pages = {}
    for name, kind, path in renderings.render(args.corpus, args.work, args.winnow):
        truth = Path(args.corpus) / "ground-truth" / f"{name}.json"
        doc = json.loads(truth.read_text(encoding="utf-8"))
        page = corpus.Page()
        page.id, page.kind, page.path = name, kind, path
        page.site = corpus.site(doc["url"])
        page.type = corpus.TYPES.index(doc["_internal"]["page_type"]["primary"])
        page.reference = doc["ground_truth"]["main_content"] or ""
        page.bag = Counter(corpus.words(page.reference))
        pages[name, kind] = page
    corpus.dump(args.dump, pages.values(), is_text=True)
    for page in pages.values():
        if page.kind != "foreign":
            label(page)
    for page in pages.values():
        if page.kind == "foreign":
            label_foreign(page, pages[page.id, renderings.base_of(page.id)])
    return [page for page in pages.values() if page.label is not None]


def label(page):
    page.plain = page.texts
    page.sizes = np.array([len(corpus.words(t)) for t in page.texts], float)
    page.label = corpus.label(page.texts, page.reference)
    page.word_votes = train.votes_of_words(page)


def label_foreign(page, original):
    """As what it was translated from, where it has fallen into the same paragraphs. Its
    words are none that have scores to learn."""
    is_same = len(page.texts) == len(original.texts)
    page.label = original.label if is_same else None
    page.sizes, page.plain, page.word_votes = original.sizes, original.texts, {}


def read_rows(pages, args, scores):
    for fold in range(FOLDS):
        part = [p for p in pages if p.fold == fold]
        if scores:
            with open(args.work / "scores", "wb") as f:
                for page in part:
                    f.write(page.scores.tobytes())
        corpus.dump(args.dump, part, args.work / f"lexicon{fold}",
                    args.work / "scores" if scores else None, is_text=True)


def fit_words(pages, args):
    """One lexicon a fold, and one over all as the last."""
    words = []
    for fold in range(FOLDS + 1):
        scores = train.log_odds(train.others(pages, fold), "word_votes", WORD_SITES)
        words.append(sorted((word, score) for word, score in scores.items()
                            if abs(score) >= LEAST_SCORE))
        train.write_lexicon(args.work / f"lexicon{fold}", [], words[-1])
    return words


def fit_pages(options, pages, columns):
    """A page stands there several times, so that each time fewer of its lines will do."""
    return train.fit_passages(options, [p for p in pages if len(p.label)], columns, DENSITY)


def train_all(pages, args):
    models = [Model() for _ in range(FOLDS + 1)]
    for model, words in zip(models, fit_words(pages, args)):
        model.words = words
    read_rows(pages, args, scores=False)
    log("rows", pages[0].rows.shape)
    for fold, model in enumerate(models):
        model.first = fit_pages(FIRST, train.others(pages, fold), pages[0].first_columns)
        log("first", fold)
    for page in pages:
        page.sums = trees.sums(models[page.fold].first, page.rows)
        page.scores = trees.scores(page.sums)
    report(pages, "the first pass alone")
    read_rows(pages, args, scores=True)
    for fold, model in enumerate(models):
        model.second = fit_pages(SECOND, train.others(pages, fold), pages[0].columns)
        log("second", fold)
    for page in pages:
        second = trees.sums(models[page.fold].second, page.rows)
        page.scores = trees.scores(np.trunc(page.sums / 2) + second)
    return models


def figures(page):
    """Of what scrape_content.c chooses, but for what goes with it."""
    kept = page.scores >= train.threshold(page.scores, page.words) * EASE // 10
    bag = Counter()
    for i in np.nonzero(kept)[0]:
        bag.update(corpus.words(page.plain[i]))
    common, sizes = (bag & page.bag).total(), (bag.total(), page.bag.total())
    return (2 * common / max(sum(sizes), 1), common / max(sizes[0], 1),
            common / max(sizes[1], 1))


def report(pages, title):
    """F1, precision and recall of each way to render a page, by the page's type."""
    lines = [f"{title}: {FOLDS} folds by site, seed {SEED}"]
    kinds = renderings.KINDS
    groups = defaultdict(lambda: defaultdict(list))
    for page in pages:
        for name in "all", corpus.TYPES[page.type]:
            groups[name][page.kind].append(figures(page))
    lines.append(f"{'F1':14}{'pages':>7}" + "".join(f"{kind:>11}" for kind in kinds))
    for name in ["all"] + corpus.TYPES:
        means = {kind: np.mean(values, 0) for kind, values in groups[name].items()}
        count = max(len(values) for values in groups[name].values())
        lines.append(f"{name:14}{count:7}" + "".join(f"{means[k][0]:11.4f}" for k in kinds))
        if name == "all":
            for i, what in (1, "precision"), (2, "recall"):
                lines.append(f"  {what:19}" + "".join(f"{means[k][i]:11.4f}" for k in kinds))
    log("\n".join(lines))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--dump", default="build/model-dump")
    parser.add_argument("--winnow", default="build/winnow")
    parser.add_argument("--output", type=Path, default="src/clean/scrape_model.inc")
    parser.add_argument("--scores", type=Path, default="tests/model/scores_lines.txt")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    pages = load(args)
    train.split(pages)
    log("texts", len(pages), "paragraphs", sum(len(p.texts) for p in pages))
    models = train_all(pages, args)
    lines = report(pages, "both passes")
    args.scores.write_text("\n".join(lines) + "\n")
    table.write_scrape(args.output, models[FOLDS], lines)


if __name__ == "__main__":
    main()
