"""winnow search and winnow list: pages of an archive are found by their words, in all languages."""

import contextlib
import gzip
import json
import sqlite3
import time

import pytest

from archives import OTHER
from fault_server import SENTENCES, page

ARTICLES = {
    "/ferry": ("The night ferry", "en", "The night ferry sails again. Passengers wait for it on the quay.",
               "The café sells tickets, and naïve travellers pay double."),
    "/strike": ("Harbour strike", "en", "The ferry crews are on strike, and the pilots with them.",
                "Nobody knows for how long, least of all the crews at night."),
    "/strasse": ("Straßenbahn", "de", "Die Straßenbahn fährt über die Brücke nach Łódź.", "Ein Fahrschein ist nötig."),
    "/tokyo": ("東京都の天気", "ja", "東京都は明日も晴れるでしょう。気温は2024年より高い。", "カタカナもひらがなも読めます。"),
    "/beijing": ("北京", "zh", "今天的北京大学举行了图书馆开放日活动。", "很多学生参加了这次活动。"),
    "/thai": ("ภาษาไทย", "th", "ภาษาไทยเป็นภาษาราชการของประเทศไทย", "คนไทยส่วนใหญ่พูดภาษานี้"),
    "/korea": ("서울 소식", "ko", "어제 서울에서 큰 축제가 열렸습니다.", "많은 사람들이 왔습니다."),
    "/arabic": ("أخبار", "ar", "كَتَبَ المُعَلِّمُ رسالةً طويلة إلى المدرسة.", "وصلت الرسالة أمس."),
    "/hindi": ("हिन्दी", "hi", "भारत की राजभाषा हिन्दी है और लिपि देवनागरी है।", "बहुत लोग इसे बोलते हैं।"),
    "/russian": ("Маяк", "ru", "Ёлка стоит у маяка, и маяк снова светит.", "Смотритель живёт рядом."),
}


@pytest.fixture
def library(archive, server, host):
    for path, (title, language, *texts) in ARTICLES.items():
        body = page(title, *texts, *texts).replace(b'lang="en"', f'lang="{language}"'.encode())
        server.set_page(host, path, body)
    done = archive.refresh("--delay", "0", urls=[server.url(host, path) for path in ARTICLES])
    assert done.code == 0, done.err
    return archive


def search(archive, *words, code=0):
    """The paths of the pages that are found, the best first."""
    done = archive.run("search", "--format", "jsonl", "--", *words)
    assert (done.err, done.code) == ("", code)
    return ["/" + json.loads(line)["url"].rsplit("/", 1)[1] for line in done.out.splitlines()]


def test_words_are_found_in_all_languages(library):
    for words, found in [
        ("night ferry", ["/ferry", "/strike"]), ("NIGHT", ["/ferry", "/strike"]), ("cafe naive", ["/ferry"]),
        ("Café", ["/ferry"]), ("strassenbahn", ["/strasse"]), ("über lodz", ["/strasse"]), ("uber", ["/strasse"]),
        ("東京", ["/tokyo"]), ("京都", ["/tokyo"]), ("東京都は明日", ["/tokyo"]), ("都", ["/tokyo"]), ("晴", ["/tokyo"]),
        ("２０２４年", ["/tokyo"]), ("ひらがな", ["/tokyo"]), ("カナ", ["/tokyo"]),
        ("图书馆", ["/beijing"]), ("北京大学", ["/beijing"]), ("活动", ["/beijing"]),
        ("ราชการ", ["/thai"]), ("ประเทศไทย", ["/thai"]), ("서울", ["/korea"]), ("축제", ["/korea"]),
        ("المعلم", ["/arabic"]), ("رسالة", ["/arabic"]), ("हिन्दी", ["/hindi"]), ("маяка", ["/russian"]),
        ("смотритель живет", ["/russian"]),
    ]:
        assert search(library, words) == found, words
    for words in ("京東", "館图", "울서", "हन", "ไทยภาษาราช"):
        assert search(library, words, code=1) == [], words


