"""`winnow explain`: each block with its reason, the summary of rule lines, the cache, and
the page for a browser."""

import html
import json
import os
import re

import pytest

PAGE = """<!doctype html><title>Ferry to the island</title>
<body><nav><a href=/>Home</a> <a href=/news>News</a></nav>
<div class="story"><h1>Ferry to the island</h1>
<p>The first ferry of the year left the harbour on Monday with forty people on board, the
company said, and it will now run every day until the end of October.</p>
<div class="promo">Subscribe to our letter</div>
<p>Tickets are sold at the pier and cost six crowns, children pay half of that, and bicycles
travel free of charge as they did in all the years before.</p>
<div class="promo"><p class="late">Read more</p></div>
<p class="sign">By the harbour desk</p></div>
<div class="promo other">Elsewhere</div>
<footer>All rights reserved</footer></body>
"""
RULES = """body: .story
strip: .promo
strip: .late
strip: .nowhere
strip_line: /^By the/
strip_line: /^Never/
"""


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/a.example.txt").write_text(RULES)
    return tmp_path


@pytest.fixture
def explain(winnow, desk):
    def run(*args, rules=True, **kwargs):
        args = (*(("--rules", "rules", "--url", "http://a.example/x") if rules else ()), *args)
        return winnow("explain", *args, patient=True, cwd=desk, **kwargs)
    return run


def rows(done):
    found = [json.loads(line) for line in done.out.splitlines()]
    return [r for r in found if "block" in r], [r for r in found if "rule" in r]


def test_blocks_are_in_order_with_their_reasons(explain):
    blocks, _ = rows(explain("--format", "jsonl", "page.html"))
    shown = [(b["verdict"], b.get("place", b["by"]), b["text"][:9]) for b in blocks]
    assert shown == [
        ("drop", "rules/a.example.txt:1", "Home News"),
        ("keep", "rules/a.example.txt:1", "Ferry to "),
        ("keep", "rules/a.example.txt:1", "The first"),
        ("drop", "rules/a.example.txt:2", "Subscribe"),
        ("keep", "rules/a.example.txt:1", "Tickets a"),
        ("drop", "rules/a.example.txt:2", "Read more"),
        ("drop", "rules/a.example.txt:5", "By the ha"),
        ("drop", "rules/a.example.txt:2", "Elsewhere"),
        ("drop", "rules/a.example.txt:1", "All right"),
    ]
    assert [b["block"] for b in blocks] == list(range(1, 10))


def test_every_rule_line_has_a_summary(explain):
    _, rules = rows(explain("--format", "jsonl", "page.html"))
    own = [(r["rule"], r["hits"], r["characters"], r["state"]) for r in rules
           if r["place"].startswith("rules/a.example")]
    assert own == [
        ("body: .story", 1, 28, "used"),
        ("strip: .promo", 3, 41, "used"),
        ("strip: .late", 0, 0, "late"),
        ("strip: .nowhere", 0, 0, "nothing"),
        ("strip_line: /^By the/", 1, 19, "used"),
        ("strip_line: /^Never/", 0, 0, "nothing"),
    ]


def test_the_text_format_has_the_same_content(explain):
    done = explain("page.html")
    assert done.code == 0 and done.err == ""
    assert "- Subscribe to our letter\n  rules/a.example.txt:2: strip: .promo\n" in done.out
    assert "\nrules/a.example.txt:2: strip: .promo: 3 hits, 41 characters removed\n" in done.out
    assert "rules/a.example.txt:3: strip: .late: what it matches was already removed\n" in done.out
    assert "rules/a.example.txt:4: strip: .nowhere: matched nothing\n" in done.out


def test_dropped_and_kept_show_one_kind_of_block(explain):
    dropped, _ = rows(explain("--format", "jsonl", "--dropped", "page.html"))
    kept, _ = rows(explain("--format", "jsonl", "--kept", "page.html"))
    assert {b["verdict"] for b in dropped} == {"drop"} and len(dropped) == 6
    assert {b["verdict"] for b in kept} == {"keep"} and len(kept) == 3
    assert explain("--dropped", "--kept", "page.html").code == 2


def test_reasons_have_the_models_score_or_the_rule_line(explain):
    blocks, rules = rows(explain("--format", "jsonl", "page.html", rules=False))
    assert blocks[1]["by"] == "model" and 0 <= blocks[1]["score"] <= 1000
    assert "default.txt:" in blocks[0]["place"]
    assert all(r["hits"] for r in rules)


def test_reasons_that_override_the_score_are_shown(explain, desk):
    comments = "".join(f"<li><p>I crossed at noon and had the whole deck to myself, number {i}.</p></li>"
                       for i in range(3))
    page = PAGE.replace('<p class="sign">', f'<section id="comments"><h3>3 comments</h3><ol>{comments}</ol>'
                                            '</section><p class="sign">')
    (desk / "talk.html").write_text(page)
    blocks, _ = rows(explain("--format", "jsonl", "talk.html", rules=False))
    blocks = [b for b in blocks if "I crossed" in b["text"]]
    assert len(blocks) == 3
    for block in blocks:
        assert (block["verdict"], block["code"]) == ("drop", "comments")
        assert re.fullmatch(r"the model's score \d+ of 1000, threshold \d+; readers' comments", block["reason"])


