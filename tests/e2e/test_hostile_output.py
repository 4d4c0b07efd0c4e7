"""Control characters in untrusted input never reach the terminal: in every format, stream and file."""

import os
import re

import pytest

from fault_server import page

# CSI and OSC of ECMA-48 in both encodings, and other characters that move the cursor or change the direction of text.
CSI, OSC, C1_CSI, C1_OSC = "\x1b[2J", "\x1b]0;owned\x07", "\u009b31m", "\u009d0;owned\u009c"
EVIL = f"{CSI}{OSC}{C1_CSI}{C1_OSC}\b\r\x00\x7f\u0085\u202e\u2066\u200f"
REFERENCES = "&#27;[2J&#x1b;]0;x&#7;&#155;31m&#x9d;0;x&#x9c;&#8;&#127;&#133;&#x202e;"
SENTENCE = "A sentence that a person came to read stands here, and it is long enough."

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def evil_page():
    said = f"{EVIL} {REFERENCES}"
    return (f'<!DOCTYPE html><meta charset=utf-8><title>Title {said}</title>'
            f'<meta name=author content="By {said}"><meta property=og:site_name content="Site {said}">'
            f'<link rel=canonical href="/c{said}"><html lang="en{EVIL}">'
            f'<script type="application/ld+json">{{"@type":"Article","headline":"H \\u001b[2J\\u009b"}}</script>'
            f"<article><h1>Head {said}</h1><p>{SENTENCE} {said}</p><pre>code {said}\n</pre>"
            f'<p>{SENTENCE} <a href="https://x.example/{said}">link {said}</a>'
            f'<img alt="alt {said}" src="/i{said}"></p><ul><li>item {said}</ul>'
            f"<table><tr><td>cell {said}<td>other</table></article>").encode("utf-8", "surrogatepass")


def assert_clean(text, is_log=False):
    assert not CONTROL.search(text), repr(text)
    assert not is_log or not BIDI.search(text), repr(text)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "jsonl"])
def test_a_page(winnow, server, host, form, tmp_path):
    server.set_page(host, "/evil", evil_page())
    url = server.url(host, "/evil")
    result = winnow(url, "-v", "--format", form, "--headers", "always")
    assert SENTENCE in result.out and result.code == 0
    assert_clean(result.out)
    assert_clean(result.err, is_log=True)
    winnow(url, "-v", "--format", form, "-o", tmp_path / "out")
    for name in os.listdir(tmp_path / "out"):
        assert_clean(name, is_log=True)
        assert_clean((tmp_path / "out" / name).read_text())


def test_plain_text(winnow):
    result = winnow("--input", "text", stdin=f"{SENTENCE} {EVIL}\n\n{SENTENCE}\n".encode())
    assert SENTENCE in result.out
    assert_clean(result.out)


@pytest.mark.parametrize("location", [
    f"http://x.example/{CSI}", f"file:///{CSI}{OSC}", "gopher://\u009b31m/".encode().decode("latin-1"),
    "ftp://\u202e/".encode().decode("latin-1"),
])
def test_a_redirect(winnow, server, host, location):
    server.set_page(host, "/evil", b"", 302, Location=location)
    result = winnow("-v", "--format", "jsonl", server.url(host, "/evil"))
    assert result.records()[0]["text"] == ""
    assert_clean(result.out)
    assert_clean(result.err, is_log=True)


def test_headers_of_a_response(winnow, server, host):
    server.set_page(host, "/evil", page("Well"), Content_Type=f"text/{CSI}{OSC}")
    result = winnow("-v", "--format", "jsonl", server.url(host, "/evil"))
    assert_clean(result.out)
    assert_clean(result.err, is_log=True)


def test_lists_and_names(winnow, tmp_path):
    lines = f"http://x.localhost:1/{EVIL}\n{EVIL}\n\u202ehttp://y.localhost:1/\n"
    for options in ([], ["--format", "jsonl"]):
        result = winnow.list(["http://127.0.0.1:1/"], "--retries", "0")
        result = winnow("--retries", "0", *options, stdin=lines.replace("\x00", ""))
        assert_clean(result.out)
        assert_clean(result.err, is_log=True)
    result = winnow("--input", "jsonl", stdin='{"url": "http://x/\\u001b[2J", "text": "\\u001b]0;x\\u0007 \\u009b"}\n'
                    f'{{"{CSI}": 1}}\n', timeout=20)
    assert_clean(result.out)
    assert_clean(result.err, is_log=True)
    result = winnow(f"{CSI}\u202e.example", f"--{CSI}")
    assert result.code == 2
    assert_clean(result.err, is_log=True)


def test_a_rule_file(winnow, tmp_path):
    rules = tmp_path / "rules.txt"
    rules.write_text(f"body{CSI}: x\nstrip: {OSC}[\nstrip_line: /{C1_CSI}(/\n")
    result = winnow("--rule", rules, stdin="http://x.example/\n")
    assert result.code == 2
    assert_clean(result.err, is_log=True)


# ---- names ----------------------------------------------------------------------------


def test_a_url_of_five_thousand_characters(winnow, server, host, tmp_path):
    path = "/" + "a/b-c.d_" * 625
    server.set_page(host, path, page("A long way"))
    url = server.url(host, path)
    assert len(url) > 5000
    assert winnow.list([url], "--format", "jsonl").records()[0]["url"] == url
    result = winnow.list([url], "-o", tmp_path / "out")
    assert (result.err, result.code) == ("", 0)
    assert len(list((tmp_path / "out").glob("*.txt"))) == 1


def test_a_file_name_is_made_from_the_url_only(winnow, server, host, tmp_path):
    server.set_page(host, "/asked", b"", 302, Location="/..%2f..%2fetc/passwd")
    server.set_page(host, "/..%2f..%2fetc/passwd", page("There"),
                    Content_Disposition='attachment; filename="../../evil"')
    url = server.url(host, "/asked")
    winnow.list([url], "-o", tmp_path / "out")
    names = [name for name in os.listdir(tmp_path / "out") if name != "index.jsonl"]
    assert len(names) == 1 and names[0].startswith(f"{host}.localhost-") and "-asked-" in names[0]
    assert sorted(os.listdir(tmp_path)) == ["home", "out"]


def test_a_symbolic_link_in_the_folder_is_not_followed(winnow, server, host, tmp_path):
    out, prey = tmp_path / "out", tmp_path / "prey"
    out.mkdir()
    prey.write_text("untouched")
    (out / "index.jsonl").symlink_to(prey)
    result = winnow.list([server.url(host, "/ok/1")], "-o", out)
    assert result.code == 2 and "index.jsonl" in result.err
    assert prey.read_text() == "untouched"
    (out / "index.jsonl").unlink()
    winnow.list([server.url(host, "/ok/1")], "-o", out)
    text, = out.glob("*.txt")
    text.unlink()
    text.symlink_to(prey)
    winnow.list([server.url(host, "/ok/1")], "-o", out)
    assert prey.read_text() == "untouched"
