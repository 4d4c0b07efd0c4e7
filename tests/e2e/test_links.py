"""winnow links: pages, feeds and sitemaps as lists of URLs."""

import gzip
import itertools
import resource

import pytest

SITE = "https://site.example"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<link>https://site.example/</link><atom:link href="https://site.example/feed" rel="self"/>
<item><link>https://site.example/a?x=1&amp;y=2</link><guid>https://site.example/?p=1</guid></item>
<item><guid>https://site.example/b</guid></item>
<item><guid isPermaLink="false">https://site.example/no</guid><link>/c</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://site.example/"/>
<entry><link rel="replies" href="/r"/><link href="/a"/></entry>
<entry><link rel="alternate" href="b"/></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1",
"items": [{"id": "1", "url": "https://site.example/1"}, {"external_url": "https://other.example/2"}]}"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://site.example/s </loc>
<image:image xmlns:image="i"><image:loc>https://site.example/i.jpg</image:loc></image:image></url></urlset>"""
PAGE = """<article><p>Words of an article that go on for a while, with <a href="/x">a link</a> among them.</p>
</article><nav><a href="/n">n</a> <a href="/x">x</a> <a href="mailto:a@b">m</a></nav>"""


def links(winnow, tmp_path, text, *args):
    file = tmp_path / "source"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = winnow("links", "--url", f"{SITE}/d/", *args, file)
    return [line.removeprefix(SITE) for line in result.out.splitlines()], result.code


@pytest.mark.parametrize("text, expected", [
    (RSS, ["/a?x=1&y=2", "/b", "/c"]),
    (ATOM, ["/a", "/d/b"]),
    (JSON, ["/1", "https://other.example/2"]),
    (SITEMAP, ["/s"]),
    (gzip.compress(SITEMAP.encode()), ["/s"]),
    (PAGE, ["/x", "/n"]),
    (RSS[:-60], ["/a?x=1&y=2", "/b"]),
], ids=["rss", "atom", "json", "sitemap", "gzip", "page", "cut"])
def test_each_link_is_a_line(winnow, tmp_path, text, expected):
    assert links(winnow, tmp_path, text) == (expected, 0)


def test_content_match_and_feed_options(winnow, tmp_path):
    assert links(winnow, tmp_path, PAGE, "--content") == (["/x"], 0)
    assert links(winnow, tmp_path, RSS, "--match", "[bc]$") == (["/b", "/c"], 0)
    assert links(winnow, tmp_path, RSS, "--match", "nothing") == ([], 3)
    assert links(winnow, tmp_path, PAGE, "--feed") == ([], 1)
    assert links(winnow, tmp_path, RSS, "--match", "(")[1] == 2


# ---- lists of other programs ----------------------------------------------------------

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="Boats">
<outline type="rss" text="Harbour" xmlUrl="https://site.example/feed" htmlUrl="https://site.example/"/>
<outline type="link" text="A page" url="https://site.example/page"/></outline></body></opml>"""
POCKET = """title,url,time_added,tags,status
"Ropes, ""old"" and
new",https://site.example/ropes,1700000000,,unread
Tides,https://site.example/tides?a=1&b=2,1700000001,sea|moon,archive
"""
INSTAPAPER = "URL,Title,Selection,Folder,Timestamp\r\nhttps://site.example/x,X,,Unread,1\r\n"
WALLABAG = """[{"id": 2, "title": "Knots", "url": "https://site.example/knots", "is_archived": 0},
{"id": 1, "title": "Sails", "url": "https://site.example/sails"}]"""
STARRED = """{"id": "starred", "items": [{"canonical": [{"href": "https://site.example/c"}]},
{"alternate": [{"href": "https://site.example/d", "type": "text/html"}]}]}"""


@pytest.mark.parametrize("text, expected", [
    (OPML, ["/feed", "/page"]),
    (OPML.encode("utf-16"), ["/feed", "/page"]),
    (OPML.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16-le"), ["/feed", "/page"]),
    (POCKET, ["/ropes", "/tides?a=1&b=2"]),
    (INSTAPAPER, ["/x"]),
    (WALLABAG, ["/knots", "/sails"]),
    (STARRED, ["/c", "/d"]),
    ("\ufeffhttps://site.example/a\r\n\r\nhttps://site.example/b", ["/a", "/b"]),
], ids=["opml", "utf-16", "utf-16-without-mark", "pocket", "instapaper", "wallabag", "starred", "lines"])
def test_exports_of_other_programs_are_lists(winnow, tmp_path, text, expected):
    assert links(winnow, tmp_path, text) == (expected, 0)


def test_the_feeds_of_a_list_are_followed(winnow, server, host):
    at = lambda path: server.url(host, path)
    server.set_page(host, "/mine.opml", f"""<opml version="2.0"><body>
        <outline xmlUrl="{at("/one")}"/><outline xmlUrl="{at("/two")}"/></body></opml>""".encode())
    server.set_page(host, "/one", RSS.encode())
    server.set_page(host, "/two", JSON.encode())
    result = winnow("links", "--feed", "--allow-private", at("/mine.opml"))
    assert f"{SITE}/b" in result.out.split() and f"{SITE}/1" in result.out.split() and result.code == 0


XML_BASE = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://site.example/base/">
<entry><link href="a"/></entry><entry xml:base="sub/"><link href="b"/></entry><entry><link href="c"/></entry></feed>"""
CYRILLIC = '<?xml version="1.0" encoding="windows-1251"?><rss><channel><title>Порт</title><item>' \
    "<link>https://site.example/порт</link></item></channel></rss>"


