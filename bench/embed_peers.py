#!/usr/bin/env python3
"""Our encoder beside the other ways to run its model on this processor (make bench-embed).

All of them embed the lines of bench/chunks.txt on two threads, tokens included, and a short query, in turns within one run: a
machine that is busy slows all alike, so the ratios hold. The best of the rounds counts. Each runs in a process of its own.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import peers

peers.enter("peers.txt")
import numpy  # noqa: E402  the package is there only now

MODEL = peers.ROOT / "models" / "all-MiniLM-L6-v2"
BENCH = peers.ROOT / "build" / "bench"
CHUNKS = peers.ROOT / "bench" / "chunks.txt"
QUERY = "led the migration of a payment system to event streams"
DIMENSIONS = 384
ROUNDS = int(os.environ.get("ROUNDS", "7"))
OTHERS = {"sentence-transformers, batch 32": "sentence", "ONNX Runtime f32": "onnx-f32", "ONNX Runtime int8": "onnx-int8"}
PRECISIONS = ("f32", "bf16", "int16", "int8")
WEIGHTS = 6 * (4 * 384 * 384 + 2 * 384 * 1536)  # of the model's layers: products for a token
ATTENTION = 6 * 2 * 384  # products for a pair of tokens
GOALS = [  # for two cores with AVX-512: ours, other, times as fast; the server computes in int16, with AMX in bf16
    ("int16", "ONNX Runtime f32", 2.1), ("int16", "sentence-transformers, batch 32", 3.3), ("bf16", "ONNX Runtime f32", 2.1),
    ("bf16", "sentence-transformers, batch 32", 3.3), ("int8", "ONNX Runtime f32", 3.4),
    ("int8", "sentence-transformers, batch 32", 5.4), ("int8", "ONNX Runtime int8", 1.5)]


class Worker:
    """A process that answers each step with the seconds that it took."""

    def __init__(self, name, command):
        self.name, self.chunks, self.query = name, [], []
        self.vectors = pathlib.Path(tempfile.mkstemp(suffix=".f32")[1])
        self.process = subprocess.Popen([*map(str, command), self.vectors], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.first, self.resident = self.read(), self.read()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} gave no figure.")
        return float(line)

    def step(self, what):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        getattr(self, what).append(self.read())

    def finish(self):
        self.process.stdin.close()
        self.process.wait()
        vectors = numpy.fromfile(self.vectors, numpy.float32).reshape(-1, DIMENSIONS).astype(float)
        self.vectors.unlink()
        return vectors


def has(instructions):
    return instructions in pathlib.Path("/proc/cpuinfo").read_text()


def least_cosine(vectors, reference):
    lengths = numpy.linalg.norm(vectors, axis=1) * numpy.linalg.norm(reference, axis=1)
    return float(((vectors * reference).sum(1) / lengths).min())


def billions_of_products():
    """To embed all lines once."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    counts = [len(encoded.ids) for encoded in tokenizer.encode_batch(CHUNKS.read_text(encoding="utf-8").splitlines())]
    print(f"{len(counts)} passages of {min(counts)} to {max(counts)} tokens, {sum(counts) / len(counts):.0f} on average")
    return sum(count * WEIGHTS + count * count * ATTENTION for count in counts) / 1e9


def start_workers():
    folder = BENCH.parent / "peers" / "graphs"
    subprocess.run([sys.executable, peers.ROOT / "bench" / "peer_graphs.py", MODEL, folder], check=True)
    others = [Worker(name, [sys.executable, peers.ROOT / "bench" / "peer_worker.py", kind, MODEL, folder, CHUNKS])
              for name, kind in OTHERS.items()]
    return others + [Worker(f"ours {precision}", [BENCH / "bench-embed", MODEL, precision, CHUNKS]) for precision in PRECISIONS]


def measure(workers):
    for number in range(ROUNDS):
        print(f"round {number + 1} of {ROUNDS}", file=sys.stderr, end="\r", flush=True)
        for worker in workers:
            worker.step("chunks")
            worker.step("query")


def peak_of(name, peaks):
    """What computes it: AMX takes half as many numbers of 16 bits as of 8 at a time."""
    if name in ("ours int8", "ours bf16") and len(peaks) == 3:
        return peaks[2] / (1 if name == "ours int8" else 2)
    return peaks[name.endswith(("int8", "int16"))] if peaks else None


def show_table(workers, count, products, peaks):
    vectors = {worker.name: worker.finish() for worker in workers}
    reference = vectors["sentence-transformers, batch 32"]
    print(f"{'':<34}{'chunks/s':>9}{'query ms':>10}{'min cosine':>12}{'resident MB':>13}{'first ms':>10}{'of peak':>9}")
    for worker in workers:
        best = min(worker.chunks)
        peak = peak_of(worker.name, peaks)
        share = f"{products / best / peak:.0%}" if peak else "-"
        print(f"{worker.name:<34}{count / best:>9.1f}{1000 * min(worker.query):>10.2f}{least_cosine(vectors[worker.name], reference):>12.5f}"
              f"{worker.resident:>13.0f}{1000 * worker.first:>10.0f}{share:>9}")


def show_ratios(workers):
    best = {worker.name: min(worker.chunks) for worker in workers}
    note = "" if has("avx512_vnni") else " (the goals are for processors with AVX-512 VNNI, which this one lacks)"
    print(f"\nTimes as fast{note}:")
    for ours, other, goal in GOALS:
        print(f"  {ours + ' / ' + other:<46}{best[other] / best['ours ' + ours]:>6.2f}   goal {goal}")


def main():
    if not (BENCH / "bench-embed").exists() or not (MODEL / "model.safetensors").exists():
        sys.exit("build/bench/bench-embed or the model is missing: run make bench-embed.")
    load = os.getloadavg()[0]
    if load > 1:
        print(f"This machine is busy (load {load:.1f}): trust the ratios rather than the figures.")
    products, count = billions_of_products(), len(CHUNKS.read_text(encoding="utf-8").splitlines())
    workers = start_workers()
    measure(workers)
    peaks = [float(line) for line in subprocess.run([BENCH / "bench-peak"], stdout=subprocess.PIPE, check=True).stdout.split()]
    if peaks:
        amx = f", {peaks[2]:.0f} in those of AMX" if len(peaks) == 3 else ""
        print(f"two threads multiply and add {peaks[0]:.0f} billion times a second in f32, {peaks[1]:.0f} in integers{amx}")
    show_table(workers, count, products, peaks)
    show_ratios(workers)


if __name__ == "__main__":
    main()
