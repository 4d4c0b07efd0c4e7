"""Politeness: order, delays, connections, headers, robots.txt."""

import time

import pytest

from conftest import ROOT
from pages import article, listed


def test_a_second_between_requests_to_a_host_by_default(winnow, server, host):
    """The clock is that of the whole run: a busy machine can only make it later."""
    urls = [server.url(host, f"/ok/{n}") for n in range(4)]
    start = time.monotonic()
    winnow("--allow-private", stdin="\n".join(urls), patient=True)
    assert 3 <= time.monotonic() - start < 3 * 5
    assert [r.target for r in server.log(host)] == [f"/ok/{n}" for n in range(4)]


def test_the_delay_can_be_set(winnow, server, host):
    """Eleven URLs would take ten seconds by default."""
    urls = [server.url(host, f"/ok/{n}") for n in range(11)]
    start = time.monotonic()
    winnow("--allow-private", "--delay", "0.2", stdin="\n".join(urls))
    assert 10 * 0.2 <= time.monotonic() - start < 10


def test_hosts_do_not_delay_each_other(winnow, server, host):
    hosts = [f"{host}-{n}" for n in range(6)]
    winnow("--allow-private", "--delay", "3", stdin="\n".join(server.url(h, "/ok/1") for h in hosts))
    starts = [server.log(h)[0].time for h in hosts]
    assert max(starts) - min(starts) < 3


def test_eight_hosts_at_once(winnow, server, host):
    hosts = [f"{host}-{n}" for n in range(12)]
    winnow.list([server.url(h, "/sleep/1000") for h in hosts])
    starts = sorted(server.log(h)[0].time for h in hosts)
    assert starts[7] - starts[0] < 0.9 < starts[8] - starts[0]


def test_one_connection_is_reused(winnow, server, host):
    winnow.list([server.url(host, f"/ok/{n}") for n in range(20)])
    assert len({request.connection for request in server.everything(host)}) == 1


def test_the_user_agent(winnow, server, host):
    winnow(server.url(host, "/ok/1"))
    assert server.log(host)[0].header("user-agent").startswith("winnow/0.1.0")


def test_the_user_agent_can_be_set(winnow, server, host):
    winnow("--user-agent", "harvest/2 (+https://harvest.example)", server.url(host, "/ok/1"))
    assert server.log(host)[0].header("user-agent") == "harvest/2 (+https://harvest.example)"


# ---- headers and cookies --------------------------------------------------------------


def test_a_header_for_all_hosts(winnow, server, host):
    winnow("--header", "Accept-Language: nn", server.url(host, "/ok/1"))
    assert server.log(host)[0].header("accept-language") == "nn"


def test_a_header_for_one_host(winnow, server, host):
    mine, other = host + "-a", host + "-b"
    urls = [server.url(mine, "/ok/1"), server.url(other, "/ok/1"),
            server.url(mine, "/to?" + server.url(other, "/ok/2"))]
    winnow.list(urls, "--header", f"{mine}.localhost=Authorization: Bearer abc")
    assert {r.header("authorization") for r in server.log(mine)} == {"Bearer abc"}
    assert {r.header("authorization") for r in server.log(other)} == {None}
    assert len(server.log(other)) == 2


def test_headers_from_a_file_and_the_environment(winnow, server, host, tmp_path):
    (tmp_path / "headers").write_text(f"# of the library\n\n  {host}.localhost=Authorization: Bearer abc  \r\n"
                                      "Accept-Language: nn\n")
    winnow.list([server.url(host, "/ok/1")], "--header", f"@{tmp_path}/headers", "--header", "X-One: 1",
                env={"WINNOW_HEADERS": f"X-Two: 2\n{host}.localhost=Cookie: key=mine\n"})
    request, = server.log(host)
    names = ("authorization", "accept-language", "x-one", "x-two", "cookie")
    assert [request.header(name) for name in names] == ["Bearer abc", "nn", "1", "2", "key=mine"]


@pytest.mark.parametrize("text, why", [(None, "No such file"), ("nonsense\n", "has no colon"),
                                       ("Cookie: x\n", "goes to one host only")])
def test_a_file_of_headers_that_cannot_be_used(winnow, server, host, tmp_path, text, why):
    if text:
        (tmp_path / "headers").write_text(text)
    done = winnow("--header", f"@{tmp_path}/headers", server.url(host, "/ok/1"))
    assert done.code == 2 and why in done.err and not server.log(host)
    if text:
        done = winnow(server.url(host, "/ok/1"), env={"WINNOW_HEADERS": text})
        assert done.code == 2 and why in done.err


def test_a_cookie_file(winnow, server, host, tmp_path):
    mine, other = host + "-a", host + "-b"
    (tmp_path / "cookies").write_text(
        f"# Netscape HTTP Cookie File\n{mine}.localhost\tFALSE\t/\tFALSE\t0\tkey\tvalue\n")
    winnow.list([server.url(mine, "/ok/1"), server.url(other, "/ok/1")],
                "--cookie-file", tmp_path / "cookies")
    assert server.log(mine)[0].header("cookie") == "key=value"
    assert server.log(other)[0].header("cookie") is None


