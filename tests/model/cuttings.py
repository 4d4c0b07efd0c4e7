"""Small pages, cut out of the annotated ones: from each a few lines of its text and a few of
the lines around it, with the elements around them. The corpus has almost no small pages, and
trees that have seen long pages only doubt everything on a short one."""
import numpy as np
from lxml import html

import corpus

BLOCKS = frozenset("""address article aside blockquote body center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre
    section summary table tbody td tfoot th thead tr ul""".split())
TEXT_LINES, OTHER_LINES = (2, 16), (1, 14)  # of a cutting
RUN = 4  # other lines that are next to each other, at most


def lines_of(body):
    """The blocks that contain text and no other block."""
    blocks = [e for e in body.iter() if isinstance(e.tag, str) and e.tag in BLOCKS]
    outer = {parent for e in blocks for parent in e.iterancestors()}
    return [e for e in blocks if e not in outer and e.text_content().strip()]


def log_uniform(random, low, high):
    return int(np.exp(random.uniform(np.log(low), np.log(high + 1))))


def choose(is_text, random):
    """Which lines stay: a run of lines of text, which starts with the first one in half of
    the pages, and short runs of other lines."""
    text, other = np.flatnonzero(is_text), np.flatnonzero(~is_text)
    count = log_uniform(random, *TEXT_LINES)
    start = random.randint(max(len(text) - count, 0) + 1) * random.randint(2)
    chosen = set(text[start:start + count].tolist())
    wanted = len(chosen) + log_uniform(random, *OTHER_LINES)
    while len(other) and len(chosen) < min(wanted, len(is_text)):
        start = random.randint(len(other))
        chosen.update(other[start:start + random.randint(RUN) + 1].tolist())
        wanted -= 1  # so that it ends if there are few others
    return chosen


def cut(source, reference, random):
    """A small page as HTML, or None if the text is not in its lines."""
    document = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    body = document.find("body")
    lines = lines_of(body) if body is not None else []
    is_text = corpus.label([e.text_content() for e in lines], reference) > 0.5
    if is_text.sum() < TEXT_LINES[0]:
        return None
    kept = [lines[i] for i in choose(is_text, random)]
    stays = {parent for e in kept for parent in e.iterancestors()}
    stays.update(inner for e in kept for inner in e.iter())
    for element in [e for e in body.iterdescendants() if e not in stays]:
        if element.getparent() is not None and element.getparent() in stays | {body}:
            element.drop_tree()
    return html.tostring(document, encoding="utf-8", doctype="<!DOCTYPE html>")


def write(pages, directory, seed):
    """Writes cuttings of the pages to files; gives them as pages without rows."""
    directory.mkdir(parents=True, exist_ok=True)
    random, out = np.random.RandomState(seed), []
    for page in pages:
        source = cut(page.path.read_bytes(), page.reference, random)
        if source:
            small = corpus.Page()
            small.id, small.site, small.type, small.fold = page.id, page.site, page.type, page.fold
            small.title, small.is_partial = page.title, False
            small.reference, small.path = page.reference, directory / f"{page.id}.html"
            small.path.write_bytes(source)
            out.append(small)
    return out
