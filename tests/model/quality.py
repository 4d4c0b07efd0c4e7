#!/usr/bin/python3
"""quality.py WINNOW CORPUS... [--peers] [--rules DIR] [--folds DIR]

Cleans the annotated pages of each CORPUS (html/ID.html.gz, ground-truth/ID.json, as in WCXB)
and prints, for all pages, by type of page and by language or country: precision, recall and
F1 over bags of lower-case words, averaged over the pages; "body f1", in which the line of the
headline counts neither in the text nor in the annotation; the share of snippets that must be
in the text and are, and of those that must not be and are not; the share of titles, authors
and dates that are right, among the pages that have one; and the CPU time per page. Then the
same figures side by side with other tools: lynx and w3m if they are installed, with --peers
also Readability and defuddle.

--rules DIR: a directory of site rules. For the pages whose site has a file there, compares
the rules alone, the model alone, and the rules checked against the model.

--folds DIR: what train.py --folds has written. Each page is then cleaned by the program
WINNOW-foldN whose model has not seen its site, so all figures are of unseen sites."""
import argparse
import gzip
import json
import re
from collections import defaultdict
from pathlib import Path
from statistics import fmean

import tools
from scoring import COLUMNS, FIGURES, mean, score, summary

SAME = 0.005  # of F1: a word or two do not make a page better or worse
METADATA = ["title", "author", "date"]
OVERRULED = {"rule-overruled": "lines overruled", "model-stands": "pages left to the model"}


def read_corpus(root):
    """The pages as winnow reads them, and their annotations, by the ids that training uses."""
    pages, documents = [], {}
    for path in sorted((root / "ground-truth").glob("*.json")):
        name, doc = f"{root.name}-{path.stem}", json.loads(path.read_text(encoding="utf-8"))
        html = gzip.decompress((root / "html" / f"{path.stem}.html.gz").read_bytes())
        documents[name] = doc
        pages.append({"id": name, "url": doc["url"], "html": html.decode("utf-8", "replace")})
    return pages, documents


def read_folds(directory, documents):
    """By id, the fold whose model has not seen the page; None if the folds are of other pages."""
    folds = {name: int(path.name.removeprefix("ids")) for path in directory.glob("ids[0-9]*")
             for name in path.read_text().split()} if directory else {}
    return folds if documents.keys() <= folds.keys() else None


def type_of(doc):
    return doc["_internal"]["page_type"]["primary"]


def origin_of(doc):
    """The language or the country of the page, if the corpus says it."""
    return doc["_internal"].get("language") or doc["_internal"].get("country")


def groups_of(documents, records, key=type_of):
    """Figures of all pages, and by what key says of them."""
    found = defaultdict(list)
    for name, doc in documents.items():
        found[key(doc)].append(score(doc["ground_truth"], records.get(name, {})))
    named = {name: found[name] for name in sorted(filter(None, found))}
    return {"all": [f for figures in found.values() for f in figures]} | named


# ---- side by side ------------------------------------------------------------------------


def print_tools(found):
    """found has for each tool its groups and milliseconds."""
    rows = [(group, group, FIGURES[0]) for group in found[0][1]]
    rows += [(column, "all", column) for column in COLUMNS[COLUMNS.index(FIGURES[-1]):]]
    print(f"\n{'f1':16}" + "".join(f"{name:>13}" for name, _, _ in found))
    for label, group, column in rows:
        values = [mean(column, groups[group]) for _, groups, _ in found]
        if label in METADATA:  # a tool with none right does not look for it
            values = [v or None for v in values]
        if label == FIGURES[-1]:
            print()
        print(f"{label:16}" + "".join(f"{'-':>13}" if v is None else f"{v:13.4f}" for v in values))
    print(f"{'ms per page':16}" + "".join(f"{ms:13.2f}" for _, _, ms in found))


# ---- rules against the model -------------------------------------------------------------


def has_file(directory, url):
    """Whether the site has a rule file, by the names that src/rules/host_names.c tries."""
    host = re.sub(r"^\w+://", "", url).split("/")[0].split(":")[0].lower().removeprefix("www.")
    parts = host.split(".")
    names = [host] + ["." + ".".join(parts[i:]) for i in range(1, len(parts) - 1)]
    return any((directory / f"{name}.txt").exists() for name in names)


def compare(these, those):
    better = sum(a > b + SAME for a, b in zip(these, those))
    worse = sum(a < b - SAME for a, b in zip(these, those))
    return f"{better:6} better {worse:4} worse"


def print_rules(program, directory, pages, documents, folds):
    pages = [page for page in pages if has_file(directory, page["url"])]
    print(f"\n{len(pages)} pages whose site has a file in {directory}")
    runs, f1 = {"rules alone": "--rules", "model alone": None, "rules, checked": "--community-rules"}, {}
    notes = defaultdict(int)
    for name, option in runs.items():
        options = [option, str(directory)] if option else []
        records = tools.winnow(program, pages, *options, folds=folds)
        f1[name] = [score(documents[p["id"]]["ground_truth"], records.get(p["id"], {}))["f1"] for p in pages]
        for record in records.values():
            for note in record["notes"]:
                notes[note["code"]] += name == "rules, checked" and str(directory) in (note["place"] or "")
    if not pages:
        return
    print(f"{'':20}{'f1':>8}{'against the rules alone':>28}{'against the model alone':>28}")
    for name, values in f1.items():
        against = [compare(values, f1[other]) if name != other else "" for other in list(runs)[:2]]
        print(f"{name:20}{fmean(values):8.4f}" + "".join(f"{text:>28}" for text in against))
    best = fmean(map(max, f1["rules alone"], f1["model alone"]))
    print(f"{'the better of both':20}{best:8.4f}")
    print("of the checked rules: " + ", ".join(f"{notes[code]} {what}" for code, what in OVERRULED.items()))


# ---- the figures -------------------------------------------------------------------------


def print_groups(groups):
    for kind, figures in groups.items():
        print(f"{kind:14}" + "".join(summary(c, figures) for c in COLUMNS))


def print_corpus(args, root):
    pages, documents = read_corpus(root)
    if not pages:
        raise SystemExit(f"no pages below {root}")
    folds = read_folds(args.folds, documents)
    print(f"\n{root.name}, " + (f"each page with a model that has not seen its site (from {args.folds})" if folds
                               else "with a model that was trained on these pages: the figures are too good"))
    records, ms = tools.timed(tools.winnow, args.winnow, pages, folds=folds)
    groups = groups_of(documents, records)
    print(f"{'':14}" + "".join(f"{c:>10}" for c in COLUMNS))
    print_groups(groups)
    origins = groups_of(documents, records, origin_of)
    print_groups({name: figures for name, figures in origins.items() if name != "all"})
    guessed = [records.get(name, {}).get("page_type") == type_of(doc) for name, doc in documents.items()]
    print(f"page type right: {fmean(guessed):.4f}")
    print(f"CPU per page, with reading and writing: {ms:.2f} ms")
    if args.rules:
        print_rules(args.winnow, args.rules, pages, documents, folds)
    found = [("winnow", groups, ms)]
    for name, others, cost in tools.others(pages, args.peers):
        found.append((name, groups_of(documents, others), cost))
    print_tools(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("winnow")
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--folds", type=Path)
    args = parser.parse_args()
    for root in args.corpus:
        print_corpus(args, root)


if __name__ == "__main__":
    main()
