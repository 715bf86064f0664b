#!/usr/bin/env python3
"""Compares our tokenizer with the reference on 100,000 texts, and its speed (make check-tokenizer).

The texts are made from a fixed seed: every plane of Unicode, accents in any order, ideographs, emoji, controls, special tokens,
words that are too long, English and Italian prose, and some of a megabyte. One difference fails.
"""
import array
import random
import struct
import subprocess
import sys
import time

import peers

peers.enter("tokenizer.txt")
from tokenizers import Tokenizer  # noqa: E402  the package is there only now

MODEL = peers.ROOT / "models" / "all-MiniLM-L6-v2"
PROGRAM = peers.ROOT / "build" / "bench" / "bench-tokens"
TEXTS = 100_000
LONG_TEXTS, LONG_BYTES = 8, 1 << 20
AT_ONCE = 2_000
SURROGATES = range(0xD800, 0xE000)
PROSE = [path.read_text(encoding="utf-8") for path in (peers.ROOT / "sample" / "job-description.txt",
                                                       peers.ROOT / "training" / "risk" / "notes.tsv")]
WORDS = sorted(set(" ".join(PROSE).split()))
SPECIALS = ["[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]", "[cls]", "[ SEP]", "[[MASK]]"]
EMOJI = ["\U0001F600", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\u2764\uFE0F", "\U0001F1EE\U0001F1F9", "\U0001F44D\U0001F3FD"]


def characters(source, first, last, most=40):
    codes = (source.randint(first, last) for _ in range(source.randint(1, most)))
    return "".join(chr(code) for code in codes if code not in SURROGATES)


def any_plane(source):
    return " ".join(characters(source, plane << 16, plane << 16 | 0xFFFF, 12) for plane in source.choices(range(17), k=4))


def accents(source):
    return "".join(source.choice("aeiounc AEIOUNC\u00e8\u00e9\u00e0\u1ec7") + characters(source, 0x300, 0x36F, 3)
                   for _ in range(source.randint(1, 30)))


def ideographs(source):
    first, last = source.choice([(0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x20000, 0x2FA1D)])
    return characters(source, first, last) + source.choice(WORDS) + characters(source, first, last)


def emoji(source):
    return "".join(source.choice([*EMOJI, " ", source.choice(WORDS)]) for _ in range(source.randint(1, 20)))


def controls(source):
    return "".join(source.choice([characters(source, 0, 0x20, 2), characters(source, 0x7F, 0xA0, 2), characters(source, 0x2000, 0x206F, 2),
                                  source.choice(WORDS)]) for _ in range(source.randint(1, 20)))


def specials(source):
    return source.choice(["", " "]).join(source.choice([*SPECIALS, source.choice(WORDS)]) for _ in range(source.randint(1, 12)))


def long_word(source):
    return source.choice(["a", "\u00e8", "e\u0301", "\u4e2d", "x1"]) * source.randint(90, 110) + source.choice(["", " b", "!"])


def prose(source):
    return source.choice([" ", "  ", "\n", ", ", " \u2013 "]).join(source.choices(WORDS, k=source.randint(1, 40)))


def all_scripts(source):
    return characters(source, 0, 0xFFFF, 60)


KINDS = [any_plane, accents, ideographs, emoji, controls, specials, long_word, prose, all_scripts]


def make_texts():
    source = random.Random(20)
    texts = [KINDS[number % len(KINDS)](source) for number in range(TEXTS - LONG_TEXTS)]
    for number in range(LONG_TEXTS):
        text = ""
        while len(text) < LONG_BYTES:
            text += "".join(KINDS[(number + step) % len(KINDS)](source) + " " for step in range(200))
        texts.append(text.encode()[:LONG_BYTES].decode(errors="ignore"))
    return texts


def packed(texts):
    return b"".join(struct.pack("<I", len(text)) + text for text in (text.encode() for text in texts))


def our_ids(texts):
    answer = subprocess.run([PROGRAM, MODEL], input=packed(texts), stdout=subprocess.PIPE, check=True).stdout
    numbers, at = array.array("i", answer), 0
    for _ in texts:
        count = numbers[at]
        yield numbers[at + 1:at + 1 + count].tolist()
        at += 1 + count


def our_speed(texts):
    return float(subprocess.run([PROGRAM, MODEL, "--speed"], input=packed(texts), stdout=subprocess.PIPE, check=True).stdout)


def reference_speed(tokenizer, texts):
    begin = time.perf_counter()
    for text in texts:
        tokenizer.encode(text)
    return sum(len(text.encode()) for text in texts) / (time.perf_counter() - begin) / 1e6


def main():
    if not PROGRAM.exists() or not (MODEL / "tokenizer.json").exists():
        sys.exit("build/bench/bench-tokens or the model is missing: run make check-tokenizer.")
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = make_texts()
    different = 0
    for first in range(0, len(texts), AT_ONCE):
        part = texts[first:first + AT_ONCE]
        for text, ours, theirs in zip(part, our_ids(part), tokenizer.encode_batch(part)):
            if ours != theirs.ids:
                different += 1
                print(f"differs: {text[:80]!r}\n  ours {ours[:20]}\n  reference {theirs.ids[:20]}")
    print(f"{len(texts):,} texts, {different} of them with other tokens than the reference")
    lines = [line for text in PROSE for line in text.splitlines() if line]
    print(f"English and Italian lines: {our_speed(lines):.0f} MB/s on one core (goal: 20 or more); "
          f"the reference, called from Python, {reference_speed(tokenizer, lines):.1f} MB/s")
    sys.exit(different > 0)


if __name__ == "__main__":
    main()
