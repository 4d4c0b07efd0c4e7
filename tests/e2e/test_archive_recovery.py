"""Archives that were killed in the middle of a verb, restored from copies, compacted or merged:
nothing that was stored is lost."""

import contextlib
import gzip
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


def killed_at_each_step(archive, killer, tmp_path, run):
    """Runs a verb on a copy of an archive once for each of its write operations, killed at this
    one. run(copy, env) runs the verb, and then checks what is left."""
    count = tmp_path / "count"
    run(copy_of(archive, "whole"), {"LD_PRELOAD": killer, "KILL_COUNT": str(count)})
    steps = int(count.read_text())
    assert steps > 3
    for at in range(1, steps + 1):
        run(copy_of(archive, f"killed{at}"), {"LD_PRELOAD": killer, "KILL_AT": str(at)})


# ---- forget --------------------------------------------------------------------------------


def test_forget_is_completed_by_the_next_run(archive, server, host, killer, tmp_path):
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

    killed_at_each_step(archive, killer, tmp_path, forget)


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
    for when in ("week", "during", "after"):
        for first in ("fsck", "refresh"):
            archive = copy_of(history, f"{what}-{when}-{first}")
            put_back(archive, when, what)
            before = bytes_of(archive)
            if first == "refresh":
                archive.refresh()
            fsck = archive.run("fsck")
            lost = what == "warc" and when != "after" and first == "fsck"
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
        (history.folder / "winnow.conf").unlink()
    assert "winnow rebuild" in history.run("status").err or left == "warc"
    done = history.run("rebuild")
    assert done.code == 0, done.err
    assert history.texts() == texts and versions_of(history) == versions
    fsck = history.run("fsck")
    assert (fsck.code, fsck.err) == (0, "")
    assert history.refresh("--allow-private").code == 0
    assert history.texts() == texts and versions_of(history) == versions
    assert history.run("rebuild").code == 0
    assert (history.folder / "winnow.db.old").exists() and versions_of(history) == versions
