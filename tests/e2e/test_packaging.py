"""Completion for three shells, and Debian packages."""

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time

import pytest

import readme
from conftest import ROOT


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_has_every_option_and_is_valid(winnow, tmp_path, shell):
    script = winnow("--completion", shell).out
    for option in re.findall(r"(?<![\w-])--([a-z][a-z-]+)", winnow("--help", "all").out):
        assert re.search(rf"(--|-l ){option}\b", script), option
    for verb in ("explain", "links", "rules"):
        assert verb in script
    file = tmp_path / "script"
    file.write_text(script)
    if shutil.which(shell):
        assert subprocess.run([shell, "-n", file], capture_output=True).stderr == b""


# The words before <TAB>; words that must be offered, and words that must not be.
LINES = [
    ("--format m", {"markdown"}, {"text", "html"}),
    ("--text-format ", {"text", "markdown", "html"}, {"jsonl"}),
    ("--input j", {"jsonl"}, set()),
    ("lin", {"links"}, {"explain"}),
    ("explain --format ", {"text", "jsonl"}, set()),
    ("help lin", {"links"}, {"explain"}),
    ("help a", {"all"}, set()),
    ("rules ", {"check", "test", "new", "list"}, {"links"}),
    ("rules ch", {"check"}, {"test"}),
    ("rules test --onl", {"--online"}, {"--content"}),
    ("links --con", {"--content"}, {"--comments", "--workers"}),
    ("--front", {"--front-matter"}, {"--content"}),
    ("explain --dr", {"--dropped"}, {"--front-matter"}),
    ("refresh --in", {"--init"}, {"--input"}),
    ("--favor p", {"precision"}, {"recall"}),
    ("--rules some", {"some-folder"}, {"some-file"}),
    ("some", {"some-file", "some-folder"}, set()),
]


def by_bash(folder, line):
    words = ["winnow", *line.split(" ")]
    program = (f"compopt() {{ :; }}; source ./script; COMP_WORDS=({' '.join(w or chr(39) * 2 for w in words)}); "
               f"COMP_CWORD={len(words) - 1}; _winnow; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    return subprocess.run(["bash", "-c", program], cwd=folder, capture_output=True, text=True).stdout


def by_fish(folder, line):
    program = f"source script; complete --do-complete 'winnow {line}'"
    done = subprocess.run(["fish", "--no-config", "-c", program], cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "HOME": str(folder)})
    return "\n".join(offer.split("\t")[0] for offer in done.stdout.splitlines())


def by_zsh(folder, line):
    """Presses the key twice in a shell with its own terminal."""
    home = folder / "zsh"
    home.mkdir()
    (home / "_winnow").write_text((folder / "script").read_text())
    (home / ".zshrc").write_text("PS1='> '; fpath=(~ $fpath); autoload -Uz compinit; compinit -u -d ~/dump\n"
                                 "setopt no_list_beep; LISTMAX=0; bindkey -e; echo ready\n")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvpe("zsh", ["zsh", "-i"], {"PATH": os.environ["PATH"], "HOME": str(home), "ZDOTDIR": str(home),
                                          "TERM": "dumb", "LC_ALL": "C.UTF-8", "COLUMNS": "200"})
    seen = ""

    def read(until):
        nonlocal seen
        end = time.monotonic() + 20
        while until not in seen and time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                seen += os.read(terminal, 65536).decode(errors="replace")

    read("ready")
    seen = ""
    os.write(terminal, f"winnow {line}\t\t".encode())
    os.write(terminal, b"\x01echo \x05 'that was' 'it'\n")  # Ctrl-A, Ctrl-E
    read("that was it")
    os.close(terminal)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x07", "", seen)


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
@pytest.mark.parametrize("line, offered, others", LINES, ids=[line for line, _, _ in LINES])
def test_completions_of_shells(winnow, tmp_path, shell, line, offered, others):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(winnow("--completion", shell).out)
    (tmp_path / "some-folder").mkdir()
    (tmp_path / "some-file").write_text("")
    out = {"bash": by_bash, "fish": by_fish, "zsh": by_zsh}[shell](tmp_path, line)
    words = {word.rstrip("=/") for word in re.findall(r"[-\w]+[=/]?", out)}
    assert offered <= words, out
    if shell == "fish" and line.startswith("--rules"):
        others = set()  # files are offered too
    assert not others & words, out


