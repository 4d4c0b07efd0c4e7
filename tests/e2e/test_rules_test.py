"""`winnow rules test`, `rules new` and `rules list`."""

import os
import subprocess
import threading

import pytest

from conftest import wait_for
from test_explain import PAGE, RULES

TESTS = """
test_url: http://a.example/x
test_file: pages/a.html
test_contains: first ferry of the year
test_not_contains: Subscribe
"""


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "rules/pages").mkdir(parents=True)
    (tmp_path / "rules/pages/a.html").write_text(PAGE)
    (tmp_path / "rules/a.example.txt").write_text(RULES + TESTS)
    return tmp_path


@pytest.fixture
def rules(winnow, desk):
    def run(verb, *args, **kwargs):
        return winnow("rules", verb, *args, patient=True, cwd=desk, **kwargs)
    return run


def write(desk, text):
    (desk / "rules/a.example.txt").write_text(RULES + TESTS + text)


def test_passing_tests_are_counted(rules):
    done = rules("test", "rules")
    assert (done.out, done.err, done.code) == ("2 passed, 0 failed\n", "", 0)
    assert rules("test", "rules/a.example.txt").out == done.out


def test_a_missing_text_shows_the_line_that_removed_it(rules, desk):
    write(desk, "test_contains: By the harbour desk\n")
    done = rules("test", "rules")
    assert done.code == 1
    assert done.out == (
        "rules/a.example.txt:12: failed: test_contains: By the harbour desk\n"
        "    found, but removed: By the harbour desk\n"
        "    removed by rules/a.example.txt:5: strip_line: /^By the/\n"
        "2 passed, 1 failed\n")


def test_a_missing_text_shows_the_nearest(rules, desk):
    write(desk, "test_contains: Tickets are sold on the pier\ntest_contains: zebra quagga\n")
    done = rules("test", "rules")
    assert "    most similar: Tickets are sold at the pier" in done.out
    assert "    the page has nothing similar\n" in done.out
    assert done.out.endswith("\n2 passed, 2 failed\n")


def test_unwanted_text_shows_why_it_is_kept(rules, desk):
    write(desk, "test_not_contains: six crowns\n")
    done = rules("test", "rules")
    assert "    found: Tickets are sold" in done.out
    assert "    kept by rules/a.example.txt:1: body: .story\n" in done.out


def test_values_are_shown(rules, desk):
    write(desk, "test_title: Ferry\ntest_first_line: Ferry to the island\ntest_last_line: x\n")
    done = rules("test", "rules")
    assert "failed: test_title: Ferry\n    actual: Ferry to the island\n" in done.out
    assert "failed: test_last_line: x\n    actual: Tickets are sold" in done.out
    assert done.out.endswith("3 passed, 2 failed\n")


def test_a_test_without_a_page_is_skipped_offline(rules, desk):
    (desk / "rules/b.example.txt").write_text("body: p\ntest_url: http://b.example/\n")
    done = rules("test", "rules")
    assert done.code == 0 and done.out == "2 passed, 0 failed, 1 skipped\n"
    (desk / "rules/pages/a.html").unlink()
    done = rules("test", "rules")
    assert done.code == 1 and "pages/a.html: No such file or directory\n" in done.out


def test_online_fetches_and_saves_the_page(rules, desk, nginx):
    url = nginx.url("harbour", "/news/breakwater.html?rules-test")
    (desk / "rules/harbour.localhost.txt").write_text(
        f"body: article\ntest_url: {url}\ntest_contains: breakwater\n")
    args = ("test", "--online", "--no-robots", "--allow-private",
            "rules/harbour.localhost.txt")
    assert rules(*args).out == "1 passed, 0 failed\n"
    assert rules(*args).out == "1 passed, 0 failed\n"
    assert len([r for r in nginx.requests() if "rules-test" in r["target"]]) == 1


def test_update_changes_only_three_lines(rules, desk):
    before = RULES + TESTS + "# the end\n\ntest_url: http://a.example/offline\n"
    (desk / "rules/a.example.txt").write_text(before)
    assert rules("test", "--update", "rules").code == 0
    after = (desk / "rules/a.example.txt").read_text()
    new = [line for line in after.splitlines() if line not in before.splitlines()]
    assert new[0] == "test_title: Ferry to the island"
    assert new[1] == "test_first_line: Ferry to the island"
    assert new[2].startswith("test_last_line: Tickets are sold at the pier")
    assert after == before.replace("Subscribe\n# the end",
                                   "Subscribe\n" + "\n".join(new) + "\n# the end")
    assert rules("test", "rules").out == "5 passed, 0 failed, 1 skipped\n"
    stale = after.replace("test_title: Ferry to the island", "test_title: Old")
    (desk / "rules/a.example.txt").write_text(stale)
    assert rules("test", "--update", "rules").code == 0
    assert (desk / "rules/a.example.txt").read_text() == after


