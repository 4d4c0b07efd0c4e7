#!/usr/bin/python3
"""quality.py WINNOW CORPUS [WINNOW OPTIONS]

Cleans the annotated pages below CORPUS (html/ID.html.gz, ground-truth/ID.json, as WCXB has
them) and prints, overall and by type of page: precision, recall and F1 over bags of
lower-cased words, averaged over the pages; the share of snippets that must be there and
are, and of those that must not be and are not; the share of titles, authors and dates that
are right, of the pages that have one; and the CPU time a page."""
import gzip
import json
import re
import resource
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from statistics import fmean

WORD = re.compile(r"\w+")
MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
DAYS = [(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", "ymd"),
        (r"([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", "mdy"),
        (r"(\d{1,2})\.? ([a-z]{3})[a-z]*\.?,? (\d{4})", "dmy")]
COLUMNS = ["pages", "empty", "f1", "precision", "recall", "with", "without", "title", "author",
           "date"]


def bag(text):
    return Counter(WORD.findall(text.lower()))


def overlap(found, wanted):
    """F1, precision and recall; an empty reference wants an empty text."""
    if not found or not wanted:
        return [float(found == wanted)] * 3
    common = (found & wanted).total()
    return [2 * common / (found.total() + wanted.total()), common / found.total(),
            common / wanted.total()]


def squeeze(text):
    return " ".join(text.split()).lower()


def folded(value):
    """Without case, accents, punctuation and spacing."""
    value = unicodedata.normalize("NFKD", str(value)).casefold()
    return " ".join(WORD.findall("".join(c for c in value if not unicodedata.combining(c))))


def is_same_name(found, wanted):
    a, b = folded(found), folded(wanted)
    return bool(a and b) and (a in b or b in a)


def day(value):
    """The calendar day that a string names, or None."""
    for pattern, order in DAYS:
        if match := re.search(pattern, str(value).strip().lower()):
            part = dict(zip(order, match.groups()))
            try:
                month = MONTHS[part["m"]] if part["m"].isalpha() else int(part["m"])
                return date(int(part["y"]), month, int(part["d"]))
            except (KeyError, ValueError):
                pass
    return None


def is_same_day(found, wanted):
    return day(found) is not None and day(found) == day(wanted)


def score(truth, record):
    """One page's figures; those that do not apply to it are left out."""
    text = record.get("text") or ""
    figures = dict(zip(["f1", "precision", "recall"],
                       overlap(bag(text), bag(truth["main_content"] or ""))))
    figures["empty"] = not text.strip()
    hay = squeeze(text)
    figures["with"] = [squeeze(s) in hay for s in truth.get("with") or []]
    figures["without"] = [squeeze(s) not in hay for s in truth.get("without") or []]
    for field, name, is_same in [("title", "title", is_same_name),
                                 ("author", "author", is_same_name),
                                 ("date", "publish_date", is_same_day)]:
        if truth.get(name):
            figures[field] = bool(record.get(field)) and is_same(record[field], truth[name])
    return figures


def summary(column, pages):
    if column == "pages":
        return f"{len(pages):10}"
    if column == "empty":
        return f"{sum(p['empty'] for p in pages):10}"
    values = [p[column] for p in pages if column in p]
    if column in ("with", "without"):
        values = [v for snippets in values for v in snippets]
    return f"{fmean(values):10.4f}" if values else f"{'-':>10}"


def clean(winnow, root, documents, options):
    """The records by id, and the CPU seconds that all of it took."""
    with tempfile.TemporaryFile("w+") as pages:
        for name, doc in documents.items():
            html = gzip.decompress((root / "html" / f"{name}.html.gz").read_bytes())
            row = {"id": name, "url": doc["url"], "html": html.decode("utf-8", "replace")}
            pages.write(json.dumps(row) + "\n")
        pages.seek(0)
        run = subprocess.run([winnow, "--input", "jsonl", "--format", "jsonl", "-q", *options],
                             stdin=pages, stdout=subprocess.PIPE, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    records = map(json.loads, run.stdout.decode().splitlines())
    return {record["id"]: record for record in records}, used.ru_utime + used.ru_stime


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    winnow, root, options = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    root = root.parent if root.name == "html" else root
    documents = {p.stem: json.loads(p.read_text(encoding="utf-8"))
                 for p in sorted((root / "ground-truth").glob("*.json"))}
    if not documents:
        sys.exit(f"quality: no pages below {root}")
    records, seconds = clean(winnow, root, documents, options)
    by_type, guessed = defaultdict(list), []
    for name, doc in documents.items():
        record = records.get(name, {})
        kind = doc["_internal"]["page_type"]["primary"]
        by_type[kind].append(score(doc["ground_truth"], record))
        guessed.append(record.get("page_type") == kind)
    groups = {"all": [p for pages in by_type.values() for p in pages]} | dict(sorted(by_type.items()))
    print(f"{'':14}" + "".join(f"{c:>10}" for c in COLUMNS))
    for kind, pages in groups.items():
        print(f"{kind:14}" + "".join(summary(c, pages) for c in COLUMNS))
    print(f"page type right: {fmean(guessed):.4f}")
    print(f"CPU a page, reading and writing included: {1000 * seconds / len(documents):.2f} ms")


if __name__ == "__main__":
    main()
