"""The notes of training/risk: what makes the figures of `make eval` mean something."""
import collections
import re
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "training/risk"
SIGNALS = {"hesitation", "inconsistency", "enthusiasm", "evasiveness", "concreteness"}


def read(name):
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:]]


def test_every_note_has_a_language_a_risk_and_known_signals():
    for name in ("notes.tsv", "challenge.tsv", "blind.tsv", "blind-2.tsv", "blind-3.tsv"):
        for row in read(name):
            assert row["lang"] in {"en", "it", "mixed"} and row["risk"] in {"LOW", "MEDIUM", "HIGH"}, row
            assert set(row["signals"].split()) <= SIGNALS, row
            assert row["note"].strip() and row.get("split", "test") in {"train", "calibrate", "test"}, row


def test_notes_that_say_the_same_are_never_on_both_sides():
    parts = collections.defaultdict(set)
    for row in read("notes.tsv"):
        parts[row["group"]].add(row["split"])
    assert [group for group, splits in parts.items() if len(splits) > 1] == []


def words_of(row):
    plain = unicodedata.normalize("NFD", row["note"].lower())
    return frozenset(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def rarest_half(words, counts):
    """Two notes that share most of their words share one of these: only such pairs are compared."""
    return sorted(words, key=lambda word: (counts[word], word))[: len(words) // 2 + 1]


def share_most_words(a, b):
    return len(a & b) > len(a | b) / 2


def test_no_note_was_trained_on_that_shares_most_words_with_one_that_scores():
    notes = read("notes.tsv")
    scored = {words_of(row) for row in [n for n in notes if n["split"] == "test"] + read("challenge.tsv") + read("blind.tsv") + read("blind-2.tsv") + read("blind-3.tsv")}
    counts = collections.Counter(word for words in scored for word in words)
    by_word = collections.defaultdict(list)
    for words in scored:
        for word in words:
            by_word[word].append(words)
    for row in notes:
        words = words_of(row)
        near = (other for word in rarest_half(words, counts) for other in by_word[word])
        assert row["split"] == "test" or not any(share_most_words(words, other) for other in near), row["note"]


def test_risks_and_languages_are_balanced():
    for part in ("train", "calibrate", "test"):
        rows = [row for row in read("notes.tsv") if row["split"] == part]
        for name in ("risk", "lang"):
            counts = collections.Counter(row[name] for row in rows if row[name] != "mixed")
            assert max(counts.values()) < 1.3 * min(counts.values()), (part, counts)