def test_phrases_alternatives_and_exclusions(library, host):
    assert search(library, '"night ferry"') == ["/ferry"]
    assert search(library, '"ferry night"', code=1) == []
    assert search(library, "night-ferry") == ["/ferry"]
    assert search(library, "ferry", "-strike") == ["/ferry"]
    assert search(library, "strassenbahn OR tickets") == ["/strasse", "/ferry"]
    assert search(library, "passen*") == ["/ferry"]
    assert search(library, "title:ferry") == ["/ferry"]
    assert search(library, f"host:{host}.localhost strike") == ["/strike"]
    assert len(search(library, "host:localhost")) == len(ARTICLES)
    assert search(library, "host:calhost strike", code=1) == []


def test_dates(library, server, host):
    """Of the text, or if it has none, of the day when it was stored."""
    dated = page("Dated ferry").replace(b"<title>", b'<meta property="article:published_time" content="2019-03-04"><title>')
    server.set_page(host, "/dated", dated)
    library.refresh("--due", urls=[server.url(host, "/dated")])
    for date in ("2019", "2019-03", "2019-03-04", "2018..2019", "2019-03-01..2020-02", "..2019-03-04"):
        assert search(library, f"date:{date}") == ["/dated"], date
    for date in ("2018", "2019-04", "2019-03-05..2020", "..2018"):
        assert search(library, f"date:{date}", code=1) == [], date
    assert search(library, "ferry date:2025-01-02") == ["/ferry", "/strike"]
    assert len(search(library, "date:2019..")) == len(ARTICLES) + 1
    for date in ("soon", "2019-13", "2019-02-30", "2020..2019", "..", "20190304"):
        done = library.run("search", f"date:{date}")
        assert done.code == 2 and f"date:{date}: expected a year" in done.err


ODD = ('"', '""', "***", "( )", "a AND (b", "NEAR(a b", "{title} : a", "title:", "host:", "-", "OR", "OR a", "a OR", "a'b",
       'a"b', "col:x", "^a", "a + b", "\\", "%_", "a\tb", 'host:"*" a', "a" * 9999, "\u00b7 \u200b", "-a", "--a",
       "'; DROP TABLE pages; --", "a " * 70, "host:\u4eac a", 'title:"', "a*b*", "* a")


def test_no_query_is_a_syntax_error(archive, server, host):
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[server.url(host, "/a")])
    for words in ODD:
        done = archive.run("search", "--", words)
        assert done.code in (0, 1, 2) and "fts" not in done.err and "syntax" not in done.err, words
        assert done.code != 2 or "nothing to search for" in done.err or "may have 64" in done.err, words


def test_what_is_printed(library, server, host):
    url = server.url(host, "/ferry")
    done = library.run("search", "sails quay")
    title, address, file, snippet = done.out.splitlines()
    assert (title, address) == ("The night ferry", url)
    assert file.startswith(f"{library.folder}/text/{host}.localhost/ferry-")
    assert snippet.startswith("    The night ferry sails again.") and "\x1b" not in done.out
    colored = library.run("search", "sails", "quay", "--color", "always").out
    assert "\x1b[1m\x1b[31msails\x1b[0m again. Passengers wait for it on the \x1b[1m\x1b[31mquay\x1b[0m." in colored
    assert "\x1b[1m\x1b[31m京都\x1b[0m" in library.run("search", "京都", "--color", "always").out
    (line,) = library.run("search", "sails", "quay", "--format", "jsonl").out.splitlines()
    found = json.loads(line)
    assert found["rank"] == 1 and found["matches"][:2] == ["sails", "quay"] and found["language"] == "en"
    assert found["snippet"].startswith("The night ferry sails")
    assert library.run("search", "ferry", "--limit", "1", "-v").err.endswith("1 of 2 results; --limit shows more\n")


def change(archive, sql):
    with contextlib.closing(sqlite3.connect(archive.folder / "winnow.db")) as database:
        database.executescript(sql)


