"""Standard output: content, order and format; and exit codes."""

import csv
import io
import json
import os
import subprocess
import threading
import time

import pytest

from conftest import wait_for
from fault_server import page
from pages import article, listed

FIELDS = ["url", "final_url", "status", "http_status", "title", "author", "date", "language",
          "site", "canonical", "page_type", "rule", "pages", "raw_sha256", "text_sha256",
          "fetched_at", "text", "notes", "error"]


# ---- text and its headers -------------------------------------------------------------


def test_one_url_as_an_argument_has_no_header(winnow, server, host):
    result = winnow(server.url(host, "/ok/1"))
    assert (result.out, result.err, result.code) == (article("Page 1"), "", 0)


def test_several_arguments_have_headers(winnow, server, host):
    urls = [server.url(host, f"/ok/{n}") for n in (1, 2)]
    result = winnow("--delay", "0", *urls)
    assert result.out == listed((urls[0], article("Page 1")), (urls[1], article("Page 2")))
    assert (result.err, result.code) == ("", 0)


def test_a_list_has_headers_even_with_one_url(winnow, server, host):
    url = server.url(host, "/ok/1")
    assert winnow.list([url]).out == listed((url, article("Page 1")))


def test_headers_always(winnow, server, host):
    url = server.url(host, "/ok/1")
    assert winnow("--headers", "always", url).out == listed((url, article("Page 1")))


def test_headers_never(winnow, server, host):
    urls = [server.url(host, f"/ok/{n}") for n in (1, 2)]
    assert winnow.list(urls, "--headers", "never").out == (
        article("Page 1") + "\n" + article("Page 2"))


def test_headers_option_has_three_values(winnow):
    result = winnow("--headers", "sometimes")
    assert (result.out, result.code) == ("", 2)


def test_the_header_has_the_given_url(winnow, server, host):
    given = server.url(host, "/to?/ok/9")
    assert winnow.list([given]).out == listed((given, article("Page 9")))


# ---- order ----------------------------------------------------------------------------


def test_records_are_in_input_order(winnow, server, host):
    slow, fast = server.url(host + "-a", "/sleep/700"), server.url(host + "-b", "/ok/1")
    assert winnow.list([slow, fast]).out == listed((slow, article("Slept 700")),
                                                   (fast, article("Page 1")))


def test_unordered_prints_records_as_they_finish(winnow, server, host):
    slow, fast = server.url(host + "-a", "/sleep/700"), server.url(host + "-b", "/ok/1")
    assert winnow.list([slow, fast], "--unordered").out == listed((fast, article("Page 1")),
                                                                  (slow, article("Slept 700")))


def test_a_failure_leaves_no_gap(winnow, server, host):
    good, bad = server.url(host, "/ok/1"), server.url(host, "/status/404")
    also = server.url(host, "/ok/2")
    result = winnow.list([good, bad, also])
    assert result.out == listed((good, article("Page 1")), (also, article("Page 2")))
    assert result.err == f"winnow: {bad}: HTTP 404\n"
    assert result.code == 1


def test_records_are_printed_before_the_input_ends(winnow, server, host):
    url = server.url(host, "/ok/1")
    process = winnow.start("--allow-private", "--delay", "0")
    process.stdin.write(f"{url}\n".encode())
    process.stdin.flush()
    os.set_blocking(process.stdout.fileno(), False)
    got = wait_for(process.stdout.read)
    assert got.decode() == listed((url, article("Page 1")))
    process.stdin.close()
    assert process.wait(10) == 0


def test_a_duplicate_url_is_fetched_once_and_printed_twice(winnow, server, host):
    url = server.url(host, "/ok/1")
    result = winnow.list([url, url])
    assert result.out == listed((url, article("Page 1")), (url, article("Page 1")))
    assert len(server.log(host)) == 1


# ---- lists ----------------------------------------------------------------------------


