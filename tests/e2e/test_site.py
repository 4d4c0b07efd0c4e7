"""`winnow site`: an archive as a folder of pages."""

import html.parser
import os
import re
import xml.etree.ElementTree

import pytest

from archives import OTHER
from fault_server import page

EVIL = '"><script>document.title="owned"</script><img src=x onerror=1>\u202e&'


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def files(folder):
    return {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def site(archive, server, host, tmp_path):
    """An archive with one text of two versions and one hostile text, and its site."""
    server.set_page(host, "/ferry", page("The night ferry"))
    server.set_page(host, "/evil", page(escaped(EVIL), escaped(EVIL) * 8, *OTHER))
    archive.refresh(urls=[server.url(host, "/ferry"), server.url(host, "/evil")])
    text = page("The night ferry").decode().replace("harbour", "haven")
    server.set_page(host, "/ferry", text.encode())
    archive.refresh()
    return tmp_path / "site"


class Tags(html.parser.HTMLParser):
    """The elements and attributes that a page must not have, and links of other schemes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("img", "style", "iframe", "object") or (tag == "script" and "src" not in attrs):
            self.found.append(tag)
        self.found += [name for name in attrs if name.startswith("on") or name == "style"]
        self.found += [value for name, value in attrs.items() if name in ("href", "src", "action")
                       and re.match(r"\s*[a-z]+:", value, re.I) and not value.startswith("http")]


def hostile_tags(text):
    tags = Tags()
    tags.feed(text)
    return tags.found


def build(archive, folder, code=0):
    done = archive.winnow("site", archive.folder, folder, "-v", patient=True)
    assert done.code == code, done.err
    return done.err


def text_pages(folder):
    return {name: text for name, text in files(folder).items()
            if re.fullmatch(r"text/[^/]+/[a-z-]+-[0-9a-f]{10}\.html", name)}


def test_each_text_has_a_page_with_its_versions_and_a_comparison(archive, site, server, host):
    build(archive, site)
    (name, text), = ((n, t) for n, t in text_pages(site).items() if "ferry" in n)
    assert "<h1 dir=\"auto\">The night ferry</h1>" in text
    assert f'href="{server.url(host, "/ferry")}">Original page</a>' in text
    old, diff = name.replace(".html", ".1.html"), name.replace(".html", ".1-2.html")
    for link in (old, diff):
        assert f'href="{link.split("/")[-1]}"' in text
    written = files(site)
    assert "This is version 1" in written[old]
    assert "<del>harbour</del><ins>haven</ins>" in written[diff]
    assert "<del>" not in text and text.count("<p>") >= 3


def test_a_text_has_its_markup_and_who_wrote_it(archive, server, host, tmp_path):
    server.set_page(host, "/x", page("Knots", *OTHER).replace(b"</head>", b"""
        <meta name="author" content="Ada &lt;b&gt; Lovelace"><meta property="article:published_time"
        content="2024-05-06T07:08:09Z"></head>""").replace(b"</article>", b"""<h2>Two</h2>
        <ul><li>a <b>bowline</b></li><li><a href="https://e.org/?a=1&amp;b=2">a hitch</a></li>
        <li><a href="javascript:alert(1)">a trick</a></li></ul>
        <pre><code>if (a &lt; b)</code></pre></article>"""))
    archive.refresh(urls=[server.url(host, "/x")])
    build(archive, tmp_path / "site")
    (text,) = text_pages(tmp_path / "site").values()
    assert "Ada &lt;b&gt; Lovelace · 2024-05-06" in text and 'lang="en"' in text
    assert re.search(r"<h\d>Two</h\d>", text) and "<strong>bowline</strong>" in text
    assert '<a href="https://e.org/?a=1&amp;b=2">a hitch</a>' in text
    assert hostile_tags(text) == []
    assert re.search(r"<pre><code>if \(a &lt; b\)\s*</code></pre>", text)
    assert text.count(">Knots<") == 1
    archive.refresh()
    assert "0 files written" not in build(archive, tmp_path / "site")
    assert " 0 files written" in build(archive, tmp_path / "site")


def test_every_link_between_the_pages_leads_to_one(archive, site):
    build(archive, site)
    written = files(site)
    for name, text in written.items():
        if not name.endswith(".html"):
            continue
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', text):
            if re.match(r"https?:|#", link):
                continue
            target = os.path.normpath(os.path.join(os.path.dirname(name), link.split("#")[0]))
            assert target in written, (name, link)


def test_days_and_hosts_list_the_texts(archive, site, host):
    build(archive, site)
    written = files(site)
    assert "2 texts of 1 host" in written["index.html"]
    assert "The night ferry" in written["days/2025-01-02.html"]
    third = written["days/2025-01-03.html"]
    assert third.count("<li><a href=\"../text/") == 1 and "1-2.html\">changed</a>" in third
    assert f"text/{host}.localhost/index.html" in written["hosts.html"]
    assert written[f"text/{host}.localhost/index.html"].count("night ferry") == 1


def test_text_of_strangers_stays_text(archive, site):
    build(archive, site)
    for name, text in files(site).items():
        if name.endswith(".html"):
            assert hostile_tags(text) == [], name
            assert "Content-Security-Policy" in text and "unsafe" not in text
            assert "\u202e" not in re.search(r"<title>(.*)</title>", text).group(1)
    assert any("&lt;script&gt;" in text for text in text_pages(site).values())


def test_only_changed_pages_are_written_again(archive, site, server, host):
    build(archive, site)
    before = {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in site.rglob("*.html")}
    assert "0 files written, 0 removed" in build(archive, site)
    text = page("The night ferry").decode().replace("harbour", "port")
    server.set_page(host, "/ferry", text.encode())
    archive.refresh()
    build(archive, site)
    after = {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in site.rglob("*.html")}
    same = {str(p.relative_to(site)) for p in before if before[p] == after[p]}
    assert {"days/2025-01-02.html", "days/2025-01-03.html", "hosts.html"} <= same
    assert any("evil" in name for name in same)
    assert not any(re.search(r"ferry-\w+\.html", name) for name in same)


def test_a_page_that_was_damaged_is_written_again(archive, site):
    build(archive, site)
    (name,) = (n for n in text_pages(site) if "ferry" in n)
    text = (site / name).read_text()
    (site / name).write_text("cut")
    assert "1 files written" in build(archive, site)
    assert (site / name).read_text() == text


def test_pages_of_forgotten_texts_are_removed_and_other_files_stay(archive, site, server, host):
    build(archive, site)
    (site / "robots.txt").write_text("User-agent: *\n")
    (folder,) = (site / "text").iterdir()
    (folder / "mine.html").write_text("mine")
    for name in ("/ferry", "/evil"):
        assert archive.run("forget", server.url(host, name)).code == 0
    build(archive, site)
    assert [p.name for p in folder.iterdir()] == ["mine.html"]
    assert (site / "robots.txt").exists() and not text_pages(site)
    assert "There are no texts yet" in files(site)["index.html"]


def test_a_folder_with_other_files_is_refused(archive, site):
    site.mkdir()
    (site / "letter.txt").write_text("mine")
    assert "choose a new or an empty folder" in build(archive, site, code=1)
    assert files(site) == {"letter.txt": "mine"}


def test_a_file_of_somebody_else_is_not_replaced(archive, site):
    build(archive, site)
    known = (site / "winnow-site.txt").read_text()
    (site / "winnow-site.txt").write_text(
        "".join(line for line in known.splitlines(True) if "hosts.html" not in line))
    (site / "hosts.html").write_text("mine")
    assert "did not write this file" in build(archive, site, code=1)
    assert (site / "hosts.html").read_text() == "mine"


@pytest.mark.parametrize("name", ["../letter.txt", "/etc/letter", "a/../../letter.txt", ".ssh/x",
                                  "link/letter.txt"])
def test_a_list_that_was_edited_removes_nothing_elsewhere(archive, site, tmp_path, name):
    build(archive, site)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    letters = [tmp_path / "letter.txt", elsewhere / "letter.txt"]
    for letter in letters:
        letter.write_text("mine")
    (site / "link").symlink_to(elsewhere)
    with open(site / "winnow-site.txt", "a") as known:
        known.write(f"0123456789abcdef 4 {name}\n")
    archive.winnow("site", archive.folder, site, patient=True)
    assert all(letter.exists() for letter in letters)


def test_what_a_killed_run_has_written_is_known_to_the_next(archive, site):
    build(archive, site)
    whole = files(site)
    head, *lines = (site / "winnow-site.txt").read_text().splitlines(True)
    cut = [re.sub(r"^\w+ \d+ ", "- 0 ", line) for line in lines[:5]]
    (site / "winnow-site.txt").write_text("".join([head, *lines[5:], "# begun\n", *cut]))
    build(archive, site)
    assert {n: t for n, t in files(site).items() if n != "winnow-site.txt"} \
        == {n: t for n, t in whole.items() if n != "winnow-site.txt"}
    assert sorted((site / "winnow-site.txt").read_text().splitlines(True)) == sorted([head, *lines])


def test_an_index_of_many_texts_has_several_pages(archive, server, host, tmp_path):
    names = [f"/t{number}" for number in range(205)]
    for number, name in enumerate(names):
        server.set_page(host, name, page(f"Text {number}"))
    archive.refresh(urls=[server.url(host, name) for name in names])
    build(archive, tmp_path / "site")
    written = files(tmp_path / "site")
    folder = f"text/{host}.localhost"
    first, second = written[f"{folder}/index.html"], written[f"{folder}/page-2.html"]
    assert first.count("<li><a href=\"../../text/") == 200
    assert second.count("<li><a href=\"../../text/") == 5
    assert "Page 1 of 2" in first and 'rel="next" href="page-2.html"' in first
    assert 'rel="prev" href="index.html"' in second
    assert "days/2025-01-02-2.html" in written


ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_is_valid_and_tells_what_changed(archive, site, server, host):
    build(archive, site)
    feed = xml.etree.ElementTree.parse(site / "feed.atom").getroot()
    assert feed.tag == f"{ATOM}feed"
    for element in [feed, *feed.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
        assert re.fullmatch(r"urn:uuid:\w{8}-\w{4}-8\w{3}-[89ab]\w{3}-\w{12}",
                            element.find(f"{ATOM}id").text)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.find(f"{ATOM}updated").text)
    changed, *new = feed.findall(f"{ATOM}entry")
    assert changed.find(f"{ATOM}title").text == "Changed: The night ferry"
    assert "<del>harbour</del><ins>haven</ins>" in changed.find(f"{ATOM}content").text
    assert feed.find(f"{ATOM}updated").text == changed.find(f"{ATOM}updated").text
    assert len(new) == 2 and len({e.find(f"{ATOM}id").text for e in [changed, *new]}) == 3
    for entry in new:
        assert entry.find(f"{ATOM}author/{ATOM}name").text
        assert (site / entry.find(f"{ATOM}link[@rel='alternate']").get("href")).exists()
        assert [] == hostile_tags(entry.find(f"{ATOM}content").text)


def test_what_needs_attention_is_on_one_page(archive, site, server, host, rules):
    rules.write_text("body: article\n")
    archive.refresh()
    server.set_page(host, "/ferry", page("The night ferry", "Subscribe to read the rest."))
    server.set_page(host, "/evil", b"", 503)
    archive.refresh()
    server.set_page(host, "/ferry", b"", 503)
    for name in ("/p", "/q", "/r"):
        server.set_page(host, name, page(name, *OTHER).replace(b"article>", b"section>"))
    archive.refresh(urls=[server.url(host, name) for name in ("/p", "/q", "/r")])
    build(archive, site)
    text = files(site)["attention.html"]
    suspect, failing, rule = re.findall(r"<section>\n<h2>(.*?)</section>", text, re.S)[:3]
    assert suspect.startswith("In quarantine") and "The night ferry</a>" in suspect
    assert "Subscribe to read the rest." in suspect and "of the usual" in suspect
    assert failing.startswith("Failing") and "HTTP 503" in failing
    assert rule.startswith("Rules that no longer match") and "<code>body: article</code>" in rule
    assert "2025-01-03: 1 changed text</title>" in text
    (name,) = (n for n in text_pages(site) if "ferry" in n)
    assert "A newer version waits in" in files(site)[name]


def test_the_search_index_after_changes_is_that_of_a_new_site(archive, site, server, host, tmp_path):
    build(archive, site)
    server.set_page(host, "/new", page("A new text", *OTHER))
    server.set_page(host, "/ferry", page("The night ferry").replace(b"harbour", b"port"))
    archive.refresh(urls=[server.url(host, "/new")])
    assert archive.run("forget", server.url(host, "/evil")).code == 0
    build(archive, site)
    build(archive, tmp_path / "other")
    assert {n: t for n, t in files(site).items() if n != "winnow-site.txt"} \
        == {n: t for n, t in files(tmp_path / "other").items() if n != "winnow-site.txt"}


def test_a_damaged_search_index_is_made_again(archive, site):
    build(archive, site)
    whole = files(site)
    for name in ("search/3.js", "search/texts-0.js"):
        (site / name).write_text("winnow")
        build(archive, site)
        assert files(site)[name] == whole[name]
    (site / "search/3.js").write_text(whole["search/3.js"].replace(":", "!"))
    build(archive, site)
    assert files(site)["search/3.js"] == whole["search/3.js"]
