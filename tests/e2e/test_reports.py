"""What a refresh reports of its changes, and the command that it runs."""

import json
import os
import subprocess
import xml.etree.ElementTree as ET

import pytest

from archives import Archive
from fault_server import SENTENCES, page

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def changed(archive, server, host):
    """An archive of a page that changes in the next run."""
    server.set_page(host, "/a", page("Alpha &amp; &lt;b&gt;"))
    archive.refresh(urls=[server.url(host, "/a")])
    server.set_page(host, "/a", page("Alpha &amp; &lt;b&gt;", *SENTENCES[:2], "A new end &amp; &lt;tag&gt;."))
    return archive


def test_a_report_for_mail_has_the_diff_and_is_empty_without_news(changed, server, host):
    done = changed.refresh("--report", "mail")
    assert done.out.startswith(f"{changed.folder}: 1 changed, 0 failed, 0 quarantined\n\nchanged: Alpha & <b>\n"
                               f"{server.url(host, '/a')}\n\n--- ")
    assert f"\n-{SENTENCES[2]}\n+A new end & <tag>.\n" in done.out
    assert changed.refresh("--report", "mail").out == ""
    server.set_page(host, "/a", b"", 500)
    assert "\n\nNew problems:\n" in changed.refresh("--report", "mail").out
    server.set_page(host, "/a", page("Alpha &amp; &lt;b&gt;", *SENTENCES[:2], "A new end &amp; &lt;tag&gt;."))
    assert "\n\nRecovered:\n" in changed.refresh("--report", "mail").out


def test_a_report_as_json(changed, server, host):
    report = json.loads(changed.refresh("--report", "json", urls=[server.url(host, "/lost")]).out)
    change, = report["changes"]
    assert (change["url"], change["title"], change["version"], change["previous"]) == (
        server.url(host, "/a"), "Alpha & <b>", 2, 1)
    assert f"-{SENTENCES[2]}\n+A new end & <tag>.\n" in change["diff"]
    problem, = report["problems"]
    assert (problem["kind"], problem["url"], report["changed"]) == ("failed", server.url(host, "/lost"), 1)
    report = json.loads(changed.refresh("--report", "json").out)
    assert (report["changes"], report["problems"], report["recovered"]) == ([], [], [])


def test_a_report_as_a_page_and_as_a_feed(changed, server, host, tmp_path):
    feed, html = tmp_path / "feed.xml", tmp_path / "page.html"
    done = changed.refresh("--report", "atom", "--report-file", feed, "--report-html", html)
    assert (done.out, done.err) == ("", "")
    assert "+A new end &amp; &lt;tag&gt;." in html.read_text()
    root = ET.parse(feed).getroot()
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2 and root.tag == ATOM + "feed"
    assert all(entry.find(ATOM + name) is not None for entry in entries for name in ("id", "title", "updated"))
    assert len({entry.find(ATOM + "id").text for entry in entries}) == 2
    newest = entries[0]
    assert newest.find(ATOM + "title").text == "Alpha & <b>"
    assert newest.find(ATOM + "link").get("href") == server.url(host, "/a")
    assert "+A new end &amp; &lt;tag&gt;." in newest.find(ATOM + "content").text
    before = feed.read_text()
    changed.refresh("--report", "atom", "--report-file", feed)
    assert feed.read_text() == before


def set_notify(archive, command):
    conf = archive.folder / "winnow.conf"
    lines = [line for line in conf.read_text().splitlines() if not line.startswith("notify:")]
    conf.write_text("\n".join([*lines, f"notify: {command}"]) + "\n")


def test_a_command_is_run_once_a_refresh_with_news(changed, tmp_path):
    set_notify(changed, f"cat >> {tmp_path}/got; ls -l /proc/self/fd | grep -c {changed.folder}/ >&2; true")
    done = changed.refresh()
    assert (done.out, done.err, done.code) == ("", "0\n", 0)
    assert json.loads((tmp_path / "got").read_text())["changes"][0]["version"] == 2
    assert changed.refresh().err == ""
    assert (tmp_path / "got").read_text().count("\n") == 1


