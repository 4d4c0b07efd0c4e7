"""Faults of servers: the record, the message, and the exit code of each."""

import gzip
import re
import subprocess
import zlib

import pytest

from conftest import wait_for
from fault_server import SENTENCES, page
from pages import article

QUICK = ["--retries", "0", "--timeout", "4"]

CUT = "the connection was cut: "
LIMIT = "the page is over 10485760 bytes; --max-bytes sets the limit"
HEADERS = "the answer's headers are over 256 kB or 1000 lines"
SCHEME = 'redirect to "{0}": scheme "{1}" is not supported: only http and https are'

# path, options, status, HTTP status, and a pattern for the error.
FAULTS = [
    ("/drip", [], "timeout", 200,
     r"timed out: Operation timed out after 4\d\d\d milliseconds with \d+ out of 100000 bytes received"),
    ("/cut", [], "network", 200, CUT + r"transfer closed with \d+ bytes remaining to read"),
    ("/cut-chunk", [], "network", 200, CUT + "transfer closed with outstanding read data remaining"),
    ("/reset", [], "network", None, CUT + "Recv failure: Connection reset by peer"),
    ("/silence", [], "network", None, CUT + "Empty reply from server"),
    ("/lying-gzip", [], "network", 200, "the body is not in the encoding that its headers name: "
     "not valid gzip"),
    ("/unknown-coding", [], "network", 200,
     'the body is not in the encoding that its headers name: unknown Content-Encoding "sdch"'),
    ("/endless", [], "too-large", 200, LIMIT),
    ("/bomb", [], "too-large", 200, LIMIT),
    ("/large/11000000", [], "too-large", 200, "the page is over the limit; --max-bytes sets it"),
    ("/large/2000", ["--max-bytes", "1000"], "too-large", 200,
     "the page is over the limit; --max-bytes sets it"),
    ("/many-headers", [], "too-large", 200, HEADERS),
    ("/long-header", [], "too-large", 200, "a line of the headers is too long"),
    ("/continue-flood", [], "too-large", 100, HEADERS),
    ("/http09", [], "network", None, r"no answer in HTTP: Received HTTP/0\.9 when not allowed"),
    ("/sleep/9000", ["--timeout", "1"], "timeout", None,
     r"timed out: Operation timed out after 1\d\d\d milliseconds with 0 bytes received"),
    ("/loop", [], "http", 302, "more than 10 redirects"),
    ("/hop/11", [], "http", 302, "more than 10 redirects"),
    ("/to?file:///etc/passwd", [], "refused", 302, SCHEME.format("file:///etc/passwd", "file")),
    ("/to?ftp://127.0.0.1/x", [], "refused", 302, SCHEME.format("ftp://127.0.0.1/x", "ftp")),
    ("/to?gopher://127.0.0.1/x", [], "refused", 302,
     SCHEME.format("gopher://127.0.0.1/x", "gopher")),
    ("/status/404", [], "http", 404, "HTTP 404"),
    ("/status/403", [], "http", 403, "HTTP 403"),
    ("/guard/403", [], "blocked", 403, r"the page is an interstitial \(Cloudflare\)"),
    ("/guard/403/gzip", [], "blocked", 403, r"the page is an interstitial \(Cloudflare\)"),
    ("/guard/503", [], "blocked", 503, r"the page is an interstitial \(Cloudflare\)"),
    ("/guard/404", [], "http", 404, "HTTP 404"),
    ("/status/410", [], "gone", 410, r"HTTP 410 \(gone\)"),
    ("/status/500", [], "http", 500, "HTTP 500"),
    ("/status/204", [], "empty", 204, "no main content found"),
    ("/type/application/pdf", [], "unsupported", 200, "application/pdf is not a page"),
    ("/type/image/png", [], "unsupported", 200, "image/png is not a page"),
    ("/type/application/octet-stream", [], "unsupported", 200,
     "application/octet-stream is not a page"),
]


@pytest.mark.parametrize("path, options, status, http_status, reason", FAULTS,
                         ids=[fault[0].strip("/") for fault in FAULTS])
