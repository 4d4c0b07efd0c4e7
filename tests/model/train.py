#!/usr/bin/python3
"""train.py --corpus DIR... --work DIR [--rules DIR] [--folds DIR] [--output FILE] ...

Trains the content model on annotated pages in the layout of WCXB, and writes it as a file
with a manifest beside it; tests/model/README.md describes both.

There are five folds, split by registrable domain. What one step learns and the next one
uses (scores of names and words, types of pages, scores of the first pass) comes from models
that have not seen the site of the page, and so do the figures at the end. The model that is
written has seen all pages. --rules is a directory of site rules in the FiveFilters format:
the names that their authors chose are one more hint. --folds writes the model of each fold
to a directory, so that winnow itself can be measured on unseen sites."""
import argparse
import copy
import itertools
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import xgboost

import corpus
import cuttings
import ftr
import manifest
import model_file
import trees

FOLDS = 5
SEED = 7
THREADS = 2

# Names and words have a score if at least so many sites use them. Each site has one vote;
# PRIOR_SITES more vote for the mean.
NAME_SITES, WORD_SITES, PRIOR_SITES = 6, 8, 2
SHORT_PASSAGE = 20  # words; the form of a longer one says more than its single words
SCALE, CAP = 16, 127  # of log-odds in the lexicon
REPEAT_WORDS, LEVELS = 4, 20  # as in src/model/selection.c and threshold.c
# The weight of recall for each type, as in src/model/recall_weight.c, and the ones to try.
RECALL_WEIGHTS = {"article": 16, "collection": 20, "documentation": 24, "forum": 32, "listing": 24,
                  "product": 16, "service": 24}
RECALL_ONE, TRIED_WEIGHTS = 16, [4, 6, 8, 10, 12, 14, 16, 20, 24, 32, 48]

PAGES = {"rounds": 60, "max_depth": 3, "eta": 0.12, "subsample": 0.7,
         "colsample_bytree": 0.4, "min_child_weight": 2,
         "objective": "multi:softprob", "num_class": len(corpus.TYPES)}
PASSAGES = {"max_depth": 6, "eta": 0.09, "subsample": 0.6, "colsample_bytree": 0.3,
            "max_bin": 64, "min_child_weight": 5, "lambda": 5,
            "objective": "binary:logistic"}
FORESTS = {
    "hints": PAGES,
    "types": PAGES | {"max_depth": 4},
    "quick": PASSAGES | {"rounds": 50, "eta": 0.15},
    "first": PASSAGES | {"rounds": 260, "eta": 0.05},
    "second": PASSAGES | {"rounds": 60, "max_depth": 5, "eta": 0.1, "min_child_weight": 30,
                          "colsample_bytree": 0.2, "seed": SEED + 1, "share": trees.SECOND_SHARE},
}
DENSITY = 2  # of the sample that the first forest learns from, see sample
CUTTING = 0.5  # what a small page weighs
# A third of the examples are copies of pages whose rows say nothing of the letters here (see
# dump.c), because a site may have names and words that no other has, or a language that the
# corpora lack.
FORGOTTEN, COPIED = ["w", "n", "nw", "en", "dnw", "d"], 0.5


def log(*what):
    print(*what, file=sys.stderr, flush=True)


def split(pages):
    """Divides the sites among the folds."""
    sites = sorted({p.site for p in pages})
    order = np.random.RandomState(SEED).permutation(len(sites))
    fold = {sites[o]: i % FOLDS for i, o in enumerate(order)}
    for page in pages:
        page.fold, page.weight = fold[page.site], 1


# ---- scores of names and words -----------------------------------------------------------


def votes_of_names(page):
    """For each name in the page, the share of content in the text below its element."""
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


def count_votes(pages):
    for page in pages:
        page.name_votes, page.word_votes = votes_of_names(page), votes_of_words(page)


def log_odds(pages, votes, least_sites):
    """Scores of what enough sites use, relative to the mean of all of it."""
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


# ---- models ------------------------------------------------------------------------------


def weights(page):
    """The weight of each passage: its words relative to those of the reference, as in the F1
    of the page. The weights of a page add up to 3 at most."""
    share = np.minimum(page.sizes / max(page.bag.total(), 60), 1)
    return (share * min(1, 3 / max(share.sum(), 1e-9)) + 1e-4) * page.weight * page.is_evidence


def sample(page, random, density):
    """Chooses the passages to train on: those of little weight rarely, and then with more."""
    weight = weights(page)
    chance = np.clip((weight * 60 + 0.03) * density, 0, 1)
    chosen = (random.rand(len(weight)) < chance) & page.is_evidence
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
    """All that a file has: names, words, and forests by name."""


def limit_rounds(forests, most):
    """Fewer rounds of boosting, for a trial of the training itself."""
    return {name: options | {"rounds": min(options["rounds"], most)} for name, options in forests.items()}


