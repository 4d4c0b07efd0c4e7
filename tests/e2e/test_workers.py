"""Pages that crash or hang their worker do not affect other pages."""

import json
import os
import pathlib
import signal
import time

import pytest

from conftest import wait_for
from fault_server import page
from pages import article

DEEP = b"<p>Before it.</p>" + b"<div>" * 50_000  # gumbo takes quadratic time for depth: 11 s


def children(pid):
    return [int(child) for child in
            pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_ticks(pid):
    """0 for a process that is gone, such as the one with which winnow tries the sandbox."""
    try:
        return int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11])
    except FileNotFoundError:
        return 0


def test_a_page_with_quadratic_time_does_not_affect_others(winnow, server, host):
    server.set_page(host, "/deep", DEEP)
    urls = [server.url(host, "/ok/1"), server.url(host, "/deep"), server.url(host, "/ok/2")]
    start = time.monotonic()
    result = winnow.list(urls, "--format", "jsonl", "--page-seconds", "0.5")
    assert result.statuses() == ["ok", "budget", "ok"]
    assert result.records()[2]["text"] == article("Page 2")
    assert result.err == f"winnow: {urls[1]}: {result.records()[1]['error']}\n"
    assert result.code == 1
    assert time.monotonic() - start < 10


def test_only_the_page_of_a_killed_worker_fails(winnow, server, host):
    server.set_page(host, "/deep", DEEP)
    urls = [server.url(host, "/deep"), server.url(host, "/ok/2"), server.url(host, "/ok/3")]
    process = winnow.start("--allow-private", "--delay", "0", "--format", "jsonl", "--workers", "1",
                           "--page-seconds", "60")
    process.stdin.write("".join(f"{url}\n" for url in urls).encode())
    process.stdin.close()
    busy = wait_for(lambda: [pid for pid in children(process.pid) if cpu_ticks(pid) > 20], 20)
    os.kill(busy[0], signal.SIGKILL)
    process.stdin = None
    out, err = process.communicate(timeout=30)
    from conftest import Result
    result = Result(out.decode(), err.decode(), process.returncode)
    assert result.statuses() == ["parse", "ok", "ok"]
    assert result.err == f"winnow: {urls[0]}: {result.records()[0]['error']}\n"
    assert result.code == 1


def test_a_stopped_worker_is_killed(winnow, server, host):
    """A stopped worker uses no CPU time: the parent ends it by its own clock. Once a record is
    out, the process that tries the sandbox at the start has ended, and the worker waits."""
    server.set_page(host, "/deep", DEEP)
    process = winnow.start("--allow-private", "--delay", "0", "--format", "jsonl", "--workers", "1",
                           "--page-seconds", "0.5")
    process.stdin.write(f"{server.url(host, '/ok/1')}\n".encode())
    process.stdin.flush()
    first = process.stdout.readline()
    worker, = children(process.pid)
    os.kill(worker, signal.SIGSTOP)
    rest = "".join(f"{server.url(host, path)}\n" for path in ("/deep", "/ok/2"))
    out, err = process.communicate(rest.encode(), timeout=40)
    from conftest import Result
    result = Result((first + out).decode(), err.decode(), process.returncode)
    assert result.statuses() == ["ok", "budget", "ok"]
    assert result.code == 1


def test_no_worker_outlives_a_killed_parent(winnow, server, host):
    process = winnow.start(server.url(host, "/drip"))
    wait_for(lambda: server.log(host))
    workers = children(process.pid)
    assert workers
    process.kill()
    process.communicate()
    wait_for(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in workers))


@pytest.mark.parametrize("count", [1, 4])
def test_the_number_of_workers(winnow, server, host, count):
    process = winnow.start("--workers", count, server.url(host, "/drip"))
    wait_for(lambda: server.log(host))
    assert len(children(process.pid)) == count
    process.kill()
    process.communicate()


def test_order_does_not_depend_on_the_time_of_pages(winnow, server, host):
    urls = []
    for n in range(30):
        heavy = n % 5 == 0
        server.set_page(host, f"/{n}", page(f"Number {n}", *(["A long line of words."] * 5000 if heavy
                                                             else ["Short, and still a sentence."] * 3)))
        urls.append(server.url(host, f"/{n}"))
    result = winnow.list(urls, "--format", "jsonl", "--workers", "4")
    assert [record["url"] for record in result.records()] == urls
    assert set(result.statuses()) == {"ok"}


def test_isolate_gives_each_host_a_new_worker(winnow, tmp_path):
    """A page that is read from standard input later shows which processes are left."""
    lines = [json.dumps({"url": f"http://{name}.example/", "html": f"<p>The page of {name}, a sentence of some length."})
             for name in "aabb"]
    for option, count in (("--isolate", 2), ("--unordered", 1)):
        process = winnow.start("--workers", "1", "--input", "jsonl", "--format", "jsonl", option)
        seen = []
        for line in lines:
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["status"] == "ok"
            seen.append(children(process.pid))
        assert [len(pids) for pids in seen] == [1] * 4
        assert seen[0] == seen[1] and seen[2] == seen[3]
        assert len({pid for pids in seen for pid in pids}) == count
        process.communicate()


# ---- memory ---------------------------------------------------------------------------


def peak_kb(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in text.splitlines() if line.startswith("VmHWM:")).split()[1])


def run_list(winnow, lines, *args):
    """Writes the lines and discards the records; returns the parent's peak memory in kB."""
    with open(os.devnull, "wb") as null:
        process = winnow.start("--format", "jsonl", *args, stdout=null, stderr=null)
        peak = 0
        for i, line in enumerate(lines):
            process.stdin.write(line)
            if i % 10_000 == 9_999:
                process.stdin.flush()
                peak = max(peak, peak_kb(process.pid))
        process.stdin.flush()
        peak = max(peak, peak_kb(process.pid))
        process.stdin.close()
        process.wait(600)
    return peak


def refused_lines(count):
    return (b"http://10.%d.%d.%d/page/%d\n" % (i >> 16 & 255, i >> 8 & 255, i & 255, i)
            for i in range(count))


@pytest.mark.measured
@pytest.mark.parametrize("count", [100_000, pytest.param(1_000_000, marks=pytest.mark.deep)])
def test_memory_does_not_grow_with_the_list(winnow, count):
    few = run_list(winnow, refused_lines(10_000))
    many = run_list(winnow, refused_lines(count))
    assert many < few + 4 * 1024


@pytest.mark.measured
def test_memory_does_not_grow_with_a_list_that_robots_forbids(winnow, server, host):
    server.set_robots(host, b"User-agent: *\nDisallow: /\n")

    def lines(count):
        return (server.url(host, f"/page/{i}\n").encode() for i in range(count))

    few = run_list(winnow, lines(10_000), "--allow-private", "--delay", "0")
    many = run_list(winnow, lines(50_000), "--allow-private", "--delay", "0")
    assert many < few + 4 * 1024
