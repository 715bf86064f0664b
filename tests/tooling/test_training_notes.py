"""The notes of training/risk: what makes the figures of `make eval` mean something."""
import collections
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "training/risk"
SIGNALS = {"hesitation", "inconsistency", "enthusiasm", "evasiveness", "concreteness"}


def read(name):
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:]]


def as_read(note):
    return re.sub(r"\W+", " ", note.lower()).strip()


def test_every_note_has_a_language_a_risk_and_known_signals():
    for name in ("notes.tsv", "challenge.tsv", "blind.tsv"):
        for row in read(name):
            assert row["lang"] in {"en", "it", "mixed"} and row["risk"] in {"LOW", "MEDIUM", "HIGH"}, row
            assert set(row["signals"].split()) <= SIGNALS, row
            assert row["note"].strip() and row.get("split", "test") in {"train", "calibrate", "test"}, row


def test_notes_that_say_the_same_are_never_on_both_sides():
    parts = collections.defaultdict(set)
    for row in read("notes.tsv"):
        parts[row["group"]].add(row["split"])
    assert [group for group, splits in parts.items() if len(splits) > 1] == []


def test_no_note_that_scores_was_trained_on():
    notes = read("notes.tsv")
    trained = {as_read(row["note"]) for row in notes if row["split"] != "test"}
    scored = [row for row in notes if row["split"] == "test"] + read("challenge.tsv") + read("blind.tsv")
    assert [row["note"] for row in scored if as_read(row["note"]) in trained] == []


def test_risks_and_languages_are_balanced():
    for part in ("train", "calibrate", "test"):
        rows = [row for row in read("notes.tsv") if row["split"] == part]
        for name in ("risk", "lang"):
            counts = collections.Counter(row[name] for row in rows if row[name] != "mixed")
            assert max(counts.values()) < 1.3 * min(counts.values()), (part, counts)
