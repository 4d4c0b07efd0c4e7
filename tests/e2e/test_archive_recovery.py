"""Archives that were killed in the middle of a verb, restored from copies, compacted or merged:
nothing that was stored is lost."""

import contextlib
import gzip
import pathlib
import random
import shutil
import sqlite3
import subprocess
import time

import pytest

from archives import OTHER, Archive
from conftest import wait_for
from fault_server import page


def copy_of(archive, name):
    copy = Archive(archive.winnow, archive.folder.with_name(name))
    shutil.copytree(archive.folder, copy.folder)
    copy.day = archive.day
    return copy


@pytest.fixture(params=[8, pytest.param(1000, marks=pytest.mark.deep)], ids=["some", "all"])
def moments(request):
    """How many steps of a verb are tried."""
    return request.param


def killed_at_each_step(archive, killer, tmp_path, moments, run):
    """Runs a verb on copies of an archive, each killed at another one of its write operations.
    run(copy, env) runs the verb, and then checks what is left."""
    count = tmp_path / "count"
    run(copy_of(archive, "whole"), {"LD_PRELOAD": killer, "KILL_COUNT": str(count)})
    steps = int(count.read_text())
    assert steps > 3
    chosen = range(1, steps + 1)
    if steps > moments:
        chosen = random.Random(7).sample(chosen, moments)
    for at in chosen:
        run(copy_of(archive, f"killed{at}"), {"LD_PRELOAD": killer, "KILL_AT": str(at)})


# ---- forget --------------------------------------------------------------------------------


@pytest.mark.measured  # the killer is loaded before the sanitizers
def test_forget_is_completed_by_the_next_run(archive, server, host, killer, tmp_path, moments):
    urls = [server.url(host, f"/ok/{n}") for n in range(3)]
    archive.refresh(urls=urls)

    def forget(copy, env):
        done = copy.run("forget", *urls[:2], env=env)
        assert done.code == 0 or "KILL_AT" in env
        copy.day -= 1
        verbs = {"refresh": lambda: copy.refresh("--due"), "show": lambda: copy.run("show", urls[2]),
                 "fsck": lambda: copy.run("fsck")}
        verb = list(verbs)[int(env.get("KILL_AT", 0)) % 3]
        assert verbs[verb]().code == 0
        texts = len(copy.texts())
        assert f"pages        {texts}\n" in copy.run("status").out and texts in (1, 3)
        assert copy.run("fsck").code == 0

    killed_at_each_step(archive, killer, tmp_path, moments, forget)


# ---- copies that are put back --------------------------------------------------------------


def copy_files(source, target):
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("winnow.db*"))
    if (source / "winnow.db").exists():  # its journal, too, may be written at this moment
        with contextlib.closing(sqlite3.connect(source / "winnow.db")) as database, \
                contextlib.closing(sqlite3.connect(target / "winnow.db")) as copy:
            database.backup(copy)


def rows_of(folder, sql):
    with contextlib.closing(sqlite3.connect(folder / "winnow.db")) as database:
        return database.execute(sql).fetchall()


def versions_of(archive):
    """All texts of all pages."""
    rows = rows_of(archive.folder, "SELECT url, v.text FROM versions v JOIN pages p ON p.id = page")
    return {(url, gzip.decompress(text)) for url, text in rows}


def bytes_of(archive):
    return {path.name: path.read_bytes() for path in (archive.folder / "warc").iterdir()}


def text_of(n, turn):
    return page(f"Page {n}", *OTHER[:2], f"Turn {turn} of page {n} it was, and no other.")


@pytest.fixture
def history(archive, server, host):
    """An archive of two weeks, with copies: a week old, in the middle of the last run, and of
    its end."""
    copies = archive.folder.parent
    urls = [server.url(host, f"/{n}") for n in range(3)]
    for n in range(3):
        server.set_page(host, f"/{n}", text_of(n, 1))
    assert archive.refresh(urls=urls).code == 0
    copy_files(archive.folder, copies / "week")
    archive.day += 6
    server.set_page(host, "/0", text_of(0, 2))
    server.set_page(host, "/3", text_of(3, 2))
    assert archive.refresh(urls=[server.url(host, "/3")]).code == 0
    archive.day += 6
    server.set_page(host, "/1", text_of(1, 3))
    slow = server.url(host, "/sleep/2500/x")
    process = archive.winnow.start("refresh", archive.folder, "--urls", "-", "--max-age", "0",
                                   "--delay", "0", "--now", archive.now())
    process.stdin.write(f"{slow}\n".encode())
    process.stdin.close()
    process.stdin = None
    wait_for(lambda: len(rows_of(archive.folder,
                                 "SELECT 1 FROM versions WHERE cause = 'site'")) == 2)
    copy_files(archive.folder, copies / "during")
    process.communicate(timeout=60)
    archive.day += 1
    copy_files(archive.folder, copies / "after")
    return archive


