"""winnow refresh and its archive, over several days with a scripted site."""

import contextlib
import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import time

import pytest

from archives import OTHER, Archive
from conftest import wait_for
from fault_server import SENTENCES, page


def publish_two(server, host):
    """Publishes two pages and returns their URLs."""
    server.set_page(host, "/a", page("Alpha"))
    server.set_page(host, "/b", page("Beta"))
    return [server.url(host, "/a"), server.url(host, "/b")]


def test_a_folder_that_is_not_an_archive_is_an_error(winnow, tmp_path):
    done = winnow("refresh", tmp_path)
    assert done.code == 2 and "not a winnow archive" in done.err
    assert list(tmp_path.glob("*.db")) == []


def test_a_list_that_cannot_be_read_is_reported(archive, tmp_path):
    done = archive.run("refresh", "--urls", tmp_path)
    assert (done.err, done.code) == (f"winnow: --urls {tmp_path}: Is a directory\n", 1)


def test_an_archive_is_not_created_twice(archive):
    assert archive.winnow("refresh", "--init", archive.folder).code == 2


def test_the_text_tree_is_readable(archive, server, host):
    url = server.url(host, "/ok/news/a%20title?x=1")
    done = archive.refresh(urls=[url])
    assert (done.out, done.err, done.code) == ("", "", 0)
    ((name, text),) = archive.texts().items()
    assert name.startswith(f"{host}.localhost/ok-news-a-20title-") and name.endswith(".txt")
    assert text.startswith("Page news/a%20title\n\n" + SENTENCES[0])


def test_without_a_list_standard_input_is_not_read(archive, server, host):
    archive.refresh(urls=[server.url(host, "/ok/1")])
    process = archive.winnow.start("refresh", archive.folder, "--delay", "0")
    assert process.wait(timeout=30) == 0
    process.stdin.close()


def test_conditional_get(archive, server, host):
    modified = "Wed,  01 Jan 2025 00:00:00 +0000"  # not a valid ETag (RFC 9110): sent back unchanged
    server.set_page(host, "/a", page("Alpha"), ETag='W/"one"', Last_Modified=modified)
    archive.refresh(urls=[server.url(host, "/a")])
    server.set_page(host, "/a", b"", 304, ETag='W/"two"')
    done = archive.refresh("-v")
    assert done.code == 0 and "1 unchanged" in done.err
    archive.refresh()
    first, second, third = server.log(host)
    assert first.header("if-none-match") is None
    assert (second.header("if-none-match"), second.header("if-modified-since")) == (
        'W/"one"', modified)
    assert (third.header("if-none-match"), third.header("if-modified-since")) == (
        'W/"two"', modified)
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh()
    archive.refresh()
    assert server.log(host)[-1].header("if-none-match") is None
    assert server.log(host)[-1].header("if-modified-since") is None


def test_only_a_new_text_counts_as_a_change(archive, server, host):
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[server.url(host, "/a")])
    server.set_page(host, "/a", page("Alpha").replace(b"News</a>", b"Old news</a>"))
    assert "0 changed, 1 unchanged" in archive.refresh("-v").err
    server.set_page(host, "/a", page("Alpha", *OTHER))
    assert "1 changed" in archive.refresh("-v").err
    log = archive.run("log", server.url(host, "/a")).out.splitlines()
    assert [line.split()[2:4] for line in log] == [["1", "first"], ["2", "site"]]
    assert OTHER[0] in archive.text()
    assert SENTENCES[0] in archive.run("show", server.url(host, "/a"), "1").out
    for version in ("3x", "x", "-1", ""):
        assert archive.run("show", server.url(host, "/a"), version).code != 0
    diff = archive.run("diff", server.url(host, "/a"))
    assert f"-{SENTENCES[0]}\n+{OTHER[0]}\n" in diff.out and diff.code == 1


