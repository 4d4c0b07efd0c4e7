"""The WARC files of an archive: they follow the grammar and the examples of the standard (WARC 1.1,
ISO 28500:2017), and another program can read them."""

import gzip
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import zlib

import pytest

from conftest import ROOT
from fault_server import page

WARCIO = "warcio@2.4.11"
BODY = page("Alpha")
AGAIN = page("Beta")


@pytest.fixture
def written(archive, server, host):
    """A file with a response, a 304, the same body again, and a body that was compressed."""
    with open(archive.folder / "winnow.conf", "a") as conf:
        conf.write("warc-revisits: yes\n")
    urls = [server.url(host, path) for path in ("/a", "/b", "/c")]
    server.set_page(host, "/a", BODY, ETag='"1"')
    server.set_page(host, "/b", AGAIN)
    server.set_page(host, "/c", gzip.compress(page("Gamma")), Content_Encoding="gzip")
    assert archive.refresh(urls=urls).code == 0
    server.set_page(host, "/a", b"", 304, ETag='"1"')
    assert archive.refresh().code == 0
    (path,) = (archive.folder / "warc").iterdir()
    return path


def test_unchanged_pages_cost_no_record(archive, server, host):
    """A 304 and the same bytes are rows; the archive hardly grows."""
    urls = [server.url(host, f"/{n}") for n in range(200)]
    for n, url in enumerate(urls):
        server.set_page(host, f"/{n}", page(f"Page {n}"), ETag=f'"{n}"')
    assert archive.refresh(urls=urls).code == 0
    before, size = records_of(*(archive.folder / "warc").iterdir()), size_of(archive.folder)
    for n, url in enumerate(urls):
        if n % 2:
            server.set_page(host, f"/{n}", b"", 304, ETag=f'"{n}"')
    done = archive.refresh("-v")
    assert "0 changed, 200 unchanged" in done.err
    (path,) = (archive.folder / "warc").iterdir()
    assert len(records_of(path)) == len(before)
    assert size_of(archive.folder) - size < 20_000


def members(data):
    """The decompressed gzip members."""
    while data:
        unpack = zlib.decompressobj(31)
        yield unpack.decompress(data)
        assert unpack.eof
        data = unpack.unused_data


