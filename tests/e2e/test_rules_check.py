"""`winnow rules check`: messages, formats and exit codes."""

import json
import time

import pytest


@pytest.fixture
def check(winnow, tmp_path):
    def run(*args, **kwargs):
        return winnow("rules", "check", *args, patient=True, cwd=tmp_path, **kwargs)
    return run


def test_a_clean_file_is_silent(check, tmp_path):
    (tmp_path / "a.example.txt").write_text("body: article\ntest_url: http://a.example/\n")
    done = check("a.example.txt")
    assert (done.out, done.code) == ("", 0)
    assert done.err == "winnow: 1 file checked: 0 errors, 0 warnings\n"
    assert check("-q", "a.example.txt").err == ""


def test_an_error_has_a_position_and_a_hint(check, tmp_path):
    (tmp_path / "a.example.txt").write_text("body: article\ntest_rul: http://a.example/\n"
                                            "  titl: h1\ntest_url: x\n")
    done = check("a.example.txt")
    assert done.code == 1
    assert done.out == (
        'a.example.txt:2:1: error: unknown directive "test_rul"; did you mean "test_url"? '
        '[unknown-directive]\n'
        'a.example.txt:3:3: error: unknown directive "titl"; did you mean "title"? '
        '[unknown-directive]\n')


def test_warnings_and_notes_do_not_count(check, tmp_path):
    (tmp_path / "www.a.example.txt").write_text("strip: [class*=ad]\nstrip: [class*=ad]\n")
    done = check("www.a.example.txt")
    assert done.code == 0
    codes = [line.rsplit("[", 1)[1] for line in done.out.splitlines()]
    assert codes == ["never-chosen]", "no-test]", "part-of-name]", "duplicate]",
                     "part-of-name]"]
    assert '"header"' in done.out and "a.example.txt" in done.out
    assert check("-q", "www.a.example.txt").out == ""


def test_json_lines_have_the_six_fields(check, tmp_path):
    (tmp_path / "a.example.txt").write_text("body: p\nstripp: q\n")
    done = check("--format", "jsonl", "a.example.txt")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [list(row) for row in rows] == [["file", "line", "column", "level", "code", "text"]] * 2
    assert rows[1] == {"file": "a.example.txt", "line": 2, "column": 1, "level": "error",
                       "code": "unknown-directive",
                       "text": 'unknown directive "stripp"; did you mean "strip"?'}
    assert done.code == 1


def test_rules_without_effect_are_shown_only_with_v(check, tmp_path):
    (tmp_path / "a.example.txt").write_text("tidy: no\nbody: p\ntest_url: x\n")
    assert check("a.example.txt").out == ""
    assert "a.example.txt:1:1: note: tidy: No effect" in check("-v", "a.example.txt").out


def test_a_folder_includes_its_shared_files(check, tmp_path):
    (tmp_path / "rules/shared").mkdir(parents=True)
    (tmp_path / "rules/a.example.txt").write_text("x: y\n")
    (tmp_path / "rules/LICENSE.txt").write_text("All rights\n")
    (tmp_path / "rules/notes.md").write_text("x\n")
    (tmp_path / "rules/shared/press.txt").write_text("z: y\n")
    done = check("rules")
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        "rules/a.example.txt", "rules/a.example.txt", "rules/shared/press.txt"]
    assert "2 files checked" in done.err


def test_missing_and_circular_includes_are_errors(check, tmp_path):
    (tmp_path / "rules/shared").mkdir(parents=True)
    (tmp_path / "rules/a.example.txt").write_text("test_url: x\ninclude: none\n")
    (tmp_path / "rules/shared/one.txt").write_text("include: two\n")
    (tmp_path / "rules/shared/two.txt").write_text("include: one\n")
    done = check("rules")
    assert done.code == 1
    assert "rules/a.example.txt:2:1: error: include: none names no file in shared/ [bad-include]" \
        in done.out
    assert "circle" in done.out


