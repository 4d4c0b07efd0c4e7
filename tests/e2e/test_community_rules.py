"""--community-rules: rules that are checked against the model, in addition to trusted rules."""

import json

import pytest

from conftest import ROOT
from fault_server import SENTENCES, page

PAGE = (ROOT / "tests/fixtures/community-prune-no/page.html").read_text()
URL = "https://canal.example/people/ada-holm"
FIRST, LAST = "Ada Holm has opened", "does not wait for them."


@pytest.fixture
def desk(tmp_path):
    """Two directories; rules("community", "body: ...") writes the site's rule file into one."""
    for name in ("own", "community", "community/shared"):
        (tmp_path / name).mkdir()

    def rules(folder, text, name="canal.example.txt"):
        (tmp_path / folder / name).write_text(text)
    return tmp_path, rules


@pytest.fixture
def clean(winnow, desk):
    def run(*args, page=PAGE, url=URL):
        line = json.dumps({"url": url, "html": page})
        result = winnow("--input", "jsonl", "--format", "jsonl", *args, stdin=line, cwd=desk[0])
        return result, result.records()[0]
    return run


def codes(record):
    return [note["code"] for note in record["notes"]]


COMMUNITY = ("--community-rules", "community")


def test_a_body_that_agrees_is_used(desk, clean):
    desk[1]("community", "body: .story\n")
    _, record = clean(*COMMUNITY)
    assert record["text"].startswith(FIRST) and record["text"].strip().endswith(f'{LAST}"')
    assert (record["status"], codes(record)) == ("ok", [])
    assert record["rule"]["file"] == "community/canal.example.txt"


def test_a_body_that_disagrees_is_ignored(desk, clean):
    _, alone = clean()
    desk[1]("community", "body: header\n")
    _, record = clean(*COMMUNITY)
    assert record["text"] == alone["text"]
    assert (record["status"], codes(record)) == ("ok", ["rule-overruled", "model-stands"])
    assert record["notes"][0]["place"] == "community/canal.example.txt:1"


def test_a_body_without_a_match_is_noted(desk, clean):
    desk[1]("community", "body: .gone\nautodetect_on_failure: no\n")
    result, record = clean(*COMMUNITY)
    assert FIRST in record["text"]
    assert (record["status"], codes(record), result.code) == ("ok", ["model-stands"], 0)


def test_the_next_body_line_is_tried(desk, clean):
    desk[1]("community", "body: header\nbody: .story\n")
    _, record = clean(*COMMUNITY)
    assert record["text"].startswith(FIRST)
    assert codes(record) == ["rule-overruled"]


@pytest.mark.parametrize("prune", ["", "prune: no\n"])
def test_what_the_model_does_not_keep_is_removed_from_a_body(desk, clean, tmp_path, prune):
    (tmp_path / "own/default.txt").write_text("strip: .nothing\n")
    desk[1]("community", f"body: body\n{prune}")
    _, pruned = clean(*COMMUNITY, "--rules", "own")
    assert FIRST in pruned["text"] and "Privacy" not in pruned["text"] and "Nine bridges" not in pruned["text"]
    desk[1]("own", f"body: body\n{prune}")
    _, obeyed = clean("--rules", "own")
    assert "Privacy" in obeyed["text"] and "Nine bridges" in obeyed["text"]


def test_a_body_that_misses_a_quarter_of_the_text_is_ignored(desk, clean):
    desk[1]("community", "body: //div[@class='story']/p[position() < 4]\n")
    _, record = clean(*COMMUNITY)
    assert FIRST in record["text"] and LAST in record["text"]
    assert codes(record) == ["rule-overruled", "model-stands"]


def test_a_body_that_is_too_wide_is_ignored_if_nothing_may_be_removed(desk, clean):
    more = "".join(f'<li><a href="/more/{n}">More boats of the year {n}</a></li>' for n in range(40))
    wide = PAGE.replace("</ul></aside>", f"{more}</ul></aside>")
    desk[1]("community", "body: body\nprune: no\n")
    _, record = clean(*COMMUNITY, page=wide)
    assert FIRST in record["text"] and "More boats" not in record["text"]
    assert codes(record) == ["rule-overruled", "model-stands"]
    assert "where prune is no" in record["notes"][0]["text"]