def test_comments_blank_lines_and_carriage_returns_are_ignored(winnow, server, host):
    url = server.url(host, "/ok/1")
    result = winnow("--allow-private", stdin=f"# a comment\r\n\r\n{url}\r\n   \n")
    assert result.out == listed((url, article("Page 1")))
    assert (result.err, result.code) == ("", 0)


def test_nul_separated(winnow, server, host):
    urls = [server.url(host, f"/ok/{n}") for n in (1, 2)]
    result = winnow("-0", "--allow-private", "--delay", "0", stdin="\0".join(urls) + "\0")
    assert result.out == listed((urls[0], article("Page 1")), (urls[1], article("Page 2")))


def test_the_last_line_needs_no_newline(winnow, server, host):
    url = server.url(host, "/ok/1")
    assert winnow("--allow-private", stdin=url).out == listed((url, article("Page 1")))


# ---- jsonl ----------------------------------------------------------------------------


def test_jsonl_has_all_fields_in_order(winnow, server, host):
    url = server.url(host, "/ok/1")
    result = winnow.list([url], "--format", "jsonl")
    record = result.records()[0]
    assert list(record) == FIELDS
    assert record["url"] == record["final_url"] == url
    assert (record["status"], record["http_status"], record["error"]) == ("ok", 200, None)
    assert record["title"] == "Page 1"
    assert record["text"] == article("Page 1")
    assert len(record["raw_sha256"]) == len(record["text_sha256"]) == 64
    assert record["fetched_at"].endswith("Z")
    assert (result.err, result.code) == ("", 0)


def test_jsonl_includes_failures(winnow, server, host):
    good, bad = server.url(host, "/ok/1"), server.url(host, "/status/410")
    result = winnow.list([bad, good, "mailto:someone@example.com"], "--format", "jsonl")
    assert result.statuses() == ["gone", "ok", "invalid"]
    assert result.records()[0]["text"] == ""
    assert result.records()[0]["http_status"] == 410
    assert result.code == 1


COLUMNS = ["url", "title", "author", "date", "status", "text"]


def test_csv_has_a_row_for_each_input_and_one_for_their_names(winnow, server, host):
    server.set_page(host, "/quoted", page(
        "Ropes, old and new", 'She said: "A rope is a rope." Nobody on the quay had an answer to that, and '
        "the work went on until the evening.").replace(
            b"<title>", b'<meta name="author" content="Ida Munro, Ann Holm"><title>'))
    urls = [server.url(host, path) for path in ("/quoted", "/status/404", "/ok/1")]
    result = winnow.list(urls, "--format", "csv")
    assert result.out.startswith(",".join(COLUMNS) + "\r\n") and result.out.endswith("\r\n")
    head, quoted, failed, plain = csv.reader(io.StringIO(result.out, newline=""), strict=True)
    assert head == COLUMNS
    assert quoted[:5] == [urls[0], "Ropes, old and new", "Ida Munro, Ann Holm", "", "ok"]
    assert quoted[5] == winnow(urls[0]).out
    assert failed == [urls[1], "", "", "", "http", ""]
    assert (plain[0], plain[4], plain[5]) == (urls[2], "ok", article("Page 1"))
    assert result.code == 1


def test_a_file_of_csv_has_the_names_of_its_columns(winnow, server, host, tmp_path):
    winnow.list([server.url(host, "/ok/1")], "--format", "csv", "-o", tmp_path / "out")
    file, = (tmp_path / "out").glob("*.csv")
    head, row = csv.reader(io.StringIO(file.read_text(), newline=""), strict=True)
    assert (head, row[5]) == (COLUMNS, article("Page 1"))


def test_jsonl_input_keeps_the_id_and_unknown_members(winnow):
    line = {"id": 7, "url": "https://news.example/x", "html": page("From a line").decode(),
            "depth": [1, {"a": None}], "status": "theirs"}
    result = winnow("--input", "jsonl", "--format", "jsonl", stdin=json.dumps(line))
    record = result.records()[0]
    assert list(record) == ["id", *FIELDS, "depth"]
    assert (record["id"], record["depth"], record["status"]) == (7, [1, {"a": None}], "ok")
    assert record["text"] == article("From a line")


