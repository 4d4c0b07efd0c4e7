"""`winnow demo` as a server for tests."""

import os
import re
import socket
import subprocess

DEFAULT_PORT = 8417


def usable_port():
    """A free port with as many digits as the default one. Each process begins at another, because
    two runs of the tests may look for one at the same time."""
    return next(port for port in range(DEFAULT_PORT + os.getpid() % 1000, 10000) if is_free(port))


def is_free(port):
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) != 0


class Demo:
    def __init__(self, winnow, *args):
        self.process = winnow.start("demo", *args, stdin=subprocess.DEVNULL)
        first = self.process.stdout.readline().decode()
        self.port = int(re.search(r"http://localhost:(\d+)/", first)[1])
        self.welcome = first

    def url(self, host, path):
        return f"http://{host}.localhost:{self.port}{path}" if host else f"http://localhost:{self.port}{path}"

    def stop(self):
        """What it printed after its first line, its messages, and its exit code."""
        self.process.terminate()
        out, err = self.process.communicate(timeout=20)
        return out.decode(), err.decode(), self.process.returncode