def test_addresses_are_relative_to_xml_base(winnow, tmp_path):
    assert links(winnow, tmp_path, XML_BASE) == (["/base/a", "/base/sub/b", "/base/c"], 0)


def test_a_feed_may_have_another_encoding(winnow, tmp_path):
    assert links(winnow, tmp_path, CYRILLIC.encode("cp1251")) == (["/порт"], 0)


ITEMS = "<rss><channel><title>{}</title><item><link>https://site.example/a?x=1{}y=2</link></item>" \
    "<item><link>https://site.example/b</link></item></channel></rss>"


@pytest.mark.parametrize("text, expected", [
    (ITEMS.format("Ropes & knots", "&amp;"), ["/a?x=1&y=2", "/b"]),
    (ITEMS.format("Ropes", "&"), ["/a?x=1&y=2", "/b"]),
    (ITEMS.format("Caf&eacute;&nbsp;menu", "&amp;"), ["/a?x=1&y=2", "/b"]),
    (ITEMS.format("Page \x0c \x02 break", "&amp;"), ["/a?x=1&y=2", "/b"]),
    (ITEMS.format("<![CDATA[R&D &nbsp;]]> & more &#0; &#x110000;", "&amp;"), ["/a?x=1&y=2", "/b"]),
    (ITEMS.format("Ropes", "&amp;").replace("</item></channel>", "</channel>"), ["/a?x=1&y=2", "/b"]),
    (b"\xef\xbb\xbf" + ITEMS.format("Caf\xe9", "&amp;").encode("latin-1"), ["/a?x=1&y=2", "/b"]),
], ids=["ampersand", "in-address", "entity", "control", "cdata", "tags", "bad-byte"])
def test_xml_that_is_not_well_formed_is_read_as_far_as_possible(winnow, tmp_path, text, expected):
    file = tmp_path / "feed.xml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = winnow("links", file)
    assert [line.removeprefix(SITE) for line in result.out.splitlines()] == expected and result.code == 0
    if not isinstance(text, bytes):  # bytes that are not UTF-8 are replaced before the parser sees them
        assert result.err.count("\n") == 1 and f"{file}: not well-formed XML (line 1" in result.err


def test_a_sitemap_that_is_cut_in_its_packing_is_reported(winnow, tmp_path):
    file = tmp_path / "map.xml.gz"
    file.write_bytes(gzip.compress("".join(f"<urlset><!--{i}-->" for i in range(9)).encode() + SITEMAP.encode())[:-20])
    result = winnow("links", file)
    assert str(file) in result.err and result.code == 1


# ---- hash collisions ------------------------------------------------------------------


def fnv(state, text, bits=20):
    """The low bits of the 64-bit FNV-1a hash; they do not depend on higher bits."""
    for byte in text.encode():
        state = (state ^ byte) * 1099511628211 % (1 << bits)
    return state


def colliding_pairs(state, count):
    """Pairs of words that lead to the same state of the hash after the preceding pairs: all texts that
    consist of one word of each pair collide."""
    for _ in range(count):
        met = {}
        for word in (f"{number * 2654435761 % 10**10:010}" for number in itertools.count()):
            after = fnv(state, word)
            if after in met:
                yield met[after], word
                state = after
                break
            met[after] = word


