"""The 200 passages that embedding is measured on: consecutive lines of invented CVs in English and Italian (eval/cvs)."""
import json
import random

import peers

CHUNKS = 200
TOKENS_LEAST, TOKENS_MOST = 18, 200
QUERY = "led the migration of a payment system to event streams"


def lines():
    for path in sorted((peers.ROOT / "eval" / "cvs" / "expected").glob("*.json")):
        for section in json.loads(path.read_text(encoding="utf-8"))["sections"]:
            yield from section["lines"]


def chunks(count_tokens):
    """Of 18 to 200 tokens, evenly spread; the same in every run. `count_tokens` tells how many a text has."""
    source, texts, words = random.Random(4), [], " ".join(lines()).split()
    start = 0
    while len(texts) < CHUNKS:
        wanted = source.randint(TOKENS_LEAST, TOKENS_MOST)
        end = start + 1
        while end < len(words) and count_tokens(" ".join(words[start:end + 1])) <= wanted:
            end += 1
        texts.append(" ".join(words[start:end]))
        start = end if end + TOKENS_MOST < len(words) else 0
    return texts
