"""The documents are correct: each example is run, and each link, option and target exists."""

import os
import pathlib
import re
import subprocess

import pytest

import manual
import readme
from conftest import ROOT, Winnow
from demo import DEFAULT_PORT, Demo, usable_port

README = readme.README.read_text()
ALL = "\n".join(path.read_text() for path in readme.DOCUMENTS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory, pytestconfig):
    demo = Demo(Winnow(pytestconfig.getoption("--winnow"), tmp_path_factory.mktemp("demo")),
                "--port", str(usable_port()))
    yield demo
    demo.stop()


@pytest.fixture
def newcomer(winnow, demo, tmp_path):
    """Runs a command as a new user would, with the program installed, `winnow demo` running
    and nothing in the home directory; returns what the terminal shows."""
    home = tmp_path / "newcomer"
    home.mkdir()
    env = {**winnow.env, "HOME": str(home), "PATH": f"{pathlib.Path(winnow.program).parent}:{os.environ['PATH']}"}
    del env["XDG_CONFIG_HOME"]

    def run(command):
        if demo.port != DEFAULT_PORT:
            command = command.replace("winnow demo ", f"winnow demo --port {demo.port} ")
            command = command.replace(str(DEFAULT_PORT), str(demo.port))
        done = subprocess.run(["bash", "-c", command], cwd=home, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        # A terminal does not show the carriage returns that end the lines of CSV.
        return done.stdout.decode().replace("\r\n", "\n").replace(str(demo.port), str(DEFAULT_PORT))

    run.home = home
    return run


@pytest.mark.parametrize("path", readme.DOCUMENTS, ids=[path.stem for path in readme.DOCUMENTS])
def test_every_console_example_prints_its_output(newcomer, path, pytestconfig):
    text = path.read_text()
    # The blocks of a document are one session: a command sees the files of those before it.
    for block in readme.blocks(text, "console"):
        now = "".join(shown + newcomer(command) for command, shown, _ in readme.commands(block))
        if pytestconfig.getoption("--update"):
            text = text.replace(f"```console\n{block}```", f"```console\n{now}```", 1)
            path.write_text(text)
        else:
            assert now == block


def test_the_commands_of_the_demo_are_those_of_readme(demo):
    welcome = (ROOT / "src/demo/welcome.txt").read_text()
    offered = [line.strip() for line in welcome.splitlines() if line.startswith("  ")]
    shown = "".join(readme.blocks(README, "console"))
    assert len(offered) >= 5
    for command in offered:
        assert f"$ {command}" in shown


def test_the_cron_line_of_a_list_is_silent_without_errors(newcomer):
    line, = readme.blocks((ROOT / "src/docs/large-runs.md").read_text(), "cron")
    newcomer("winnow demo -q --save demo && mkdir news && cp demo/urls.txt news")
    command = line.split(maxsplit=5)[5].replace("winnow ", "winnow --allow-private ")
    assert newcomer(command) == ""
    assert len(list((newcomer.home / "news/pages").iterdir())) == 9
    assert (newcomer.home / "news/failed.txt").read_text() == ""
    assert newcomer(command) == ""


def test_the_cron_line_of_an_archive_is_silent_without_errors(newcomer):
    line, = readme.blocks((ROOT / "src/docs/archives.md").read_text(), "cron")
    newcomer("winnow demo -q --save demo && winnow refresh --init archive --allow-private --urls demo/urls.txt")
    assert newcomer(line.split(maxsplit=5)[5]) == ""
    assert "ok           8\n" in newcomer("winnow status archive")


def test_readme_is_short_and_begins_with_what_the_program_does():
    assert README.count("\n") <= 250
    title, sentence, picture = README.split("\n\n")[:3]
    assert (title, sentence.count("\n")) == ("# winnow", 0)
    for word in ("extracts", "main content", "web pages", "text", "Markdown", "HTML", "JSON", "boilerplate"):
        assert word in sentence
    assert re.fullmatch(r"!\[[^]]{30,}\]\(src/docs/before-after\.webp\)", picture)
    assert (ROOT / "src/docs/before-after.webp").stat().st_size < 150_000


@pytest.mark.parametrize("path", readme.DOCUMENTS, ids=[path.stem for path in readme.DOCUMENTS])
def test_every_link_leads_to_a_file(path):
    assert [link for link in readme.links(path.read_text()) if not (path.parent / link).exists()] == []


def test_every_document_is_linked_from_readme():
    linked = {(ROOT / link).resolve() for link in readme.links(README)}
    assert set(readme.DOCUMENTS[1:]) <= linked


def test_every_make_target_exists():
    named = set(re.findall(r"`(?:sudo )?make ([a-z][a-z-]+)", ALL)) | set(
        re.findall(r"^(?:sudo )?make ([a-z][a-z-]+)", ALL, re.M))
    listed = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    targets = set(re.findall(r"^  make ([a-z-]+)", listed, re.M))
    assert {"run", "test", "deps", "install"} <= named
    assert named <= targets


# ---- options and exit codes -----------------------------------------------------------


def options_of_help(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


def test_the_documents_name_options_that_exist(winnow):
    known = options_of_help(winnow("--completion", "bash", patient=True).out) 
    text = re.sub(r"^```(c|sh)\n.*?^```$", "", ALL, flags=re.S | re.M)
    named = options_of_help("\n".join(re.findall(r"(?:winnow|`--)[^`\n]*", text)))
    assert len(named) >= 30
    assert named <= known


def test_exit_codes_are_those_of_the_manual_page(winnow):
    exits = manual.tables(winnow)["EXITS"]
    codes = readme.section((ROOT / "src/docs/large-runs.md").read_text(), "Exit codes")
    for code in ("0", "1", "2", "3"):
        assert re.search(rf"^\| {code} \|", codes, re.M)
        assert re.search(rf"^\.B {code}$", exits, re.M)


# ---- the library ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """winnow as `make install` leaves it, in a user's own prefix."""
    prefix = tmp_path_factory.mktemp("home") / ".local"
    subprocess.run(["make", "-s", "install", f"PREFIX={prefix}"], cwd=ROOT, check=True,
                   capture_output=True)
    return prefix


@pytest.mark.measured  # links the plain library
@pytest.mark.parametrize("how", ["PKG_CONFIG_PATH=$HOME", "PKG_CONFIG_PATH=build", "--static"])
def test_the_library_example_compiles_and_runs_as_the_document_says(prefix, tmp_path, how):
    document = (ROOT / "src/docs/library.md").read_text()
    source, = readme.blocks(document, "c")
    commands, = [block for block in readme.blocks(document, "sh") if how in block]
    assert source.count("\n") <= 31
    (tmp_path / "title.c").write_text(source)
    (tmp_path / "build").symlink_to(ROOT / "build")
    env = {"PATH": os.environ["PATH"], "HOME": str(prefix.parent)}
    if "export" not in commands:
        env["PKG_CONFIG_PATH"] = str(prefix / "lib/pkgconfig")
        commands = commands.replace("cc ", f"cc -L{prefix}/lib ")
    strict = commands.replace("cc ", "cc -std=c11 -Wall -Wextra -Wconversion -Werror ")
    subprocess.run(["bash", "-ec", strict], cwd=tmp_path, env=env, check=True)
    page = ROOT / "src/demo/harbour/timetable.html"
    done = subprocess.run([tmp_path / "title", page, ROOT / "rules"], capture_output=True, text=True, env={})
    assert done.stdout.startswith("Ferry timetable")
    assert (done.stderr, done.returncode) == ("", 0)


def test_the_header_describes_every_code_of_a_note():
    table = (ROOT / "src/base/note_codes.h").read_text()
    header = (ROOT / "include/winnow.h").read_text()
    codes = re.findall(r'^    X\(\w+, "([a-z-]+)",', table, re.M)
    described = re.search(r"The codes are stable:\n\n(.*?)\*/", header, re.S)[1]
    assert codes == re.findall(r"^     ([a-z-]+)  ", described, re.M)


@pytest.mark.measured
def test_the_libraries_export_only_the_names_of_the_header(prefix):
    header = (ROOT / "include/winnow.h").read_text()
    public = set(re.findall(r"\b(winnow_\w+)\(", header))
    for library, option in (("libwinnow.so", "-D"), ("libwinnow.a", "-g")):
        names = subprocess.run(["nm", option, "--defined-only", prefix / "lib" / library],
                               capture_output=True, text=True, check=True).stdout
        shown = {line.split()[2] for line in names.splitlines() if len(line.split()) == 3}
        assert shown <= public, library


@pytest.mark.measured
def test_an_installed_program_works_from_any_folder_and_can_be_uninstalled(prefix, tmp_path):
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    page = (ROOT / "src/demo/harbour/timetable.html").read_bytes()
    done = subprocess.run([prefix / "bin/winnow", "--input", "html"], input=page, cwd=tmp_path,
                          env=env, capture_output=True)
    assert done.stdout.startswith(b"Ferry timetable\n") and done.returncode == 0
    assert (prefix / "share/winnow/rules/default.txt").exists()
    for page in manual.PAGES:
        assert (prefix / f"share/man/man{page.suffix[1:]}/{page.name}").exists()
    saved = subprocess.run([prefix / "bin/winnow", "demo", "--save", "demo"], cwd=tmp_path, env=env,
                           capture_output=True)
    assert saved.returncode == 0 and (tmp_path / "demo/kelp/sharpening.html").exists()
    for path in readme.DOCUMENTS:
        installed = prefix / "share/doc/winnow" / path.name
        links = readme.links(installed.read_text())
        linked = {(path.parent / link).resolve() for link in readme.links(path.read_text())}
        assert set(links) >= {other.name for other in readme.DOCUMENTS if other in linked}
        assert [link for link in links if not (installed.parent / link).exists()] == []
    subprocess.run(["make", "-s", "uninstall", f"PREFIX={prefix}"], cwd=ROOT, check=True)
    assert [path for path in prefix.rglob("*") if path.is_file() or path.is_symlink()] == []


@pytest.mark.measured
def test_destdir_is_put_before_the_prefix(tmp_path):
    subprocess.run(["make", "-s", "install", f"DESTDIR={tmp_path}", "PREFIX=/usr"], cwd=ROOT,
                   check=True, capture_output=True)
    assert (tmp_path / "usr/bin/winnow").exists()
    assert "prefix=/usr\n" in (tmp_path / "usr/lib/pkgconfig/winnow.pc").read_text()
