"""Hostile servers: they must not get credentials, cookies, pages of other hosts, or much memory."""

import http.server
import json
import pathlib
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

import pytest

from conftest import free_port, make_certificate
from fault_server import page
from pages import article

QUICK = ["--format", "jsonl", "--retries", "0"]


# ---- ambiguous URLs -------------------------------------------------------------------


@pytest.mark.parametrize("form", [
    "http://user@{mine}\\@{other}/ok/1", "http://{mine}\\@{other}/ok/1", "http://{mine}#@{other}/ok/1",
    "http://{mine}?@{other}/ok/1", "http://{mine}%2f@{other}/ok/1", "http://{mine}\\.{other}/ok/1",
    "http:/{mine}/@{other}/ok/1", "http:\\\\{mine}\\{other}/ok/1", "http://{other} {mine}/ok/1",
    "http://{other}\t{mine}/ok/1", "http://a@b@{other}/ok/1",
])
@pytest.mark.parametrize("by_redirect", [False, True], ids=["listed", "redirect"])
def test_urls_are_parsed_in_one_way(winnow, server, host, form, by_redirect):
    """However the URL is parsed, the record names the server that received the request, and no other received one."""
    mine, other = host + "-a", host + "-b"
    url = form.format(mine=f"{mine}.localhost:{server.port}", other=f"{other}.localhost:{server.port}")
    if by_redirect:
        server.set_page(host, "/start", b"", 302, Location=url)
        url = server.url(host, "/start")
    record, = winnow.list([url], *QUICK).records()
    asked = {r.host for name in (mine, other) for r in server.log(name)}
    assert len(asked) <= 1
    if asked:
        assert record["final_url"].split("/")[2] == asked.pop()
    else:
        assert record["status"] in ("invalid", "refused", "http", "network")


# ---- credentials ----------------------------------------------------------------------


def test_a_password_in_a_url_stays_with_its_host(winnow, server, host):
    mine, other = host + "-a", host + "-b"
    target = server.url(mine, "/to?" + server.url(other, "/ok/1"))
    result = winnow.list([target.replace("//", "//me:secret@", 1)], *QUICK, "-v")
    assert result.statuses() == ["ok"]
    assert server.log(mine)[0].header("authorization") is not None
    assert server.log(other)[0].header("authorization") is None
    assert "secret" not in result.records()[0]["final_url"] + result.err


def test_a_header_for_a_host_is_not_sent_to_another_port_after_a_redirect(winnow, server, host):
    """Both servers have the same name and address; the host of --header has no port, and gets the header."""
    mine, other = host + "-a", host + "-b"
    rules = ["--header", f"{mine}.localhost=Cookie: key=mine", "--header", f"{mine}.localhost=X-Key: mine"]
    chain = server.url(mine, "/to?" + server.url(other, "/to?" + server.url(mine, "/ok/1")))
    assert winnow.list([chain], *QUICK, *rules).statuses() == ["ok"]
    assert {r.header("cookie") for r in server.log(mine)} == {"key=mine"}
    assert {(r.header("cookie"), r.header("x-key")) for r in server.log(other)} == {(None, None)}


@pytest.mark.parametrize("location", ["//{other}/ok/1", "/\\{other}/ok/1", "\\\\{other}/ok/1"])
def test_a_password_does_not_follow_a_redirect_without_a_scheme(winnow, server, host, location):
    mine, other = host + "-a", host + "-b"
    server.set_page(mine, "/start", b"", 302, Location=location.format(other=f"{other}.localhost:{server.port}"))
    winnow.list([server.url(mine, "/start").replace("//", "//me:secret@", 1)], *QUICK)
    assert {r.header("authorization") for r in server.log(other)} <= {None}


@pytest.fixture
def second_port(server):
    """Another service on the same host; records the headers that it receives."""
    import http.server

    class Service(http.server.BaseHTTPRequestHandler):
        asked = []

        def do_GET(self):
            self.asked.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    served = http.server.HTTPServer(("127.0.0.1", free_port()), Service)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield served.server_port, Service.asked
    served.shutdown()


def test_a_header_of_a_host_is_not_sent_to_another_port_of_it(winnow, server, host, second_port):
    port, asked = second_port
    elsewhere = f"http://{host}.localhost:{port}/"
    secrets = [f"{host}.localhost=Authorization: Bearer secret", f"{host}.localhost=X-Key: secret", "X-All: all"]
    options = [option for secret in secrets for option in ("--header", secret)]
    for url in (server.url(host, "/to?" + elsewhere), server.url(host + "-b", "/to?" + elsewhere)):
        winnow.list([url], *QUICK, *options)
    assert {r.header("authorization") for r in server.everything(host)} == {"Bearer secret"}
    assert [(headers.get("authorization"), headers.get("x-key"), headers["x-all"]) for headers in asked] == \
        [(None, None, "all")] * 4  # robots.txt and the page, twice
    winnow.list([elsewhere], *QUICK, "--no-robots", *options)  # an explicit URL gets the header
    assert asked[-1]["authorization"] == "Bearer secret"