def test_fault(winnow, server, host, path, options, status, http_status, reason):
    url, after = server.url(host, path), server.url(host, "/ok/after")
    result = winnow.list([url, after], "--format", "jsonl", *QUICK, *options, timeout=60)
    bad, good = result.records()
    assert (bad["url"], bad["status"], bad["http_status"]) == (url, status, http_status)
    assert re.fullmatch(reason, bad["error"])
    assert bad["text"] == ""
    assert result.err == f"winnow: {url}: {bad['error']}\n"
    # The next page of the same host is not affected.
    assert (good["status"], good["text"]) == ("ok", article("Page after"))
    assert result.code == (3 if status in ("empty", "blocked") else 1)


# ---- not errors -----------------------------------------------------------------------


def test_a_body_is_cut_at_its_content_length(winnow, server, host):
    result = winnow(server.url(host, "/short-length"))
    assert (result.out, result.err, result.code) == (article("Longer than promised"), "", 0)


def test_ten_redirects_are_followed(winnow, server, host):
    result = winnow(server.url(host, "/hop/10"))
    assert (result.out, result.err, result.code) == (article("Arrived"), "", 0)


def test_without_a_content_type_the_body_is_examined(winnow, server, host):
    result = winnow(server.url(host, "/type"))
    assert (result.out, result.code) == (article("Of the type none"), 0)


def test_plain_text_is_text(winnow, server, host):
    result = winnow(server.url(host, "/type/text/plain"))
    assert (result.out, result.err, result.code) == ("\n\n".join(SENTENCES) + "\n", "", 0)


def test_a_cookie_is_sent_after_a_redirect(winnow, server, host):
    assert winnow(server.url(host, "/cookie")).out == article("Page after-cookie")
    assert server.log(host)[-1].header("cookie") == "taste=oat"


@pytest.mark.measured
def test_low_speed_fails_before_the_timeout(winnow, server, host):
    """Below 100 bytes per second for 20 seconds."""
    url = server.url(host, "/drip")
    result = winnow("--format", "jsonl", "--retries", "0", url)
    assert (result.statuses(), result.code) == (["timeout"], 1)


# ---- content codings ------------------------------------------------------------------


def compress(coding, body):
    if coding in ("br", "zstd"):
        return subprocess.run([{"br": "brotli"}.get(coding, coding), "-c"], input=body, capture_output=True).stdout
    return {"gzip": gzip.compress, "deflate": zlib.compress, "bare deflate": lambda b: zlib.compress(b)[2:-4]}[coding](body)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "bare deflate", "br", "zstd"])