def test_a_changed_rule_cleans_stored_pages_again(archive, server, host, winnow, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    with open(archive.folder / "winnow.conf", "a") as conf:
        conf.write(f"rules: {rules}\n")
    url = server.url(host, "/ok/1")
    archive.refresh(urls=[url])
    requests = len(server.everything(host))
    (rules / f"{host}.localhost.txt").write_text("strip_line: /^Nobody/\n")
    dry = archive.run("reclean", "--dry-run", "--diff")
    assert "1 pages change, 0 become empty, 0 lose their title (of 1)\n" in dry.out
    assert f"-{SENTENCES[1]}\n" in dry.out and SENTENCES[1] in archive.text()
    archive.day -= 1
    archive.refresh("--due")
    assert SENTENCES[1] not in archive.text() and SENTENCES[0] in archive.text()
    assert len(server.everything(host)) == requests
    assert " rules  raw " in archive.run("log", url).out


@pytest.mark.parametrize("status, body, reason", [
    (500, page("Oh no"), "HTTP 500"),
    (403, page("Forbidden"), "HTTP 403"),
    (200, b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no main content found"),
    (200, page("Alpha", "Only this."), "% of the usual"),
    (200, page("Alpha", *[s + f" {n}" for n in range(40) for s in OTHER]), "% of the usual"),
])
def test_a_good_text_is_never_replaced_by_a_bad_one(archive, server, host, status, body, reason):
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[server.url(host, "/a")])
    before = archive.text()
    server.set_page(host, "/a", body, status)
    done = archive.refresh()
    assert done.err.count("\n") == 1 and reason in done.err and done.code == 1
    assert archive.refresh().err == ""  # reported once
    assert archive.text() == before
    assert reason in archive.run("quarantine").out
    server.set_page(host, "/a", page("Alpha"))
    done = archive.refresh()
    assert "recovered (since" in done.err and done.code == 0
    assert archive.run("quarantine").out == ""


def test_soft_404_by_redirect_to_the_front_page(archive, server, host):
    server.set_page(host, "/", page("Front", *OTHER))
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[server.url(host, "/a")])
    server.set_page(host, "/a", b"", 302, Location="/")
    assert "soft 404" in archive.refresh().err
    assert SENTENCES[0] in archive.text()


def test_soft_404_by_the_text_of_a_nonexistent_path(archive, server, host):
    sorry = page("Sorry", *OTHER)
    archive.refresh(urls=publish_two(server, host))
    server.set_fallback(host, sorry)
    server.set_page(host, "/a", sorry)
    server.set_page(host, "/b", sorry)
    done = archive.refresh()
    assert done.err.count("soft 404") == 1 and "2 pages" in done.err
    assert sum("no-such-page" in r.target for r in server.log(host)) == 1
    assert all(SENTENCES[0] in text for text in archive.texts().values())


def test_a_normal_page_needs_no_probe(archive, server, host):
    archive.refresh(urls=[server.url(host, "/ok/1")])
    archive.refresh()
    assert not any("no-such-page" in r.target for r in server.log(host))


def test_the_same_new_text_five_times_is_accepted(archive, server, host):
    url = server.url(host, "/a")
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[url])
    server.set_page(host, "/a", page("Alpha", *[f"{s} {n}" for n in range(4) for s in OTHER]))
    for _ in range(4):
        archive.refresh()
        assert SENTENCES[0] in archive.text()
    assert "five" in archive.refresh().err.replace("5", "five")
    assert f"{OTHER[0]} 3" in archive.text()
    assert "accepted" in archive.run("log", url).out


def test_accept_and_discard(archive, server, host):
    url = server.url(host, "/a")
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[url])
    server.set_page(host, "/a", page("Alpha", "A line."))
    archive.refresh()
    assert archive.run("quarantine", "--discard", url).code == 0
    assert archive.run("quarantine").out == ""
    assert archive.run("quarantine", "--accept", url).code == 1
    archive.refresh()
    assert archive.run("quarantine", "--accept", url).code == 0
    assert archive.text() == "Alpha\n\nA line.\n"
    assert archive.refresh().err == ""