@pytest.mark.parametrize("prune", ["", "prune: no\n"])
def test_hidden_text_in_a_body_is_kept_if_it_looks_like_the_rest(desk, clean, prune):
    last = PAGE.index("<p>Next year she")
    tabs = PAGE[:last] + '<div class="tab-pane" hidden>' + PAGE[last:].replace(
        '</p>\n<div class="share', '</p></div>\n<div class="share', 1)
    desk[1]("community", f"body: .story\n{prune}")
    _, record = clean(*COMMUNITY, page=tabs)
    assert FIRST in record["text"] and LAST in record["text"]
    assert codes(record) == []


def test_a_page_is_not_rewritten_for_an_ignored_body(desk, clean):
    desk[1]("community", "body: .gone\nfind_string: <p>\nreplace_string: <p hidden>\n"
                         "find_string: Lower Mill\nreplace_string: Upper Mill\n")
    _, record = clean(*COMMUNITY)
    assert FIRST in record["text"] and "Lower Mill" in record["text"]
    assert codes(record) == ["rule-overruled", "model-stands"]
    assert record["notes"][0]["place"] == "community/canal.example.txt:2"
    desk[1]("community", "body: .story\nfind_string: Lower Mill\nreplace_string: Upper Mill\n")
    assert "Upper Mill" in clean(*COMMUNITY)[1]["text"]


@pytest.mark.parametrize("line", ["strip: .story > p", "strip: //p", "strip_id_or_class: story",
                                  "strip_after: .story > p",
                                  "strip_before: .story > p:last-of-type", "strip_line: /\\w{4}/",
                                  "strip_after_line: /^Ada/", "strip_lines(/^Ada/): /^In summer/",
                                  "strip_line: /Ada.*\\n.*motors/s"])
def test_a_strip_of_the_main_content_is_ignored(desk, clean, line):
    desk[1]("community", f"{line}\nstrip: .share-buttons\n")
    _, record = clean(*COMMUNITY)
    assert FIRST in record["text"] and LAST in record["text"]
    assert codes(record) == ["rule-overruled"]
    desk[1]("own", f"{line}\n")
    obeyed = clean("--rules", "own")[1]["text"]
    assert FIRST not in obeyed or LAST not in obeyed


def test_many_small_strips_cannot_remove_the_text(desk, clean):
    lines = [f"strip: //div[@class='story']/p[{n}]" for n in (4, 3, 2, 1)]
    desk[1]("community", "\n".join(lines))
    _, record = clean(*COMMUNITY)
    assert FIRST in record["text"] and LAST in record["text"]


def test_a_title_that_contains_the_text_is_not_removed(desk, clean):
    desk[1]("community", "title: .story\n")
    _, record = clean(*COMMUNITY)
    assert FIRST in record["text"]
    assert codes(record) == ["rule-overruled"]


def test_trusted_rules_apply_and_doubts_are_noted(desk, clean, winnow):
    desk[1]("own", "body: header\n")
    quiet, record = clean("--rules", "own")
    assert record["text"].split() == ["Canal", "Weekly"]
    assert "rule-doubted" in codes(record) and quiet.err == ""
    loud, _ = clean("--rules", "own", "-v")
    assert "own/canal.example.txt:1: body leaves out 100 % of what the model is sure is content; " \
           "it was applied" in loud.err
    (desk[0] / "page.html").write_text(PAGE)
    output = winnow("explain", "--rules", "own", "--url", URL, "page.html", cwd=desk[0])
    assert "body leaves out 100 %" in output.out


def test_a_trusted_strip_of_the_text_is_noted(desk, clean):
    desk[1]("own", "strip: .story > p\n")
    assert "rule-doubted" in codes(clean("--rules", "own")[1])


