"""The texts of an archive: what it stores beside them (Markdown, author, date, site, language),
and their files, with front matter."""

import contextlib
import gzip
import os
import sqlite3

import pytest

from archives import Archive
from fault_server import SENTENCES

DETAILS = "title, author, date, site, language, markdown"


def article(title, *paragraphs, author="Ada Reed", published="2025-03-04"):
    body = "".join(f"<p>{text}</p>\n" for text in paragraphs or SENTENCES)
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
            f'<meta name="author" content="{author}"><meta property="og:site_name" content="The Quay">\n'
            f'<meta property="article:published_time" content="{published}">\n</head>'
            f"<body><main><article><h1>{title}</h1>\n{body}</article></main></body></html>\n").encode()


def rows(archive, sql, *values):
    with contextlib.closing(sqlite3.connect(archive.folder / "winnow.db")) as database:
        return database.execute(sql, values).fetchall()


def change(archive, sql, *values):
    with contextlib.closing(sqlite3.connect(archive.folder / "winnow.db")) as database:
        database.execute(sql, values)
        database.commit()


def details(archive, table="versions"):
    """The details of the newest version."""
    order = "number" if table == "versions" else "page"
    *strings, markdown = rows(archive, f"SELECT {DETAILS} FROM {table} ORDER BY {order} DESC")[0]
    return (*strings, markdown and gzip.decompress(markdown).decode())


def files(archive):
    root = archive.folder / "text"
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*")) if path.is_file()}


def set_form(archive, *lines):
    path = archive.folder / "winnow.conf"
    kept = [line for line in path.read_text().splitlines() if not line.startswith(("text-format", "front-matter"))]
    path.write_text("\n".join([*kept, *lines]) + "\n")


# ---- what is stored --------------------------------------------------------------------


def test_a_version_has_its_markdown_and_its_details(archive, server, host):
    text = SENTENCES[0].replace("fog", "<em>fog</em>")
    server.set_page(host, "/a", article("Alpha", text, *SENTENCES[1:]))
    archive.refresh(urls=[server.url(host, "/a")])
    *strings, markdown = details(archive)
    assert strings == ["Alpha", "Ada Reed", "2025-03-04", "The Quay", "en"]
    assert markdown == "# Alpha\n\n" + "\n\n".join([SENTENCES[0].replace("fog", "_fog_"), *SENTENCES[1:]]) + "\n"
    assert archive.text() == "Alpha\n\n" + "\n\n".join(SENTENCES) + "\n"


def test_details_change_without_a_new_version(archive, server, host):
    server.set_page(host, "/a", article("Alpha"))
    archive.refresh(urls=[server.url(host, "/a")])
    server.set_page(host, "/a", article("Alpha", author="Ada L. Reed"))
    archive.refresh()
    assert rows(archive, "SELECT number, author FROM versions") == [(1, "Ada L. Reed")]
    ((fetched, made),) = rows(archive, "SELECT fetched, made FROM versions")
    assert fetched.startswith("20") and made == 1735689600 + 86400


def test_links_alone_change_nothing(archive, server, host):
    """Many sites write another token into each of them."""
    def linked(token):
        return article("Alpha", f'{SENTENCES[0]} <a href="/b?t={token}">More of it</a> is elsewhere.', *SENTENCES[1:])
    server.set_page(host, "/a", linked("1"))
    archive.refresh(urls=[server.url(host, "/a")])
    before = details(archive)
    assert "t=1" in before[-1]
    server.set_page(host, "/a", linked("2"))
    archive.refresh()
    assert details(archive) == before


def test_reclean_describes_versions_of_an_older_winnow(archive, server, host):
    server.set_page(host, "/a", article("Alpha"))
    archive.refresh(urls=[server.url(host, "/a")])
    before = details(archive)
    change(archive, "UPDATE versions SET author = NULL, date = NULL, site = NULL, language = NULL,"
                    " fetched = NULL, markdown = NULL")
    done = archive.run("reclean")
    assert done.out.startswith("0 pages change") and done.code == 0
    assert details(archive) == before


def test_an_accepted_text_brings_its_details(archive, server, host):
    server.set_page(host, "/a", article("Alpha", *SENTENCES * 4))
    archive.refresh(urls=[server.url(host, "/a")])
    server.set_page(host, "/a", article("Alpha, short", author="Bea Holt"))
    archive.refresh()
    waiting = details(archive, "quarantine")
    assert waiting[:2] == ("Alpha, short", "Bea Holt") and waiting[-1].startswith("# Alpha, short\n")
    archive.run("quarantine", "--accept", server.url(host, "/a"))
    assert details(archive) == waiting


# ---- files with front matter -----------------------------------------------------------


def matter(url, author="Ada Reed", fetched="2026-12-01T00:00:00Z"):
    return (f'---\ntitle: "Alpha"\nauthor: "{author}"\ndate: "2025-03-04"\nurl: "{url}"\nfetched: "{fetched}"\n'
            'site: "The Quay"\nlanguage: "en"\n---\n\n')