def test_gone_and_back(archive, server, host):
    urls = publish_two(server, host)
    archive.refresh(urls=urls)
    server.set_page(host, "/a", b"", 410)
    server.set_page(host, "/b", b"", 404)
    outputs = [archive.refresh().err for _ in range(4)]
    assert "/a: gone" in outputs[0] and "/b: HTTP 404" in outputs[0]
    assert (outputs[1], outputs[3]) == ("", "") and "/b: gone" in outputs[2]
    assert len(archive.texts()) == 2
    server.set_page(host, "/a", page("Alpha"))
    assert "recovered (since" in archive.refresh().err
    assert "back" in archive.run("log", urls[0]).out


def test_a_redesign_is_reported_once(archive, server, host, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / f"{host}.localhost.txt").write_text("# the site\nbody: article\nstrip: .ad\n")
    with open(archive.folder / "winnow.conf", "a") as conf:
        conf.write(f"rules: {rules}\n")
    for n in range(4):
        server.set_page(host, f"/{n}", page(f"Page {n}"))
    archive.refresh(urls=[server.url(host, f"/{n}") for n in range(4)])
    assert archive.refresh().err == ""
    for n in range(4):
        server.set_page(host, f"/{n}", page(f"Page {n}").replace(b"article>", b"section>"))
    output = archive.refresh().err
    assert output.count("likely redesign") == 1 and f"{host}.localhost.txt:2" in output
    assert "likely redesign" not in archive.refresh().err
    health = archive.run("health").out
    assert "body: no match" in health and "strip" not in health
    archive.day += 91
    assert "strip: no match" in archive.run("health").out


def test_due_pages_are_fetched(archive, server, host):
    archive.refresh(urls=[server.url(host, "/ok/1")])
    requests = len(server.log(host))
    archive.winnow("refresh", archive.folder, "--now", archive.now())
    assert len(server.log(host)) == requests
    archive.day += 40
    archive.refresh("--due")
    assert len(server.log(host)) == requests + 1


def test_retry_after_applies_to_the_next_run(archive, server, host):
    server.set_page(host, "/a", b"", 429, Retry_After="7200")
    url = server.url(host, "/a")
    archive.refresh("--max-wait", "1", urls=[url])
    assert len(server.log(host)) == 1
    def at(hours):
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ",
                            time.gmtime(1735689600 + 86400 * archive.day + 3600 * hours))
        archive.winnow("refresh", archive.folder, "--max-age", "0", "--max-wait", "1", "--now", now)
        return len(server.log(host))
    assert at(1) == 1
    assert at(3) == 2


def test_two_refreshes_at_once(archive, server, host):
    archive.refresh(urls=[server.url(host, "/ok/1")])
    process = archive.winnow.start("refresh", archive.folder, "--urls", "-")
    process.stdin.write(server.url(host, "/sleep/1500").encode() + b"\n")
    process.stdin.close()
    process.stdin = None
    wait_for(lambda: any("sleep" in r.target for r in server.log(host)))
    second = archive.winnow("refresh", archive.folder)
    assert second.code == 75 and "locked by another winnow process" in second.err
    assert archive.winnow("refresh", archive.folder, "--wait").code == 0
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_fsck_repairs(archive, server, host):
    archive.refresh(urls=[server.url(host, "/ok/1"), server.url(host, "/ok/2")])
    texts = archive.texts()
    first, second = sorted(texts)
    (archive.folder / "text" / first).write_text("torn")
    (archive.folder / "text" / second).unlink()
    assert archive.run("fsck").code == 0
    assert archive.texts() == texts
    (warc,) = (archive.folder / "warc").iterdir()
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 0xFF
    warc.write_bytes(data)
    assert archive.run("fsck").code == 1
    archive.refresh()
    assert archive.run("fsck").code == 0


def test_warc_files_rotate_and_are_pruned(winnow, server, host, tmp_path):
    archive = Archive(winnow, tmp_path / "archive").init("--warc-size", "1K", "--keep", "2")
    for n in range(6):
        server.set_page(host, "/a", page(f"Alpha {n}", *OTHER[:2], f"Number {n} it is."))
        archive.refresh(urls=[server.url(host, "/a")] if not n else ())
    log = archive.run("log", server.url(host, "/a")).out
    assert [line.split()[2] for line in log.splitlines()] == ["5", "6"]
    assert len(list((archive.folder / "warc").iterdir())) <= 3
    assert archive.run("fsck").code == 0


