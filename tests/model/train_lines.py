#!/usr/bin/python3
"""train_lines.py --corpus DIR... --work DIR [--winnow PROGRAM] [--output FILE] ...

Trains the model of lines on plain-text renderings of annotated pages in the layout of WCXB,
and writes it as a file with a manifest beside it; tests/model/README.md describes both.
Folds and figures are as in train.py: what one step learns and the next one uses never comes
from a model that has seen the site of the page."""
import copy
import os
from collections import Counter, defaultdict
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read by numpy: sums have one order everywhere
import numpy as np
from scipy import optimize, sparse

import corpus
import cuttings
import manifest
import model_file
import renderings
import train
import trees
from train import FOLDS, SEED, log

FORESTS = {
    "first": train.PASSAGES | {"rounds": 115},
    "second": train.PASSAGES | {"rounds": 40, "seed": SEED + 1, "share": 0.5},
}
# The lexicon: words and pairs of words that at least so many sites use, with scores that are
# worth 8 bytes. LENGTHS groups paragraphs by their number of words; MILD is the weight of
# regularisation; more STEPS change little.
TERM_SITES, LEAST_SCORE, SCALE = 12, 5, 32
LENGTHS = [2, 3, 4, 6, 9, 13, 20, 40]
MILD, STEPS = 1e-4, 60
RENDERED = ["bare", "blocks", "screen"]  # the renderings that scores are learned from
SHORTENED, WEIGHT_SHORT = ["bare", "blocks", "foreign"], 0.5
DENSITY = 0.4  # of the lines; 0.8 gains nothing
WEIGHT_PARTIAL = 0.2  # of recipes: with more, menus look like lists of ingredients


def load(args):
    """Each rendering of each page."""
    pages = {}
    for original, kind, path in renderings.render(corpus.unpack(args.corpus, args.work), args.work, args.winnow):
        page = copy.copy(original)
        page.kind, page.path = kind, path
        pages[page.id, kind] = page
    corpus.dump(args.dump, pages.values(), is_text=True)
    for page in pages.values():
        if page.kind != "foreign":
            page.plain = page.texts
            corpus.set_labels(page, page.texts)
            keep_headline(page)
    for page in pages.values():
        if page.kind == "foreign":
            label_foreign(page, pages[page.id, renderings.base_of(page.id)])
    whole = [page for page in pages.values() if page.label is not None]
    return whole + shorten(whole, args)


def shorten(pages, args):
    """Short texts, cut out of the long ones as cuttings.py does with pages: a model that has seen
    long texts only keeps the menus around a few lines. Kept are those whose lines are read again as
    the paragraphs that they are made of."""
    random, folder, out = np.random.RandomState(SEED), corpus.empty_folder(args.work / "short"), []
    for page in pages:
        is_text = page.label > 0.5
        if page.kind not in SHORTENED or page.is_partial or is_text.sum() < cuttings.TEXT_LINES[0]:
            continue
        short = copy.copy(page)
        chosen = sorted(cuttings.choose(is_text, random))
        lines = [" ".join(page.texts[i].split()) for i in chosen]
        short.kind, short.path = "short", folder / f"{page.kind}-{page.id}.txt"
        short.path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for name in "label", "sizes", "is_evidence", "is_headline":
            setattr(short, name, getattr(page, name)[chosen])
        short.plain = [page.plain[i] for i in chosen]
        kept = [corpus.words(page.plain[i]) for i in chosen if page.label[i] > 0.5]
        short.bag = Counter(word for words in kept for word in words)
        out.append(short)
    corpus.dump(args.dump, out, is_text=True)
    return [page for page in out if len(page.texts) == len(page.label)]


def keep_headline(page):
    """Without tags a headline cannot be told from a link to another story, so the model has to
    learn it; readers miss it more than annotators. Figures leave it out."""
    page.is_headline = np.array([bool(page.title) and corpus.folded(t) == page.title for t in page.texts], bool)
    page.label = np.maximum(page.label, page.is_headline)
    page.is_evidence = page.is_evidence | page.is_headline


