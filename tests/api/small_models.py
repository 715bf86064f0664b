"""The small models of tests/models, for the tests that give them to the built program."""

import json
import pathlib
import shutil
import subprocess
import sys

import pytest

MODELS = pathlib.Path(__file__).resolve().parent.parent / "models"
sys.path.insert(0, str(MODELS))
import weights  # noqa: E402

TOLERANCE = 1e-4

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
    from conftest import BINARY  # which has the fixture above from here

    lines = "".join(text + "\n" for text in texts).encode()
    return subprocess.run([str(BINARY), command, "--model", str(folder), *arguments], input=lines, capture_output=True, timeout=120)


def refusal(command: str, folder: pathlib.Path) -> str:
    done = run(command, folder, texts=["a text"])
    assert done.returncode == 1, done.stderr.decode()
    assert done.stdout == b""
    return done.stderr.decode()


def rows(name: str, file: str) -> list[dict]:
    return [json.loads(line) for line in (MODELS / name / file).read_text().splitlines()]
