#!/usr/bin/python3
"""train.py --corpus DIR --work DIR [--dump PROGRAM] [--rules DIR] [--output FILE]

Trains the content model on annotated pages in WCXB's layout and writes its tables as C.

Five folds, split by registrable domain: whatever is learned in one step and used in the
next (the scores of names and words, the types of pages, the first model's scores) is
taken from models that have not seen the page's site, and so are the figures printed at
the end. The tables that are written have seen all pages. --rules is a directory of site
rules in the FiveFilters format, whose authors' choices of names are one more hint.
--folds DIR writes each fold's tables too, to measure winnow itself on unseen sites."""
import argparse
import gzip
import struct
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import xgboost

import corpus
import cuttings
import ftr
import table
import trees

FOLDS = 5
SEED = 7
THREADS = 2

# How the scores of names and words are learned: only those that this many sites use,
# each site with one vote, drawn to the mean as if by so many sites more.
NAME_SITES, WORD_SITES, PRIOR_SITES = 6, 8, 2
SHORT_PASSAGE = 20  # words; longer ones are told by their form, not by single words
SCALE, CAP = 16, 127  # of log-odds in the tables
REPEAT_WORDS, LEVELS = 4, 20  # as in choice.c

HINTS = {"rounds": 60, "max_depth": 3, "eta": 0.12, "subsample": 0.7,
         "colsample_bytree": 0.4, "min_child_weight": 2,
         "objective": "multi:softprob", "num_class": len(corpus.TYPES)}
TYPES = HINTS | {"max_depth": 4}
PASSAGES = {"max_depth": 6, "eta": 0.09, "subsample": 0.6, "colsample_bytree": 0.3,
            "max_bin": 64, "min_child_weight": 5, "lambda": 5,
            "objective": "binary:logistic"}
QUICK = PASSAGES | {"rounds": 50, "eta": 0.15}
FIRST = PASSAGES | {"rounds": 220, "eta": 0.05, "num_parallel_tree": 2}
SECOND = PASSAGES | {"rounds": 60, "max_depth": 5, "eta": 0.1, "min_child_weight": 30,
                     "colsample_bytree": 0.2, "seed": SEED + 1, "share": trees.SECOND_SHARE}
DENSITY = 2  # of the sample that FIRST learns from, see sample
CUTTING = 0.5  # what a small page weighs


def log(*what):
    print(*what, file=sys.stderr, flush=True)


def split(pages):
    """Deals the sites out to the folds."""
    sites = sorted({p.site for p in pages})
    order = np.random.RandomState(SEED).permutation(len(sites))
    fold = {sites[o]: i % FOLDS for i, o in enumerate(order)}
    for page in pages:
        page.fold, page.weight = fold[page.site], 1


def unpack(root, work):
    """The pages' HTML as files that dump can read."""
    html = Path(work) / "html"
    html.mkdir(parents=True, exist_ok=True)
    for path in (Path(root) / "html").glob("*.html.gz"):
        target = html / path.name.removesuffix(".gz")
        if not target.exists():
            target.write_bytes(gzip.decompress(path.read_bytes()))
    return html


# ---- scores of names and words -----------------------------------------------------------


def votes_of_names(page):
    """For each name in the page, the share of content in the text below it."""
    content = np.concatenate([[0], np.cumsum(page.words * page.label)])
    words = np.concatenate([[0], np.cumsum(page.words)]).astype(float)
    sums = defaultdict(lambda: [0.0, 0.0])
    for begin, end, name in page.names.tolist():
        if words[end] > words[begin]:
            sums[name][0] += content[end] - content[begin]
            sums[name][1] += words[end] - words[begin]
    return {name: part / whole for name, (part, whole) in sums.items()}


def votes_of_words(page):
    """For each word of short passages, the share of them that are content."""
    sums = defaultdict(lambda: [0.0, 0])
    for words, kept, label in zip(page.words, page.kept, page.label):
        if words <= SHORT_PASSAGE:
            for word in set(kept.tolist()):
                sums[word][0] += label
                sums[word][1] += 1
    return {word: part / whole for word, (part, whole) in sums.items()}


def log_odds(pages, votes, least_sites):
    """Scores of what enough sites use, against the mean of all of it."""
    by_site = defaultdict(lambda: defaultdict(list))
    for page in pages:
        for key, vote in getattr(page, votes).items():
            by_site[key][page.site].append(vote)
    shares = {key: [np.mean(v) for v in sites.values()]
              for key, sites in by_site.items() if len(sites) >= least_sites}
    mean = np.mean([np.mean(v) for v in shares.values()])
    scores = {}
    for key, values in shares.items():
        content = sum(values) + PRIOR_SITES * mean
        other = len(values) - sum(values) + PRIOR_SITES * (1 - mean)
        score = np.log(content / other) - np.log(mean / (1 - mean))
        scores[key] = int(np.clip(round(score * SCALE), -CAP, CAP))
    return {key: score for key, score in scores.items() if score}


