"""Parses README and the documents below src/docs for tests: examples, links, sections."""

import re

from conftest import ROOT

README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "src/docs").glob("*.md"))]


def blocks(text, kind):
    """The fenced code blocks of a kind: console, sh, c, ..."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.S | re.M)


def commands(block):
    """(command, how it is shown, its output) of each command of a console block. A command
    continues in lines that begin with "> "; its output ends at the next "$ "."""
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


def links(text):
    """The targets of links and images that are files, without fragments."""
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    return [target.split("#")[0] for target in targets if "://" not in target and target[0] != "#"]


def section(text, title):
    """The text below a heading, up to the next heading of its level."""
    match = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,2}} |\Z)", text, re.S | re.M)
    return match.group(2)
