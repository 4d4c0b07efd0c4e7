"""bench.py BUILD CORPUS: measures winnow, compared with programs that do part of its work.

Nothing passes or fails. The last line is the most important figure.
"""

import gzip
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests/e2e"))
import archive  # noqa: E402
from fault_server import FaultServer  # noqa: E402

FETCHED = 1000  # pages
CURL_AT_ONCE = 32
LIFTED = CURL_AT_ONCE  # winnow's connections per host, instead of 1
FTR = ROOT.parent / "shared/ftr-site-config"  # rules with XPath, if present
SAMPLE_EVERY = 8  # use one page in eight where pages are cleaned several times
# On a machine with other load, runs of ten seconds differ by 10 %, and so do their minima,
# because no run is undisturbed. Parts of less than a second sometimes are.
PARTS = 12
ROUNDS = 4
SANDBOX_ROUNDS = 8  # the differences are small


class LateServer(FaultServer):
    """Answers each request after 50 ms with the same page."""

    async def _fault_late(self, writer, rest, request):
        import asyncio
        await asyncio.sleep(0.05)
        await self._send(writer, body=self.body)
        return True


def timed(args, stdin, **kwargs):
    """Runs a program; (standard output, real time in seconds, CPU time including children)."""
    start = time.monotonic()
    process = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **kwargs)
    threading.Thread(target=lambda: (process.stdin.write(stdin), process.stdin.close())).start()
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return out, time.monotonic() - start, usage.ru_utime + usage.ru_stime


