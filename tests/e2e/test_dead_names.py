"""Names that do not resolve, because no name server answers, do not slow down the others."""

import json
import pathlib
import subprocess
import sys

import pytest

HOSTS, GOOD, DEAD = 10, 60, 20


def run(winnow, dead, *options, interrupted=0):
    """The run of dead_names.py, with the records of the program."""
    if subprocess.run(["unshare", "-mn", "true"], capture_output=True).returncode:
        pytest.skip("no network namespace to be had")
    program = pathlib.Path(__file__).with_name("dead_names.py")
    command = ["unshare", "-mn", sys.executable, "-B", program, dead, GOOD, HOSTS, interrupted, winnow.program,
               "--allow-private", "--no-robots", "--format", "jsonl", *options]
    result = subprocess.run(list(map(str, command)), env=winnow.env, capture_output=True, timeout=300)
    assert result.returncode == 0, result.stderr.decode()
    found = json.loads(result.stdout)
    found["statuses"] = [json.loads(line)["status"] for line in found["out"].splitlines()]
    return found


@pytest.mark.measured
def test_dead_names_cost_the_others_no_time(winnow):
    options = ["--delay", "1", "--timeout", "4"]
    alone = run(winnow, 0, *options)
    assert (alone["statuses"], alone["code"]) == (["ok"] * GOOD, 0)
    both = run(winnow, DEAD, *options)
    assert (both["statuses"].count("ok"), both["statuses"].count("timeout"), both["code"]) == (GOOD, DEAD, 1)
    assert "timed out: Resolving timed out after 4 seconds" in both["err"]
    assert both["seconds"] < 1.2 * alone["seconds"]


def test_the_other_pages_are_had_while_names_are_looked_up(winnow):
    """More dead names than may have a connection, all before their timeout: what the first eight hosts and
    their threads would block until then."""
    found = run(winnow, DEAD, "--delay", "0", "--unordered", "--grace", "0", interrupted=6)
    assert (found["statuses"], found["code"]) == (["ok"] * GOOD, 130)


def test_a_signal_ends_a_run_that_looks_names_up(winnow):
    found = run(winnow, DEAD, "--delay", "0", interrupted=3)
    assert found["code"] == 130
    assert found["seconds"] < 4
