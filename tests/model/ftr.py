"""What the names in site rules say. Authors of rules in the FiveFilters site config format
(CC0) name the elements of the main content in `body` lines, and the elements to remove in
`strip` lines, by class and id, for many hundreds of sites."""
import math
import re
from collections import defaultdict
from pathlib import Path

LINE = re.compile(r"(strip_id_or_class|strip|body):\s*(.+)")
TEST = re.compile(r"@(?:class|id)\s*,?\s*=?\s*(\"[^\"]*\"|'[^']*')")
NAME_MAX_LENGTH, PART_MIN_LENGTH = 64, 2  # as in src/model/lexicon.c
LEAST_FILES = 3
SCALE, CAP = 16, 64


def hash_token(name):
    """FNV-1a, as in src/base/hash.h."""
    h = 2166136261
    for byte in name.encode():
        h = ((h ^ byte) * 16777619) & 0xFFFFFFFF
    return h


def parts(name):
    """The name in lower case and its parts, as lexicon_split_name gives them."""
    if not name or len(name) > NAME_MAX_LENGTH:
        return set()
    pieces = re.split(r"[^A-Za-z\u0080-\U0010FFFF]+|(?<=[^A-Z])(?=[A-Z])", name)
    return {name.lower()} | {p.lower() for p in pieces if len(p) >= PART_MIN_LENGTH}


def names(kind, value):
    if kind == "strip_id_or_class":
        return [value.strip("\"' ")]
    return [name for quoted in TEST.findall(value) for name in quoted[1:-1].split()]


def files(directory):
    return sorted(Path(directory).glob("*.txt"))


def scores(directory):
    """By hash, the log-odds of names being in body lines rather than in strip lines."""
    lines = defaultdict(lambda: {"body": set(), "strip": set()})
    for path in files(directory):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if not (match := LINE.match(line)):
                continue
            kind, value = match.groups()
            for name in names(kind, value.strip()):
                for part in parts(name):
                    lines[part]["body" if kind == "body" else "strip"].add(path)
    out = {}
    for name, found in lines.items():
        body, strip = len(found["body"]), len(found["strip"])
        score = round(SCALE * math.log((body + 0.5) / (strip + 0.5)))
        if body + strip >= LEAST_FILES and score:
            out[hash_token(name)] = max(-CAP, min(CAP, score))
    return out
