"""README.md as its tests read it: blocks of examples, and tables."""

import re

from conftest import ROOT

TEXT = (ROOT / "README.md").read_text()


def blocks(kind):
    """The fenced blocks of a kind: console, sh, c, ..."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.S | re.M)


def commands(block):
    """(command, how it is shown, its output) of each command of a console block. A command
    goes on in lines that begin with "> "; what follows up to the next "$ " is its output."""
    found = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append([line[2:], line, ""])
        elif line.startswith(">") and not found[-1][2]:
            found[-1][0] += line[1:].removeprefix(" ")
            found[-1][1] += line
        else:
            found[-1][2] += line
    return found


def section(title):
    """What stands below a heading, up to the next one of its level."""
    match = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,2}} |\Z)", TEXT, re.S | re.M)
    return match.group(2)