def test_urls_with_fnv_collisions_take_no_longer(winnow, tmp_path):
    pairs = list(colliding_pairs(fnv(14695981039346656037, f"{SITE}/"), 16))
    flood = ["/" + "".join(pair[number >> bit & 1] for bit, pair in enumerate(pairs)) for number in range(1 << 16)]
    others = [f"/{number:0160}" for number in range(1 << 16)]
    assert len({fnv(14695981039346656037, SITE + path) for path in flood}) == 1
    seconds = []
    for paths in (others, flood):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        assert links(winnow, tmp_path, sitemap(*(SITE + path for path in paths))) == (paths, 0)
        seconds.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    assert seconds[1] < 2 * seconds[0] + 0.5


# ---- feeds and sitemaps ---------------------------------------------------------------


def index(*urls):
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'.encode()


def sitemap(*urls):
    return ("<urlset>" + "".join(f"<url><loc>{url}</loc></url>" for url in urls) + "</urlset>").encode()


def paths(server, host):
    return [request.target for request in server.log(host) if request.target != "/robots.txt"]


def test_an_index_of_sitemaps_is_followed(winnow, server, host):
    at = lambda path: server.url(host, path)
    server.set_page(host, "/map.xml", index(at("/one.xml"), at("/two.xml.gz"), at("/map.xml"), at("/gone.xml")))
    server.set_page(host, "/one.xml", sitemap(at("/a"), at("/b")))
    server.set_page(host, "/two.xml.gz", gzip.compress(sitemap(at("/b"), at("/c#x"))), content_type="application/gzip")
    server.set_page(host, "/gone.xml", b"", status=404)
    result = winnow("links", "--allow-private", at("/map.xml"))
    assert result.out.split() == [at("/a"), at("/b"), at("/c")]
    assert result.err == f"winnow: {at('/gone.xml')}: HTTP 404\n" and result.code == 1
    assert sorted(paths(server, host)) == ["/gone.xml", "/map.xml", "/one.xml", "/two.xml.gz"]


def test_indexes_are_followed_three_levels_down(winnow, server, host):
    at = lambda path: server.url(host, path)
    for level in range(6):
        server.set_page(host, f"/{level}.xml", index(at(f"/{level + 1}.xml"), at(f"/s{level}.xml")))
        server.set_page(host, f"/s{level}.xml", sitemap(at(f"/page{level}")))
    result = winnow("links", "--allow-private", at("/0.xml"))
    assert result.out.split() == [at(f"/page{level}") for level in range(3)]
    assert "indexes are nested more than 3 deep" in result.err and result.code == 1


def test_the_number_of_sitemaps_is_limited(winnow, server, host):
    at = lambda path: server.url(host, path)
    server.set_page(host, "/map.xml", index(*(at(f"/{n}.xml") for n in range(1500))))
    for n in range(1500):
        server.set_page(host, f"/{n}.xml", sitemap(at(f"/page{n}")))
    result = winnow("links", "--allow-private", at("/map.xml"))
    assert result.out.split() == [at(f"/page{n}") for n in range(999)]


def test_feed_uses_the_first_feed_of_the_page(winnow, server, host):
    at = lambda path: server.url(host, path)
    feeds = "".join(f'<link rel="alternate" type="application/{kind}" href="/{kind}">' for kind in ("atom+xml", "rss+xml"))
    server.set_page(host, "/", f"<head>{feeds}</head>{PAGE}".encode())
    server.set_page(host, "/atom+xml", ATOM.replace("https://site.example", "").encode())
    result = winnow("links", "--feed", "--allow-private", at("/"))
    assert (result.out.split(), result.code) == ([at("/a"), at("/b")], 0)
    assert paths(server, host) == ["/", "/atom+xml"]


def test_output_can_be_used_as_input(winnow, nginx, host):
    feed = nginx.url("harbour", "/feed.xml")
    listed = winnow("links", "--feed", "--allow-private", feed)
    assert listed.code == 0 and listed.out.count("\n") == 2
    cleaned = winnow.list(listed.out.split(), "--format", "jsonl")
    assert cleaned.statuses() == ["ok", "ok"]
    assert [record["url"] for record in cleaned.records()] == listed.out.split()


def test_entities_are_not_expanded(winnow, tmp_path):
    entities = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 50}">' for i in range(12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "x">{entities}]><rss><item><link>&e12;</link></item></rss>'
    out, code = links(winnow, tmp_path, bomb)
    assert (out, code) == ([], 3)
