"""Annotated pages as plain text that somebody may have extracted earlier, with their menus.
The renderings differ in what a line is, so that no model learns the habits of one program.

    bare     one line per block, without blank lines and bullets
    blocks   with blank lines: by winnow, by w3m on a screen that breaks no line, or as a browser
             copies a page, which leaves the bullets out
    screen   as w3m and lynx show pages on screens of 72 to 80 columns
    clean    the annotated text alone, for three pages in five: all of it must stay
    foreign  bare or blocks, with each word written in another script: without the words that
             have scores (the corpus is in English), without capitals or without spaces"""
import json
import re
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corpus import empty_folder
from train import THREADS

KINDS = ["bare", "blocks", "screen", "clean", "foreign"]
BULLET = re.compile(r"^(-|\d+\.) ")
LYNX = ["lynx", "-dump", "-cfg=/dev/null", "-assume_charset=utf-8",
        "-assume_local_charset=utf-8", "-display_charset=utf-8", "-force_html"]
W3M = ["w3m", "-dump", "-T", "text/html", "-I", "utf-8", "-O", "utf-8"]
SCREENS = [W3M + ["-cols", "80"], W3M + ["-cols", "72"], LYNX + ["-nolist", "-width=80"],
           LYNX + ["-nolist", "-width=76"], W3M + ["-cols", "80"], W3M + ["-cols", "76"],
           LYNX + ["-nolist", "-width=80"], LYNX + ["-width=76"]]
BROAD = W3M + ["-cols", "3000"]


def show(command, path):
    """What a text browser shows of a local file, wherever the file is: lynx lists the
    targets of relative links."""
    run = subprocess.run([*command, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                         timeout=60, check=False)
    return run.stdout.decode("utf-8", "replace").replace(str(path.parent.resolve()), "")


def keep_all(winnow, work, paths):
    """The whole text of each page, by winnow with rules that keep everything."""
    rules = work / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "default.txt").write_text("")
    keep = work / "keep.txt"
    keep.write_text("body: //body\nprune: no\n")
    pages = work / "pages.jsonl"
    with open(pages, "w", encoding="utf-8") as f:
        for path in paths:
            html = path.read_text(encoding="utf-8", errors="replace")
            f.write(json.dumps({"id": path.stem, "html": html}) + "\n")
    with open(pages, encoding="utf-8") as f:
        run = subprocess.run([winnow, "--input", "jsonl", "--format", "jsonl", "-q",
                              "--rules", rules, "--rule", keep], stdin=f,
                             stdout=subprocess.PIPE, check=False)
    records = map(json.loads, run.stdout.decode().splitlines())
    return {record["id"]: record.get("text") or "" for record in records}


def bare(text):
    lines = [line.strip() for line in text.split("\n")]
    return "".join(BULLET.sub("", line) + "\n" for line in lines if line)


def pasted(text):
    return "".join(BULLET.sub("", line.strip()) + "\n" for line in text.split("\n"))


def blocks(page, whole, number):
    return show(BROAD, page.path) if number % 2 else pasted(whole) if number % 3 == 0 else whole


# ---- other scripts ------------------------------------------------------------------------

LATIN = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = str.maketrans(LATIN + LATIN.upper(), "абцдефгхийклмнопярстувшьыз"
                         + "АБЦДЕФГХИЙКЛМНОПЯРСТУВШЬЫЗ")
ARABIC = str.maketrans(LATIN + LATIN.upper() + ",?", "ابتثجحخدذرزسشصضطظعغفقكلمنه" * 2 + "،؟")
IDEOGRAPHS = 0x4E00  # and the 4,096 after it
STOPS = str.maketrans(",.!?:;", "，。！？：；")


def ideographs(line, letters):
    """One ideograph for each group of letters, and no space between words."""
    def write(match):
        word = match[0].lower()
        count = -(-len(word) // letters)
        return "".join(chr(IDEOGRAPHS + zlib.crc32(f"{word}{i}".encode()) % 4096)
                       for i in range(count))

    line = re.sub(r"[^\W\d_]+", write, line)
    line = re.sub(r"[,.!?:;](?=\s|$)", lambda match: match[0].translate(STOPS), line)
    return re.sub(r"(?<=[\u3000-\uFFFF]) (?=[\u3000-\uFFFF])", "", line)


def foreign(text, number):
    """The same lines, of the same words, in another script."""
    if number % 4 < 2:
        return text.translate(CYRILLIC if number % 4 else ARABIC)
    lines = [ideographs(line, 3 if number % 4 == 2 else 2) for line in text.split("\n")]
    return "\n".join(lines)


# ---- all of them --------------------------------------------------------------------------


def base_of(name):
    """Which rendering the foreign text of a page is made from."""
    return "bare" if zlib.crc32(name.encode()) // 4 % 2 else "blocks"


def renderings(page, whole):
    """The texts of a page by kind; its id determines which program renders it."""
    number = zlib.crc32(page.id.encode())
    texts = {"bare": bare(whole), "blocks": blocks(page, whole, number),
             "screen": show(SCREENS[number // 2 % len(SCREENS)], page.path)}
    texts["foreign"] = foreign(texts[base_of(page.id)], number)
    if number % 5 < 3 and not page.is_partial:
        texts["clean"] = page.reference + "\n"
    return texts


def render(pages, work, winnow):
    """Writes all texts of the pages to work; gives (page, kind, path) of each."""
    whole = keep_all(winnow, work, [page.path for page in pages])
    for kind in KINDS:
        empty_folder(work / kind)

    def write(page):
        texts = renderings(page, whole.get(page.id, ""))
        for kind, text in texts.items():
            (work / kind / f"{page.id}.txt").write_text(text, encoding="utf-8")
        return list(texts)

    with ThreadPoolExecutor(THREADS) as threads:
        kinds = list(threads.map(write, pages))
    return [(page, kind, work / kind / f"{page.id}.txt")
            for page, written in zip(pages, kinds) for kind in written]
