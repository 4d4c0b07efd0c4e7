"""winnow add and winnow import: pages from the command line and from exports of other programs."""

import json

import pytest

from fault_server import page


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