def test_update_keeps_line_endings_mode_and_a_missing_newline(rules, desk):
    path = desk / "rules/a.example.txt"
    path.write_bytes((RULES + TESTS).replace("\n", "\r\n").encode().rstrip())
    path.chmod(0o600)
    rules("test", "--update", "rules")
    text = path.read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") and text.endswith(b"before.\r\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in (desk / "rules").iterdir() if "~" in p.name] == []


def test_watch_runs_again_when_a_file_changes(winnow, desk):
    process = winnow.start("rules", "test", "--watch", "rules", cwd=desk)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(iter(process.stdout.readline, b"")))
    reader.start()
    try:
        wait_for(lambda: b"2 passed, 0 failed\n" in lines)
        write(desk, "test_contains: zebra\n")
        wait_for(lambda: b"2 passed, 1 failed\n" in lines)
    finally:
        process.kill()
        process.communicate()
        reader.join()


# ---- rules of a stranger --------------------------------------------------------------

SECRET = "<title>The secret of the house</title><p>The key is below the mat.</p>"


def outside_of(desk, name):
    """Names from the rule file to the secret, which is outside of the rule directory."""
    secret = desk / "secret.html"
    secret.write_text(SECRET)
    pages = desk / "rules/pages"
    if name == "link":
        (pages / "link.html").symlink_to("../../secret.html")
    if name == "linked folder":
        (pages / "folder").symlink_to(desk)
    if name == "neighbour":
        (desk / "rules-2").mkdir()
        (desk / "rules-2/secret.html").write_text(SECRET)
    return {"parent": "../secret.html", "deep": "pages/../../secret.html",
            "absolute": str(secret), "link": "pages/link.html",
            "linked folder": "pages/folder/secret.html", "neighbour": "../rules-2/secret.html",
            "process": "../" * 40 + "proc/self/environ"}[name]


@pytest.mark.parametrize("name", ["parent", "deep", "absolute", "link", "linked folder",
                                  "neighbour", "process"])
def test_a_page_outside_of_the_rule_directory_is_not_read(rules, desk, name):
    text = ("body: p\ntest_url: http://b.example/x\n"
            f"test_file: {outside_of(desk, name)}\ntest_contains: the mat\n")
    (desk / "rules/b.example.txt").write_text(text)
    for args in (["rules/b.example.txt"], ["--update", "rules"], ["--update", "rules/"],
                 ["--rules", "rules", "--update"]):
        done = rules("test", *args)
        assert done.code == 1 and ": not below rules\n" in done.out.replace("rules/\n", "rules\n")
        assert "below the mat" not in done.out + done.err and "PATH=" not in done.out + done.err
        assert (desk / "rules/b.example.txt").read_text() == text


def test_a_page_of_a_shared_file_stays_in_the_directory(rules, desk):
    (desk / "rules/shared").mkdir()
    for name, code in (("../pages/a.html", 0), ("../../secret.html", 1)):
        outside_of(desk, "parent")
        (desk / "rules/shared/press.txt").write_text(
            f"strip: .x\ntest_url: http://a.example/x\ntest_file: {name}\n")
        assert rules("test", "rules/shared/press.txt").code == code
        assert rules("test", "rules").code == code


def test_links_inside_of_the_directory_are_followed(rules, desk):
    (desk / "rules/pages/link.html").symlink_to("../pages/a.html")
    (desk / "elsewhere").symlink_to("rules")
    text = (desk / "rules/a.example.txt").read_text()
    (desk / "rules/a.example.txt").write_text(text.replace("pages/a.html", "pages/link.html"))
    assert rules("test", "rules").out == "2 passed, 0 failed\n"
    assert rules("test", "elsewhere").out == "2 passed, 0 failed\n"


