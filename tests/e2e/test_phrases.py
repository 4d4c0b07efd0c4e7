"""The program that makes tables of rules/phrases/: what it reports, and what it makes."""

import pathlib
import re
import subprocess

import pytest

from conftest import ROOT

PHRASES = ROOT / "rules/phrases"

# What is in a file, the place of the mistake, and words of the message.
MISTAKES = [
    ("menu\tmenu\nkontakt\n", "2:8", "a tab and a sense must follow"),
    ("menu\tmenue\n", "1:6", 'unknown sense "menue"'),
    ("menu\tlogin menue\n", "1:12", 'unknown sense "menue"'),
    ("menu\tmonth-unit-3\n", "1:12", '"unit-3"'),
    ("menu\t\n", "1:6", "no sense"),
    ("\tmenu\n", "1:1", "no phrase"),
    ("menu\tmenu\tone\ttwo\n", "1:14", "three columns"),
    ("# a comment\n\nKontakt\tmenu\n", "3:1", 'lower case: "kontakt"'),
    ("über  uns\tmenu\n", "1:7", 'lower case: "über uns"'),
    ("kontakt!\tmenu\n", "1:8", 'lower case: "kontakt"'),
    ("ÄRZTE\tnot-a-name\n", "1:1", 'lower case: "ärzte"'),
    ("Just a moment...\twall-title-cloudflare\n", "1:1", "lower case"),
    ("just a moment...\twall-title-nobody\n", "1:29", '"nobody"'),
    ("mars\tmonth\n", "1:6", "unknown sense"),
    ("mars\tmonth-13\n", "1:12", '"13"'),
    ("von \tbyline\n", "1:4", "␣"),
    (" von\tbyline\n", "1:1", "␣"),
    ("a\x07b\tbyline\n", "1:2", "control character"),
    (b"caf\xe9\tmenu\n", "1:4", "not UTF-8"),
    ("x" * 81 + "\tmenu\n", "1:81", "at most 80 bytes"),
    ("x" * 129 + "\tbyline\n", "1:129", "at most 128 bytes"),
    ("hilfe\tmenu\nhilfe\tlogin\nhilfe\tmenu login\n", "3:7", "already"),
    ("mars\tmonth-3\nmars\tmonth-4\n", "2:6", "excludes"),
    ("weiter\tpager\nweiter\trelated\n", "2:8", "excludes"),
    ("foto\tbyline other-byline\n", "1:13", "excludes"),
]


@pytest.fixture
def tables(request):
    return pathlib.Path(request.config.getoption("--winnow")).resolve().parent / "phrase-tables"


