"""Pages that browsers have saved, compressed pages, and .warc.zst files."""

import base64
import ctypes
import gzip
import hashlib
import json
import plistlib
import quopri
import struct
import time

import pytest

from fault_server import SENTENCES, page
from test_wacz import wacz
from test_warc import response

JSONL = ["--format", "jsonl"]
URL = "https://q.example/harbour"


def mhtml(html, coding="quoted-printable", outer="", part="", boundary="----=_B", before=b"", end="\r\n"):
    encoded = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes,
               "8bit": bytes}[coding](html)
    head = f"""From: <Saved by Blink>
Subject: A page
MIME-Version: 1.0
{outer}Content-Type: multipart/related;
\ttype="text/html";
\tboundary="{boundary}"

"""
    middle = f"""--{boundary}
Content-Type: text/html; charset=utf-8
Content-ID: <root@x>
Content-Transfer-Encoding: {coding}
{part}
"""
    tail = f"""
--{boundary}
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://q.example/a.png

iVBORw0KGgo=
--{boundary}--
"""
    lines = head.encode() + before + middle.encode() + encoded.replace(b"\r\n", b"\n") + tail.encode()
    return lines.replace(b"\n", end.encode())


HERE = f"Content-Location: {URL}\n"
SNAPSHOT = f"Snapshot-Content-Location: {URL}\n"
PICTURE_FIRST = b"------=_B\nContent-Type: image/gif\nContent-Location: https://q.example/b.gif\n\nGIF\n"
HTML = page("Alpha – omega = all")


@pytest.mark.parametrize("data", [
    mhtml(HTML, part=HERE),
    mhtml(HTML, part=HERE, end="\n"),
    mhtml(HTML, "base64", part=HERE),
    mhtml(HTML, "8bit", part=HERE),
    mhtml(HTML, outer=SNAPSHOT),
    mhtml(HTML, outer=SNAPSHOT, part="Content-Location: cid:frame-1@mhtml.blink\n"),
    mhtml(HTML, part=HERE, before=PICTURE_FIRST),
    mhtml(HTML, part=HERE).rsplit(b"------=_B", 2)[0],  # cut after the page
    f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n{HERE}\n".encode()
    + base64.encodebytes(HTML),
])
def test_mhtml(winnow, tmp_path, data):
    (tmp_path / "page.mhtml").write_bytes(data)
    record, = winnow(*JSONL, tmp_path / "page.mhtml").records()
    assert record["status"] == "ok" and record["title"] == "Alpha – omega = all"
    assert all(sentence in record["text"] for sentence in SENTENCES)
    assert record["canonical"] is None
    by_input, = winnow("--input", "html", *JSONL, stdin=data).records()
    assert by_input["text"] == record["text"] and by_input["url"] == record["url"] == URL


def test_mhtml_in_another_encoding(winnow):
    html = page("Größe über alles").decode().replace("utf-8", "x").encode("latin-1", "replace")
    data = mhtml(html, part=HERE).replace(b"charset=utf-8", b"charset=iso-8859-1")
    record, = winnow("--input", "html", *JSONL, stdin=data).records()
    assert record["title"] == "Größe über alles"


def test_mhtml_without_a_page(winnow, tmp_path):
    (tmp_path / "x.mht").write_bytes(mhtml(HTML).replace(b"text/html; charset", b"image/svg; charset"))
    done = winnow(tmp_path / "x.mht")
    assert done.code == 1 and done.out == ""
    assert "x.mht" in done.err and "without an HTML page" in done.err


def test_a_text_that_looks_like_a_header_is_html(winnow):
    text = b"Note: <p>" + SENTENCES[0].encode() + b"</p>\n\n<p>" + SENTENCES[1].encode() + b"</p>"
    record, = winnow("--input", "html", *JSONL, stdin=text).records()
    assert SENTENCES[1] in record["text"]


# ---- webarchives ----------------------------------------------------------------------


def webarchive(html, url=URL, form=plistlib.FMT_BINARY):
    return plistlib.dumps({"WebMainResource": {
        "WebResourceData": html, "WebResourceURL": url, "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8", "WebResourceFrameName": ""},
        "WebSubresources": [{"WebResourceData": b"x" * n, "WebResourceURL": f"https://q.example/{n}"}
                            for n in range(300)]}, fmt=form)


