"""Pages that redirect by a meta element or a Refresh header, odd content codings, blanks in URLs,
and servers' error messages under status 200."""

import os
import signal

import pytest

from conftest import start_nginx
from fault_server import page

META = '<meta http-equiv="{}" content="{}">'
MOVED = "<!DOCTYPE html><html><head><title>Moved</title>{}</head><body>{}</body></html>"
JSONL = ["--format", "jsonl", "--retries", "0"]


def moved(head="", body="<p>This page has moved.</p>"):
    return MOVED.format(head, body).encode()


@pytest.mark.parametrize("answer", [
    moved(META.format("refresh", "0; url=/there")),
    moved(META.format("Refresh", "5;URL='/there'")),
    moved(META.format("refresh", "0, /there")),
    moved("<META CONTENT=\"0.5 ;url = '/there?a=1&amp;b=2'\" HTTP-EQUIV=REFRESH>"),
    moved("<noscript>" + META.format("refresh", "1;url=/there") + "</noscript>"),
    moved(body="<noscript><p>No scripts?</p>" + META.format("refresh", "0;url=there") + "</noscript>"),
    moved("<!-- <meta http-equiv=refresh content='0;url=/lost'> -->"
          + META.format("refresh", "0;url=/there")),
])
def test_a_meta_refresh_is_followed(winnow, server, host, answer):
    server.set_page(host, "/here", answer)
    server.set_page(host, "/there", page("The new place"))
    record, = winnow(*JSONL, server.url(host, "/here")).records()
    assert (record["status"], record["title"]) == ("ok", "The new place")
    assert "/there" in record["final_url"]
    assert all(request.target != "/lost" for request in server.log(host))


@pytest.mark.parametrize("base, url", [
    ("/docs/", "there"), ("/docs/index.html?a=/b", "there"), ("docs/", "there"), ("docs/x", "./there"),
    ("/docs/deep/", "../there"), ("/docs/there", "?"), ("/elsewhere/", "/docs/there"),
    ("//{host}/docs/", "there"), ("http://{host}", "docs/there"), ("http://{host}/docs/x#y", "there"),
    ("http://{host}?x", "/docs/there"), ("https://q.example/docs/", "http://{host}/docs/there"),
    ("/docs/&#47;../", "there"),
])
def test_a_meta_refresh_is_relative_to_the_base(winnow, server, host, base, url):
    place = server.url(host, "/here").split("/")[2]
    head = f'<base target=_top><base href=" {base}"><base href="/lost/">' + META.format("refresh", "0;url=" + url)
    server.set_page(host, "/here", moved(head.replace("{host}", place)))
    server.set_page(host, "/docs/there", page("The new place"))
    server.set_page(host, "/docs/there?", page("The new place"))
    record, = winnow(*JSONL, server.url(host, "/here")).records()
    assert (record["status"], record["title"]) == ("ok", "The new place")


def test_a_base_after_the_refresh_is_too_late(winnow, server, host):
    server.set_page(host, "/here", moved(META.format("refresh", "0;url=there") + '<base href="/lost/">'))
    server.set_page(host, "/there", page("The new place"))
    record, = winnow(*JSONL, server.url(host, "/here")).records()
    assert (record["status"], record["title"]) == ("ok", "The new place")


def test_a_refresh_header_is_followed(winnow, server, host):
    server.set_page(host, "/here", moved(), Refresh="0; url=/there?x=1&y=2")
    server.set_page(host, "/there", page("The new place"))
    record, = winnow(*JSONL, server.url(host, "/here")).records()
    assert (record["status"], record["title"]) == ("ok", "The new place")
    assert record["final_url"].endswith("/there?x=1&y=2")


TEXT = "".join(f"<p>Paragraph {n} of a text that is long enough to be the content of a page, and is.</p>"
               for n in range(8))


@pytest.mark.parametrize("head, body", [
    (META.format("refresh", "30;url=/there"), TEXT),
    (META.format("refresh", "0"), TEXT),
    (META.format("refresh", "0;url=/here"), TEXT),
    (META.format("refresh", "soon;url=/there"), TEXT),
    (META.format("refresh", "0;url=app://open"), TEXT),
    ("<!-- " + META.format("refresh", "0;url=/there") + " -->", TEXT),
    ("<script>var x = '" + META.format("refresh", "0;url=/there") + "';</script>", TEXT),
    ("<noscript>" + META.format("refresh", "0;url=/there") + "</noscript>", TEXT),
    ("", TEXT + "<textarea>" + META.format("refresh", "0;url=/there") + "</textarea>"),
])
def test_other_refreshes_are_not_followed(winnow, server, host, head, body):
    server.set_page(host, "/here", moved(head, "<main><article>" + body + "</article></main>"))
    record, = winnow(*JSONL, server.url(host, "/here")).records()
    assert record["status"] == "ok"
    assert [request.target for request in server.log(host)] == ["/here"]


def test_refreshes_are_checked_like_redirects(winnow, server, host):
    other = host + "-b"
    server.set_robots(host, b"User-agent: *\nDisallow: /private\n")
    server.set_page(host, "/to-robots", moved(META.format("refresh", "0;url=/private/a")))
    server.set_page(host, "/to-address", moved(META.format("refresh", "0;url=http://10.0.0.1/")))
    server.set_page(host, "/to-host", moved(META.format("refresh", "0;url=" + server.url(other, "/ok/1"))))
    server.set_page(host, "/round", moved(META.format("refresh", "0;url=/about")))
    server.set_page(host, "/about", moved(META.format("refresh", "0;url=/round")))

    def status(path, *args):
        record, = winnow(*JSONL, *args, server.url(host, path)).records()
        return record["status"], record["error"] or ""

    assert status("/to-robots")[0] == "robots"
    assert status("/to-address")[0] == "refused"
    assert status("/to-host")[0] == "refused"  # another private server than the one that was typed
    assert status("/to-host", "--allow-private")[0] == "ok"
    assert status("/round") == ("http", "more than 10 redirects")