def test_the_pass_that_decided_is_shown(explain, desk):
    own = {"You may also like": "related-links", "A crane for the harbour": "related-links",
           "Was this page helpful?": "feedback-question", "Share this article": "button-label"}
    related = "<section><h2>You may also like</h2><p><a href=/c>A crane for the harbour</a></p></section>"
    page = PAGE.replace('<p class="sign">',
                        f'<p>Was this page helpful?</p><p>Share this article</p>{related}<p class="sign">')
    (desk / "more.html").write_text(page)
    blocks, _ = rows(explain("--format", "jsonl", "more.html", rules=False))
    dropped = {b["text"]: b for b in blocks if b["text"] in own}
    assert {text: b["verdict"] for text, b in dropped.items()} == dict.fromkeys(own, "drop")
    # a passage that the model alone drops has no code
    codes = {text: b["code"] for text, b in dropped.items() if "code" in b}
    assert codes and codes.items() <= own.items()
    text = explain("more.html", rules=False).out
    assert "You may also like\n  the model's score " in text


def test_plain_text_is_explained_too(explain, desk):
    (desk / "dirty.txt").write_text("By the desk\nThe text itself.\n")
    blocks, _ = rows(explain("--format", "jsonl", "--input", "text", "dirty.txt"))
    assert [(b["verdict"], b["text"]) for b in blocks] == [
        ("drop", "By the desk"), ("keep", "The text itself.")]


def test_input_that_cannot_be_explained_is_reported(explain):
    done = explain("none.html")
    assert (done.out, done.code) == ("", 1)
    assert done.err.startswith("winnow: none.html: ")
    assert explain().code == 2 and explain("page.html", "page.html").code == 2
    done = explain("page.html", "--url", "foo")
    assert (done.code, done.err) == (1, "winnow: foo: not a URL: write it as https://HOST/PATH\n")


def test_a_fetched_page_is_cached_for_an_hour(winnow, nginx, tmp_path):
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    url = nginx.url("harbour", "/news/breakwater.html?once-an-hour")
    first = winnow("explain", "--no-robots", url, patient=True, env=env)
    second = winnow("explain", "-v", "--no-robots", url, patient=True, env=env)
    assert first.code == second.code == 0 and first.out == second.out
    assert "from the cache" in second.err

    def count_requests():
        return len([r for r in nginx.requests() if "once-an-hour" in r["target"]])

    assert count_requests() == 1
    folder = tmp_path / "cache/winnow"
    assert folder.stat().st_mode & 0o777 == 0o700
    page, = folder.iterdir()
    assert page.stat().st_mode & 0o777 == 0o600
    old = page.stat().st_mtime - 3601
    os.utime(page, (old, old))
    winnow("explain", "--no-robots", url, patient=True, env=env)
    assert count_requests() == 2


def test_a_cache_that_is_writable_by_others_is_not_used(winnow, nginx, tmp_path):
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    (tmp_path / "cache/winnow").mkdir(parents=True)
    (tmp_path / "cache/winnow").chmod(0o777)
    done = winnow("explain", "--no-robots", nginx.url("harbour", "/news/breakwater.html"),
                  patient=True, env=env)
    assert done.code == 0 and not list((tmp_path / "cache/winnow").iterdir())


# ---- HTML -----------------------------------------------------------------------------


def offers(page):
    """{block's number: [rule lines]}"""
    found = {}
    for block in re.finditer(r'<div class="block \w+" id="b(\d+)".*?</div></div>', page, re.S):
        found[int(block.group(1))] = [html.unescape(line) for line in
                                      re.findall(r"<button[^>]*>(.*?)</button>", block.group())]
    return found


def test_the_page_loads_and_runs_nothing_else(explain, desk):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>'\"&amp;"
    (desk / "page.html").write_text(PAGE.replace("Tickets", html.escape(evil) + " Tickets")
                                    .replace("Ferry to the island</title>",
                                             "&lt;/title>&lt;script>alert(2)&lt;/script></title>")
                                    .replace('class="story"', 'class="story" id="&lt;script>"'))
    assert explain("--html", "out.html", "page.html").code == 0
    page = (desk / "out.html").read_text()
    assert len(re.findall(r"<script", page)) == 1
    assert "<img" not in page and "http://" not in page.split("<body>")[0]
    assert "default-src 'none'" in page and "&lt;script&gt;alert(1)" in page


def test_blocks_have_selectors_from_specific_to_broad(explain, desk):
    explain("--html", "out.html", "page.html")
    page = (desk / "out.html").read_text()
    lines = offers(page)
    assert "strip: .sign" not in lines[7]  # removed by a line rule
    assert "keep: .promo" in lines[4]
    assert lines[1] == []  # outside the body
    counts = [int(n) for n in re.findall(
        r"matches (\d+) block", re.search(r'id="b3".*?</div></div>', page, re.S).group())]
    assert counts == sorted(counts) and len(counts) >= 2


@pytest.mark.parametrize("number", [3, 4, 5])
def test_every_suggested_rule_works(explain, desk, number):
    explain("--html", "out.html", "page.html")
    lines = offers((desk / "out.html").read_text())[number]
    assert lines
    for line in lines:
        (desk / "rules/a.example.txt").write_text(RULES + line + "\n")
        blocks, _ = rows(explain("--format", "jsonl", "page.html"))
        wanted = "drop" if line.startswith("strip") else "keep"
        text = {3: "The first", 4: "Subscribe", 5: "Tickets"}[number]
        assert [b["verdict"] for b in blocks if b["text"].startswith(text)] == [wanted], line