class PeakOfWorkers(threading.Thread):
    """Records the largest resident size of the processes that winnow forks."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak_kb, self.done = 0, False

    def run(self):
        while not self.done:
            for status in pathlib.Path("/proc").glob("[0-9]*/status"):
                try:
                    text = status.read_text()
                    parent = re.search(r"^PPid:\t(\d+)", text, re.M).group(1)
                    if pathlib.Path(f"/proc/{parent}/comm").read_text().strip() != "winnow":
                        continue
                    if not text.startswith("Name:\twinnow\n"):
                        continue
                    self.peak_kb = max(self.peak_kb,
                                       int(re.search(r"^VmHWM:\s+(\d+)", text, re.M).group(1)))
                except (OSError, AttributeError):
                    pass
            time.sleep(0.05)


def least_of_parts(programs, pages, rounds):
    """The time that each program takes for all pages. The pages are split into parts, the
    programs alternate on each part, and the minimum counts: other load only adds time.
    programs: {name: function that measures one part}."""
    total = dict.fromkeys(programs, 0.0)
    for part in range(PARTS):
        least = dict.fromkeys(programs, float("inf"))
        for _ in range(rounds):
            for name, run in programs.items():
                least[name] = min(least[name], run(pages[part::PARTS]))
        for name in programs:
            total[name] += least[name]
    return total


def listing(paths):
    return "".join(f"{path}\n" for path in paths).encode()


def figure_of(args):
    """A function for least_of_parts. The program reads a list of pages and prints the time
    first."""
    return lambda pages: float(timed(args, listing(pages))[0].split()[0])


def measure_cleaning(build, pages):
    """The ratio of winnow to plain gumbo, and the user CPU time of the latter in ms per page."""
    cpu_ms = least_of_parts({"bare": figure_of([f"{build}/bench/parse"]),
                             "clean": figure_of([f"{build}/bench/clean", ROOT / "rules"])},
                            pages, ROUNDS)
    print(f"cleaning {len(pages)} pages, user CPU: winnow {cpu_ms['clean'] / len(pages):.2f} ms "
          f"per page, plain gumbo {cpu_ms['bare'] / len(pages):.2f} ms per page")
    return cpu_ms["clean"] / cpu_ms["bare"], cpu_ms["bare"] / len(pages)


def measure_xpath(build, pages, bare_ms):
    """The time to make libxml2's tree of a page; and whether XPath matched as CSS has the
    same results as with libxml2."""
    rules = sorted(FTR.glob("*.txt")) or sorted((ROOT / "rules").glob("*.txt"))
    names = listing(pages)
    out, _, _ = timed([f"{build}/bench/xpath", *rules], names)
    _, mirror, contains, compared, differing = out.split()
    print(f"XPath: libxml2's tree {float(mirror) / len(pages):.2f} ms per page, "
          f"{float(mirror) / len(pages) / bare_ms:.1%} of plain gumbo; a contains() in libxml2 "
          f"{float(contains) / len(pages):.2f} ms; {int(compared)} results as CSS compared with "
          f"libxml2, {int(differing)} differ")


def measure_generic(build, pages):
    """The time per page if the plain rules of all sites apply to every page."""
    rules = sorted(FTR.glob("*.txt"))
    if not rules:
        return
    lines, _, _ = timed([f"{build}/bench/plain", *rules], b"")
    with tempfile.TemporaryDirectory() as generic, tempfile.TemporaryDirectory() as none:
        (pathlib.Path(generic) / "default.txt").write_bytes(lines)
        cpu_ms = least_of_parts({folder: figure_of([f"{build}/bench/clean", folder])
                                 for folder in (generic, none)}, pages, ROUNDS)
    print(f"generic file of {lines.count(10)} FTR directives: "
          f"{cpu_ms[generic] / cpu_ms[none]:.2f} times as slow as without")


def measure_fetching(build, name, urls):
    listed = listing(urls)
    config = "".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls).encode()
    out, wall, cpu = timed([f"{build}/bench/fetch", str(LIFTED)], listed)
    _, curl_wall, curl_cpu = timed(["curl", "-s", "--compressed", "--parallel", "--parallel-max",
                                    str(CURL_AT_ONCE), "--config", "-"], config,
                                   stderr=subprocess.DEVNULL)
    print(f"fetching {int(out)} of {len(urls)} pages, {name}: winnow {wall:.2f} s, CPU {cpu:.2f} s; "
          f"curl {curl_wall:.2f} s, CPU {curl_cpu:.2f} s")
    return wall, cpu


def clean_on_all_cores(build, folder):
    """Real time and CPU time of the cleaning stage alone: one process per core, no fetching."""
    files = sorted(folder.glob("*.html"))
    cores = os.cpu_count()
    taken = [None] * cores

    def clean(part):
        names = listing(files[part::cores])
        taken[part] = timed([f"{build}/bench/clean", ROOT / "rules"], names)

    threads = [threading.Thread(target=clean, args=(part,)) for part in range(cores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(wall for _, wall, _ in taken), sum(cpu for _, _, cpu in taken)


def measure_filter(build, urls, fetch, folder):
    """fetch: real time and CPU time of the fetch stage alone."""
    listed = listing(urls)
    command = [f"{build}/winnow", "--allow-private", "--no-robots", "--delay", "0",
               "--connections", str(LIFTED), "--unordered", "-q"]
    clean = clean_on_all_cores(build, folder)
    _, wall, cpu = timed(command, listed)
    watch = PeakOfWorkers()  # in a separate run, because it uses CPU time
    watch.start()
    timed(command, listed)
    watch.done = True
    slowest = max(fetch[0], clean[0])
    print(f"fetching and cleaning {len(urls)} pages: {wall:.2f} s, {wall / slowest:.2f} times the "
          f"slower stage (fetching {fetch[0]:.2f} s, cleaning on all cores {clean[0]:.2f} s); "
          f"CPU {cpu:.2f} s, {cpu / (fetch[1] + clean[1]):.2f} times the sum of both stages; "
          f"peak memory of a worker {watch.peak_kb / 1024:.0f} MB")


def measure_sandbox(build, folder):
    """CPU time of cleaning files with and without the sandbox, and in one process."""
    files = sorted(folder.glob("*.html"))

    def winnow(option):
        args = [f"{build}/winnow", option, "--workers", "1", "-q"]
        return lambda part: timed([*args, *part], b"")[2] * 1e3

    def pipe(where):
        return figure_of([f"{build}/bench/pipe", where, ROOT / "rules"])

    for name, slow, fast in (
            ("sandbox vs. --no-sandbox", winnow("--require-sandbox"), winnow("--no-sandbox")),
            ("sandboxed worker vs. one process", pipe("away"), pipe("here"))):
        cpu_ms = least_of_parts({"slow": slow, "fast": fast}, files, SANDBOX_ROUNDS)
        print(f"{name}, {len(files)} pages: CPU {cpu_ms['slow'] / 1e3:.3f} s and "
              f"{cpu_ms['fast'] / 1e3:.3f} s: {(cpu_ms['slow'] / cpu_ms['fast'] - 1) * 100:+.1f} %")


def serve(run, pages):
    """Serves FETCHED pages with nginx: the pages of the corpus, repeated if necessary."""
    folder = run / "pages"
    folder.mkdir()
    names = []
    for i in range(FETCHED):
        page = pages[i % len(pages)]
        data = page.read_bytes()
        (folder / f"{i}.html").write_bytes(gzip.decompress(data) if page.suffix == ".gz" else data)
        names.append(f"bench/{i}.html")
    (run / "server.conf").write_text(f"location /bench/ {{ alias {folder}/; }}\n")
    port = subprocess.run([ROOT / "tests/site/serve.sh", run], check=True, capture_output=True,
                          text=True).stdout.strip()
    return [f"http://bench.localhost:{port}/{name}" for name in names]


def main():
    build, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    pages = sorted(corpus.rglob("*.html")) + sorted(corpus.rglob("*.html.gz"))
    if not pages:
        sys.exit(f"bench: no .html or .html.gz below {corpus}")
    print(f"corpus: {len(pages)} pages")
    ratio, bare_ms = measure_cleaning(build, pages)
    measure_xpath(build, pages[::SAMPLE_EVERY], bare_ms)
    measure_generic(build, pages[::SAMPLE_EVERY])
    with tempfile.TemporaryDirectory() as folder:
        run = pathlib.Path(folder)
        run.chmod(0o755)
        urls = serve(run, pages)
        try:
            (run / "archives").mkdir()
            archive.measure(build, run / "archives", urls, sorted((run / "pages").glob("*.html")))
            measure_sandbox(build, run / "pages")
            fetch = measure_fetching(build, "from nginx", urls)
            late = LateServer()
            late.body = (run / "pages/0.html").read_bytes()
            measure_fetching(build, "with a delay of 50 ms",
                             [late.url("bench", f"/late/{i}") for i in range(FETCHED)])
            late.stop()
            measure_filter(build, urls, fetch, run / "pages")
        finally:
            os.kill(int((run / "nginx.pid").read_text()), signal.SIGTERM)
            time.sleep(0.2)
    print(f"ratio to plain gumbo_parse: {ratio:.2f}")


main()
