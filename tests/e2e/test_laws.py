"""The laws of the house: they hold, and each of them notices a breach."""

import shutil
import subprocess

import pytest

from conftest import ROOT

BREACHES = [
    ("src/page/bad.c", '#include "rules/selector.h"\n', "page/ may not look at rules/"),
    ("src/fetch/bad.c", '#include "page/page.h"\n', "fetch/ may not look at page/"),
    ("src/write/bad.c", "#include <gumbo.h>\n", "one door a library"),
    ("src/clean/bad.c", 'int a(void)\n{\n    return getenv("HOME") != 0;\n}\n', "environment"),
    ("src/base/bad.c", "void a(void)\n{\n    exit(1);\n}\n", "only main ends the program"),
    ("src/page/bad.c", "static int walk(int n)\n{\n    return walk(n - 1);\n}\n", "walk by index"),
    ("src/base/bad.c", "int a;\n" * 701, "two jobs"),
    ("src/base/bad.c", "void a(void)\n{\n" + "    a = 1;\n" * 60 + "}\n", "at most"),
    ("src/base/bad.h", "int a;\n", "include guard"),
    ("src/base/bad.c", "/* TO" "DO */\n", "finish it"),
    ("src/page/url.c", "", "one base name"),
    ("src/shed/bad.c", "", "not in the table of rooms"),
    ("stray.txt", "", "the top level"),
]


def laws(root):
    return subprocess.run(["/usr/bin/python3", "-B", root / "tests/laws.py"], capture_output=True,
                          text=True)


def test_the_house_keeps_its_laws():
    done = laws(ROOT)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize("name, text, law", BREACHES, ids=[row[2].replace(" ", "-") for row in BREACHES])
def test_a_breach_is_noticed(tmp_path, name, text, law):
    for folder in ("src", "include", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder,
                        ignore=shutil.ignore_patterns("fixtures", "e2e", "site", "demo"))
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    done = laws(tmp_path)
    assert law in done.stdout and done.returncode == 1