def test_all_warc_files_of_a_batch_are_in_the_database(winnow, server, host, tmp_path):
    archive = Archive(winnow, tmp_path / "archive").init("--warc-size", "1K")
    archive.refresh(urls=[server.url(host, f"/ok/{n}") for n in range(5)])
    assert len(archive.warcs()) == 5 and archive.warcs() == archive.known_warcs()
    (archive.folder / "warc" / sorted(archive.warcs())[2]).unlink()
    lost = archive.refresh()
    assert "is missing: 1 pages will be fetched again" in lost.err
    assert archive.run("fsck").code == 0


def test_unknown_files_are_kept(archive, server, host):
    url = server.url(host, "/ok/1")
    archive.refresh(urls=[url])
    empty = archive.folder / "warc/winnow-20200101T000000Z-00000.warc.gz"
    empty.write_bytes(b"")
    (archive.folder / "warc/mine.warc.gz").write_bytes(b"mine")
    stray = archive.folder / "text" / f"{host}.localhost/mine.txt"
    stray.write_text("Mine.")
    fsck = archive.run("fsck")
    assert fsck.code == 0 and "mine.txt: no page of the archive has this text" in fsck.err
    assert len(archive.warcs()) == 3 and stray.read_text() == "Mine."
    archive.refresh("--max-age", "0")
    assert empty.read_bytes() == b"" and archive.run("fsck").code == 0
    (text,) = [path for path in stray.parent.iterdir() if path != stray]
    text.write_text("Changed by hand.")
    assert "kept as version 2" in archive.run("fsck").err and SENTENCES[0] in text.read_text()
    assert "Changed by hand." in archive.run("show", url, "2").out


def test_warc_records(archive, server, host):
    server.set_page(host, "/a", page("Alpha"), ETag='"1"')
    archive.refresh("--header", f"{host}.localhost=Cookie: secret=1", urls=[server.url(host, "/a")])
    server.set_page(host, "/a", b"", 304)
    archive.refresh("--warc-revisits")
    (warc,) = (archive.folder / "warc").iterdir()
    text = gzip.decompress(warc.read_bytes()).decode()
    assert text.startswith("WARC/1.1\r\nWARC-Type: warcinfo\r\n")
    assert [line.split()[1] for line in text.splitlines() if line.startswith("WARC-Type")] == [
        "warcinfo", "request", "response", "request", "revisit"]
    assert f"WARC-Refers-To-Target-URI: {server.url(host, '/a')}\r\n" in text
    assert "WARC-Refers-To-Date: 2025-01-02T00:00:0" in text
    assert "secret" not in text


@pytest.mark.parametrize("status, coding", [
    ("HTTP/1.1 200OK", None), ("HTTP/1.1 200OK", "Content-Encoding: gzip"),
    ("HTTP/1.1 200 OK", "Content-Encoding : gzip"), ("HTTP/1.1 200", "Content-Encoding:gzip")])
def test_odd_heads_are_read_back(archive, server, host, rules, status, coding):
    rules.write_text("strip: .ad\n")
    body = page("Alpha")
    body = gzip.compress(body) if coding else body
    head = [status, "Content-Type: text/html; charset=utf-8", *([coding] if coding else []),
            f"Content-Length: {len(body)}", "Connection: close", "", ""]
    server.set_raw(host, "/a", "\r\n".join(head).encode() + body)
    done = archive.refresh(urls=[server.url(host, "/a")])
    assert (done.err, done.code) == ("", 0) and SENTENCES[0] in archive.text()
    rules.write_text("body: article\n")  # the stored body is cleaned again
    done = archive.run("reclean")
    assert (done.err, done.code) == ("", 0)
    assert archive.run("fsck").code == 0 and SENTENCES[0] in archive.text()