def test_without_arguments_the_rules_in_use_are_checked(check, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/a.example.txt").write_text("x: y\n")
    done = check("--rules", "mine")
    assert done.code == 1 and "mine/a.example.txt:1:1: error" in done.out


def test_unreadable_files_are_reported_and_the_rest_is_checked(check, tmp_path):
    (tmp_path / "a.example.txt").write_text("x: y\n")
    done = check("none.txt", "a.example.txt")
    assert done.code == 1 and "unknown-directive" in done.out
    assert "winnow: none.txt: cannot be read: No such file or directory" in done.err
    assert "winnow: 1 file checked" in done.err
    assert check("none.txt").err == "winnow: none.txt: cannot be read: No such file or directory\n"


def test_control_characters_do_not_reach_the_terminal(check, tmp_path):
    (tmp_path / "a.example.txt").write_bytes(b"\x1b[31m: \x07\n")
    (tmp_path / "b.example.txt").write_bytes(b"body: p\nx\0y\n")
    done = check("a.example.txt", "b.example.txt")
    assert done.code == 1
    assert not any(c in done.out for c in "\x1b\x07\0")
    assert "b.example.txt:2:2: error: a NUL byte" in done.out


@pytest.mark.parametrize("args, what", [
    (("rules",), "rules: expected check, test, new or list"),
    (("rules", "chekc"), 'rules: unknown command "chekc"; expected check, test, new or list'),
    (("rules", "check", "--failed", "x"), "--failed is not an option of winnow rules check"),
    (("rules", "check", "--nope"), 'unknown option "--nope"'),
])
def test_usage_errors(winnow, args, what):
    done = winnow(*args, patient=True)
    assert done.code == 2 and done.out == "" and done.err.startswith(f"winnow: {what}")


def test_every_verb_has_a_help_text(winnow):
    for verb in (("explain",), ("rules", "check"), ("rules", "test"), ("rules", "new"),
                 ("rules", "list")):
        done = winnow(*verb, "--help", patient=True)
        assert done.code == 0 and done.out.startswith(f"usage: winnow {' '.join(verb)} ")
        assert f"  {' '.join(verb)} " in winnow("--help", "all").out


@pytest.mark.parametrize("name, right", [("münchen.example.txt", "xn--mnchen-3ya.example.txt"),
                                         (".例え.example.txt", ".xn--r8jz45g.example.txt")])
def test_a_non_ascii_host_has_a_hint_with_punycode(check, tmp_path, name, right):
    (tmp_path / name).write_text("body: article\n")
    done = check(name)
    assert f"{name}:1:1: warning: never used: " in done.out
    assert f"in Punycode; rename it to {right} [never-chosen]" in done.out


def test_a_group_of_verbs_has_a_help_text(winnow):
    done = winnow("rules", "--help")
    assert done.code == 0 and done.err == ""
    for verb in ("check", "test", "new", "list"):
        assert f" winnow rules {verb} [OPTION]... " in done.out


@pytest.mark.measured
def test_thousands_of_files_take_less_than_two_seconds(check, shared):
    if not (shared / "ftr-site-config").is_dir():
        pytest.skip("the corpus is not beside the checkout")
    start = time.monotonic()
    done = check(shared / "ftr-site-config", timeout=60)
    assert time.monotonic() - start < 2
    assert "2040 files checked" in done.err


# ---- long paths -----------------------------------------------------------------------


@pytest.fixture
def deep(winnow, tmp_path):
    """A rule directory whose path has over 1,500 characters, and a command that uses it."""
    folder = tmp_path / "/".join(f"{n}" + "d" * 200 for n in range(8))
    (folder / "shared").mkdir(parents=True)
    page = ("<title>Ferry</title><div class=story><p>The first ferry of the year left the harbour on Monday with forty "
            "people on board, the company said, and it will run every day.</p></div><div class=x>Subscribe</div>")
    (folder / "page.html").write_text(page)

    def run(verbs, text, *args, name="a.example.txt"):
        (folder / name).write_text(text)
        named = [] if verbs[:1] == ["rules"] else ["--rules", folder, "--url", "http://a.example/x"]
        return folder / name, winnow(*verbs, *named, *args, patient=True)
    return run


def test_a_long_path_is_printed_whole(deep):
    path, done = deep(["rules", "check"], "body: .story\nbody: [\nnonsense\n")
    path, done = deep(["rules", "check"], "body: .story\nbody: [\nnonsense\n", path.parent)
    assert f"{path}:2:" in done.out and f"{path}:3:" in done.out
    path, done = deep(["rules", "test"], "body: .story\ntest_url: http://a.example/x\n", path)
    test = "body: .story\ntest_url: http://a.example/x\ntest_file: page.html\ntest_contains: zebra\n"
    path, done = deep(["rules", "test"], test, path)
    assert f"{path}:4: failed: test_contains: zebra\n" in done.out
    path, done = deep(["rules", "test"], test.replace("page.html", "missing.html"), path)
    assert f"    {path.parent}/missing.html: No such file or directory\n" in done.out
    path, done = deep([], "body: .nothing\n", "--format", "jsonl", path.parent / "page.html")
    record, = done.records()
    assert record["error"].startswith(f"{path}:1: no body line matches")
    path, done = deep([], "body: .story\nwall_if: .x\n", path.parent / "page.html")
    assert f"the page is a wall ({path}:2)\n" in done.err
    path, done = deep([], "body: .story\nstrip: p\n", "--format", "jsonl", path.parent / "page.html")
    assert [note["place"] for note in done.records()[0]["notes"] if note["place"]][:1] == [f"{path}:2"]
    path, done = deep(["explain"], "body: .story\nstrip: .x\n", "--format", "jsonl", path.parent / "page.html")
    assert f'"{path}:1"' in done.out and f'"{path}:2"' in done.out
    path, done = deep([], "body: .story\ninclude: missing\n", path.parent / "page.html")
    assert f"{path}:2:" in done.err
