"""The manual pages as their tests read them: src/docs/NAME.SECTION.in, and the tables that
the program prints."""

import pathlib
import re
import subprocess

from conftest import ROOT

DOCS = ROOT / "src/docs"
PAGES = [pathlib.Path(path.stem) for path in sorted(DOCS.glob("*.[1-8].in"))]


def source(page):
    return (DOCS / f"{page}.in").read_text()


def tables(winnow):
    """The program's tables by their names, as troff."""
    parts = re.split(r"^@(.*)@\n", winnow("--help-man").out, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def build(winnow, page):
    """A page as the build makes it, with the tables of the program under test."""
    done = subprocess.run(["awk", "-f", DOCS / "manual.awk", "-", DOCS / f"{page}.in"],
                          input=winnow("--help-man").out, capture_output=True, text=True)
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout


def render(troff):
    """What a reader sees in a window that is wide enough for any line."""
    shown = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=200"], input=troff, capture_output=True,
                           text=True, check=True).stdout
    return re.sub(".\b", "", shown)


def examples(page):
    """The blocks of examples of a page, as a reader sees them."""
    return re.findall(r"^\.EX\n(\$ .*?)^\.EE$", source(page), re.S | re.M)
