"""`interview-copilot analyse`: notes in, one a line; verdicts out, one JSON line each."""

import json
import os
import pathlib
import re
import subprocess

import pytest
from conftest import BINARY, ROOT

NOTES = ROOT / "training" / "risk" / "notes.tsv"
SIGNALS = {"hesitation", "inconsistency", "enthusiasm", "evasiveness", "concreteness"}
# What a reason may say besides the recruiter's own words: never a word about the person.
KINDS = {"word", "phrase", "negation"}
MODEL = pathlib.Path(os.environ.get("EMBEDDING_MODEL", ROOT / "models" / "all-MiniLM-L6-v2"))
needs_model = pytest.mark.skipif(not MODEL.exists(), reason="the sentence encoder is not there")


def analyse(notes: list[str], model: pathlib.Path | str = MODEL) -> list[dict]:
    result = subprocess.run(
        [str(BINARY), "analyse"],
        input="".join(note + "\n" for note in notes),
        env={"PATH": os.environ["PATH"], "EMBEDDING_MODEL": str(model)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in result.stdout.splitlines()]


def guideline() -> list[tuple[str, set[str], str]]:
    """The thirteen agreed examples: risk, signals, note."""
    return [
        ("LOW", {"enthusiasm"}, "Could talk about compilers for hours, built one at home for fun"),
        ("LOW", set(), "Explained the failed release honestly and what changed after it"),
        ("LOW", set(), "No concerns on teamwork, two good examples"),
        ("MEDIUM", {"hesitation"}, "Took a while, then said she thinks the index was a B-tree"),
        ("MEDIUM", set(), "Examples are all from university, nothing from work yet"),
        ("HIGH", {"inconsistency"}, "CV says team lead, in the call he said he never led anyone"),
        ("HIGH", set(), "Refuses any code review, says it is for beginners"),
        ("LOW", {"enthusiasm"}, "Entusiasta del prodotto, lo usa già e propone miglioramenti"),
        ("LOW", set(), "Nulla da segnalare sulle referenze, tutte positive"),
        ("MEDIUM", {"hesitation"}, "Ci ha pensato a lungo, risposta incerta sui test"),
        ("MEDIUM", set(), "Molta teoria, pochi esempi suoi"),
        ("HIGH", {"inconsistency"}, "Dice di parlare tedesco ma non ha capito la domanda in tedesco"),
        ("HIGH", set(), "Ha mentito sul voto di laurea, lo ha ammesso dopo"),
    ]


@needs_model
def test_the_examples_of_the_guideline_are_judged_as_agreed():
    examples = guideline()
    for (risk, signals, note), found in zip(examples, analyse([note for _, _, note in examples]), strict=True):
        assert found["risk"] == risk, note
        assert set(found["signals"]) & {"hesitation", "inconsistency", "enthusiasm"} == signals, note


def test_without_the_encoder_the_words_alone_decide_the_examples():
    examples = guideline()
    found = analyse([note for _, _, note in examples], model="/nonexistent")
    assert [verdict["risk"] for verdict in found] == [risk for risk, _, _ in examples]


def test_reasons_are_words_of_the_note_at_their_place():
    notes = ["È così: «non ha mai usato» Kubernetes… però l’entusiasmo c’è 😀", "says 5 years, CV says 2 😀 no idea why"]
    for note, verdict in zip(notes, analyse(notes), strict=True):
        assert verdict["reasons"]
        for reason in verdict["reasons"]:
            assert note[reason["start"] : reason["end"]] == reason["text"]


def training_notes(count: int) -> list[str]:
    with NOTES.open(encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    notes = [row[-1] for row in rows if row[0] == "train"]
    return notes[:: len(notes) // count]


SMALL_WORDS = set(
    """the a an of to in on at by for from with and or is was were are be been it its his her him them they that this these
    those there as has have had do does did i my we our us you your but however if because since until first then than last later
    now before after again some any other only just even also once when where why says said he she
    il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel nella su sul sulla
    con per tra fra e ed ma però che chi è sono era ha ho hanno si ci ne se poi prima dopo anche solo quando dove perché dice
    detto""".split()
)


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def test_a_reason_tells_something_by_itself():
    notes = training_notes(150)
    for note, verdict in zip(notes, analyse(notes), strict=True):
        for reason in verdict["reasons"]:
            if set(words_of(note)) - SMALL_WORDS:
                assert set(words_of(reason["text"])) - SMALL_WORDS, (note, reason)


def test_reasons_are_phrases_where_the_note_has_any():
    notes = [note for note in training_notes(150) if len(words_of(note)) > 4]
    lengths = [len(words_of(reason["text"])) for verdict in analyse(notes) for reason in verdict["reasons"]]
    assert sum(length == 1 for length in lengths) / len(lengths) < 0.12


def test_what_is_denied_is_named_with_its_negation():
    notes = ["No forklift licence - it is a must", "Non ha i titoli per questo posto", "He did not answer any of the basic questions"]
    for verdict, negator in zip(analyse(notes), ["No ", "Non ", "not "], strict=True):
        assert any(reason["kind"] == "negation" and negator in reason["text"] for reason in verdict["reasons"])


def test_every_line_is_answered_by_one_line_of_the_same_shape():
    notes = ["", "  ", "?", "x" * 20_000, "ok", "\u202e\u0000".replace("\u0000", ""), "😀" * 50]
    answers = analyse(notes)
    assert len(answers) == len(notes)
    for verdict in answers:
        assert set(verdict) == {"risk", "scores", "signals", "reasons"}
        assert verdict["risk"] in {"LOW", "MEDIUM", "HIGH"}
        assert set(verdict["signals"]) <= SIGNALS


def test_nothing_but_the_agreed_words_and_the_note_itself_is_shown():
    notes = training_notes(200)
    for note, verdict in zip(notes, analyse(notes), strict=True):
        assert set(verdict["signals"]) <= SIGNALS
        for reason in verdict["reasons"]:
            assert reason["kind"] in KINDS
            assert reason["toward"] in SIGNALS | {"LOW", "MEDIUM", "HIGH"}
            assert reason["text"] in note


def test_the_same_notes_give_the_same_bytes():
    notes = [note for _, _, note in guideline()] * 3
    assert analyse(notes) == analyse(notes)


def test_wrong_arguments_are_refused_with_a_usage_line():
    result = subprocess.run([str(BINARY), "analyse", "--nonsense"], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "usage" in result.stderr


@needs_model
def test_plain_facts_side_by_side_do_not_disagree():
    facts = [
        "Speaks fluent English, worked a year in Cork.",
        "Registered nurse since 2012, showed the card.",
        "Has the licence since 2018, brought the original.",
        "Iscritta dal 2013, ha mostrato il tesserino.",
        "Parla bene inglese, ha vissuto due anni a Dublino.",
    ]
    for verdict in analyse(facts):
        assert verdict["risk"] != "HIGH" and "inconsistency" not in verdict["signals"], verdict
