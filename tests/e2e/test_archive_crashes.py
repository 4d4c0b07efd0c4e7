"""Archives whose runs are killed at any moment."""

import random
import resource
import signal
import subprocess
import time

import pytest

from archives import OTHER, Archive
from conftest import wait_for
from fault_server import page


def crash_everywhere(archive, server, host, killer, tmp_path, moments, **env):
    urls = [server.url(host, f"/{n}") for n in range(3)]
    count = tmp_path / "count"
    for n in range(3):
        server.set_page(host, f"/{n}", page(f"Page {n}"))
    archive.refresh(urls=urls, env={"LD_PRELOAD": killer, "KILL_COUNT": str(count)})
    steps = int(count.read_text())
    assert steps > 20
    for turn, at in enumerate(moments(steps)):
        for n in range(3):
            server.set_page(host, f"/{n}", page(f"Page {n}", *OTHER[:2], f"It is turn {turn}."))
        archive.refresh(env={"LD_PRELOAD": killer, "KILL_AT": str(at), **env})
        fsck = archive.run("fsck")
        assert fsck.code == 0, (at, fsck.err)
        assert archive.refresh().code == 0
        assert all(f"It is turn {turn}." in text for text in archive.texts().values())
        assert len(archive.texts()) == 3
        assert not list((archive.folder / "text").rglob("*.tmp"))


def some(steps):
    return random.Random(6).sample(range(1, steps + 1), min(20, steps))


@pytest.mark.measured
def test_killed_at_some_steps(archive, server, host, killer, tmp_path):
    crash_everywhere(archive, server, host, killer, tmp_path, some)


@pytest.mark.measured
def test_a_full_disk_at_some_steps(archive, server, host, killer, tmp_path):
    crash_everywhere(archive, server, host, killer, tmp_path, some, KILL_ERROR="1")


def change_format(archive, form):
    conf = archive.folder / "winnow.conf"
    other = {"text": "markdown", "markdown": "text"}[form]
    conf.write_text(conf.read_text().replace(f"text-format: {other}\n", f"text-format: {form}\n"))


def crash_while_the_format_changes(archive, server, host, killer, tmp_path, moments):
    """It leaves no text without a file, and none with two."""
    count = tmp_path / "count"
    for n in range(3):
        server.set_page(host, f"/{n}", page(f"Page {n}"))
    archive.refresh(urls=[server.url(host, f"/{n}") for n in range(3)])
    change_format(archive, "markdown")
    archive.refresh("--due", env={"LD_PRELOAD": killer, "KILL_COUNT": str(count)})
    steps = int(count.read_text())
    assert steps > 15
    for turn, at in enumerate(moments(steps)):
        form, suffix = [("text", ".txt"), ("markdown", ".md")][turn % 2]
        change_format(archive, form)
        archive.refresh("--due", env={"LD_PRELOAD": killer, "KILL_AT": str(at)})
        left = {path.stem for path in (archive.folder / "text").rglob("*.*") if path.suffix in (".txt", ".md")}
        assert len(left) == 3, at
        fsck = archive.run("fsck")
        assert (fsck.code, fsck.err) == (0, ""), at
        assert archive.refresh("--due").code == 0
        names = [path.name for path in (archive.folder / "text").rglob("*") if path.is_file()]
        assert len(names) == 3 and all(name.endswith(suffix) for name in names), at


@pytest.mark.measured
def test_killed_while_the_format_changes(archive, server, host, killer, tmp_path):
    crash_while_the_format_changes(archive, server, host, killer, tmp_path, lambda steps: some(steps)[:8])


@pytest.mark.deep
def test_killed_at_each_step_while_the_format_changes(archive, server, host, killer, tmp_path):
    crash_while_the_format_changes(archive, server, host, killer, tmp_path, lambda steps: range(1, steps + 1))


@pytest.mark.measured
def test_killed_while_warc_files_rotate(winnow, server, host, killer, tmp_path):
    """Each page fills a WARC file, so that a crash leaves files that are not in the database."""
    archive = Archive(winnow, tmp_path / "archive").init("--warc-size", "1K")
    for n in range(3):
        server.set_page(host, f"/{n}", page(f"Page {n}"))
    archive.refresh(urls=[server.url(host, f"/{n}") for n in range(3)])
    left = 0
    for at in range(4, 40, 3):
        for n in range(3):
            server.set_page(host, f"/{n}", page(f"Page {n}", *OTHER[:2], f"It is turn {at}."))
        before = archive.warcs()
        archive.refresh(env={"LD_PRELOAD": killer, "KILL_AT": str(at)})
        left += len(archive.warcs() - before - archive.known_warcs())
        fsck = archive.run("fsck")
        assert fsck.code == 0 and "lost" not in fsck.err
        assert archive.warcs() == archive.known_warcs()
        assert archive.refresh().code == 0
    assert left


