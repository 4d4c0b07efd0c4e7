"""tests/laws.py: the source has no violations, and each kind of violation is detected."""

import shutil
import subprocess

import pytest

from conftest import ROOT

pytestmark = pytest.mark.once

VIOLATIONS = [
    ("src/page/bad.c", '#include "rules/selector.h"\n', "page/ must not include rules/"),
    ("src/fetch/bad.c", '#include "page/page.h"\n', "fetch/ must not include page/"),
    ("src/write/bad.c", "#include <gumbo.h>\n", "must be included by one .c file only"),
    ("src/clean/bad.c", 'int a(void)\n{\n    return getenv("HOME") != 0;\n}\n', "environment"),
    ("src/base/bad.c", "void a(void)\n{\n    exit(1);\n}\n", "only main ends the program"),
    ("src/page/bad.c", "static int walk(int n)\n{\n    return walk(n - 1);\n}\n", "is recursive"),
    ("src/base/bad.c", "int a;\n" * 701, "701 lines, at most"),
    ("src/base/bad.inc", "1,\n" * 701, "701 lines, at most"),
    ("src/base/bad.c", "void a(void)\n{\n" + "    a = 1;\n" * 60 + "}\n", "a: 63 lines, at most"),
    ("src/base/bad.h", "int a;\n", "include guard"),
    ("src/base/bad.c", "/* TO" "DO */\n", "unfinished work"),
    ("src/page/url.c", "", "base name used twice"),
    ("src/shed/bad.c", "", "not in the table of rooms"),
    ("src/docs/promises.md", "# Promises\n\n- It rains on Sundays.\n", "has no row with its test"),
    ("tests/unit/test_sandbox.c", "", "test_sandbox.c has no test filter_allows_what_pages_need"),
    ("stray.txt", "", "allowed at the top level"),
]


def laws(root):
    return subprocess.run(["/usr/bin/python3", "-B", root / "tests/laws.py"], capture_output=True,
                          text=True)


def test_the_source_has_no_violations():
    done = laws(ROOT)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("name, text, law", VIOLATIONS, ids=[row[2].replace(" ", "-") for row in VIOLATIONS])
def test_a_violation_is_detected(tmp_path, name, text, law):
    for folder in ("src", "include", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder,
                        ignore=shutil.ignore_patterns("fixtures", "site", "demo", "__pycache__"))
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    done = laws(tmp_path)
    assert law in done.stdout and done.returncode == 1
