"""Readers' comments: left out of an article, and kept when they are asked for."""

import json

import pytest

from conftest import ROOT

PAGE = (ROOT / "tests/fixtures/comments-kept-when-asked/page.html").read_bytes()
ARTICLE = "took two people from the beach."
COMMENT = "My grandfather called these nights"


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_comments_stand_below_the_article(winnow, form):
    without = winnow("--input", "html", "--format", form, stdin=PAGE).out
    asked = winnow("--input", "html", "--format", form, "--comments", stdin=PAGE).out
    assert ARTICLE in without and COMMENT not in without
    assert asked.index(ARTICLE) < asked.index(COMMENT)
    for left_out in ["Reply", "Leave a", "Akismet", "Older Comments", "3 likes", "Edit"]:
        assert left_out not in asked


def test_the_record_says_so(winnow):
    line = json.dumps({"id": 7, "html": PAGE.decode()}).encode() + b"\n"
    plain, asked = (
        json.loads(winnow("--input", "jsonl", "--format", "jsonl", *args, stdin=line).out)
        for args in ([], ["--comments"]))
    assert plain["notes"] == []
    assert [note["code"] for note in asked["notes"]] == ["comments-kept"]
    assert asked["text"].startswith(plain["text"].rstrip()) and COMMENT in asked["text"]
    assert asked["page_type"] == plain["page_type"] == "article"


def test_explain_says_who_kept_them(winnow, tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE)
    told = winnow("explain", "--comments", "page.html", cwd=tmp_path).out
    assert "readers' comments, which were asked for" in told
    assert "serves to answer a comment" in told
