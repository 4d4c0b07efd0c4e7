"""The sandbox: it is used by default, and what happens if it is not available."""

import ctypes
import json
import os
import pathlib
import platform
import signal
import struct
import subprocess

import pytest

from conftest import wait_for
from test_workers import children, cpu_ticks

SENTENCE = b"<p>A sentence that is long enough for somebody to come and read it."


def refuse_seccomp():
    """Runs in the child before exec: a filter with which every further seccomp(2) and
    prctl(PR_SET_SECCOMP) fails, as in a container that forbids them."""
    if platform.machine() != "x86_64":
        raise OSError("the numbers of system calls below are x86-64's")
    load, equal, give = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
    allow, refuse = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW, _ERRNO with EPERM
    code = [(load, 0, 0, 0), (equal, 4, 0, 317),  # the number of the call; seccomp
            (equal, 0, 2, 157), (load, 0, 0, 16),  # prctl, and its first argument
            (equal, 1, 0, 22), (give, 0, 0, allow), (give, 0, 0, refuse)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in code))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code), ctypes.addressof(program)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, header, 0, 0):
        raise OSError(ctypes.get_errno(), "no filter")


def run(winnow, *args, **kwargs):
    process = winnow.start("--input", "html", *args, **kwargs)
    out, err = process.communicate(SENTENCE, timeout=60)
    return out, err.decode(), process.returncode


@pytest.mark.measured  # sanitizers do not work in a sandbox
def test_workers_are_sandboxed(winnow, server, host, tmp_path):
    (tmp_path / "rule.txt").write_text("strip_line: /^Share/\n")
    process = winnow.start("--workers", "2", "--rule", tmp_path / "rule.txt", server.url(host, "/sleep/60000"))
    wait_for(lambda: server.log(host))
    for pid in children(process.pid):
        status = dict(line.split(":\t", 1) for line in
                      pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line)
        limits = pathlib.Path(f"/proc/{pid}/limits").read_text()
        assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
        for limit in ("Max core file size", "Max open files", "Max file size", "Max processes"):
            assert limits.partition(limit)[2].split()[:2] == ["0", "0"]
        assert limits.partition("Max address space")[2].split()[0].isdigit()
        assert "rwx" not in pathlib.Path(f"/proc/{pid}/maps").read_text()
        links = [str(link.readlink()) for link in pathlib.Path(f"/proc/{pid}/fd").iterdir()]
        assert len(links) == 4 and links.count("/dev/null") == 3
    process.kill()
    process.communicate()


@pytest.mark.measured
def test_a_kernel_that_refuses(winnow):
    out, err, code = run(winnow, preexec_fn=refuse_seccomp)
    assert out.startswith(b"A sentence") and code == 0
    assert err.startswith("winnow: the kernel refuses seccomp: ") and err.count("\n") == 1
    assert "resource limits alone" in err


@pytest.mark.measured
def test_a_sandbox_that_is_required(winnow):
    out, err, code = run(winnow, "--require-sandbox", preexec_fn=refuse_seccomp)
    assert (out, code) == (b"", 2)
    assert err.startswith("winnow: --require-sandbox: the kernel refuses seccomp: ")
    assert run(winnow, "--require-sandbox")[1:] == ("", 0)


@pytest.mark.measured
def test_no_sandbox(winnow):
    assert run(winnow, "--no-sandbox", preexec_fn=refuse_seccomp)[1:] == ("", 0)


