"""coverage.py LOG...: what fuzz targets have reached, from the output of libFuzzer with
-print_coverage=1: a line for each target, a line for each room of src/, and the functions of
the rooms that read what strangers send which no target has reached."""

import collections
import pathlib
import re
import sys

FUNCTION = re.compile(r"^(?:UN)?COVERED_FUNC: hits: \d+ edges: (\d+)/(\d+) (\S+) .*?/src/([a-z]+)/([a-z0-9_]+\.c):", re.M)
STRANGERS = ("clean", "write", "archive", "container")


def number(log, name):
    found = re.search(rf"^stat::{name}: *(\d+)", log, re.M)
    return int(found[1]) if found else 0


def main():
    functions = {}
    print(f"{'target':10} {'executions':>11} {'per second':>11} {'edges':>7}")
    for path in map(pathlib.Path, sys.argv[1:]):
        log = path.read_text(errors="replace")
        reached = 0
        for edges, of, name, room, file in FUNCTION.findall(log):
            key = (room, file, name)
            reached += int(edges)
            functions[key] = max(functions.get(key, (0, 0)), (int(edges), int(of)))
        print(f"{path.stem:10} {number(log, 'number_of_executed_units'):11,} "
              f"{number(log, 'average_exec_per_sec'):11,} {reached:7,}")
    rooms = collections.defaultdict(lambda: [0, 0])
    for (room, _, _), (edges, of) in functions.items():
        rooms[room][0] += edges
        rooms[room][1] += of
    print(f"\n{'room':10} {'edges':>7} {'reached':>8}")
    for room, (edges, of) in sorted(rooms.items()):
        print(f"{room:10} {of:7,} {100 * edges / of:7.1f}%")
    print("\nnot reached:")
    for room, file, name in sorted(key for key, (edges, _) in functions.items() if not edges and key[0] in STRANGERS):
        print(f"  {room}/{file}: {name}")


main()