def test_webarchive(winnow, tmp_path):
    (tmp_path / "page.webarchive").write_bytes(webarchive(page("Größe – alpha").replace(b"utf-8", b"x")))
    record, = winnow(*JSONL, tmp_path / "page.webarchive").records()
    assert (record["status"], record["url"], record["title"]) == ("ok", URL, "Größe – alpha")
    assert SENTENCES[2] in record["text"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n"])
def test_webarchive_in_xml(winnow, tmp_path, mark):
    url = "https://q.example/harbour?a=1&b=<2>"
    data = mark + webarchive(page("Größe – alpha").replace(b"utf-8", b"x"), url, plistlib.FMT_XML)
    (tmp_path / "page.webarchive").write_bytes(data)
    done = winnow(*JSONL, tmp_path / "page.webarchive")
    record, = done.records()
    assert (record["status"], record["url"], record["title"]) == ("ok", url, "Größe – alpha")
    assert SENTENCES[2] in record["text"]
    by_pipe, = winnow(*JSONL, stdin=data).records()
    assert by_pipe["text"] == record["text"]


@pytest.mark.parametrize("cut", [300, 700, 1200])
def test_damaged_webarchives_in_xml(winnow, tmp_path, cut):
    (tmp_path / "x.webarchive").write_bytes(webarchive(page("A"), form=plistlib.FMT_XML)[:cut])
    done = winnow(tmp_path / "x.webarchive")
    assert done.code == 1 and "x.webarchive" in done.err and "webarchive" in done.err


def test_a_property_list_that_is_no_webarchive_is_a_page(winnow, tmp_path):
    (tmp_path / "x.plist").write_bytes(plistlib.dumps({"Label": SENTENCES[0] * 5, "Web": "x"}))
    assert "webarchive" not in winnow(tmp_path / "x.plist").err


@pytest.mark.parametrize("cut", [8, 20, 40, 500, -1, -8, -33])
def test_damaged_webarchives(winnow, tmp_path, cut):
    (tmp_path / "x.webarchive").write_bytes(webarchive(page("A"))[:cut])
    done = winnow(tmp_path / "x.webarchive")
    assert done.code == 1 and "x.webarchive" in done.err and "webarchive" in done.err


def test_webarchives_with_wrong_numbers(winnow, tmp_path):
    good = webarchive(page("A"))
    for at in range(len(good) - 32, len(good)):
        for byte in (0, 0x7F, 0xFF):
            data = good[:at] + bytes([byte]) + good[at + 1:]
            (tmp_path / "x.webarchive").write_bytes(data)
            assert winnow(tmp_path / "x.webarchive").code in (0, 1, 3)


# ---- comments and compression ---------------------------------------------------------


@pytest.mark.parametrize("comment", [
    f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Mon Mar 04 2024\n-->",
    f"<!-- saved from url=(0025){URL} -->",
])
def test_the_comment_of_a_saved_page_has_its_url(winnow, tmp_path, comment):
    html = page("Alpha").replace(b"<html", comment.encode() + b"<html", 1)
    (tmp_path / "page.html").write_bytes(html)
    record, = winnow(*JSONL, tmp_path / "page.html").records()
    assert (record["url"], record["title"]) == (URL, "Alpha")
    record, = winnow(*JSONL, "--url", "https://other.example/", tmp_path / "page.html").records()
    assert record["url"] == "https://other.example/"


@pytest.mark.parametrize("data", [page("Alpha"), mhtml(page("Alpha"), part=HERE)])
def test_gzipped_pages(winnow, tmp_path, data):
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(data))
    record, = winnow(*JSONL, tmp_path / "page.html.gz").records()
    assert (record["status"], record["title"]) == ("ok", "Alpha")


def test_a_gzip_bomb_is_too_large(winnow, tmp_path):
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b"<p>x" * 2_000_000))
    done = winnow("--max-bytes", "1M", *JSONL, tmp_path / "page.html.gz")
    record, = done.records()
    assert record["status"] == "too-large" and "--max-bytes" in record["error"]


def test_a_damaged_gzip_file(winnow, tmp_path):
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(page("Alpha"))[:-20])
    done = winnow(tmp_path / "page.html.gz")
    assert done.code == 1 and "page.html.gz" in done.err and "gzip" in done.err


# ---- .warc.zst ------------------------------------------------------------------------

zstd = ctypes.CDLL("libzstd.so.1")
for function in (zstd.ZSTD_compress_usingDict, zstd.ZSTD_createCCtx, zstd.ZSTD_compressBound):
    function.restype = ctypes.c_void_p if function is zstd.ZSTD_createCCtx else ctypes.c_size_t


