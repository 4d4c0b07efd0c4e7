"""winnow add and winnow import: pages from the command line and from exports of other programs."""

import gzip
import json
import re

import pytest

from archives import OTHER, Archive
from fault_server import SENTENCES, page
from test_warc import record


def urls_of(archive):
    return [json.loads(line)["url"] for line in archive.run("export").out.splitlines()]


def imported(archive, tmp_path, content, name="file", code=0):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = archive.run("import", path)
    assert (done.out, done.code) == ("", code), done.err
    return done.err


def test_urls_are_added_once(archive):
    done = archive.run("add", "b.example/x", "https://a.example/", "https://b.example/x")
    assert (done.out, done.err, done.code) == ("", "winnow: 2 added, 1 already in the archive\n", 0)
    assert urls_of(archive) == ["https://a.example/", "https://b.example/x"]


def test_a_list_on_standard_input_is_added_and_what_is_no_url_is_named(archive):
    done = archive.run("add", "-", stdin="# mine\n\nhttps://a.example/\nhttp://\n  c.example/x \n")
    assert done.code == 1
    assert done.err == ("winnow: http://: not a URL: No host part in the URL\n"
                        "winnow: 2 added, 0 already in the archive\n")
    assert urls_of(archive) == ["https://a.example/", "https://c.example/x"]


def test_added_pages_are_fetched_by_the_next_run(archive, server, host):
    server.set_page(host, "/a", page("Alpha"))
    assert archive.run("add", server.url(host, "/a"), "-q").err == ""
    assert archive.refresh("--due").code == 0
    assert archive.text().startswith("Alpha\n")


WALLABAG = json.dumps([{"id": 1, "title": "One", "url": "https://one.example/a", "is_archived": 0,
                        "created_at": "2016-09-08T11:55:58+0200", "tags": ["x"]}])
GOOGLE_READER = json.dumps({"id": "user/-/state/com.google/starred", "items": [
    {"id": "tag:x", "title": "One", "published": 1500000000, "alternate": [{"href": "https://one.example/a"}]}]})
MINIFLUX = json.dumps({"total": 1, "entries": [{"id": 7, "url": "https://one.example/a", "title": "One"}]})
FIREFOX = json.dumps({"guid": "root________", "root": "placesRoot", "children": [
    {"title": "menu", "children": [{"type": "text/x-moz-place", "uri": "https://one.example/a"},
                                   {"type": "text/x-moz-place", "uri": "place:sort=8"}]}]})
CHROMIUM = json.dumps({"checksum": "0", "version": 1, "roots": {"bookmark_bar": {"type": "folder", "children": [
    {"type": "folder", "children": [{"type": "url", "url": "https://one.example/a"}]},
    {"type": "url", "url": "javascript:void(0)"}]}}})