def test_jsonl_input_may_have_text(winnow):
    line = json.dumps({"url": "https://news.example/x", "text": "One sentence that stays.\n"})
    result = winnow("--input", "jsonl", "--format", "jsonl", stdin=line)
    assert result.records()[0]["text"] == "One sentence that stays.\n"


def test_jsonl_input_is_utf_8_despite_meta_elements(winnow):
    html = '<meta charset="windows-1251"><p>Füße, naïve, Ελλάδα and 東京, in one long sentence.</p>'
    result = winnow("--input", "jsonl", stdin=json.dumps({"url": "https://a.example/", "html": html}))
    assert "Füße, naïve, Ελλάδα and 東京" in result.out


def test_an_invalid_line_of_jsonl_does_not_affect_others(winnow):
    good = json.dumps({"url": "https://news.example/x", "html": page("Good").decode()})
    result = winnow("--input", "jsonl", "--format", "jsonl", stdin=f'{{"url": \n{good}\n')
    assert result.statuses() == ["invalid", "ok"]
    assert result.code == 1


def record_of(winnow, line):
    """The record of a line, and its members by name; the line may be bytes."""
    result = winnow("-q", "--input", "jsonl", "--format", "jsonl", stdin=line)
    record, = result.records()
    return record


PROSE = "One sentence that stays, and that is long enough.\n"


@pytest.mark.parametrize("name", FIELDS)
def test_winnows_fields_override_input_members(winnow, name):
    line = {"id": 1, "url": "https://news.example/x", "text": PROSE, name: "theirs", "other": {name: 1}}
    line["text"] = PROSE
    line["url"] = "https://news.example/x"
    record = record_of(winnow, json.dumps(line))
    assert list(record) == ["id", *FIELDS, "other"]
    assert record[name] != "theirs" and record["other"] == {name: 1}
    assert (record["text"], record["url"]) == (PROSE, "https://news.example/x")


@pytest.mark.parametrize("value", ["1", "-0", "1.0", "1e300", "12345678901234567890123", '"a\\/b\\u00e9"', "null",
                                   "true", "[ 1 , 2 ]", '{"a" : {"id":2}}', '"\\ud83d\\ude00"'])
@pytest.mark.parametrize("name", ["id", "theirs", "\\u0069d"])
def test_input_members_are_passed_unchanged(winnow, name, value):
    line = f'{{"url":"https://news.example/x", "{name}" :{value} , "text":{json.dumps(PROSE)}}}'
    result = winnow("-q", "--input", "jsonl", "--format", "jsonl", stdin=line)
    assert f'"{name}":{value}' in result.out
    assert result.records()[0]["text"] == PROSE


def test_html_is_preferred_to_text_and_neither_is_passed(winnow):
    record = record_of(winnow, json.dumps({"url": "https://news.example/x", "text": "theirs",
                                           "html": page("From HTML").decode()}))
    assert list(record) == FIELDS
    assert record["text"] == article("From HTML")
    assert record_of(winnow, json.dumps({"html": None, "text": PROSE}))["text"] == PROSE


@pytest.mark.parametrize("line, why", [
    ('{"id": 7, "url": 3, "text": "x", "also": 1}', "url"),
    ('{"id": 7, "url": "https://a.example/", "text": ["x"], "also": 1}', "text"),
    ('{"id": 7, "url": "https://a.example/", "html": 5, "also": 1}', "html"),
    ('{"id": 7, "url": "https://a.example/", "also": 1}', "neither"),
    ('{"id": 7, "url": "a\\u0000b", "text": "x", "also": 1}', "NUL"),
])
def test_a_line_that_cannot_be_used_keeps_its_other_fields(winnow, line, why):
    record = record_of(winnow, line)
    assert (record["id"], record["also"], record["status"]) == (7, 1, "invalid")
    assert why in record["error"]


