"""seeds.py OUT: writes the initial corpus of each fuzz target to OUT/TARGET, made from the
fixtures, the rule files, and unusual input below."""

import base64
import gzip
import io
import json
import pathlib
import plistlib
import quopri
import re
import struct
import sys
import zipfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/e2e"))

import test_embedded

FIXTURES = ROOT / "tests/fixtures"
SMALL = 3000  # bytes of a page, so that many are tried in a second
PAGE = b"""<!DOCTYPE html><title>T</title><body><nav><a href=/>x</a></nav><article id=a class="b c">
<h1>Head</h1><p lang=en>One <b>two</b>.<p title="x y">Three<ul><li>4<li data-a="5">6</ul></article>"""

SELECTORS = """article
p
div > p + p ~ ul li
#a.b, [lang|=en], [title~="x" i], [data-a^='5'], [data-a$=5], [data-a*="5"]
li:nth-child(2n+1):not(.b), :is(p, b):first-child, ul:has(> li), p:has-text(/t.o/i), p:contains(Three)
:where(#a) :empty, li:nth-last-of-type(-n+2), li:only-child, *:last-child
p @title
//p[@title]/@title
//article[contains(@class, 'b')]//li[position() > 1]
string(//h1)
count(//p) > 1 and not(//table)
/html/body/*[last()]/following-sibling::text() | //ul/li[2]/preceding-sibling::*
css(p:nth-of-type(2))
\\0000g \\41 bc
a:not(:is(b:not(:has(c))))""".splitlines()

URLS = """example.com/x
https://user:secret@example.com:8443/a/../b?c=d#e
http://user@host.example\\@other.example/
HTTP://EXAMPLE.COM
http://[::ffff:127.0.0.1]/
http://0x7f.1/
//example.com/x
../up?x
file:///etc/passwd
http://b\u00fccher.example/\u00e4
# a comment
ftp://example.com/
http://example.com:99999/""".splitlines()

ROBOTS = b"""/a?b
User-agent: *
Disallow: /a*b$
Allow: /a
Crawl-delay: 2.5

user-agent: winnow
user-agent: other
disallow: /%7Euser/\xc3\xa4
Sitemap: https://x.example/
"""

JSON_LINES = [{"url": "https://x.example/", "html": "<p>Words.</p>", "id": 7, "n": 1.50, "s": "\u0085\u2028"},
              {"text": "Plain text.", "id": [None, True]}, {"id": "only"}, [1], "x"]


FEEDS = [
    b"""<?xml version="1.0"?><rss><channel><item><title>One</title><link>https://x.example/1</link></item>
<item><guid isPermaLink="true">https://x.example/2</guid></item></channel></rss>""",
    b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="alternate" href="https://x.example/1"/>
<link rel="enclosure" href="x"/></entry></feed>""",
    b"""<urlset><url><loc>https://x.example/1</loc></url></urlset>""",
    b"""<sitemapindex><sitemap><loc>https://x.example/s.xml</loc></sitemap></sitemapindex>""",
    b"""<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>""",
    b"""{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "https://x.example/1"},
{"external_url": "https://y.example/"}]}""",
    b"""<!-- {"a": "b", /* c */ 'd': [1, 2,], "e": "f "g" h", } //]]> -->""",
]


LINES = """By Ann Lee, Senior Editor | 5 March 2024, 10:30 GMT+2
Written by: J. R. O'Neil and Bo Åkesson
Von Ann Lee und Bo Roy, 5. März 2024
Par Léa Roy, publié le 1 mai 2020 à 7h45
Автор: Анна Ли, 5 марта 2024
作者：王小明 更新日：2024年3月5日 公開日：令和2年5月1日
الثلاثاء ٥ مارس ٢٠٢٤
۱۵ اسفند ۱۴۰۲
5 มีนาคม 2567
Tue, 05 Mar 2024 10:30:00 +0100
2024-03-05T10:30:00.123+05:30
03/05/2024 24.03.05 3rd of May, '24
/2024/03/05/rain-2024-03-06
5 minutes ago
zh-Hant-TW""".splitlines()


def embedded():
    """The pages of test_embedded, whose text is in JSON-LD or scripts."""
    for _, head in test_embedded.STATES.values():
        yield test_embedded.page(body=test_embedded.SHELL + head)
        yield from (body.encode() for body in re.findall(r"<script[^>]*>(.*?)</script>", head, re.S))
    for value in test_embedded.LINKED.values():
        data = value[0] if isinstance(value, tuple) else value
        yield test_embedded.linked(data).encode()
        yield json.dumps(data).encode()
    yield test_embedded.BBCODE.encode()
    yield "[quote=a][list][*]x[*]y[/list][/quote][code][b]z[/b][/code][table][tr][td]1[/td][/tr][/table]".encode()


