"""compare.py WINNOW [PAGE...]: prints for each page how much structure winnow preserves,
compared with Readability and defuddle (with Turndown) and pandoc, and where another tool
preserves more. Needs npm, pandoc and cmark-gfm; the npm packages are installed below build/.
The exit code is 1 if winnow preserves less of something."""

import collections
import html.parser
import pathlib
import re
import subprocess
import sys

import peers

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests/fixtures"
PAGES = ["tables-with-alignment-and-spans", "lists-and-quotes-in-each-other", "code-as-highlighters-write-it",
         "footnotes-at-the-end", "footnotes-of-a-newsletter", "pictures-that-come-late", "scripts-of-the-world",
         "mediawiki-article-with-references", "inline-marks-of-many-kinds", "glossary-of-terms"]
URL = "https://site.example/a/b.html"
SHOWN = ["heading", "li", "nested", "blockquote", "pre", "code", "language", "tr", "aligned", "a", "img", "em",
         "strong", "del", "ins", "mark", "sub", "sup", "note", "task", "caption", "term", "ruby", "formula"]
KINDS = {"li": "li", "blockquote": "blockquote", "pre": "pre", "code": "code", "kbd": "code", "samp": "code",
         "tr": "tr", "a": "a", "em": "em", "i": "em", "strong": "strong", "b": "strong", "dt": "term", "del": "del",
         "s": "del", "ins": "ins", "u": "ins", "mark": "mark", "sub": "sub", "sup": "sup", "rt": "ruby",
         "figcaption": "caption", "caption": "caption", **{f"h{n}": "heading" for n in range(1, 7)}}
VOID = {"img", "br", "hr", "input", "meta", "link", "source", "col", "wbr"}
LEADS_BACK = re.compile("#(fn|cite_|footnote-anchor|_ftn)ref|#footnote-anchor|action=edit")


class Structure(html.parser.HTMLParser):
    """Counts (kind, words) in a page, or in rendered Markdown."""

    def __init__(self, text):
        super().__init__()
        self.found, self.words, self.open = collections.Counter(), "", []
        self.lists, self.silent, self.last_pre = 0, 0, -1
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        classes = attrs.get("class") or ""
        is_silent = bool("data-footnote-backref" in attrs or LEADS_BACK.search(attrs.get("href") or "")
                         or tag in ("script", "style", "nav", "annotation", "math", "rp"))
        if tag == "img" and not self.silent:
            alt = attrs.get("alt") or ""
            kind = "formula" if "displaystyle" in alt else "img" if alt.isascii() else "emoji"
            self.found[kind, "" if kind == "formula" else alt] += 1
        self.found["task", ""] += tag == "input" and attrs.get("type") == "checkbox"
        self.found["language", ""] += tag == "code" and "language-" in classes
        self.found["note", ""] += "data-footnote-ref" in attrs
        if tag in ("ul", "ol"):
            self.found["nested", ""] += self.lists > 0
            self.lists += 1
        if tag not in VOID:
            self.open.append((tag, len(self.words), is_silent))
            self.silent += is_silent
        if tag in ("th", "td") and attrs.get("align"):
            self.open.append(("aligned", len(self.words), False))

    def handle_endtag(self, tag):
        self.lists -= tag in ("ul", "ol")
        if not any(name == tag for name, _, _ in self.open):
            return
        while self.open:
            name, start, is_silent = self.open.pop()
            self.silent -= is_silent
            self.end(name, start, is_silent)
            if name == tag:
                return

    def end(self, name, start, is_silent):
        words = self.words[start:]
        self.found["aligned", ""] += name == "aligned" and bool(words)
        # Line numbers of code, and their tables, are not structure.
        is_code = name in ("pre", "code")
        if name not in KINDS or is_silent or not words or (is_code and words.isdigit()):
            return
        self.last_pre = start if name == "pre" else self.last_pre
        if name == "tr" and self.last_pre >= start:
            return
        self.found[KINDS[name], words] += 1

    def handle_data(self, data):
        if not self.silent:
            self.words += re.sub(r"[\s\[\]^“”‘’„«»「」]|\ufe0e", "", data)


def structure(markdown, wanted):
    """How much of the wanted structure is in the Markdown, by kind."""
    extensions = "-e table -e strikethrough -e tasklist -e footnotes --unsafe".split()
    done = subprocess.run(["cmark-gfm", *extensions], input=markdown.encode(), capture_output=True, check=True)
    rendered = Structure(done.stdout.decode())
    counts = collections.Counter()
    for (kind, words), count in (rendered.found & wanted).items():
        counts[kind] += count
    for kind in ("note", "language", "aligned"):  # pages mark these in many ways
        counts[kind] = rendered.found[kind, ""]
    # Markdown has no syntax for these: compare their words.
    counts["formula"] += len(re.findall(r"\$[^$ ][^$]*\$", rendered.words))
    for kind, pattern in (("caption", "{}"), ("ruby", r"\({}\)|{}")):
        counts[kind] = sum(count for (wanted_kind, words), count in wanted.items() if wanted_kind == kind
                           and re.search(pattern.replace("{}", re.escape(words)), rendered.words))
    counts["term"] = sum(count for (kind, words), count in wanted.items()
                         if kind == "term" and rendered.found["strong", words])
    return counts


def tools(winnow, work, rules):
    node = ["node", "readers.mjs"]
    return {
        "winnow": ([winnow, "--input", "html", "--format", "markdown", "--url", URL, *rules], None),
        "readability": ([*node, "readability", URL], work),
        "defuddle": ([*node, "defuddle", URL], work),
        "pandoc": (["pandoc", "-f", "html", "-t", "gfm"], None),
    }


def compare(path, winnow, work):
    """Prints the table of a page, and returns where another tool preserves more."""
    page = path.read_bytes()
    wanted = Structure(page.decode(errors="replace")).found
    rules = ["--rule", path.parent / "rules.txt"] if (path.parent / "rules.txt").exists() else []
    kept = {}
    for tool, (command, cwd) in tools(winnow, work, rules).items():
        done = subprocess.run(command, input=page, capture_output=True, cwd=cwd)
        kept[tool] = structure(done.stdout.decode(errors="replace"), wanted)
    shown = [name for name in SHOWN if any(counts[name] for counts in kept.values())]
    print(f"\n{path.parent.name}\n{'':12}" + "".join(f"{name:>11}" for name in shown))
    for tool, counts in kept.items():
        print(f"{tool:12}" + "".join(f"{counts[name]:>11}" for name in shown))
    return [f"{path.parent.name}: {name}: {tool} {counts[name]}, winnow {kept['winnow'][name]}"
            for name in shown for tool, counts in kept.items() if counts[name] > kept["winnow"][name]]


def main(winnow, *pages):
    work = peers.prepare()
    paths = [pathlib.Path(page) for page in pages] or [FIXTURES / name / "page.html" for name in PAGES]
    fewer = [line for path in paths for line in compare(path, winnow, work)]
    print("\nwinnow preserves less:" if fewer else "\nwinnow preserves at least as much as each other tool.")
    print("".join(f"  {line}\n" for line in fewer), end="")
    return 1 if fewer else 0


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve()), *sys.argv[2:]))