class Record:
    """One record, parsed strictly by the grammar."""

    def __init__(self, data):
        head, blank, rest = data.partition(b"\r\n\r\n")
        version, *lines = head.decode().split("\r\n")
        assert version == "WARC/1.1" and blank
        self.fields = {}
        for line in lines:
            name, colon, value = line.partition(": ")
            assert colon and re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name)
            assert name not in self.fields and value == value.strip() and "\n" not in value
            self.fields[name] = value
        self.block = rest[:-4]
        assert rest[-4:] == b"\r\n\r\n" and len(self.block) == int(self["Content-Length"])
        assert re.fullmatch(r"<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}"
                            r"-[0-9a-f]{12}>", self["WARC-Record-ID"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", self["WARC-Date"])

    def __getitem__(self, name):
        return self.fields[name]

    def payload(self):
        return self.block.partition(b"\r\n\r\n")[2]


def size_of(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def records_of(path):
    return [Record(member) for member in members(path.read_bytes())]


def test_each_record_is_a_gzip_member_and_follows_the_grammar(written):
    records = records_of(written)
    assert [r["WARC-Type"] for r in records] == [
        "warcinfo", *["request", "response"] * 3, *["request", "revisit"] * 3]
    assert len({r["WARC-Record-ID"] for r in records}) == len(records)
    info = records[0]
    assert info["WARC-Filename"] == written.name
    assert info["Content-Type"] == "application/warc-fields"
    fields = dict(line.split(": ", 1) for line in info.block.decode().rstrip("\r\n").split("\r\n"))
    assert fields["format"] == "WARC File Format 1.1" and fields["software"].startswith("winnow/")
    for request, answer in zip(records[1::2], records[2::2]):
        assert request["WARC-Concurrent-To"] == answer["WARC-Record-ID"]
        assert request["WARC-Target-URI"] == answer["WARC-Target-URI"]
        assert request["Content-Type"] == "application/http;msgtype=request"
        assert answer["Content-Type"] == "application/http;msgtype=response"
        assert request.block.startswith(b"GET /") and request.block.endswith(b"\r\n\r\n")


def test_payload_digests_are_correct(written, archive, server, host):
    for record in records_of(written)[2:8:2]:
        digest = hashlib.sha256(record.payload()).hexdigest()
        assert record["WARC-Payload-Digest"] == f"sha256:{digest}"
        assert f"Content-Length: {len(record.payload())}\r\n" in record.block.decode()
    shown = [json.loads(line) for line in archive.run("export").out.splitlines()]
    assert {row["raw_sha256"] for row in shown} == {
        hashlib.sha256(body).hexdigest() for body in (BODY, AGAIN, page("Gamma"))}


EXAMPLE = """\
WARC/1.1\r
WARC-Type: revisit\r
WARC-Record-ID: <urn:uuid:ID>\r
WARC-Date: 2025-01-03T00:00:00Z\r
WARC-Target-URI: {url}\r
WARC-Profile: http://netpreserve.org/warc/1.1/revisit/{profile}\r
WARC-Refers-To-Target-URI: {url}\r
WARC-Refers-To-Date: 2025-01-02T00:00:00Z\r
WARC-Payload-Digest: sha256:{sha256}\r
Content-Type: application/http;msgtype=response\r
Content-Length: {length}\r
\r
{head}\r\n\r\n"""


@pytest.mark.parametrize("path, body, profile, head", [
    ("/a", BODY, "server-not-modified",
     'HTTP/1.1 304 Some Reason\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 0\r\n'
     'ETag: "1"\r\n\r\n'),
    ("/b", AGAIN, "identical-payload-digest",
     "HTTP/1.1 200 Some Reason\r\nContent-Type: text/html; charset=utf-8\r\n"
     f"X-Crawl-Content-Length: {len(AGAIN)}\r\nContent-Length: 0\r\n\r\n"),
])
def test_revisit_records_are_like_the_examples_of_the_standard(written, server, host, path, body,
                                                           profile, head):
    url = server.url(host, path)
    (found,) = [member for member in members(written.read_bytes())
                if b"Type: revisit" in member and f"URI: {url}\r\n".encode() in member]
    found = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", found.decode())
    found = re.sub(r"T00:00:\d\dZ", "T00:00:00Z", found)  # the clock of the run advances
    assert found == EXAMPLE.format(url=url, profile=profile, head=head, length=len(head),
                                   sha256=hashlib.sha256(body).hexdigest())


def test_the_filter_reads_what_the_archive_writes(written, winnow):
    done = winnow("--input", "warc", "--format", "jsonl", written)
    assert done.statuses() == ["ok", "ok", "ok"]
    assert [record["title"] for record in done.records()] == ["Alpha", "Beta", "Gamma"]


# ---- another reader -------------------------------------------------------------------


@pytest.fixture(scope="session")
def warcio(pytestconfig):
    """The npm package warcio beside the program, if npm and its registry are available."""
    folder = pathlib.Path(pytestconfig.getoption("--winnow")).resolve().parent / "warcio"
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("npm is not installed")
    if not (folder / "node_modules/warcio").is_dir():
        done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund",
                               "--prefix", folder, WARCIO], capture_output=True, text=True,
                              timeout=120)
        if done.returncode:
            pytest.skip(f"npm install {WARCIO} failed: {done.stderr.strip()[-200:]}")

    def read(path):
        script = ROOT / "tests/e2e/warcio.mjs"
        done = subprocess.run(["node", script, folder, path], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        return [json.loads(line) for line in done.stdout.splitlines()]
    read.folder = folder
    return read


def test_warcio_reads_the_same_records(written, warcio):
    ours, theirs = records_of(written), warcio(written)
    assert [r["type"] for r in theirs] == [r["WARC-Type"] for r in ours]
    for mine, other in zip(ours, theirs):
        assert other["version"] == "WARC/1.1" and other["fields"] == {
            name.lower(): value for name, value in mine.fields.items()}
        if mine["WARC-Type"] == "response":
            assert other["http"] == "HTTP/1.1 200 Some Reason"
            assert f"sha256:{other['sha256']}" == mine["WARC-Payload-Digest"]
        if mine["WARC-Type"] == "revisit":
            assert other["size"] == 0


def test_warcio_indexes_the_file(written, warcio):
    done = subprocess.run([warcio.folder / "node_modules/.bin/warcio", "cdx-index", written],
                          capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and len(lines) == 6
    rows = [json.loads(line.split(" ", 2)[2]) for line in lines]
    data = written.read_bytes()
    for row in rows:
        at, size = int(row["offset"]), int(row["length"])
        assert Record(next(members(data[at:at + size])))["WARC-Target-URI"] == row["url"]
