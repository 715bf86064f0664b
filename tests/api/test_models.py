"""Sentence encoders of other architectures and tokenizers: the small models of tests/models against the reference."""

import json
import pathlib
import shutil
import subprocess
import sys

import pytest
from conftest import BINARY, ROOT

MODELS = ROOT / "tests" / "models"
sys.path.insert(0, str(MODELS))
import weights  # noqa: E402

TOLERANCE = 1e-4
ENCODERS = sorted(path.parent.name for path in MODELS.glob("*/vectors.jsonl"))


@pytest.fixture(scope="session")
def folder_of(tmp_path_factory):
    """Copies a model and writes its weights."""
    made = {}

    def make(name: str) -> pathlib.Path:
        if name not in made:
            folder = tmp_path_factory.mktemp("models") / name
            shutil.copytree(MODELS / name, folder)
            weights.write(folder / "model.safetensors", MODELS / name)
            made[name] = folder
        return made[name]

    return make


def run(command: str, folder: pathlib.Path, *arguments: str, texts: list[str]) -> subprocess.CompletedProcess:
    lines = "".join(text + "\n" for text in texts).encode()
    return subprocess.run([str(BINARY), command, "--model", str(folder), *arguments], input=lines, capture_output=True, timeout=120)


def refusal(command: str, folder: pathlib.Path) -> str:
    done = run(command, folder, texts=["a text"])
    assert done.returncode == 1, done.stderr.decode()
    assert done.stdout == b""
    return done.stderr.decode()


def rows(name: str, file: str) -> list[dict]:
    return [json.loads(line) for line in (MODELS / name / file).read_text().splitlines()]


@pytest.mark.parametrize("name", ENCODERS)
def test_vectors_are_those_of_the_reference(name, folder_of):
    wanted = rows(name, "vectors.jsonl")
    done = run("embed", folder_of(name), texts=[row["text"] for row in wanted])
    assert done.returncode == 0, done.stderr.decode()
    for line, row in zip(done.stdout.splitlines(), wanted, strict=True):
        assert max(abs(a - b) for a, b in zip(json.loads(line), row["vector"], strict=True)) <= TOLERANCE, row["text"]
