"""Completion for three shells, and the Debian package."""

import json
import re
import shutil
import subprocess

import pytest

from conftest import ROOT


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_option_and_is_well_formed(winnow, tmp_path, shell):
    script = winnow("--completion", shell).out
    for option in re.findall(r"(?<![\w-])--([a-z][a-z-]+)", winnow("--help").out):
        assert re.search(rf"(--|-l ){option}\b", script), option
    for verb in ("explain", "links", "rules"):
        assert verb in script
    file = tmp_path / "script"
    file.write_text(script)
    if shutil.which(shell):
        assert subprocess.run([shell, "-n", file], capture_output=True).stderr == b""


@pytest.mark.parametrize("line, expected", [
    ("--format m", {"markdown"}),
    ("rules ch", {"check"}),
    ("links --co", {"--content", "--connections", "--cookie-file"}),
    ("lin", {"links"}),
])
def test_bash_completes(winnow, tmp_path, line, expected):
    (tmp_path / "script").write_text(winnow("--completion", "bash").out)
    words = ["winnow", *line.split()]
    program = (f"compopt() {{ :; }}; source ./script; COMP_WORDS=({' '.join(words)}); "
               f"COMP_CWORD={len(words) - 1}; _winnow; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    done = subprocess.run(["bash", "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert set(done.stdout.split()) <= expected and done.stdout


@pytest.mark.deep
@pytest.mark.measured
def test_the_debian_package_is_clean_and_runs(tmp_path):
    subprocess.run(["make", "-s", "deb"], cwd=ROOT, check=True, capture_output=True)
    package, = (ROOT / "build/deb").glob("*.deb")
    told = subprocess.run(["lintian", "--allow-root", package], capture_output=True, text=True)
    assert (told.stdout, told.returncode) == ("", 0)
    subprocess.run(["dpkg-deb", "-x", package, tmp_path], check=True)
    page = (ROOT / "tests/site/pages/harbour/timetable.html").read_bytes()
    done = subprocess.run([tmp_path / "usr/bin/winnow", "--input", "html"], input=page, capture_output=True)
    assert done.stdout.startswith(b"Ferry timetable\n") and done.returncode == 0
    assert (tmp_path / "usr/share/winnow/rules/default.txt").exists()
    json.loads((tmp_path / "usr/share/winnow/winnow-record.schema.json").read_text())
