"""Very many pages in one run, with errors and one percent of hostile pages."""

import gzip
import json
import os
import pathlib
import signal
import subprocess
import threading

import pytest

from attacks import ATTACKS, page_of
from conftest import ROOT, SHARED, status_of, wait_for

HOSTILE = ["div", "ul-li", "b-class", "font-id", "html-attributes", "span-x", "form-div", "a-div"]
KINDS = 400  # the list of pages repeats after this many

# Paths of the server, and the statuses that their records may have.
ERRORS = [
    ("missing", "return 404;", {"http"}), ("gone", "return 410;", {"gone"}),
    ("broken", "return 500;", {"http"}), ("silent", "return 444;", {"network"}),
    ("nowhere", "return 302 file:///etc/passwd;", {"refused"}),
    ("loop", "return 302 $request_uri;", {"http"}),
    ("nothing", "return 204;", {"empty"}),
    ("picture", "default_type image/png; return 200 x;", {"unsupported"}),
]
WELL = {"ok", "empty", "blocked"}


def corpus():
    """Pages next to the checkout, or the fixtures."""
    pages = sorted((SHARED / "corpus/wcxb-dev/html").glob("*.html.gz"))[:KINDS]
    pages = pages or sorted((ROOT / "tests/fixtures").glob("*/page.html"))
    for page in pages:
        data = page.read_bytes()
        yield gzip.decompress(data) if page.suffix == ".gz" else data


@pytest.fixture
def site(tmp_path):
    """A server with all of these; yields [(URL, statuses)] in request order."""
    run = tmp_path / "nginx"
    (run / "pages").mkdir(parents=True)
    for folder in (tmp_path, run, run / "pages"):
        folder.chmod(0o755)
    pages = list(corpus())
    asked = []
    for i in range(KINDS):
        if i % 100 == 50:
            name = HOSTILE[i // 100 % len(HOSTILE)]
            (run / f"pages/{i}.html").write_text(page_of(name))
            asked.append((f"/load/{i}.html", ATTACKS[name][1]))
        elif i % 40 == 7:
            name, _, statuses = ERRORS[i // 40 % len(ERRORS)]
            asked.append((f"/{name}", statuses))
        else:
            (run / f"pages/{i}.html").write_bytes(pages[i % len(pages)])
            asked.append((f"/load/{i}.html", WELL))
    (run / "server.conf").write_text(
        f"access_log off;\nlocation /load/ {{ alias {run}/pages/; }}\n"
        + "".join(f"location = /{name} {{ {answer} }}\n" for name, answer, _ in ERRORS))
    port = subprocess.run([ROOT / "tests/site/serve.sh", run], check=True, capture_output=True,
                          text=True).stdout.strip()
    yield [(f"http://load.localhost:{port}{path}", statuses) for path, statuses in asked]
    os.kill(int((run / "nginx.pid").read_text()), signal.SIGTERM)


def children(pid):
    return pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def zombies(pid):
    states = []
    for child in children(pid):
        try:
            states.append(pathlib.Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0])
        except FileNotFoundError:
            pass
    return states.count("Z")


@pytest.mark.measured
@pytest.mark.parametrize("count", [800, pytest.param(100_000, marks=pytest.mark.deep)])
def test_load(winnow, site, count):
    process = winnow.start("--allow-private", "--no-robots", "--delay", "0", "--connections", "16",
                           "--retries", "0", "--page-seconds", "0.5", "--workers", "2",
                           "--format", "jsonl", stderr=subprocess.DEVNULL)

    def feed():
        for i in range(count):
            url, _ = site[i % len(site)]
            process.stdin.write(f"{url}?{i}\n".encode())
        process.stdin.close()

    threading.Thread(target=feed, daemon=True).start()
    peak = {}
    for i, line in enumerate(process.stdout):
        record = json.loads(line)
        url, statuses = site[i % len(site)]
        assert record["url"] == f"{url}?{i}", "lost, doubled or out of order"
        assert record["status"] in statuses, (record["url"], record["status"], record["error"])
        assert (record["error"] is None) == (record["status"] == "ok")
        if i in (count // 3, count - count // 10):
            peak[i] = status_of(process.pid, "VmHWM")
            assert len(children(process.pid)) <= 2
            assert len(os.listdir(f"/proc/{process.pid}/fd")) < 100
            wait_for(lambda: zombies(process.pid) == 0)
    assert i == count - 1
    assert process.wait(60) == 1
    early, late = peak.values()
    assert late < early + 32 * 1024, "kB; the window's pages differ, and no more than that"
    assert late < 128 * 1024, "kB; 16 MB of pages wait at most, and 16 more are on their way"


@pytest.mark.measured
@pytest.mark.parametrize("folder, pages_max, peak_max", [
    ("", 300, 128), pytest.param("/nowhere", 150, 256, marks=pytest.mark.deep)], ids=["on-disk", "in-memory"])
def test_results_that_wait_for_a_slow_page_are_limited(winnow, server, host, tmp_path, folder, pages_max, peak_max):
    """300 MB of text are available while the first URL is delayed. 16 MB of them wait in memory and the others
    in a file; where there can be none, 64 MB wait in memory, and then no more is asked for."""
    server.set_page(host, "/large", (("A sentence of a large page. " * 36 + "\n") * 1000).encode(), Content_Type="text/plain")
    process = winnow.start("--allow-private", "--no-robots", "--delay", "0", "--connections", "8",
                           "--format", "jsonl", stderr=subprocess.DEVNULL, env={"TMPDIR": folder or str(tmp_path)})
    urls = [server.url(host + "-slow", "/sleep/8000")] + [server.url(host, f"/large?{i}") for i in range(300)]
    process.stdin.write("".join(f"{url}\n" for url in urls).encode())
    process.stdin.close()
    peak = 0
    for i, line in enumerate(process.stdout):
        record = json.loads(line)
        assert (record["url"], record["status"]) == (urls[i], "ok")
        if i == 0:
            asked = len(server.log(host))
        if i < 290:
            peak = max(peak, status_of(process.pid, "VmHWM"))
    assert i == 300 and process.wait(60) == 0
    assert asked <= pages_max and peak < peak_max * 1024, (asked, peak)
