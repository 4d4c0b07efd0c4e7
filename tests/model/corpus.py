"""The annotated pages as training sees them: what dump writes about them, and labels.

A corpus is a folder in the layout of WCXB: html/ID.html.gz and ground-truth/ID.json. A page
whose annotation has snippets in `with` and no main content is annotated in part: its text is
only known to contain the snippets."""
import gzip
import json
import re
import shutil
import struct
import subprocess
import tempfile
from collections import Counter

import numpy as np

from scoring import folded, is_partial
from scoring import words_of as words

TYPES = ["article", "collection", "documentation", "forum", "listing", "product", "service"]
RUN = 4  # words; shorter runs match by chance
NEAR = 10  # passages on either side, which decide which of two copies is meant


class Page:
    """One page: its annotation; texts, word counts and names of its passages; rows, labels."""


def read_dump(stream, page, with_scores):
    """One page of dump's output into page; see dump.c for the layout."""
    count, columns, first, names, of_page, of_type = struct.unpack("6I", stream.read(24))
    page.columns, page.first_columns = columns, first
    page.words, page.texts, page.kept = np.zeros(count, np.int32), [], []
    for i in range(count):
        page.words[i], length = struct.unpack("2I", stream.read(8))
        page.texts.append(stream.read(length).decode("utf-8", "replace"))
        (kept,) = struct.unpack("I", stream.read(4))
        page.kept.append(np.frombuffer(stream.read(4 * kept), np.uint32))
    page.names = np.frombuffer(stream.read(12 * names), np.uint32).reshape(names, 3)
    page.type_row = np.frombuffer(stream.read(2 * of_type), np.int16)
    page.row = page.type_row[:of_page]
    page.rows = np.frombuffer(stream.read(2 * count * columns), np.int16).reshape(count, columns)
    if with_scores:
        page.scores = np.frombuffer(stream.read(2 * count), np.int16)
        (page.guess,) = struct.unpack("I", stream.read(4))


def dump(program, pages, lexicon=None, scores=None, model=None, is_text=False, forgotten=""):
    """Runs dump over the pages' files and fills pages."""
    command = [program] + ["-t"] * is_text + (["-m", str(model)] if model else [])
    command += ["-l", str(lexicon)] if lexicon else []
    command += ["-s", str(scores)] if scores else []
    command += ["-f", forgotten] if forgotten else []
    with tempfile.TemporaryFile() as paths:
        paths.write("".join(f"{page.path}\n" for page in pages).encode())
        paths.seek(0)
        with subprocess.Popen(command, stdin=paths, stdout=subprocess.PIPE) as process:
            for page in pages:
                read_dump(process.stdout, page, model is not None)
    if process.returncode:
        raise SystemExit(f"dump failed: {process.returncode}")


def grams(tokens):
    return [tuple(tokens[i:i + RUN]) for i in range(len(tokens) - RUN + 1)]


def label(texts, reference):
    """For each text, the share of its words that are in the reference. They are compared in
    runs, each as often as the reference has it; of several copies, the one whose neighbours
    match best comes first. A text shorter than a run must be a line of the reference."""
    tokens = [words(t) for t in texts]
    wanted = Counter(grams(words(reference)))
    lines = Counter(" ".join(words(line)) for line in reference.splitlines())
    runs = grams([w for t in tokens for w in t])
    starts = np.cumsum([0] + [len(t) for t in tokens])
    left, out = Counter(wanted), np.zeros(len(tokens))
    for i in np.argsort(-context(runs, starts, wanted), kind="stable"):
        begin, end = starts[i], starts[i + 1]
        if begin < end:
            out[i] = cover(runs, begin, end, wanted, left)
            if end - begin < RUN:
                line = " ".join(tokens[i])
                out[i] = 1.0 if lines[line] > 0 else out[i]
                lines[line] -= out[i] == 1.0
    return out


def context(runs, starts, wanted):
    """For each text, how much of the text around it is in the reference at all."""
    found = np.zeros(starts[-1] + 1)
    for i, run in enumerate(runs):
        if run in wanted:
            found[i:i + RUN] = 1
    sums = np.concatenate([[0], np.cumsum(found)])
    each = np.arange(len(starts) - 1)
    low = starts[np.maximum(each - NEAR, 0)]
    high = starts[np.minimum(each + NEAR + 1, len(starts) - 1)]
    return (sums[high] - sums[low]) / np.maximum(high - low, 1)


def cover(runs, begin, end, wanted, left):
    """The share of the words [begin, end) that runs of the reference cover. Runs inside are
    used up; runs that cross an edge tie short texts to their place."""
    covered = np.zeros(end - begin, bool)
    for k in range(max(begin - RUN + 1, 0), min(end, len(runs))):
        inside = begin <= k and k + RUN <= end
        if left[runs[k]] > 0 if inside else runs[k] in wanted:
            covered[max(k, begin) - begin:min(k + RUN, end) - begin] = True
            if inside:
                left[runs[k]] -= 1
    return covered.mean()


def site(url):
    """The registrable domain, well enough for folds."""
    host = re.sub(r"^\w+://", "", url).split("/")[0].split(":")[0].lower()
    parts = host.split(".")
    if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in {
            "co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "gv"}:
        return ".".join(parts[-3:])
    return ".".join(parts[-2:])


def empty_folder(path):
    """Without files of an earlier run, which may be of other pages."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def annotated(path, root):
    """The page whose annotation is in path, without its HTML."""
    page = Page()
    doc = json.loads(path.read_text(encoding="utf-8"))
    truth = doc["ground_truth"]
    page.id, page.corpus = f"{root.name}-{path.stem}", root.name
    page.url, page.site = doc["url"], site(doc["url"])
    page.type = TYPES.index(doc["_internal"]["page_type"]["primary"])
    page.is_partial = is_partial(truth)
    page.reference = "\n".join(truth["with"]) if page.is_partial else truth["main_content"]
    page.bag = Counter(words(page.reference))
    page.title = folded(truth.get("title") or "")
    return page


def unpack(roots, work):
    """The annotated pages of all corpora; their HTML as files that dump can read."""
    html, pages = empty_folder(work / "html"), []
    for root in roots:
        for path in sorted((root / "ground-truth").glob("*.json")):
            page = annotated(path, root)
            page.path = html / f"{page.id}.html"
            page.path.write_bytes(gzip.decompress((root / "html" / f"{path.stem}.html.gz").read_bytes()))
            pages.append(page)
    return pages


def is_evidence(page):
    """Which passages the annotation says something about. Annotators disagree about the
    headline (news has none, other pages may), and it is shown or not by an option: no model
    should learn from it. Of a page annotated in part, only what it names is known."""
    if page.is_partial:
        return page.label > 0.5
    return np.array([not page.title or folded(text) != page.title for text in page.texts], bool)


def load(program, roots, work):
    """The pages of all corpora, with texts and labels."""
    pages = unpack(roots, work)
    read(program, pages)
    return pages


def read(program, pages):
    """Texts and labels of the passages."""
    dump(program, pages)
    for page in pages:
        set_labels(page, page.texts)


def set_labels(page, texts):
    page.tokens = [words(t) for t in texts]
    page.sizes = np.array([len(t) for t in page.tokens], float)
    page.label = label(texts, page.reference)
    page.is_evidence = is_evidence(page)
