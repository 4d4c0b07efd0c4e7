"""Signals: requests in flight are finished, none are begun, and the exit code shows the signal."""

import json
import pathlib
import re
import signal
import time

import pytest

from conftest import wait_for
from pages import article

OPTIONS = ["--allow-private", "--no-robots", "--delay", "0", "--format", "jsonl"]


def start(winnow, urls, *args):
    process = winnow.start(*OPTIONS, *args)
    process.stdin.write("".join(f"{url}\n" for url in urls).encode())
    process.stdin.flush()
    return process


def handles_interrupts(pid):
    """Whether the process has blocked SIGINT, to read it from a descriptor. Before exec(2) all are blocked."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    blocked = next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:"))
    return int(blocked, 16) >> signal.SIGINT - 1 & 1 and not int(blocked, 16) >> signal.SIGUSR1 - 1 & 1


def finish(process, timeout=20):
    process.stdin = None
    out, err = process.communicate(timeout=timeout)
    return [json.loads(line) for line in out.decode().splitlines()], err.decode(), process.returncode


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_requests_in_flight_are_finished(winnow, server, host, number, code):
    """The list has not ended, and a host has one connection: the rest is never begun."""
    urls = [server.url(host, "/ok/1")] + [server.url(host, f"/sleep/1000/{n}") for n in range(5)]
    process = start(winnow, urls)
    wait_for(lambda: len(server.log(host)) == 2)
    process.send_signal(number)
    records, err, exit_code = finish(process)
    assert [(record["url"], record["status"]) for record in records] == [(url, "ok") for url in urls[:2]]
    told = re.fullmatch("winnow: finishing what is in flight, for at most 5 s\n"
                        r"winnow: ended by a signal: (\d) read, 2 written, 0 failed, 0 empty or blocked, "
                        r"0 skipped, (\d) not done\n", err)
    assert int(told[1]) - 2 == int(told[2]) <= 4
    assert exit_code == code
    assert len(server.log(host)) == 2


def test_finished_pages_are_printed_although_the_first_is_not_finished(winnow, server, host):
    urls = [server.url(host, "/sleep/60000"), server.url(host + "-b", "/ok/2"), server.url(host + "-c", "/ok/3")]
    process = start(winnow, urls, "--grace", "0.5")
    wait_for(lambda: server.log(host) and server.log(host + "-c"))
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    records, err, code = finish(process)
    assert [record["text"] for record in records] == [article("Page 2"), article("Page 3")]
    assert err.endswith("1 not done\n")
    assert code == 130


def test_retries_and_redirects_of_pages_in_flight_are_finished(winnow, server, host):
    urls = [server.url(host, "/flaky/1/503"), server.url(host + "-b", "/hop/3")]
    process = start(winnow, urls, "--grace", "20")
    wait_for(lambda: server.log(host) and server.log(host + "-b"))
    process.send_signal(signal.SIGTERM)
    records, _, code = finish(process, 30)
    assert [record["status"] for record in records] == ["ok", "ok"]
    assert code == 143


def test_the_grace_period_ends(winnow, server, host):
    process = start(winnow, [server.url(host, "/sleep/60000")], "--grace", "0.3")
    wait_for(lambda: server.log(host))
    begin = time.monotonic()
    process.send_signal(signal.SIGTERM)
    records, _, code = finish(process)
    assert (records, code) == ([], 143)
    assert 0.2 < time.monotonic() - begin < 5


def test_a_second_signal_ends_the_grace_period(winnow, server, host):
    process = start(winnow, [server.url(host, "/sleep/60000")], "--grace", "60")
    wait_for(lambda: server.log(host))
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    records, _, code = finish(process)
    assert (records, code) == ([], 130)
    assert time.monotonic() - begin < 10


def test_without_requests_in_flight_the_run_ends_at_once(winnow, server, host):
    process = winnow.start(*OPTIONS)
    wait_for(lambda: handles_interrupts(process.pid))
    process.send_signal(signal.SIGINT)
    records, err, code = finish(process)
    assert (records, code) == ([], 130)
    assert err == ("winnow: ended by a signal: 0 read, 0 written, 0 failed, 0 empty or blocked, "
                   "0 skipped, 0 not done\n")


def test_quiet_is_quiet(winnow, server, host):
    process = start(winnow, [server.url(host, "/sleep/60000")], "-q", "--grace", "0.1")
    wait_for(lambda: server.log(host))
    process.send_signal(signal.SIGINT)
    assert finish(process) == ([], "", 130)


def test_max_time_ends_a_run_and_names_what_is_not_done(winnow, server, host, tmp_path):
    urls = [server.url(host, path) for path in ["/ok/1", "/sleep/30000", *(f"/ok/{n}" for n in range(2, 2000))]]
    result = winnow.list(urls, "--format", "jsonl", "--max-time", "3", "--failed", tmp_path / "failed", timeout=20)
    assert (result.statuses(), result.code) == (["ok"], 124)
    assert "ended by --max-time 3: " in result.err
    assert (tmp_path / "failed").read_text().split() == urls[1:]
