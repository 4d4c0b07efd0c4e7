"""The models as C: the tables that src/model/content_model.c and scrape_model.c include."""
import re
from types import SimpleNamespace

import numpy as np

import trees

HEADER = """/* Made by tests/model/train.py (`make model`); do not edit.

   Trained on the development part of the Web Content eXtraction Benchmark (WCXB) by
   Murrough Foley (arXiv 2605.21097), CC BY 4.0; the scores of names in rules are from
   the site configs of FiveFilters, CC0. Of a corpus nothing is here but such counts.
   Reached, on sites that were not trained on (over passages, before any rule):

%s */
"""


SCRAPE_HEADER = """/* Made by tests/model/train_lines.py (`make model-lines`); do not edit.

   Trained on plain-text renderings of the development part of the Web Content eXtraction
   Benchmark (WCXB) by Murrough Foley (arXiv 2605.21097), CC BY 4.0. Of a corpus nothing is
   here but counts. Reached, on sites that were not trained on (over paragraphs, before any
   rule; the renderings are described in tests/model/renderings.py):

%s */
"""


def rows(items, per_line=8):
    items = list(items)
    return "".join("    " + "".join(items[i:i + per_line]) + "\n"
                   for i in range(0, len(items), per_line))


def write_forest(f, name, forest):
    """Splits and leaves as two arrays; gives the initialiser of the struct forest."""
    f.write(f"\nstatic const struct tree_split {name}_SPLITS[] = {{\n")
    f.write(rows(("{%d,%d}," % tuple(split) for split in forest.splits.reshape(-1, 2).tolist()),
                 10))
    f.write("};\n")
    f.write(f"static const int16_t {name}_LEAVES[] = {{\n")
    f.write(rows((f"{leaf}," for leaf in forest.leaves.ravel().tolist()), 16))
    f.write("};\n")
    return f"{{{name}_SPLITS, {name}_LEAVES, {len(forest.leaves)}, {forest.depth}}}"


def write_cutoffs(f):
    f.write("    .cutoffs = {\n")
    f.write(rows((f"{c}," for c in trees.cutoffs().tolist()), 12))
    f.write("    },\n};\n")


def write_words(f, name, words):
    f.write(f"\nstatic const struct word_score {name}[] = {{\n")
    f.write(rows(("{0x%x,%d}," % word for word in words), 8))
    f.write("};\n")


def write(path, model, report):
    with open(path, "w", encoding="ascii") as f:
        f.write(HEADER % "\n".join(f"     {line}".rstrip() for line in report))
        f.write("\nstatic const struct name_score NAMES[] = {\n")
        f.write(rows(("{0x%x,%d,%d}," % (n, *s) for n, s in model.names), 6))
        f.write("};\n")
        write_words(f, "WORDS", model.words)
        types = {name: [write_forest(f, f"{name.upper()}{t}", forest)
                        for t, forest in enumerate(getattr(model, name))]
                 for name in ("hints", "types")}
        passes = "".join(f"    .{name} = {write_forest(f, name.upper(), getattr(model, name))},\n"
                         for name in ("quick", "first", "second"))
        f.write("\nconst struct content_model CONTENT_MODEL = {\n"
                f"    .lexicon = {{NAMES, {len(model.names)}, WORDS, {len(model.words)}}},\n"
                + "".join(f"    .{name} = {{{', '.join(forests)}}},\n" for name, forests in types.items())
                + passes)
        write_cutoffs(f)


def write_scrape(path, model, report):
    """The model of old scrapes."""
    with open(path, "w", encoding="ascii") as f:
        f.write(SCRAPE_HEADER % "\n".join(f"     {line}".rstrip() for line in report))
        write_words(f, "WORDS", model.words)
        first = write_forest(f, "FIRST", model.first)
        second = write_forest(f, "SECOND", model.second)
        f.write("\nconst struct line_model LINE_MODEL = {\n"
                f"    .lexicon = {{NULL, 0, WORDS, {len(model.words)}}},\n"
                f"    .first = {first},\n    .second = {second},\n")
        write_cutoffs(f)


def read(path):
    """The forests of a file that write or write_scrape has written."""
    text = open(path, encoding="ascii").read()

    def numbers(name):
        body = re.search(rf"\b{name}\[\] = \{{(.*?)\n\}};", text, re.S).group(1)
        return np.array([int(n) for n in re.findall(r"-?\d+", body)], np.int32)

    def forest(name):
        trees_and_depth = re.search(rf"{name}_LEAVES, (\d+), (\d+)\}}", text)
        count, depth = (int(n) for n in trees_and_depth.groups())
        return trees.Forest(numbers(f"{name}_SPLITS").reshape(count, 2**depth - 1, 2),
                            numbers(f"{name}_LEAVES").reshape(count, 2**depth))

    names = set(re.findall(r"\b([A-Z]+\d?)_SPLITS", text))
    lists = {name: [forest(f"{name.upper()}{t}") for t in range(len(names)) if f"{name.upper()}{t}" in names]
             for name in ("hints", "types")}
    return SimpleNamespace(**lists, quick=forest("QUICK") if "QUICK" in names else None,
                           first=forest("FIRST"), second=forest("SECOND"))