def label_foreign(page, original):
    """As the text that it was made from, if it has the same paragraphs."""
    is_same = len(page.texts) == len(original.texts)
    page.label = original.label if is_same else None
    for name in "sizes", "plain", "is_evidence", "is_headline":
        setattr(page, name, getattr(original, name))


def read_rows(pages, args, scores):
    for fold in range(FOLDS):
        part = [p for p in pages if p.fold == fold]
        if scores:
            with open(args.work / "scores", "wb") as f:
                for page in part:
                    f.write(page.scores.tobytes())
        corpus.dump(args.dump, part, args.work / f"lexicon{fold}",
                    args.work / "scores" if scores else None, is_text=True)


# ---- scores of words ---------------------------------------------------------------------


class Terms:
    """The words of paragraphs as a matrix: a column for each word or pair that enough sites
    use, then one for each group of lengths, since the length alone says much."""

    def __init__(self, pages):
        counts = [len(page.words) for page in pages]
        self.fold = np.repeat([page.fold for page in pages], counts)
        self.label = np.concatenate([page.label for page in pages])
        self.weight = np.concatenate([self.weigh(page) for page in pages])
        sites = np.unique([page.site for page in pages], return_inverse=True)[1]
        kept = [hashes for page in pages for hashes in page.kept]
        row = np.repeat(np.arange(len(kept)), [len(hashes) for hashes in kept])
        known, column = np.unique(np.concatenate(kept), return_inverse=True)
        pairs = np.unique(column * len(pages) + np.repeat(sites, counts)[row])
        is_common = np.bincount(pairs // len(pages)) >= TERM_SITES
        self.known = known[is_common]
        chosen = is_common[column]
        column = (np.cumsum(is_common) - 1)[column[chosen]]
        terms = sparse.csr_matrix((np.ones(len(column)), (row[chosen], column)),
                                 (len(kept), len(self.known)))
        terms.data[:] = 1
        length = np.digitize(np.concatenate([page.words for page in pages]), LENGTHS)
        lengths = sparse.csr_matrix((np.ones(len(kept)), (np.arange(len(kept)), length)))
        self.matrix = sparse.hstack([terms, lengths]).tocsr()

    @staticmethod
    def weigh(page):
        """Pages weigh nearly the same, and long paragraphs little more than short ones."""
        weight = np.sqrt(train.weights(page)) if len(page.label) else np.zeros(0)
        return weight / np.sqrt(max(weight.sum(), 1e-9))

    def fit(self, chosen):
        """Logistic regression: (hash, score) of each word and pair with a large enough score."""
        rows, label = self.matrix[chosen], self.label[chosen]
        weight = self.weight[chosen] / self.weight[chosen].sum()
        columns = rows.T.tocsr()
        mild = np.full(rows.shape[1], MILD)
        mild[len(self.known):] = 0

        def loss(scores):
            sums = rows @ scores
            losses = np.logaddexp(0, sums) - label * sums
            slope = columns @ (weight * (1 / (1 + np.exp(-sums)) - label))
            return weight @ losses + mild @ scores**2 / 2, slope + mild * scores

        found = optimize.minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B",
                                  options={"maxiter": STEPS})
        scores = np.clip(np.rint(found.x * SCALE), -train.CAP, train.CAP).astype(int)
        return [(hash, score) for hash, score in zip(self.known.tolist(), scores.tolist())
                if abs(score) >= LEAST_SCORE]


def fit_words(pages, args):
    """One lexicon for each fold, and the last one over all pages."""
    terms = Terms([page for page in pages if page.kind in RENDERED])
    words = []
    for fold in range(FOLDS + 1):
        words.append(terms.fit(terms.fold != fold))
        model_file.write_lexicon(args.work / f"lexicon{fold}", [], words[-1])
    return words


# ---- trees -------------------------------------------------------------------------------


def fit_pages(options, pages, columns):
    """Each page is there several times, so fewer of its lines are enough each time."""
    return train.fit_passages(options, [p for p in pages if len(p.label)], columns, DENSITY)


