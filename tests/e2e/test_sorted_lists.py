"""Lists sorted by host: a slow host keeps neither other hosts nor memory waiting."""

import json
import os
import pathlib
import signal
import time

import pytest

from conftest import wait_for
from fault_server import page
from test_workers import children, peak_kb


def test_a_slow_host_does_not_keep_others_waiting(winnow, server, host):
    """More URLs of it than are read ahead in any case. Its first answer never comes."""
    slow, fast = host + "-s", [f"{host}-{n}" for n in range(3)]
    urls = [server.url(slow, "/sleep/600000")] + [server.url(slow, f"/ok/{n}") for n in range(3000)]
    urls += [server.url(name, f"/ok/{n}") for name in fast for n in range(20)]
    process = winnow.start("--allow-private", "--delay", "0", "--format", "jsonl")
    process.stdin.write("".join(f"{url}\n" for url in urls).encode())
    process.stdin.close()
    wait_for(lambda: all(len(server.log(name)) == 20 for name in fast), 60)
    assert [request.target for request in server.log(slow)] == ["/sleep/600000"]
    process.kill()
    process.wait()


def deleted_files(pid):
    links = [os.readlink(link) for link in pathlib.Path(f"/proc/{pid}/fd").iterdir()]
    return [link for link in links if link.endswith(" (deleted)")]


def test_records_that_wait_are_moved_to_a_file_without_a_name(winnow, server, host, tmp_path):
    """After an interrupt everything that is done is written, in the order of the list."""
    text = " ".join(f"Line {n} of a long text about the harbour and its weather." for n in range(16_000))
    urls = [server.url(host + "-s", "/sleep/600000")]
    for n in range(26):
        server.set_page(f"{host}-{n}", "/long", page(f"Long {n}", text))
        urls.append(server.url(f"{host}-{n}", "/long"))
    folder = tmp_path / "temporary"
    folder.mkdir()
    process = winnow.start("--allow-private", "--delay", "0", "--format", "jsonl", "--grace", "0.1",
                           env={"TMPDIR": str(folder)})
    process.stdin.write("".join(f"{url}\n" for url in urls).encode())
    process.stdin.flush()
    spilled, = wait_for(lambda: deleted_files(process.pid), 100)
    assert spilled.startswith(str(folder)) and not list(folder.iterdir())
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    records = [json.loads(line) for line in out.splitlines()]
    written = [record["url"] for record in records]
    assert len(written) > 15 and written == [url for url in urls if url in written]
    assert all(text in record["text"] for record in records)
    assert {record["http_status"] for record in records} == {200}
    assert all(record["final_url"] == record["url"] and record["fetched_at"] for record in records)


@pytest.mark.deep
def test_a_sorted_list_is_as_fast_as_a_shuffled_one(winnow, server, host):
    import random
    urls = [server.url(f"{host}-{h}", f"/ok/{n}") for h in range(12) for n in range(1500)]
    seconds = []
    for order in (urls, random.Random(18).sample(urls, len(urls))):
        start = time.monotonic()
        result = winnow("--allow-private", "--no-robots", "--delay", "0.03", "--format", "jsonl", stdin="\n".join(order),
                        timeout=600)
        seconds.append(time.monotonic() - start)
        assert [record["url"] for record in result.records()] == order
    assert seconds[0] < 1.5 * seconds[1]


@pytest.mark.deep
@pytest.mark.measured
def test_memory_does_not_grow_with_a_list_of_one_host(winnow, server, host):
    """A list that is read ahead to the end of the window: about 1 kB for each of 65,536 inputs."""
    process = winnow.start("--allow-private", "--delay", "0", "--no-robots", "--format", "jsonl", "--grace", "0.1")
    line = server.url(host, "/sleep/600000/{}\n")
    text = "".join(line.format(n) for n in range(200_000)).encode()
    os.set_blocking(process.stdin.fileno(), False)
    sent = idle = 0
    while idle < 20 and sent < len(text):
        taken = process.stdin.raw.write(text[sent:sent + 65536]) or 0
        sent += taken
        idle = 0 if taken else idle + 1
        time.sleep(0 if taken else 0.05)
    assert len(line) * 65_536 <= sent < len(text) // 2
    assert peak_kb(process.pid) < 110 * 1024
    assert len(children(process.pid)) > 0
    process.kill()
    process.wait()
