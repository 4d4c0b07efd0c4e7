"""An archive over weeks, with nginx and pages that change from day to day.

A page is a file, and so is a fault: next to p.html, the file p.html.500 makes nginx
answer 500, and p.html.moved makes it redirect to the front page.
"""

import os
import pathlib
import signal
import subprocess
import time
from collections import Counter

import pytest

from archives import OTHER
from conftest import ROOT, free_port
from fault_server import SENTENCES, page

SERVERS = """
limit_req_status 429;
server {{
    listen 127.0.0.1:{port} default_server;
    root {sites}/$folder;
    {faults}
}}
server {{ # knows no validators
    listen 127.0.0.1:{port};
    server_name plain.localhost;
    root {sites}/plain;
    etag off;
    add_header Last-Modified "";
}}
server {{ # Last-Modified alone
    listen 127.0.0.1:{port};
    server_name dated.localhost;
    root {sites}/dated;
    etag off;
}}
server {{ # ETag alone
    listen 127.0.0.1:{port};
    server_name tagged.localhost;
    root {sites}/tagged;
    add_header Last-Modified "";
}}
server {{ # has a page for every path
    listen 127.0.0.1:{port};
    server_name soft.localhost;
    root {sites}/soft;
    error_page 404 =200 /sorry.html;
}}
"""
STATUSES = (403, 404, 410, 500)
FAULTS = "\n".join([*(f"if (-f $request_filename.{n}) {{ return {n}; }}" for n in STATUSES),
                    "if (-f $request_filename.moved) { return 302 /; }",
                    "location = /busy.html { if (-f $request_filename.429) { return 429; }",
                    "add_header Retry-After 90000 always; }"])
ARTICLE = "body: article\nstrip: nav\n"


class Site:
    """The pages of one host, and the requests to it."""

    def __init__(self, nginx, name):
        self.nginx, self.name = nginx, name
        self.folder = nginx.sites / name
        self.folder.mkdir()
        self.clock = 0
        self.seen = 0

    def url(self, name):
        return f"http://{self.name}.localhost:{self.nginx.port}/{name}.html"

    def put(self, name, body):
        """Writes a file with a new modification time: servers distinguish versions by seconds."""
        self.clock += 1
        path = self.folder / f"{name}.html"
        path.write_bytes(body)
        os.utime(path, (1735689600 + self.clock, 1735689600 + self.clock))

    def write(self, name, *sentences):
        self.put(name, page(name.title(), *sentences))

    def mark(self, fault, *names):
        for name in names:
            (self.folder / f"{name}.html.{fault}").touch()

    def unmark(self, fault, *names):
        for name in names:
            (self.folder / f"{name}.html.{fault}").unlink()

    def requests(self):
        """(path, status) of the requests since the last call."""
        lines = [line.split("\t") for line in self.nginx.log.read_text().splitlines()]
        mine = [(line[3], int(line[4])) for line in lines
                if line[1] == f"{self.name}.localhost" and line[3] != "/robots.txt"]
        new, self.seen = mine[self.seen:], len(mine)
        return new


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    """An nginx with the servers above."""
    run = tmp_path_factory.mktemp("days")
    sites = run / "sites"
    sites.mkdir()
    port = free_port()
    (run / "http.conf").write_text(SERVERS.format(port=port, sites=sites, faults=FAULTS))
    subprocess.run([ROOT / "tests/site/serve.sh", run], check=True, capture_output=True)

    class Nginx:
        pass
    nginx = Nginx()
    nginx.port, nginx.sites, nginx.log = port, sites, run / "access.log"
    yield nginx
    os.kill(int((run / "nginx.pid").read_text()), signal.SIGTERM)


