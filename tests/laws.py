"""The laws of the house, checked on its files. Prints each breach, and nothing when all
is well; the exit code says the same."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

FILES_MAX = 25       # .c files of a room: what one can look over


def rooms_of(text):
    """What each room may include, from the table of rooms in src/README.md: the rooms that
    its second column names, or all above it."""
    allowed = {}
    for room, includes in re.findall(r"^\| `(\w+)` \| ([^|]*)\|", text, re.M):
        named = set(re.findall(r"`(\w+)`", includes))
        allowed[room] = set(allowed) if includes.strip() == "all above" else named
    return allowed


MAY_INCLUDE = rooms_of((ROOT / "src/README.md").read_text())

# A library is entered by one file.
DOORS = ["gumbo.h", "pcre2.h", "curl/curl.h", "curl/urlapi.h", "jansson.h", "iconv.h", "uchardet", "nettle/",
         "sqlite3.h", "microhttpd.h", "libxml/", "seccomp.h", "zlib.h", "brotli/", "zstd.h",
         "expat.h", "unicase.h", "unistr.h", "uniwidth.h", "unilbrk.h", "unictype.h"]

TOP_LEVEL = {"src", "rules", "include", "tests", "Makefile", "README.md", "CHANGELOG.md", "LICENSE", "build"}

LINES_MAX = 700      # a file that is longer has two jobs
FUNCTION_MAX = 60    # a screen; the table-shaped ones need the most
COLUMNS_MAX = 100    # clang-format keeps 90, but cannot break a string

# Rooms that read what strangers send, nested as deep as they like.
WITHOUT_RECURSION = {"page", "charset", "metadata", "marks", "blocks", "model", "passes",
                     "plaintext", "embedded", "apply", "clean", "write"}

# Words that may stand only in some files: (pattern, where it is allowed, why).
WORDS = [
    (r"\b(secure_)?getenv\s*\(|\benviron\b", r"^src/cli/", "the environment is read in cli/ alone"),
    (r"\bsetlocale\s*\(", r"^src/(cli|command)/", "the library does not change the locale"),
    (r"(?<![\w_])(exit|quick_exit|errx?|abort)\s*\(", r"^src/command/main\.c$|^src/base/arena\.c$",
     "only main ends the program"),
    # A forked child must not run its parent's exit handlers.
    (r"\b_exit\s*\(", r"^src/worker/", "only a forked child ends so"),
    (r"\bgumbo_destroy_output\s*\(", r"^tests/bench/", "it recurses; the arena is dropped whole"),
    (r"\b(strcpy|strcat|sprintf|gets|strtok|atoi|atol|alloca)\s*\(", r"^$",
     "there is a bounded way"),
    (r"\bsystem\s*\(|\bpopen\s*\(", r"^$", "no shell"),
]
# Written in two halves, so that this file keeps its own law.
MARKS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(work|root|home/\w+)/")


def without_comments(text):
    """The code alone, line numbers kept; strings are emptied."""
    def blank(match):
        found = match.group()
        return '""' if found[0] == '"' else re.sub(r"[^\n]", " ", found)
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", blank, text, flags=re.S)


def functions(code):
    """(name, first line, last line, body) of what begins at a line's start and whose
    closing brace does too, as clang-format leaves it."""
    pattern = re.compile(r"^(?:[a-z][\w ]*[ *]+)?\**(\w+)\([^;{}]*\)\n\{\n(.*?)^\}", re.S | re.M)
    for match in pattern.finditer(code):
        first = code.count("\n", 0, match.start()) + 1
        yield match.group(1), first, first + match.group().count("\n"), match.group(2)


def breaches_of_includes(path, text, doors):
    room = path.parts[1]
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(["<])([^">]+)', line)
        if not match:
            continue
        quote, name = match.groups()
        for door in DOORS:
            if name.startswith(door):
                doors.setdefault(door, set()).add(str(path))
        if quote == "<" or name == "winnow.h":
            continue
        other = name.split("/")[0] if "/" in name else room
        if other != room and other not in MAY_INCLUDE.get(room, set()):
            yield number, f"{room}/ may not look at {other}/"
        if "/" not in name and name != path.with_suffix(".h").name:
            if not (ROOT / path.parent / name).exists():
                yield number, f'"{name}": name it from src/'


def breaches_of_code(path, text):
    code = without_comments(text)
    for number, line in enumerate(code.splitlines(), 1):
        for pattern, allowed, why in WORDS:
            if re.search(pattern, line) and not re.search(allowed, str(path)):
                yield number, f"{re.search(pattern, line).group().strip()}: {why}"
    if len(text.splitlines()) > LINES_MAX:
        yield 1, f"{len(text.splitlines())} lines, {LINES_MAX} at most: it has two jobs"
    for name, first, last, body in functions(code):
        if last - first + 1 > FUNCTION_MAX:
            yield first, f"{name}: {last - first + 1} lines, {FUNCTION_MAX} at most"
        if path.parts[1] in WITHOUT_RECURSION and re.search(rf"\b{name}\s*\(", body):
            yield first, f"{name} calls itself: walk by index"
    if path.suffix == ".h" and path.parts[0] == "src":
        guard = "WINNOW_" + re.sub(r"\W", "_", "/".join(path.parts[1:])).upper()
        if f"#ifndef {guard}" not in text:
            yield 1, f"the include guard is {guard}"
        if not text.startswith(f"/* {path.stem}: "):
            yield 1, f'a header opens with "/* {path.stem}: " and what it is'


def breaches_of_rooms(paths):
    homes = {}
    for path in paths:
        homes.setdefault(path.stem, set()).add(path.with_suffix(""))
    for homes_of_name in homes.values():
        if len(homes_of_name) > 1:
            yield min(homes_of_name), "one base name, one file: " + " ".join(sorted(map(str, homes_of_name)))
    rooms = {path.parts[1] for path in paths}
    for room in sorted(rooms - set(MAY_INCLUDE)):
        yield f"src/{room}", "not in the table of rooms in src/README.md"
    for room in sorted(rooms):
        count = sum(path.parts[1] == room and path.suffix == ".c" for path in paths)
        if count > FILES_MAX:
            yield f"src/{room}", f"{count} .c files, {FILES_MAX} at most: it is two rooms"


def breaches_of_text(text):
    for number, line in enumerate(text.splitlines(), 1):
        if MARKS.search(line):
            yield number, f"{MARKS.search(line).group()}: finish it, or file it elsewhere"
        if MACHINE_PATHS.search(line):
            yield number, f"a path of one machine: {MACHINE_PATHS.search(line).group()}"


def breaches():
    for entry in sorted(ROOT.iterdir()):
        if entry.name not in TOP_LEVEL and not entry.name.startswith("."):
            yield entry.name, 0, "the top level holds only " + " ".join(sorted(TOP_LEVEL))
    doors = {}
    paths = sorted(p.relative_to(ROOT) for p in ROOT.glob("src/*/*.[ch]"))
    for place, why in breaches_of_rooms(paths):
        yield place, 0, why
    for path in paths:
        text = (ROOT / path).read_text()
        for number, why in breaches_of_includes(path, text, doors):
            yield path, number, why
        for number, why in breaches_of_code(path, text):
            yield path, number, why
    for door, files in sorted(doors.items()):
        if len(files) > 1 or not all(name.endswith(".c") for name in files):
            yield door, 0, "one door a library, a .c file: " + " ".join(sorted(files))
    for folder, kinds in (("src", "ch"), ("include", "h"), ("tests/unit", "ch"), ("tests", "py sh")):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix[1:] in kinds and path.suffix and path.is_file():
                for number, why in breaches_of_text(path.read_text()):
                    yield path.relative_to(ROOT), number, why


def main():
    found = [f"{place}:{line}: {why}" if line else f"{place}: {why}"
             for place, line, why in breaches()]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


sys.exit(main())
