"""Input: kinds, URLs without a scheme, and invalid input."""

import os

import pytest

from fault_server import SENTENCES, page
from pages import article


def is_rejected(result):
    """Whether nothing was done, with a few lines that say why."""
    return result.out == "" and result.code == 2 and result.err.startswith("winnow: ")


# ---- kinds ----------------------------------------------------------------------------


def test_html(winnow):
    result = winnow("--input", "html", stdin=page("Piped in"))
    assert (result.out, result.err, result.code) == (article("Piped in"), "", 0)


def test_a_file_as_an_argument_is_a_page(winnow, tmp_path):
    (tmp_path / "page.html").write_bytes(page("On disk"))
    result = winnow(tmp_path / "page.html")
    assert (result.out, result.err, result.code) == (article("On disk"), "", 0)


@pytest.mark.parametrize("name", ["./refresh", "--"])
def test_a_file_with_the_name_of_a_verb(winnow, tmp_path, name):
    (tmp_path / "refresh").write_bytes(page("Not a verb"))
    args = ["./refresh"] if name == "./refresh" else ["--", "refresh"]
    assert winnow(*args, cwd=tmp_path).out == article("Not a verb")


def test_a_missing_file(winnow, tmp_path):
    result = winnow(tmp_path / "nothing.html")
    assert result.out == ""
    assert result.err == f"winnow: {tmp_path}/nothing.html: No such file or directory\n"
    assert result.code == 1


def test_text(winnow):
    dirty = "Home\nAbout\nContact\n\n" + "\n\n".join(SENTENCES) + "\n\n© 2024 Someone\n"
    result = winnow("--input", "text", stdin=dirty)
    assert (result.out, result.err, result.code) == ("\n\n".join(SENTENCES) + "\n", "", 0)


def test_the_charset_option_overrides_the_page(winnow):
    body = "<meta charset=utf-8><p>Все счастливые семьи похожи друг на друга, каждая по-своему.</p>"
    result = winnow("--input", "html", "--charset", "windows-1251", stdin=body.encode("cp1251"))
    assert "Все счастливые семьи" in result.out


# ---- URLs -----------------------------------------------------------------------------


def test_no_scheme_is_https(winnow):
    result = winnow("--format", "jsonl", "--allow-private", "--retries", "0", stdin="localhost:1/x\n")
    assert result.records()[0]["url"] == "localhost:1/x"
    assert result.statuses() == ["network"]


@pytest.mark.parametrize("url, status", [  # of a line in a list
    ("http://", "invalid"),
    ("http://[::1", "invalid"),
    ("http://exa mple.com/", "invalid"),
    ("mailto:a@b.example", "invalid"),
    ("file:///etc/passwd", "invalid"),
    ("ftp://a.example/", "invalid"),
    ("http://127.0.0.1:1/", "refused"),
    ("http://localhost:1/", "refused"),
    ("http://[::1]:1/", "refused"),
    ("http://10.0.0.1/", "refused"),
    ("http://169.254.169.254/latest/", "refused"),
    ("http://0x7f000001/", "refused"),
    ("http://[::ffff:127.0.0.1]/", "refused"),
])
def test_a_list_may_not_contain_these(winnow, url, status):
    # A valid first line, so that the input is recognised as a list.
    result = winnow("--format", "jsonl", "--retries", "0", "--timeout", "5",
                    stdin=f"http://192.168.77.77/first\n{url}\n")
    assert result.statuses() == ["refused", status]
    assert [line.split(": ")[0] for line in result.err.splitlines()] == ["winnow"] * 2
    assert result.code == 1


def test_a_private_address_may_be_typed(winnow, server, host):
    assert winnow(server.url(host, "/ok/1")).out == article("Page 1")


def test_a_private_address_may_not_be_in_a_list(winnow, server, host):
    result = winnow("--format", "jsonl", stdin=server.url(host, "/ok/1"))
    assert (result.statuses(), result.code) == (["refused"], 1)
    assert server.everything(host) == []


def test_unknown_host(winnow):
    result = winnow("--format", "jsonl", "--retries", "0", stdin="http://nowhere.invalid/\n")
    assert (result.statuses(), result.code) == (["network"], 1)


# ---- invalid lists --------------------------------------------------------------------


@pytest.mark.parametrize("stdin", [
    page("Not a list").decode(),
    "  \n\n<p>Short but HTML</p>\n",
    "\n".join(SENTENCES) * 3,
    "PK\x03\x04\x14\x00\x06\x00binary\x00\x01\x02\n\x00\x00\n",
], ids=["page", "fragment", "prose", "binary"])
def test_invalid_lists_have_one_hint(winnow, stdin):
    result = winnow(stdin=stdin)
    assert is_rejected(result)
    assert "--input" in result.err and "html" in result.err and "text" in result.err
    assert result.err.count("\n") == 1