def test_bash_completes_after_an_equals_sign(winnow, tmp_path):
    (tmp_path / "script").write_text(winnow("--completion", "bash").out)
    assert by_bash(tmp_path, "--format = m") == "markdown\n"
    assert by_bash(tmp_path, "--format =").split() == ["text", "markdown", "html", "jsonl", "csv"]


# ---- the Debian packages --------------------------------------------------------------


@pytest.fixture(scope="module")
def packages():
    """The packages of the program, its library and the headers."""
    for old in (ROOT / "build/deb").glob("*.deb"):
        old.unlink()
    subprocess.run(["make", "-s", "deb"], cwd=ROOT, check=True, capture_output=True)
    paths = sorted((ROOT / "build/deb").glob("*.deb"))
    assert [path.name.split("_")[0] for path in paths] == ["libwinnow-dev", "libwinnow0", "winnow"]
    return paths


@pytest.mark.deep
@pytest.mark.measured
def test_the_debian_packages_are_valid_and_run(packages, tmp_path):
    report = subprocess.run(["lintian", "--allow-root", *packages], capture_output=True, text=True)
    assert (report.stdout, report.returncode) == ("", 0)
    subprocess.run(["dpkg-deb", "-x", packages[-1], tmp_path], check=True)
    page = (ROOT / "src/demo/harbour/timetable.html").read_bytes()
    done = subprocess.run([tmp_path / "usr/bin/winnow", "--input", "html"], input=page, capture_output=True)
    assert done.stdout.startswith(b"Ferry timetable\n") and done.returncode == 0
    assert (tmp_path / "usr/share/winnow/rules/default.txt").exists()
    json.loads((tmp_path / "usr/share/winnow/winnow-record.schema.json").read_text())


# An overlay over this system, which is removed with its mount namespace.
LAYER = """set -e
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount -t proc proc "$1/root/proc"
mkdir "$1/root/packages"
cp "$2"/*.deb "$2"/title.c "$1/root/packages"
exec chroot "$1/root" env -i HOME=/home-of-user PATH=/usr/sbin:/usr/bin:/sbin:/bin sh -ec "$3"
"""
INSTALL = """
cd /packages
dpkg -i *.deb >/dev/null
clean() { printf '%s' '<article><h1>T</h1><p class=ad>Buy.</p><p>The quay is open again.</p></article>' |
    winnow --input html --url "http://$1.example/"; }
mkdir -p "$HOME/.config/winnow/rules"
printf 'body: article\\n' > /usr/share/winnow/rules/both.example.txt
printf 'body: article\\nstrip: .ad\\n' > "$HOME/.config/winnow/rules/both.example.txt"
printf 'body: .ad\\n' > /usr/share/winnow/rules/there.example.txt
clean both; echo --; clean there; echo --
rm /usr/share/winnow/rules/both.example.txt /usr/share/winnow/rules/there.example.txt
man -w 1 winnow; man -w 5 winnow-rules
winnow demo --save demo 2>/dev/null
cc title.c -o title $(pkg-config --cflags --libs winnow)
./title demo/harbour/timetable.html /usr/share/winnow/rules
ldd title | grep -c libwinnow.so.0
dpkg -L winnow libwinnow0 libwinnow-dev > /listed
dpkg -P winnow libwinnow-dev libwinnow0 >/dev/null
while read -r path; do [ -d "$path" ] || [ ! -e "$path" ] || echo "left: $path"; done < /listed
ls -d /usr/share/winnow /usr/share/doc/*winnow* 2>/dev/null || :
ls "$HOME/.config/winnow/rules"
"""


@pytest.mark.deep
@pytest.mark.measured
def test_the_debian_packages_can_be_installed_and_removed(packages, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("it takes root to install a package")
    folder = tmp_path / "packages"
    folder.mkdir()
    for path in packages:
        shutil.copy(path, folder)
    (folder / "title.c").write_text(readme.blocks((ROOT / "src/docs/library.md").read_text(), "c")[0])
    layer = tmp_path / "layer"
    layer.mkdir()
    done = subprocess.run(["unshare", "-m", "sh", "-c", LAYER, "layer", layer, folder, INSTALL],
                          capture_output=True, text=True)
    if "overlay" in done.stderr:
        pytest.skip("no layer can be mounted here")
    assert done.stdout == ("T\n\nThe quay is open again.\n--\nBuy.\n--\n/usr/share/man/man1/winnow.1.gz\n"
                           "/usr/share/man/man5/winnow-rules.5.gz\nFerry timetable: 338 bytes\n1\nboth.example.txt\n"), done.stderr
