"""Five texts that were extracted with their menus, if they are available next to the checkout."""

import re

import pytest


def scrape(shared, number):
    return next((shared / "seeds").glob(f"{number:03}_*.txt")).read_text()


def lines(text):
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def clean(winnow, shared, number, url=None):
    args = ["--input", "text"] + (["--url", url] if url else [])
    result = winnow(*args, stdin=scrape(shared, number))
    assert (result.err, result.code) == ("", 0)
    return lines(result.out)


def without_bullet(line):
    return re.sub(r"^[•*-] ?", "", line)


def test_004_mintpress(winnow, shared):
    kept = clean(winnow, shared, 4, "https://www.mintpressnews.com/x/")
    bare = [without_bullet(line) for line in kept]
    unwanted = """Support MPN|Logo Logo|Investigations|Opinion & Analysis|Cartoons|Podcasts|Videos
        |Language|中文|русский|Español|Français|اَلْعَرَبِيَّةُ|GAZA Fights Back|Follow Us|Rokfin|Telegram
        |Rumble|Odysee|Facebook|Twitter|Instagram|YouTube|Comments|What’s Hot|Contact Us|Archives
        |About Us|Privacy Policy|© 2023 MintPress News"""
    assert [line for line in map(str.strip, unwanted.split("|")) if line in bare] == []
    dirty = lines(scrape(shared, 4))
    hot = dirty.index("What’s Hot")
    assert [line for line in dirty[hot + 1:hot + 6] if line in kept] == []
    first = next(i for i, line in enumerate(dirty) if line.startswith("Russian President Vladimir"))
    last = next(i for i, line in enumerate(dirty) if line.startswith("This is extremely unlikely"))
    article = [line for line in dirty[first:last + 1]]
    headline = next(line for line in dirty if line.startswith("Russia Declares Victory"))
    assert len(article) == 6
    assert [line for line in [headline, *article] if line not in kept] == []


def test_002_pressimus(winnow, shared):
    kept = clean(winnow, shared, 2, "https://pressimus.com/x")
    text = "\n".join(kept)
    for unwanted in ("customize your Pressimus settings", "Watch quick explainer video",
                     "Request Invitation", "Published in", "View full stream", "Press by",
                     "Russian-to-English translation journal", "Stream:", "Publication:"):
        assert unwanted not in text
    assert "3 years" not in kept
    dirty = lines(scrape(shared, 2))
    headlines = [next(line for line in dirty if line.startswith(start)) for start in
                 ("Russia Indicates They Will Step Up", "Russia Claims Hass School")]
    start = next(i for i, line in enumerate(dirty) if line.startswith("As Syrian rebels launched"))
    paragraphs = [line for line in dirty[start:] if len(line) > 60]
    assert [line for line in headlines + paragraphs if line not in kept] == []


def test_001_sott(winnow, shared):
    kept = clean(winnow, shared, 1, "https://www.sott.net/article/1")
    # Photo credits joined with captions, and names of image files.
    pictures = {"aleppo war", "US support Nusra", "aleppo map"}
    assert [line for line in kept if line.startswith("©") or line in pictures] == []
    # A link to another column between two paragraphs: both results are acceptable.
    link = "Russian 'war crimes' and American 'collateral damage': A tale of two narratives"
    column = [line for line in lines(scrape(shared, 1))
              if not line.startswith("©") and line not in pictures | {link}]
    assert [line for line in column if line not in kept] == []


@pytest.mark.parametrize("number", [0, 3])
def test_no_content_is_lost(winnow, shared, number):
    kept = clean(winnow, shared, number)
    said = lines(scrape(shared, number))
    assert [line for line in said if line not in kept] == []
