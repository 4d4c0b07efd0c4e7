"""Fixtures of the end-to-end tests: the program under test, nginx, a test CA, and the fault
server."""

import json
import os
import pathlib
import signal
import subprocess
import time
import zlib
from dataclasses import dataclass

import pytest

import schema
from archives import Archive
from fault_server import FaultServer

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser):
    parser.addoption("--winnow", default=str(ROOT / "build/winnow"), help="the program under test")
    parser.addoption("--instrumented", action="store_true",
                     help="it is built with sanitizers: nothing is measured")
    parser.addoption("--deep", action="store_true", help="run the long tests too")
    parser.addoption("--update", action="store_true", help="write the fixtures' expected.txt")


def pytest_configure(config):
    config.addinivalue_line("markers", "deep: a long test, run by `make test-deep`")
    config.addinivalue_line("markers", "measured: measures memory or time of a plain build")
    config.addinivalue_line("markers", "once: runs no program, so once is enough")


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "deep" in item.keywords and not config.getoption("--deep"):
            item.add_marker(pytest.mark.skip(reason="make test-deep"))
        if "measured" in item.keywords and config.getoption("--instrumented"):
            item.add_marker(pytest.mark.skip(reason="sanitizers change what is measured"))
        if "once" in item.keywords and config.getoption("--instrumented"):
            item.add_marker(pytest.mark.skip(reason="runs beside the plain build"))


@dataclass
class Result:
    out: str
    err: str
    code: int

    def records(self):
        """Parses the records; those of pages are validated against the schema."""
        records = [json.loads(line) for line in self.out.split("\n")[:-1]]
        for record in records:
            assert "text_sha256" not in record or schema.errors_of(record) == []
        return records

    def statuses(self):
        return [record["status"] for record in self.records()]


class Winnow:
    """Runs the program with an empty home directory and no proxy."""

    def __init__(self, program, home):
        self.program = str(pathlib.Path(program).resolve())
        self.env = {
            "PATH": os.environ["PATH"], "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"),
            "LC_ALL": "C.UTF-8",
            # Do not report leaks of workers that are killed on purpose.
            "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
            "UBSAN_OPTIONS": "print_stacktrace=1",
        }

    def start(self, *args, env=None, **kwargs):
        kwargs.setdefault("stdin", subprocess.PIPE)
        kwargs.setdefault("stdout", subprocess.PIPE)
        kwargs.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen([self.program, *map(str, args)], env={**self.env, **(env or {})},
                                **kwargs)

    def __call__(self, *args, stdin=b"", env=None, cwd=None, timeout=120, patient=False):
        """Runs the program and waits for it. Without a delay, unless a test sets one: the servers are our own."""
        if "--delay" not in args and not patient:
            args = ("--delay", "0", *args)
        if isinstance(stdin, str):
            stdin = stdin.encode()
        process = self.start(*args, env=env, cwd=cwd)
        try:
            out, err = process.communicate(stdin, timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            pytest.fail(f"still running after {timeout} s; stderr: {err.decode(errors='replace')}")
        return Result(out.decode(errors="surrogateescape"), err.decode(errors="surrogateescape"),
                      process.returncode)

    def list(self, urls, *args, **kwargs):
        """Runs the program with a list of loopback URLs on standard input, without a delay."""
        return self("--allow-private", *args, stdin="".join(f"{url}\n" for url in urls), **kwargs)


@pytest.fixture
def winnow(pytestconfig, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return Winnow(pytestconfig.getoption("--winnow"), home)


@pytest.fixture(scope="session")
def server():
    server = FaultServer()
    yield server
    server.stop()


@pytest.fixture
def host(request):
    """A unique host name for each test."""
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in request.node.name.lower())
    # A label of a host name has at most 63 characters, and tests append "-a".
    return f"t{zlib.crc32(request.node.nodeid.encode()):08x}-{name[5:45]}".strip("-")


# ---- archives --------------------------------------------------------------------------


@pytest.fixture
def archive(winnow, tmp_path):
    return Archive(winnow, tmp_path / "archive").init()


@pytest.fixture(scope="session")
def killer(tmp_path_factory):
    library = tmp_path_factory.mktemp("killer") / "killer.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library,
                    pathlib.Path(__file__).parent / "killer.c", "-ldl"], check=True)
    return str(library)


