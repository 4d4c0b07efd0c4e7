#!/usr/bin/python3
"""audit.py WINNOW CORPUS... [--rules DIR]

What each line of the generic rules costs and gains on annotated pages: for every line, how
many words of boilerplate it drops, how many words of annotated text, on how many pages, and
an example of the latter. `winnow explain` says which line has dropped a block. A line that
does not drop ten times as much boilerplate as text does more harm than good; the program
ends with 1 if there is one. Without CORPUS it reports that it has none."""
import argparse
import json
import subprocess
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import corpus

LEAST_RATIO = 10  # of boilerplate to text
LEAST_TEXT = 20  # words; less is a matter of how annotators work
SHARE = 0.5  # of the words of a block that are annotated text, to count as text
EXAMPLE = 70  # characters
PROCESSES = 2


class Line:
    def __init__(self):
        self.text, self.boilerplate, self.pages, self.example = 0, 0, set(), ""

    def count(self, page, block, share):
        words = len(corpus.words(block["text"]))
        if share > SHARE and corpus.folded(block["text"]) != page.title:
            self.text += words
            self.pages.add(page.id)
            self.example = max(self.example, block["text"][:EXAMPLE], key=len)
        elif not page.is_partial:
            self.boilerplate += words

    def is_bad(self):
        return self.text >= LEAST_TEXT and self.boilerplate < LEAST_RATIO * self.text


def explain(program, rules, page):
    """The blocks of a page that rules have dropped, with the lines that did it."""
    command = [program, "explain", "--format", "jsonl", "--dropped", "--url", page.url,
               *(["--rules", rules] if rules else []), page.path]
    done = subprocess.run(command, capture_output=True, check=False)
    lines = map(json.loads, done.stdout.decode().splitlines())
    return [line for line in lines if line.get("by") == "rule"]


def audit(program, rules, pages):
    lines = defaultdict(Line)
    with ThreadPoolExecutor(PROCESSES) as threads:
        for page, blocks in zip(pages, threads.map(lambda page: explain(program, rules, page), pages)):
            shares = corpus.label([block["text"] for block in blocks], page.reference)
            for block, share in zip(blocks, shares):
                lines[block["place"], block["reason"]].count(page, block, share)
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("winnow")
    parser.add_argument("corpus", type=Path, nargs="*")
    parser.add_argument("--rules")
    args = parser.parse_args()
    if not args.corpus:
        print("audit: skipped, there are no annotated pages (CORPORA)")
        return
    with tempfile.TemporaryDirectory() as work:
        lines = audit(args.winnow, args.rules, corpus.unpack(args.corpus, Path(work)))
    print(f"{'boilerplate':>11}{'text':>8}{'pages':>7}  line")
    for (place, rule), line in sorted(lines.items(), key=lambda entry: -entry[1].text):
        print(f"{line.boilerplate:11}{line.text:8}{len(line.pages):7}  {Path(place).name} {rule[:EXAMPLE]}")
        if line.text:
            print(f"{'':28}dropped: {line.example}")
    bad = [place for (place, _), line in lines.items() if line.is_bad()]
    print(f"{len(lines)} lines; less than {LEAST_RATIO} to 1: " + (", ".join(bad) or "none"))


if __name__ == "__main__":
    main()
