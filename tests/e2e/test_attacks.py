"""Hostile pages: each one ends by its deadline or is cleaned correctly, and other pages are not affected."""

import pathlib

import bombs
import pytest

from attacks import ATTACKS, LARGE, MB, other_page, page_of
from conftest import status_of, wait_for
from fault_server import page
from pages import article

QUICK = ["--page-seconds", "0.5", "--format", "jsonl"]


def write(folder, name, html):
    path = folder / name
    path.write_bytes(html.encode())
    return path


def assert_complete(record, number):
    assert record["status"] == "ok"
    assert record["text"].splitlines()[-1].startswith(f"The sentence of number {number} stands here")


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(winnow, tmp_path, name):
    """One worker cleans a page, the attack, and another page."""
    pages = [write(tmp_path, "before.html", other_page(1)), write(tmp_path, "attack.html", page_of(name)),
             write(tmp_path, "after.html", other_page(2))]
    result = winnow("--workers", "1", "--max-bytes", "100M", *QUICK, *pages, timeout=60)
    before, attack, after = result.records()
    assert_complete(before, 1)
    assert attack["status"] in ATTACKS[name][1], attack["error"]
    assert_complete(after, 2)
    assert result.code == {"ok": 0, "empty": 3}.get(attack["status"], 1)


@pytest.mark.measured
def test_all_attacks_at_once_end_by_their_deadlines(winnow, tmp_path):
    """The run takes no longer than the sum of the deadlines."""
    import os
    import resource
    pages = []
    for number, name in enumerate(ATTACKS):
        pages += [write(tmp_path, f"{number}.html", page_of(name)),
                  write(tmp_path, f"{number}-after.html", other_page(number))]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = winnow("--max-bytes", "100M", "--workers", "2", *QUICK, *pages, timeout=120)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    records = result.records()
    for number, name in enumerate(ATTACKS):
        assert records[2 * number]["status"] in ATTACKS[name][1]
        assert_complete(records[2 * number + 1], number)
    # The parent waits 0.1 s longer for each page; the rest is input and output.
    assert used.ru_utime - before.ru_utime < len(ATTACKS) * (0.5 * 1.1 + 0.1 + 0.2)
    assert not [f for f in os.listdir(tmp_path) if f.startswith("core")]


@pytest.mark.parametrize("name", sorted(LARGE))
def test_pages_that_are_too_large_are_not_parsed(winnow, tmp_path, name):
    attack = write(tmp_path, "attack.html", page_of(name))
    result = winnow(*QUICK, attack, write(tmp_path, "after.html", other_page(2)))
    assert result.statuses() == ["too-large", "ok"]
    assert result.code == 1


# ---- bombs ----------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("limit", [[], ["--max-bytes", "100M"]], ids=["10M", "100M"])
def test_bomb(winnow, server, host, coding, limit):
    """200 MB compressed to 200 kB or less."""
    body = bombs.bomb(coding, 200 * MB)
    assert len(body) < 400_000
    server.set_page(host, "/bomb", body, Content_Encoding=coding, Content_Length=len(body))
    urls = [server.url(host, path) for path in ("/ok/1", "/bomb", "/ok/2")]
    result = winnow.list(urls, *QUICK, *limit)
    assert result.statuses() == ["ok", "too-large", "ok"]
    assert result.records()[2]["text"] == article("Page 2")


# ---- rules that take too long ---------------------------------------------------------


@pytest.mark.parametrize("rule", [
    "strip_line: /(a+)+$/", "replace_line(/(a|aa)+$/): b", "strip: p:has-text(/(a+)+$/)",
    "strip_lines(/(a+)+$/): /^z$/",
])
@pytest.mark.parametrize("lines", [1, 3000])
def test_a_rule_that_takes_too_long(winnow, tmp_path, rule, lines):
    rules = write(tmp_path, "rule.txt", rule + "\n")
    text = "".join(f"<p>{'a' * 40}{number}! And a sentence that is to be read.</p>" for number in range(lines))
    attack = write(tmp_path, "attack.html", f"<article>{text}</article>")
    after = write(tmp_path, "after.html", other_page(2))
    result = winnow("--rule", rules, "--workers", "1", *QUICK, attack, after, timeout=60)
    record, well = result.records()
    assert record["status"] in ("ok", "budget")
    assert_complete(well, 2)


@pytest.mark.parametrize("rule", ["p:nth-child(2n+1)", "p:nth-last-of-type(2n)", "p:not(:first-child):nth-child(2n)"])
def test_siblings_are_numbered_once(winnow, tmp_path, rule):
    rules = write(tmp_path, "rule.txt", f"body: article\nstrip: {rule}\nprune: no\n")
    text = "".join(f"<p>Sentence {number} is one of many.</p>" for number in range(20_000))
    page = write(tmp_path, "page.html", f"<article>{text}</article>")
    record, = winnow("--rule", rules, "--format", "jsonl", page).records()
    assert record["status"] == "ok"
    assert record["text"].count("is one of many") == 10_000


# ---- memory ---------------------------------------------------------------------------


def test_page_memory(winnow, server, host):
    server.set_page(host, "/large", page("Large", *["A line of some words."] * 20_000))
    url = server.url(host, "/large")
    assert winnow(url, *QUICK, "--page-seconds", "10").statuses() == ["ok"]
    result = winnow(url, *QUICK, "--page-seconds", "10", "--page-memory", "1M")
    assert result.statuses() == ["budget"]
    assert result.err == f"winnow: {url}: the page took more memory than a page may; --page-memory sets the limit\n"


@pytest.mark.measured
def test_a_worker_frees_the_memory_of_a_page(winnow, tmp_path):
    """It keeps no more for the next page than most pages need."""
    pages = []
    for name in ("font-id", "div", "one-line"):
        pages += [write(tmp_path, f"{name}.html", page_of(name)), write(tmp_path, f"{name}-after.html", other_page(1))]
    process = winnow.start("--workers", "1", "--max-bytes", "100M", *QUICK, "--input", "html", *pages, "-", stderr=None)
    for _ in pages:
        process.stdout.readline()
    worker, = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    wait_for(lambda: status_of(worker, "VmRSS") < 80 * 1024)
    process.communicate(b"<p>The end.")