def frame(data, dictionary=b""):
    out = ctypes.create_string_buffer(len(data) + 1024)
    size = zstd.ZSTD_compress_usingDict(ctypes.c_void_p(zstd.ZSTD_createCCtx()), out,
                                        ctypes.c_size_t(len(out)), data, ctypes.c_size_t(len(data)),
                                        dictionary, ctypes.c_size_t(len(dictionary)), 3)
    return out.raw[:size]


def skippable(data):
    return struct.pack("<II", 0x184D2A5D, len(data)) + data


RECORDS = [response(f"http://a.example/{n}", page(f"Page {n}")) for n in range(20)]
DICTIONARY = response("http://a.example/", page("Some page")) * 2


@pytest.mark.parametrize("data", [
    b"".join(frame(r) for r in RECORDS),
    skippable(DICTIONARY) + b"".join(frame(r, DICTIONARY) for r in RECORDS),
    skippable(frame(DICTIONARY)) + b"".join(frame(r, DICTIONARY) for r in RECORDS),
    frame(b"".join(RECORDS)),
], ids=["frames", "dictionary", "compressed dictionary", "one frame"])
def test_warc_zst(winnow, tmp_path, data):
    (tmp_path / "x.warc.zst").write_bytes(data)
    done = winnow("--input", "warc", *JSONL, tmp_path / "x.warc.zst")
    assert done.code == 0
    assert [r["title"] for r in done.records()] == [f"Page {n}" for n in range(20)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, frame])
def test_a_warc_file_is_recognised(winnow, tmp_path, pack):
    (tmp_path / "x").write_bytes(b"".join(pack(r) for r in RECORDS))
    done = winnow(tmp_path / "x")
    assert done.code == 0
    assert [n for n in range(20) if f"==> http://a.example/{n} <==\nPage {n}\n" not in done.out] == []


def test_a_cut_warc_zst(winnow, tmp_path):
    (tmp_path / "x.warc.zst").write_bytes(b"".join(frame(r) for r in RECORDS)[:-30])
    done = winnow("--input", "warc", *JSONL, tmp_path / "x.warc.zst")
    assert done.code == 1 and "x.warc.zst" in done.err
    assert len([r for r in done.records() if r["status"] == "ok"]) == 19


def test_a_warc_zst_with_a_missing_dictionary(winnow, tmp_path):
    (tmp_path / "x.warc.zst").write_bytes(skippable(b"")[:8] + frame(RECORDS[0], DICTIONARY))
    done = winnow("--input", "warc", *JSONL, tmp_path / "x.warc.zst")
    assert done.code == 1 and "x.warc.zst" in done.err


def big(n):
    """A record whose compressed form is larger than the pieces that files are read in."""
    noise = "".join(f"<p>{hashlib.sha512(b'%d %d' % (n, i)).hexdigest()} {SENTENCES[0]}</p>" for i in range(2000))
    return response(f"http://a.example/{n}", page(f"Page {n}").replace(b"</body>", noise.encode() + b"</body>"))


def damage_zeros(data):
    return data[:20] + bytes(len(data) - 20)


def damage_magic(data):
    return b"\0" + data[1:]