@pytest.fixture
def conf(archive, tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    with open(archive.folder / "winnow.conf", "a") as file:
        file.write(f"rules: {folder}\n")
    return folder


# ---- three weeks ----------------------------------------------------------------------


NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")


def sentences(name, more=""):
    return [f"{sentence} So it was told at {name}{more}." for sentence in (*SENTENCES, *OTHER)]


BELOW = ("The paper has a new dress, and we hope that its readers will like it as much as we do.",
         "Write to the editors if anything is missing, they are there every day until noon.")


def redesigned(name):
    more = " anew" if name == "alpha" else ""  # the text since the third day
    # Without a rule that matches, the box below is part of the text.
    box = b"</section><div>" + b"".join(b"<p>%s</p>" % s.encode() for s in BELOW) + b"</div>"
    return page(name.title(), *sentences(name, more)).replace(b"article>", b"section>").replace(
        b"</section>", box)


GUARD = (ROOT / "tests/fixtures/guard-page-is-blocked/page.html")


def test_three_weeks_of_a_site(archive, days, conf):
    """The output of each day is what cron would send by mail."""
    site = Site(days, "news")
    (conf / "news.localhost.txt").write_text(ARTICLE)
    site.put("index", page("Front", "The news of the harbour, every day."))
    for name in NAMES:
        site.write(name, *sentences(name))

    # 1: all pages are new. 2: nothing has changed.
    assert archive.refresh(urls=[site.url(name) for name in NAMES]).err == ""
    assert Counter(status for _, status in site.requests()) == {200: 6}
    first = archive.texts()
    assert archive.refresh().err == ""
    assert Counter(status for _, status in site.requests()) == {304: 6}

    # 3: one text changes, and one page outside its text.
    site.write("alpha", *sentences("alpha", " anew"))
    site.put("beta", page("Beta", *sentences("beta")).replace(b">News<", b">All news<"))
    done = archive.refresh("-v")
    assert "6 requested: 1 changed, 5 unchanged" in done.err and done.code == 0
    assert Counter(status for _, status in site.requests()) == {200: 2, 304: 4}
    second = archive.texts()
    assert [name for name in first if first[name] != second[name]] == [
        name for name in first if "alpha" in name]

    # 4: an error is reported once; 5: it continues without a report; 6: its end is reported.
    site.mark(500, "gamma")
    done = archive.refresh()
    assert done.err == f"winnow: {site.url('gamma')}: HTTP 500\n" and done.code == 1
    assert archive.refresh().err == ""
    site.unmark(500, "gamma")
    done = archive.refresh()
    assert done.err.count("\n") == 1 and "gamma.html: recovered (since 2025-01-05" in done.err
    assert done.code == 0

    # 7, 8: the first 404s of a page.
    (site.folder / "delta.html").rename(site.folder / "delta.away")
    assert archive.refresh().err == f"winnow: {site.url('delta')}: HTTP 404\n"
    assert archive.refresh().err == ""

    # 9: a redesign, and the third 404.
    for name in NAMES:
        if name != "delta":
            site.put(name, redesigned(name))
    done = archive.refresh()
    lines = sorted(done.err.splitlines())
    assert len(lines) == 3
    assert "5 pages of news.localhost: in quarantine: the body rule no longer matches" in lines[0]
    assert "delta.html: gone: HTTP 404" in lines[1]
    assert "likely redesign" in lines[2] and "news.localhost.txt:1: body has not matched since" in lines[2]
    assert "since 2025-01-10, on 5 of 5 pages" in lines[2] and "alpha.html" in lines[2]
    assert archive.texts() == second  # also the page that is gone keeps its text
    quarantine = archive.run("quarantine").out
    assert quarantine.count("  body  ") == 5 and "body: no match" in archive.run("health").out

    # 10: nothing new; 11: every page is a bot check.
    assert archive.refresh().err == ""
    for name in NAMES:
        if name != "delta":
            site.put(name, GUARD.read_bytes())
    done = archive.refresh()
    assert done.err.count("\n") == 1 and "5 pages of news.localhost: in quarantine: the page is an interstitial" in done.err
    assert archive.texts() == second and done.code == 1
    assert "  blocked  " in archive.run("quarantine").out

    # 12: the bot check is gone, and the rule is fixed. One line for each recovery.
    for name in NAMES:
        if name != "delta":
            site.put(name, redesigned(name))
    (conf / "news.localhost.txt").write_text("body: section\nbody: article\nstrip: nav\n")
    done = archive.refresh()
    assert done.code == 0 and done.err.count("recovered (since") == done.err.count("\n") == 2
    # Only the page that is gone, if it was due again: that depends on its address and so on the port.
    assert all("/delta.html  http  " in line for line in archive.run("quarantine").out.splitlines())
    assert archive.texts() == second

    # 13: a page is gone at once after 410. 14: the page that was gone comes back.
    site.mark(410, "epsilon")
    assert archive.refresh().err == f"winnow: {site.url('epsilon')}: gone: HTTP 410 (gone)\n"
    (site.folder / "delta.away").rename(site.folder / "delta.html")
    done = archive.refresh()
    assert "delta.html: recovered (since" in done.err and "gone: HTTP 404)" in done.err and done.err.count("\n") == 1
    assert " back" in archive.run("log", site.url("delta")).out

    # 15: a page redirects to the front page; 16: the server is down.
    site.mark("moved", "zeta")
    assert "soft 404: redirected to the site's front page" in archive.refresh().err
    site.mark(403, "alpha", "beta", "gamma", "delta")
    done = archive.refresh()
    assert "4 pages of news.localhost: HTTP 403" in done.err and done.err.count("\n") == 1
    assert archive.texts() == second

    # 17: after a redesign the text is permanently different.
    site.unmark(403, "alpha", "beta", "gamma", "delta")
    site.unmark("moved", "zeta")
    site.write("beta", *[f"Beta has moved, and has {n} lines more of which each is long enough."
                         for n in range(40)])
    assert "beta.html: in quarantine: " in archive.refresh().err
    for _ in range(3):
        assert archive.refresh().err == ""
    done = archive.refresh()
    assert "accepted: the same new text in 5 runs in a row" in done.err
    assert archive.run("log", site.url("beta")).out.splitlines()[-1].split()[3] == "accepted"
    assert "Beta has moved, and has 39 lines" in "".join(archive.texts().values())
    assert archive.run("fsck").code == 0


# ---- validators -----------------------------------------------------------------------


@pytest.mark.parametrize("host, unchanged, touched", [
    ("plain", 200, 200), ("dated", 304, 200), ("tagged", 304, 200)])
def test_servers_with_different_validators(archive, days, host, unchanged, touched):
    site = Site(days, host)
    site.write("a", *sentences("a"))
    archive.refresh(urls=[site.url("a")])
    text = archive.text()
    for _ in range(3):
        assert "1 unchanged" in archive.refresh("-v").err
    assert [status for _, status in site.requests()] == [200, *3 * [unchanged]]
    site.write("a", *sentences("a"))  # the same bytes with a new modification time
    assert "1 unchanged" in archive.refresh("-v").err
    assert "1 unchanged" in archive.refresh("-v").err
    assert [status for _, status in site.requests()] == [touched, unchanged]
    site.write("a", *sentences("a", " again"))
    assert "1 changed" in archive.refresh("-v").err
    assert archive.text() != text and len(archive.run("log", site.url("a")).out.splitlines()) == 2


def test_a_lost_body_is_fetched_without_validators(archive, days):
    site = Site(days, "torn")
    site.write("a", *sentences("a"))
    archive.refresh(urls=[site.url("a")])
    for file in (archive.folder / "warc").iterdir():
        file.unlink()
    done = archive.run("fsck")
    assert done.code == 1 and "are missing or truncated: 1 pages will be fetched again" in done.err
    assert archive.run("fsck").code == 0
    assert archive.refresh().code == 0
    assert [status for _, status in site.requests()] == [200, 200]
    assert archive.run("fsck").code == 0


# ---- soft 404s ------------------------------------------------------------------------


def test_a_site_that_has_a_page_for_every_path(archive, days):
    site = Site(days, "soft")
    site.put("sorry", page("Sorry", *OTHER, *OTHER))
    for name in ("a", "b"):
        site.write(name, *sentences(name))
    archive.refresh(urls=[site.url("a"), site.url("b")])
    site.requests()
    before = archive.texts()
    for name in ("a", "b"):
        (site.folder / f"{name}.html").unlink()
    done = archive.refresh()
    assert done.err.count("\n") == 1 and "2 pages of soft.localhost: in quarantine: soft 404" in done.err
    assert archive.texts() == before
    requests = [path for path, _ in site.requests()]
    assert len(requests) == 3 and sum("no-such-page" in path for path in requests) == 1


# ---- schedule -------------------------------------------------------------------------


def test_the_interval_adapts_to_changes(archive, days):
    site = Site(days, "paced")
    for name in ("still", "lively"):
        site.write(name, *sentences(name))
    archive.refresh(urls=[site.url("still"), site.url("lively")])
    requests = Counter()
    for hour in range(0, 60 * 24, 6):
        site.write("lively", *sentences("lively", f" at hour {hour}"))
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1735776000 + 3600 * hour))
        assert archive.winnow("refresh", archive.folder, "--now", now).code == 0
    requests = Counter(path for path, _ in site.requests())
    assert 200 <= requests["/lively.html"] <= 241
    assert 5 <= requests["/still.html"] <= 12


