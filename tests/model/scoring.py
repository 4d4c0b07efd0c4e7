"""Compares the record of a page with its annotation in the layout of WCXB."""
import re
import unicodedata
from collections import Counter
from datetime import date
from statistics import fmean

UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # Chinese and Japanese: a character is a word
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
DAYS = [(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", "ymd"),
        (r"([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", "mdy"),
        (r"(\d{1,2})\.? ([a-z]{3})[a-z]*\.?,? (\d{4})", "dmy")]
FIGURES = ["f1", "precision", "recall", "body f1"]
COLUMNS = ["pages", "empty", *FIGURES, "with", "without", "title", "author", "date"]
HEADLINE_LINES = 40  # a headline further below is a line of the text


def words_of(text):
    return WORD.findall(text.lower())


def bag(text):
    return Counter(words_of(text))


def overlap(found, wanted):
    """F1, precision and recall; for an empty reference the text must be empty."""
    if not found or not wanted:
        return [float(found == wanted)] * 3
    common = (found & wanted).total()
    return [2 * common / (found.total() + wanted.total()), common / found.total(),
            common / wanted.total()]


def squeeze(text):
    return " ".join(text.split()).lower()


def folded(value):
    """Without case, accents, punctuation and spacing."""
    value = unicodedata.normalize("NFKD", str(value)).casefold()
    return " ".join(WORD.findall("".join(c for c in value if not unicodedata.combining(c))))


def is_same_name(found, wanted):
    a, b = folded(found), folded(wanted)
    return bool(a and b) and (a in b or b in a)


def day(value):
    """The calendar day in a string, or None."""
    for pattern, order in DAYS:
        if match := re.search(pattern, str(value).strip().lower()):
            part = dict(zip(order, match.groups()))
            try:
                month = MONTHS[part["m"]] if part["m"].isalpha() else int(part["m"])
                return date(int(part["y"]), month, int(part["d"]))
            except (KeyError, ValueError):
                pass
    return None


def is_same_day(found, wanted):
    return day(found) is not None and day(found) == day(wanted)


def without_headline(text, titles):
    """The text without its first line that is one of the titles."""
    lines, wanted = text.split("\n"), {folded(title) for title in titles if title}
    for i, line in enumerate(lines[:HEADLINE_LINES]):
        if folded(line) in wanted:
            return "\n".join(lines[:i] + lines[i + 1:])
    return text


def is_partial(truth):
    """Whether only some of what the text must contain is known."""
    return not truth["main_content"] and bool(truth.get("with"))


def score(truth, record):
    """The figures of one page, without those that do not apply to it."""
    text, reference = record.get("text") or "", truth["main_content"] or ""
    figures = {}
    if not is_partial(truth):
        titles = [truth.get("title"), record.get("title")]
        body = [bag(without_headline(t, titles)) for t in (text, reference)]
        figures = dict(zip(FIGURES, overlap(bag(text), bag(reference)) + overlap(*body)[:1]))
    figures["empty"] = not text.strip()
    hay = squeeze(text)
    figures["with"] = [squeeze(s) in hay for s in truth.get("with") or []]
    figures["without"] = [squeeze(s) not in hay for s in truth.get("without") or []]
    for field, name, is_same in [("title", "title", is_same_name),
                                 ("author", "author", is_same_name),
                                 ("date", "publish_date", is_same_day)]:
        if truth.get(name):
            figures[field] = bool(record.get(field)) and is_same(record[field], truth[name])
    return figures


def mean(column, figures):
    """Over pages, or snippets; None if the column applies to none of them."""
    values = [f[column] for f in figures if column in f]
    if column in ("with", "without"):
        values = [v for snippets in values for v in snippets]
    return fmean(values) if values else None


def summary(column, figures):
    if column == "pages":
        return f"{len(figures):10}"
    if column == "empty":
        return f"{sum(f['empty'] for f in figures):10}"
    value = mean(column, figures)
    return f"{value:10.4f}" if value is not None else f"{'-':>10}"