@pytest.mark.parametrize("line", ["", "[1]", "7", '"x"', '{"id": 7', "\x00", '{"id": 7, "text": tru}'])
def test_one_record_per_line(winnow, line):
    good = json.dumps({"id": 2, "text": PROSE})
    result = winnow("-q", "--input", "jsonl", "--format", "jsonl", stdin=f"{good}\n{line}\n{good}\n")
    statuses = result.statuses()
    assert statuses == (["ok", "ok"] if line == "" else ["ok", "invalid", "ok"])


def test_an_unpaired_surrogate_does_not_affect_others(winnow):
    line = r'{"id": "a", "url": "https://a.example/", "text": "Half a pair \ud800 in a sentence that stays.\n", "n": 1}'
    record = record_of(winnow, line)
    assert (record["id"], record["n"], record["status"]) == ("a", 1, "ok")
    assert record["text"] == "Half a pair \ufffd in a sentence that stays.\n"


def test_invalid_utf_8_does_not_affect_others(winnow):
    line = b'{"id": "\xff", "text": "A byte \xe9 in a sentence that stays, and is long.\\n", "n": "\xc3\xa9"}'
    record = record_of(winnow, line)
    assert (record["id"], record["n"], record["status"]) == ("\ufffd", "é", "ok")
    assert record["text"] == "A byte \ufffd in a sentence that stays, and is long.\n"


def test_order_does_not_depend_on_the_time_of_each_line(winnow):
    lines = [json.dumps({"id": n, "html": "<article>" + page(f"Page {n}").decode() * (400 if n % 3 == 0 else 1)})
             for n in range(12)]
    result = winnow("-q", "--input", "jsonl", "--format", "jsonl", stdin="\n".join(lines))
    assert [record["id"] for record in result.records()] == list(range(12))


# ---- I-JSON ---------------------------------------------------------------------------


def i_json(line):
    """Reads a line as RFC 7493 has it: no name twice, and only characters in strings."""
    def check(value):
        if isinstance(value, str):
            for c in map(ord, value):
                assert not 0xD800 <= c <= 0xDFFF and not 0xFDD0 <= c <= 0xFDEF and c & 0xFFFE != 0xFFFE, hex(c)
        elif isinstance(value, list):
            for item in value:
                check(item)

    def members(pairs):
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), names
        for name, value in pairs:
            check(name)
            check(value)
        return dict(pairs)
    assert all(ord(c) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(c) <= 0xFDEF for c in line)
    return json.loads(line, object_pairs_hook=members)


HTML = json.dumps("<article>" + page("Page").decode())
ODD_MEMBERS = {
    "half a pair": r'"a":"x\ud800y"',
    "the other half": r'"a":["\udc00", {"b":"\uDFFF"}]',
    "halves in the wrong order": r'"a":"\udc00\ud800"',
    "a half as a name": r'"\ud800":1',
    "two halves as names": r'"\ud800":1,"\udc01":2,"a":{"\ud800":1,"\udc01":2}',
    "no character": r'"a":"\uffff\uFDD0\ufdef\ud83f\udfff\uDBFF\uDFFE"',
    "no character, as it is": '"a":"\uffff\ufdd0\U0001fffe\U0010ffff"',
    "names that are no characters": '"\uffff":1,"\ufffe":2',
    "a name twice": '"a":1,"a":2',
    "a name twice, far inside": '"a":[{"b":{"c":1,"d":2,"c":[]}}]',
    "a name twice, once escaped": r'"a":1,"\u0061":2,"\u0069d":7,"id":8',
    "a name of a field": r'"title":"x","\u0074itle":"y","status":"z"',
    "a pair": r'"a":"\ud83d\ude00"',
}


@pytest.mark.parametrize("member", ODD_MEMBERS, ids=lambda name: name.replace(" ", "-"))
def test_a_record_is_i_json_whatever_the_input(winnow, member):
    line = f'{{"url":"http://a.example/",{ODD_MEMBERS[member]},"html":{HTML}}}'
    done = winnow("--input", "jsonl", "--format", "jsonl", stdin=line.encode("utf-8", "surrogatepass"))
    record = i_json(done.out)
    assert record["status"] == "ok" and record["title"] == "Page"
    if member.startswith("a name twice"):
        last = json.loads(line)
        assert {name: record.get(name) for name in ("a", "id")} == {name: last.get(name) for name in ("a", "id")}