@pytest.fixture
def rules(archive, host, tmp_path):
    """The rule file of the host, which the archive uses."""
    folder = tmp_path / "rules"
    folder.mkdir()
    with open(archive.folder / "winnow.conf", "a") as conf:
        conf.write(f"rules: {folder}\n")
    return folder / f"{host}.localhost.txt"


# ---- nginx ----------------------------------------------------------------------------


@dataclass
class Nginx:
    run: pathlib.Path
    port: int
    tls_port: int = 0
    other_tls_port: int = 0

    def url(self, host, path):
        return f"http://{host}.localhost:{self.port}{path}"

    def tls(self, host, path):
        return f"https://{host}.localhost:{self.tls_port}{path}"

    def requests(self):
        names = ("time host method target status protocol connection msec agent").split()
        lines = (self.run / "access.log").read_text().splitlines()
        return [dict(zip(names, line.split("\t"))) for line in lines]


def make_certificate(run, name, subject, days, ca=None):
    def openssl(*args):
        subprocess.run(["openssl", *args], cwd=run, check=True, capture_output=True)

    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={subject}")
    if ca is None:
        openssl("x509", "-req", "-in", f"{name}.csr", "-signkey", f"{name}.key", "-days", str(days),
                "-out", f"{name}.crt")
        return
    (run / f"{name}.ext").write_text(f"subjectAltName=DNS:{subject}\n")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{ca}.crt", "-CAkey", f"{ca}.key",
            "-CAcreateserial", "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.crt")


def free_port():
    import socket
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def start_nginx(run):
    """The local site of `make run`, with additional servers for TLS with HTTP/2, br, and
    precompressed pages."""
    run.mkdir(exist_ok=True)
    make_certificate(run, "ca", "winnow test CA", 30)
    make_certificate(run, "site", "harbour.localhost", 30, ca="ca")
    make_certificate(run, "other", "somewhere.else.example", 30, ca="ca")
    tls, other = free_port(), free_port()
    pages = ROOT / "src/demo"
    brotli = pathlib.Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")
    (run / "modules.conf").write_text(f"load_module {brotli};\n" if brotli.exists() else "")
    (run / "http.conf").write_text("brotli on; brotli_min_length 256;\n" if brotli.exists() else "")
    for name, port in (("site", tls), ("other", other)):
        with open(run / "http.conf", "a") as conf:
            conf.write(f"""
server {{
    listen 127.0.0.1:{port} ssl http2;
    ssl_certificate {run}/{name}.crt;
    ssl_certificate_key {run}/{name}.key;
    root {pages}/$folder;
    error_page 404 /404.html;
}}
""")
    port = subprocess.run([ROOT / "tests/site/serve.sh", run], check=True, capture_output=True,
                          text=True).stdout
    return Nginx(run, int(port), tls, other)


@pytest.fixture(scope="session")
def nginx(tmp_path_factory):
    nginx = start_nginx(tmp_path_factory.mktemp("nginx"))
    yield nginx
    pid = int((nginx.run / "nginx.pid").read_text())
    os.kill(pid, signal.SIGTERM)


@pytest.fixture(scope="session")
def shared():
    """Samples next to the checkout, which a fresh clone does not have."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the samples are not beside the checkout")
    return SHARED


def wait_for(question, seconds=10):
    """Waits until a function returns a true value, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.02)
    pytest.fail("waited in vain")


def status_of(pid, field):
    """A number of /proc/PID/status."""
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in text.splitlines() if line.startswith(field + ":")).split()[1])