def test_files_are_opened_before_entering_the_sandbox(winnow, tmp_path):
    """Converters, the charset detector, JSON-LD, XPath, patterns: each is used for the first time in a worker."""
    rules = tmp_path / "rules.txt"
    rules.write_text("strip: //p[contains(., 'zzz')]\nstrip_line: /^(?i)x+$/\n")
    text = ("<script type='application/ld+json'>{\"headline\": \"x\"}</script>"
            "<p>\u65e5\u672c\u8a9e\u306e\u6587\u7ae0\u304c\u3053\u3053\u306b\u3042\u308b\u3002</p>" * 5)
    for label in ("shift_jis", "euc-jp", "iso-2022-jp", "gb18030", "big5", "euc-kr", "utf-16", "koi8-r",
                  "windows-1252", "iso-8859-2", "macintosh", "ibm866"):
        page = tmp_path / f"{label}.html"
        page.write_bytes(text.encode({"macintosh": "mac_roman"}.get(label, label), "xmlcharrefreplace"))
        for options in (["--charset", label], []):
            result = winnow(*options, "--rule", rules, page)
            assert (result.err, result.code) == ("", 0), label


def limits_of(winnow, server, host, *prefix):
    """The address space limits of the workers, with a command that starts winnow."""
    url = server.url(host, "/sleep/60000")
    command = [*prefix, winnow.program, "--no-robots", "--workers", "1", url]
    process = subprocess.Popen(command, env=winnow.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    wait_for(lambda: server.log(host))
    limits = [pathlib.Path(f"/proc/{pid}/limits").read_text() for pid in children(process.pid)]
    process.kill()
    process.wait()
    return [limit.partition("Max address space")[2].split()[0] for limit in limits]


@pytest.mark.measured
def test_memory_is_limited_where_proc_is_not_mounted(winnow, server, host):
    hidden = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /proc && exec "$@"', "sh"]
    if subprocess.run([*hidden, "true"], capture_output=True).returncode:
        pytest.skip("no mount namespace to be had")
    with_proc, = limits_of(winnow, server, host + "-a")
    without, = limits_of(winnow, server, host + "-b", *hidden)
    assert 400 << 20 < int(with_proc) < 600 << 20
    assert abs(int(without) - int(with_proc)) < 64 << 20


@pytest.mark.measured
def test_a_lower_limit_of_the_caller_is_kept(winnow, server, host):
    limit, = limits_of(winnow, server, host, "sh", "-c", 'ulimit -v 300000 && exec "$@"', "sh")
    assert int(limit) == 300000 << 10
    wide, = limits_of(winnow, server, host + "-b", "sh", "-c", 'ulimit -v 64000000 && exec "$@"', "sh")
    assert int(wide) < 600 << 20
    few = ["sh", "-c", 'ulimit -v 300000 && exec "$@"', "sh", winnow.program, "--input", "html"]
    result = subprocess.run(few, env=winnow.env, input=SENTENCE, capture_output=True)
    assert (result.stdout, result.returncode) == (b"A sentence that is long enough for somebody to come and read it.\n", 0)


@pytest.mark.measured
def test_the_kernel_ends_a_busy_worker_if_the_parent_is_stopped(winnow, tmp_path):
    """A pattern that allocates nothing and does not end, and a parent that is stopped."""
    (tmp_path / "rule.txt").write_text("strip_line: /^\\s*[-.]*\\s*y/\n")
    process = winnow.start("--rule", tmp_path / "rule.txt", "--workers", "1", "--page-seconds", "1",
                           "--format", "jsonl", "--input", "html")
    process.stdin.write(b"<pre>" + b"\t" * 1_000_000 + b"x</pre>")
    process.stdin.close()
    worker, = wait_for(lambda: [pid for pid in children(process.pid) if cpu_ticks(pid) >= 5])
    os.kill(process.pid, signal.SIGSTOP)
    state = pathlib.Path(f"/proc/{worker}/stat")
    wait_for(lambda: state.read_text().rsplit(")", 1)[1].split()[0] == "Z", 120)
    assert cpu_ticks(worker) < 5 * os.sysconf("SC_CLK_TCK")
    os.kill(process.pid, signal.SIGCONT)
    record = json.loads(process.stdout.read())
    assert (record["status"], record["error"]) == ("budget", "the page took more CPU time than a page may; --page-seconds sets the limit")
    assert process.wait(20) == 1