def test_a_page_without_characters_gives_i_json(winnow, tmp_path):
    odd = "x\uffff\ufdd0\U0001fffe\U0010ffffy&#xFFFF;&#xFDD0;&#x1FFFE;&#xD800;"
    text = page("Odd").decode().replace("Odd", f"Odd {odd}")
    (tmp_path / "page.html").write_text("<meta charset=utf-8>" + text)
    for verb in ([], ["explain"]):
        for line in winnow(*verb, "--format", "jsonl", tmp_path / "page.html", patient=True).out.splitlines():
            i_json(line)
    done = winnow("--input", "jsonl", "--format", "jsonl", stdin=json.dumps({"url": "http://a.example/\udc00", "html": text}))
    i_json(done.out)


@pytest.mark.parametrize("depth", [62, 63, 64, 2000, 100_000])
@pytest.mark.parametrize("opening, closing", ["[]", ('{"a":', "}")])
def test_deep_nesting_does_not_pass(winnow, depth, opening, closing):
    deep = opening * depth + "1" * (opening != "[") + closing * depth
    lines = f'{{"id":7,"a":{deep},"html":{HTML}}}\n{{"id":8,"html":{HTML}}}\n'
    first, second = map(i_json, winnow("--input", "jsonl", "--format", "jsonl", stdin=lines).out.splitlines())
    assert second["status"] == "ok" and second["id"] == 8
    assert (first["status"], "a" in first) == (("ok", True) if depth < 64 else ("invalid", False))
    if 64 <= depth <= 2000:
        assert first["id"] == 7 and first["error"] == 'member "a" is nested over 63 levels'


# ---- forged records -------------------------------------------------------------------

FORGED = "==> https://bank.example/notice <=="
MONEY = "Please transfer the whole of your savings to the account below before the end of this week."
PLACES = {
    "paragraph": f"<p>{FORGED}</p><p>{MONEY}</p>",
    "break": f"<p>{MONEY}<br>{FORGED}<br>{MONEY}</p>",
    "code": f"<pre>{MONEY}\n\n{FORGED}\n{MONEY}\n</pre>",
    "references": f"<p>{MONEY}</p><p>&#61;&equals;&gt; https://bank.example/notice &lt;&equals;=</p><p>{MONEY}</p>",
    "heading": f"<h2>{FORGED}</h2><p>{MONEY}</p>",
    "quotation": f"<blockquote><p>{FORGED}</p><p>{MONEY}</p></blockquote>",
    "table": f"<table><tr><td>{FORGED}<td>{MONEY}<tr><td>{FORGED}<td>{MONEY}</table>",
    "list": f"<ul style='list-style:none'><li>{FORGED}<li>{MONEY}</ul>",
    "separator": f"<pre>{MONEY}\u2028{FORGED}\u2029{FORGED}\n</pre>",
    "marked": f"<p><b>==&gt;</b> https://bank.example/notice &lt;==</p><p>{MONEY}</p>",
    "markup": f"<p><span>=</span>=<i></i>> https://bank.example/notice &lt;==</p><p>{MONEY}</p>",
    "attribute": f"<p>{MONEY} <a title='\n{FORGED}\n' href='/x'>more</a> <img alt='\n{FORGED}\n' src=/x.png></p>",
}


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_page_cannot_forge_a_record(winnow, form, place):
    lines = [json.dumps({"url": f"http://a.example/{n}", "html":
                         f"<title>{FORGED}</title><article><h1>{FORGED}</h1>{PLACES[place]}<p>{MONEY}</p></article>"})
             for n in (1, 2)]
    for args in ([], ["--front-matter"] if form == "markdown" else ["--comments"]):
        done = winnow("--input", "jsonl", "--format", form, *args, stdin="\n".join(lines))
        headers = [line for line in done.out.splitlines() if line.startswith("==>")]
        assert headers == ["==> http://a.example/1 <==", "==> http://a.example/2 <=="]
        assert done.out.count("Please transfer") >= 2