def test_a_list_in_utf_16_has_a_hint(winnow):
    result = winnow(stdin="http://a.example/1\nhttp://a.example/2\n".encode("utf-16"))
    assert is_rejected(result)
    assert "(it is UTF-16; iconv -f UTF-16 -t UTF-8 turns it into one)" in result.err


@pytest.mark.parametrize("stdin", [
    page("Not a list").decode(), "\n \n<p>Short but HTML</p>\n", "PK\x03\x04\x14\x00\x06\x00binary\x00\x01\n\x00\n",
], ids=["page", "fragment", "binary"])
def test_invalid_jsonl_has_one_hint(winnow, stdin):
    result = winnow("--input", "jsonl", stdin=stdin)
    assert is_rejected(result)
    assert "lines of JSON" in result.err and "--input html" in result.err and result.err.count("\n") == 1


@pytest.mark.parametrize("stdin, statuses", [
    ("", []), ("\n\n", []), ("words\n", ["invalid"]), ("\n[1]\n<p>\n", ["invalid", "invalid"]),
])
def test_invalid_lines_of_jsonl_fail_one_by_one(winnow, stdin, statuses):
    result = winnow("--input", "jsonl", "--format", "jsonl", stdin=stdin)
    assert (result.statuses(), result.code) == (statuses, 1 if statuses else 0)


def test_an_empty_list(winnow):
    result = winnow(stdin="")
    assert (result.out, result.code) == ("", 0)


def test_a_list_of_comments(winnow):
    result = winnow(stdin="# nothing\n\n# here\n")
    assert (result.out, result.code) == ("", 0)


# ---- usage ----------------------------------------------------------------------------


@pytest.mark.parametrize("args", [
    ["--nonsense"], ["--delay", "soon"], ["--delay", "-1"], ["--retries", "many"], ["--format", "pdf"],
    ["--input", "tarot"], ["--max-bytes", "0x"], ["--workers", "0"], ["--timeout"],
    ["--header", "Cookie: a=b"], ["--header", "Authorization: x"], ["--rules", "/nonexistent"],
    ["--cookie-file", "/nonexistent"],
])
def test_usage(winnow, args):
    result = winnow(*args, stdin="http://news.example/\n")
    assert is_rejected(result), result


@pytest.mark.parametrize("args,command", [
    (["--nonsense"], "winnow"), (["-o", "", "x.html"], "winnow"), (["explain", "--nonsense"], "winnow explain"),
    (["rules", "check", "--nonsense"], "winnow rules check"), (["rules", "nonsense"], "winnow rules"), (["rules"], "winnow rules"),
    (["refresh"], "winnow refresh"), (["refresh", ""], "winnow refresh"),
])
def test_a_usage_error_mentions_the_help(winnow, args, command):
    result = winnow(*args, patient=True)
    assert is_rejected(result)
    assert result.err.count("\n") == 2 and result.err.endswith(f"\nTry {command} --help.\n")
    assert winnow(*command.split()[1:], "--help", patient=True).code == 0


def test_a_misspelt_option_has_a_suggestion(winnow):
    assert "--unordered" in winnow("--unorderd").err


def test_version_lists_the_libraries(winnow):
    result = winnow("--version")
    first, *rest = result.out.splitlines()
    assert first.startswith("winnow 0.1.0")
    for name in ("libcurl", "PCRE2", "jansson", "gumbo", "nettle"):
        assert name.lower() in result.out.lower()
    assert (result.err, result.code) == ("", 0)


def test_help(winnow):
    result = winnow("--help")
    assert result.out.lower().startswith("usage: winnow")
    assert (result.err, result.code) == ("", 0)


# ---- unusual pages --------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b" \n\t ", b"<html></html>", b"<!-- only a comment -->"])
def test_an_empty_page_is_empty(winnow, server, host, body):
    server.set_page(host, "/x", body)
    result = winnow("--format", "jsonl", server.url(host, "/x"))
    assert (result.statuses(), result.code) == (["empty"], 3)


def test_one_line_of_ten_megabytes(winnow):
    line = ("<p>" + "The same sentence stands here again and again. " * 220_000)[:10 * 1024 * 1024 - 40]
    result = winnow("--input", "html", "--format", "jsonl", stdin=line)
    assert result.statuses() in (["ok"], ["budget"])
    assert result.code in (0, 1)


def test_invalid_utf_8_is_repaired(winnow):
    body = page("Mended").replace(b"The harbour", b"The \xff\xfe harbour").replace(b"Nobody", b"N\xc3")
    result = winnow("--input", "html", stdin=body)
    result.out.encode()  # valid UTF-8
    assert "lay still under the fog" in result.out and result.code == 0


