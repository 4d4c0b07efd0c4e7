"""Prints, page by page, how much structure winnow keeps beside Readability and defuddle (with
Turndown) and pandoc: compare.py WINNOW [PAGE...]. It needs npm, pandoc and cmark-gfm; the
npm packages go to a folder below build/."""

import collections
import html.parser
import pathlib
import re
import subprocess
import sys

import peers

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ["mediawiki-article", "docs-page-with-sidebar-and-code", "tables-of-figures", "arabic-right-to-left",
         "chinese-page", "japanese-page", "substack-letter", "ghost-post", "wordpress-post", "sott-column"]
URL = "https://site.example/a/b.html"
SHOWN = ["h", "p", "li", "nested", "blockquote", "pre", "code", "tr", "a", "img", "em", "strong"]


class Count(html.parser.HTMLParser):
    """How often each kind of structure stands in what cmark-gfm renders."""

    def __init__(self, markdown):
        super().__init__()
        self.counts, self.lists = collections.Counter(), 0
        done = subprocess.run(["cmark-gfm", "-e", "table", "-e", "footnotes", "--unsafe"],
                              input=markdown.encode(), capture_output=True, check=True)
        self.feed(done.stdout.decode())

    def handle_starttag(self, tag, attrs):
        self.counts["h" if re.fullmatch("h[1-6]", tag) else tag] += 1
        if tag in ("ul", "ol"):
            self.counts["nested"] += self.lists > 0
            self.lists += 1

    def handle_endtag(self, tag):
        self.lists -= tag in ("ul", "ol")


def run(command, page, cwd=None):
    done = subprocess.run(command, input=page, capture_output=True, cwd=cwd)
    return done.stdout.decode(errors="replace")


def tools(winnow, work):
    node = ["node", "readers.mjs"]
    return {
        "winnow": ([winnow, "--input", "html", "--format", "markdown", "--url", URL], None),
        "readability": ([*node, "readability", URL], work),
        "defuddle": ([*node, "defuddle", URL], work),
        "pandoc": (["pandoc", "-f", "html", "-t", "gfm"], None),
    }


def main(winnow, *pages):
    work = peers.prepare()
    for path in pages or [ROOT / "tests/fixtures" / name / "page.html" for name in PAGES]:
        page = pathlib.Path(path).read_bytes()
        print(f"\n{path}\n{'':12}" + "".join(f"{name:>11}" for name in SHOWN))
        for tool, (command, cwd) in tools(winnow, work).items():
            counts = Count(run(command, page, cwd)).counts
            print(f"{tool:12}" + "".join(f"{counts[name]:>11}" for name in SHOWN))


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).resolve()), *sys.argv[2:])