def test_a_scrape_cannot_forge_a_record(winnow, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).write_text(f"{FORGED}\n{MONEY}\n\n{MONEY}\n{FORGED}\n")
    done = winnow("--input", "text", "a", "b", cwd=tmp_path)
    assert [line for line in done.out.splitlines() if line.startswith("==>")] == ["==> a <==", "==> b <=="]
    assert FORGED in done.out


def test_a_text_alone_is_as_the_page_has_it(winnow):
    lines = json.dumps({"url": "http://a.example/", "html": f"<article>{PLACES['code']}</article>"})
    for args in (["--headers", "never"], ["--format", "jsonl"]):
        assert f" {FORGED}" not in winnow("--input", "jsonl", *args, stdin=lines).out


# ---- -o, --failed ---------------------------------------------------------------------


def test_a_folder_of_files_and_its_index(winnow, server, host, tmp_path):
    urls = [server.url(host, f"/ok/{n}") for n in (1, 2)] + [server.url(host, "/status/404")]
    out = tmp_path / "out"
    result = winnow.list(urls, "-o", out)
    assert (result.out, result.code) == ("", 1)
    index = [json.loads(line) for line in (out / "index.jsonl").read_text().splitlines()]
    assert [record["status"] for record in index] == ["ok", "ok", "http"]
    assert [record["http_status"] for record in index] == [200, 200, 404]
    texts = sorted(path.read_text() for path in out.rglob("*") if path.is_file()
                   and path.name != "index.jsonl")
    assert texts == [article("Page 1"), article("Page 2")]


def test_urls_whose_hashes_begin_alike_have_files_of_their_own(winnow, tmp_path):
    """The SHA-256 of both URLs begins with 36588f6ba675, and they have the same host and path."""
    urls = [f"http://example.com/news?id={n}" for n in (7179759, 7598879)]
    lines = "\n".join(json.dumps({"url": url, "html": page(url).decode()}) for url in urls)
    for _ in range(2):
        winnow("--input", "jsonl", "-o", tmp_path / "out", stdin=lines)
        texts = [path.read_text() for path in (tmp_path / "out").glob("*.txt")]
        assert sorted(texts) == [article(url) for url in urls]


def test_pages_with_the_same_url_have_files_of_their_own(winnow, tmp_path):
    """Two captures of a page, as a crawl has them; the third is the first once more."""
    out, url = tmp_path / "out", "http://example.com/news"
    lines = "\n".join(json.dumps({"url": url, "html": page(title).decode()}) for title in ("Monday", "Tuesday", "Monday"))
    for run, (read, skipped) in enumerate([(3, 1), (3, 3)]):
        result = winnow("--input", "jsonl", "-v", "-o", out, stdin=lines)
        assert result.err.count("is there already") == skipped
        texts = {path.name: path.read_text() for path in out.glob("*.txt")}
        assert sorted(texts.values()) == [article("Monday"), article("Tuesday")]
    index = [json.loads(line) for line in (out / "index.jsonl").read_text().splitlines()]
    assert {line["file"]: texts[line["file"]] for line in index} == texts


def test_members_that_pass_through_make_a_file(winnow, tmp_path):
    """One page in two lines of JSON: as JSON their records differ, as plain text they do not."""
    lines = "\n".join(json.dumps({"url": "http://a.example/", "html": page("One").decode(), "id": number}) for number in (1, 2))
    for form, ending, files in (("jsonl", "json", 2), ("text", "txt", 1)):
        winnow("--input", "jsonl", "--format", form, "-o", tmp_path / "out", stdin=lines)
        assert len(list((tmp_path / "out").glob(f"*.{ending}"))) == files


