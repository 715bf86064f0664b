"""Runs one of the peers for bench/embed_peers.py: sentence, onnx-f32 or onnx-int8.

Usage: peer_worker.py KIND MODEL GRAPHS TEXTS VECTORS

Prints the seconds to the first vector and the resident megabytes, then answers "chunks" and "query" with seconds.
"""
import concurrent.futures
import pathlib
import sys
import time

START = time.perf_counter()
QUERY = "led the migration of a payment system to event streams"
QUERIES = 51
THREADS = 2
TOKENS_MOST = 256


class Sentence:
    def __init__(self, model, graphs, precision):
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(THREADS)
        self.model = SentenceTransformer(str(model), device="cpu")

    def embed(self, texts):
        return self.model.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)

    query = embed


class Onnx:
    """A sequence at a time, so that nothing is padded: on two threads for many texts, and for a query by two threads at once."""

    def __init__(self, model, graphs, precision):
        import numpy
        import onnxruntime
        from tokenizers import Tokenizer

        self.numpy = numpy
        self.tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(TOKENS_MOST)
        self.pool = concurrent.futures.ThreadPoolExecutor(THREADS)
        self.open = lambda threads: self.session(onnxruntime, graphs / f"{precision}.onnx", threads)
        self.alone, self.together = None, self.open(1)

    @staticmethod
    def session(onnxruntime, path, threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(self, session, text):
        ids = self.numpy.array([self.tokenizer.encode(text).ids], dtype=self.numpy.int64)
        vector = session.run(None, {"ids": ids})[0][0]
        return vector / self.numpy.linalg.norm(vector)

    def embed(self, texts):
        by_length = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        done = dict(zip(by_length, self.pool.map(lambda i: self.run(self.together, texts[i]), by_length)))
        return self.numpy.stack([done[i] for i in range(len(texts))])

    def query(self, texts):
        if self.alone is None:
            self.alone = self.open(THREADS)
        return [self.run(self.alone, text) for text in texts]


def median_query(peer):
    times = []
    for _ in range(QUERIES):
        begin = time.perf_counter()
        peer.query([QUERY])
        times.append(time.perf_counter() - begin)
    return sorted(times)[QUERIES // 2]


def timed(peer, texts):
    begin = time.perf_counter()
    peer.embed(texts)
    return time.perf_counter() - begin


def resident_megabytes():
    status = pathlib.Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024 / 1e6


def main():
    kind, model, graphs, chunks, vectors = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
    texts = chunks.read_text(encoding="utf-8").splitlines()
    name, _, precision = kind.partition("-")
    peer = {"sentence": Sentence, "onnx": Onnx}[name](model, graphs, precision)
    peer.embed([QUERY])
    print(time.perf_counter() - START, flush=True)
    peer.embed(texts).astype("float32").tofile(vectors)
    print(resident_megabytes(), flush=True)
    for line in sys.stdin:
        print(timed(peer, texts) if line.startswith("chunks") else median_query(peer), flush=True)


if __name__ == "__main__":
    main()