def test_the_archive_is_not_locked_while_the_command_runs(changed):
    set_notify(changed, f"'{changed.winnow.program}' add {changed.folder} https://one.example/a")
    assert changed.refresh().err == "winnow: 1 added, 0 already in the archive\n"


def test_a_command_that_fails_or_reads_nothing_is_a_message(changed, server, host):
    set_notify(changed, "exit 3")
    done = changed.refresh()
    assert (done.err, done.code) == ("winnow: notify: exit 3: exit status 3\n", 0)
    server.set_page(host, "/a", page("Alpha &amp; &lt;b&gt;", *SENTENCES[:2], *(["A long text of the page."] * 20)))
    set_notify(changed, "kill -9 $$")
    assert changed.refresh().err == "winnow: notify: kill -9 $$: ended by signal 9\n"


def test_a_command_of_others_is_not_run(changed, tmp_path):
    set_notify(changed, f"touch {tmp_path}/got")
    os.chmod(changed.folder / "winnow.conf", 0o666)
    assert "winnow.conf belongs to another user, or others can write it" in changed.refresh().err
    assert not (tmp_path / "got").exists()


# ---- archives that move ------------------------------------------------------------------


def test_a_moved_archive_finds_what_was_moved_with_it(winnow, server, host, tmp_path):
    home = tmp_path / "here"
    (home / "rules").mkdir(parents=True)
    (home / "rules" / f"{host}.localhost.txt").write_text("strip: p:first-of-type\n")
    (home / "keys.txt").write_text("X-Mine: 7\n")
    made = winnow("refresh", "--init", home / "archive", "--allow-private", "--rules", home / "rules",
                  "--header", f"@{home}/keys.txt")
    assert made.code == 0
    conf = (home / "archive/winnow.conf").read_text()
    assert "rules: ../rules\n" in conf and "header: @../keys.txt\n" in conf
    home.rename(tmp_path / "there")
    server.set_page(host, "/a", page("Alpha"))
    archive = Archive(winnow, tmp_path / "there/archive")
    assert archive.refresh(urls=[server.url(host, "/a")], cwd="/").code == 0
    assert SENTENCES[0] not in archive.run("show", server.url(host, "/a")).out
    assert server.log(host)[0].header("x-mine") == "7"


@pytest.mark.parametrize("line, why", [
    ("rules: lost", "rules: {folder}/lost: No such file or directory"),
    ("header: @lost", "header: {folder}/lost: No such file or directory"),
    ("header: no colon", "no colon"),
    ("delay: soon", "--delay takes a number"),
])
def test_a_wrong_setting_is_named_with_its_line(archive, line, why):
    with open(archive.folder / "winnow.conf", "a") as conf:
        conf.write(line + "\n")
    number = len((archive.folder / "winnow.conf").read_text().splitlines())
    done = archive.refresh()
    assert done.code == 2
    assert done.err.startswith(f"winnow: {archive.folder}/winnow.conf:{number}: ")
    assert why.format(folder=archive.folder) in done.err


def test_secret_headers_are_sent_and_not_stored(archive, server, host):
    server.set_page(host, "/a", page("Alpha"))
    headers = ["X-Api-Key: k1", "X-Auth-Token: k2", "X-Mine: k3", "X-Plain: k4"]
    archive.refresh("--secret-header", "x-mine", *(word for h in headers for word in ("--header", h)),
                    urls=[server.url(host, "/a")])
    assert server.log(host)[0].header("x-api-key") == "k1" and server.log(host)[0].header("x-mine") == "k3"
    (warc,) = (archive.folder / "warc").iterdir()
    stored = subprocess.run(["zcat", warc], capture_output=True).stdout
    assert [stored.count(value) for value in (b"k1", b"k2", b"k3", b": k4")] == [0, 0, 0, 1]
