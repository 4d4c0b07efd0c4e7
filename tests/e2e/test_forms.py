"""Markdown and HTML output: when rendered, it is the plain text; when cleaned again, it is unchanged."""

import gzip
import html.parser
import json
import re
import shutil
import subprocess

import pytest

from conftest import ROOT

FIXTURES = sorted((ROOT / "tests/fixtures").glob("*/page.html"))
CORPUS = sorted((ROOT / "../shared/corpus").glob("*-dev/html/*.html.gz"))
EVERY = 40  # use one page in so many of the corpus, or all in the long tests


def pages(paths):
    """A line of jsonl for each page; invalid UTF-8 does not matter here."""
    for path in paths:
        read = gzip.open if path.suffix == ".gz" else open
        with read(path, "rb") as file:
            text = file.read().decode(errors="replace")
        yield {"url": "https://site.example/a/b.html", "html": text, "id": str(path)}


def clean(winnow, inputs, form):
    lines = "".join(json.dumps(page) + "\n" for page in inputs)
    result = winnow("-q", "--input", "jsonl", "--format", "jsonl", "--text-format", form, stdin=lines,
                    timeout=600)
    return result.records()


@pytest.fixture(params=["fixtures", "sample", pytest.param("corpus", marks=pytest.mark.deep)])
def inputs(request):
    paths = {"fixtures": FIXTURES, "sample": CORPUS[::EVERY], "corpus": CORPUS}[request.param]
    if not paths:
        pytest.skip("../shared/corpus is not there")
    return list(pages(paths))


# ---- Markdown -------------------------------------------------------------------------

EXTENSIONS = "-e table -e strikethrough -e autolink -e tasklist -e footnotes".split()
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre", "table", "tr",
          "hr", "br"}


