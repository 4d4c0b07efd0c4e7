"""winnow links: pages, feeds and sitemaps as lists of URLs."""

import gzip

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


def test_content_match_and_feed(winnow, tmp_path):
    assert links(winnow, tmp_path, PAGE, "--content") == (["/x"], 0)
    assert links(winnow, tmp_path, RSS, "--match", "[bc]$") == (["/b", "/c"], 0)
    assert links(winnow, tmp_path, RSS, "--match", "nothing") == ([], 3)
    assert links(winnow, tmp_path, PAGE, "--feed") == ([], 1)
    assert links(winnow, tmp_path, RSS, "--match", "(")[1] == 2


def test_entities_do_not_grow(winnow, tmp_path):
    entities = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 50}">' for i in range(12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "x">{entities}]><rss><item><link>&e12;</link></item></rss>'
    out, code = links(winnow, tmp_path, bomb)
    assert (out, code) == ([], 3)
