"""Targets of the Makefile."""

import os
import pty
import subprocess

import pytest

from conftest import ROOT


def test_run_cleans_the_demo_site(winnow):
    done = subprocess.run([ROOT / "tests/run.sh", winnow.program], env=winnow.env,
                          capture_output=True, text=True, timeout=60)
    urls = [line for line in done.stdout.splitlines() if line.startswith("==> ")]
    assert len(urls) == 8
    assert done.stderr.startswith("winnow: the demo site is on 127.0.0.1:")
    assert done.stderr.count("\n") == 1 and done.returncode == 0
    # The server is stopped.
    port = done.stderr.strip().rsplit(":", 1)[1]
    assert subprocess.run(["curl", "-s", f"http://127.0.0.1:{port}/"]).returncode == 7


def test_run_with_a_list(winnow, server, host, tmp_path):
    (tmp_path / "list").write_text(server.url(host, "/ok/1") + "\n")
    done = subprocess.run([ROOT / "tests/run.sh", winnow.program, tmp_path / "list"],
                          env=winnow.env, capture_output=True, text=True, timeout=60)
    # A list may not contain loopback URLs, so this one is refused.
    assert "--allow-private permits it" in done.stderr and done.returncode == 1


@pytest.mark.measured  # only for the plain build
def test_a_second_make_builds_nothing():
    subprocess.run(["make", "-s"], cwd=ROOT, check=True, capture_output=True)
    second = ["make", "--no-print-directory"]  # as when `make test` runs this test
    assert subprocess.run(second, cwd=ROOT, capture_output=True, text=True).stdout.strip() in (
        "", "make: Nothing to be done for 'all'.")


def test_every_package_is_listed_once_per_group_with_a_reason():
    rows = [line.split(None, 2) for line in (ROOT / "tests/packages").read_text().splitlines()
            if line and line[0] != "#"]
    assert all(len(row) == 3 for row in rows)
    names = [tuple(row[:2]) for row in rows]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("is_terminal", [True, False])
def test_run_announces_the_first_build_on_a_terminal(tmp_path, is_terminal):
    terminal, ours = pty.openpty()
    # A failing compiler ends the build at once.
    done = subprocess.run(["make", "-s", "run", f"BUILD={tmp_path}/build", "CC=false"], cwd=ROOT, text=True,
                          stdout=subprocess.DEVNULL, stderr=ours if is_terminal else subprocess.PIPE)
    shown = os.read(terminal, 4096).decode() if is_terminal else done.stderr
    os.close(terminal)
    os.close(ours)
    assert done.returncode != 0
    assert ("the first build takes about a minute" in shown) == is_terminal