EMPHASIS = SENTENCES[0].replace("fog", "<em>fog</em>")
MARKDOWN = "# Alpha\n\n" + "\n\n".join([SENTENCES[0].replace("fog", "_fog_"), *SENTENCES[1:]]) + "\n"
PLAIN = "Alpha\n\n" + "\n\n".join(SENTENCES) + "\n"


@pytest.fixture
def published(winnow, server, host, tmp_path):
    """An archive of one page, made without saying how its files should look, and the page's URL."""
    archive = Archive(winnow, tmp_path / "archive")
    assert winnow("refresh", "--init", archive.folder, "--allow-private").code == 0
    server.set_page(host, "/a", article("Alpha", EMPHASIS, *SENTENCES[1:]))
    url = server.url(host, "/a")
    archive.refresh(urls=[url])
    return archive, url


def fetched_of(archive):
    ((fetched,),) = rows(archive, "SELECT fetched FROM versions ORDER BY number DESC LIMIT 1")
    return fetched


def test_a_new_archive_has_markdown_with_front_matter(published, server, host):
    archive, url = published
    ((name, text),) = files(archive).items()
    assert name.startswith(f"{host}.localhost/a-") and name.endswith(".md")
    assert text == matter(url, fetched=fetched_of(archive)) + MARKDOWN


def test_an_unchanged_text_leaves_its_file_alone(published, server, host):
    """So that a folder in git shows what has changed only."""
    archive, _ = published
    before = files(archive)
    server.set_page(host, "/a", article("Alpha", EMPHASIS, *SENTENCES[1:]) + b"<!-- another time -->")
    assert archive.refresh().code == 0
    assert archive.run("reclean").code == 0
    assert files(archive) == before


def test_a_new_author_is_written_to_the_file(published, server, host):
    archive, url = published
    server.set_page(host, "/a", article("Alpha", EMPHASIS, *SENTENCES[1:], author="Bea &quot;B&quot; Holt"))
    archive.refresh()
    (text,) = files(archive).values()
    assert text == matter(url, 'Bea \\"B\\" Holt', fetched_of(archive)) + MARKDOWN
    assert archive.run("fsck").code == 0


@pytest.mark.parametrize("lines, suffix, begins, body", [
    (["text-format: text"], ".txt", False, PLAIN),
    ([], ".txt", False, PLAIN),
    (["text-format: text", "front-matter: yes"], ".txt", True, PLAIN),
])
def test_another_format_rewrites_the_files(published, lines, suffix, begins, body):
    archive, url = published
    set_form(archive, *lines)
    done = archive.refresh("--due")
    assert (done.out, done.err, done.code) == ("", "", 0)
    ((name, text),) = files(archive).items()
    assert name.endswith(suffix)
    assert text == (matter(url, fetched=fetched_of(archive)) if begins else "") + body
    assert archive.run("fsck", "-v").err == "winnow: 0 repaired, 0 lost\n"
    set_form(archive, "text-format: markdown")
    archive.refresh("--due")
    ((name, text),) = files(archive).items()
    assert name.endswith(".md") and text == matter(url, fetched=fetched_of(archive)) + MARKDOWN


def test_texts_of_an_older_winnow_become_markdown(published):
    """Their pages are cleaned again, offline, in the run that changes the format."""
    archive, url = published
    set_form(archive)
    archive.refresh("--due")
    change(archive, "UPDATE versions SET markdown = NULL, fetched = NULL")
    set_form(archive, "text-format: markdown")
    done = archive.refresh("--due")
    assert (done.out, done.err, done.code) == ("", "", 0)
    (text,) = files(archive).values()
    assert text == matter(url, fetched="2025-01-02T00:00:00Z") + MARKDOWN


def test_a_text_without_a_stored_page_is_escaped(published):
    archive, url = published
    text = "Alpha\n\n- *one*\n- two\n"
    change(archive, "UPDATE versions SET markdown = NULL, text = ?", gzip.compress(text.encode()))
    change(archive, "UPDATE pages SET file = NULL, layout = 0, due = 99999999999")
    change(archive, "DELETE FROM facts")
    archive.refresh("--due")
    written = [text for name, text in files(archive).items() if name.endswith(".md")]
    assert written == [matter(url, fetched=fetched_of(archive)) + "Alpha\n\n\\- \\*one\\*\\\n\\- two\n"]


def test_fsck_restores_a_file(published):
    archive, _ = published
    before = files(archive)
    (name,) = before
    (archive.folder / "text" / name).write_text("changed by hand\n")
    done = archive.run("fsck")
    assert done.err.endswith(f"winnow: text/{name}: modified; restored\n")
    assert files(archive) == before


def test_forget_removes_the_file(published):
    archive, url = published
    archive.run("forget", url)
    assert files(archive) == {}