# ---- cookies of the user --------------------------------------------------------------


def cookie_file(path, *rows):
    """Rows of a host and a name, whose value is "of-" and the name; names that begin with "s" are secure."""
    path.write_text("# Netscape HTTP Cookie File\n" + "".join(
        f"{host}\t{str(host.startswith('.')).upper()}\t/\t{str(name.startswith('s')).upper()}\t0\t{name}\tof-{name}\n"
        for host, name in rows))
    return path


@pytest.fixture
def relay():
    """A function that starts a server, which redirects, at another port of 127.0.0.1. The function returns its URL
    and the list of the cookies that it gets."""
    servers = []

    def start(host, location, certificate=None, **headers):
        got = []

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path != "/robots.txt":
                    got.append(self.headers.get("Cookie"))
                self.send_response(404 if self.path == "/robots.txt" else 302)
                self.send_header("Location", "/again" if self.path == "/on" else location)
                self.send_header("Content-Length", "0")
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()

            def log_message(self, *args):
                pass

        other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(f"{certificate}.crt", f"{certificate}.key")
            other.socket = context.wrap_socket(other.socket, server_side=True)
        threading.Thread(target=other.serve_forever, daemon=True).start()
        servers.append(other)
        return f"http{'s' * bool(certificate)}://{host}.localhost:{other.server_port}/on", got

    yield start
    for other in servers:
        other.shutdown()
        other.server_close()


@pytest.mark.parametrize("domain", ["{host}.localhost", "#HttpOnly_{host}.localhost", ".{host}.localhost"])
def test_a_cookie_of_the_user_is_not_sent_to_another_port(winnow, server, host, relay, tmp_path, domain):
    jar = cookie_file(tmp_path / "jar", (domain.format(host=host), "key"))
    target, got = relay(host, server.url(host, "/ok/1"), Set_Cookie="own=1; Path=/")
    server.set_page(host, "/start", b"", 302, Location=target, Set_Cookie="key=changed; Path=/")
    assert winnow.list([server.url(host, "/start")], *QUICK, "--cookie-file", jar).statuses() == ["ok"]
    assert got == [None, "own=1"]
    cookies = [set((r.header("cookie") or "").split("; ")) for r in server.log(host)]
    assert cookies == [{"key=of-key"}, {"key=of-key", "own=1"}]


def test_a_cookie_that_the_server_changes_stays_changed(winnow, server, host, tmp_path):
    jar = cookie_file(tmp_path / "jar", (f"{host}.localhost", "key"))
    server.set_page(host, "/start", b"", 302, Location="/ok/1", Set_Cookie="key=changed; Path=/")
    winnow.list([server.url(host, "/start")], *QUICK, "--cookie-file", jar)
    assert [r.header("cookie") for r in server.log(host)] == ["key=of-key", "key=changed"]


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "harbour.localhost"])
def test_a_secure_cookie_is_sent_over_https_only(winnow, relay, tmp_path, name):
    jar = cookie_file(tmp_path / "jar", (name, "secret"), (name, "key"))
    url, got = relay("harbour", "/end")
    winnow.list([url.replace("harbour.localhost", name)], *QUICK, "--cookie-file", jar)
    assert set(got) == {"key=of-key"}


def test_secure_cookies_do_not_come_down_from_https(winnow, nginx, relay, tmp_path):
    """From https to http at another port of the host, and back."""
    name = "harbour.localhost"
    jar = cookie_file(tmp_path / "jar", (name, "secret"), (name, "key"))
    tls, at_tls = relay("harbour", "{}", nginx.run / "site")
    plain, at_plain = relay("harbour", tls.replace("/on", "/last"))
    secure, at_secure = relay("harbour", plain, nginx.run / "site", Set_Cookie="key=changed; Path=/")
    winnow.list([secure], *QUICK, "--cookie-file", jar, "--ca-file", nginx.run / "ca.crt")
    assert [set(got.split("; ")) for got in at_secure] == [{"key=of-key", "secret=of-secret"},
                                                           {"key=changed", "secret=of-secret"}]
    assert at_plain == [None, None] and set(at_tls) == {None}


# ---- cookies --------------------------------------------------------------------------


@pytest.mark.parametrize("domain", ["", "; Domain=localhost", "; Domain=.localhost", "; Domain={other}"])
def test_a_cookie_is_sent_only_to_its_host(winnow, server, host, domain):
    mine, other = host + "-a", host + "-b"
    cookie = "taste=oat; Path=/" + domain.format(other=f"{other}.localhost")
    server.set_page(mine, "/start", b"", 302, Location=server.url(other, "/ok/1"), Set_Cookie=cookie)
    result = winnow.list([server.url(mine, "/start"), server.url(other, "/ok/2")], *QUICK)
    assert result.statuses() == ["ok", "ok"]
    assert {r.header("cookie") for r in server.log(other)} == {None}


