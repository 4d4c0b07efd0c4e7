"""`winnow serve`: an archive as live pages, with decisions about its quarantine."""

import contextlib
import fcntl
import os
import re
import socket
import urllib.error
import urllib.parse
import urllib.request

import pytest

import browser
from archives import OTHER
from conftest import free_port
from fault_server import page

TEASER = "Subscribe to read the rest of this story."


@pytest.fixture
def quarantine(archive, server, host, rules):
    """An archive with a text whose page has become a teaser."""
    rules.write_text("body: article\n")
    server.set_page(host, "/ferry", page("The night ferry"))
    server.set_page(host, "/other", page("The lighthouse", *OTHER))
    archive.refresh(urls=[server.url(host, "/ferry"), server.url(host, "/other")])
    server.set_page(host, "/ferry", page("The night ferry", TEASER))
    archive.refresh()
    return archive


class Served:
    def __init__(self, archive, *args):
        self.process = archive.winnow.start("serve", archive.folder, "--port", "0", *args)
        self.line = self.process.stdout.readline().decode()
        self.url = re.search(r"http://\S+?/", self.line).group()
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)

    def ask(self, path, form=None, **headers):
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self.url + path.lstrip("/"), data, headers={
            name.replace("_", "-"): value for name, value in headers.items()})
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers

    def text(self, path):
        code, text, _ = self.ask(path)
        assert code == 200, (path, code, text)
        return text

    def token(self):
        return re.search(r'name="token" value="(\w{32})"', self.text("attention.html")).group(1)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@contextlib.contextmanager
def serving(archive, *args):
    served = Served(archive, *args)
    try:
        yield served
    finally:
        served.process.terminate()
        assert served.process.wait(timeout=30) == 0


def stored(archive):
    return next(text for name, text in archive.texts().items() if "ferry" in name)


def test_the_pages_are_those_of_the_site(quarantine, tmp_path):
    quarantine.run("site", tmp_path / "site")
    names = [str(p.relative_to(tmp_path / "site")) for p in (tmp_path / "site").rglob("*")
             if re.search(r"(index|days|hosts|days/.*|text/.*)\.html$|feed\.atom$|site\.css$", str(p))]
    with serving(quarantine) as served:
        for name in names:
            text = re.sub(r' · <a href="/rule.html[^\n]*\n', "", served.text(name))
            assert text == (tmp_path / "site" / name).read_text(), name
        assert served.text("/") == served.text("/index.html")
        assert served.ask("/nosuch")[0] == served.ask("/text/x/y.html")[0] == 404
        assert "The lighthouse</a>" in served.text("/search.html?q=LIGHTH")
        assert "The night ferry</a>" not in served.text("/search.html?q=lighth")
        found = served.text("/search.html?q=storms+museum")  # words of the text
        assert "The lighthouse</a>" in found and "<mark>storms</mark>" in found
        assert "0 texts" in served.text("/search.html?q=nosuch")
        assert "Type a word" in served.text("/search.html?q=")
        assert served.ask("/search.html?q=%22+host:")[0] == 200  # no word to look for


def test_a_text_is_accepted_with_the_token_only(quarantine, server, host):
    form = {"url": server.url(host, "/ferry"), "do": "accept"}
    before = stored(quarantine)
    with serving(quarantine) as served:
        assert TEASER in served.text("attention.html")
        token = served.token()
        for wrong in ("", "0" * 32, token[:-1]):
            assert served.ask("/do", {**form, "token": wrong})[0] == 403
        own = served.url.rstrip("/")
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"},
                        {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
                        {"Origin": own.replace("localhost", "evil.localhost")}):
            assert served.ask("/do", {**form, "token": token}, **headers)[0] == 403, headers
        assert served.ask("/do", {**form, "token": token}, Host="evil.example")[0] == 421
        assert served.ask(f"/do?{urllib.parse.urlencode({**form, 'token': token})}")[0] == 404
        assert stored(quarantine) == before
        code, _, headers = served.ask("/do", {**form, "token": token}, Origin=own,
                                      Sec_Fetch_Site="same-origin")
        assert (code, headers["Location"]) == (303, "/attention.html?done=accept")
        assert TEASER in stored(quarantine)
        text = served.text(headers["Location"])
        assert "The new text was accepted." in text and TEASER not in text


def test_a_text_is_discarded(quarantine, server, host):
    before = stored(quarantine)
    with serving(quarantine) as served:
        form = {"url": server.url(host, "/ferry"), "do": "discard", "token": served.token()}
        assert served.ask("/do", form)[0] == 303
        assert TEASER not in served.text("attention.html")
        code, text, _ = served.ask("/do", form)
        assert code == 409 and "not in quarantine" in text
    assert stored(quarantine) == before
    assert quarantine.run("quarantine").out == ""


