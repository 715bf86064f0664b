"""What `interview-copilot embed` answers on the command line; the numbers are those of tests/golden/vectors.jsonl."""

import json
import math
import os
import pathlib
import struct
import subprocess

import pytest
from conftest import BINARY, ROOT

MODEL = pathlib.Path(os.environ.get("EMBEDDING_MODEL", ROOT / "models" / "all-MiniLM-L6-v2"))
GOLDEN = [json.loads(line) for line in (ROOT / "tests" / "golden" / "vectors.jsonl").read_text().splitlines()]
LINES = [row for row in GOLDEN if "\n" not in row["text"]]
TOLERANCE = 1e-5


def run_embed(*arguments: str, lines: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run([str(BINARY), "embed", *arguments], input=lines, capture_output=True, timeout=120)


def embed(*arguments: str, lines: bytes) -> list[list[float]]:
    done = run_embed("--model", str(MODEL), *arguments, lines=lines)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def all_lines() -> bytes:
    return "".join(row["text"] + "\n" for row in LINES).encode()


def assert_near(got: list[float], want: list[float]) -> None:
    assert len(got) == len(want) == 384
    assert max(abs(a - b) for a, b in zip(got, want)) <= TOLERANCE


@pytest.mark.parametrize("threads", ["1", "3"])
def test_every_line_gets_the_vector_of_the_reference_in_order(threads):
    vectors = embed("--threads", threads, lines=all_lines())
    assert len(vectors) == len(LINES)
    for vector, row in zip(vectors, LINES):
        assert_near(vector, row["vector"])


def test_raw_floats_are_the_same_vectors():
    done = run_embed("--model", str(MODEL), "--format", "f32", lines=all_lines())
    numbers = struct.unpack(f"<{len(LINES) * 384}f", done.stdout)
    for i, row in enumerate(LINES):
        assert_near(list(numbers[i * 384 : (i + 1) * 384]), row["vector"])


def test_a_last_line_without_a_newline_counts_and_no_input_gives_no_output():
    assert len(embed(lines=b"one\ntwo")) == 2
    assert embed(lines=b"") == []


def test_an_empty_line_and_bytes_that_are_no_text_get_a_vector():
    vectors = embed(lines=b"\n\xff\xfe\x00\n")
    assert_near(vectors[0], LINES[0]["vector"])
    assert_near(vectors[1], LINES[0]["vector"])


def test_a_line_is_answered_before_the_next_is_sent():
    with subprocess.Popen(
        [str(BINARY), "embed", "--model", str(MODEL)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        for row in LINES[:3]:
            process.stdin.write(row["text"].encode() + b"\n")
            process.stdin.flush()
            assert_near(json.loads(process.stdout.readline()), row["vector"])
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_a_megabyte_on_one_line_is_cut_and_embedded():
    text = GOLDEN[-1]["text"]
    vectors = embed(lines=(text * 900).encode())
    assert len(vectors) == 1
    assert_near(vectors[0], GOLDEN[-1]["vector"])


@pytest.mark.parametrize("options, least", [("bf16", 0.9999), ("int16", 0.9999), ("int8", 0.99), ("int8 --kernels generic", 0.99)])
def test_other_precisions_are_close_on_every_processor(options, least):
    done = run_embed("--model", str(MODEL), "--precision", *options.split(), lines=all_lines())
    assert done.returncode == 0, done.stderr
    for line, row in zip(done.stdout.splitlines(), LINES, strict=True):
        vector = json.loads(line)
        length = math.sqrt(sum(x * x for x in vector))
        assert sum(a * b for a, b in zip(vector, row["vector"])) / length >= least


def test_a_missing_model_is_named():
    done = run_embed("--model", "/no/such/model", lines=b"text\n")
    assert done.returncode == 1
    assert "/no/such/model" in done.stderr.decode()
    assert done.stdout == b""


def test_weights_that_are_cut_off_are_named(tmp_path):
    for name in ("config.json", "vocab.txt"):
        (tmp_path / name).symlink_to(MODEL / name)
    with (MODEL / "model.safetensors").open("rb") as whole:
        (tmp_path / "model.safetensors").write_bytes(whole.read(1_000_000))
    done = run_embed("--model", str(tmp_path), lines=b"text\n")
    assert done.returncode == 1
    assert "model.safetensors is cut off or broken" in done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [["--format", "xml"], ["--threads", "0"], ["--threads", "many"], ["--threads", "65"], ["--nonsense"], ["text"]],
)
def test_wrong_arguments_get_the_usage(arguments):
    done = run_embed(*arguments)
    assert done.returncode == 2
    assert "usage: interview-copilot embed" in done.stderr.decode()


def test_an_unknown_precision_is_named():
    done = run_embed("--model", str(MODEL), "--precision", "f8")
    assert done.returncode == 1
    assert "f8" in done.stderr.decode()