def test_trusted_strips_that_remove_the_text_together_are_noted_once(desk, clean):
    desk[1]("own", "strip_line: /^Ada/\nstrip_line: /^The lock/\nstrip_line: /^(In summer|Next year)/\n")
    _, record = clean("--rules", "own")
    assert [(note["code"], note["place"]) for note in record["notes"]
            if note["code"] == "rule-doubted"] == [("rule-doubted", "own/canal.example.txt:3")]
    assert "strip_line and the rules before it remove " in record["notes"][0]["text"]


def test_a_trusted_title_that_contains_the_text_is_noted(desk, clean):
    desk[1]("own", "title: .story\n")
    _, record = clean("--rules", "own", "--title", "drop")
    assert FIRST not in record["text"] and codes(record) == ["rule-doubted"]


def test_a_trusted_rule_that_agrees_is_not_noted(desk, clean):
    desk[1]("own", "body: .story\nstrip: .share-buttons\n")
    assert codes(clean("--rules", "own")[1]) == []


def test_explain_lists_ignored_rules(desk, winnow):
    desk[1]("community", "body: header\nstrip: .story\nstrip: .share-buttons\n")
    (desk[0] / "page.html").write_text(PAGE)
    args = ("explain", *COMMUNITY, "--url", URL, "page.html")
    text = winnow(*args, cwd=desk[0]).out
    assert "canal.example.txt:1: body: header: passed over" in text
    assert "canal.example.txt:2: strip: .story: passed over" in text
    assert "canal.example.txt:2: strip would remove 95 % of what the model is sure is content" in text
    lines = [json.loads(line) for line in winnow(*args, "--format", "jsonl", cwd=desk[0]).out.splitlines()]
    assert [line["state"] for line in lines if "rule" in line][:3] == ["overruled", "overruled", "used"]
    assert [line["note"] for line in lines if "note" in line] == ["rule-overruled", "rule-overruled",
                                                                  "model-stands"]
    winnow(*args, "--html", "out.html", cwd=desk[0])
    assert "passed over" in (desk[0] / "out.html").read_text()


# ---- plain text -------------------------------------------------------------------------

SCRAPE = "\n\n".join(["Canal Weekly", "News", "Boats", "People", "Shop", "The last lock keeper of the canal",
                      *(ROOT / "tests/fixtures/community-body-of-the-article/expected.txt").read_text().split("\n\n"),
                      "Related articles", "Nine bridges in one day", "A boat made of paper", "Imprint",
                      "Privacy", "Copyright Canal Weekly. All rights reserved."])


@pytest.fixture
def clean_text(winnow, desk):
    def run(*args):
        result = winnow("--input", "jsonl", "--format", "jsonl", *args, cwd=desk[0],
                        stdin=json.dumps({"url": URL, "text": SCRAPE}))
        return result.records()[0]
    return run


@pytest.mark.parametrize("line", ["strip_line: /\\w{4}/", "strip_after_line: /^Ada/", "strip_to_line: /^Next year/"])
def test_certain_lines_of_plain_text_are_kept(desk, clean_text, line):
    desk[1]("community", f"{line}\n")
    record = clean_text(*COMMUNITY)
    assert FIRST in record["text"] and LAST in record["text"]
    assert codes(record) == ["rule-overruled"]
    desk[1]("own", f"{line}\n")
    obeyed = clean_text("--rules", "own")["text"]
    assert FIRST not in obeyed or LAST not in obeyed


def test_trusted_line_rules_apply_and_doubts_are_noted(desk, clean_text):
    desk[1]("own", "strip_after_line: /^Ada/\n")
    record = clean_text("--rules", "own")
    assert LAST not in record["text"] and codes(record) == ["rule-doubted"]


def test_other_lines_of_plain_text_are_removed(desk, clean_text):
    desk[1]("community", "strip_from_line: /^Related articles/\nstrip_line: /^The last/\n")
    record = clean_text(*COMMUNITY)
    assert FIRST in record["text"]
    assert "Nine bridges" not in record["text"] and "The last lock" not in record["text"]
    assert codes(record) == []


# ---- which file -------------------------------------------------------------------------