def put_back(archive, when, what):
    """Replaces a part of the archive by its copy."""
    copy = archive.folder.parent / when
    if what == "database":
        for path in archive.folder.glob("winnow.db*"):
            path.unlink()
        for path in copy.glob("winnow.db*"):
            shutil.copy(path, archive.folder)
    else:
        copy_files(copy / what, archive.folder / what)


@pytest.mark.parametrize("what", ["database", "warc", "text"])
def test_copies_that_are_put_back(history, what):
    texts, versions = history.texts(), versions_of(history)
    for when, first in [("week", "fsck"), ("week", "refresh"), ("during", "fsck"), ("after", "refresh")]:
        archive = copy_of(history, f"{what}-{when}-{first}")
        put_back(archive, when, what)
        before = bytes_of(archive)
        if first == "refresh":
            archive.refresh()
        fsck = archive.run("fsck")
        lost = what == "warc" and first == "fsck" and before != bytes_of(history)
        assert fsck.code == (1 if lost else 0), (when, first, fsck.err)
        after = bytes_of(archive)
        assert all(after[name].startswith(data) for name, data in before.items())
        assert versions <= versions_of(archive), (when, first)
        assert archive.texts() == texts
        again = archive.run("fsck")
        assert (again.code, again.err) == (0, ""), (when, first)
        assert archive.refresh().code == 0 and archive.texts() == texts


@pytest.mark.parametrize("left", ["both", "warc"])
def test_rebuild_makes_the_database_again(history, left):
    texts, versions = history.texts(), versions_of(history)
    for path in history.folder.glob("winnow.db*"):
        path.unlink()
    if left == "warc":
        shutil.rmtree(history.folder / "text")
    assert "winnow rebuild" in history.run("status").err
    done = history.run("rebuild")
    assert done.code == 0, done.err
    assert history.texts() == texts and versions_of(history) == versions
    fsck = history.run("fsck")
    assert (fsck.code, fsck.err) == (0, "")
    assert history.refresh().code == 0
    assert history.texts() == texts and versions_of(history) == versions
    assert history.run("rebuild").code == 0
    assert (history.folder / "winnow.db.old").exists() and versions_of(history) == versions


def test_what_was_accepted_is_accepted_in_a_rebuilt_database(archive, server, host):
    url = server.url(host, "/a")
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[url])
    server.set_page(host, "/a", page("Alpha", "It is over."))
    archive.refresh()
    assert archive.run("quarantine", "--accept", url).code == 0
    texts = archive.texts()
    (archive.folder / "winnow.db").unlink()
    done = archive.run("rebuild")
    assert done.code == 0 and "has the text in quarantine; accepted" in done.err
    assert archive.texts() == texts and "It is over." in archive.run("show", url).out
    assert archive.run("quarantine").out == "" and archive.run("fsck").err == ""


def test_rebuild_from_texts_alone(history):
    """What they say of themselves is their URL, their title and when they were fetched."""
    (history.folder / "winnow.conf").write_text("allow-private: yes\ntext-format: markdown\nretries: 0\n")
    assert history.refresh().code == 0
    files = tree_of(history.folder / "text")
    assert len(files) == 5 and all(name.endswith(".md") for name in files)
    current = {(url, title) for url, title in rows_of(history.folder, "SELECT url, title FROM pages")}
    shutil.rmtree(history.folder / "warc")
    for name in ("winnow.db", "winnow.conf"):
        (history.folder / name).unlink()
    done = history.run("rebuild")
    assert done.code == 0, done.err
    assert tree_of(history.folder / "text") == files
    assert current == {(url, title) for url, title in rows_of(history.folder, "SELECT url, title FROM pages")}
    assert len(rows_of(history.folder, "SELECT 1 FROM versions WHERE cause = 'found'")) == 5
    fsck = history.run("fsck")
    assert (fsck.code, fsck.err) == (0, "")
    assert history.refresh("--allow-private", "-v").code == 0


# ---- compact -------------------------------------------------------------------------------


def size_of(archive):
    return sum(len(data) for data in bytes_of(archive).values())


def bulky(n, turn):
    return page(f"Page {n}", *OTHER[:2], f"Turn {turn} of page {n}.").replace(
        b"</html>", b"<!-- %s --></html>" % random.Random(n + 10 * turn).randbytes(20_000).hex().encode())


@pytest.fixture
def grown(archive, server, host):
    """An archive with four versions of each page, of which one is kept."""
    with open(archive.folder / "winnow.conf", "a") as conf:
        conf.write("warc-size: 100K\n")
    urls = [server.url(host, f"/{n}") for n in range(3)]
    for turn in range(4):
        for n in range(3):
            server.set_page(host, f"/{n}", bulky(n, turn))
        assert archive.refresh(urls=urls).code == 0
    return archive


