"""An archive whose runs are ended at any moment."""

import pathlib
import random
import signal
import subprocess
import time

import pytest

from archives import OTHER
from fault_server import page


@pytest.fixture(scope="session")
def killer(tmp_path_factory):
    library = tmp_path_factory.mktemp("killer") / "killer.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library,
                    pathlib.Path(__file__).parent / "killer.c", "-ldl"], check=True)
    return str(library)


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
