"""winnow status for programs, and the systemd units that run winnow refresh."""

import json
import re
import shutil
import subprocess

import pytest

from archives import Archive
from conftest import ROOT
from fault_server import page


@pytest.fixture
def refreshed(archive, server, host):
    server.set_page(host, "/a", page("Alpha"))
    archive.refresh(urls=[server.url(host, "/a"), server.url(host, "/lost")])
    return archive


def test_status_as_json(refreshed):
    status = json.loads(refreshed.run("status", "--format", "json").out)
    assert status["archive"] == str(refreshed.folder)
    assert (status["pages"], status["ok"], status["missing"], status["versions"]) == (2, 1, 1, 1)
    assert status["warc_bytes"] > 0 and status["problems"] == {"failed": 1}
    run = status["last_run"]
    assert run["began_at"] == refreshed.now() and run["ended_at"] >= run["began_at"]
    assert (run["requested"], run["changed"], run["failed"], run["quarantined"]) == (2, 1, 1, 0)


def test_status_of_an_archive_that_was_never_refreshed(archive):
    assert json.loads(archive.run("status", "--format", "json").out)["last_run"] is None
    assert "last_run" not in archive.run("status", "--format", "prometheus").out


LABELS = r'\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*\}'


def samples_of(text):
    """Holds metrics against the text format of Prometheus: each metric once, after its HELP and its TYPE."""
    assert text.endswith("\n")
    samples, described, current = {}, set(), None
    for line in text.splitlines():
        head = re.fullmatch(r"# (HELP|TYPE) (winnow_[a-z_]+) (.+)", line)
        if head and head[1] == "HELP":
            assert head[2] not in described
            described.add(current := head[2])
        elif head:
            assert (head[2], head[3]) == (current, "gauge")
        else:
            name, value = re.fullmatch(rf"({current}{LABELS}) (-?[0-9]+)", line).groups()
            assert name not in samples
            samples[name] = int(value)
    return samples


def test_status_as_metrics(refreshed):
    samples = samples_of(refreshed.run("status", "--format", "prometheus").out)
    name = f'archive="{refreshed.folder}"'
    assert samples[f'winnow_pages{{{name},state="ok"}}'] == 1
    assert samples[f'winnow_open_problems{{{name},kind="failed"}}'] == 1
    assert samples[f'winnow_last_run_pages{{{name},result="changed"}}'] == 1
    assert samples[f"winnow_last_run_end_timestamp_seconds{{{name}}}"] >= 1735776000
    assert samples[f'winnow_size_bytes{{{name},part="warc"}}'] > 0


def test_the_path_of_an_archive_is_escaped_in_metrics(winnow, tmp_path):
    odd = Archive(winnow, tmp_path / 'a "b" \\c\nd').init()
    samples = samples_of(odd.run("status", "--format", "prometheus").out)
    path = str(odd.folder).replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    assert samples[f'winnow_versions{{archive="{path}"}}'] == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_the_units_are_valid_and_hardened(winnow, tmp_path):
    (tmp_path / "bin").mkdir()
    shutil.copy(winnow.program, tmp_path / "bin/winnow")
    units = ROOT / "src/packaging"
    service, timer = tmp_path / "winnow-refresh@.service", tmp_path / "winnow-refresh@.timer"
    service.write_text((units / "winnow-refresh@.service.in").read_text().replace("@PREFIX@", str(tmp_path)))
    shutil.copy(units / timer.name, timer)
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no",
                           tmp_path / "winnow-refresh@srv-news.service", tmp_path / "winnow-refresh@srv-news.timer"],
                          capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", service],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