def damage_cut(data):
    return data[:len(data) // 2]


def damage_garbage(data):
    return b"garbage" * 30 + data[10:]


@pytest.mark.parametrize("damage", [damage_zeros, damage_magic, damage_cut, damage_garbage])
@pytest.mark.parametrize("make, dictionary", [(None, b""), (None, DICTIONARY), (big, b"")],
                         ids=["plain", "dictionary", "large"])
def test_after_a_damaged_frame_the_next_one_is_found(winnow, tmp_path, damage, make, dictionary):
    records = [make(n) for n in range(5)] if make else RECORDS
    frames = [frame(r, dictionary) for r in records]
    frames[3] = damage(frames[3])
    head = skippable(dictionary) if dictionary else b""
    (tmp_path / "x.warc.zst").write_bytes(head + b"".join(frames))
    done = winnow(*JSONL, tmp_path / "x.warc.zst")
    titles = [r["title"] for r in done.records()]
    assert titles == [f"Page {n}" for n in range(len(records)) if n != 3]
    assert done.code == 1 and done.err.count("x.warc.zst") == 1
    assert "; the next record is searched for" in done.err
    offset = int(done.err.split("byte ")[1].split(":")[0])
    assert sum(map(len, records[:3])) - 4 <= offset <= sum(map(len, records[:4]))


def test_a_zstd_bomb_stays_small(winnow, tmp_path):
    body = b"<p>" + b"x" * 50_000_000
    (tmp_path / "x.warc.zst").write_bytes(frame(response("http://a.example/", body)))
    record, = winnow("--input", "warc", "--max-bytes", "1M", *JSONL, tmp_path / "x.warc.zst").records()
    assert record["status"] == "too-large"


# ---- standard input ---------------------------------------------------------------------

SINGLE_FILE = page("Alpha").replace(b"<head>", f"<!--\n Page saved with SingleFile \n url: {URL} \n-->\n<head>".encode())
LINES = "".join(json.dumps({"url": f"http://a.example/{n}", "html": page(f"Page {n}").decode()}) + "\n" for n in range(20)).encode()
WACZ = wacz(b"".join(gzip.compress(r) for r in RECORDS))


@pytest.mark.parametrize("way", [[], ["--input", "auto"], ["-"]], ids=["none", "auto", "hyphen"])
@pytest.mark.parametrize("data", [mhtml(page("Alpha"), part=HERE), webarchive(page("Alpha")), gzip.compress(page("Alpha")),
                                  gzip.compress(SINGLE_FILE), SINGLE_FILE, b"\n\n" + mhtml(page("Alpha"), outer=SNAPSHOT)],
                         ids=["mhtml", "webarchive", "gzip", "gzipped SingleFile", "SingleFile", "blank lines"])
def test_pages_on_standard_input_are_recognised(winnow, data, way):
    record, = winnow(*way, *JSONL, stdin=data).records()
    assert (record["status"], record["title"]) == ("ok", "Alpha")


@pytest.mark.parametrize("data", [b"".join(RECORDS), b"".join(gzip.compress(r) for r in RECORDS), WACZ, LINES,
                                  b"".join(frame(r) for r in RECORDS),
                                  skippable(DICTIONARY) + b"".join(frame(r, DICTIONARY) for r in RECORDS),
                                  b"\xef\xbb\xbf\n" + LINES],
                         ids=["warc", "warc.gz", "wacz", "jsonl", "warc.zst", "dictionary", "jsonl with a mark"])
def test_files_of_pages_are_recognised(winnow, tmp_path, data):
    done = winnow(*JSONL, stdin=data)
    assert ([r["title"] for r in done.records()], done.code) == ([f"Page {n}" for n in range(20)], 0)
    (tmp_path / "x").write_bytes(data)
    assert winnow(*JSONL, tmp_path / "x").out == done.out


@pytest.mark.parametrize("data", [mhtml(page("Alpha"), part=HERE), gzip.compress(page("Alpha")), RECORDS[0], LINES[:900]])
def test_bytes_that_arrive_one_by_one(winnow, data):
    process = winnow.start(*JSONL)
    for at in range(min(len(data), 150)):
        process.stdin.write(data[at:at + 1])
        process.stdin.flush()
        time.sleep(0.001)
    out, _ = process.communicate(data[150:], timeout=30)
    assert json.loads(out.splitlines()[0])["title"] in ("Alpha", "Page 0")


@pytest.mark.parametrize("data", [
    b"http://127.0.0.1:1/\n", b"\n\n# a list\nhttp://127.0.0.1:1/\n", b"127.0.0.1:1/x", b"from: nobody\nhttp://127.0.0.1:1/\n",
    b"Warc.invalid/\n", b"b.invalid/\n", b"{a}\nhttp://127.0.0.1:1/\n",
])
def test_lists_stay_lists(winnow, data):
    records = winnow("--retries", "0", *JSONL, stdin=data).records()
    assert records[-1]["status"] in ("refused", "network")


def test_a_url_is_fetched_while_the_list_is_open(winnow):
    process = winnow.start("--retries", "0", *JSONL)
    process.stdin.write(b"http://127.0.0.1:1/\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["status"] == "refused"
    process.stdin.close()
    process.wait(timeout=20)


@pytest.mark.parametrize("data", [b'{"a": 1,\n "b": 2}\n', b'{\n  "url": "x"\n}\n', b'[{"url": "http://a.example/"}]\n'])
def test_other_json_is_refused_once(winnow, data):
    done = winnow(stdin=data)
    assert (done.out, done.code) == ("", 2) and done.err.count("\n") == 1
