"""`winnow demo`: the site that it serves, what it refuses, and the files that it saves."""

import http.client
import os
import signal
import socket

import pytest

from conftest import ROOT
from demo import Demo

SITE = ROOT / "src/demo"


@pytest.fixture(scope="module")
def demo(tmp_path_factory, pytestconfig):
    from conftest import Winnow
    demo = Demo(Winnow(pytestconfig.getoption("--winnow"), tmp_path_factory.mktemp("home")), "--port", "0")
    yield demo
    assert demo.stop()[1:] == ("", 0)


def ask(demo, path, method="GET", host=None, body=None, headers={}):
    connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=20)
    host = f"harbour.localhost:{demo.port}" if host is None else host
    connection.request(method, path, body, {"Host": host, **headers})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def with_port(demo, path):
    return path.read_bytes().replace(b":8417", f":{demo.port}".encode())


def test_the_list_has_pages_that_winnow_cleans(winnow, demo):
    links = winnow("links", "--no-robots", demo.url("", "/"), patient=True).out
    listed = [line for line in (SITE / "urls.txt").read_text().splitlines() if line[0] != "#"]
    assert links.replace(f":{demo.port}", ":8417").split() == listed
    result = winnow("--allow-private", "--format", "jsonl", stdin=links)
    assert result.statuses() == ["ok"] * len(listed) and result.code == 0


def test_every_file_is_served_with_its_type(demo):
    for host, path, kind in [("harbour", "/timetable.html", "text/html"), ("harbour", "/feed.xml", "text/xml"),
                             ("harbour", "/style.css", "text/css; charset=utf-8"),
                             ("harbour", "/i/quay.svg", "image/svg+xml"),
                             ("kelp", "/sharpening.html", "text/html")]:
        status, headers, body = ask(demo, path, host=f"{host}.localhost")
        assert (status, headers["Content-Type"]) == (200, kind)
        assert body == with_port(demo, SITE / host / path[1:])


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:99", "[::1]", "[::1]:80"])
def test_the_top_site_has_all_names_of_loopback(demo, host):
    assert ask(demo, "/", host=host)[2] == ask(demo, "/index.html", host=host)[2] == with_port(demo, SITE / "index.html")


@pytest.mark.parametrize("host", ["harbour.example", "evil.example:8417", "notlocalhost", ".localhost",
                                  "localhost.evil.example", "harbour.localhost.", "", "1.2.3.4"])
def test_other_names_are_refused(demo, host):
    status, _, body = ask(demo, "/timetable.html", host=host)
    assert (status, b"Ferry" in body) == (421, False)


@pytest.mark.parametrize("path", ["/nothing", "/../kelp/sharpening.html", "/%2e%2e/kelp/sharpening.html", "//timetable.html",
                                  "/news", "/news/", "/timetable.html/", "/../../../etc/passwd", "/."])
def test_a_missing_page_is_a_404_with_the_page_of_the_site(demo, path):
    status, _, body = ask(demo, path)
    assert (status, body) == (404, with_port(demo, SITE / "harbour/404.html"))
    assert ask(demo, path, host="kelp.localhost")[::2] == (404, b"Not found\n")
    assert ask(demo, "/timetable.html", host="nobody.localhost")[::2] == (404, b"Not found\n")


def test_only_get_and_head_are_allowed(demo):
    status, headers, body = ask(demo, "/timetable.html", "HEAD")
    assert (status, body, int(headers["Content-Length"])) == (200, b"", len(with_port(demo, SITE / "harbour/timetable.html")))
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "BREW"):
        status, headers, _ = ask(demo, "/timetable.html", method, body=b"x" * 100)
        assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_scripts_and_type_sniffing_are_disabled(demo):
    _, headers, _ = ask(demo, "/news/night-ferry.html")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "script-src" not in headers["Content-Security-Policy"]


def test_a_current_copy_is_not_sent_again(demo):
    _, headers, body = ask(demo, "/timetable.html")
    for tags, status in [(headers["ETag"], 304), (f'"a", W/{headers["ETag"]}', 304), ('"a"', 200), ("", 200)]:
        answer = ask(demo, "/timetable.html", headers={"If-None-Match": tags})
        assert (answer[0], answer[2]) == (status, b"" if status == 304 else body)


def test_a_silent_client_does_not_block_others(demo):
    silent = [socket.create_connection(("127.0.0.1", demo.port)) for _ in range(20)]
    for sock in silent[::2]:
        sock.sendall(b"GET /timetable.html HTTP/1.1\r\nHost: har")
    assert ask(demo, "/timetable.html")[0] == 200
    for sock in silent:
        sock.close()


def test_the_server_listens_only_on_loopback(demo):
    listening = [line.split()[1] for line in open("/proc/net/tcp").readlines() + open("/proc/net/tcp6").readlines()
                 if line.split()[1].endswith(f":{demo.port:04X}") and line.split()[3] == "0A"]
    assert listening == [f"0100007F:{demo.port:04X}"]


def test_a_port_in_use_is_an_error_with_a_hint(winnow, demo):
    result = winnow("demo", "--port", demo.port, patient=True)
    assert (result.out, result.code) == ("", 1)
    assert result.err == (f"winnow: cannot listen on 127.0.0.1:{demo.port}: Address already in use; "
                          "--port N takes another port\n")


def test_requests_are_shown_with_verbose(winnow):
    demo = Demo(winnow, "-v", "--port", "0")
    ask(demo, "/timetable.html")
    ask(demo, "/nothing\x1b[1m".replace("\x1b", "%1b"))
    out, err, code = demo.stop()
    assert err == ("winnow: 200 http://harbour.localhost/timetable.html\n"
                   "winnow: 404 http://harbour.localhost/nothing[1m\n")
    assert code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_server(winnow, number):
    demo = Demo(winnow, "--port", "0")
    os.kill(demo.process.pid, number)
    assert demo.process.wait(timeout=20) == 0
    demo.process.communicate()


def test_save_writes_the_same_files(winnow, tmp_path):
    folder = tmp_path / "saved"
    result = winnow("demo", "--save", folder, patient=True)
    saved = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert saved == {str(path.relative_to(SITE)): path.read_bytes() for path in SITE.rglob("*") if path.is_file()}
    assert (result.err, result.code) == (f"winnow: {folder}: {len(saved)} files saved\n", 0)


def test_save_uses_the_given_port(winnow, tmp_path):
    winnow("demo", "--save", tmp_path / "saved", "--port", "9000", patient=True)
    urls = (tmp_path / "saved/urls.txt").read_text()
    assert "harbour.localhost:9000/" in urls and "8417" not in urls


def test_save_does_not_overwrite_files(winnow, tmp_path):
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "urls.txt").write_text("mine")
    for place, why in [(desk, "already exists; not overwritten"), (desk / "urls.txt", "already exists; not overwritten"),
                       (desk / "a/b", "No such file or directory")]:
        result = winnow("demo", "--save", place, patient=True)
        assert (result.err, result.code) == (f"winnow: {place}: {why}\n", 1)
    assert (desk / "urls.txt").read_text() == "mine" and len(list(desk.iterdir())) == 1


def test_unexpected_arguments_are_a_usage_error(winnow):
    result = winnow("demo", "http://harbour.localhost:8417/", patient=True)
    assert (result.out, result.code) == ("", 2)
    assert 'takes no arguments, got "http://harbour.localhost:8417/"' in result.err
