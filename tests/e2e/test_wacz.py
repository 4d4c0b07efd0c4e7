"""WACZ files: ZIP files with WARC files in them."""

import gzip
import io
import json
import resource
import signal
import subprocess
import time
import zipfile

import pytest

from fault_server import page
from test_warc import record, response

JSONL = ["--format", "jsonl"]
MIDDLE = "archive/data.warc.gz"


def records(first=0, count=5):
    return [response(f"http://a.example/{n}", page(f"Page {n}")) for n in range(first, first + count)]


def warc_gz(first=0, count=5):
    return b"".join(gzip.compress(r) for r in [record("warcinfo", "", b"software: x\r\n"), *records(first, count)])


class Pipe(io.RawIOBase):
    """A file that cannot seek: zipfile then writes the sizes after the data."""

    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, data):
        self.data += bytes(data)
        return len(data)


def zip_of(members, method=zipfile.ZIP_STORED, streamed=False, zip64=False):
    out = Pipe() if streamed else io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            with packed.open(info, "w", force_zip64=zip64) as file:
                file.write(data)
    return out.data if streamed else out.getvalue()


def wacz(*warcs, names=("archive/data.warc.gz", "archive/more.warc.gz"), **how):
    listed = json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}).encode()
    return zip_of([("datapackage.json", listed), ("pages/pages.jsonl", b'{"format": "json-pages-1.0"}\n'),
                   *zip(names, warcs), ("indexes/index.cdx.gz", gzip.compress(b"x"))], **how)


def titles(done):
    return [r["title"] for r in done.records()]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("zip64", [False, True])
def test_wacz(winnow, tmp_path, method, streamed, zip64):
    data = wacz(warc_gz(0), warc_gz(5), method=method, streamed=streamed, zip64=zip64)
    (tmp_path / "x.wacz").write_bytes(data)
    done = winnow(*JSONL, tmp_path / "x.wacz")
    assert (titles(done), done.code, done.err) == ([f"Page {n}" for n in range(10)], 0, "")
    piped = winnow("--input", "warc", *JSONL, stdin=data)
    assert (titles(piped), piped.code) == (titles(done), 0)


def test_the_members_are_of_any_kind_of_warc(winnow, tmp_path):
    names = ["archive/a.warc", "saved/archive/b.warc.gz", "archive/größe.warc.gz", "__MACOSX/archive/._b.warc.gz"]
    data = wacz(b"".join(records(0, 2)), warc_gz(2, 2), warc_gz(4, 2), b"no WARC", names=names)
    (tmp_path / "x.wacz").write_bytes(data)
    done = winnow(*JSONL, tmp_path / "x.wacz")
    assert (titles(done), done.code) == ([f"Page {n}" for n in range(6)], 0)


def test_a_name_is_no_path(winnow, tmp_path):
    names = ["../../../tmp/up.warc.gz", "/etc/root.warc.gz", "archive/\x1b[31m\n.warc.gz"]
    (tmp_path / "x.wacz").write_bytes(wacz(warc_gz(0, 1), warc_gz(1, 1), b"no WARC", names=names))
    done = winnow(*JSONL, tmp_path / "x.wacz", cwd=tmp_path)
    assert titles(done) == ["Page 0", "Page 1"] and done.code == 1
    assert "\x1b" not in done.err and done.err.count("\n") == 1
    assert {p.name for p in tmp_path.iterdir()} <= {"x.wacz", "home"}


def test_pictures_are_no_failures(winnow, tmp_path):
    picture = gzip.compress(record("response", "http://a.example/a.png",
                                   b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx"))
    (tmp_path / "x.wacz").write_bytes(wacz(picture + warc_gz()))
    done = winnow(*JSONL, tmp_path / "x.wacz")
    assert (len(done.records()), done.code, done.err) == (5, 0, "")


# ---- damage -----------------------------------------------------------------------------


def test_a_member_that_is_no_warc(winnow, tmp_path):
    (tmp_path / "x.wacz").write_bytes(wacz(b"hello, this is no WARC file", warc_gz()))
    done = winnow(*JSONL, tmp_path / "x.wacz")
    assert len(done.records()) == 5 and done.code == 1
    assert "x.wacz: archive/data.warc.gz: not a WARC record" in done.err and done.err.count("\n") == 1


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_damaged_member(winnow, tmp_path, method, streamed):
    warc = b"".join(records(0, 10)) if method == zipfile.ZIP_DEFLATED else warc_gz(0, 10)
    names = ["archive/a.warc" + ".gz" * (method == zipfile.ZIP_STORED), "archive/more.warc.gz"]
    data = bytearray(wacz(warc, warc_gz(10), names=names, method=method, streamed=streamed))
    start = data.index(names[0].encode()) + (600 if method == zipfile.ZIP_STORED else 100)
    data[start:start + 60] = b"\xff" * 60
    (tmp_path / "x.wacz").write_bytes(data)
    done = winnow(*JSONL, tmp_path / "x.wacz")
    assert titles(done)[-5:] == [f"Page {n}" for n in range(10, 15)] and done.code == 1
    assert f"x.wacz: {names[0]}: " in done.err and done.err.count("\n") <= 4


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_cut_file(winnow, tmp_path, kept, method):
    data = wacz(warc_gz(0, 20), method=method)
    (tmp_path / "x.wacz").write_bytes(data[:int(len(data) * kept)])
    done = winnow(*JSONL, tmp_path / "x.wacz")
    assert done.code == 1 and "x.wacz: " in done.err and 1 <= done.err.count("\n") <= 2
    assert len(done.records()) >= (20 * kept - 3 if kept < 0.9 else 15)


def test_every_byte_may_be_wrong(winnow, tmp_path):
    data = bytearray(wacz(warc_gz(0, 1), warc_gz(1, 1)))
    paths = []
    for at in range(0, len(data), 17):
        (tmp_path / f"{at}.wacz").write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1:])
        paths.append(tmp_path / f"{at}.wacz")
    done = winnow("--input", "warc", *JSONL, *paths)
    assert done.code == 1 and len(done.records()) > len(paths)