def test_a_flood_of_cookies(winnow, server, host):
    flood = {"Set_Cookie": "\r\n".join(["a=b"] + [f"Set-Cookie: c{i}={'x' * 100}; Path=/" for i in range(900)])}
    server.set_page(host, "/flood", page("Flood"), **flood)
    server.set_page(host, "/hop", b"", 302, Location="/ok/1", **flood)
    urls = [server.url(host, path) for path in ("/flood", "/hop", "/ok/2")]
    result = winnow.list(urls, *QUICK)
    assert result.statuses()[2] == "ok" and result.records()[2]["text"] == article("Page 2")
    assert all(len(r.header("cookie") or "") < 20_000 for r in server.log(host))


# ---- TLS ------------------------------------------------------------------------------


@pytest.fixture
def expired(tmp_path):
    """A TLS server with an expired certificate."""
    import http.server
    make_certificate(tmp_path, "ca", "a CA", 30)
    make_certificate(tmp_path, "old", "old.localhost", -1, ca="ca")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "old.crt", tmp_path / "old.key")
    served = http.server.HTTPServer(("127.0.0.1", free_port()), http.server.SimpleHTTPRequestHandler)
    served.socket = context.wrap_socket(served.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield served.server_port
    served.shutdown()


def test_an_expired_certificate(winnow, expired, tmp_path):
    url = f"https://old.localhost:{expired}/"
    result = winnow(*QUICK, "--ca-file", tmp_path / "ca.crt", url)
    assert (result.statuses(), result.code) == (["network"], 1)
    assert "expired" in result.records()[0]["error"]


# ---- HTTP/2 ---------------------------------------------------------------------------


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


# RFC 9113: the response on stream 1, the first one. 0x88 is ":status: 200" (RFC 7541).
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0, 1, 3, 4, 6, 7
HEAD = frame(HEADERS, 4, 1, b"\x88\x0f\x10\x09text/html") + frame(DATA, 0, 1, b"<p>Half a page")
ANSWERS = {
    "goaway": ([frame(GOAWAY, 0, 0, bytes(8))], "HTTP/2: "),
    "reset": ([HEAD, frame(RST_STREAM, 0, 1, struct.pack(">I", 2))], "HTTP/2: HTTP/2 stream 1 was not closed cleanly"),
    "no-frames": ([b"\xff" * 1000], "the connection was cut: "),
    "no-headers": ([frame(HEADERS, 5, 1, b"\xff" * 6 + b"\x7f")], "the connection was cut: "),
    "empty-frames": ([HEAD, None, frame(DATA, 0, 1) * 1000], "the server floods the connection and sends no page"),
    "settings": ([None, frame(SETTINGS, 0, 0) * 1000], "the connection was cut: "),
}


def wait_for_request(connection):
    """Waits for a HEADERS frame after the 24 bytes of the HTTP/2 preface."""
    data = b""
    while piece := connection.recv(65536):
        data += piece
        rest = data[24:]
        while len(rest) >= 9:
            if rest[3] == HEADERS:
                return
            rest = rest[9 + int.from_bytes(rest[:3], "big"):]


@pytest.fixture
def speaks_http2(tmp_path):
    """Starts a server that answers the first request with these bytes, and repeats those after None forever."""
    make_certificate(tmp_path, "ca", "a CA", 30)
    make_certificate(tmp_path, "new", "new.localhost", 30, ca="ca")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "new.crt", tmp_path / "new.key")
    context.set_alpn_protocols(["h2"])
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(parts):
        while True:
            try:
                with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
                    connection.sendall(frame(SETTINGS, 0, 0))
                    wait_for_request(connection)
                    ends = parts.index(None) if None in parts else len(parts)
                    connection.sendall(b"".join(parts[:ends]))
                    while parts[ends:]:
                        connection.sendall(parts[-1])
                    time.sleep(1)
            except ssl.SSLError:
                continue
            except OSError:
                if listener.fileno() < 0:
                    return

    def start(parts):
        threading.Thread(target=serve, args=(parts,), daemon=True).start()
        return f"https://new.localhost:{listener.getsockname()[1]}/"

    yield start
    listener.close()


@pytest.mark.parametrize("name", ANSWERS)
def test_invalid_http2(winnow, server, host, speaks_http2, tmp_path, name):
    """Only this page fails: curl alone would read empty frames without end."""
    parts, error = ANSWERS[name]
    urls = [speaks_http2(parts), server.url(host, "/ok/1")]
    result = winnow.list(urls, *QUICK, "--timeout", "20", "--no-robots", "--ca-file", tmp_path / "ca.crt", timeout=60)
    wrong, well = result.records()
    assert (wrong["status"], well["status"]) == ("network", "ok"), (wrong["error"], well["error"])
    assert wrong["error"].startswith(error)