def test_an_earlier_version_is_restored(quarantine, server, host):
    before, url = stored(quarantine), server.url(host, "/ferry")
    with serving(quarantine) as served:
        form = {"url": url, "token": served.token()}
        assert served.ask("/do", {**form, "do": "accept"})[0] == 303
        assert TEASER in stored(quarantine)
        page_name = re.search(r"text/[^\"/]*/ferry-\w+(?=\.html)",
                              served.text(f"text/{host}.localhost/index.html")).group()
        old = served.text(f"{page_name}.1.html")
        assert "Restore version 1</button>" in old
        assert "Restore version" not in served.text(f"{page_name}.html")
        for version in ("", "7", "-1"):
            assert served.ask("/do", {**form, "do": "restore", "version": version})[0] == 409
        assert served.ask("/do", {**form, "do": "restore", "version": "1"})[0] == 303
        assert stored(quarantine) == before
        assert "an earlier version was restored" in served.text(f"{page_name}.html")
        assert "<del>Subscribe" in served.text(f"{page_name}.2-3.html")


def test_a_locked_archive_is_read_and_not_changed(quarantine, server, host):
    with serving(quarantine) as served:
        form = {"url": server.url(host, "/ferry"), "do": "accept", "token": served.token()}
        lock = os.open(quarantine.folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, text, _ = served.ask("/do", form)
        assert code == 409 and "Try again when it has ended" in text
        assert TEASER in served.text("attention.html")
        os.close(lock)
        assert served.ask("/do", form)[0] == 303


def test_rules_are_checked_shown_and_saved(quarantine, server, host, rules):
    url = server.url(host, "/other")
    with serving(quarantine) as served:
        text = served.text(f"rule.html?url={urllib.parse.quote(url, safe='')}")
        assert "body: article\n</textarea>" in text and "The text stays as it is." in text
        form = {"token": served.token(), "url": url, "do": "check",
                "base": re.search(r'name="base" value="(\w+)"', text).group(1)}
        code, text, _ = served.ask("/rule", {**form, "text": "body: article\r\nstripp: p\r\n"})
        assert code == 200 and "Line 2, column 1: error" in text
        rule = "body: article\nstrip: h1 + p\n"
        code, text, _ = served.ask("/rule", {**form, "text": rule.replace("\n", "\r\n")})
        assert code == 200 and "No errors." in text
        assert f"<del>{OTHER[0]}" in text.replace("</del><del>", "") and OTHER[1] in text
        assert rules.read_text() == "body: article\n"
        bad = served.ask("/rule", {**form, "do": "save", "text": "stripp: p\n"})[1]
        assert "Not saved: the file has errors." in bad
        assert rules.read_text() == "body: article\n"
        assert "Saved." in served.ask("/rule", {**form, "do": "save", "text": rule})[1]
        assert rules.read_text() == rule
        late = served.ask("/rule", {**form, "do": "save", "text": "body: main\n"})[1]
        assert "Not saved: the file has changed" in late
        assert rules.read_text() == rule
    quarantine.refresh("--due")
    assert OTHER[0] not in next(t for n, t in quarantine.texts().items() if "other" in n)


def test_others_may_read_and_change_nothing(quarantine, server, host):
    with serving(quarantine, "--listen", "0.0.0.0") as served:
        served.url = served.url.replace("0.0.0.0", "127.0.0.1")
        assert "change nothing" in served.line
        text = served.text("attention.html")
        assert TEASER in text and "<button" not in text and "token" not in text
        form = {"url": server.url(host, "/ferry"), "do": "accept", "token": ""}
        assert served.ask("/do", form)[0] == 403
        assert served.ask("/rule.html")[0] == 404
        assert served.ask("/", Host="evil.example")[0] == 421
    done = quarantine.run("serve", "--listen", "evil.example")
    assert done.code == 1 and "not an IP address" in done.err


def test_a_form_that_is_too_large_is_refused(quarantine):
    with serving(quarantine) as served:
        port = urllib.parse.urlsplit(served.url).port
        for length, answer in ((2 << 20, b"HTTP/1.1 413 "), (10, b"")):
            with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
                client.sendall(b"POST /do HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                               b"%d\r\n\r\n" % length)
                if answer:
                    assert client.recv(100).startswith(answer)
        assert served.ask("/")[0] == 200


@pytest.mark.measured
@pytest.mark.skipif(not browser.is_there(), reason="chromium is not installed")
def test_decisions_in_a_browser(quarantine, tmp_path):
    chromium = browser.Browser(tmp_path / "chromium", free_port())
    chromium.set_scripts(False)
    try:
        with serving(quarantine) as served:
            chromium.go(served.url.replace("localhost", "127.0.0.1") + "attention.html")
            (rule,) = (e for e in chromium.find_all("a")
                       if chromium.text(e) == "Edit the rules of this host")
            chromium.click(rule)
            chromium.wait_for("textarea")
            (field,) = chromium.find_all("textarea")
            chromium.type(field, "strip: h1\n")
            chromium.click(chromium.find_all(".actions button")[1])
            chromium.wait_for(".note")
            assert "Saved." in chromium.text(chromium.find_all("main")[0])
            chromium.go(served.url.replace("localhost", "127.0.0.1") + "attention.html")
            (accept,) = (e for e in chromium.find_all("button")
                         if chromium.text(e) == "Accept the new text")
            chromium.click(accept)
            chromium.wait_for(".note")
            (note,) = chromium.find_all(".note")
            assert chromium.text(note) == "The new text was accepted."
            assert chromium.complaints() == []
        assert TEASER in stored(quarantine)
    finally:
        chromium.close()