# ---- nginx ----------------------------------------------------------------------------

LOCATIONS = """
location = /refresh { add_header Refresh "0; url=/timetable.html"; default_type text/html; return 200 "<p>Moved.</p>"; }
location = /meta { default_type text/html;
    return 200 "<meta http-equiv='refresh' content='0; url=/timetable.html'><p>Moved.</p>"; }
location = /none { add_header Content-Encoding none; try_files /timetable.html =404; }
location = /utf-8 { add_header Content-Encoding UTF-8; try_files /timetable.html =404; }
location = /identity { add_header Content-Encoding identity; try_files /timetable.html =404; }
location = /forbidden { error_page 403 =200 @message; return 403; }
location @message { default_type text/html; return 200 "<html>\\r\\n<head><title>403 Forbidden</title></head>\\r\\n<body>\\r\\n<center><h1>403 Forbidden</h1></center>\\r\\n<hr><center>nginx/1.22.1</center>\\r\\n</body>\\r\\n</html>\\r\\n"; }
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    run = tmp_path_factory.mktemp("redirecting")
    (run / "server.conf").write_text(LOCATIONS)
    nginx = start_nginx(run)
    yield nginx
    os.kill(int((run / "nginx.pid").read_text()), signal.SIGTERM)


@pytest.mark.parametrize("path", ["/refresh", "/meta"])
def test_nginx_redirects(winnow, site, path):
    record, = winnow(*JSONL, site.url("harbour", path)).records()
    assert record["status"] == "ok"
    assert record["final_url"] == site.url("harbour", "/timetable.html")


@pytest.mark.parametrize("path", ["/none", "/utf-8", "/identity"])
def test_content_codings_that_are_none(winnow, site, path):
    plain = winnow(site.url("harbour", "/timetable.html"))
    named = winnow(site.url("harbour", path))
    assert named.code == 0 and named.out == plain.out and plain.out


def test_a_servers_message_is_no_page(winnow, site):
    record, = winnow(*JSONL, site.url("harbour", "/forbidden")).records()
    assert (record["status"], record["text"], record["http_status"]) == ("blocked", "", 200)
    assert "403 Forbidden" in record["error"]


@pytest.mark.parametrize("target", ["/a b c", "/a?q=b c"])
def test_a_blank_is_escaped(winnow, server, host, target):
    server.set_page(host, "/a", page("A search"))
    server.set_page(host, "/a%20b%20c", page("A page"))
    done = winnow(*JSONL, server.url(host, target))
    assert [record["status"] for record in done.records()] == ["ok"]
    assert server.log(host)[-1].target == target.replace(" ", "%20")


# ---- servers' messages ----------------------------------------------------------------

APACHE = "<html><head><title>{0}</title></head><body><h1>{1}</h1><p>{2}</p><hr><address>Apache/2.4.57</address></body></html>"
NGINX = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr><center>nginx</center></body></html>"
IIS = ("<html><head><title>{0}</title></head><body><div id=header><h1>Server Error</h1></div>"
       "<div id=content><h2>{0}</h2><h3>{1}</h3></div></body></html>")


@pytest.mark.parametrize("message, status", [
    (NGINX.format("403 Forbidden"), "blocked"),
    (NGINX.format("404 Not Found"), "empty"),
    (NGINX.format("502 Bad Gateway"), "blocked"),
    (NGINX.format("503 Service Temporarily Unavailable"), "blocked"),
    (APACHE.format("403 Forbidden", "Forbidden", "You don't have permission to access this resource."), "blocked"),
    (APACHE.format("404 Not Found", "Not Found", "The requested URL was not found on this server."), "empty"),
    (IIS.format("403 - Forbidden: Access is denied.", "You do not have permission to view this directory."), "blocked"),
    ("<title>HTTP Status 404 – Not Found</title><h1>HTTP Status 404 – Not Found</h1><p>Apache Tomcat/9.0</p>", "empty"),
    ("<title>503 Backend fetch failed</title><h1>Error 503 Backend fetch failed</h1><p>Guru Meditation: XID: 1</p>", "blocked"),
    ("<title>ERROR: The request could not be satisfied</title><h1>403 ERROR</h1><h2>The request could not be "
     "satisfied.</h2><hr>Generated by cloudfront (CloudFront)", "blocked"),
])
def test_messages_of_servers(winnow, message, status):
    record, = winnow("--input", "html", *JSONL, stdin=message.encode()).records()
    assert (record["status"], record["text"]) == (status, "")


@pytest.mark.parametrize("text", [
    "<title>403 Forbidden: what it means</title><article><h1>403 Forbidden: what it means</h1>"
    "<p>The server has understood the request, and refuses to answer it to this visitor at all.</p></article>",
    "<title>Gone</title><h1>Gone</h1><p>" + "The ferry that we knew left for the last time in October. " * 14 + "</p>",
    "<title>404 pages of poems</title><h1>404 pages of poems</h1><p>A review of the book that came out in May, "
    "and of its author, who has written another in the meantime.</p>",
])
def test_pages_about_messages_are_pages(winnow, text):
    record, = winnow("--input", "html", *JSONL, stdin=text.encode()).records()
    assert record["status"] == "ok"