def lexicon(pages, rules):
    names = {name: (score, rules.get(name, 0))
             for name, score in log_odds(pages, "name_votes", NAME_SITES).items()}
    for name, score in rules.items():
        names.setdefault(name, (0, score))
    words = log_odds(pages, "word_votes", WORD_SITES)
    return sorted(names.items()), sorted(words.items())


def write_lexicon(path, names, words):
    """In the form that dump reads."""
    with open(path, "wb") as f:
        f.write(struct.pack("2I", len(names), len(words)))
        for name, (content, rules) in names:
            f.write(struct.pack("Ibbxx", name, content, rules))
        for word, content in words:
            f.write(struct.pack("Ibxxx", word, content))


# ---- models ------------------------------------------------------------------------------


def weights(page):
    """A passage counts as its words do for the page's F1: by the reference's length, all
    pages alike, those with much else on them not more than three times."""
    share = np.minimum(page.sizes / max(page.bag.total(), 60), 1)
    return (share * min(1, 3 / max(share.sum(), 1e-9)) + 1e-4) * page.weight


def sample(page, random, density):
    """Which passages are trained on: the tiny ones of little weight rarely, at more."""
    weight = weights(page)
    chance = np.clip((weight * 60 + 0.03) * density, 0, 1)
    chosen = random.rand(len(weight)) < chance
    return chosen, (weight / chance)[chosen]


def fit(options, rows, labels, weight=None):
    options = dict(options)
    rounds, share = options.pop("rounds"), options.pop("share", 1)
    data = xgboost.DMatrix(rows, label=labels, weight=weight)
    options = {"tree_method": "hist", "nthread": THREADS, "seed": SEED} | options
    return trees.forest(xgboost.train(options, data, rounds), share)


def fit_passages(options, pages, columns, density=1):
    random = np.random.RandomState(SEED)
    rows, labels, weight = [], [], []
    for page in pages:
        chosen, w = sample(page, random, density)
        rows.append(page.rows[chosen, :columns])
        labels.append(page.label[chosen])
        weight.append(w * 1000)
    return fit(options, np.concatenate(rows), np.concatenate(labels),
               np.concatenate(weight))


def fit_types(options, pages, row):
    forest = fit(options, np.array([getattr(p, row) for p in pages]), [p.type for p in pages],
                 [p.weight for p in pages])
    return [forest.every(len(corpus.TYPES), t) for t in range(len(corpus.TYPES))]


def sums_of_types(forests, row):
    return np.array([trees.sums(forest, row.reshape(1, -1))[0] for forest in forests])


def hints(forests, page):
    """As features_type gives them: a log-odds of 1 is 1000."""
    total = sums_of_types(forests, page.row)
    return np.clip((total * 1000 / trees.ONE).astype(int), -32000, 32000).astype(np.int16)


class Model:
    """All that one C file has."""


def others(pages, fold):
    return [p for p in pages if p.fold != fold]


def train(pages, args):
    """One model a fold, and one over all as the last; pages are left with what the models
    of the other folds say of them. Trees learn from cuttings too, the lexicon does not."""
    models = [Model() for _ in range(FOLDS + 1)]
    rules = ftr.scores(args.rules) if args.rules else {}
    for page in pages:
        page.name_votes, page.word_votes = votes_of_names(page), votes_of_words(page)
    for fold, model in enumerate(models):
        model.names, model.words = lexicon(others(pages, fold), rules)
        write_lexicon(args.work / f"lexicon{fold}", model.names, model.words)
    both = pages + cut(pages, args)
    read_rows(both, args, scores=False)
    log("rows", pages[0].rows.shape)
    for fold, model in enumerate(models):
        model.hints = fit_types(HINTS, others(both, fold), "row")
    for page in both:
        page.hints = hints(models[page.fold].hints, page)
        page.rows = set_hints(page)
    columns = pages[0].first_columns
    for fold, model in enumerate(models):
        model.quick = fit_passages(QUICK, others(both, fold), columns)
        model.first = fit_passages(FIRST, others(both, fold), columns, DENSITY)
        log("first", fold)
    for page in both:
        model = models[page.fold]
        page.sums = trees.cascade(model.quick, model.first, page.rows)
        page.scores = trees.scores(page.sums)
    report(pages, "the first pass alone")
    read_rows(both, args, scores=True)
    for fold, model in enumerate(models):
        model.second = fit_passages(SECOND, others(both, fold), pages[0].columns)
        log("second", fold)
    for page in both:
        second = trees.sums(models[page.fold].second, page.rows)
        page.scores = trees.scores(trees.both(page.sums, second))
    read_rows(both, args, scores=True)
    for fold, model in enumerate(models):
        model.types = fit_types(TYPES, others(both, fold), "type_row")
    log("types", np.mean([sums_of_types(models[p.fold].types, p.type_row).argmax() == p.type
                          for p in pages]))
    return models


