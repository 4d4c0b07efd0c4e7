"""Benchmarks of archives: runs without changes, and cleaning stored pages again."""

import gzip
import itertools
import os
import random
import re
import sqlite3
import subprocess
import time

ROWS = 100_000  # pages of the archive in which no page is due
MANY_AT_ONCE = 64  # connections per host, instead of 1
ROUNDS = 3  # the minimum counts: other load on the machine only adds time

SETTINGS = ("allow-private: yes\nno-robots: yes\ndelay: 0\n"
            f"connections: {MANY_AT_ONCE}\n")


def run(args, stdin=b""):
    """(standard output, real time in seconds, CPU time including children, peak memory in MB)."""
    began = time.monotonic()
    process = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(stdin)
    process.stdin.close()
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"bench: {args[1]} ended with {process.returncode}")
    return out, time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def make(build, archive):
    subprocess.run([f"{build}/winnow", "refresh", "--init", archive, "--text-format", "text"], check=True)
    with open(archive / "winnow.conf", "a") as conf:
        conf.write(SETTINGS)


def measure_nothing_due(build, archive, revision):
    """revision: of the current rules, so that no page has to be cleaned again."""
    make(build, archive)
    rows = sqlite3.connect(archive / "winnow.db")
    names = (f"h{i % 500}.example/{i}" for i in range(ROWS))
    rows.executemany("INSERT INTO pages (url, host, name, state, added, checked, due, version,"
                     " rules, file, offset, length) VALUES ('http://' || ?1,"
                     " substr(?1, 1, instr(?1, '/') - 1), ?1 || '.txt', 1, 0, 1, 99999999999, 1,"
                     " ?2, 'x.warc.gz', 0, 1)", ((name, revision) for name in names))
    rows.execute("DELETE FROM search_stale")  # these pages have no texts
    rows.commit()
    rows.close()
    _, wall, _, peak = run([f"{build}/winnow", "refresh", archive])
    print(f"archive of {ROWS} pages, nothing due: {wall:.2f} s, {peak:.0f} MB")


def make_texts(archive):
    """A text of 160 words for each page; the nth word of a language is about 1/n of all."""
    chance = random.Random(1)
    weights = list(itertools.accumulate(1 / (n + 2) for n in range(50_000)))
    words = chance.choices([f"w{n}" for n in range(50_000)], cum_weights=weights, k=2_000_000)
    rows = sqlite3.connect(archive / "winnow.db")
    for page in range(1, ROWS + 1):
        start = chance.randrange(len(words) - 200)
        title, text = " ".join(words[start:start + 6]), " ".join(words[start + 6:start + 160])
        host, made = f"h{page % 500}.example", 1_600_000_000 + 1000 * page
        rows.execute("INSERT INTO pages (id, url, host, name, state, added, checked, changed, due, version, title)"
                     " VALUES (?, ?, ?, ?, 1, 0, 1, ?, 99999999999, 1, ?)",
                     (page, f"https://{host}/{page}", host, f"{host}/{page}.txt", made, title))
        rows.execute("INSERT INTO versions (page, number, made, cause, text_sha256, title, text)"
                     " VALUES (?, 1, ?, 'first', '', ?, ?)",
                     (page, made, title, gzip.compress(f"{title}\n\n{text} page{page}\n".encode(), 1)))
    rows.commit()
    rows.close()


def measure_search(build, archive):
    make(build, archive)
    make_texts(archive)
    _, wall, cpu, peak = run([f"{build}/winnow", "search", archive, "page1"])
    print(f"search index of {ROWS} texts: {wall:.1f} s, CPU {cpu:.1f} s; {peak:.0f} MB")
    for name, query in (("a rare word", "page4242"), ("a common word", "w5"), ("two common words", "w5 w50"),
                        ("a phrase", '"w5 w50"'), ("a word and a host", "host:h7.example w50"),
                        ("a word and a time", "date:2021-05..2022-07 w500")):
        runs = [run([f"{build}/winnow", "search", archive, query]) for _ in range(3 * ROUNDS)]
        print(f"search for {name}: {1000 * min(wall for _, wall, _, _ in runs):.0f} ms,"
              f" CPU {1000 * min(cpu for _, _, cpu, _ in runs):.0f} ms")


def forget_failures(build, archive):
    """Pages that failed or are in quarantine would be fetched in full each time."""
    rows = sqlite3.connect(archive / "winnow.db")
    urls = [url for url, in rows.execute("SELECT url FROM pages WHERE state <> 1 OR id IN"
                                         " (SELECT page FROM quarantine)")]
    rows.close()
    if urls:
        subprocess.run([f"{build}/winnow", "forget", archive, *urls], check=True)


def tags_of(archive):
    rows = sqlite3.connect(archive / "winnow.db")
    tags = rows.execute("SELECT url, etag FROM pages").fetchall()
    rows.close()
    return "".join(f"{url}\t{tag}\n" for url, tag in tags).encode()


def measure_unchanged(build, archive):
    """All pages answer 304: compared with the fetch stage alone, which sends the same
    requests and stores nothing."""
    tagged = tags_of(archive)
    bare = refresh = float("inf")
    peak = 0
    for _ in range(ROUNDS):
        _, _, cpu, _ = run([f"{build}/bench/fetch", str(MANY_AT_ONCE)], tagged)
        bare = min(bare, cpu)
        _, _, cpu, mb = run([f"{build}/winnow", "refresh", archive, "--max-age", "0"])
        refresh, peak = min(refresh, cpu), max(peak, mb)
    print(f"refresh of {tagged.count(10)} pages, all 304: CPU {refresh:.3f} s, requests alone {bare:.3f} s, "
          f"ratio {refresh / bare:.2f}; {peak:.0f} MB")


def measure_reclean(build, archive, files):
    clean, _, _, _ = run([f"{build}/winnow", "reclean", archive, "--dry-run"])
    count = int(re.search(rb"\(of (\d+)\)", clean).group(1))
    reclean = straight = float("inf")
    peak = 0
    for _ in range(ROUNDS):
        _, wall, _, mb = run([f"{build}/winnow", "reclean", archive, "--dry-run"])
        reclean, peak = min(reclean, wall / count), max(peak, mb)
        _, wall, _, _ = run([f"{build}/winnow", "-q", *files])
        straight = min(straight, wall / len(files))
    print(f"reclean of {count} pages: {1 / reclean:.0f} per second, the filter on files "
          f"{1 / straight:.0f} per second; {peak:.0f} MB")


def measure(build, folder, urls, files):
    """urls: pages of a server that sends ETags; files: the same pages as files."""
    archive = folder / "pages"
    make(build, archive)
    listed = "".join(f"{url}\n" for url in urls).encode()
    _, _, _, peak = run([f"{build}/winnow", "-q", "refresh", archive, "--urls", "-"], listed)
    print(f"refresh of {len(urls)} new pages: {peak:.0f} MB")
    forget_failures(build, archive)
    measure_unchanged(build, archive)
    measure_reclean(build, archive, files)
    rows = sqlite3.connect(archive / "winnow.db")
    (revision,) = rows.execute("SELECT rules FROM pages WHERE rules IS NOT NULL").fetchone()
    rows.close()
    measure_nothing_due(build, folder / "rows", revision)
    measure_search(build, folder / "texts")
