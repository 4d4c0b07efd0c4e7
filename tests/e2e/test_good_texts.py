"""A good text in an archive is never replaced by a worse one, however often that comes."""

import pytest

from archives import OTHER
from fault_server import SENTENCES, page

ARTICLE = [f"{sentence} So it was on day {day}." for day in range(4)
           for sentence in (*SENTENCES, *OTHER)]
OTHERS = [f"{sentence} Nobody had expected that in year {year}." for year in range(4)
          for sentence in (*OTHER, *SENTENCES)]
WALL = [f"Reading this newspaper costs {n} euros a month, and the first month is free for "
        "everybody who has never been a subscriber of ours before." for n in range(16)]


def add(archive, server, host, **articles):
    for name, paragraphs in articles.items():
        server.set_page(host, f"/{name}", page(name.title(), *paragraphs))
    archive.refresh(urls=[server.url(host, f"/{name}") for name in articles])


def versions(archive, url):
    """The causes of a page's versions."""
    return [line.split()[3] for line in archive.run("log", url).out.splitlines()
            if "  version " in line]


# ---- what no repetition makes true ----------------------------------------------------


@pytest.mark.parametrize("body, reason", [
    (page("Story", "Subscribe to read the rest of this story."), "% of the usual"),
    (page("Story", *ARTICLE[:9], "Subscribe to read the rest of this story."),
     "only a part of the current text"),
    (page("Story", *(text.replace("e", "\N{REPLACEMENT CHARACTER}") for text in ARTICLE)),
     "could not be decoded"),
    (page("Story", *(f"{text} Ã©tÃ© Ã  CorÃ¨ze Ã©lÃ¨ve." for text in OTHERS)), "encoded as UTF-8 twice"),
])
def test_a_collapse_is_never_accepted_by_repetition(archive, server, host, body, reason):
    add(archive, server, host, story=ARTICLE)
    good = archive.text()
    server.set_page(host, "/story", body)
    first = archive.refresh()
    assert first.err.count("\n") == 1 and reason in first.err
    assert [archive.refresh().err for _ in range(8)] == 8 * [""]
    assert archive.text() == good
    server.set_page(host, "/story", page("Story", *ARTICLE))
    assert "recovered" in archive.refresh().err and archive.text() == good
    assert versions(archive, server.url(host, "/story")) == ["first"]


def test_an_article_that_is_as_before_is_believed(archive, server, host):
    """Of an archive in which a teaser has replaced an article, by a person's word here."""
    url = server.url(host, "/story")
    add(archive, server, host, story=ARTICLE)
    good = archive.text()
    teaser = page("Story", "Subscribe to read the rest of this story.")
    server.set_page(host, "/story", teaser)
    archive.refresh()
    assert archive.run("quarantine", "--accept", url).code == 0 and archive.text() != good
    server.set_page(host, "/story", page("Story", *ARTICLE))
    done = archive.refresh()
    assert (done.err, done.code) == ("", 0) and archive.text() == good
    assert archive.run("quarantine").out == ""
    server.set_page(host, "/story", teaser)  # what has turned out to be a teaser
    archive.refresh()
    assert archive.text() == good and versions(archive, url) == ["first", "accepted", "site"]


def test_a_wall_in_place_of_several_pages(archive, server, host):
    """The wall has the size of an article, and no two pages of a site have one text."""
    add(archive, server, host, one=ARTICLE, two=OTHERS)
    good = archive.texts()
    for name in ("one", "two"):
        server.set_page(host, f"/{name}", page("Welcome", *WALL))
    done = archive.refresh()
    assert f"2 pages of {host}.localhost: in quarantine: other pages of the site have the same text" in done.err
    assert done.err.count("\n") == 1 and archive.texts() == good
    assert [archive.refresh().err for _ in range(6)] == 6 * [""] and archive.texts() == good
    for name, text in (("one", ARTICLE), ("two", OTHERS)):
        server.set_page(host, f"/{name}", page(name.title(), *text))
    assert f"2 pages of {host}.localhost: recovered" in archive.refresh().err and archive.texts() == good
    assert archive.run("fsck").code == 0