def test_only_regular_files_are_pages_and_rules(rules, desk):
    os.mkfifo(desk / "rules/pages/pipe.html")
    for name in ("pages/pipe.html", "pages"):
        (desk / "rules/b.example.txt").write_text(
            f"body: p\ntest_url: http://b.example/x\ntest_file: {name}\n")
        done = rules("test", "rules/b.example.txt", timeout=20)
        assert done.code == 1 and f"rules/{name}: not a regular file\n" in done.out
    (desk / "rules/b.example.txt").unlink()
    os.mkfifo(desk / "rules/c.example.txt")
    for verb in ("test", "check"):
        assert rules(verb, "rules", timeout=20).code == 0
    done = rules("list", "--rules", "rules", "http://c.example/x", timeout=20)
    assert "rules/c.example.txt: cannot be read: it is no" in done.err
    (desk / "rules/shared").mkdir()
    os.mkfifo(desk / "rules/shared/d.txt")
    for args in (["test", "rules"], ["list", "--rules", "rules", "http://a.example/x"]):
        done = rules(*args, timeout=20)
        assert done.code and "rules/shared/d.txt: cannot be read: it is no" in done.err


# ---- rules new ------------------------------------------------------------------------


def test_new_writes_a_file_whose_tests_pass(rules, desk):
    done = rules("new", "--rules", "rules", "--url", "http://www.new.example/x",
                 "rules/pages/a.html")
    assert (done.code, done.err) == (0, "")
    assert done.out == "rules/new.example.txt\nrules/pages/new.example.html\n"
    text = (desk / "rules/new.example.txt").read_text()
    assert "body: div.story\n" in text and "test_file: pages/new.example.html\n" in text
    assert "test_url: http://www.new.example/x\n" in text
    assert (desk / "rules/pages/new.example.html").read_text() == PAGE
    assert rules("test", "rules/new.example.txt").code == 0
    assert rules("check", "rules/new.example.txt").code == 0


def test_new_creates_a_directory(rules, desk):
    done = rules("new", "--rules", "sites/mine", "--url", "http://new.example/x",
                 "rules/pages/a.html")
    assert (done.code, done.out.split()[0]) == (0, "sites/mine/new.example.txt")
    assert rules("test", "sites/mine").code == 0
    done = rules("new", "--rules", "rules/a.example.txt/x", "--url", "http://new.example/x",
                 "rules/pages/a.html")
    assert done.code == 1
    assert done.err.startswith("winnow: rules/a.example.txt/x: cannot be created: ")


def test_new_keeps_an_encoding_from_the_header(rules, desk, server, host):
    body = PAGE.replace("first ferry", "Первый паром").encode("koi8-r", "replace")
    server.set_page(host, "/x", body, Content_Type="text/html; charset=koi8-r")
    done = rules("new", "--no-robots", "--rules", "rules", server.url(host, "/x"))
    assert done.code == 0, done.err
    rule_file, page = done.out.split()
    assert "Первый паром" in (desk / page).read_text(encoding="utf-8-sig")
    assert rules("test", rule_file).code == 0


def test_new_does_not_overwrite_files(rules, desk):
    done = rules("new", "--rules", "rules", "--url", "http://a.example/", "rules/pages/a.html")
    assert done.code == 1 and "already exists; not overwritten" in done.err
    assert (desk / "rules/a.example.txt").read_text() == RULES + TESTS
    assert not (desk / "rules/pages/a.example.html").exists()


def test_new_uses_the_users_directory(rules, desk, winnow, nginx):
    url = nginx.url("harbour", "/news/breakwater.html?new")
    done = rules("new", "--no-robots", url)
    assert done.code == 0, done.err
    folder = winnow.env["XDG_CONFIG_HOME"] + "/winnow/rules"
    assert done.out.startswith(f"{folder}/harbour.localhost.txt\n")
    assert rules("test", folder).code == 0


def test_new_needs_a_site(rules):
    done = rules("new", "rules/pages/a.html")
    assert done.code == 1 and "--url" in done.err


# ---- rules list -----------------------------------------------------------------------


def test_list_shows_the_files_in_order(rules, desk):
    (desk / "rules/shared").mkdir()
    (desk / "rules/shared/press.txt").write_text("strip: .x\n")
    (desk / "rules/global.txt").write_text("strip: .y\n")
    (desk / "rules/b.example.txt").write_text("include: press\n")
    done = rules("list", "--rules", "rules", "http://www.b.example/x")
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert [row[0].split("/")[-1] for row in rows][:3] == ["b.example.txt", "press.txt",
                                                           "global.txt"]
    assert rows[-1][2] == "generic" and all(len(row[1]) == 12 for row in rows)
    digest = subprocess.run(["sha256sum", desk / "rules/b.example.txt"], capture_output=True,
                            text=True).stdout
    assert digest.startswith(rows[0][1])
    assert done.code == 0