def sum_trees(models, pages, forest):
    """The sums of the forest that has not seen the page; a whole fold at a time is faster."""
    sums = {}
    for fold in range(FOLDS):
        part = [page for page in pages if page.fold == fold]
        total = trees.sums(getattr(models[fold], forest), np.concatenate([p.rows for p in part]))
        ends = np.cumsum([len(page.rows) for page in part])
        sums |= {page: found for page, found in zip(part, np.split(total, ends[:-1]))}
    return [sums[page] for page in pages]


def train_all(pages, args):
    models = [train.Model() for _ in range(FOLDS + 1)]
    forests = train.limit_rounds(FORESTS, args.rounds)
    for model, words in zip(models, fit_words(pages, args)):
        model.words = words
    read_rows(pages, args, scores=False)
    log("rows", pages[0].rows.shape)
    for fold, model in enumerate(models):
        model.first = fit_pages(forests["first"], train.others(pages, fold), pages[0].first_columns)
        log("first", fold)
    for page, sums in zip(pages, sum_trees(models, pages, "first")):
        page.sums, page.scores = sums, trees.scores(sums)
    report(pages, "the first pass alone")
    read_rows(pages, args, scores=True)
    for fold, model in enumerate(models):
        model.second = fit_pages(forests["second"], train.others(pages, fold), pages[0].columns)
        log("second", fold)
    for page, second in zip(pages, sum_trees(models, pages, "second")):
        page.scores = trees.scores(np.trunc(page.sums / 2) + second)
    return models


def figures(page):
    """Of what src/plaintext/line_selection.c chooses by the scores alone."""
    kept = (page.scores >= train.threshold(page.scores, page.words)) & ~page.is_headline & page.is_evidence
    bag = Counter()
    for i in np.flatnonzero(kept):
        bag.update(corpus.words(page.plain[i]))
    return train.overlap(page, bag)


def report(pages, title):
    """F1, precision and recall for each rendering, by corpus and type of page."""
    lines = [f"{title}: {FOLDS} folds by site, seed {SEED}"]
    kinds = [*renderings.KINDS, "short"]
    groups = defaultdict(lambda: defaultdict(list))
    for page in pages:
        for group in (page.corpus, ""), (page.corpus, corpus.TYPES[page.type]):
            groups[group][page.kind].append(figures(page))
    lines.append(f"{'F1':21}{'pages':>7}" + "".join(f"{kind:>11}" for kind in kinds))
    for (name, kind), found in sorted(groups.items()):
        means = [np.mean(found[k], 0) if found[k] else [np.nan] * 3 for k in kinds]
        count = max(map(len, found.values()))
        lines.append(f"{'  ' + kind if kind else name:21}{count:7}" + train.columns([m[0] for m in means], 11))
        if not kind:
            for i, what in (1, "precision"), (2, "recall"):
                lines.append(f"    {what:24}" + train.columns([m[i] for m in means], 11))
    log("\n".join(lines))
    return lines


def parameters(args):
    """What the manifest says of them."""
    lines = {"seed": SEED, "folds": FOLDS, "threads": train.THREADS, "least sites of a word": TERM_SITES,
             "steps of regression": STEPS, "regularisation": MILD}
    return lines | train.limit_rounds(FORESTS, args.rounds)


def main():
    parser = train.arguments(__doc__, "src/plaintext/line.model", "tests/model/scores_lines.txt",
                             "tests/model/line.sha256")
    parser.add_argument("--winnow", default="build/winnow")
    args = parser.parse_args()
    provenance = manifest.describe("lines", args, parameters(args), ["lynx", "w3m"])
    pages = load(args)
    train.split(pages)
    for page in pages:
        page.weight = WEIGHT_PARTIAL if page.is_partial else WEIGHT_SHORT if page.kind == "short" else 1
    log("texts", len(pages), "paragraphs", sum(len(p.texts) for p in pages))
    models = train_all(pages, args)
    args.scores.write_text("\n".join(report(pages, "both passes")) + "\n")
    columns = pages[0].first_columns, pages[0].columns
    args.output.write_bytes(model_file.pack_lines(models[FOLDS], columns))
    manifest.write_new(args.output, provenance, args.dump)


if __name__ == "__main__":
    main()
