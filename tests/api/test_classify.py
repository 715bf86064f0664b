"""`interview-copilot classify`, and a sentiment classifier (SENTIMENT_MODEL) as a voice in the risk of a note."""

import json
import os
import subprocess

import pytest
from conftest import BINARY
from interviews import add_note, start_interview
from small_models import MODELS, TOLERANCE, refusal, rows, run

CLASSIFIERS = sorted(path.parent.name for path in MODELS.glob("*/scores.jsonl"))


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_scores_are_those_of_the_reference(name, folder_of):
    wanted = rows(name, "scores.jsonl")
    done = run("classify", folder_of(name), texts=[row["text"] for row in wanted])
    assert done.returncode == 0, done.stderr.decode()
    for line, row in zip(done.stdout.splitlines(), wanted, strict=True):
        answer = json.loads(line)
        assert answer["scores"] == pytest.approx(row["scores"], abs=TOLERANCE), row["text"]
        assert answer["label"] == max(answer["scores"], key=answer["scores"].get)


def edited(folder_of, tmp_path, name: str, **changes):
    """A model with other values in its config.json; None removes a key."""
    for file in folder_of(name).iterdir():
        (tmp_path / file.name).symlink_to(file)
    config = json.loads((tmp_path / "config.json").read_text()) | changes
    (tmp_path / "config.json").unlink()
    (tmp_path / "config.json").write_text(json.dumps({key: value for key, value in config.items() if value is not None}))
    return tmp_path


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"id2label": {"0": "only"}}, "id2label has 1 labels"),
        ({"id2label": {"0": "a", "2": "b"}}, "id2label has no label of at most 64 bytes for 1"),
        ({"id2label": {"0": "a", "1": "b", "2": "c"}}, "classifier.weight has another shape"),
        ({"problem_type": "regression"}, "problem_type is regression"),
        ({"dim": 769}, "not multiples of 32"),
    ],
)
def test_a_classifier_that_does_not_fit_its_config_is_refused(changes, sentence, folder_of, tmp_path):
    folder = edited(folder_of, tmp_path, "distilbert-classifier", **changes)
    assert sentence in refusal("classify", folder)


def test_a_model_without_a_head_is_no_classifier(folder_of):
    assert "no classification head" in refusal("classify", folder_of("distilbert"))


def test_labels_that_do_not_exclude_each_other_are_judged_one_by_one(folder_of, tmp_path):
    folder = edited(folder_of, tmp_path, "bert-classifier", problem_type="multi_label_classification")
    scores = json.loads(run("classify", folder, texts=["a text"]).stdout)["scores"]
    assert abs(sum(scores.values()) - 1) > 0.01


def test_wrong_arguments_get_the_usage():
    for arguments in ([], ["--model"], ["--nonsense"], ["--model", "x", "more"]):
        done = subprocess.run([str(BINARY), "classify", *arguments], capture_output=True, timeout=30)
        assert done.returncode == 2
        assert "usage: interview-copilot classify" in done.stderr.decode()


NOTES = [
    "Clear example of the outage, fixed it within the hour",
    "Vague on the dates, did not answer the question about the team",
    "Ha mentito sul voto di laurea, lo ha ammesso dopo",
    "Took a while, then said she thinks the index was a B-tree",
    "Molta teoria, pochi esempi suoi",
    "",
]
LEVELS = ["LOW", "MEDIUM", "HIGH"]


def analyse(notes: list[str], sentiment=None) -> subprocess.CompletedProcess:
    """By the words alone, which is enough here."""
    settings = {"PATH": os.environ["PATH"], "EMBEDDING_MODEL": "/nonexistent"}
    settings |= {"SENTIMENT_MODEL": str(sentiment)} if sentiment else {}
    lines = "".join(note + "\n" for note in notes).encode()
    return subprocess.run([str(BINARY), "analyse"], input=lines, env=settings, capture_output=True, timeout=60)


