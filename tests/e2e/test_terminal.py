"""Output on a terminal, compared with a pipe."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

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