@pytest.mark.deep
def test_killed_at_two_hundred_steps(archive, server, host, killer, tmp_path):
    crash_everywhere(archive, server, host, killer, tmp_path,
                     lambda steps: [1 + n % steps for n in range(200)])


@pytest.mark.parametrize("moments", [10, pytest.param(200, marks=pytest.mark.deep)])
def test_killed_at_any_moment(archive, server, host, moments):
    urls = [server.url(host, f"/{n}") for n in range(5)]
    for n in range(5):
        server.set_page(host, f"/{n}", page(f"Page {n}"))
    archive.refresh(urls=urls)
    chance = random.Random(1)
    for turn in range(moments):
        for n in range(5):
            server.set_page(host, f"/{n}", page(f"Page {n}", *OTHER[:2], f"It is turn {turn}."))
        process = archive.winnow.start("refresh", archive.folder, "--max-age", "0", "--delay", "0",
                                       "--now", archive.now(), stdin=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert archive.run("fsck", "--wait").code == 0
    assert archive.refresh().code == 0
    assert archive.run("fsck").code == 0
    assert all(f"It is turn {moments - 1}." in text for text in archive.texts().values())


def large(n, turn):
    return page(f"Page {n}", *OTHER, *(f"Line {i} of turn {turn} on page {n}." for i in range(3000)))


@pytest.mark.parametrize("signal_is", ["deadly", "ignored"])
def test_a_limit_of_the_file_size(archive, server, host, signal_is):
    """ulimit -f: like a disk that fills up during a write, or a power cut."""
    urls = [server.url(host, f"/{n}") for n in range(3)]
    for n in range(3):
        server.set_page(host, f"/{n}", large(n, 0))
    assert archive.refresh(urls=urls).code == 0
    for turn, most in enumerate([1000, 20_000, 60_000, 100_000], 1):
        before = archive.texts()
        for n in range(3):
            server.set_page(host, f"/{n}", large(n, turn))

        def limit():
            if signal_is == "ignored":
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        process = archive.winnow.start("refresh", archive.folder, "--max-age", "0", "--delay", "0",
                                       preexec_fn=limit)
        _, err = process.communicate(timeout=60)
        assert process.returncode in (1, 2) or process.returncode == -signal.SIGXFSZ, most
        assert signal_is == "deadly" or err
        assert archive.run("fsck").code == 0
        assert archive.texts().keys() == before.keys()
        assert archive.refresh().code == 0
        assert all(f"of turn {turn} on" in text for text in archive.texts().values())


def test_orphaned_workers_do_not_hold_the_lock(archive, server, host):
    """Workers end with their parent, also while they clean a page."""
    slow = b"<article>" + b"<p>" + b"x, " * 40 + b"</p>\n" * 40_000
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[server.url(host, "/a")])
    for turn in range(5):
        server.set_page(host, "/a", slow + b"%d" % turn)
        requests = len(server.log(host))
        process = archive.winnow.start("refresh", archive.folder, "--max-age", "0", "--delay", "0")
        wait_for(lambda: len(server.log(host)) > requests)
        time.sleep(0.05 * turn)
        process.kill()
        process.wait()
        assert archive.winnow("refresh", archive.folder).code != 75


def test_pages_in_flight_are_finished_after_a_signal(archive, server, host):
    """Pages that were fetched are stored, the others stay due."""
    urls = [server.url(host, path) for path in ("/ok/1", "/sleep/1500/2", "/ok/3")]
    process = archive.winnow.start("refresh", archive.folder, "--urls", "-", "--delay", "0", "-v")
    process.stdin.write("".join(f"{url}\n" for url in urls).encode())
    process.stdin.close()
    process.stdin = None
    wait_for(lambda: any("sleep" in r.target for r in server.log(host)))
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGTERM
    assert len(archive.texts()) == 2 and not any("ok/3" in r.target for r in server.log(host))
    assert archive.run("fsck").code == 0
    assert archive.winnow("refresh", archive.folder).code == 0
    assert len(archive.texts()) == 3 and len(server.log(host)) == 3


def test_max_runtime_ends_a_run(archive, server, host):
    urls = [server.url(host, f"/sleep/600/{n}") for n in range(6)]
    began = time.monotonic()
    done = archive.refresh("--max-runtime", "1s", "-v", urls=urls)
    assert done.code == 0 and time.monotonic() - began < 6

    def requests():  # without probes: all these pages have the same text
        return sum("sleep" in request.target for request in server.log(host))
    assert 1 <= requests() == len(archive.texts()) < 6
    archive.day -= 1
    assert archive.refresh("--due").code == 0
    assert len(archive.texts()) == requests() == 6