def verdicts(notes, sentiment=None) -> list[dict]:
    done = analyse(notes, sentiment)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def always(folder_of, tmp_path, label: int):
    """A classifier that is certain of one label, whatever it reads: its last layer's bias decides."""
    source = folder_of("distilbert-classifier")
    data = bytearray((source / "model.safetensors").read_bytes())
    size = int.from_bytes(data[:8], "little")
    begin, end = json.loads(data[8 : 8 + size])["classifier.bias"]["data_offsets"]
    assert end - begin == 8
    place = 8 + size + begin + 4 * label
    data[place : place + 4] = b"\x00\x00\x7a\x44"  # 1000.0
    folder = tmp_path / f"always-{label}"
    folder.mkdir()
    for file in source.iterdir():
        if file.name != "model.safetensors":
            (folder / file.name).symlink_to(file)
    (folder / "model.safetensors").write_bytes(data)
    return folder


@pytest.mark.parametrize("label, name, toward", [(0, "NEGATIVE", "HIGH"), (1, "POSITIVE", "LOW")])
def test_a_sentiment_moves_the_scores_a_little_and_says_so(label, name, toward, folder_of, tmp_path):
    plain = verdicts(NOTES)
    voiced = verdicts(NOTES, always(folder_of, tmp_path, label))
    for note, before, after in zip(NOTES, plain, voiced, strict=True):
        if not note:
            assert after == before
            continue
        rise = after["scores"]["HIGH"] - before["scores"]["HIGH"]
        assert 0 <= (rise if toward == "HIGH" else -rise) <= 0.25
        assert sum(after["scores"].values()) == pytest.approx(1, abs=0.002)
        assert after["risk"] == max(after["scores"], key=after["scores"].get)
        assert abs(LEVELS.index(after["risk"]) - LEVELS.index(before["risk"])) <= 1
        assert after["reasons"][:-1] == before["reasons"]
        assert after["reasons"][-1] == {"kind": "classifier", "text": name, "start": 0, "end": len(note), "toward": toward}
        assert after["signals"] == before["signals"]


def test_a_negative_word_alone_does_not_turn_low_to_high(folder_of, tmp_path):
    notes = ["Nurse on an oncology ward, speaks of death and pain every day with calm, two good examples"]
    before, after = verdicts(notes)[0], verdicts(notes, always(folder_of, tmp_path, 0))[0]
    assert before["risk"] == "LOW"
    assert after["risk"] != "HIGH"


@pytest.mark.parametrize(
    "labels, good",
    [
        ({"0": "LABEL_0", "1": "LABEL_1"}, True),
        ({"0": "neg", "1": "pos"}, True),
        ({"0": "joy", "1": "anger"}, False),
        ({"0": "NEGATIVE", "1": "NEUTRAL"}, False),
    ],
)
def test_labels_must_be_those_of_a_sentiment(labels, good, folder_of, tmp_path):
    folder = edited(folder_of, tmp_path, "distilbert-classifier", id2label=labels)
    done = analyse(["a note"], folder)
    assert done.returncode == (0 if good else 2)
    assert good or "label" in done.stderr.decode()


def test_stars_are_a_sentiment(folder_of):
    assert verdicts(["a note that says little"], folder_of("bert-classifier"))[0]["risk"] in LEVELS


def test_a_server_does_not_start_without_the_classifier_that_was_asked_for(tmp_path):
    done = subprocess.run(
        [str(BINARY), "serve", "--data", str(tmp_path / "data"), "--port", "0"],
        env={"PATH": os.environ["PATH"], "SENTIMENT_MODEL": "/no/such/model"}, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert "SENTIMENT_MODEL: /no/such/model" in done.stderr.decode()


def test_a_note_in_the_server_carries_the_voice_of_the_classifier(folder_of, tmp_path, start_server):
    server = start_server(SENTIMENT_MODEL=str(always(folder_of, tmp_path, 0)))
    with server.client() as api:
        session = start_interview(api, "A nurse for the surgical ward, with experience of triage")
        text = "Vague on the dates, did not answer the question about the team"
        created = add_note(api, session, text)
        stored = api.get(f"/sessions/{session}/notes/").json()["notes"][-1]
    voice = {"kind": "classifier", "text": "NEGATIVE", "start": 0, "end": len(text), "toward": "HIGH"}
    assert voice in created["reasons"]
    assert stored["reasons"] == created["reasons"]