def test_the_index_follows_every_change(archive, server, host, rules):
    urls = [server.url(host, path) for path in ("/a", "/b")]
    server.set_page(host, "/a", page("Alpha"))
    server.set_page(host, "/b", page("Beta", *OTHER))
    archive.refresh(urls=urls)
    assert (search(archive, "fog"), search(archive, "lighthouse")) == (["/a"], ["/b"])
    server.set_page(host, "/a", page("Alpha", SENTENCES[0].replace("fog", "snow"), *SENTENCES[1:]))
    archive.refresh()
    assert (search(archive, "snow"), search(archive, "fog", code=1)) == (["/a"], [])
    server.set_page(host, "/a", page("Alpha", "A walrus."))
    archive.refresh()
    assert (search(archive, "walrus", code=1), search(archive, "snow")) == ([], ["/a"])
    archive.run("quarantine", "--accept", urls[0])
    assert (search(archive, "walrus"), search(archive, "snow", code=1)) == (["/a"], [])
    rules.write_text("strip_lines: lighthouse\n")
    rules.write_text("body: //article\nstrip: //p[1]\n")
    archive.run("reclean")
    assert (search(archive, "lighthouse", code=1), search(archive, "museum")) == ([], ["/b"])
    archive.run("forget", urls[1])
    assert search(archive, "museum", code=1) == []
    change(archive, "INSERT INTO search (search) VALUES ('integrity-check')")


@pytest.mark.parametrize("verb", ["search", "refresh"])
def test_texts_of_an_older_winnow_are_indexed(library, verb):
    change(library, "INSERT INTO search (search) VALUES ('delete-all'); DELETE FROM search_pages;"
                    "INSERT INTO search_stale SELECT id FROM pages")
    if verb == "refresh":
        assert library.refresh("--due").err == ""
    assert search(library, "tickets") == ["/ferry"]


def test_an_index_that_does_not_agree_is_made_again(library, server, host):
    change(library, "UPDATE search_pages SET version = 7")
    server.set_page(host, "/ferry", page("Alpha", *OTHER))
    library.refresh()
    assert search(library, "lighthouse") == ["/ferry"]
    assert search(library, "tickets", code=1) == []
    assert search(library, "strassenbahn") == ["/strasse"]


def test_many_results(archive):
    """Of more than are ranked, those with the word in the title come first, then the newest."""
    rows = [(n, f"https://a.example/{n}", f"a.example/{n}.txt", "Common" if n == 7 else f"Page {n}") for n in range(1, 2501)]
    with contextlib.closing(sqlite3.connect(archive.folder / "winnow.db")) as database:
        database.executemany("INSERT INTO pages (id, url, host, name, state, added, due, version, title)"
                             " VALUES (?, ?, 'a.example', ?, 1, 0, 9999999999, 1, ?)", rows)
        database.executemany("INSERT INTO versions (page, number, made, cause, text_sha256, text) VALUES (?, 1, 0, 'first',"
                             " '', ?)", [(n, gzip.compress(f"A common word, and rare{n}.\n".encode())) for n, *_ in rows])
        database.commit()
    done = archive.run("search", "common", "--limit", "3")
    assert done.err == f"winnow: {archive.folder}: indexing 2500 texts for winnow search, which is done once\n"
    assert [line for line in done.out.splitlines() if line.startswith("https")] == [
        "https://a.example/7", "https://a.example/2500", "https://a.example/2499"]
    began = time.monotonic()
    assert search(archive, "rare1234") == ["/1234"]
    assert time.monotonic() - began < 5


def test_list(library, server, host):
    lines = library.run("list").out.splitlines()
    assert lines[1] == f"2025-01-02  ok       {server.url(host, '/beijing')}  北京"
    assert lines == sorted(lines) and len(lines) == len(ARTICLES)
    server.set_page(host, "/ferry", page("Alpha", *OTHER))
    server.set_page(host, "/strike", page("Alpha", "Short."))
    library.refresh()

    def paths(*args):
        done = library.run("list", *args, "--format", "jsonl")
        assert (done.err, done.code) == ("", 0)
        return [json.loads(line)["url"].rsplit("/", 1)[1] for line in done.out.splitlines()]
    assert paths("--since", "2025-01-03") == paths("--since", "0d") == ["ferry"]
    assert paths("--since", "2d")[0] == "ferry" and len(paths("--since", "2d")) == len(ARTICLES)
    assert paths("--state", "quarantine") == ["strike"]
    assert paths("--state", "gone") == []
    assert len(paths(f"{host}.localhost")) == len(paths("localhost")) == len(ARTICLES)
    assert paths("other.example") == []
    for option in (["--state", "lost"], ["--since", "soon"]):
        done = library.run("list", *option)
        assert done.code == 2 and option[0] in done.err and option[1] in done.err