NETSCAPE = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8"><TITLE>Bookmarks</TITLE>
<DL><p><DT><H3>News</H3><DL><p><DT><A HREF="https://one.example/a" ADD_DATE="1">One</A>
<DT><A HREF="javascript:void(0)">Script</A><DT><A HREF="place:sort=8">Recent</A></DL><p></DL>"""
POCKET_HTML = """<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>
<li><a href="https://one.example/a" time_added="1500000000" tags="">One</a></li></ul></body></html>"""


@pytest.mark.parametrize("content", [
    WALLABAG, GOOGLE_READER, MINIFLUX, FIREFOX, CHROMIUM, NETSCAPE, POCKET_HTML,
    '\ufefftitle,url,time_added,tags,status\n"One, two",https://one.example/a,1500000000,,unread\n',
    "# a list\nhttps://one.example/a\n",
    '<?xml version="1.0"?><rss><channel><item><link>https://one.example/a</link></item></channel></rss>',
], ids=["wallabag", "google-reader", "miniflux", "firefox", "chromium", "netscape", "pocket-html", "pocket-csv",
        "list", "rss"])
def test_the_kind_of_a_file_is_told_by_its_content(archive, tmp_path, content):
    assert imported(archive, tmp_path, content) == "winnow: 1 added, 0 already in the archive\n"
    assert urls_of(archive) == ["https://one.example/a"]


def test_the_feeds_of_opml_are_fetched_and_their_entries_added(archive, server, host, tmp_path):
    feed, lost = server.url(host, "/feed"), server.url(host, "/lost")
    server.set_page(host, "/feed", b"<rss><channel><item><link>https://one.example/a</link></item></channel></rss>",
                    Content_Type="application/rss+xml")
    opml = f'<opml version="2.0"><body><outline text="x"><outline type="rss" xmlUrl="{feed}"/></outline></body></opml>'
    assert imported(archive, tmp_path, opml) == "winnow: 1 added, 0 already in the archive\n"
    assert urls_of(archive) == ["https://one.example/a"]
    assert f"winnow: {lost}: HTTP 404\n" in imported(archive, tmp_path, opml.replace(feed, lost), code=1)


def test_what_cannot_be_imported_is_named_and_the_rest_imported(archive, tmp_path):
    (tmp_path / "page.html").write_text("<p>A page.</p>")
    (tmp_path / "broken.json").write_text('[{"url": nothing}]')
    (tmp_path / "list.txt").write_text("https://one.example/a\n")
    done = archive.run("import", *(tmp_path / name for name in ("page.html", "broken.json", "lost", "list.txt")))
    assert done.code == 1 and urls_of(archive) == ["https://one.example/a"]
    assert done.err.splitlines() == [
        f"winnow: {tmp_path}/page.html: neither a list of pages nor an export that winnow knows; "
        "winnow import --help names them",
        f"winnow: {tmp_path}/broken.json: line 1, column 16: invalid token near 'nothing'",
        f"winnow: {tmp_path}/lost: No such file or directory",
        "winnow: 1 added, 0 already in the archive"]


# ---- texts ----------------------------------------------------------------------------


def wallabag(url, *paragraphs, title="Saved", when="2024-05-06T07:08:09+0200"):
    return json.dumps([{"id": 1, "title": title, "url": url, "content": "".join(f"<p>{p}</p>" for p in paragraphs),
                        "created_at": when, "language": "en_GB"}])


def versions_of(archive, url):
    """(time, cause) of each version, the oldest first."""
    return re.findall(r"^(\S+)  version \d+  (\w+)", archive.run("log", url).out, re.M)


def test_the_text_of_an_export_is_kept_until_the_page_is_fetched(archive, server, host, tmp_path):
    server.set_page(host, "/a", page("Saved", SENTENCES[0], "One more.", *SENTENCES[1:]))
    url = server.url(host, "/a")
    content = wallabag(url, *SENTENCES)
    assert imported(archive, tmp_path, content) == "winnow: 1 added, 0 already in the archive, 1 versions\n"
    assert archive.run("show", url).out == "\n\n".join(SENTENCES) + "\n"
    line = json.loads(archive.run("export").out)
    assert (line["title"], line["language"], line["state"]) == ("Saved", "en-GB", "new")
    assert imported(archive, tmp_path, content) == "winnow: 0 added, 1 already in the archive\n"
    assert archive.refresh("--due").code == 0
    assert "One more." in archive.run("show", url).out
    assert versions_of(archive, url) == [("2024-05-06T05:08:09Z", "imported"), (archive.now(), "site")]
    assert archive.run("fsck").code == 0


def test_the_text_of_an_export_survives_a_page_that_is_gone(archive, server, host, tmp_path):
    url = server.url(host, "/lost")
    imported(archive, tmp_path, wallabag(url, *SENTENCES))
    archive.refresh("--due")
    assert archive.run("show", url).out == "\n\n".join(SENTENCES) + "\n"


def test_the_text_of_an_export_does_not_replace_one_that_was_fetched(archive, server, host, tmp_path):
    server.set_page(host, "/a", page("Alpha"))
    url = server.url(host, "/a")
    archive.refresh(urls=[url])
    text = archive.run("show", url).out
    archive.day += 1
    imported(archive, tmp_path, wallabag(url, "A short text of another day.", when="2025-01-02T00:00:30Z"))
    assert archive.run("show", url).out == text and archive.text() == text
    assert ("2025-01-02T00:00:30Z", "imported") in versions_of(archive, url)
    assert archive.run("show", url, "2").out == "A short text of another day.\n"
    archive.refresh("--keep", "1")
    assert archive.run("show", url).out == text


def test_a_message_of_wallabag_is_not_a_text(archive, tmp_path):
    imported(archive, tmp_path, json.dumps([{"url": "https://one.example/a", "title": "x", "content":
             "wallabag can't retrieve contents for this article. Please troubleshoot this issue."}]))
    assert json.loads(archive.run("export").out)["version"] == 0


@pytest.mark.parametrize("form", ["text", "markdown", "html", "jsonl"])
def test_a_folder_of_winnow_is_imported(archive, winnow, tmp_path, server, host, form):
    server.set_page(host, "/a", page("Alpha"))
    url = server.url(host, "/a")
    assert winnow("-o", tmp_path / "pages", "--format", form, url).code == 0
    done = archive.run("import", tmp_path / "pages")
    assert done.err == "winnow: 1 added, 0 already in the archive, 1 versions\n"
    assert SENTENCES[2] in archive.run("show", url).out
    assert json.loads(archive.run("export").out)["title"] == "Alpha"


def test_what_was_exported_can_be_imported(archive, winnow, server, host, tmp_path):
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[server.url(host, "/a"), server.url(host, "/lost")])
    lines = archive.run("export").out
    other = Archive(winnow, tmp_path / "other").init()
    assert imported(other, tmp_path, lines) == "winnow: 2 added, 0 already in the archive, 1 versions\n"
    again = [json.loads(line) for line in other.run("export").out.splitlines()]
    for new, old in zip(again, map(json.loads, lines.splitlines())):
        assert [new[name] for name in ("url", "text", "text_sha256", "title", "language")] == [
            old[name] for name in ("url", "text", "text_sha256", "title", "language")]


# ---- WARC -----------------------------------------------------------------------------


def capture(url, body, when, status="200 OK"):
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nETag: \"{when}\"\r\n\r\n"
    made = record("response", url, head.encode() + body).replace(b"2020-01-02T03:04:05Z", when.encode())
    assert when.encode() in made
    return gzip.compress(made)


OLD, NEW = page("Alpha", *SENTENCES, "It was the first year."), page("Alpha", *SENTENCES, "It was the second year.")
DAYS = ("2021-01-01T00:00:00Z", "2022-01-01T00:00:00Z")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in order", "the newer first"])
def test_responses_of_warc_are_versions_with_their_times(archive, tmp_path, order):
    url = "https://one.example/a"
    captures = [capture(url, body, when) for body, when in zip((OLD, NEW), DAYS)]
    content = b"".join([*(captures[i] for i in order), capture("https://one.example/lost", b"no", DAYS[0], "404 Not Found"),
                        capture("https://one.example/empty", b"<p></p>", DAYS[0])])
    assert imported(archive, tmp_path, content) == (
        "winnow: 1 added, 1 already in the archive, 2 versions, 2 without a text left out\n")
    assert urls_of(archive) == [url]
    assert versions_of(archive, url) == [(DAYS[0], "imported"), (DAYS[1], "imported")]
    assert "second year" in archive.run("show", url).out and "second year" in archive.text()
    assert archive.run("reclean").out.startswith("0 pages change, ")
    assert (archive.run("fsck").out, archive.run("fsck").code) == ("", 0)
    assert "versions" not in imported(archive, tmp_path, content)


def test_the_validators_of_an_imported_response_are_sent(archive, server, host, tmp_path):
    url = server.url(host, "/a")
    imported(archive, tmp_path, capture(url, OLD, DAYS[0]))
    server.set_page(host, "/a", b"", 304)
    assert archive.refresh("--due").code == 0
    assert server.log(host)[-1].header("if-none-match") == f'"{DAYS[0]}"'


def test_an_imported_response_is_judged_as_an_answer_of_the_site(archive, server, host, tmp_path):
    server.set_page(host, "/a", page("Alpha"))
    url = server.url(host, "/a")
    archive.refresh(urls=[url])
    text = archive.run("show", url).out
    archive.day += 9
    worse = capture(url, page("Alpha", "Subscribe to read on."), "2025-01-05T00:00:00Z")
    assert "1 in quarantine" in imported(archive, tmp_path, worse)
    assert archive.run("show", url).out == text and archive.text() == text
    assert "Subscribe" in archive.run("show", url, "quarantine").out


def test_an_older_response_is_an_earlier_version(archive, server, host, tmp_path):
    server.set_page(host, "/a", page("Alpha"))
    url = server.url(host, "/a")
    archive.refresh(urls=[url])
    text = archive.run("show", url).out
    assert "1 versions" in imported(archive, tmp_path, capture(url, OLD, DAYS[0]))
    assert archive.run("show", url).out == text and archive.text() == text
    assert [when for when, _ in versions_of(archive, url)] == [DAYS[0], archive.now()]
    assert archive.run("fsck").code == 0
    # The older one is the first to go.
    server.set_page(host, "/a", page("Alpha", *OTHER))
    assert archive.refresh("--keep", "2").code == 0
    assert DAYS[0] not in [when for when, _ in versions_of(archive, url)]
    assert len(versions_of(archive, url)) == 2


def test_a_damaged_warc_file_is_reported_and_the_rest_imported(archive, tmp_path):
    whole = capture("https://one.example/a", OLD, DAYS[0])
    content = whole + b"garbage" + capture("https://two.example/a", NEW, DAYS[0])
    done = imported(archive, tmp_path, content, code=1)
    assert "2 added" in done and f"winnow: {tmp_path}/file: " in done
