"""The schema of a record, and what a record that keeps to it looks like."""

import json
import pathlib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]

SCHEMA = json.loads((ROOT / "include/winnow-record.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def breaches(record):
    """What the schema has against a record; integers are integers, and not 200.0."""
    found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in VALIDATOR.iter_errors(record)]
    if isinstance(record.get("http_status"), float):
        found.append("http_status is no integer")
    return found
