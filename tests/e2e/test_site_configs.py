"""The 2,041 site files of FiveFilters, and files with errors that must not affect pages."""

import json
import pathlib

import pytest

# Known errors in the files: (file, line, code).
KNOWN = [
    (".tvbs.com.tw.txt", 23, "unknown-directive"),
    ("araraneon.com.br.txt", 15, "unknown-directive"),
    ("clubic.com.txt", 23, "missing-colon"),
    ("faz.net.txt", 24, "bad-selector"),
    ("fzone.cz.txt", 8, "unknown-directive"),
    ("gendai.media.txt", 7, "bad-selector"),
    ("lapresse.ca.txt", 21, "unknown-directive"),
    ("lecker.de.txt", 23, "unknown-directive"),
    ("polygon.com.txt", 1, "bad-selector"),
    ("publications.aap.org.txt", 1, "unknown-directive"),
    ("ruhlman.com.txt", 2, "bad-selector"),
    ("zive.cz.txt", 1, "bad-selector"),
]

STORY = ("<html><body><div class='story'><p>The tide comes twice a day, and the boats with it.</p>"
         "<p>{}!</p></div></body></html>")


def test_every_file_loads_except_for_known_errors(winnow, shared):
    folder = shared / "ftr-site-config"
    files = set(folder.glob("*.txt")) | set(folder.glob(".*.txt"))
    result = winnow("rules", "check", "--format", "jsonl", folder, patient=True)
    errors = [m for m in result.records() if m["level"] == "error"]
    assert len(files) >= 2040
    assert sorted((pathlib.Path(m["file"]).name, m["line"], m["code"]) for m in errors) == KNOWN


def test_every_file_cleans_a_page(winnow, shared):
    """Each file is used for one page of a list; only those above have errors."""
    folder = shared / "ftr-site-config"
    broken = {name.removesuffix(".txt") for name, _, _ in KNOWN}
    hosts = [path.name[:-4] for path in sorted(folder.glob("[a-z0-9]*.txt"))
             if path.name not in ("global.txt", "default.txt", "LICENSE.txt")]
    lines = [json.dumps({"url": f"https://{host}/a", "html": STORY.format("a" * 100)}) for host in hosts]
    result = winnow("--input", "jsonl", "--format", "jsonl", "--rules", folder, stdin="\n".join(lines))
    records = result.records()
    assert len(records) == len(hosts)
    refused = {host for host, record in zip(hosts, records)
               if "not used" in (record["error"] or "")}
    assert refused <= broken
    assert {record["status"] for record in records} <= {"ok", "rule-broken", "empty"}


# ---- errors that must not affect pages ------------------------------------------------


def clean(winnow, tmp_path, rules, page, *args):
    folder = tmp_path / "rules"
    folder.mkdir(exist_ok=True)
    (folder / "a.example.txt").write_bytes(rules)
    lines = [{"url": "https://a.example/1", "html": page},
             {"url": "https://b.example/1", "html": STORY.format("b")}]
    result = winnow("--input", "jsonl", "--format", "jsonl", "--rules", folder, *args,
                    stdin="\n".join(map(json.dumps, lines)))
    first, second = result.records()
    assert second["status"] == "ok"
    return result, first


@pytest.mark.parametrize("line, code", [
    ("strip_line: /(a+)+$/", "regex-limit"),
    ("strip_from_line: /(a+)+$/", "regex-limit"),
    ("replace_line(/(a+)+$/): b", "regex-limit"),
    ("strip: p:has-text(/^(a+)+$/)", "regex-limit"),
    ("title: p:not(:has-text(/./)), p:has-text(/^(a+)+$/)", "regex-limit"),
    ("strip: //*[count(//*[count(//*) > 1]) > 1]", "xpath-limit"),
    ("title: //*[count(//*[count(//*) > 1]) > 1]", "xpath-limit"),
    ("strip_from: p", "cut-refused"),
    ("strip_before_line: /!$/", "cut-refused"),
    ("replace_string(a): " + "b" * 100, "replace-refused"),
    ("strip: .story", "page-emptied"),
    ("strip_line: /./", "page-emptied"),
    ("replace_line(/.*/):", "page-emptied"),
    ("strip_from_line(force): /./", "page-emptied"),
])
def test_a_line_that_removes_too_much_is_noted(winnow, tmp_path, line, code):
    page = STORY.format("a" * 100_000) + "<p>a <b>b</b></p>" * 2000
    if code == "cut-refused":
        page = STORY.format("a")
        if "line" in line:
            page = page.replace("The tide", "The tide " * 100)
    if code == "page-emptied":
        page = STORY.format("a")
    _, record = clean(winnow, tmp_path, f"# a\n{line}\n".encode(), page)
    assert [(n["code"], n["place"].endswith("a.example.txt:2")) for n in record["notes"]] == [(code, True)]
    assert record["status"] == ("empty" if code == "page-emptied" else "ok")


def test_a_rule_that_removes_the_article_is_noted_although_a_menu_is_left(winnow, tmp_path):
    page = "<nav><a href=/>Home</a> <a href=/b>Boats</a></nav>" + STORY.format("a")
    result, record = clean(winnow, tmp_path, b"# a\nstrip: .story\n", page)
    assert record["status"] == "empty"
    assert record["error"].endswith("a.example.txt:2: strip leaves nothing of the page")


@pytest.mark.parametrize("rules, place", [
    (b"body: p\n\0\1\2\3", "2:1"),
    (b"\x7fELF\2\1\1\0\0", "1:8"),
    (b"body: p\nstrip: " + b"a" * 1_000_000 + b"\n", "2:1"),
    (b"find_string: a\nreplace_string: b\nfind_string: c\n", "3:1"),
    (b"body: p\ninclude: nowhere\n", "2:1"),
])
def test_a_file_that_cannot_be_used_is_reported_with_its_position(winnow, tmp_path, rules, place):
    result, record = clean(winnow, tmp_path, rules, STORY.format("a"))
    assert record["status"] == "rule-broken"
    assert f"a.example.txt:{place}: error: " in result.err
    assert f"a.example.txt:{place}: " in record["error"]
    assert [(n["code"], n["place"].rpartition("/")[2]) for n in record["notes"]] == \
        [("rule-error", f"a.example.txt:{place.partition(':')[0]}")]
    assert len(result.err) < 2000


def test_a_circular_include_is_reported_at_startup(winnow, tmp_path):
    shared = tmp_path / "rules" / "shared"
    shared.mkdir(parents=True)
    (shared / "one.txt").write_text("strip: p\ninclude: two\n")
    (shared / "two.txt").write_text("include: one\n")
    result = winnow("--input", "html", "--rules", tmp_path / "rules", stdin=STORY.format("a"))
    assert (result.code, result.out) == (2, "")
    assert "one.txt:2:1: error: include: two goes in a circle" in result.err


def test_a_file_selected_by_fingerprint_rewrites_the_page_too(winnow, tmp_path):
    shared = tmp_path / "rules" / "shared"
    shared.mkdir(parents=True)
    (shared / "cms.txt").write_text("fingerprint: .story\nreplace_string(The tide): High water\n")
    result = winnow("--input", "html", "--url", "https://a.example/1", "--rules", tmp_path / "rules",
                    stdin=STORY.format("a"))
    assert result.out.startswith("High water comes twice a day")