def test_one_article_under_two_addresses_may_change(archive, server, host):
    add(archive, server, host, one=ARTICLE, copy=ARTICLE)
    for text in ([*ARTICLE, OTHERS[0]], OTHERS):
        for name in ("one", "copy"):
            server.set_page(host, f"/{name}", page("Title", *text))
        assert archive.refresh().err == ""
        assert all(text[-1] in stored for stored in archive.texts().values())


# ---- a person's word ------------------------------------------------------------------


def test_restore_and_its_undoing(archive, server, host):
    url = server.url(host, "/story")
    add(archive, server, host, story=ARTICLE)
    first = archive.text()
    server.set_page(host, "/story", page("Story", *OTHERS))
    assert archive.refresh().err == ""
    second = archive.text()
    assert first != second
    done = archive.run("restore", url, "1")
    assert (done.out, done.err, done.code) == ("", "", 0) and archive.text() == first
    log = archive.run("log", url).out
    assert versions(archive, url) == ["first", "site", "restored"] and "restored: version 1" in log
    assert "in quarantine: the text of a version that was rejected" in archive.refresh().err
    assert archive.text() == first and archive.refresh().err == ""
    assert archive.run("restore", url, "2").code == 0 and archive.text() == second
    assert archive.run("quarantine").out == ""
    assert archive.refresh().code == 0 and archive.text() == second
    assert versions(archive, url) == ["first", "site", "restored", "restored"]
    assert archive.run("restore", url, "9").err == "winnow: no such version: 9\n"
    assert "is the current text" in archive.run("restore", url, "2").err
    assert "is not the number of a version" in archive.run("restore", url, "last").err
    assert archive.run("fsck").code == 0


def test_a_restored_text_stays_when_rules_change(archive, server, host, rules):
    url = server.url(host, "/story")
    add(archive, server, host, story=[*ARTICLE, "<i class=ad>Buy a boat now!</i>"])
    server.set_page(host, "/story", page("Story", *OTHERS))
    archive.refresh()
    archive.run("restore", url, "1")
    rules.write_text("strip: .ad\n")
    archive.run("reclean")
    assert ARTICLE[-1] in archive.text() and "Buy a boat" not in archive.text()


def test_pin_and_its_undoing(archive, server, host):
    url = server.url(host, "/story")
    add(archive, server, host, story=ARTICLE)
    first = archive.text()
    assert archive.run("pin", url).code == 0
    server.set_page(host, "/story", page("Story", *OTHERS))
    for _ in range(6):
        done = archive.refresh()
        assert (done.err, done.code) == ("", 0) and archive.text() == first
    assert "the page is pinned" in archive.run("quarantine").out
    assert archive.run("pin", "--undo", url).code == 0
    assert archive.refresh().code == 0 and OTHERS[0] in archive.text()
    log = archive.run("log", url).out
    assert log.index("  pinned\n") < log.index("  unpinned\n")
    assert archive.run("quarantine").out == ""


def test_ignore_and_its_undoing(archive, server, host):
    url = server.url(host, "/story")
    add(archive, server, host, story=ARTICLE)
    server.set_page(host, "/story", b"", 500)
    assert archive.refresh().code == 1
    assert archive.run("ignore", url).code == 0
    requests = len(server.log(host))
    for args in ((), ("--due",)):
        done = archive.refresh(*args, urls=[url])
        assert (done.err, done.code) == ("", 0)
    assert len(server.log(host)) == requests and ARTICLE[0] in archive.text()
    assert "ignored      1" in archive.run("status").out
    assert "winnow ignore --undo asks for it" in archive.winnow("refresh", archive.folder, url).err
    server.set_page(host, "/story", page("Story", *OTHERS))
    assert archive.run("ignore", "--undo", url).code == 0
    assert archive.refresh("--due").code == 0 and OTHERS[0] in archive.text()
    log = archive.run("log", url).out
    assert log.index("  ignored\n") < log.index("  no longer ignored\n")
