"""--input warc: WARC files of any origin."""

import gzip
import signal
import zlib

import pytest

from fault_server import SENTENCES, page


def record(kind, uri, block, **fields):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\n"
    head += "WARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
    head += "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return head.encode() + f"Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(uri, body, *headers, status="200 OK"):
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers]
    return record("response", uri, "\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def chunked(body):
    parts = [body[i:i + 100] for i in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def brotli(body):
    return pytest.importorskip("brotli").compress(body)


BODY = page("Alpha")
WAYS = {
    "plain": (BODY, ()),
    "chunked": (chunked(BODY), ("Transfer-Encoding: chunked",)),
    "gzip": (gzip.compress(BODY), ("Content-Encoding: gzip",)),
    "deflate": (zlib.compress(BODY), ("Content-Encoding: deflate",)),
    "bare deflate": (zlib.compress(BODY)[2:-4], ("Content-Encoding: deflate",)),
    "chunked gzip": (chunked(gzip.compress(BODY)),
                     ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
    "decoded already": (BODY, ("Transfer-Encoding: chunked", "Content-Encoding: gzip")),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("is_packed", [False, True])
def test_bodies(winnow, tmp_path, way, is_packed):
    body, headers = WAYS[way]
    members = [record("warcinfo", "", b"software: x\r\n"),
               record("request", "http://a.example/1", b"GET /1 HTTP/1.1\r\n\r\n"),
               response("http://a.example/1", body, *headers),
               record("metadata", "http://a.example/1", b"a: b"),
               response("<http://a.example/2>", body, *headers)]
    data = b"".join(gzip.compress(m) if is_packed else m for m in members)
    (tmp_path / "x.warc.gz").write_bytes(data)
    done = winnow("--input", "warc", "--format", "jsonl", tmp_path / "x.warc.gz")
    records = done.records()
    assert done.code == 0 and [r["url"] for r in records] == ["http://a.example/1", "http://a.example/2"]
    assert all(SENTENCES[2] in r["text"] and r["fetched_at"] == "2020-01-02T03:04:05Z"
               and r["http_status"] == 200 for r in records)


def test_br(winnow):
    done = winnow("--input", "warc", stdin=response("http://a.example/", brotli(BODY),
                                                    "Content-Encoding: br"))
    assert SENTENCES[0] in done.out and done.code == 0


def test_responses_that_are_not_pages(winnow):
    data = (response("http://a.example/1", b"x", status="404 Not Found")
            + response("http://a.example/2", b"%PDF-1.4 x")
            + response("http://a.example/3", b"\x1f\x8bbroken", "Content-Encoding: gzip")
            + response("http://a.example/4", BODY))
    done = winnow("--input", "warc", "--format", "jsonl", stdin=data)
    assert done.statuses() == ["http", "unsupported", "parse", "ok"] and done.code == 1


def test_a_truncated_file(winnow):
    data = gzip.compress(response("http://a.example/", BODY))
    done = winnow("--input", "warc", stdin=data + data[:100])
    assert SENTENCES[0] in done.out and done.code == 1 and "truncated" in done.err


@pytest.mark.parametrize("trailing, code", [(b"\0" * 100_000, 0), (b"\0", 0), (b"\r\n", 1), (b"\0\0garbage", 1)])
def test_data_after_the_last_member(winnow, trailing, code):
    """Zeros are padding; other trailing data is reported, as by gzip(1)."""
    member = gzip.compress(response("http://a.example/", BODY))
    done = winnow("--input", "warc", "--format", "jsonl", stdin=member + b"\0" * 500 + member + trailing)
    assert (done.statuses()[:2], done.code) == (["ok", "ok"], code)
    assert ("trailing data after a gzip member" in done.err) == bool(code)


def test_a_head_in_very_many_members(winnow):
    """One byte per member: data that was searched is not searched again."""
    head, rest = response("http://a.example/", BODY).split(b"\r\n", 1)
    members = gzip.compress(head + b"\r\nX: ") + gzip.compress(b"x") * 500_000 + gzip.compress(b"\r\n" + rest)
    done = winnow("--input", "warc", "--format", "jsonl", stdin=members, timeout=30)
    assert (done.statuses(), done.code) == (["ok"], 0)


def test_a_file_that_is_not_warc(winnow):
    done = winnow("--input", "warc", stdin=b"<html>hello")
    assert done.code == 1 and "not a WARC record" in done.err


def test_a_large_record_is_skipped(winnow):
    data = response("http://a.example/1", b"<p>" + b"x" * 3_000_000) + response("http://a.example/2", BODY)
    done = winnow("--input", "warc", "--max-bytes", "1M", "--format", "jsonl", stdin=data)
    assert done.statuses() == ["too-large", "ok"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_pipe_that_pauses_in_a_record_does_not_delay_others(winnow, pack):
    """Records before the pause are printed during the pause."""
    first, second = (pack(response(f"http://a.example/{n}", page(f"Page {n}"))) for n in (1, 2))
    process = winnow.start("--input", "warc", "--format", "jsonl")
    process.stdin.write(first + second[:300])
    process.stdin.flush()
    assert b'"title":"Page 1"' in process.stdout.readline()
    for byte in second[300:]:
        process.stdin.write(bytes([byte]))
        process.stdin.flush()
    out, err = process.communicate(timeout=60)
    assert b'"title":"Page 2"' in out and (err, process.returncode) == (b"", 0)


def test_a_signal_ends_reading_an_unfinished_record(winnow):
    process = winnow.start("--input", "warc")
    process.stdin.write(response("http://a.example/1", BODY) + b"WARC/1.0\r\nWARC-Type: resp")
    process.stdin.flush()
    assert b"Alpha" in process.stdout.readline() + process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 128 + signal.SIGTERM
    process.stdin.close()


@pytest.mark.parametrize("times", [1, 2])
def test_a_bomb_in_a_record(winnow, times):
    """200 MB compressed to some kilobytes, once or twice."""
    body, codings = b"<p>" + b"\0" * (200 << 20), ", ".join(["gzip"] * times)
    for _ in range(times):
        body = gzip.compress(body)
    whole = response("http://x.example/bomb", body, f"Content-Encoding: {codings}")
    done = winnow("--input", "warc", "--format", "jsonl", stdin=whole + response("http://x.example/", BODY))
    assert done.statuses() == ["too-large", "ok"]


def test_very_many_small_records_without_pages(winnow):
    small = record("metadata", "http://x.example/", b"x") * 100_000
    done = winnow("--input", "warc", "--format", "jsonl", stdin=small + response("http://x.example/", BODY))
    assert done.statuses() == ["ok"]


# ---- damage ---------------------------------------------------------------------------


def wrong_length(data, difference):
    """The same record with another Content-Length."""
    head, block = data.split(b"\r\n\r\n", 1)
    lines = head.split(b"\r\n")
    length = int(lines[-1].split(b": ")[1])
    return b"\r\n".join(lines[:-1]) + b"\r\nContent-Length: %d\r\n\r\n" % (length + difference) + block


FIRST, LAST = response("http://a.example/first", BODY), response("http://a.example/last", BODY)


@pytest.mark.parametrize("data, urls", [
    (wrong_length(FIRST, -30) + LAST, ["first", "last"]),
    (wrong_length(FIRST, 30) + LAST, ["first", "last"]),
    (wrong_length(FIRST, 100_000) + LAST, ["first", "last"]),
    (FIRST + b"garbage\r\nbetween\r\n" + LAST, ["first", "last"]),
    (FIRST + b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n" + LAST, ["first", "last"]),
], ids=["too-small", "too-large", "swallows-the-rest", "garbage", "no-length"])
@pytest.mark.parametrize("through_a_pipe", [False, True])
def test_damage_costs_itself_and_is_reported_once(winnow, tmp_path, data, urls, through_a_pipe):
    (tmp_path / "x.warc").write_bytes(data)
    done = winnow("--input", "warc", "--format", "jsonl", stdin=data) if through_a_pipe else \
        winnow("--input", "warc", "--format", "jsonl", tmp_path / "x.warc")
    assert [r["url"].rsplit("/", 1)[1] for r in done.records()] == urls
    assert all(SENTENCES[0] in r["text"] for r in done.records()) and done.code == 1
    assert done.err.count("\n") == 1 and ": byte " in done.err


@pytest.mark.parametrize("damage", ["bit", "checksum", "garbage"])
def test_a_damaged_gzip_member_costs_itself(winnow, damage):
    members = [gzip.compress(response(f"http://a.example/{i}", BODY)) for i in range(4)]
    middle = bytearray(members[1])
    if damage == "bit":
        middle[40] ^= 0xFF
    elif damage == "checksum":
        middle[-6] ^= 1
    else:
        middle += b"garbage"
    done = winnow("--input", "warc", "--format", "jsonl", stdin=members[0] + bytes(middle) + members[2] + members[3])
    urls = [r["url"][-1] for r in done.records()]
    assert urls[0] == "0" and urls[-2:] == ["2", "3"] and done.code == 1
    assert done.err.count(": byte ") == 1


def test_spaces_in_an_address_are_escaped(winnow):
    done = winnow("--input", "warc", "--format", "jsonl", stdin=response("http://a.example/a b c", BODY))
    assert [r["url"] for r in done.records()] == ["http://a.example/a%20b%20c"] and done.code == 0


# ---- records without a page -----------------------------------------------------------


def test_the_text_of_wet_files_is_cleaned(winnow):
    text = "\n".join(["Home", "News", "Contact"] + [s for s in SENTENCES[:3]]).encode()
    data = record("warcinfo", "", b"x") + record("conversion", "http://a.example/", text, Content_Type="text/plain")
    done = winnow("--input", "warc", "--format", "jsonl", stdin=data)
    assert done.code == 0 and SENTENCES[0] in done.records()[0]["text"]
    assert done.records()[0]["url"] == "http://a.example/" and done.records()[0]["page_type"] is None


def test_pictures_of_a_crawl_are_no_failures(winnow):
    def other(name, kind):
        lines = ["HTTP/1.1 200 OK", f"Content-Type: {kind}", "", "x"]
        return record("response", f"http://a.example/{name}", "\r\n".join(lines).encode())

    data = (other("a.png", "image/png") + FIRST + other("a.css", "text/css; charset=utf-8") + other("a.js", "application/javascript")
            + other("a.woff2", "font/woff2") + record("resource", "http://a.example/b.svg", b"<svg/>", Content_Type="image/svg+xml"))
    done = winnow("--input", "warc", "--format", "jsonl", stdin=data)
    assert [r["status"] for r in done.records()] == ["ok"] and (done.code, done.err) == (0, "")
    told = winnow("-v", "--input", "warc", "--format", "jsonl", stdin=data)
    assert "5 images, style sheets, scripts and the like were left out" in told.err and told.code == 0


def test_revisits_and_wat_records_are_counted(winnow):
    data = (record("revisit", "http://a.example/r", b"HTTP/1.1 304 Not Modified\r\n\r\n") + FIRST
            + record("metadata", "http://a.example/first", b"{}", Content_Type="application/json"))
    done = winnow("--input", "warc", "--format", "jsonl", stdin=data)
    assert len(done.records()) == 1 and done.code == 0
    assert "1 revisit and 1 WAT records were left out" in done.err and done.err.count("\n") == 1
