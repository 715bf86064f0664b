"""Sentence encoders of other architectures and tokenizers: the small models of tests/models against the reference."""

import json

import pytest
from small_models import MODELS, TOLERANCE, rows, run

ENCODERS = sorted(path.parent.name for path in MODELS.glob("*/vectors.jsonl"))


@pytest.mark.parametrize("name", ENCODERS)
def test_vectors_are_those_of_the_reference(name, folder_of):
    wanted = rows(name, "vectors.jsonl")
    done = run("embed", folder_of(name), texts=[row["text"] for row in wanted])
    assert done.returncode == 0, done.stderr.decode()
    for line, row in zip(done.stdout.splitlines(), wanted, strict=True):
        assert max(abs(a - b) for a, b in zip(json.loads(line), row["vector"], strict=True)) <= TOLERANCE, row["text"]