def test_a_name_that_is_taken_is_longer(archive):
    """The first ten digits of the SHA-256 of these two URLs are the same."""
    urls = ("http://names.localhost:9/?id=528090", "http://names.localhost:9/?id=2096432")
    for url in urls:
        done = archive.refresh("--no-robots", urls=[url])
        assert "could not connect" in done.err or done.err == ""
    with contextlib.closing(sqlite3.connect(archive.folder / "winnow.db")) as database:
        rows = dict(database.execute("SELECT url, name FROM pages"))
    assert set(rows) == set(urls) and len(set(rows.values())) == 2
    assert len(rows[urls[1]]) == len(rows[urls[0]]) + 10


def test_forget_export_status(archive, server, host):
    urls = [server.url(host, "/ok/1"), server.url(host, "/ok/2")]
    archive.refresh(urls=urls)
    def exported(*args):
        return [json.loads(line)["url"] for line in archive.run("export", *args).out.splitlines()]

    assert exported("--format", "jsonl") == urls
    assert archive.run("forget", urls[0]).code == 0
    assert exported() == urls[1:]
    assert len(archive.texts()) == 1
    assert "pages        1\n" in archive.run("status").out
    assert archive.run("forget", urls[0]).code == 1


def test_the_html_report(archive, server, host, tmp_path):
    server.set_page(host, "/a", page("Alpha &amp; &lt;b>"))
    archive.refresh("--report-html", tmp_path / "r.html",
                    urls=[server.url(host, "/a"), server.url(host, "/nothing")])
    html = (tmp_path / "r.html").read_text()
    assert "Alpha &amp; &lt;b&gt;" in html and "HTTP 404" in html and "<svg" in html
    assert "<script" not in html and 'name="viewport"' in html


def test_a_rule_s_headers_are_sent(archive, server, host, rules):
    rules.write_text("http_header(X-Edition): print\n")
    archive.refresh(urls=[server.url(host, "/ok/1")])
    assert server.log(host)[0].header("x-edition") == "print"


def test_ftr_substring_matches_parts_of_class_names(archive, server, host, rules):
    rules.write_text("body: article\nstrip_id_or_class: pull\n")
    quoted = f"<p class=pullquote>{OTHER[0]}</p><p>".encode()
    server.set_page(host, "/a", page("Alpha").replace(b"<p>", quoted, 1))
    archive.refresh(urls=[server.url(host, "/a")])
    assert OTHER[0] in archive.text()
    assert archive.run("reclean", "--ftr-substring", "--dry-run").out.startswith("1 pages change")
    assert archive.refresh("--ftr-substring").err == ""
    assert OTHER[0] not in archive.text() and SENTENCES[0] in archive.text()


def test_health_lists_all_strip_directives(archive, server, host, rules):
    lines = ["strip: .met", "strip: .never-a", "strip: //div[contains(@class, 'met')]",
             "strip: //div[contains(@class, 'never-b')]", "strip_id_or_class: never-c",
             "strip_line: /^Nobody/", "strip_line: /^never-d/", "strip_after: .never-e",
             "strip_attr: //p/@class"]
    rules.write_text("body: article\n" + "".join(line + "\n" for line in lines))
    body = page("Alpha").replace(b"<h1>", b'<div class="met">Advertisement</div><h1>')
    server.set_page(host, "/a", body)
    archive.refresh(urls=[server.url(host, "/a")])
    assert archive.run("health").out == ""
    archive.day += 95
    server.set_page(host, "/a", body.replace(b"Alpha", b"Alpha again"))
    archive.refresh()
    output = archive.run("health").out
    assert re.findall("never-(.)", output) == list("abcde") and output.count("\n") == 5


def test_report_all_lists_open_problems(archive, server, host):
    urls = publish_two(server, host)
    archive.refresh(urls=urls)
    server.set_page(host, "/a", b"", 500)
    archive.refresh()
    assert archive.refresh().err == ""
    output = archive.refresh("--report", "all").err
    assert output == f"winnow: {urls[0]}: HTTP 500 (since 2025-01-03)\n"
    server.set_page(host, "/a", page("Alpha"))
    assert "recovered (since" in archive.refresh("--report", "all").err
    assert archive.refresh("--report", "all").err == ""