def cut(pages, args):
    """Small pages of all folds, with labels."""
    small = cuttings.write(pages, args.work / "cuttings", SEED)
    corpus.read(args.dump, small)
    for page in small:
        page.bag = Counter(w for t, share in zip(page.tokens, page.label) if share > 0.5 for w in t)
        page.weight = CUTTING
    log("cuttings", len(small), "passages", sum(len(p.texts) for p in small))
    return small


def set_hints(page):
    rows = page.rows.copy()
    rows[:, page.first_columns - len(corpus.TYPES):page.first_columns] = page.hints
    return rows


def read_rows(pages, args, scores):
    """The rows as dump gives them, with the lexicon of the page's fold."""
    for fold in range(FOLDS):
        part = [p for p in pages if p.fold == fold]
        if scores:
            with open(args.work / "scores", "wb") as f:
                for page in part:
                    f.write(page.hints.tobytes() + page.scores.tobytes())
        corpus.dump(args.dump, part, args.work / f"lexicon{fold}",
                    args.work / "scores" if scores else None)


# ---- figures -----------------------------------------------------------------------------


def repeats(page):
    """See find_repeats in choice.c."""
    best, out = {}, np.zeros(len(page.texts), bool)
    for i in np.argsort(-page.scores, kind="stable"):
        if page.words[i] >= REPEAT_WORDS:
            text = "".join(page.texts[i].split())
            out[i] = text in best
            best[text] = True
    return out


def threshold(scores, sizes):
    """The least score to keep, as threshold.c finds it."""
    words = np.bincount(scores, weights=sizes, minlength=trees.SCORE_MAX + 1)
    level = np.arange(trees.SCORE_MAX + 1)
    kept = np.cumsum(words[::-1])[::-1]
    right = np.cumsum((words * level)[::-1])[::-1] / trees.SCORE_MAX
    apart = 2 * right / np.maximum(kept + right[0], 1e-9)
    wanted = kept[np.arange(LEVELS) * trees.SCORE_MAX // LEVELS
                  + trees.SCORE_MAX // (2 * LEVELS) + 1]
    together = np.mean([2 * np.minimum(kept, w) / np.maximum(kept + w, 1e-9) for w in wanted], 0)
    f1 = np.where((words > 0) & (level > 0), apart + together, -1)
    best = len(f1) - 1 - np.argmax(f1[::-1])
    return best if f1[best] >= 0 else trees.SCORE_MAX


def choose(page):
    """The passages that choice.c keeps, but for code and cells."""
    repeated = repeats(page)
    scores = np.where(repeated, 0, page.scores)
    return scores >= threshold(scores, page.words * ~repeated)


def report(pages, title):
    by_type = defaultdict(list)
    for page in pages:
        kept = choose(page)
        bag = Counter()
        for i in np.nonzero(kept)[0]:
            bag.update(page.tokens[i])
        common, sizes = (bag & page.bag).total(), (bag.total(), page.bag.total())
        figures = (2 * common / max(sum(sizes), 1), common / max(sizes[0], 1),
                   common / max(sizes[1], 1))
        by_type[corpus.TYPES[page.type]].append(figures)
    lines = [f"{title}: {len(pages)} pages, {FOLDS} folds by site, seed {SEED}",
             f"{'':14}{'pages':>7}{'f1':>9}{'precision':>11}{'recall':>9}"]
    groups = {"all": [f for v in by_type.values() for f in v]} | dict(sorted(by_type.items()))
    for name, values in groups.items():
        f1, precision, recall = np.mean(values, 0)
        lines.append(f"{name:14}{len(values):7}{f1:9.4f}{precision:11.4f}{recall:9.4f}")
    log("\n".join(lines))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--dump", default="build/model-dump")
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--output", type=Path, default="src/model/content_model.inc")
    parser.add_argument("--scores", type=Path, default="tests/model/scores.txt")
    parser.add_argument("--folds", type=Path)
    args = parser.parse_args()
    pages = corpus.load(args.dump, args.corpus, unpack(args.corpus, args.work))
    split(pages)
    log("pages", len(pages), "passages", sum(len(p.texts) for p in pages))
    models = train(pages, args)
    lines = report(pages, "both passes")
    args.scores.write_text("\n".join(lines) + "\n")
    table.write(args.output, models[FOLDS], lines)
    if args.folds:
        args.folds.mkdir(parents=True, exist_ok=True)
        for fold in range(FOLDS):
            table.write(args.folds / f"content_model{fold}.inc", models[fold], lines)
            ids = [p.id for p in pages if p.fold == fold]
            (args.folds / f"ids{fold}").write_text("\n".join(ids) + "\n")


if __name__ == "__main__":
    main()
