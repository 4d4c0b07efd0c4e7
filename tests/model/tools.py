"""Runs winnow and other tools over many pages: their records, and the CPU time."""
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "compare"))
import peers

BROWSERS = {
    "lynx": ["lynx", "-stdin", "-dump", "-nolist", "-width=1000", "-assume_charset=utf-8",
             "-display_charset=utf-8"],
    "w3m": ["w3m", "-dump", "-T", "text/html", "-cols", "1000", "-I", "utf-8", "-O", "utf-8"],
}
PEERS = ["readability", "defuddle"]


def seconds():
    """CPU time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def filter_lines(command, pages, cwd=None):
    """The records that a command writes for pages ({"id", "url", "html"} each), by id."""
    with tempfile.TemporaryFile("w+") as lines:
        lines.writelines(json.dumps(page) + "\n" for page in pages)
        lines.seek(0)
        done = subprocess.run(command, stdin=lines, stdout=subprocess.PIPE, cwd=cwd, check=False)
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return {record["id"]: record for record in records}


def winnow(program, pages, *options, folds=None):
    """folds gives, by the id of a page, the number N of the model that has not seen its site;
    PROGRAM-foldN is linked with it."""
    command = ["--input", "jsonl", "--format", "jsonl", "-q", *options]
    if not folds:
        return filter_lines([program, *command], pages)
    records = {}
    for fold in sorted(set(folds.values())):
        part = [page for page in pages if folds[page["id"]] == fold]
        records |= filter_lines([f"{program}-fold{fold}", *command], part)
    return records


def browser(command, pages):
    """The dump of each page, each by a process of its own."""
    records = {}
    for page in pages:
        done = subprocess.run(command, input=page["html"].encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False)
        records[page["id"]] = {"text": done.stdout.decode(errors="replace")}
    return records


def timed(run, *args, **kwargs):
    """The records, and milliseconds of CPU time per page, with starting and reading."""
    before = seconds()
    records = run(*args, **kwargs)
    return records, 1000 * (seconds() - before) / max(len(records), 1)


def others(pages, with_peers):
    """(name, records, ms per page) of each tool that is installed; reports those that are not."""
    for name, command in BROWSERS.items():
        if shutil.which(name):
            yield name, *timed(browser, command, pages)
        else:
            print(f"{name}: skipped, not installed (tests/deps.sh install quality)")
    if not with_peers:
        return
    work = peers.prepare()
    for name in PEERS:
        yield name, *timed(filter_lines, ["node", "extract.mjs", name], pages, cwd=work)