class Rendered(html.parser.HTMLParser):
    """The words of Markdown as rendered by cmark-gfm, and those of its footnotes."""

    def __init__(self, markdown):
        super().__init__()
        self.body, self.notes, self.note = "", {}, None
        self.is_back = False
        done = subprocess.run(["cmark-gfm", *EXTENSIONS], input=markdown.encode(), capture_output=True, check=True)
        self.feed(done.stdout.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "li" and attrs.get("id", "").startswith("fn-"):
            self.note = int(attrs["id"].removeprefix("fn-"))
        if "data-footnote-ref" in attrs:
            self.handle_data(f"[{attrs['href'].removeprefix('#fn-')}]")
        self.is_back = self.is_back or "data-footnote-ref" in attrs or "data-footnote-backref" in attrs
        if tag == "input":
            self.handle_data("[x]" if "checked" in attrs else "[]")
        self.handle_data("\n" if tag in BLOCKS else " " if tag in ("td", "th") else "")

    def handle_endtag(self, tag):
        self.is_back = self.is_back and tag != "a"
        self.handle_data("\n" if tag in BLOCKS else "")

    def handle_data(self, data):
        if self.is_back:
            return
        if self.note is None:
            self.body += data
        else:
            self.notes[self.note] = self.notes.get(self.note, "") + data


def words(text):
    """The words without list markers, which the renderer generates."""
    text = re.sub(r"(?m)^\s*(?:-|-?\d+\.)(?= |$)", "", text)
    return re.sub(r"(?<!\w)(?:-|-?\d+\.)(?!\w)|\s+", "", text)


def without_notes(text, numbers):
    """The lines of a text without those of its footnotes."""
    body, notes, note = [], {}, None
    for line in text.split("\n"):
        found = re.match(r"\[(\d+)\] (.*)", line)
        if found and int(found[1]) in numbers and int(found[1]) not in notes:
            note = int(found[1])
            notes[note] = found[2] + "\n"
        elif note is not None and (not line or line.startswith("    ")):
            notes[note] += line + "\n"
        else:
            note = None
            body.append(line)
    return "\n".join(body), notes


def has_the_same_words(plain, markdown):
    rendered = Rendered(markdown)
    body, notes = without_notes(plain, rendered.notes)
    return words(body) == words(rendered.body) and (
        {n: words(note) for n, note in notes.items()} == {n: words(note) for n, note in rendered.notes.items()})


def test_markdown_renders_to_the_text(winnow, inputs):
    plain, marked = clean(winnow, inputs, "text"), clean(winnow, inputs, "markdown")
    differ = [a["id"] for a, b in zip(plain, marked) if not has_the_same_words(a["text"], b["text"])]
    assert differ == []


# ---- HTML -----------------------------------------------------------------------------


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


ALLOWED = {"href", "src", "alt", "title", "id", "align", "colspan", "rowspan", "scope", "start", "value", "cite", "datetime",
           "class", "dir", "lang", "data-winnow"}


def test_html_is_clean_and_stable(winnow, inputs):
    once = clean(winnow, inputs, "html")
    again = clean(winnow, [{"url": r["url"], "html": r["text"], "id": r["id"]} for r in once], "html")
    assert [a["id"] for a, b in zip(once, again) if a["text"] != b["text"]] == []
    for record in once:
        seen = Tags(record["text"])
        assert not seen.tags & {"script", "style", "form", "input", "button", "iframe", "object", "svg", "link"}
        assert {name for name, _ in seen.attributes} <= ALLOWED, record["id"]
        for name, value in seen.attributes:
            if name in ("href", "src", "cite"):
                assert re.match(r"(https?|mailto|tel|ftp|sms|xmpp|doi):", value), (record["id"], value)


def test_html_contains_no_scripts(winnow):
    page = """<article><p onclick="x()">One <a href=" java\nscript:alert(1)">two</a>
        <a href="data:text/html,x" style="color:red">three</a> <a href="/four?a=1&amp;b=2">four</a></p>
        <img src="javascript:x" onerror="y"><img src="../p.jpg" alt='a "b" <c>'>
        <form action="/x"><p>five</p><input value="six"></form><p>seven &lt;script&gt;</p></article>"""
    result = winnow("--input", "html", "--format", "html", "--url", "https://a.example/x/y", stdin=page)
    assert result.out == """<article data-winnow="clean">
<div>
<p>One two three <a href="https://a.example/four?a=1&amp;b=2">four</a></p>
<img src="https://a.example/p.jpg" alt="a &quot;b&quot; &lt;c&gt;">
<p>five</p>
<p>seven &lt;script&gt;</p>
</div>
</article>
"""


@pytest.mark.deep
def test_structure_is_preserved_as_by_other_tools(winnow):
    if not (shutil.which("pandoc") and (ROOT / "build/compare/node_modules").exists()):
        pytest.skip("make compare has not installed the others")
    done = subprocess.run(["/usr/bin/python3", "-B", ROOT / "tests/compare/compare.py", winnow.program],
                          capture_output=True, text=True)
    assert (done.stdout.splitlines()[-1], done.returncode) == ("winnow keeps no less than any other.", 0)


# ---- the command ----------------------------------------------------------------------

PAGE = """<title>T: "x"</title><html lang=en><meta name=author content="Jo Aske"><article><h1>Head_line</h1>
<p>Some <b>bold</b> words, and a <a href="/there">link</a>.</p><img src="/i.png" alt="A pier">
<ul><li>one<ul><li>two</ul></ul></article>"""


def test_front_matter_is_yaml(winnow):
    result = winnow("--input", "html", "--format", "markdown", "--front-matter", "--url", "https://a.example/x",
                    stdin=PAGE)
    front, text = result.out.split("---\n\n", 1)
    assert front.startswith("---\ntitle: ")
    fields = dict(line.split(": ", 1) for line in front.splitlines()[1:])
    assert json.loads(fields["author"]) == "Jo Aske"
    assert json.loads(fields["language"]) == "en"
    assert json.loads(fields["url"]) == "https://a.example/x"
    assert text == ("# Head_line\n\nSome **bold** words, and a [link](https://a.example/there).\n\n"
                    "![A pier](https://a.example/i.png)\n\n- one\n  - two\n")


def test_links_and_images_of_a_text(winnow):
    result = winnow("--input", "html", "--links", "--images", "--url", "https://a.example/x", stdin=PAGE)
    assert result.out == ("Head_line\n\nSome bold words, and a link [1].\n\n[Image: A pier]\n\n"
                          "- one\n  - two\n\n[1] https://a.example/there\n")


def test_width_counts_columns_and_not_bytes(winnow):
    page = "<article><p>" + "\u6c34" * 30 + "</p><ul><li>" + "na\u0308h " * 12 + "</ul></article>"
    lines = winnow("--input", "html", "--width", "24", stdin=page).out.splitlines()
    assert lines[:4] == ["\u6c34" * 12, "\u6c34" * 12, "\u6c34" * 6, ""]
    assert lines[4].startswith("- na") and all(line.startswith("  na") for line in lines[5:])
    assert all(len(line.replace("\u0308", "")) <= 24 for line in lines)


def test_files_are_named_after_their_format(winnow, tmp_path):
    page = tmp_path / "p.html"
    page.write_text(PAGE)
    for form, suffix in (("markdown", ".md"), ("html", ".html"), ("text", ".txt")):
        folder = tmp_path / form
        winnow("--format", form, "-o", folder, page)
        assert [p.suffix for p in folder.iterdir() if p.name != "index.jsonl"] == [suffix]
