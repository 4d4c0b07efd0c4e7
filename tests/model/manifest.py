#!/usr/bin/python3
"""manifest.py MODEL --dump PROGRAM

The manifest of a model says what it was trained from; train.py and train_lines.py write it
beside the model, as lines "key: value". This program updates the fixtures in the manifest
of MODEL to the rows that today's code makes: for a change of the features that is known not
to matter, so that the model stays. The manifest then says that its rows are newer than its
training. After all other changes train the model again (make model, make model-lines)."""
import argparse
import hashlib
import json
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

import corpus
import model_file

ROOT = Path(__file__).resolve().parents[2]
# The code that makes rows of features from a page or a text, in the order of its work.
FEATURE_CODE = """
    src/base/slice.[ch] src/base/utf8.[ch] src/base/hash*.[ch] src/page/*.[ch]
    src/marks/unrendered.[ch] src/phrases/*.[ch] rules/phrases/*.tsv src/blocks/text_lines.[ch]
    src/model/lexicon.[ch] src/model/text_stats.[ch] src/model/passages.[ch]
    src/model/columns.h src/model/features*.[ch] src/model/page_type.[ch]
    src/plaintext/paragraphs.[ch] src/plaintext/line_features*.[ch] tests/model/dump.c
    """.split()
TRAINING_CODE = ["tests/model/*.py"]
PYTHON_PACKAGES = ["numpy", "scipy", "xgboost", "lxml"]
SAME_LEXICON = "0 names, 0 words"
IN_TRAINING, LATER = "from training", "recorded after training"
DIGITS = 16  # of the SHA-256 of a page or of its rows


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def hash_files(paths):
    """One hash of many files, of their names and their contents."""
    lines = [f"{sha256(path.read_bytes())}  {path.name}\n" for path in sorted(paths)]
    return sha256("".join(lines).encode())


def code(patterns):
    paths = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return hash_files(paths)


# ---- what it was trained from ------------------------------------------------------------


def list_corpora(roots):
    """The files of the corpora, in the form of sha256sum."""
    paths = [path for root in roots for pattern in ("ground-truth/*.json", "html/*.html.gz")
             for path in sorted(root.glob(pattern))]
    return "".join(f"{sha256(path.read_bytes())}  {'/'.join(path.parts[-3:])}\n" for path in paths)


def title_of(root):
    """The name of a corpus and the first line of its README."""
    readme = root / "README.md"
    return f"{root.name}: " + (readme.read_text().splitlines()[0].strip("# ") if readme.exists()
                               else "without a README")


def version_of(program):
    """The first version number that a program says it has."""
    done = subprocess.run([program, "-version"], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False)
    found = re.search(r"\d+\.[\w.+-]*", done.stdout + done.stderr)
    return found.group() if found else "unknown"


def tools(programs):
    versions = {"python": platform.python_version()}
    versions |= {name: metadata.version(name) for name in PYTHON_PACKAGES}
    versions |= {name: version_of(name) for name in programs}
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def describe(kind, args, parameters, programs=()):
    """What can be said before training: of the corpora, the code, the tools and the
    parameters, which are given by name. Lists the files of the corpora too."""
    files = list_corpora(args.corpus)
    args.corpus_files.write_text(files)
    lines = {"kind": kind, "corpora": "; ".join(map(title_of, args.corpus)),
             "pages": files.count("/html/"),
             f"sha256 of {args.corpus_files.name}": sha256(files.encode()),
             "feature code": code(FEATURE_CODE), "training code": code(TRAINING_CODE),
             "tools": tools(programs)}
    return lines | {name: value if isinstance(value, str) else json.dumps(value)
                    for name, value in parameters.items()}


def lexicon_differences(model, names, words):
    """How much of a model's lexicon is not what names and words have."""
    found = [sum(made.get(key) != score for key, score in entries)
             for entries, made in ((model.names, dict(names)), (model.words, dict(words)))]
    return f"{found[0]} names, {found[1]} words"


# ---- rows of the fixtures ----------------------------------------------------------------


def is_utf8(path):
    try:
        path.read_bytes().decode()
    except UnicodeDecodeError:
        return False
    return True


def fixtures(is_text):
    """The pages of the tests, or their texts, that the trainer could read."""
    name = "page.txt" if is_text else "page.html"
    return [path for path in sorted((ROOT / "tests/fixtures").glob(f"*/{name}")) if is_utf8(path)]


def hash_rows(page):
    """All that training learns from of a page: the rows, and what its lexicon is made of."""
    parts = [page.words, page.names, page.type_row, page.rows, *page.kept]
    return sha256(b"".join(part.tobytes() for part in parts))[:DIGITS]


def rows_of_fixtures(program, model, kind):
    """Lines of the manifest: for each fixture the hash of the page and of its rows, with the
    scores of the model in them."""
    is_text = kind == "lines"
    pages, lines = [], {}
    for path in fixtures(is_text):
        page = corpus.Page()
        page.path = path
        pages.append(page)
    corpus.dump(program, pages, model=model, is_text=is_text)
    for page in pages:
        content = sha256(page.path.read_bytes())[:DIGITS]
        lines[f"fixture {page.path.parent.name}"] = f"{content} {hash_rows(page)}"
    return lines


def compare_rows(before, now):
    """The names of the fixtures whose page is the same and whose rows are not, and how many
    pages are the same."""
    pages = {name: line.split() for name, line in before.items() if name.startswith("fixture ")}
    same = [name for name, (page, _) in pages.items() if name in now and now[name].split()[0] == page]
    return [name.split()[1] for name in same if now[name].split()[1] != pages[name][1]], len(same)


# ---- the file ----------------------------------------------------------------------------


def path_of(model):
    return model.with_suffix(".manifest")


def read(path):
    lines = [line for line in path.read_text().splitlines() if line and line[0] != "#"]
    return dict(line.split(": ", 1) for line in lines)


def write(path, lines):
    head = ("# What the model beside this file was trained from. Written by training; see\n"
            "# tests/model/README.md.\n")
    path.write_text(head + "".join(f"{key}: {value}\n" for key, value in lines.items()))


def write_new(model_path, lines, dump):
    """The manifest of a model that has just been written; lines are those of describe."""
    model = model_file.read(model_path)
    data = model_path.read_bytes()
    of_model = {"model": model_path.name, "bytes": len(data), "sha256": sha256(data),
                "names": len(model.names), "words": len(model.words)}
    rows = {"lexicon differs in": SAME_LEXICON, "rows of fixtures": IN_TRAINING}
    write(path_of(model_path), of_model | lines | rows | rows_of_fixtures(dump, model_path, lines["kind"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--dump", default="build/model-dump")
    args = parser.parse_args()
    path = path_of(args.model)
    before = read(path)
    now = rows_of_fixtures(args.dump, args.model, before["kind"])
    changed, same = compare_rows(before, now)
    print(f"rows changed in {len(changed)} of {same} fixtures:", *changed)
    lines = {key: value for key, value in before.items() if not key.startswith("fixture ")}
    if changed:
        lines["rows of fixtures"] = LATER
    write(path, lines | now)


if __name__ == "__main__":
    main()
