"""The models as files, in the layout that src/model/model_file.h describes."""
import hashlib
import struct
from types import SimpleNamespace

import numpy as np

import corpus
import trees

MAGIC, VERSION, ALIGNMENT = b"winnowm", 1, 16
HEADER = struct.Struct("<8s3I12s64s")
SECTION = struct.Struct("<32s4I")
NAME = np.dtype([("hash", "<u4"), ("content", "i1"), ("rules", "i1"), ("zero", "<u2")])
WORD = np.dtype([("hash", "<u4"), ("content", "i1"), ("zero", "V3")])
SPLIT, LEAF, CUTOFF = np.dtype("<i2"), np.dtype("<i2"), np.dtype("<i4")
TYPES = {"hints": "hint", "types": "type"}  # a forest for each type of page


def padded(data):
    return data + bytes(-len(data) % ALIGNMENT)


# ---- writing -----------------------------------------------------------------------------


def table(rows, dtype):
    """A section of names or words: bytes, count, depth, columns."""
    items = np.zeros(len(rows), dtype)
    for item, row in zip(items, rows):
        for field, value in zip(dtype.names, row):
            item[field] = value
    return items.tobytes(), len(rows), 0, 0


def forest(trees, columns):
    """Splits and leaves, which fit 16 bits; columns are those of the rows that it reads."""
    data = trees.splits.astype(SPLIT).tobytes() + trees.leaves.astype(LEAF).tobytes()
    return data, len(trees.leaves), trees.depth, columns


def pack(kind, sections):
    """A file of sections by name."""
    offset = HEADER.size + SECTION.size * len(sections)
    entries, body = b"", b""
    for name, (data, count, depth, columns) in sections.items():
        entries += SECTION.pack(name.encode(), offset + len(body), count, depth, columns)
        body += padded(data)
    body = entries + body
    checksum = hashlib.sha256(body).hexdigest().encode()
    size = HEADER.size + len(body)
    return HEADER.pack(MAGIC, VERSION, size, len(sections), kind.encode(), checksum) + body


def basic_sections(names, words):
    names = [(name, *scores) for name, scores in names]
    return {"names": table(names, NAME), "words": table(words, WORD),
            "cutoffs": (trees.cutoffs().astype(CUTOFF).tobytes(), trees.SCORE_MAX, 0, 0)}


def pack_content(model, columns):
    """The content model. columns: of the rows of the page, of its type, of the first pass
    and of the second."""
    of_page, of_type, of_first, of_second = columns
    sections = basic_sections(model.names, model.words)
    for t, name in enumerate(corpus.TYPES):
        sections[f"hint {name}"] = forest(model.hints[t], of_page)
    for t, name in enumerate(corpus.TYPES):
        sections[f"type {name}"] = forest(model.types[t], of_type)
    sections["quick"] = forest(model.quick, of_first)
    sections["first"] = forest(model.first, of_first)
    sections["second"] = forest(model.second, of_second)
    return pack("content", sections)


def pack_lines(model, columns):
    """The model of lines. columns: of the rows of the first pass and of the second."""
    sections = basic_sections([], model.words)
    sections["first"] = forest(model.first, columns[0])
    sections["second"] = forest(model.second, columns[1])
    return pack("lines", sections)


def write_lexicon(path, names, words):
    """A lexicon alone, in the form that dump reads."""
    counts = struct.pack("<2I", len(names), len(words))
    sections = basic_sections(names, words)
    path.write_bytes(counts + sections["names"][0] + sections["words"][0])


# ---- reading -----------------------------------------------------------------------------


def sections_of(data):
    """For each section its bytes from the beginning on, its count, depth and columns."""
    magic, version, size, count, kind, checksum = HEADER.unpack_from(data)
    if magic.rstrip(b"\0") != MAGIC or version != VERSION or size != len(data):
        raise ValueError("not a model file of this version")
    if hashlib.sha256(data[HEADER.size:]).hexdigest() != checksum.decode():
        raise ValueError("a damaged model file")
    found = {}
    for i in range(count):
        name, offset, *rest = SECTION.unpack_from(data, HEADER.size + i * SECTION.size)
        found[name.rstrip(b"\0").decode()] = data[offset:], *rest
    return found


def read_table(section, dtype):
    data, count, _, _ = section
    return np.frombuffer(data, dtype, count)


def read_forest(section):
    data, count, depth, _ = section
    inner, leaves = 2**depth - 1, 2**depth
    splits = np.frombuffer(data, SPLIT, count * inner * 2)
    rest = data[splits.nbytes:]
    return trees.Forest(splits.reshape(count, inner, 2).astype(np.int32),
                        np.frombuffer(rest, LEAF, count * leaves).reshape(count, leaves).astype(np.int32))


def read(path):
    """A model as training has it: names, words, and its forests by name."""
    found = sections_of(path.read_bytes())
    names = [(int(n["hash"]), (int(n["content"]), int(n["rules"]))) for n in read_table(found["names"], NAME)]
    words = [(int(w["hash"]), int(w["content"])) for w in read_table(found["words"], WORD)]
    model = SimpleNamespace(names=names, words=words)
    for name in ("quick", "first", "second"):
        if name in found:
            setattr(model, name, read_forest(found[name]))
    for plural, name in TYPES.items():
        if f"{name} {corpus.TYPES[0]}" in found:
            setattr(model, plural, [read_forest(found[f"{name} {t}"]) for t in corpus.TYPES])
    return model
