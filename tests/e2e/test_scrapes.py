"""Plain text input: text that was extracted with its menus, and the model of its lines."""

import json
import time

from conftest import ROOT
from fault_server import SENTENCES

FIXTURES = ROOT / "tests/fixtures"
SENTENCE = "The boats stayed in the harbour until the ice had gone, and nobody paid for that. "
MENU = "".join(f"* Entry {i}\n" for i in range(40))


def clean(winnow, text, *args):
    return winnow("--input", "text", *args, stdin=text)


def test_each_line_has_a_verdict_and_a_score(winnow):
    page = FIXTURES / "scrape-in-german/page.txt"
    result = winnow("explain", "--input", "text", "--format", "jsonl", str(page))
    rows = [json.loads(line) for line in result.out.splitlines()]
    rows = [row for row in rows if "block" in row]
    assert len(rows) == sum(bool(line.strip()) for line in page.read_text().splitlines())
    scored = [row for row in rows if row["by"] == "model"]
    assert scored and all(0 <= row["score"] <= 1000 for row in scored)
    assert {row["by"] for row in rows if row["verdict"] == "drop"} <= {"model", "built-in", "rule"}
    assert any(row["verdict"] == "drop" for row in scored)


def test_favor_keeps_less_or_more(winnow):
    text = (FIXTURES / "scrape-with-hard-wrapped-lines/page.txt").read_text()
    lengths = [len(clean(winnow, text, *args).out)
               for args in (["--favor", "precision"], [], ["--favor", "recall"])]
    assert lengths == sorted(lengths) and lengths[0] > 500


def test_empty_text_has_status_empty(winnow):
    for text in ("", "\n \n\n", "\ufeff\n"):
        result = clean(winnow, text, "--format", "jsonl")
        assert (result.statuses(), result.code) == (["empty"], 3)


def test_a_short_note_is_unchanged(winnow):
    note = "Bread\nMilk\nTwo eggs\n"
    assert clean(winnow, note).out == note


def test_removed_lines_are_counted_too(winnow, tmp_path):
    """Six of fourteen lines are left: still the text of a page with menus."""
    menu = "Home\nNews\nSport\nContact\n\n"
    end = "\nShare on Facebook\nTweet\n\nImprint\nPrivacy\n"
    prose = "".join(f"{s}\n\n" for s in SENTENCES[:6])
    (tmp_path / "page.txt").write_text(menu + prose + end)
    output = winnow("explain", "--input", "text", "page.txt", cwd=tmp_path).out
    assert "no rule spoke of it" not in output and "the model's score" in output
    assert all(s in clean(winnow, menu + prose + end).out for s in SENTENCES[:6])


def test_a_line_of_ten_megabytes(winnow):
    text = MENU + "\n" + SENTENCE * (9_900_000 // len(SENTENCE)) + "\n\n" + MENU
    result = clean(winnow, text)
    assert result.code == 0 and len(result.out) > 9_000_000


def seconds(winnow, lines):
    text = "".join(f"* Entry {i}\n" if i % 3 else f"{i} {SENTENCE}\n" for i in range(lines))
    start = time.monotonic()
    result = clean(winnow, text)
    assert result.code == 0 and result.out.count("boats") == sum(i % 3 == 0 for i in range(lines))
    return time.monotonic() - start


def test_100000_lines_take_linear_time(winnow):
    few, many = seconds(winnow, 12_500), seconds(winnow, 100_000)
    assert many < 30 * few  # eight times as many lines; quadratic time would be 64 times as long