# ---- robots.txt -----------------------------------------------------------------------

ROBOTS = [
    ("none", b"", 404, "ok"),
    ("forbidden file", b"", 403, "ok"),
    ("server error", b"", 500, "robots"),
    ("empty", b"", 200, "ok"),
    ("all", b"User-agent: *\nDisallow: /\n", 200, "robots"),
    ("other path", b"User-agent: *\nDisallow: /private/\n", 200, "ok"),
    ("longest match", b"User-agent: *\nDisallow: /\nAllow: /ok/\n", 200, "ok"),
    ("same length allows", b"User-agent: *\nDisallow: /ok/\nAllow: /ok/\n", 200, "ok"),
    ("star", b"User-agent: *\nDisallow: /*/1\n", 200, "robots"),
    ("dollar", b"User-agent: *\nDisallow: /ok$\n", 200, "ok"),
    ("own group first", b"User-agent: *\nDisallow: /\n\nUser-agent: winnow\nDisallow: /x\n", 200, "ok"),
    ("own group, any case", b"User-agent: WinNow\nDisallow: /\n", 200, "robots"),
    ("another's group", b"User-agent: otherbot\nDisallow: /\n", 200, "ok"),
    ("binary", bytes(range(256)), 200, "ok"),
    ("BOM", b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", 200, "robots"),
    ("past 500 KiB", b"# \n" * 200_000 + b"User-agent: *\nDisallow: /\n", 200, "ok"),
]


@pytest.mark.parametrize("body, code, status", [row[1:] for row in ROBOTS],
                         ids=[row[0].replace(" ", "-").replace("'", "") for row in ROBOTS])
def test_robots(winnow, server, host, body, code, status):
    server.set_robots(host, body, code, Content_Type="text/plain")
    url = server.url(host, "/ok/1")
    result = winnow("--format", "jsonl", "--retries", "0", url)
    assert result.statuses() == [status]
    assert [r.target for r in server.everything(host)] == (
        ["/robots.txt"] + ["/ok/1"] * (status == "ok"))
    assert result.code == (0 if status == "ok" else 1)


def test_robots_txt_is_fetched_once_per_host(winnow, server, host):
    server.set_robots(host, b"User-agent: *\nDisallow: /ok/2\n")
    urls = [server.url(host, f"/ok/{n}") for n in range(5)]
    result = winnow.list(urls, "--format", "jsonl")
    assert result.statuses() == ["ok", "ok", "robots", "ok", "ok"]
    assert [r.target for r in server.everything(host)].count("/robots.txt") == 1
    assert result.err == f"winnow: {urls[2]}: {result.records()[2]['error']}\n"


def test_robots_by_a_redirect(winnow, server, host):
    server.set_robots(host, b"", 301, Location="/rules-for-robots")
    server.set_page(host, "/rules-for-robots", b"User-agent: *\nDisallow: /\n",
                    Content_Type="text/plain")
    assert winnow("--format", "jsonl", server.url(host, "/ok/1")).statuses() == ["robots"]


def test_no_robots(winnow, server, host):
    server.set_robots(host, b"User-agent: *\nDisallow: /\n")
    assert winnow("--no-robots", server.url(host, "/ok/1")).out == article("Page 1")
    assert [r.target for r in server.everything(host)] == ["/ok/1"]


def test_robots_txt_of_the_target_of_a_redirect(winnow, server, host):
    there = host + "-b"
    server.set_robots(there, b"User-agent: *\nDisallow: /\n")
    url = server.url(host, "/to?" + server.url(there, "/ok/1"))
    result = winnow.list([url], "--format", "jsonl")
    assert result.statuses() == ["robots"]
    assert server.log(there) == []


def test_a_network_error_of_robots_txt_is_that_of_the_url(winnow):
    result = winnow("--format", "jsonl", "--retries", "0", "http://127.0.0.1:1/x")
    assert (result.statuses(), result.code) == (["network"], 1)


# ---- a real server --------------------------------------------------------------------


def test_the_local_site(winnow, nginx):
    urls = [line.replace(":8417", f":{nginx.port}") for line in
            (ROOT / "src/demo/urls.txt").read_text().splitlines() if line[0] != "#"]
    result = winnow.list(urls, "--format", "jsonl")
    assert (result.statuses(), result.err, result.code) == (["ok"] * len(urls), "", 0)


def test_tls_with_a_custom_ca(winnow, nginx):
    url = nginx.tls("harbour", "/timetable.html")
    result = winnow("--ca-file", nginx.run / "ca.crt", url)
    assert result.out.startswith("Ferry timetable\n\n")
    assert nginx.requests()[-1]["protocol"] == "HTTP/2.0"


def test_tls_is_never_unverified(winnow, nginx):
    url = nginx.tls("harbour", "/timetable.html")
    result = winnow("--format", "jsonl", "--retries", "0", url)
    assert (result.statuses(), result.code) == (["network"], 1)
    assert "certificate" in result.err


def test_tls_for_another_name(winnow, nginx):
    url = f"https://harbour.localhost:{nginx.other_tls_port}/timetable.html"
    result = winnow("--format", "jsonl", "--retries", "0", "--ca-file", nginx.run / "ca.crt", url)
    assert (result.statuses(), result.code) == (["network"], 1)


def test_one_http_2_connection_serves_a_list(winnow, nginx):
    url = nginx.tls("harbour", "/timetable.html")
    before = len(nginx.requests())
    winnow.list([f"{url}?{n}" for n in range(10)], "--ca-file", nginx.run / "ca.crt")
    requests = nginx.requests()[before:]
    assert {r["protocol"] for r in requests} == {"HTTP/2.0"}
    assert len({r["connection"] for r in requests}) == 1


def test_a_proxy_from_the_environment(winnow, nginx):
    proxy = f"http://127.0.0.1:{nginx.port}"
    result = winnow(stdin="http://harbour.example/timetable.html\n", env={"http_proxy": proxy})
    assert result.out.startswith("==> http://harbour.example/timetable.html <==\nFerry timetable\n")


def test_with_a_proxy_private_addresses_are_refused_by_name(winnow, nginx):
    result = winnow("--proxy", f"http://127.0.0.1:{nginx.port}", "--format", "jsonl",
                    stdin="http://10.0.0.1/x\n")
    assert result.statuses() == ["refused"]


LOCAL_NAMES = ["localhost", "ip6-localhost", "ip6-loopback", "router", "metadata.google.internal", "metadata", "nas.local",
               "host.docker.internal", "localhost.localdomain", "LOCALHOST.LocalDomain", "printer.home.arpa", "wiki.corp",
               "metadata.google.internal.", "db.default.svc", "box.lan", "127.1", "0x7f000001", "[::1]", "[::ffff:10.0.0.1]"]


@pytest.mark.parametrize("name", LOCAL_NAMES)
@pytest.mark.parametrize("variable", ["http_proxy", "ALL_PROXY", "--proxy"])
def test_a_proxy_does_not_see_local_names(winnow, nginx, name, variable):
    proxy = f"http://127.0.0.1:{nginx.port}"
    option = [variable, proxy] if variable.startswith("-") else []
    before = len(nginx.requests())
    result = winnow("--format", "jsonl", *option, stdin=f"http://{name}/timetable.html\n",
                    env={} if option else {variable: proxy})
    assert result.statuses() == ["refused"] and "--allow-private permits it" in result.err
    assert len(nginx.requests()) == before


def test_a_proxy_sees_local_names_that_the_user_allows(winnow, nginx):
    env = {"http_proxy": f"http://127.0.0.1:{nginx.port}"}
    urls = "http://harbour.corp/timetable.html\n"
    assert winnow("--format", "jsonl", "--allow-private", stdin=urls, env=env).statuses() != ["refused"]
    assert winnow("--format", "jsonl", urls.strip(), env=env).statuses() != ["refused"]
    assert winnow("--format", "jsonl", stdin=urls, env={**env, "no_proxy": ".corp"}).statuses() == ["network"]


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_codings(winnow, server, host, coding, tmp_path):
    import gzip
    import subprocess
    import zlib
    from fault_server import page
    plain = page("Squeezed")
    squeezed = {
        "gzip": lambda: gzip.compress(plain),
        "deflate": lambda: zlib.compress(plain),
        "br": lambda: subprocess.run(["brotli", "-c"], input=plain, capture_output=True).stdout,
        "zstd": lambda: subprocess.run(["zstd", "-c"], input=plain, capture_output=True).stdout,
    }[coding]()
    server.set_page(host, "/x", squeezed, Content_Encoding=coding)
    assert winnow(server.url(host, "/x")).out == article("Squeezed")
    assert coding in server.log(host)[0].header("accept-encoding")


# ---- charsets -------------------------------------------------------------------------


@pytest.mark.parametrize("header, meta, encoding", [
    ("text/html; charset=windows-1251", "", "cp1251"),
    ("text/html", '<meta charset="windows-1251">', "cp1251"),
    ("text/html", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
    ("text/html; charset=koi8-r", '<meta charset="windows-1251">', "koi8-r"),
    ("text/html", "", "utf-8"),
    ("text/html; charset=utf-8", "", "utf-8-sig"),
    ("text/html; charset=windows-1251", "", "utf-16"),
])
def test_charset(winnow, server, host, header, meta, encoding):
    text = "В ночь на субботу на мысе снова зажёгся маяк, который не работал с прошлой осени."
    body = f"<!DOCTYPE html><html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"
    server.set_page(host, "/x", body.encode(encoding), Content_Type=header)
    assert winnow(server.url(host, "/x")).out == text + "\n"


def test_a_redirect_is_followed_before_other_pages_of_the_host(winnow, server, host):
    """Records are in order, so the others wait for it."""
    urls = [server.url(host, path) for path in ("/hop/2", "/ok/1", "/ok/2")]
    assert winnow.list(urls, "--format", "jsonl").statuses() == ["ok", "ok", "ok"]
    assert [r.target for r in server.log(host)] == ["/hop/2", "/hop/1", "/hop/0", "/ok/1", "/ok/2"]