def others(pages, fold):
    return [p for p in pages if p.fold != fold]


def train(pages, args):
    """One model for each fold, and the last one over all pages. Afterwards each page has the
    scores of the model that has not seen its site. Trees learn from cuttings and from pages
    that are annotated in part too, the lexicon does not."""
    models = [Model() for _ in range(FOLDS + 1)]
    forests = limit_rounds(FORESTS, args.rounds)
    rules = ftr.scores(args.rules) if args.rules else {}
    count_votes(pages)
    whole = [page for page in pages if not page.is_partial]
    for fold, model in enumerate(models):
        model.names, model.words = lexicon(others(whole, fold), rules)
        model_file.write_lexicon(args.work / f"lexicon{fold}", model.names, model.words)
    both = pages + cut(whole, args)
    for page in both:
        page.forgotten = ""
    both += copies(both)
    read_rows(both, args, scores=False)
    log("rows", pages[0].rows.shape)
    typed = [page for page in both if not page.is_partial]
    for fold, model in enumerate(models):
        model.hints = fit_types(forests["hints"], others(typed, fold), "row")
    for page in both:
        page.hints = hints(models[page.fold].hints, page)
        page.rows = set_hints(page)
    columns = pages[0].first_columns
    for fold, model in enumerate(models):
        model.quick = fit_passages(forests["quick"], others(both, fold), columns)
        model.first = fit_passages(forests["first"], others(both, fold), columns, DENSITY)
        log("first", fold)
    for page in both:
        model = models[page.fold]
        page.sums = trees.cascade(model.quick, model.first, page.rows)
        page.scores = trees.scores(page.sums)
    report(pages, "the first pass alone")
    read_rows(both, args, scores=True)
    for fold, model in enumerate(models):
        model.second = fit_passages(forests["second"], others(both, fold), pages[0].columns)
        log("second", fold)
    for page in both:
        second = trees.sums(models[page.fold].second, page.rows)
        page.scores = trees.scores(trees.both(page.sums, second))
    read_rows(both, args, scores=True)
    for fold, model in enumerate(models):
        model.types = fit_types(forests["types"], others(typed, fold), "type_row")
    log("types", np.mean([sums_of_types(models[p.fold].types, p.type_row).argmax() == p.type
                          for p in whole]))
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


def copies(pages):
    random, out = np.random.RandomState(SEED), []
    for page in pages:
        if random.rand() < COPIED:
            out.append(copy.copy(page))
            out[-1].forgotten = FORGOTTEN[random.randint(len(FORGOTTEN))]
    return out


def set_hints(page):
    rows = page.rows.copy()
    rows[:, page.first_columns - len(corpus.TYPES):page.first_columns] = page.hints
    return rows


def read_rows(pages, args, scores):
    """The rows as dump gives them, with the lexicon of the page's fold."""
    for fold, forgotten in itertools.product(range(FOLDS), ["", *FORGOTTEN]):
        part = [p for p in pages if p.fold == fold and p.forgotten == forgotten]
        if scores:
            with open(args.work / "scores", "wb") as f:
                for page in part:
                    f.write(page.hints.tobytes() + page.scores.tobytes())
        corpus.dump(args.dump, part, args.work / f"lexicon{fold}",
                    args.work / "scores" if scores else None, forgotten=forgotten)


# ---- figures -----------------------------------------------------------------------------


def repeats(page):
    """As find_repeats in src/model/selection.c."""
    best, out = {}, np.zeros(len(page.texts), bool)
    for i in np.argsort(-page.scores, kind="stable"):
        if page.words[i] >= REPEAT_WORDS:
            text = "".join(page.texts[i].split())
            out[i] = text in best
            best[text] = True
    return out


def f_measure(right, kept, wanted, recall_weight):
    return (RECALL_ONE + recall_weight) * right / np.maximum(RECALL_ONE * kept + recall_weight * wanted, 1e-9)