def test_nul_bytes_do_not_end_a_page(winnow):
    body = page("With NUL").replace(b"still", b"st\0ill")
    result = winnow("--input", "html", stdin=body)
    assert result.out.splitlines()[-1] == SENTENCES[-1]
    assert "\0" not in result.out


# ---- rule files -----------------------------------------------------------------------


def test_every_error_of_a_rule_file_is_listed(winnow, tmp_path):
    (tmp_path / "bad.txt").write_text("body: #a\nstripp: .x\nstrip_line: /(/\nstrip: div[\n")
    result = winnow("--rule", tmp_path / "bad.txt", "--input", "html", stdin=page("Any"))
    lines = result.err.splitlines()
    assert [line.split(":")[:2] for line in lines if line.startswith(str(tmp_path))] or lines
    assert [number for number in (2, 3, 4) if f"bad.txt:{number}:" not in result.err] == []
    assert "strip" in lines[0]
    assert (result.out, result.code) == ("", 2)


def test_an_invalid_site_file_affects_only_its_host(winnow, server, host, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / f"{host}-a.localhost.txt").write_text("body: article\nnonsense: x\n")
    urls = [server.url(host + suffix, "/ok/1") for suffix in ("-a", "-b")]
    result = winnow.list(urls, "--format", "jsonl", "--rules", rules)
    assert result.statuses() == ["rule-broken", "ok"]
    assert [(note["code"], note["place"]) for note in result.records()[0]["notes"]] == \
        [("rule-error", f"{rules}/{host}-a.localhost.txt:2")]
    reported, failed = result.err.splitlines()
    assert reported.startswith(f"{rules}/{host}-a.localhost.txt:2:1: error: unknown directive")
    assert failed == f"winnow: {urls[0]}: its site's rule file has errors and was not used"
    assert result.code == 3


def test_an_error_of_a_site_file_is_reported_once(winnow, server, host, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / f"{host}.localhost.txt").write_text("nonsense: x\n")
    result = winnow.list([server.url(host, f"/ok/{n}") for n in range(5)], "--rules", rules)
    assert result.err.count("error: unknown directive") == 1


def test_a_missing_include_is_an_error_of_the_file(winnow, tmp_path):
    (tmp_path / "a.example.txt").write_text("include: none\nstrip: p\n")
    result = winnow("--rules", tmp_path, "--input", "html", "--url", "https://a.example/",
                    stdin=page("Any"))
    assert (result.out, result.code) == (article("Any"), 3)
    assert result.err.splitlines()[0] == \
        f"{tmp_path}/a.example.txt:1:1: error: include: none names no file in shared/"


def test_a_rule_file_that_is_a_pipe_is_an_error(winnow, tmp_path):
    os.mkfifo(tmp_path / "a.example.txt")
    (tmp_path / "b.example.txt").write_text("strip: nav\n")
    result = winnow("--rules", tmp_path, "--input", "html", "--url", "https://a.example/",
                    stdin=page("Any"))
    assert result.out == article("Any")
    assert result.err == f"winnow: {tmp_path}/a.example.txt: cannot be read: it is no regular file\n"


def test_body_that_never_matches_is_rule_broken(winnow, server, host, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / f"{host}.localhost.txt").write_text("body: #gone-since-the-redesign\n")
    result = winnow("--format", "jsonl", "--rules", rules, server.url(host, "/ok/1"))
    assert (result.statuses(), result.code) == (["rule-broken"], 3)
    assert result.records()[0]["text"] == article("Page 1")


def test_a_directory_without_rules_is_a_warning(winnow, server, host, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    result = winnow("--rules", rules, server.url(host, "/ok/1"))
    assert (result.out, result.code) == (article("Page 1"), 0)
    assert result.err == f"winnow: --rules {rules}: there is no rule file (*.txt) in it\n"


def test_the_users_rules_come_first(winnow, server, host):
    import pathlib
    own = pathlib.Path(winnow.env["XDG_CONFIG_HOME"]) / "winnow/rules"
    own.mkdir(parents=True)
    (own / f"{host}.localhost.txt").write_text("strip_line: /^Nobody/\n")
    result = winnow(server.url(host, "/ok/1"))
    assert result.out == article("Page 1", SENTENCES[0], SENTENCES[2])


def test_rules_of_the_checkout_are_found_from_any_folder(winnow, tmp_path):
    # default.txt removes this element; the model alone would keep it.
    body = page("Anywhere", *SENTENCES, "</p></article></main>").decode()
    result = winnow("--input", "html", "-v", stdin=body, cwd=tmp_path)
    assert result.out.startswith("Anywhere\n\n")
    assert result.code == 0
