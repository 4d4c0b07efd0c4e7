"""Validates records against their JSON schema."""

import json
import pathlib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]

SCHEMA = json.loads((ROOT / "include/winnow-record.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def errors_of(record):
    """The schema errors of a record. Integers must not be written like 200.0."""
    found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in VALIDATOR.iter_errors(record)]
    if isinstance(record.get("http_status"), float):
        found.append("http_status is no integer")
    return found
