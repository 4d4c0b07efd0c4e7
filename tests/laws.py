"""Checks the source for violations of the project's rules: which room may include which,
one file per library, sizes, forbidden functions. Prints each violation; the exit code is 1
if there is one."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

FILES_MAX = 25       # .c files in a room


def rooms_of(text):
    """Which rooms each room may include, from the table in src/README.md: the rooms named in
    its second column, or all rooms above it."""
    allowed = {}
    for room, includes in re.findall(r"^\| `(\w+)` \| ([^|]*)\|", text, re.M):
        named = set(re.findall(r"`(\w+)`", includes))
        allowed[room] = set(allowed) if includes.strip() == "all above" else named
    return allowed


MAY_INCLUDE = rooms_of((ROOT / "src/README.md").read_text())

# The headers of each library are included by one file only.
LIBRARIES = ["gumbo.h", "pcre2.h", "curl/curl.h", "curl/urlapi.h", "jansson.h", "iconv.h", "uchardet", "nettle/",
         "sqlite3.h", "microhttpd.h", "libxml/", "seccomp.h", "zlib.h", "brotli/", "zstd.h",
         "archive.h", "archive_entry.h",
         "expat.h", "unicase.h", "unistr.h", "uniwidth.h", "unilbrk.h", "unictype.h"]

TOP_LEVEL = {"src", "rules", "include", "tests", "Makefile", "README.md", "CHANGELOG.md", "LICENSE", "build"}

LINES_MAX = 700      # of a file
FUNCTION_MAX = 60    # lines of a function
COLUMNS_MAX = 100    # clang-format keeps 90, but cannot break a string

# Rooms that process untrusted input, which may be nested to any depth.
WITHOUT_RECURSION = {"page", "charset", "metadata", "marks", "blocks", "model", "passes",
                     "plaintext", "embedded", "apply", "clean", "write"}

# Words that are allowed only in some files: (pattern, files, reason).
WORDS = [
    (r"\b(secure_)?getenv\s*\(|\benviron\b", r"^src/cli/", "the environment is read in cli/ alone"),
    (r"\bsetlocale\s*\(", r"^src/(cli|command)/", "the library does not change the locale"),
    (r"(?<![\w_])(exit|quick_exit|errx?|abort)\s*\(", r"^src/command/main\.c$|^src/base/arena\.c$",
     "only main ends the program"),
    # A forked child must not run the exit handlers of its parent.
    (r"\b_exit\s*\(", r"^src/worker/", "only for forked children"),
    (r"\bgumbo_destroy_output\s*\(", r"^tests/bench/", "it recurses; free the arena instead"),
    (r"\b(strcpy|strcat|sprintf|gets|strtok|atoi|atol|alloca)\s*\(", r"^$",
     "use a function that checks the size"),
    (r"\bsystem\s*\(|\bpopen\s*\(", r"^$", "no shell"),
]
# Written in two halves, so that this file does not match itself.
MARKS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(work|root|home/\w+)/")


def without_comments(text):
    """The code without comments, with line numbers preserved; strings are emptied."""
    def blank(match):
        found = match.group()
        return '""' if found[0] == '"' else re.sub(r"[^\n]", " ", found)
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", blank, text, flags=re.S)


def functions(code):
    """(name, first line, last line, body) of each function, as formatted by clang-format: it
    begins at the start of a line, and so does its closing brace."""
    pattern = re.compile(r"^(?:[a-z][\w ]*[ *]+)?\**(\w+)\([^;{}]*\)\n\{\n(.*?)^\}", re.S | re.M)
    for match in pattern.finditer(code):
        first = code.count("\n", 0, match.start()) + 1
        yield match.group(1), first, first + match.group().count("\n"), match.group(2)


def check_includes(path, text, users):
    room = path.parts[1]
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(["<])([^">]+)', line)
        if not match:
            continue
        quote, name = match.groups()
        for header in LIBRARIES:
            if name.startswith(header):
                users.setdefault(header, set()).add(str(path))
        if quote == "<" or name == "winnow.h":
            continue
        other = name.split("/")[0] if "/" in name else room
        if other != room and other not in MAY_INCLUDE.get(room, set()):
            yield number, f"{room}/ must not include {other}/"
        if "/" not in name and name != path.with_suffix(".h").name:
            if not (ROOT / path.parent / name).exists():
                yield number, f'"{name}": use the path from src/'


def check_code(path, text):
    code = without_comments(text)
    for number, line in enumerate(code.splitlines(), 1):
        for pattern, allowed, why in WORDS:
            if re.search(pattern, line) and not re.search(allowed, str(path)):
                yield number, f"{re.search(pattern, line).group().strip()}: {why}"
    for name, first, last, body in functions(code):
        if last - first + 1 > FUNCTION_MAX:
            yield first, f"{name}: {last - first + 1} lines, at most {FUNCTION_MAX} are allowed"
        if path.parts[1] in WITHOUT_RECURSION and re.search(rf"\b{name}\s*\(", body):
            yield first, f"{name} is recursive: iterate by index instead"
    if path.suffix == ".h" and path.parts[0] == "src":
        guard = "WINNOW_" + re.sub(r"\W", "_", "/".join(path.parts[1:])).upper()
        if f"#ifndef {guard}" not in text:
            yield 1, f"the include guard must be {guard}"
        if not text.startswith(f"/* {path.stem}: "):
            yield 1, f'a header must begin with "/* {path.stem}: " and a description'


def check_rooms(paths):
    homes = {}
    for path in paths:
        homes.setdefault(path.stem, set()).add(path.with_suffix(""))
    for homes_of_name in homes.values():
        if len(homes_of_name) > 1:
            yield min(homes_of_name), "base name used twice: " + " ".join(sorted(map(str, homes_of_name)))
    rooms = {path.parts[1] for path in paths}
    for room in sorted(rooms - set(MAY_INCLUDE)):
        yield f"src/{room}", "not in the table of rooms in src/README.md"
    for room in sorted(rooms):
        count = sum(path.parts[1] == room and path.suffix == ".c" for path in paths)
        if count > FILES_MAX:
            yield f"src/{room}", f"{count} .c files, at most {FILES_MAX} are allowed"


def check_text(text):
    for number, line in enumerate(text.splitlines(), 1):
        if MARKS.search(line):
            yield number, f"{MARKS.search(line).group()}: unfinished work"
        if MACHINE_PATHS.search(line):
            yield number, f"path of a particular machine: {MACHINE_PATHS.search(line).group()}"


def check_lengths():
    """Tables in *.inc are source too."""
    for path in sorted(ROOT.glob("src/*/*")):
        if path.suffix in (".c", ".h", ".inc"):
            lines = len(path.read_text().splitlines())
            if lines > LINES_MAX:
                yield path.relative_to(ROOT), f"{lines} lines, at most {LINES_MAX} are allowed"


def sentences_of(text):
    """The sentences of a document, without its headings."""
    for item in re.split(r"\n\s*- |\n\n", text):
        item = " ".join(item.split())
        if item and not item.startswith("#"):
            yield from re.split(r"(?<=\.) (?=[A-Z0-9`])", item)


def has_test(file, name):
    folder, start = ("unit", r"static void ") if file.endswith(".c") else ("e2e", r"def ")
    path = ROOT / "tests" / folder / file
    return path.is_file() and re.search(rf"^{start}{name}\(", path.read_text(), re.M)


def check_promises():
    """Each sentence of the promises has a row in src/README.md, which names tests that exist."""
    rows = re.findall(r"^\| (.*?) \| (`test_.*) \|$", (ROOT / "src/README.md").read_text(), re.M)
    for sentence in sentences_of((ROOT / "src/docs/promises.md").read_text()):
        if not any(sentence.startswith(start) for start, _ in rows):
            yield "src/docs/promises.md", f"has no row with its test in src/README.md: {sentence}"
    for _, tests in rows:
        file = ""
        for word in re.findall(r"`([^`]*)`", tests):
            file, name = word.split(": ") if ": " in word else (file, word)
            if not has_test(file, name):
                yield "src/README.md", f"{file} has no test {name}"


def violations():
    for entry in sorted(ROOT.iterdir()):
        if entry.name not in TOP_LEVEL and not entry.name.startswith("."):
            yield entry.name, 0, "only these are allowed at the top level: " + " ".join(sorted(TOP_LEVEL))
    users = {}
    paths = sorted(p.relative_to(ROOT) for p in ROOT.glob("src/*/*.[ch]"))
    for place, why in [*check_rooms(paths), *check_lengths(), *check_promises()]:
        yield place, 0, why
    for path in paths:
        text = (ROOT / path).read_text()
        for number, why in check_includes(path, text, users):
            yield path, number, why
        for number, why in check_code(path, text):
            yield path, number, why
    for header, files in sorted(users.items()):
        if len(files) > 1 or not all(name.endswith(".c") for name in files):
            yield header, 0, "must be included by one .c file only: " + " ".join(sorted(files))
    for folder, kinds in (("src", "ch"), ("include", "h"), ("tests/unit", "ch"), ("tests", "py sh")):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix[1:] in kinds and path.suffix and path.is_file():
                for number, why in check_text(path.read_text()):
                    yield path.relative_to(ROOT), number, why


def main():
    found = [f"{place}:{line}: {why}" if line else f"{place}: {why}"
             for place, line, why in violations()]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


sys.exit(main())