def test_a_rule_and_the_site_change_at_once(archive, server, host, rules):
    urls = [server.url(host, f"/{n}") for n in range(20)]
    for n in range(20):
        server.set_page(host, f"/{n}", page(f"Page {n}"))
    archive.refresh(urls=urls)
    rules.write_text("strip_line: /^Nobody/\n")
    for n in range(20):
        server.set_page(host, f"/{n}", page(f"Page {n}", *SENTENCES, f"New on {n}."))
    done = archive.refresh()
    assert (done.err, done.code) == ("", 0)
    assert all("New on " in text and SENTENCES[1] not in text for text in archive.texts().values())
    assert archive.run("fsck").code == 0 and "unchanged" in archive.refresh("-v").err


def test_reclean_of_one_host(archive, server, host, rules):
    urls = [server.url(host, "/ok/1"), server.url(host + "-b", "/ok/1")]
    archive.refresh(urls=urls)
    (rules.parent / "default.txt").write_text("strip_line: /^Nobody/\n")
    assert "(of 2)" in archive.run("reclean", "--dry-run").out
    assert "1 pages change" in archive.run("reclean", "--host", f"{host}.localhost").out
    texts = archive.texts()
    assert [SENTENCES[1] in texts[name] for name in sorted(texts)] == [True, False]


# ---- damaged archives -----------------------------------------------------------------


@pytest.mark.parametrize("line, message", [
    ("delai: 2", 'unknown setting "delai"'), ("delay: two", "--delay takes a number"),
    ("no colon here", "missing colon; expected NAME: VALUE"), ("allow-private: maybe", "expected yes or no"),
    ("urls: x", 'unknown setting "urls"'), ("keep: 0", "--keep takes a number"),
])
def test_an_error_in_the_settings_is_reported_with_its_line(archive, line, message):
    with open(archive.folder / "winnow.conf", "a") as conf:
        conf.write(f"# a word\n{line}\n")
    number = len((archive.folder / "winnow.conf").read_text().splitlines())
    done = archive.refresh()
    assert done.code == 2 and done.err.startswith(f"winnow: {archive.folder}/winnow.conf:{number}: ")
    assert message in done.err and done.err.count("\n") == 1


def test_settings_that_are_too_long_are_an_error(archive):
    with open(archive.folder / "winnow.conf", "a") as conf:
        conf.write("#" * (1 << 20) + "\nno setting\n")
    done = archive.run("refresh")
    assert (done.err, done.code) == (
        f"winnow: {archive.folder}/winnow.conf: over 1048576 bytes\n", 2)


def damage(rows):
    rows.write_bytes(b"no database at all" * 1000)


def rename(rows):
    rows.rename(rows.with_suffix(".bak"))


def make_newer(rows):
    db = sqlite3.connect(rows)
    db.execute("PRAGMA user_version = 99")
    db.commit()
    db.close()


@pytest.mark.parametrize("what, message", [
    (damage, "file is not a database; restore it from a backup"),
    (rename, "winnow.db is missing; restore it from a backup"),
    (make_newer, "winnow.db was written by a newer version of winnow (schema version 99"),
])
@pytest.mark.parametrize("verb", ["refresh", "status", "fsck"])
def test_a_database_that_cannot_be_read(archive, verb, what, message):
    what(archive.folder / "winnow.db")
    done = archive.winnow(verb, archive.folder, patient=True)
    assert done.code == 2 and done.err.count("\n") == 1 and message in done.err
    assert done.err.startswith(f"winnow: {archive.folder}: ")


@pytest.mark.parametrize("left", [0, 0.5])
def test_pages_of_a_lost_warc_file_are_fetched_again(archive, server, host, left):
    server.set_page(host, "/a", page("Alpha"), ETag='"1"')
    archive.refresh(urls=[server.url(host, "/a")])
    (warc,) = (archive.folder / "warc").iterdir()
    if left:
        warc.write_bytes(warc.read_bytes()[:int(warc.stat().st_size * left)])
    else:
        warc.unlink()
    done = archive.refresh()
    assert "1 pages will be fetched again" in done.err and done.code == 0
    assert server.log(host)[-1].header("if-none-match") is None
    assert archive.run("fsck").code == 0 and archive.refresh().err == ""


