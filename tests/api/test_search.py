"""`interview-copilot search`: queries in, one a line; the passages of a CV, best first, out, one JSON line each."""

import json
import os
import pathlib
import subprocess

import pytest
from conftest import BINARY, ROOT

CV = ROOT / "sample" / "cv.pdf"
MODEL = pathlib.Path(os.environ.get("EMBEDDING_MODEL", ROOT / "models" / "all-MiniLM-L6-v2"))
needs_model = pytest.mark.skipif(not MODEL.exists(), reason="the sentence encoder is not there")


def run(*arguments, queries=(), model=MODEL):
    return subprocess.run(
        [str(BINARY), "search", *map(str, arguments)],
        input="".join(f"{query}\n" for query in queries),
        env={"PATH": os.environ["PATH"], "EMBEDDING_MODEL": str(model)},
        capture_output=True,
        text=True,
    )


def search(*queries, cv=CV, model=MODEL):
    result = run("--cv", cv, queries=queries, model=model)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def extracted():
    return json.loads(subprocess.run([str(BINARY), "extract", str(CV)], capture_output=True, check=True).stdout)


def test_every_passage_stands_at_its_place_in_its_chunk(extracted):
    (answer,) = search("anything")
    assert answer["query"] == "anything"
    for passage in answer["passages"]:
        chunk = extracted["chunks"][passage["chunk"]]
        assert chunk["text"][passage["start"] : passage["end"]].replace("\n", " ") == passage["text"]
        assert chunk["page"] == passage["page"]


def test_the_json_of_extract_is_as_good_as_the_file(tmp_path, extracted):
    copy = tmp_path / "cv.json"
    copy.write_text(json.dumps(extracted))
    (from_file,), (from_json,) = search("led a team"), search("led a team", cv=copy)
    assert from_json["passages"] == from_file["passages"]


@needs_model
def test_notes_in_both_languages_find_what_they_paraphrase(tmp_path):
    bullets = [
        "Reduced overdue receivables in the portfolio from 47 to 29 days.",
        "Wrote the price calculator that the team used for five years.",
        "Repaired the steam system of a brewery after a frost.",
        "Ha ridotto i danni alla merce fotografando ogni carico.",
        "Teaches a class of 29, seven of whom arrived with little English.",
    ]
    cv = tmp_path / "cv.json"
    cv.write_text(json.dumps({"sections": [{"title": ""}], "chunks": [{"text": "\n".join(bullets), "section": 0, "page": 1}]}))
    wanted = {
        "customers settle their bills sooner": 0,
        "i clienti pagano prima": 0,
        "tool that colleagues use to make a quote": 1,
        "less broken goods since they take pictures": 3,
        "insegna a bambini stranieri": 4,
    }
    for answer in search(*wanted, cv=cv):
        assert answer["passages"][0]["text"] == bullets[wanted[answer["query"]]], answer["query"]


def test_without_a_model_it_goes_by_the_words_and_says_so(tmp_path):
    result = run("--cv", CV, queries=["database"], model=tmp_path)
    assert result.returncode == 0
    assert "by the words alone" in result.stderr
    (answer,) = map(json.loads, result.stdout.splitlines())
    assert all(passage["likeness"] == 0 for passage in answer["passages"])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"chunks": 3}', '{"text": "no chunks"}'])
def test_a_file_that_is_no_cv_is_refused_in_a_sentence(tmp_path, content):
    file = tmp_path / "cv.json"
    file.write_text(content)
    result = run("--cv", file, queries=["x"])
    assert result.returncode == 1
    assert str(file) in result.stderr
    assert result.stdout == ""


def test_chunks_of_the_wrong_kind_are_empty_ones(tmp_path):
    file = tmp_path / "cv.json"
    file.write_text('{"chunks": [3, null, {"text": 5, "section": -1}, {"text": "Built boats.", "section": 99}], "sections": 4}')
    (answer,) = search("boats", cv=file)
    assert [passage["text"] for passage in answer["passages"]] == ["Built boats."]


def test_wrong_use_is_told_the_right_one():
    assert run().returncode == 2
    assert "usage" in run("--cv", CV, "more").stderr
