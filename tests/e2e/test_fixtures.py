"""The folders below tests/fixtures: a page, and what is left of it."""

import re
import shlex

import pytest

from conftest import ROOT

FIXTURES = ROOT / "tests/fixtures"
FOLDERS = sorted({path.parent for path in FIXTURES.rglob("page.*")})


def read(path, default=None):
    return path.read_bytes().decode() if path.exists() else default


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: str(f.relative_to(FIXTURES)))
def test_fixture(folder, winnow, pytestconfig):
    kind = "html" if (folder / "page.html").exists() else "text"
    args = ["--input", kind]
    if (folder / "url").exists():
        args += ["--url", read(folder / "url").strip()]
    if (folder / "rules.txt").exists():
        args += ["--rule", "rules.txt"]
    args += shlex.split(read(folder / "args", ""))
    page = folder / ("page.html" if kind == "html" else "page.txt")
    result = winnow(*args, stdin=page.read_bytes(), cwd=folder)
    if pytestconfig.getoption("--update"):
        (folder / "expected.txt").write_bytes(result.out.encode(errors="surrogateescape"))
    assert result.out == read(folder / "expected.txt", "")
    told = re.escape(read(folder / "stderr.txt", "")).replace(r"\*", ".*")
    assert re.fullmatch(told, result.err), result.err
    assert result.code == int(read(folder / "exit", "0"))


def test_every_fixture_has_something_to_expect():
    assert [folder for folder in FOLDERS if not (folder / "expected.txt").exists()] == []