def test_compact_frees_what_no_version_holds(grown, server, host):
    before, texts, versions = bytes_of(grown), grown.texts(), versions_of(grown)
    assert grown.run("compact").code == 0 and bytes_of(grown) == before
    done = grown.run("compact", "--keep", "1", "-v")
    assert done.code == 0 and " bytes freed" in done.err
    assert size_of(grown) < sum(map(len, before.values())) / 3
    assert grown.texts() == texts and len(versions_of(grown)) == 3 and versions_of(grown) < versions
    compacted = bytes_of(grown)
    assert grown.run("compact").code == 0 and bytes_of(grown) == compacted
    fsck = grown.run("fsck")
    assert (fsck.code, fsck.err) == (0, "")
    assert "3 pages change" not in grown.run("reclean").out and grown.texts() == texts
    read = grown.winnow("--input", "warc", "--format", "jsonl",
                        *sorted((grown.folder / "warc").iterdir()))
    assert read.statuses() == ["ok"] * 3
    requests = sum(data.count(b"WARC-Type: request") for data in map(gzip.decompress, compacted.values()))
    assert requests == 3
    assert grown.refresh().code == 0 and size_of(grown) == sum(map(len, compacted.values()))
    assert grown.run("forget", server.url(host, "/0")).code == 0
    assert grown.run("compact").code == 0
    assert size_of(grown) < sum(map(len, compacted.values())) * 0.8


def test_compact_leaves_what_rows_do_not_know(grown):
    copy_files(grown.folder, grown.folder.with_name("old"))
    (newest,) = [path for path in (grown.folder / "warc").iterdir() if path.name == max(bytes_of(grown))]
    with contextlib.closing(sqlite3.connect(grown.folder / "winnow.db")) as database:
        database.execute("UPDATE warcs SET size = 1000 WHERE name = ?", (newest.name,))
        database.commit()
    data = newest.read_bytes()
    done = grown.run("compact", "--keep", "1")
    assert done.code == 1 and "run winnow fsck first" in done.err and newest.read_bytes() == data


@pytest.mark.measured  # the killer is loaded before the sanitizers
def test_compact_that_was_killed_loses_nothing(grown, killer, tmp_path, moments):
    texts = grown.texts()
    last = {(url, text) for url, text in versions_of(grown) if b"Turn 3" in text}

    def compact(copy, env):
        done = copy.run("compact", "--keep", "1", env=env)
        assert done.code == 0 or "KILL_AT" in env
        if int(env.get("KILL_AT", 0)) % 2:
            assert copy.run("compact", "--keep", "1").code == 0
        fsck = copy.run("fsck")
        assert fsck.code == 0, (env, fsck.err)
        assert last <= versions_of(copy) and copy.texts() == texts
        assert copy.warcs() == copy.known_warcs()

    killed_at_each_step(grown, killer, tmp_path, moments, compact)


def test_a_database_from_before_a_compaction(grown):
    """Its rows name files that are gone; their records are in other files now."""
    texts, old = grown.texts(), grown.folder.with_name("old")
    copy_files(grown.folder, old)
    versions = versions_of(grown)
    assert grown.run("compact", "--keep", "1").code == 0
    kept = versions_of(grown)
    shutil.copy(old / "winnow.db", grown.folder)
    before = bytes_of(grown)
    fsck = grown.run("fsck")
    assert fsck.code == 0, fsck.err
    assert versions_of(grown) == versions and grown.texts() == texts and bytes_of(grown) == before
    held = rows_of(grown.folder, "SELECT count(*) FROM versions WHERE file IS NOT NULL")
    assert held == [(len(kept),)]
    assert grown.run("fsck").code == 0


# ---- merge ---------------------------------------------------------------------------------


@pytest.fixture
def two(winnow, server, host, tmp_path):
    """Two archives of two machines: a page in both, with different versions, and one in each."""
    first = Archive(winnow, tmp_path / "first").init()
    second = Archive(winnow, tmp_path / "second").init()
    url = {path: server.url(host, path) for path in ("/both", "/first", "/second")}
    for turn, (archive, path) in enumerate([(first, "/first"), (second, "/second"),
                                            (first, None), (second, None)]):
        server.set_page(host, "/both", text_of(0, turn))
        if path:
            server.set_page(host, path, text_of(1, turn))
        archive.day = turn
        assert archive.refresh(urls=[url["/both"]] + ([url[path]] if path else [])).code == 0
    return first, second, url


def tree_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}


