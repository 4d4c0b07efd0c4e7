"""What an archive stores of a text beside the text: Markdown, author, date, site, language."""

import contextlib
import gzip
import sqlite3

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