def make(tables, folder, *files):
    return subprocess.run([tables, "out.c", *files], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("text, place, message", MISTAKES, ids=[f"{i}-{row[1]}" for i, row in enumerate(MISTAKES)])
def test_a_mistake_is_reported_with_its_position(tables, tmp_path, text, place, message):
    (tmp_path / "de.tsv").write_bytes(text if isinstance(text, bytes) else text.encode())
    done = make(tables, tmp_path, "de.tsv")
    assert done.stderr.startswith(f"de.tsv:{place}: error: ") and message in done.stderr
    assert done.returncode == 1 and not (tmp_path / "out.c").exists()


def test_all_mistakes_are_reported_at_once(tables, tmp_path):
    (tmp_path / "de.tsv").write_text("A\tmenu\nb\tnothing\nc\n")
    places = re.findall(r"^de\.tsv:(\d+):\d+: error: ", make(tables, tmp_path, "de.tsv").stderr, re.M)
    assert places == ["1", "2", "3"]


def test_languages_may_agree_but_not_exclude_each_other(tables, tmp_path):
    (tmp_path / "cs.tsv").write_text("kontakt\tmenu\nlistopad\tmonth-11\n")
    (tmp_path / "de.tsv").write_text("kontakt\tmenu\n")
    assert make(tables, tmp_path, "cs.tsv", "de.tsv").returncode == 0
    (tmp_path / "hr.tsv").write_text("listopad\tmonth-10\n")
    done = make(tables, tmp_path, "cs.tsv", "de.tsv", "hr.tsv")
    assert done.stderr.startswith("hr.tsv:1:10: error: ") and "cs.tsv:2" in done.stderr


def test_phrases_of_no_language_are_in_one_file(tables, tmp_path):
    (tmp_path / "de.tsv").write_text("menu\tmenu\n")
    (tmp_path / "mul.tsv").write_text("menu\tmenu\n")
    done = make(tables, tmp_path, "de.tsv", "mul.tsv")
    assert done.stderr.startswith("mul.tsv:1:6: error: ") and "de.tsv:1" in done.stderr


@pytest.mark.parametrize("name", ["german.tsv", "de_DE.tsv", "de.txt", "d.tsv"])
def test_a_file_is_named_after_its_language(tables, tmp_path, name):
    (tmp_path / name).write_text("menu\tmenu\n")
    assert make(tables, tmp_path, name).stderr.startswith(f"{name}:1:1: error: ")


def test_names_have_their_own_senses(tables, tmp_path):
    (tmp_path / "names.tsv").write_text("sidebar\tclass-side\nbyline\thint-author\n")
    assert make(tables, tmp_path, "names.tsv").returncode == 0
    (tmp_path / "names.tsv").write_text("sidebar\tclass-side class-nav\nbyline\tbyline\n")
    lines = make(tables, tmp_path, "names.tsv").stderr.splitlines()
    assert [line.split(": error: ")[0] for line in lines] == ["names.tsv:2:8", "names.tsv:1:20"]


def test_a_missing_file_is_reported(tables, tmp_path):
    done = make(tables, tmp_path, "de.tsv")
    assert done.stderr == "phrase-tables: de.tsv: No such file or directory\n" and done.returncode == 1
    assert make(tables, tmp_path).returncode == 1


def test_every_phrase_file_is_in_the_tables(tables, tmp_path):
    files = sorted(PHRASES.glob("*.tsv"))
    assert make(tables, tmp_path, *files).returncode == 0
    made = (tmp_path / "out.c").read_bytes()
    for file in files:
        assert make(tables, tmp_path, *[f for f in files if f != file]).returncode == 0
        assert (tmp_path / "out.c").read_bytes() != made, file.name


def test_the_program_has_the_tables_of_the_files(tables, tmp_path):
    files = sorted(PHRASES.glob("*.tsv"))
    assert make(tables, tmp_path, *files).returncode == 0
    assert (tmp_path / "out.c").read_bytes() == (tables.parent / "generated/phrase_tables.c").read_bytes()


def test_every_sense_is_explained():
    readme = (PHRASES / "README.md").read_text()
    explained = set(re.findall(r"`([a-z-]+?)(?:-[A-Z0-9]+)?`", "\n".join(
        line.split("|")[1] for line in readme.splitlines() if line.startswith("| `"))))
    for header in ("phrase_senses.h", "name_senses.h"):
        text = (ROOT / "src/phrases" / header).read_text()
        rows = re.findall(r'X\(\w+, "([\w-]+)", [A-Z]+, [A-Z]+(?:, [A-Z]+)?\)', text)
        assert len(rows) > 10
        for word in rows:
            assert any(word == e or e.startswith(word + "-") for e in explained), word


def test_only_rule_files_beside_the_phrases_are_checked(winnow):
    done = winnow("rules", "check", ROOT / "rules", patient=True)
    assert (done.out, done.code) == ("", 0)
    files = len(list((ROOT / "rules").glob("*.txt"))) + len(list((ROOT / "rules/shared").glob("*.txt")))
    assert f" {files} files checked" in done.err


@pytest.mark.measured  # installs the plain build
def test_no_phrase_is_installed(tables, tmp_path):
    build = tables.parent
    subprocess.run(["make", "-s", f"BUILD={build}", f"DESTDIR={tmp_path}", "PREFIX=/usr", "install"],
                   cwd=ROOT, check=True, capture_output=True)
    assert list((tmp_path / "usr/share/winnow/rules").rglob("*.txt"))
    assert not list(tmp_path.rglob("*.tsv")) and not list(tmp_path.rglob("*phrase*"))