def check_merged(first, second, url, server, host):
    for path in ("/both", "/first", "/second"):
        assert first.run("show", url[path]).code == 0
    log = [line.split() for line in first.run("log", url["/both"]).out.splitlines()]
    versions = [line[2] for line in log if line[3] in ("first", "site")]
    shown = [first.run("show", url["/both"], number).out for number in versions]
    assert ["Turn %d of" % turn in text for turn, text in enumerate(shown)] == [True] * 4
    assert "Turn 3 of" in first.run("show", url["/both"]).out
    assert len(first.texts()) == 3 and any("Turn 3 of page 0" in t for t in first.texts().values())
    # The index has the current texts, and has forgotten those before.
    found = [url["/both"] in first.run("search", f'"Turn {turn} of page 0"').out for turn in range(4)]
    assert found == [False, False, False, True]
    fsck = first.run("fsck")
    assert (fsck.code, fsck.err) == (0, "")


def test_merge_interleaves_versions(two, server, host):
    first, second, url = two
    before = tree_of(second.folder)
    done = first.run("merge", second.folder, "-v")
    assert done.code == 0 and "1 pages and 3 versions added" in done.err
    assert tree_of(second.folder) == before
    check_merged(first, second, url, server, host)
    warcs, versions = bytes_of(first), versions_of(first)
    again = first.run("merge", second.folder, "-v")
    assert again.code == 0 and "0 pages and 0 versions added" in again.err
    assert bytes_of(first) == warcs and versions_of(first) == versions
    first.day = 6
    done = first.refresh("-v")
    assert done.code == 0 and "3 unchanged" in done.err
    assert first.run("rebuild").code == 0 and versions_of(first) == versions


def test_merge_of_files_with_the_same_name(two, server, host):
    first, second, url = two
    (mine,), (other,) = first.warcs(), second.warcs()
    with contextlib.closing(sqlite3.connect(second.folder / "winnow.db")) as database:
        for table, column in (("warcs", "name"), ("pages", "file"), ("versions", "file")):
            database.execute(f"UPDATE {table} SET {column} = ?", (mine,))
        database.execute("UPDATE pages SET name = (SELECT name FROM pages WHERE url LIKE '%both')"
                         " || 'x' WHERE url LIKE '%both'")
        name = rows_of(first.folder, "SELECT name FROM pages WHERE url LIKE '%first'")[0][0]
        database.execute("UPDATE pages SET name = ? WHERE url LIKE '%second'", (name,))
        database.commit()
    (second.folder / "warc" / other).rename(second.folder / "warc" / mine)
    for _ in range(2):
        assert first.run("merge", second.folder).code == 0
        assert len(first.warcs()) == 2 and mine in first.warcs()
        check_merged(first, second, url, server, host)


@pytest.mark.measured  # the killer is loaded before the sanitizers
def test_merge_that_was_killed_is_done_again(two, server, host, killer, tmp_path, moments):
    first, second, url = two

    def merge(copy, env):
        copy.run("merge", second.folder, env=env)
        assert copy.run("merge", second.folder).code == 0
        check_merged(copy, second, url, server, host)
        assert len(copy.warcs()) == 2 and not list(copy.folder.glob("winnow.db.merged*"))

    killed_at_each_step(first, killer, tmp_path, moments, merge)


@pytest.mark.parametrize("other, message", [
    ("archive", "is the same archive"), ("nothing", "No such file"), ("folder", "not a winnow")])
def test_merge_with_what_is_no_other_archive(archive, other, message):
    archive.folder.with_name("folder").mkdir()
    done = archive.run("merge", archive.folder.with_name(other))
    assert done.code == 2 and message in done.err


# ---- archives of older versions ------------------------------------------------------------


def test_an_archive_of_an_older_version_is_brought_up_to_date(archive, server, host):
    """Its tables are made by the statements of that version; the rows are those of a run."""
    urls = [server.url(host, f"/ok/{n}") for n in range(2)]
    archive.refresh(urls=[*urls, server.url(host, "/nothing")])
    texts, versions = archive.texts(), versions_of(archive)
    new, old = archive.folder / "winnow.db", archive.folder / "old.db"
    with contextlib.closing(sqlite3.connect(old)) as database:
        database.executescript((pathlib.Path(__file__).parent / "old_archive.sql").read_text())
        database.execute("ATTACH ? AS new", (str(new),))
        tables = [name for name, in database.execute(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        for table in tables:
            names = ", ".join(row[1] for row in database.execute(f"PRAGMA main.table_info({table})"))
            database.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")
        database.commit()
        assert "author" not in str(database.execute("PRAGMA main.table_info(versions)").fetchall())
    old.replace(new)
    assert archive.run("status").code == 0 and archive.texts() == texts
    fsck = archive.run("fsck")
    assert (fsck.code, fsck.err) == (0, "") and versions_of(archive) == versions
    assert archive.refresh("-v").err.count("unchanged") == 1
    assert versions_of(archive) == versions and archive.texts() == texts
    assert archive.run("reclean").code == 0 and archive.run("compact").code == 0
    assert archive.run("show", urls[0]).out == texts[min(texts)]