def test_the_users_file_takes_precedence(desk, clean):
    desk[1]("own", "body: .story\n")
    desk[1]("community", "body: aside\n")
    for args in ((*COMMUNITY, "--rules", "own"), ("--rules", "own", *COMMUNITY)):
        _, record = clean(*args)
        assert record["rule"]["file"] == "own/canal.example.txt"


def test_the_users_file_for_the_domain_takes_precedence(desk, clean):
    desk[1]("own", "body: .story\n", ".canal.example.txt")
    desk[1]("community", "body: aside\n", "news.canal.example.txt")
    _, record = clean(*COMMUNITY, "--rules", "own", url="https://news.canal.example/people")
    assert record["rule"]["file"] == "own/.canal.example.txt"


def test_a_community_body_is_checked_after_the_users_rules(desk, clean):
    desk[1]("own", "strip: .story > p:first-of-type\nstrip: .story > p:last-of-type\n", "global.txt")
    desk[1]("community", "body: .story\n")
    _, record = clean(*COMMUNITY, "--rules", "own")
    assert record["text"].startswith("The lock is one of nine")
    assert "rule-overruled" not in codes(record)


def test_the_first_of_several_community_directories_is_used(desk, clean):
    (desk[0] / "other").mkdir()
    desk[1]("other", "body: .story\n")
    desk[1]("community", "body: article\n")
    _, record = clean("--community-rules", "other", *COMMUNITY)
    assert record["rule"]["file"] == "other/canal.example.txt"


def test_files_for_all_sites_are_checked_too(desk, clean):
    desk[1]("community", "strip: .story\n", "global.txt")
    desk[1]("community", "strip: .story > p\nfingerprint: .story\n", "shared/canals.txt")
    desk[1]("community", "strip: body\n", "default.txt")
    _, record = clean(*COMMUNITY)
    assert FIRST in record["text"]
    assert sorted(note["place"] for note in record["notes"]) == ["community/global.txt:1",
                                                                  "community/shared/canals.txt:1"]


def test_rules_list_shows_community_files(desk, winnow):
    desk[1]("community", "body: .story\n")
    listed = winnow("rules", "list", *COMMUNITY, URL, cwd=desk[0], patient=True)
    assert listed.err == ""
    assert listed.out.splitlines()[0].endswith("\tcommunity")


# ---- errors -----------------------------------------------------------------------------


def test_a_missing_directory_is_a_usage_error(winnow, desk):
    result = winnow("--community-rules", "nowhere", "--input", "html", stdin=PAGE, cwd=desk[0])
    assert result.code == 2
    assert result.err == "winnow: --community-rules nowhere: No such file or directory\n"


def test_an_invalid_line_is_skipped_and_counted(desk, clean):
    desk[1]("community", "body: .story\nfoo: bar\nstrip: //div[\n")
    desk[1]("community", "nonsense\n", "global.txt")
    result, record = clean(*COMMUNITY)
    assert record["status"] == "ok" and record["text"].startswith(FIRST)
    assert result.err == ("winnow: community/canal.example.txt: 2 of its lines cannot be used and are "
                          "passed over; winnow rules check names them\n")


# ---- archives ---------------------------------------------------------------------------


def test_a_setting_of_an_archive(desk, winnow, server, host):
    archive, url = desk[0] / "archive", server.url(host, "/a")
    server.set_page(host, "/a", page("Alpha"))
    desk[1]("community", "body: nav\nstrip: footer\n", f"{host}.localhost.txt")
    made = winnow("refresh", "--init", archive, "--allow-private", *COMMUNITY, cwd=desk[0])
    assert made.code == 0
    assert "community-rules: ../community\n" in (archive / "winnow.conf").read_text()
    output = winnow("refresh", archive, "--urls", "-", "-v", stdin=url + "\n")
    assert output.code == 0 and "body has 0 % of what the model is sure is content" in output.err
    (text,) = (archive / "text").rglob("*.md")
    assert SENTENCES[0] in text.read_text()
    desk[1]("community", "body: article p:first-of-type\nstrip: footer\n", f"{host}.localhost.txt")
    assert winnow("reclean", archive, "--dry-run").out.startswith("0 pages change")