def test_the_longest_overdue_page_comes_first_and_the_rest_stays_due(archive, days):
    site = Site(days, "queue")
    for n in (5, 2, 7, 0, 1, 6, 3, 4):
        site.write(f"p{n}", *sentences(f"p{n}"))
        archive.winnow("refresh", archive.folder, "--now", f"2025-01-01T{n:02}:00:00Z", "--urls",
                       "-", stdin=site.url(f"p{n}"))
    site.requests()
    archive.day += 60
    done = archive.winnow("refresh", archive.folder, "--now", archive.now(), "--delay", "0.5",
                          "--max-runtime", "2s", "-v", patient=True)
    requests = [path for path, _ in site.requests()]
    assert done.code == 0 and 2 <= len(requests) < 8
    assert requests == [f"/p{n}.html" for n in range(len(requests))]
    archive.refresh("--due")
    assert [path for path, _ in site.requests()] == [f"/p{n}.html" for n in range(len(requests), 8)]


def test_retry_after_holds_over_several_runs(archive, days):
    site = Site(days, "busy")
    site.write("busy", *sentences("busy"))
    site.write("other", *sentences("other"))
    archive.refresh(urls=[site.url("busy"), site.url("other")])
    site.mark(429, "busy")
    site.requests()
    archive.refresh("--max-wait", "1")
    requests = len(site.requests())
    assert requests >= 1
    archive.day -= 1
    done = archive.refresh("--max-wait", "1", "-v")  # the same day: 25 hours have not passed
    assert site.requests() == [] and "2 postponed" in done.err
    site.unmark(429, "busy")
    archive.day += 1
    assert archive.refresh("--max-wait", "1").code == 0
    assert len(site.requests()) == 2


def test_a_host_that_is_down_is_skipped_for_a_while(archive):
    port = free_port()
    urls = [f"http://down.localhost:{port}/{n}" for n in range(3)]

    def refresh(minute, *args):
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1735776000 + 60 * minute))
        return archive.winnow("refresh", archive.folder, "--now", now, "--max-age", "0", "-v",
                              "--no-robots", *args)
    refresh(0, *archive_urls(archive, urls))
    assert "0 postponed" in refresh(1).err
    assert "3 postponed" in refresh(2).err  # a quarter of an hour after the second run
    assert "0 postponed" in refresh(20).err


def archive_urls(archive, urls):
    path = pathlib.Path(archive.folder).parent / "urls.txt"
    path.write_text("".join(f"{url}\n" for url in urls))
    return ("--urls", path)