def test_a_truncated_compressed_body_is_an_error(winnow, server, host, coding):
    """The body has its Content-Length, so only the decoder can detect this."""
    long = compress(coding, page("Whole", *[f"Sentence {i} of many, and none like another." for i in range(2000)]))
    name = coding.split()[-1]
    server.set_page(host, "/whole", long, Content_Encoding=name, Content_Length=len(long))
    for cut in (1, 5, len(long) // 2, len(long) - 10):
        body = long[:-cut]
        server.set_page(host, f"/cut-{cut}", body, Content_Encoding=name, Content_Length=len(body))
    result = winnow.list([server.url(host, "/whole")] + [server.url(host, f"/cut-{cut}") for cut in
                         (1, 5, len(long) // 2, len(long) - 10)], "--format", "jsonl", *QUICK)
    assert result.statuses() == ["ok"] + ["network"] * 4
    assert {record["text"] for record in result.records()[1:]} == {""}
    assert result.err.count("the body is not in the encoding that its headers name: ") == 4


def test_data_after_a_compressed_body_is_ignored(winnow, server, host):
    body = gzip.compress(page("Padded")) + b"\r\n" + b"\0" * 20
    server.set_page(host, "/padded", body, Content_Encoding="gzip", Content_Length=len(body))
    both = gzip.compress(b"<h1>Two</h1>") + gzip.compress(page("Members"))
    server.set_page(host, "/members", both, Content_Encoding="gzip", Content_Length=len(both))
    assert winnow(server.url(host, "/padded")).out == article("Padded")
    assert "Members" in winnow(server.url(host, "/members")).out


def test_several_content_codings(winnow, server, host):
    body = compress("br", gzip.compress(page("Twice")))
    server.set_page(host, "/list", body, Content_Encoding="gzip, br", Content_Length=len(body))
    server.set_page(host, "/lines", body, Content_Encoding="gzip\r\nContent-Encoding: br", Content_Length=len(body))
    for path in ("/list", "/lines"):
        assert winnow(server.url(host, path)).out == article("Twice")
    many = ", ".join(["gzip"] * 30)
    server.set_page(host, "/many", body, Content_Encoding=many, Content_Length=len(body))
    assert winnow("--format", "jsonl", *QUICK, server.url(host, "/many")).statuses() == ["network"]


@pytest.mark.parametrize("first, second, status", [(7, None, "network"), (None, 7, "network"), (None, None, "ok")])
def test_two_content_lengths(winnow, server, host, first, second, status):
    """The page must not be truncated at one of them without an error. The same length twice is allowed."""
    body = page("Twice")
    first, second = first or len(body), second or len(body)
    server.set_page(host, "/two", body, Content_Length=f"{first}\r\nContent-Length: {second}")
    result = winnow("--format", "jsonl", *QUICK, server.url(host, "/two"))
    assert result.statuses() == [status]
    assert ("the answer's headers name two lengths of its body" in result.err) == (status != "ok")


def test_an_empty_body_with_a_content_coding(winnow, server, host):
    server.set_page(host, "/none", b"", Content_Encoding="gzip")
    assert winnow("--format", "jsonl", server.url(host, "/none")).statuses() == ["empty"]


def test_a_compressed_file_that_is_not_a_page(winnow, server, host):
    body = gzip.compress(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n")
    server.set_page(host, "/pdf", body, Content_Encoding="gzip", Content_Length=len(body))
    assert winnow("--format", "jsonl", server.url(host, "/pdf")).statuses() == ["unsupported"]


@pytest.mark.parametrize("robots", ["User-agent: *\nDisallow: /\n", "User-agent: *\nDisallow: /\n" + "# fill\n" * 200_000])
def test_a_compressed_robots_txt(winnow, server, host, robots):
    """The second is longer than the limit for robots.txt."""
    body = gzip.compress(robots.encode())
    server.set_robots(host, body, Content_Encoding="gzip", Content_Length=len(body))
    assert winnow("--format", "jsonl", server.url(host, "/ok/1")).statuses() == ["robots"]


# ---- redirects to private addresses ---------------------------------------------------


@pytest.mark.parametrize("target", [
    "http://127.0.0.1:{port}/ok/1", "http://localhost:{port}/ok/1", "http://[::1]:{port}/ok/1",
    "http://10.1.2.3/", "http://169.254.169.254/", "http://100.64.0.1/", "http://0.0.0.0:{port}/ok/1",
    "http://[::ffff:127.0.0.1]:{port}/ok/1", "http://[64:ff9b::7f00:1]/", "http://2130706433:{port}/ok/1",
    "http://user@127.0.0.1:{port}/ok/1",
])
def test_a_private_address_may_not_redirect_to_another(winnow, server, host, target):
    url = server.url(host, "/to?" + target.format(port=server.port))
    result = winnow("--format", "jsonl", "--retries", "0", url)
    assert (result.statuses(), result.code) == (["refused"], 1), result.err
    assert [r.target for r in server.log(host)] == [url.partition(str(server.port))[2]]


# ---- retries --------------------------------------------------------------------------


def test_a_server_that_recovers(winnow, server, host):
    result = winnow(server.url(host, "/flaky/2/500"))
    assert (result.out, result.err, result.code) == (article("Well again"), "", 0)
    assert len(server.log(host)) == 3


def test_waits_between_tries_grow(winnow, server, host):
    winnow(server.url(host, "/flaky/2/503"))
    first, second, third = [request.time for request in server.log(host)]
    assert 0.2 < second - first < third - second < 20


def test_retries_end(winnow, server, host):
    url = server.url(host, "/status/503")
    result = winnow("--retries", "1", url)
    assert (result.out, result.code) == ("", 1)
    assert result.err == f"winnow: {url}: HTTP 503\n"
    assert len(server.log(host)) == 2


@pytest.mark.parametrize("path", ["/status/404", "/status/403", "/status/410", "/type/image/png"])
def test_permanent_errors_are_not_retried(winnow, server, host, path):
    winnow(server.url(host, path))
    assert len(server.log(host)) == 1


def test_retry_after_applies_to_the_host(winnow, server, host):
    urls = [server.url(host, "/retry-after/2"), server.url(host, "/ok/1")]
    result = winnow.list(urls, "--format", "jsonl")
    assert (result.statuses(), result.code) == (["ok", "ok"], 0)
    first, *others = server.log(host)
    assert all(request.time - first.time >= 1.9 for request in others)


def test_retry_after_as_a_date(winnow, server, host):
    from email.utils import formatdate
    from time import time
    when = formatdate(time() + 3, usegmt=True).replace(" ", "%20")
    result = winnow(server.url(host, "/retry-after/" + when))
    assert (result.out, result.code) == (article("Waited"), 0)
    first, second = server.log(host)
    assert 1.5 < second.time - first.time < 8


def test_a_retry_after_that_is_too_long_is_an_error(winnow, server, host):
    result = winnow("--format", "jsonl", "--max-wait", "2", server.url(host, "/retry-after/3600"),
                    timeout=10)
    assert (result.statuses(), result.code) == (["http"], 1)
    assert len(server.log(host)) == 1


def test_a_host_that_asks_each_url_to_wait_is_given_up(winnow, server, host):
    urls = [server.url(host, f"/wait/1/{number}") for number in range(8)]
    result = winnow.list(urls, "--format", "jsonl", "--retries", "1", timeout=30)
    assert (result.statuses(), result.code) == (["http"] * 8, 1)
    assert [request.target for request in server.log(host)] == ["/wait/1/0", "/wait/1/0", "/wait/1/1"]
    errors = [record["error"] for record in result.records()]
    assert errors[:2] == ["HTTP 429"] * 2
    assert re.fullmatch("not requested: .* answered HTTP 429 and asked to wait, 3 times in a row", errors[7])


def test_requests_in_flight_together_share_a_wait(winnow, server, host):
    """Six answers that ask to wait are one wait of their host, after which all are asked again."""
    urls = [server.url(host, f"/retry-after/1/{number}") for number in range(6)]
    result = winnow.list(urls, "--format", "jsonl", "--connections", "6", "--no-robots", timeout=30)
    assert (result.statuses(), len(server.log(host))) == (["ok"] * 6, 12)


def test_one_page_that_asks_to_wait_does_not_give_its_host_up(winnow, server, host):
    urls = [server.url(host, path) for path in ["/wait/1/0", "/ok/1", "/wait/1/1", "/ok/2"]]
    result = winnow.list(urls, "--format", "jsonl", "--retries", "1", timeout=30)
    assert result.statuses() == ["http", "ok", "http", "ok"]


@pytest.mark.parametrize("path, options, status, most", [
    ("/sleep/9000", ["--timeout", "0.3"], "timeout", 3), ("", ["--no-robots"], "network", 5)], ids=["timeout", "connect"])
def test_a_host_that_fails_in_a_row_is_given_up(winnow, server, host, path, options, status, most):
    base = server.url(host, path) if path else "http://127.0.0.1:1"
    options = [*options, "--host-failures", str(most)] if most != 5 else options
    urls = [f"{base}/{number}" for number in range(most + 4)]
    result = winnow.list(urls, "--format", "jsonl", "--retries", "0", *options, timeout=30)
    assert (result.statuses(), result.code) == ([status] * len(urls), 1)
    given_up = [record["error"].startswith("not requested: ") for record in result.records()]
    assert given_up == [False] * most + [True] * 4


def test_an_answer_begins_the_count_again(winnow, server, host):
    urls = [server.url(host, path) for path in ["/sleep/9000", "/sleep/9000", "/ok/1"] * 3]
    result = winnow.list(urls, "--format", "jsonl", "--retries", "0", "--timeout", "0.4", "--host-failures", "3",
                         timeout=30)
    assert result.statuses() == ["timeout", "timeout", "ok"] * 3


# ---- processes ------------------------------------------------------------------------


def test_an_interrupted_run_leaves_no_process(winnow, server, host):
    import os
    import signal
    process = winnow.start(server.url(host, "/drip"))
    wait_for(lambda: server.log(host))
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as children:
        workers = [int(pid) for pid in children.read().split()]
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    wait_for(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in workers))
