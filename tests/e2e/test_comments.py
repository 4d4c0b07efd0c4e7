"""Reader comments: dropped by default, and kept with --comments."""

import json

import pytest

from conftest import ROOT

PAGE = (ROOT / "tests/fixtures/comments-kept-when-asked/page.html").read_bytes()
ARTICLE = "took two people from the beach."
COMMENT = "My grandfather called these nights"


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_comments_come_after_the_article(winnow, form):
    without = winnow("--input", "html", "--format", form, stdin=PAGE).out
    asked = winnow("--input", "html", "--format", form, "--comments", stdin=PAGE).out
    assert ARTICLE in without and COMMENT not in without
    assert asked.index(ARTICLE) < asked.index(COMMENT)
    for left_out in ["Reply", "Leave a", "Akismet", "Older Comments", "3 likes", "Edit"]:
        assert left_out not in asked


def test_the_record_has_a_note(winnow):
    line = json.dumps({"id": 7, "html": PAGE.decode()}).encode() + b"\n"
    plain, asked = (
        json.loads(winnow("--input", "jsonl", "--format", "jsonl", *args, stdin=line).out)
        for args in ([], ["--comments"]))
    assert plain["notes"] == []
    assert [note["code"] for note in asked["notes"]] == ["comments-kept"]
    assert asked["text"].startswith(plain["text"].rstrip()) and COMMENT in asked["text"]
    assert asked["page_type"] == plain["page_type"]


def test_explain_shows_why_they_are_kept(winnow, tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE)
    out = winnow("explain", "--comments", "page.html", cwd=tmp_path).out
    assert "readers' comments, kept by --comments" in out
    assert "a control to answer a comment" in out


def test_comments_in_json_ld(winnow):
    said = [{"@type": "Comment", "author": {"@type": "Person", "name": "Ruth"}, "text": text} for text in
            ("I saw the boat from the hill, and it was on its side already.", "Nobody had told the harbour master.")]
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Gale", "comment": said})
    page = b"""<!DOCTYPE html><html lang="en"><head><title>Gale</title><script type="application/ld+json">%s</script></head><body>
<main><article><h1>Gale</h1>%s</article></main></body></html>""" % (data.encode(), b"<p>The lifeboat went out twice on Sunday night, and came home at six.</p>"
        b"<p>It took two people from the beach below the mill, who had been there since noon and were cold.</p>")
    plain, asked = (winnow("--input", "html", "--format", "jsonl", *args, stdin=page).records()[0] for args in ([], ["--comments"]))
    assert "harbour master" not in plain["text"] and plain["notes"] == []
    assert asked["text"] == plain["text"] + "\n" + said[0]["text"] + "\n\n" + said[1]["text"] + "\n"
    assert [note["text"] for note in asked["notes"]] == ["readers' comments from JSON-LD were added below the text"]
    shown = page.replace(b"</article>", b"</article><div>" + b"".join(b"<p>%s</p>" % c["text"].encode() for c in said) + b"</div>")
    assert "from JSON-LD" not in winnow("--input", "html", "--format", "jsonl", "--comments", stdin=shown).out