# ---- names with several addresses -----------------------------------------------------


def in_network_namespace(winnow, *addresses):
    """The result for a name with these addresses and 127.0.0.1, in a network namespace without connections."""
    if subprocess.run(["unshare", "-mn", "true"], capture_output=True).returncode:
        pytest.skip("no network namespace to be had")
    command = ["unshare", "-mn", sys.executable, "-B", pathlib.Path(__file__).with_name("namespace.py")]
    result = subprocess.run([*command, winnow.program, *addresses], env=winnow.env, capture_output=True, timeout=90)
    assert result.returncode == 0, result.stderr.decode()
    return json.loads(result.stdout)


def test_a_name_with_only_a_private_address(winnow):
    found = in_network_namespace(winnow)
    assert (found["status"], found["asked"]) == ("refused", [])


def test_of_a_public_and_a_private_address_the_public_one_is_used(winnow):
    found = in_network_namespace(winnow, "1.2.3.4")
    assert (found["status"], found["asked"]) == ("ok", ["1.2.3.4"])


def test_a_private_address_is_not_tried_after_a_public_one(winnow):
    found = in_network_namespace(winnow, "-1.2.3.4")
    assert (found["status"], found["asked"]) == ("network", [])


# ---- invalid heads --------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

# name -> (the response without its page, the statuses that it may have)
ODD = {
    "length-below-zero": (HEAD + b"Content-Length: -1\r\n\r\n", {"network"}),
    "length-of-letters": (HEAD + b"Content-Length: abc\r\n\r\n", {"network"}),
    "length-over-all": (HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n", {"too-large"}),
    "chunk-over-all": (CHUNKED + b"ffffffffffffffffff\r\n", {"network"}),
    "chunk-below-zero": (CHUNKED + b"-5\r\n", {"network"}),
    "trailers": (CHUNKED + b"1\r\nx\r\n0\r\n" + b"X: y\r\n" * 5000 + b"\r\n", {"too-large"}),
    "nul": (HEAD + b"X: a\0b\r\n\r\n", {"network"}),
    "no-status": (b"HTTP/1.1 000 No\r\n\r\n", {"network"}),
    "strange-status": (b"HTTP/1.1 999 No\r\n\r\n", {"http"}),
    "unasked-upgrade": (b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n", {"http", "network"}),
    "unasked-304": (b"HTTP/1.1 304 Not Modified\r\n\r\n", {"http"}),
    "no-header": (b"HTTP/1.1 200 OK\r\n\r\n", {"ok"}),
    "long-type": (b"HTTP/1.1 200 OK\r\nContent-Type: " + b"a" * 60_000 + b"\r\n\r\n", {"ok"}),
    "redirect-nowhere": (b"HTTP/1.1 302 Found\r\nLocation: \r\n\r\n", {"http"}),
    "redirect-to-no-host": (b"HTTP/1.1 302 Found\r\nLocation: http://\r\n\r\n", {"http"}),
    "endless-wait": (b"HTTP/1.1 429 Slow\r\nRetry-After: 99999999999999999999\r\n\r\n", {"http"}),
}


@pytest.mark.parametrize("name", ODD)
def test_an_invalid_head(winnow, server, host, name):
    answer, statuses = ODD[name]
    server.set_raw(host, "/odd", answer + page("Odd"))
    result = winnow.list([server.url(host, "/odd"), server.url(host + "-b", "/ok/2")], *QUICK)
    odd, well = result.records()
    assert odd["status"] in statuses, odd["error"]
    assert (odd["error"] is None) == (odd["status"] == "ok")
    assert well["text"] == article("Page 2")


# ---- a libcurl without an option ------------------------------------------------------


# Numbers of curl.h.
@pytest.mark.parametrize("option", [52, 10318, 20163, 20312, 10065, 20011],
                         ids=["redirects", "protocols", "sockets", "requests", "certificates", "bodies"])
@pytest.mark.measured
def test_no_request_is_sent_without_required_options(winnow, server, host, tmp_path, option):
    shim = tmp_path / "refuser.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, pathlib.Path(__file__).parent / "refuser.c", "-ldl"],
                   check=True)
    ca_file = tmp_path / "ca.pem"
    ca_file.write_text("")
    result = winnow("--ca-file", ca_file, server.url(host, "/ok/1"),
                    env={"LD_PRELOAD": str(shim), "REFUSED_OPTION": str(option)})
    assert (result.out, result.code, server.log(host)) == ("", 2, [])
    assert "libcurl" in result.err and "cannot be set up" in result.err
