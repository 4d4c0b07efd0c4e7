"""Markdown of hostile pages: rendered with raw HTML allowed, it has nothing that the page's text has not earned."""

import html.parser
import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

import browser
from conftest import free_port
from hostile_pages import HostilePage

EXTENSIONS = "-e table -e strikethrough -e autolink -e tasklist -e footnotes".split()
ALWAYS = {"p", "br", "h1", "h2", "h3", "h4", "h5", "h6"}
# What the renderer writes, or Markdown has a mark for. Neither titles nor events are among them.
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}, "code": {"class"},
              "input": {"type", "checked", "disabled"}}
# cmark-gfm also makes a link of "-mailto:" in a text, which is no scheme of a browser.
SCHEMES = re.compile(r"(https?|[\w.+-]*mailto|ftp|[\w.+-]*xmpp):")
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre", "table", "tr", "hr", "br", "td", "th"}
RULES = "body: //article\nprune: no\n"


class Elements(html.parser.HTMLParser):
    """The elements, comments and text of rendered Markdown."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.wrong, self.text, self.link = set(), [], "", None
        self.links = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.wrong += [(tag, name) for name, _ in attrs if name not in ATTRIBUTES.get(tag, ())]
        for name, value in attrs:
            if name in ("href", "src") and not SCHEMES.match(value or ""):
                self.wrong.append((tag, name, value))
        if tag == "a":
            self.links.append([dict(attrs).get("href"), ""])
            self.link = self.links[-1]
        if tag == "input":
            self.text += "[x]" if "checked" in dict(attrs) else "[ ]"
        if tag in BLOCKS:
            self.text += "\n"

    def handle_endtag(self, tag):
        if tag == "a":
            self.link = None
        if tag in BLOCKS:
            self.text += "\n"

    def handle_data(self, data):
        self.text += data
        if self.link:
            self.link[1] += data

    def handle_comment(self, data):
        if data != " ":  # between two marks of emphasis
            self.wrong.append(("comment", data))

    def handle_decl(self, decl):
        self.wrong.append(("declaration", decl))

    unknown_decl = handle_pi = handle_decl


def render_as_html(markdown, *extensions):
    done = subprocess.run(["cmark-gfm", "--unsafe", *extensions], input=markdown.encode(), capture_output=True, check=True)
    return done.stdout.decode()


def render(markdown, *extensions):
    return Elements(render_as_html(markdown, *extensions))


def without_markers(text):
    """The text without white space, and without what markers of lists are made of: the renderer writes none."""
    return re.sub(r"[\s\d.-]+", "", text)


def faults_of(page, markdown, plain):
    faults = []
    for extensions in (EXTENSIONS, []):
        seen = render(markdown, *extensions)
        faults += seen.wrong
        faults += sorted(seen.tags - ALWAYS - page.tags - {"a"})
        if "a" not in page.tags:  # the renderer may make links of addresses in the text: those are shown
            faults += [link for link in seen.links if re.sub(r"^(http://|mailto:)", "", link[0])[:8] not in link[1]]
        if extensions:
            words = [re.findall(r"w\d+", text) for text in (plain, seen.text)]
            if words[0] != words[1]:
                faults.append(("words", set(words[0]) ^ set(words[1])))
            signs = [without_markers(text) for text in (plain, seen.text)]
            if signs[0] != signs[1]:
                at = next((i for i, (a, b) in enumerate(zip(*signs)) if a != b), min(map(len, signs)))
                faults.append(("text", signs[0][max(at - 12, 0):at + 30], signs[1][max(at - 12, 0):at + 30]))
    return faults


def texts_of(winnow, folder, pages, form):
    (folder / "rules.txt").write_text(RULES)
    lines = "".join(json.dumps({"url": "https://site.example/a/b", "id": str(i), "html": page.html}) + "\n"
                    for i, page in enumerate(pages))
    records = winnow("-q", "--input", "jsonl", "--format", "jsonl", "--text-format", form, "--rule", folder / "rules.txt",
                     stdin=lines, timeout=600).records()
    assert len(records) == len(pages)
    return records


@pytest.mark.parametrize("first, count", [(0, 300), pytest.param(300, 4700, marks=pytest.mark.deep)])
def test_markdown_has_no_live_html(winnow, tmp_path, first, count):
    pages = [HostilePage(number) for number in range(first, first + count)]
    results = [texts_of(winnow, tmp_path, pages, form) for form in ("markdown", "text")]
    texts = [(marked["text"], plain["text"]) for marked, plain in zip(*results)]
    with ThreadPoolExecutor() as pool:
        faults = list(pool.map(faults_of, pages, *zip(*texts)))
    assert {first + i: found for i, found in enumerate(faults) if found} == {}


# The browser's own parser, and then a page of its own: event handlers would run there, if an image or an element
# of the text had one. Returns what is neither of the page's tags nor an attribute that the renderer writes.
IN_BROWSER = """
const [documents, tags, attributes] = arguments, faults = {};
window.ran = 0;
window.alert = () => ++window.ran;
documents.forEach((html, i) => {
    const found = [], parsed = new DOMParser().parseFromString(html, "text/html");
    for (const e of parsed.querySelectorAll("*")) {
        const tag = e.localName, known = attributes[tag] || [];
        if (!tags[i].includes(tag) || e.namespaceURI !== "http://www.w3.org/1999/xhtml") found.push(tag);
        for (const a of e.attributes) {
            if (!known.includes(a.name)) found.push(`${tag} ${a.name}=${a.value}`);
            if ("href src".split(" ").includes(a.name)) {
                const base = "https://site.example/";
                const protocol = URL.canParse(a.value, base) ? new URL(a.value, base).protocol : "https:";
                if (!/^(https?|[\\w.+-]*mailto|ftp|[\\w.+-]*xmpp):$/.test(protocol)) found.push(`${tag} ${protocol}`);
            }
        }
    }
    document.body.innerHTML = html;
    for (const e of document.body.querySelectorAll("*")) e.dispatchEvent(new Event("error"));
    if (window.ran) found.push("a script ran");
    window.ran = 0;
    if (found.length) faults[i] = found;
});
document.body.innerHTML = "";
return faults;
"""
OF_THE_PARSER = {"html", "head", "body", "tbody"}


def faults_in_browser(chromium, documents, tags):
    return chromium.run(IN_BROWSER, documents, [sorted(names - {None}) for names in tags],
                        {tag: sorted(names) for tag, names in ATTRIBUTES.items()})


@pytest.mark.measured  # needed for one build only
@pytest.mark.skipif(not browser.is_there(), reason="chromium is not installed")
@pytest.mark.parametrize("first, count", [(0, 100), pytest.param(100, 4900, marks=pytest.mark.deep)])
def test_a_browser_finds_nothing_live_in_markdown(winnow, tmp_path, first, count):
    pages = [HostilePage(number) for number in range(first, first + count)]
    texts = [record["text"] for record in texts_of(winnow, tmp_path, pages, "markdown")]
    with ThreadPoolExecutor() as pool:
        documents = list(pool.map(lambda text: render_as_html(text, *EXTENSIONS), texts))
    tags = [ALWAYS | page.tags | OF_THE_PARSER | {"a"} for page in pages]
    (tmp_path / "empty.html").write_text("<!DOCTYPE html><title>empty</title><body>")
    chromium = browser.Browser(tmp_path / "chromium", free_port())
    try:
        chromium.open(tmp_path / "empty.html")
        assert faults_in_browser(chromium, ["<p><img src=x onerror=alert(1)><svg></svg>"], tags[:1])["0"][-1] == "a script ran"
        for i in range(0, count, 100):
            assert (i, faults_in_browser(chromium, documents[i:i + 100], tags[i:i + 100])) == (i, {})
    finally:
        chromium.close()
