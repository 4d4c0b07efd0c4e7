"""The folders below tests/fixtures: a page and its expected output."""

import re
import shlex

import pytest

from conftest import ROOT

FIXTURES = ROOT / "tests/fixtures"
FOLDERS = sorted({path.parent for path in FIXTURES.rglob("page.*")})


# Expected output in other formats: one file per format.
FORMS = {"expected.md": "markdown", "expected.html": "html"}


def read(path, default=None):
    return path.read_bytes().decode() if path.exists() else default


def clean(folder, winnow, *more):
    kind = "html" if (folder / "page.html").exists() else "text"
    args = ["--input", kind]
    if (folder / "url").exists():
        args += ["--url", read(folder / "url").strip()]
    if (folder / "rules.txt").exists():
        args += ["--rule", "rules.txt"]
    page = folder / ("page.html" if kind == "html" else "page.txt")
    return winnow(*args, *more, stdin=page.read_bytes(), cwd=folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: str(f.relative_to(FIXTURES)))
def test_fixture(folder, winnow, pytestconfig):
    result = clean(folder, winnow, *shlex.split(read(folder / "args", "")))
    if pytestconfig.getoption("--update"):
        (folder / "expected.txt").write_bytes(result.out.encode(errors="surrogateescape"))
    assert result.out == read(folder / "expected.txt", "")
    expected = re.escape(read(folder / "stderr.txt", "")).replace(r"\*", ".*")
    assert re.fullmatch(expected, result.err), result.err
    assert result.code == int(read(folder / "exit", "0"))


@pytest.mark.parametrize("expected", sorted(path for name in FORMS for path in FIXTURES.rglob(name)),
                         ids=lambda path: str(path.relative_to(FIXTURES)))
def test_format(expected, winnow, pytestconfig):
    result = clean(expected.parent, winnow, "--format", FORMS[expected.name])
    if pytestconfig.getoption("--update"):
        expected.write_bytes(result.out.encode(errors="surrogateescape"))
    assert result.out == read(expected)
    assert result.code == int(read(expected.parent / "exit", "0"))


def test_every_fixture_has_expected_output():
    assert [folder for folder in FOLDERS if not (folder / "expected.txt").exists()] == []
