"""The manual pages are true: each of their examples is run, and they name what there is."""

import json
import re
import subprocess

import pytest

import manual
import readme
from conftest import ROOT
from test_readme import demo, newcomer, options_of_help  # noqa: F401 (two are fixtures)

each_page = pytest.mark.parametrize("page", manual.PAGES, ids=str)


@each_page
def test_every_example_prints_its_output(newcomer, page):  # noqa: F811
    blocks = manual.examples(page)
    assert blocks
    for block in blocks:
        assert "".join(shown + newcomer(command) for command, shown, _ in readme.commands(block)) == block


@each_page
def test_pages_are_well_formed(winnow, page):
    troff = manual.build(winnow, page)
    lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning"], input=troff, capture_output=True,
                          text=True).stdout
    # The pages have no date: it would be that of the build.
    assert [line for line in lint.splitlines() if "missing date" not in line] == []
    groff = subprocess.run(["groff", "-man", "-ww", "-z"], input=troff, capture_output=True, text=True)
    assert (groff.stderr, groff.returncode) == ("", 0)
    for title in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "SEE ALSO"):
        assert re.search(rf'^\.SH "?{title}"?$', troff, re.M)


@each_page
def test_examples_are_shown_as_they_are_typed(winnow, page):
    shown = {line.strip() for line in manual.render(manual.build(winnow, page)).splitlines()}
    for block in manual.examples(page):
        assert [line for line in block.splitlines() if line.strip() not in shown] == []


@each_page
def test_references_to_pages_are_valid(page):
    named = re.findall(r"\bwinnow[a-z-]*\s?\(\d\)", manual.source(page))
    assert {re.sub(r"\s?\((\d)\)", r".\1", name) for name in named} <= set(map(str, manual.PAGES))


def test_every_table_is_in_one_page(winnow):
    named = [name for page in manual.PAGES
             for name in re.findall(r"^@(.*)@$", manual.source(page), re.M)]
    assert sorted(named) == sorted(set(manual.tables(winnow)) - {"VERSION"})


def test_the_pages_have_all_options_and_no_others(winnow):
    pages = "".join(manual.render(manual.build(winnow, page)) for page in manual.PAGES)
    known = options_of_help(winnow("--help", "all").out)
    for verb in re.findall(r"^  ([a-z]+|rules \w+)  ", winnow("--help", "all").out, re.M):
        known |= options_of_help(winnow(*verb.split(), "--help", "all", patient=True).out)
    assert options_of_help(pages) - known <= {"--completion"}
    assert known <= options_of_help(pages)


def test_winnow_1_names_every_field_of_a_record():
    record = json.loads((ROOT / "include/winnow-record.schema.json").read_text())
    named = set(re.findall(r"^\.B ([a-z0-9_]+)$", manual.source("winnow.1"), re.M))
    assert set(record["properties"]) <= named


def test_winnow_1_describes_every_kind_of_input(winnow):
    page = manual.source("winnow.1")
    kinds = re.search(r"^ +--input\) .*compgen -W '([^']+)'", winnow("--completion", "bash").out, re.M)[1]
    section = page[page.index("The kinds of\n.B --input"):page.index(".SH OUTPUT")]
    assert re.findall(r"^\.TP\n\.B (\w+)$", section, re.M) == kinds.split()


def test_an_unknown_table_is_an_error(winnow, tmp_path):
    (tmp_path / "page.in").write_text(".TH X 1\n@OPTIONS nothing@\n")
    done = subprocess.run(["awk", "-f", manual.DOCS / "manual.awk", "-", tmp_path / "page.in"],
                          input=winnow("--help-man").out, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path}/page.in:2: there is no table @OPTIONS nothing@\n"