def test_a_page_whose_stored_body_cannot_be_read_is_fetched_again(archive, server, host, rules):
    server.set_page(host, "/a", page("Alpha"), ETag='"1"')
    archive.refresh(urls=[server.url(host, "/a")])
    (warc,) = (archive.folder / "warc").iterdir()
    data = bytearray(warc.read_bytes())
    data[-200:-100] = bytes(100)
    warc.write_bytes(data)
    rules.write_text("strip_line: /^Nobody/\n")
    archive.day -= 1
    done = archive.refresh("--due")
    assert done.code == 1 and "the page will be fetched again" in done.err
    assert done.err.count("\n") == 1 and SENTENCES[1] in archive.text()
    done = archive.refresh("--due")
    assert (done.err, done.code) == ("", 0) and SENTENCES[1] not in archive.text()
    assert server.log(host)[-1].header("if-none-match") is None
    assert archive.run("fsck").code == 0


def test_an_invalid_line_of_a_list_is_reported_once(archive, server, host):
    urls = [server.url(host, "/ok/1"), "not a url"]
    assert archive.refresh(urls=urls).err.startswith("winnow: not a url: not a URL")
    assert archive.refresh(urls=urls).err == ""
    done = archive.refresh(urls=urls[:1])
    assert "not a url: recovered (since" in done.err and done.code == 0


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="needs setpriv")
def test_an_archive_without_write_permission(archive, server, host):
    archive.refresh(urls=[server.url(host, "/ok/1")])
    other = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    for path in [archive.folder, *archive.folder.rglob("*"), *archive.folder.parents][:-1]:
        if path.is_relative_to(archive.folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        elif path.stat().st_uid == os.geteuid():
            path.chmod(path.stat().st_mode | 0o055)

    def run(*args):
        return subprocess.run([*other, archive.winnow.program, *args], capture_output=True,
                              text=True, env=archive.winnow.env)
    url = server.url(host, "/ok/1")
    for verb, *args in (["log", url], ["show", url], ["quarantine"], ["health"], ["status"]):
        done = run(verb, archive.folder, *args)
        assert (done.stderr, done.returncode) == ("", 0), verb
    assert SENTENCES[0] in run("show", archive.folder, url).stdout
    done = run("refresh", archive.folder)
    assert done.returncode in (1, 2) and done.stderr.count("\n") == 1, done.stderr
    assert str(archive.folder) in done.stderr


# ---- secrets --------------------------------------------------------------------------


@pytest.mark.parametrize("args, is_secret", [
    (["--header", "a.example=Authorization: Bearer abc"], True), (["--proxy", "http://me:pw@proxy.example:3128"], True),
    (["--header", "@headers"], False), (["--proxy", "http://proxy.example:3128"], False), ([], False)])
def test_settings_with_secrets_are_for_their_owner(winnow, tmp_path, args, is_secret):
    (tmp_path / "headers").write_text("a.example=Authorization: Bearer abc\n")
    done = winnow("refresh", "--init", "pages", *args, cwd=tmp_path, patient=True)
    assert done.code == 0, done.err
    conf = tmp_path / "pages/winnow.conf"
    assert conf.stat().st_mode & 0o077 == (0 if is_secret else 0o044)
    assert ("only you can read it" in done.err) == is_secret
    conf.chmod(0o644)
    done = winnow("refresh", "pages", cwd=tmp_path, patient=True)
    assert ("winnow.conf has headers or a password, and other users can read it; chmod 600" in done.err) == is_secret
    conf.chmod(0o600)
    assert "chmod" not in winnow("refresh", "pages", cwd=tmp_path, patient=True).err
    if args[1:] == ["@headers"]:
        assert "header: @../headers\n" in conf.read_text() and "Bearer" not in conf.read_text()
        assert winnow("refresh", "pages", cwd=tmp_path, patient=True).code == 0
