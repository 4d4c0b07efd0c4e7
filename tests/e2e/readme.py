"""README.md as its tests read it: its blocks of examples, and its tables."""

import re

from conftest import ROOT

TEXT = (ROOT / "README.md").read_text()


def blocks(kind):
    """The fenced blocks of a kind: console, sh, c, ..."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.S | re.M)


def commands(block):
    """(command, output) pairs of a console block. A command goes on in lines that begin
    with "> "; what follows up to the next "$ " is its output."""
    pairs = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            pairs.append([line[2:], ""])
        elif line.startswith("> ") and not pairs[-1][1]:
            pairs[-1][0] += line[2:]
        else:
            pairs[-1][1] += line
    return pairs


def section(title):
    """What stands below a heading, up to the next one of its level."""
    match = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,2}} |\Z)", TEXT, re.S | re.M)
    return match.group(2)
