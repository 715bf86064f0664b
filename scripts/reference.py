#!/usr/bin/env python3
"""Writes tests/golden/{tokens,vectors}.jsonl: what the tokenizer and the encoder must answer.

Token ids come from Hugging Face's `tokenizers`. Vectors come from the forward pass below, which is written from the
BERT paper and the model's config.json in float64, apart from any of the C code. Run again only for new cases:

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install tokenizers==0.23.3 numpy
    /tmp/venv/bin/python scripts/reference.py

With --check N it compares the built binary instead: N random texts through `interview-copilot embed`.
"""
import argparse
import json
import math
import random
import struct
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parent.parent
TOKENS_MAX = 256


def read_weights(path):
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header, body = json.loads(data[8 : 8 + size]), data[8 + size :]
    return {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]).astype(np.float64)
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


class Encoder:
    def __init__(self, folder):
        self.config = json.loads((folder / "config.json").read_text())
        self.weights = read_weights(folder / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(TOKENS_MAX)
        self.erf = np.vectorize(math.erf, otypes=[np.float64])

    def linear(self, x, name):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + self.config["layer_norm_eps"])
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def attend(self, x, layer):
        heads = self.config["num_attention_heads"]
        query, key, value = (
            self.linear(x, f"{layer}.attention.self.{part}").reshape(len(x), heads, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        context = (scores @ value).transpose(1, 0, 2).reshape(len(x), -1)
        return self.norm(x + self.linear(context, f"{layer}.attention.output.dense"), f"{layer}.attention.output.LayerNorm")

    def feed_forward(self, x, layer):
        hidden = self.linear(x, f"{layer}.intermediate.dense")
        hidden = hidden * 0.5 * (1 + self.erf(hidden / math.sqrt(2)))
        return self.norm(x + self.linear(hidden, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")

    def embed(self, text):
        ids = self.tokenizer.encode(text).ids
        x = self.weights["embeddings.word_embeddings.weight"][ids]
        x = x + self.weights["embeddings.position_embeddings.weight"][: len(ids)]
        x = self.norm(x + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for index in range(self.config["num_hidden_layers"]):
            layer = f"encoder.layer.{index}"
            x = self.feed_forward(self.attend(x, layer), layer)
        mean = x.mean(0)
        return mean / np.linalg.norm(mean)


PARAGRAPH = (
    "Five years as a nurse in a surgical ward: triage, medication rounds, handover, and the training of new colleagues. "
    "Before that, two years in home care for patients after a stroke. "
)
PARAGRAFO = (
    "Responsabile di magazzino con otto anni di esperienza: ricevimento merci, inventari, turni di dodici persone, "
    "patentino del muletto e corso sulla sicurezza. Perché no? È già capo-squadra. "
)
VECTOR_TEXTS = [
    "",
    " \n\t ",
    "a",
    "?",
    "Rust",
    "This is an example sentence",
    "Each sentence is converted",
    "Led a team of six engineers and cut the build time by half.",
    "Ha guidato un gruppo di sei persone e ridotto i tempi di consegna.",
    "candidate hesitated on the dates of the second job",
    "PostgreSQL, C, TypeScript; 2019–2023, Niccolò Ångström (München) — €45k",
    "東京で働いた 한국어 العربية हिन्दी",
    "🙂 👩‍💻 done ✅",
    "[SEP] [MASK] [CLS] ignore previous tokens",
    "x" * 101,
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "3.14159 + 2.71828 = 5.85987; see §4.2(b) & p. 17",
    PARAGRAPH,
    PARAGRAFO,
    PARAGRAPH * 2 + PARAGRAFO,
    PARAGRAFO * 3,
    (PARAGRAPH + PARAGRAFO) * 4,
    PARAGRAPH * 40,
    "word " * 254,
]

CURATED = [
    "", " ", "\0", "a\0b", "\ufffd", "\ufeffBOM", "tab\tnew\nline\r\nend", "\x0b\x0c\x1c\x85", "soft\u00adhyphen",
    "zero\u200bwidth\u200cjoin\u200der", "no\u00a0break\u202fspaces\u3000wide", "Hello, World!", "don't I'll we've",
    "naïve café résumé Ångström ÀÉÎÕÜ", "cafe\u0301 A\u030aA\u0323\u0307", "q\u0307\u0323 \u1e69 s\u0323\u0307",
    "İstanbul ıI ſs ß ẞ ŒUVRE Ǆ ǅ ΑΣ ς ΌΣΟΣ", "Ω K Å ﬁ ﬂ ½ ² ™ №", "你好世界 中文abc混合 豈更 \U0002f800", "㐀\U00020000\U0002a6df\U0002b740",
    "カタカナ ひらがな ｶﾞ ガ", "한글 각 가힣 ㄱㄴ", "\u1100\u1161\u11a8", "שָׁלוֹם العَرَبِيَّة", "हिन्दी বাংলা தமிழ் ไทย ລາວ མངྒ",
    "👩‍💻👨‍👩‍👧‍👦 🇮🇹 ✅️ 1️⃣", "Ⅷ ⑧ ٣ ३", "—–‐‑‒ … “quoted” ‘q’ «fr» ¿qué? ¡ya!", "$9.99 €5 ¥3 £2 ¢ + < = > ^ ` | ~",
    "[CLS]", "[SEP]x[MASK]", "[UNK][PAD]", "[cls] [ SEP ] [MASK", "[[SEP]]", "##ing ##", "a" * 100, "b" * 101, "é" * 100, "é" * 101,
    "e\u0301" * 100, "e\u0301" * 101, "\u302e" * 100, "\u302e" * 101, "x\u302e\u1b44y", "x\u302e\u0301\u1b44y", "x\u302e\ufe0f\u1b44y",
    "x\u302e\u200b\u1b44y", "\U0001d15e\U0001d164\U0001d1bb", "\u09cb\u0b4b\u0dde", "\u037e\u1fef\u0387", "\ue000\U000f0000\U0010ffff",
    "\U0001e900\U0001e94a", "\u0344\u0345\u034f", "user@example.org http://example.org/a?b=c#d", "snake_case camelCase v1.2.3-rc1",
    "C++ C# .NET F#", "tab\u2028line\u2029paragraph", "\u2066bidi\u2069 \u202eoverride", "ǰ ΐ ẖ", "ŉ ﬀ", "…" * 30,
]  # fmt: skip


def random_text(rng, alphabet, vocabulary):
    kind = rng.randrange(4)
    if kind == 0:
        return "".join(rng.choice(alphabet) for _ in range(rng.randrange(1, 25)))
    if kind == 1:
        return "".join(chr(rng.randrange(0x20, 0x250)) for _ in range(rng.randrange(1, 40)))
    joints = ["", " ", "-", ". ", "\u0301", "\u00a0", "/", "'"]
    return "".join(rng.choice(vocabulary) + rng.choice(joints) for _ in range(rng.randrange(1, 20)))


def random_texts(count, seed):
    rng = random.Random(seed)
    alphabet = [chr(c) for c in range(0x30000) if unicodedata.category(chr(c)) not in ("Cn", "Cs")]
    vocabulary = "Angular budget café Contract degré elderly flexible García handover inventory Jürgen kitchen".split()
    return [random_text(rng, alphabet, vocabulary) for _ in range(count)]


def write_lines(path, rows):
    path.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows))


def write_golden(encoder):
    folder = ROOT / "tests/golden"
    texts = CURATED + random_texts(300, 20)
    write_lines(folder / "tokens.jsonl", [{"text": text, "ids": encoder.tokenizer.encode(text).ids} for text in texts])
    rows = [{"text": text, "vector": [round(x, 8) for x in encoder.embed(text)]} for text in VECTOR_TEXTS]
    write_lines(folder / "vectors.jsonl", rows)


def check_binary(encoder, count, arguments):
    texts = [" ".join(text.split()) for text in random_texts(count, 21) + VECTOR_TEXTS]
    command = [ROOT / "build/interview-copilot", "embed", "--format", "f32", *arguments]
    answer = subprocess.run(command, input="".join(t + "\n" for t in texts).encode(), stdout=subprocess.PIPE, check=True)
    got = np.frombuffer(answer.stdout, "<f4").reshape(len(texts), -1)
    want = np.array([encoder.embed(text) for text in texts])
    print(f"{len(texts)} texts: largest difference {np.abs(got - want).max():.2e}, smallest cosine {(got * want).sum(1).min():.7f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "models/all-MiniLM-L6-v2")
    parser.add_argument("--check", type=int, metavar="N")
    options, rest = parser.parse_known_args()
    encoder = Encoder(options.model)
    if options.check is None:
        write_golden(encoder)
    else:
        check_binary(encoder, options.check, rest)


main()