def test_the_index_has_null_without_a_response(winnow, tmp_path):
    winnow.list(["https://[::1/"], "-o", tmp_path / "out")
    record = json.loads((tmp_path / "out/index.jsonl").read_text())
    assert (record["status"], record["http_status"]) == ("invalid", None)


def test_a_second_run_fetches_only_missing_files(winnow, server, host, tmp_path):
    urls = [server.url(host, f"/ok/{n}") for n in (1, 2)] + [server.url(host, "/status/404")]
    winnow.list(urls, "-o", tmp_path / "out")
    before = len(server.log(host))
    result = winnow.list(urls, "-o", tmp_path / "out")
    assert [r.target for r in server.log(host)[before:]] == ["/status/404"]
    assert result.out == ""


def test_failed_urls_can_be_used_as_input(winnow, server, host, tmp_path):
    urls = [server.url(host, "/ok/1"), server.url(host, "/status/404"), "http://", "a b"]
    winnow.list(urls, "--failed", tmp_path / "failed")
    assert (tmp_path / "failed").read_text().splitlines() == urls[1:]
    again = winnow("--allow-private", "--delay", "0", stdin=(tmp_path / "failed").read_bytes())
    assert (again.out, again.code) == ("", 1)


# ---- two runs with one number ---------------------------------------------------------

AS_FIRST = ["unshare", "-pf"]  # each program is process 1, as in a container of its own


