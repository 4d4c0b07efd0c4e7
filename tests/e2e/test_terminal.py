"""Output on a terminal, compared with a pipe."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import pytest

from archives import OTHER
from fault_server import SENTENCES, page
from pages import article


def on_terminal(winnow, args, stdin=None, stdout=subprocess.PIPE, env=None, columns=0):
    """Runs with standard error (and input, if it is None) on a new terminal."""
    leader, follower = pty.openpty()
    fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = winnow.start(*args, stdin=follower if stdin is None else subprocess.PIPE,
                           stdout=stdout, stderr=follower, env={"TERM": "xterm", **(env or {})})
    os.close(follower)
    if stdin is not None:
        process.stdin.write(stdin)
        process.stdin.close()
        process.stdin = None
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # the last writer is gone
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    out = process.stdout.read() if process.stdout else b""
    return out.decode(), shown.decode(), process.wait(30)


def test_no_arguments_at_a_terminal_is_a_short_usage(winnow):
    out, shown, code = on_terminal(winnow, [])
    assert (out, code) == ("", 2)
    assert shown.lower().startswith("usage: winnow")
    assert "--help" in shown and shown.count("\n") < 12


def test_progress_on_a_terminal_is_one_line_that_is_erased(winnow, server, host):
    urls = "".join(server.url(host, f"/sleep/300?{n}") + "\n" for n in range(6)).encode()
    out, shown, code = on_terminal(winnow, ["--allow-private", "--delay", "0"], urls)
    assert code == 0 and out.count("==> ") == 6
    assert "winnow: 1 of 6 done, 0 failed" in shown and "\n" not in shown
    # The line is erased at the end.
    assert shown.endswith("\r\x1b[K")


def test_progress_has_a_rate_and_the_time_left(winnow, server, host):
    urls = "".join(server.url(host, f"/sleep/400?{n}") + "\n" for n in range(9)).encode()
    _, shown, code = on_terminal(winnow, ["--allow-private", "--delay", "0"], urls)
    assert code == 0 and not re.search(r"1 of 9 done, 0 failed, ", shown)
    assert re.search(r"winnow: [678] of 9 done, 0 failed, [12]\.\d/s, 0:0[0-2] left", shown)


def test_progress_is_no_wider_than_the_terminal(winnow, server, host):
    urls = (server.url(host, "/sleep/900") + "\n").encode()
    _, shown, _ = on_terminal(winnow, ["--allow-private"], urls, columns=20)
    assert "\r\x1b[K" in shown and max(map(len, shown.split("\r\x1b[K"))) == 19


def test_no_progress_while_a_list_is_typed(winnow, server, host):
    leader, follower = pty.openpty()
    process = winnow.start("--allow-private", "--delay", "0", "-", stdin=follower, stdout=subprocess.PIPE,
                           stderr=follower, env={"TERM": "xterm"})
    os.close(follower)
    os.write(leader, (server.url(host, "/sleep/700") + "\n\x04").encode())
    assert process.stdout.read().endswith(article("Slept 700").encode()) and process.wait(30) == 0
    shown = os.read(leader, 65536).decode()
    os.close(leader)
    assert "done" not in shown and "\x1b[K" not in shown


def test_many_failures_are_counted(winnow):
    many = winnow("--input", "urls", stdin="mailto:a@b.example\n" * 12 + "http://\n")
    assert many.err.count("\n") == 14 and many.code == 1
    assert many.err.splitlines()[-1] == (
        "winnow: 13 read, 13 written, 13 failed, 0 empty or blocked, 0 skipped")
    assert winnow("-q", "--input", "urls", stdin="mailto:a@b.example\n" * 12).err.count("\n") == 12


def test_no_progress_when_it_is_not_wanted(winnow, server, host):
    urls = (server.url(host, "/sleep/600") + "\n").encode()
    _, shown, _ = on_terminal(winnow, ["--allow-private", "--no-progress"], urls)
    assert shown == ""


def test_no_progress_in_a_pipe(winnow, server, host):
    assert winnow.list([server.url(host, "/sleep/600")]).err == ""


def test_progress_can_be_forced(winnow, server, host):
    result = winnow.list([server.url(host, "/sleep/600")], "--progress")
    assert result.err != "" and result.out.startswith("==> ")


def test_no_color_disables_colours(winnow, server, host):
    _, shown, _ = on_terminal(winnow, ["--no-progress", server.url(host, "/status/404")], b"",
                              env={"NO_COLOR": "1"})
    assert "\x1b[3" not in shown and "\x1b[1m" not in shown


def test_a_failure_at_a_terminal_is_one_line(winnow, server, host):
    url = server.url(host, "/status/404")
    _, shown, code = on_terminal(winnow, ["--no-progress", url], b"", env={"NO_COLOR": "1"})
    assert shown == f"winnow: {url}: HTTP 404\r\n"
    assert code == 1


def test_a_typed_url_needs_no_input(winnow, server, host):
    out, shown, code = on_terminal(winnow, ["--no-progress", server.url(host, "/ok/1")])
    assert (out, shown, code) == (article("Page 1"), "", 0)


# ---- colors ---------------------------------------------------------------------------

GREEN, RED, YELLOW, CYAN, BOLD = ("\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[36m", "\x1b[1m")


def shown_on_terminal(winnow, *args, env=None):
    """What a verb prints to a terminal."""
    leader, follower = pty.openpty()
    process = winnow.start(*args, stdout=follower, stderr=subprocess.DEVNULL, env={"TERM": "xterm", **(env or {})})
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    process.wait(30)
    return shown.decode().replace("\r\n", "\n")


def without_colors(text):
    return re.sub(r"\x1b\[\d*m", "", text)


@pytest.fixture
def page_file(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(page("Page 1"))
    return str(path)


def test_explain_is_colored_on_a_terminal(winnow, page_file):
    plain = winnow("explain", page_file).out
    shown = shown_on_terminal(winnow, "explain", page_file)
    assert "\x1b" not in plain and without_colors(shown) == plain
    assert f"{GREEN}+ Page 1\x1b[0m\n" in shown and f"{RED}- Home\x1b[0m\n" in shown


def test_rules_check_is_colored_on_a_terminal(winnow, tmp_path):
    (tmp_path / "a.example.txt").write_text("bdy: p\nbody: p\nbody: p\n")
    shown = shown_on_terminal(winnow, "rules", "check", str(tmp_path / "a.example.txt"))
    assert f"{BOLD}{tmp_path}/a.example.txt:1:1:\x1b[0m {RED}error:\x1b[0m unknown directive" in shown
    assert f"{YELLOW}warning:\x1b[0m" in shown


def test_a_diff_is_colored_on_a_terminal(archive, winnow, server, host):
    url = server.url(host, "/x")
    for text in (SENTENCES[:2], SENTENCES[:1] + OTHER[:1]):
        server.set_page(host, "/x", page("Page", *text))
        archive.refresh(urls=[url])
    plain = archive.run("diff", url).out
    shown = shown_on_terminal(winnow, "diff", archive.folder, url)
    assert "\x1b" not in plain and without_colors(shown) == plain
    assert f"{BOLD}--- {url} (version 1)\x1b[0m\n" in shown and f"{CYAN}@@ -" in shown
    assert f"{RED}-{SENTENCES[1]}\x1b[0m\n" in shown and f"{GREEN}+{OTHER[0]}\x1b[0m\n" in shown


@pytest.mark.parametrize("env, colored", [
    ({}, False), ({"CLICOLOR_FORCE": "1"}, True), ({"CLICOLOR_FORCE": "0"}, False),
    ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
])
def test_the_environment_decides_about_colors_in_a_pipe(winnow, page_file, env, colored):
    process = winnow.start("explain", page_file, env=env)
    process.stdin.close()
    assert (b"\x1b" in process.stdout.read()) == colored
    process.wait(30)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_the_environment_switches_colors_off_on_a_terminal(winnow, page_file, env):
    assert "\x1b" not in shown_on_terminal(winnow, "explain", page_file, env=env)


def test_an_option_overrides_the_environment(winnow, page_file):
    assert "\x1b" in winnow("explain", "--color", "always", page_file).out
    assert "\x1b" in shown_on_terminal(winnow, "explain", "--color=always", page_file, env={"NO_COLOR": "1"})
    assert "\x1b" not in shown_on_terminal(winnow, "explain", "--color", "never", page_file)