def threshold(scores, sizes, recall_weight=RECALL_ONE):
    """The least score to keep, as src/model/threshold.c finds it."""
    words = np.bincount(scores, weights=sizes, minlength=trees.SCORE_MAX + 1)
    level = np.arange(trees.SCORE_MAX + 1)
    kept = np.cumsum(words[::-1])[::-1]
    right = np.cumsum((words * level)[::-1])[::-1] / trees.SCORE_MAX
    apart = f_measure(right, kept, right[0], recall_weight)
    wanted = kept[np.arange(LEVELS) * trees.SCORE_MAX // LEVELS
                  + trees.SCORE_MAX // (2 * LEVELS) + 1]
    together = np.mean([f_measure(np.minimum(kept, w), kept, w, recall_weight) for w in wanted], 0)
    f1 = np.where((words > 0) & (level > 0), apart + together, -1)
    best = len(f1) - 1 - np.argmax(f1[::-1])
    return best if f1[best] >= 0 else trees.SCORE_MAX


def choose(page, recall_weight=None):
    """The passages that src/model/selection.c keeps, except for what it says of code and cells.
    The weight is that of the page's type, which winnow itself has to guess."""
    repeated = repeats(page)
    scores = np.where(repeated, 0, page.scores)
    weight = recall_weight or RECALL_WEIGHTS[corpus.TYPES[page.type]]
    return scores >= threshold(scores, page.words * ~repeated, weight)


def overlap(page, bag):
    """F1, precision and recall of a text; recall alone if the page is annotated in part."""
    common, sizes = (bag & page.bag).total(), (bag.total(), page.bag.total())
    recall = common / max(sizes[1], 1)
    if page.is_partial:
        return np.nan, np.nan, recall
    return 2 * common / max(sum(sizes), 1), common / max(sizes[0], 1), recall


def figures(page, recall_weight=None):
    bag = Counter()
    for i in np.flatnonzero(choose(page, recall_weight) & page.is_evidence):
        bag.update(page.tokens[i])
    return overlap(page, bag)


def columns(values, width):
    return "".join(f"{'-' if np.isnan(v) else format(v, '.4f'):>{width}}" for v in values)


def report(pages, title):
    """The figures of each corpus, and those of its types of pages. Headlines count nowhere."""
    groups = defaultdict(list)
    for page in pages:
        found = figures(page)
        groups[page.corpus, ""].append(found)
        groups[page.corpus, corpus.TYPES[page.type]].append(found)
    lines = [f"{title}: {len(pages)} pages, {FOLDS} folds by site, seed {SEED}",
             f"{'':16}{'pages':>7}{'f1':>11}{'precision':>11}{'recall':>11}"]
    for (name, kind), values in sorted(groups.items()):
        group = "  " + kind if kind else name
        lines.append(f"{group:16}{len(values):7}" + columns(np.mean(values, 0), 11))
    log("\n".join(lines))
    return lines


def report_weights(pages):
    """The F1 of each corpus and type with each weight of recall; the recall of pages annotated
    in part."""
    groups = defaultdict(list)
    for page in pages:
        f1, _, recall = zip(*(figures(page, weight) for weight in TRIED_WEIGHTS))
        groups[page.corpus, corpus.TYPES[page.type]].append(recall if page.is_partial else f1)
    lines = [f"{'weight of recall':30}" + "".join(f"{weight:>8}" for weight in TRIED_WEIGHTS)]
    lines += [f"{name:14}{kind:16}" + columns(np.mean(values, 0), 8)
              for (name, kind), values in sorted(groups.items())]
    log("\n".join(lines))
    return lines


# ---- files -------------------------------------------------------------------------------


def arguments(doc, output, scores, corpus_files):
    """The options of both trainers."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, metavar="DIR")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--dump", default="build/model-dump")
    parser.add_argument("--output", type=Path, default=output)
    parser.add_argument("--scores", type=Path, default=scores)
    parser.add_argument("--corpus-files", type=Path, default=corpus_files)
    parser.add_argument("--rounds", type=int, default=sys.maxsize, help="of boosting, at most")
    return parser


def parameters(args):
    """What the manifest says of them."""
    lines = {"seed": SEED, "folds": FOLDS, "threads": THREADS,
             "least sites of a name": NAME_SITES, "least sites of a word": WORD_SITES}
    if args.rules:
        lines["site rules"] = len(ftr.files(args.rules))
        lines["sha256 of site rules"] = manifest.hash_files(ftr.files(args.rules))
    return lines | limit_rounds(FORESTS, args.rounds)


def write_folds(directory, models, pages, columns):
    """The models of the folds, and which pages each has not seen."""
    directory.mkdir(parents=True, exist_ok=True)
    for fold in range(FOLDS):
        (directory / f"content{fold}.model").write_bytes(model_file.pack_content(models[fold], columns))
        ids = [p.id for p in pages if p.fold == fold]
        (directory / f"ids{fold}").write_text("\n".join(ids) + "\n")


def main():
    parser = arguments(__doc__, "src/model/content.model", "tests/model/scores.txt",
                       "tests/model/content.sha256")
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--folds", type=Path)
    args = parser.parse_args()
    provenance = manifest.describe("content", args, parameters(args))
    pages = corpus.load(args.dump, args.corpus, args.work)
    split(pages)
    log("pages", len(pages), "passages", sum(len(p.texts) for p in pages))
    models = train(pages, args)
    lines = report(pages, "both passes") + [""] + report_weights(pages)
    args.scores.write_text("\n".join(lines) + "\n")
    page = pages[0]
    columns = len(page.row), len(page.type_row), page.first_columns, page.columns
    args.output.write_bytes(model_file.pack_content(models[FOLDS], columns))
    manifest.write_new(args.output, provenance, args.dump)
    if args.folds:
        write_folds(args.folds, models, pages, columns)


if __name__ == "__main__":
    main()