def as_first(winnow, *args):
    if subprocess.run([*AS_FIRST, "true"], capture_output=True).returncode:
        pytest.skip("no process namespace to be had")
    return subprocess.Popen([*AS_FIRST, winnow.program, *map(str, args)], env=winnow.env, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def lines_of(name, count):
    """Records whose texts are of one word, which is the name."""
    paragraph = f"<p>{' '.join([name] * 40)}.</p>"
    return "".join(json.dumps({"url": f"http://a.example/{name}/{n}",
                               "html": f"<title>{name}</title><article>{paragraph * 60}</article>"}) + "\n"
                   for n in range(count)).encode()


def test_runs_with_the_same_pid_share_a_folder(winnow, tmp_path):
    out, count = tmp_path / "out", 60
    names = ["quay", "pier", "mole"]
    runs = [as_first(winnow, "-q", "--input", "jsonl", "-o", out, "--failed", tmp_path / "failed")
            for _ in names]
    feeders = [threading.Thread(target=run.communicate, args=(lines_of(name, count),))
               for run, name in zip(runs, names)]
    for feeder in feeders:
        feeder.start()
    for feeder in feeders:
        feeder.join()
    assert [run.returncode for run in runs] == [0, 0, 0]
    files = sorted(path for path in out.iterdir() if path.name != "index.jsonl")
    assert len(files) == len(names) * count
    for path in files:
        assert set(path.read_text().replace(".", "").split()) == {path.name.split("-")[1]}
    index = [json.loads(line) for line in (out / "index.jsonl").read_text().splitlines()]
    assert sorted(line["file"] for line in index) == [path.name for path in files]


def test_a_temporary_file_of_another_run_is_left_alone(winnow, tmp_path):
    out, failed = tmp_path / "out", tmp_path / "failed"
    out.mkdir()
    for name in (out / ".winnow-1.tmp", tmp_path / "failed.1.tmp"):
        name.mkdir()  # neither removed nor written over: it is another run's
    done = as_first(winnow, "-q", "--input", "jsonl", "-o", out, "--failed", failed)
    _, err = done.communicate(lines_of("quay", 1) + b"{}\n")
    assert done.returncode == 1 and b"tmp" not in err
    assert len(list(out.glob("*.txt"))) == 1 and failed.read_text() == "{}\n"



# ---- standard output ------------------------------------------------------------------


def test_a_closed_pipe_ends_the_run_quietly(winnow, server, host):
    urls = "".join(server.url(host, f"/ok/{n}") + "\n" for n in range(300))
    process = winnow.start("--allow-private", "--delay", "0")
    head = subprocess.Popen(["head", "-1"], stdin=process.stdout, stdout=subprocess.PIPE)
    process.stdout.close()
    try:
        process.stdin.write(urls.encode())
        process.stdin.close()
    except BrokenPipeError:
        pass
    assert head.communicate()[0].decode().startswith("==> ")
    assert process.stderr.read() == b""
    process.wait(20)
    assert len(server.log(host)) < 300


def test_a_full_disk_is_an_error(winnow, server, host):
    with open("/dev/full", "wb") as full:
        process = winnow.start(server.url(host, "/ok/1"), stdout=full)
        _, err = process.communicate(b"", timeout=20)
    assert err.decode() == "winnow: standard output: No space left on device\n"
    assert process.returncode == 1


@pytest.mark.parametrize("what", ["--help", "--version", "--help-man"])
def test_a_full_disk_is_an_error_of_the_help_too(winnow, what):
    with open("/dev/full", "wb") as full:
        process = winnow.start(what, stdout=full)
        _, err = process.communicate(b"", timeout=20)
    assert err.decode() == "winnow: standard output: No space left on device\n"
    assert process.returncode == 1


def test_standard_output_closed_is_an_error(winnow, server, host):
    done = subprocess.run(["sh", "-c", '"$0" "$1" >&-', winnow.program, server.url(host, "/ok/1")],
                          env=winnow.env, capture_output=True, timeout=20)
    assert done.stderr.decode() == "winnow: standard output: Bad file descriptor\n"
    assert done.returncode == 1


# ---- control characters ---------------------------------------------------------------

RAW = "\x1b[31mred\x07\x7f\x9b1m and \x00so on"


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_no_control_characters_in_output(winnow, server, host, form):
    server.set_page(host, "/x", page("Raw", f"A first sentence {RAW}, and it ends here.",
                                     "A second one &#27;]0;title&#7; &#x9b; that is well.",
                                     "The third sentence has nothing to hide at all."))
    result = winnow.list([server.url(host, "/x")], "--format", form)
    text = result.out if form == "text" else "".join(
        str(value) for value in result.records()[0].values())
    assert [c for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160] == []


def test_no_control_characters_in_messages(winnow):
    result = winnow("--allow-private", stdin="http://nowhere.invalid/\x1b]0;x\x07\x9b\n\x1b[2J\n")
    assert [c for c in result.err if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160] == []
    assert result.code == 1


# ---- exit codes -----------------------------------------------------------------------


def empty_page():
    return b'<!DOCTYPE html><title>x</title><body><nav><a href="/">Home</a></nav></body>'


def test_empty_is_3(winnow, server, host):
    server.set_page(host, "/x", empty_page())
    url = server.url(host, "/x")
    result = winnow(url)
    assert result.out == ""
    assert result.err.startswith(f"winnow: {url}: ") and result.err.count("\n") == 1
    assert result.code == 3


def test_failed_before_empty(winnow, server, host):
    server.set_page(host, "/x", empty_page())
    result = winnow.list([server.url(host, "/x"), server.url(host, "/status/500")], "--retries", "0")
    assert result.code == 1


def test_wall_is_blocked(winnow, server, host, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / f"{host}.localhost.txt").write_text("wall_if: #paywall\n")
    server.set_page(host, "/x", page("Walled", '<span id="paywall">Please subscribe to read.</span>'))
    result = winnow("--format", "jsonl", "--rules", rules, server.url(host, "/x"))
    assert (result.statuses(), result.code) == (["blocked"], 3)


def test_quiet_still_reports_errors(winnow, server, host):
    url = server.url(host, "/status/404")
    result = winnow("-q", url)
    assert (result.out, result.code) == ("", 1)
    assert result.err == f"winnow: {url}: HTTP 404\n"


def test_verbose_reports_more(winnow, server, host):
    url = server.url(host, "/ok/1")
    result = winnow("-v", url)
    assert (result.out, result.code) == (article("Page 1"), 0)
    assert result.err != ""
    assert all(line.startswith("winnow: ") for line in result.err.splitlines())
