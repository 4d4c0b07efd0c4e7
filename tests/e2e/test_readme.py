"""README is true: each of its examples is run, and each of its tables compared."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

import manual
import readme
from conftest import ROOT


@pytest.fixture
def desk(winnow, nginx, tmp_path):
    """A folder with the files that README speaks of, and the site it speaks of behind a
    proxy: (folder, environment)."""
    folder = tmp_path / "desk"
    shutil.copytree(ROOT / "tests/readme", folder)
    env = {**winnow.env, "XDG_CONFIG_HOME": "", "http_proxy": f"http://127.0.0.1:{nginx.port}", "LC_ALL": "C.UTF-8",
           "PATH": f"{pathlib.Path(winnow.program).parent}:{os.environ['PATH']}"}
    return folder, env


def run(command, folder, env):
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.decode()


def test_every_console_example_prints_what_it_says(desk, pytestconfig):
    folder, env = desk
    text = readme.TEXT
    for block in readme.blocks("console"):
        # They are one session: what one command leaves, the next one finds.
        now = "".join(shown + run(command, folder, env)
                      for command, shown, _ in readme.commands(block))
        if pytestconfig.getoption("--update"):
            text = text.replace(f"```console\n{block}```", f"```console\n{now}```")
            (ROOT / "README.md").write_text(text)
        else:
            assert now == block


def test_the_cron_line_is_silent_when_all_is_well(desk):
    folder, env = desk
    line, = readme.blocks("cron")
    command = line.split(maxsplit=5)[5].replace("~/news", str(folder))
    assert run(command, folder, env) == ""
    assert len(list((folder / "pages").rglob("*"))) >= 3
    assert (folder / "failed.txt").read_text() == ""
    assert run(command, folder, env) == ""


def test_the_first_example_comes_right_after_one_sentence():
    lines = readme.TEXT.split("\n")
    assert lines[0] == "# winnow"
    sentence, rest = readme.TEXT.split("\n\n")[1:3]
    assert sentence.count(".") == 1 and sentence.endswith(".")
    assert rest.startswith("```console\n$ ")


def test_every_make_that_is_named_is_a_target():
    named = set(re.findall(r"make ([a-z][a-z-]+)", readme.TEXT))
    listed = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    targets = set(re.findall(r"^  make ([a-z-]+)", listed, re.M))
    assert {"run", "test", "deps", "install"} <= named
    assert named <= targets


# ---- options and exit codes -----------------------------------------------------------


def options_of_help(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def test_readme_names_every_option_and_no_other(winnow):
    known = options_of_help(winnow("--help").out)
    table = readme.section("Options")
    assert options_of_help(table) == known
    everywhere = options_of_help("\n".join(re.findall(r"winnow [^`\n]*", readme.TEXT)))
    for verb in re.findall(r"^  ([a-z]+|rules \w+)  ", winnow("--help").out, re.M):
        known |= options_of_help(winnow(*verb.split(), "--help", patient=True).out)
    assert everywhere <= known


def test_exit_codes_are_those_of_the_manual_page(winnow):
    exits = manual.tables(winnow)["EXITS"]
    for code in ("0", "1", "2", "3"):
        assert re.search(rf"^\| {code} \|", readme.section("Exit codes"), re.M)
        assert re.search(rf"^\.B {code}$", exits, re.M)


# ---- the library ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """winnow as `make install` leaves it."""
    prefix = tmp_path_factory.mktemp("prefix")
    subprocess.run(["make", "-s", "install", f"PREFIX={prefix}"], cwd=ROOT, check=True,
                   capture_output=True)
    return prefix


@pytest.mark.measured  # links the plain library
@pytest.mark.parametrize("how", ["shared", "static"])
def test_the_library_example_compiles_and_runs(prefix, tmp_path, how):
    source, = readme.blocks("c")
    assert source.count("\n") <= 31
    (tmp_path / "title.c").write_text(source)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "winnow"]
                           + (["--static"] if how == "static" else []),
                           env={**os.environ, "PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig")},
                           capture_output=True, text=True, check=True).stdout.split()
    if how == "static":
        flags = [str(prefix / "lib/libwinnow.a") if f == "-lwinnow" else f for f in flags]
    subprocess.run(["cc", "-std=c11", "-Wall", "-Wextra", "-Wconversion", "-Werror", "title.c", "-o",
                    "title", *flags], cwd=tmp_path, check=True)
    page = ROOT / "src/demo/harbour/timetable.html"
    done = subprocess.run([tmp_path / "title", page, ROOT / "rules"], capture_output=True, text=True,
                          env={"LD_LIBRARY_PATH": str(prefix / "lib")})
    assert done.stdout.startswith("Ferry timetable")
    assert (done.stderr, done.returncode) == ("", 0)


def test_the_header_describes_every_code_of_a_note():
    table = (ROOT / "src/base/note_codes.h").read_text()
    header = (ROOT / "include/winnow.h").read_text()
    codes = re.findall(r'^    X\(\w+, "([a-z-]+)",', table, re.M)
    described = re.search(r"The codes stay as they are:\n\n(.*?)\*/", header, re.S)[1]
    assert codes == re.findall(r"^     ([a-z-]+)  ", described, re.M)


@pytest.mark.measured
def test_the_libraries_show_the_names_of_the_header_alone(prefix):
    header = (ROOT / "include/winnow.h").read_text()
    public = set(re.findall(r"\b(winnow_\w+)\(", header))
    for library, option in (("libwinnow.so", "-D"), ("libwinnow.a", "-g")):
        names = subprocess.run(["nm", option, "--defined-only", prefix / "lib" / library],
                               capture_output=True, text=True, check=True).stdout
        shown = {line.split()[2] for line in names.splitlines() if len(line.split()) == 3}
        assert shown <= public, library


@pytest.mark.measured
def test_what_is_installed_works_from_anywhere_and_goes_again(prefix, tmp_path):
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    page = (ROOT / "src/demo/harbour/timetable.html").read_bytes()
    done = subprocess.run([prefix / "bin/winnow", "--input", "html"], input=page, cwd=tmp_path,
                          env=env, capture_output=True)
    assert done.stdout.startswith(b"Ferry timetable\n") and done.returncode == 0
    assert (prefix / "share/winnow/rules/default.txt").exists()
    for page in manual.PAGES:
        assert (prefix / f"share/man/man{page.suffix[1:]}/{page.name}").exists()
    subprocess.run(["make", "-s", "uninstall", f"PREFIX={prefix}"], cwd=ROOT, check=True)
    assert [path for path in prefix.rglob("*") if path.is_file() or path.is_symlink()] == []


@pytest.mark.measured
def test_destdir_is_put_before_the_prefix(tmp_path):
    subprocess.run(["make", "-s", "install", f"DESTDIR={tmp_path}", "PREFIX=/usr"], cwd=ROOT,
                   check=True, capture_output=True)
    assert (tmp_path / "usr/bin/winnow").exists()
    assert "prefix=/usr\n" in (tmp_path / "usr/lib/pkgconfig/winnow.pc").read_text()