def test_garbage_between_members_and_many_false_beginnings(winnow, tmp_path):
    one = wacz(warc_gz(0, 2))
    at = one.index(b"PK\3\4", one.index(b"pages/pages.jsonl"))
    data = one[:at] + b"PK\3\4 no member" * 50 + b"\0garbage" * 9999 + one[at:]
    (tmp_path / "x.wacz").write_bytes(data)
    done = winnow(*JSONL, tmp_path / "x.wacz")
    assert titles(done) == ["Page 0", "Page 1"] and done.err.count("\n") <= 1
    (tmp_path / "x.wacz").write_bytes(one[:at] + b"PK\3\4" * 300_000 + one[at:])
    done = winnow(*JSONL, tmp_path / "x.wacz")
    assert done.code == 1 and 1 <= done.err.count("\n") <= 2


def test_an_encrypted_member(winnow, tmp_path):
    data = bytearray(wacz(warc_gz(), warc_gz(5)))
    data[data.index(MIDDLE.encode()) - 30 + 6] |= 1  # the flag of its header
    (tmp_path / "x.wacz").write_bytes(data)
    done = winnow(*JSONL, tmp_path / "x.wacz")
    assert titles(done) == [f"Page {n}" for n in range(5, 10)] and done.code == 1
    assert f"x.wacz: {MIDDLE} is encrypted; unpack the file with its password" in done.err


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_named(winnow, tmp_path, method):
    (tmp_path / "x.wacz").write_bytes(wacz(warc_gz(), method=method))
    done = winnow("--input", "warc", *JSONL, tmp_path / "x.wacz")
    assert done.code == 1 and done.out == ""
    assert f"{MIDDLE} is neither stored nor deflated" in done.err and "unpack" in done.err


@pytest.mark.parametrize("members, message", [
    ([("a.txt", b"x")], "a ZIP file without a WARC file in archive/"),
    ([("a.wacz", wacz(warc_gz())), ("b.wacz", wacz(warc_gz()))], "a ZIP file with 2 WACZ files; unpack it"),
])
def test_zip_files_that_are_no_wacz(winnow, tmp_path, members, message):
    (tmp_path / "x.zip").write_bytes(zip_of(members))
    done = winnow("--input", "warc", *JSONL, tmp_path / "x.zip")
    assert (done.out, done.code) == ("", 1) and f"x.zip: {message}" in done.err


def test_other_zip_files_are_not_taken_for_wacz(winnow, tmp_path):
    (tmp_path / "x.docx").write_bytes(zip_of([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]))
    record_, = winnow(*JSONL, tmp_path / "x.docx").records()
    assert record_["status"] == "unsupported"


# ---- bounds -----------------------------------------------------------------------------


def run_limited(winnow, megabytes, *args):
    """Runs with so much address space above what the program needs for a small file."""
    space = megabytes << 20
    process = winnow.start(*args, stdin=subprocess.DEVNULL,
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (space, space)))
    out, err = process.communicate(timeout=120)
    return process.returncode, [json.loads(line) for line in out.decode().splitlines()], err.decode()


@pytest.mark.measured
@pytest.mark.parametrize("streamed", [False, True])
def test_bombs(winnow, tmp_path, streamed):
    body = b"<p>" + b"x" * 100_000_000
    warc = response("http://a.example/bomb", body) + records(0, 1)[0]
    (tmp_path / "x.wacz").write_bytes(wacz(warc, names=["archive/a.warc"], method=zipfile.ZIP_DEFLATED, streamed=streamed))
    del body, warc
    code, found, _ = run_limited(winnow, 250, "--input", "warc", "--max-bytes", "1M", *JSONL, tmp_path / "x.wacz")
    assert ([r["status"] for r in found], code) == (["too-large", "ok"], 1)


@pytest.mark.measured
def test_many_members_need_no_memory(winnow, tmp_path):
    members = [(f"pages/{n:060}.json", b"{}") for n in range(60_000)]
    (tmp_path / "x.wacz").write_bytes(zip_of([*members, (MIDDLE, warc_gz())]))
    code, found, _ = run_limited(winnow, 250, *JSONL, tmp_path / "x.wacz")
    assert (len(found), code) == (5, 0)


# ---- pipes ------------------------------------------------------------------------------


def test_a_file_that_arrives_slowly(winnow):
    data = wacz(warc_gz(0, 3), warc_gz(3, 3))
    process = winnow.start("--input", "warc", *JSONL)
    for start in range(0, len(data), 700):
        process.stdin.write(data[start:start + 700])
        process.stdin.flush()
        time.sleep(0.02)
    out, _ = process.communicate(timeout=30)
    assert [json.loads(line)["title"] for line in out.splitlines()] == [f"Page {n}" for n in range(6)]
    assert process.returncode == 0


def test_a_signal_ends_a_wait_for_bytes(winnow):
    data = wacz(warc_gz(0, 3))
    process = winnow.start("--input", "warc", *JSONL)
    process.stdin.write(data[:data.index(b"pages/pages.jsonl") + 5])
    process.stdin.flush()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) != 0