def warc_records():
    """Records of a WARC file, with each transfer and content coding."""
    page = PAGE.replace(b"\n", b"\r\n")
    chunked = b"5\r\n" + page[:5] + b"\r\n%x;x=y\r\n" % len(page[5:]) + page[5:] + b"\r\n0\r\n\r\n"
    answers = [("", page), ("Content-Encoding: gzip\r\n", gzip.compress(page)),
               ("Transfer-Encoding: chunked\r\n", chunked),
               ("Content-Encoding: gzip, br\r\n", page), ("Content-Encoding: deflate\r\n", gzip.compress(page)[10:-8]),
               ("Content-Encoding: zstd\r\n", bytes.fromhex("28b52ffd0458010000") + b"x")]
    blocks = [f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n".encode() + body for head, body in answers]
    for number, block in enumerate(blocks):
        yield (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <https://x.example/{number}>\r\n"
               f"WARC-Date: 2025-03-11T10:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n").encode() + block + b"\r\n\r\n"


def protocol_record():
    """A record as encoded by worker/protocol.c, with all fields set."""
    def text(value):
        return struct.pack("=Q", len(value)) + value + b"\0"
    payload = struct.pack("=QQ", 0, 1) + text(b"field") * 15 + text(b"The text.\n")
    payload += struct.pack("=Q", 2) + text(b"http://a/1") + text(b"http://a/2")
    payload += struct.pack("=Q", 1) + text(b"code") + struct.pack("=Q", 2**64 - 1) + text(b"told")
    return struct.pack("=IIQQ", 0x776E7732, 2, 7, len(payload)) + payload


def wacz(records):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("archive/data.warc", b"".join(records))
        file.writestr("datapackage.json", "{}")
    return out.getvalue()


def coded_bodies():
    packed = gzip.compress(PAGE, mtime=0)
    yield from (b"gzip\n" + packed, b"deflate\n" + zlib.compress(PAGE), b"deflate\n" + packed[10:-8],
                b"gzip, x-gzip\n" + gzip.compress(packed, mtime=0), b"br\n\x0b\x02\x80words\x03", b"none\n" + PAGE,
                b"zstd\n" + bytes.fromhex("28b52ffd0458010000") + b"x", b"identity\n5\r\nwords\r\n0\r\n\r\n")


def saved_pages():
    """Pages as Chromium, Safari and SingleFile save them."""
    body = {"WebMainResource": {"WebResourceData": PAGE, "WebResourceURL": "https://x.example/",
                                "WebResourceMIMEType": "text/html", "WebResourceTextEncodingName": "UTF-8"}}
    yield from (plistlib.dumps(body, fmt=form) for form in (plistlib.FMT_BINARY, plistlib.FMT_XML))
    for coding, bytes_ in (("quoted-printable", quopri.encodestring(PAGE)), ("base64", base64.encodebytes(PAGE)), ("8bit", PAGE)):
        head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\nMIME-Version: 1.0\r\n"
        yield (f'{head}Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b"\r\n\r\n----b\r\n'
               f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {coding}\r\n"
               f"Content-Location: https://x.example/\r\n\r\n").encode() + bytes_ + b"\r\n----b--\r\n"
    yield b"<!--\n Page saved with SingleFile \n url: https://x.example/ \n saved date: x\n-->" + PAGE


def words():
    """The dictionaries of libFuzzer: names of elements, attributes and directives from the
    tables that the program reads, and the pieces that the mutators add."""
    def names(path):
        return re.findall(r'(?:X\(\w+, |\{)"([a-z][a-z0-9_-]*)"', (ROOT / path).read_text())
    yield "html", [f"<{name}>" for name in names("src/page/tags.h")] + re.findall(
        r'[a-z-]+=', (ROOT / "tests/fuzz/markup_words.h").read_text())
    yield "rules", [f"{name}: " for name in names("src/rules/directives.c")] + SELECTORS[:-2]


def seeds():
    pages = sorted(FIXTURES.glob("*/page.html"))
    small = [page.read_bytes() for page in pages if page.stat().st_size <= SMALL]
    yield from (("page", bytes([number % 256]) + page) for number, page in enumerate(small))
    yield from (("report", bytes([number % 8]) + page) for number, page in enumerate(small))
    yield from (("text", text.read_bytes()) for text in sorted(FIXTURES.glob("*/page.txt")))
    for page in pages:
        yield "charset", b"text/html\n" + page.read_bytes()[:4000]
        rules = page.with_name("rules.txt")
        if rules.exists() and page.stat().st_size + rules.stat().st_size <= SMALL:
            for authority in (b"s", b"c"):
                yield "site", authority + rules.read_bytes() + b"\0" + page.read_bytes()
    for label in ("utf-16le", "iso-2022-jp", "gb18030", "big5", "euc-kr", "shift_jis", "koi8-r", "windows-1255"):
        yield "charset", f"text/html; charset={label}\n".encode() + bytes(range(1, 256))
    yield from (("rules", path.read_bytes()) for path in sorted(ROOT.glob("rules/**/*.txt")))
    yield from (("rules", path.read_bytes()) for path in sorted(FIXTURES.glob("*/rules.txt")))
    yield from (("selector", selector.encode() + b"\n" + PAGE) for selector in SELECTORS)
    yield "urls", "\n".join(URLS).encode()
    yield from (("urls", url.encode()) for url in URLS)
    yield "robots", ROBOTS
    yield from (("jsonl", json.dumps(line, ensure_ascii=False).encode()) for line in JSON_LINES)
    yield "protocol", protocol_record()
    yield from (("feed", feed) for feed in FEEDS)
    yield from (("embedded", data) for data in embedded())
    yield from (("line", line.encode()) for line in LINES)
    for page in pages:
        blocks = re.findall(rb"<script[^>]*ld\+json[^>]*>(.*?)</script>", page.read_bytes(), re.S)
        yield from (("feed", block) for block in blocks)
    records = list(warc_records())
    yield "warc", b"".join(records)
    yield "wacz", wacz(records)
    yield from (("coding", data) for data in coded_bodies())
    yield from (("saved", data) for data in saved_pages())
    yield from (("archive", f"{url}\n".encode() + bytes(range(14)) + b"A: \"title\"") for url in URLS)
    yield from (("warc", form) for record in records for form in (record, gzip.compress(record)))


def main():
    out = pathlib.Path(sys.argv[1])
    for number, (target, data) in enumerate(seeds()):
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"seed-{number:03}").write_bytes(data)
    for name, entries in words():
        quoted = (re.sub(r'["\\]', lambda m: "\\" + m[0], entry) for entry in dict.fromkeys(entries))
        (out / f"{name}.dict").write_text("".join(f'"{entry}"\n' for entry in quoted))


main()
