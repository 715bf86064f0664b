"""Notes: analysed and stored at once, edited and deleted by their author, and what happens after the end."""

import datetime
import statistics
import time

import pytest

from conftest import UNKNOWN_ID
from interviews import JOB_IT, add_note, add_question, make_candidate, make_job, receive, start


def notes_of(api, session):
    return api.get(f"/sessions/{session}/notes/").json()["notes"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [({}, "This field is required."), ({"note_text": " "}, "This field may not be blank.")],
)
def test_a_note_without_text_is_refused(api, session, body, problem):
    refused = api.post(f"/sessions/{session}/notes/", json=body)
    assert (refused.status_code, refused.json()) == (400, {"note_text": [problem]})


def test_a_note_is_answered_with_its_analysis(api, session):
    note = add_note(api, session, "Contradicts the CV: says he never led anyone, not sure about PostgreSQL")
    assert list(note)[:4] == ["note_id", "jd_similarity", "risk_level", "generated_followup_question"]
    assert 0 < note["jd_similarity"] <= 1 and round(note["jd_similarity"], 4) == note["jd_similarity"]
    assert note["risk_level"] in ("MEDIUM", "HIGH")
    assert "inconsistency" in note["note_signals"]
    assert note["reasons"] and note["made_by"] == "local"
    assert note["generated_followup_question"].endswith(("?", "."))


def test_the_analysis_is_stored_with_the_note(chiara, session):
    created = add_note(chiara, session, "Hesitated on Kubernetes, not sure of the details")
    stored = notes_of(chiara, session)[-1]
    for key in ("note_id", "jd_similarity", "risk_level", "risk_score", "note_signals", "reasons", "evidence_chunks"):
        assert stored[key] == created[key], key
    assert (stored["author"], stored["mine"], stored["followup_question"]) == (
        "Chiara", True, created["generated_followup_question"],
    )  # fmt: skip


def test_evidence_is_three_chunks_each_with_a_passage_at_its_place(api, session):
    text = "Explained how the import of old records reported what did not fit"
    note = add_note(api, session, text)
    cv = api.get(f"/sessions/{session}/").json()["cv_id"]
    found = api.post("/search/chunks/", json={"query": text, "cv_id": cv, "top_k": 50}).json()["results"]
    distances = {chunk["chunk_id"]: chunk["distance"] for chunk in found}
    assert len({chunk["chunk_id"] for chunk in note["evidence_chunks"]}) == 3
    for chunk in note["evidence_chunks"]:
        assert chunk["content"][chunk["start"] : chunk["end"]].replace("\n", " ") == chunk["passage"]
        assert chunk["distance"] == distances[chunk["chunk_id"]]
    assert all("passage" not in chunk for chunk in found)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("has interviewed candidates himself", "Took part in hiring"),
        ("worked night duty, wrote the procedures for emergencies", "On call one week in four"),
        ("ha pulito i dati delle opere pubbliche", "Cleaned and published the data"),
        ("insegna programmazione alle ragazze", "Has taught two courses"),
    ],
)
def test_a_note_brings_the_passage_it_is_about_whatever_its_words_and_language(api, session, text, passage):
    best = add_note(api, session, text)["evidence_chunks"][0]
    assert best["passage"].startswith(passage)


def test_a_passage_follows_its_chunk_when_that_is_rewritten(api, session):
    text = "asked about beekeeping"
    before = [add_note(api, session, text) for _ in range(4)]  # each worker has read the CV by now
    rewritten = before[0]["evidence_chunks"][0]["chunk_id"]
    content = "Kept bees. Sold honey at the market. Built boats in the winter."
    assert api.patch(f"/chunks/{rewritten}/", json={"content": content}).status_code == 200
    for _ in range(4):
        best = add_note(api, session, text)["evidence_chunks"][0]
        assert (best["chunk_id"], best["content"]) == (rewritten, content)
        assert best["passage"] in content


def test_similarity_has_the_formula_of_the_contract(api, session, job):
    text = "Solid on PostgreSQL in production"
    vector = api.get(f"/job-descriptions/{job}/").json()["embedding"]
    question = add_question(api, session, text)  # the same text gets the same vector
    other = api.get(f"/interview-questions/{question}/").json()["embedding"]
    expected = max(0.0, sum(a * b for a, b in zip(vector, other)))
    assert add_note(api, session, text)["jd_similarity"] == pytest.approx(expected, abs=1e-4)


def test_an_italian_interview_is_followed_up_in_italian(api, candidate):
    session = start(api, candidate, make_job(api, JOB_IT))
    question = add_note(api, session, "Risposta incerta su Kubernetes, non sicuro")["generated_followup_question"]
    assert "Kubernetes" in question and " hai " in question or "potresti" in question


def test_a_follow_up_does_not_tell_the_candidate_what_the_note_says(api, session):
    note = add_note(api, session, "Seems arrogant and sloppy, his friend Alberto told us he lied about Kubernetes")
    for word in ("arrogant", "sloppy", "Alberto", "lied"):
        assert word not in note["generated_followup_question"]


def test_a_note_works_without_a_cv(api, job):
    session = start(api, make_candidate(api, "Senza CV", with_cv=False), job)
    note = add_note(api, session, "Conosce Python")
    assert note["evidence_chunks"] == [] and note["generated_followup_question"]


def test_a_note_can_name_the_question_it_answers(api, session, candidate, job):
    question = add_question(api, session, "Why?")
    add_note(api, session, "Because", question_id=question)
    elsewhere = add_question(api, start(api, candidate, job), "Another interview's?")
    add_note(api, session, "Not lost", question_id=elsewhere)
    assert [note["question_id"] for note in notes_of(api, session)] == [question, None]


def test_a_note_reaches_the_other_screens(server, chiara, session):
    with server.live("Marco", session=session) as screen:
        receive(screen, "ready")
        note = add_note(chiara, session, "Seen by all")["note_id"]
        event = receive(screen)
        assert (event["name"], event["id"], event["version"]) == ("note", note, 1)


def test_a_note_sent_twice_with_one_key_is_stored_once(chiara, session):
    sent = [
        chiara.post(f"/sessions/{session}/notes/", json={"note_text": "Once"}, headers={"Idempotency-Key": "note-1"})
        for _ in range(2)
    ]
    assert sent[0].json() == sent[1].json()
    assert len(notes_of(chiara, session)) == 1


# --- editing ---


def test_an_edit_is_analysed_again_and_keeps_the_old_text(chiara, session):
    note = add_note(chiara, session, "Lied about the degree")
    edited = chiara.patch(f"/sessions/{session}/notes/{note['note_id']}/", json={"note_text": "Explained the degree well"})
    assert edited.status_code == 200
    assert (edited.json()["text"], edited.json()["edited"], edited.json()["version"]) == ("Explained the degree well", True, 2)
    assert (note["risk_level"], edited.json()["risk_level"]) == ("HIGH", "LOW")
    history = chiara.get(f"/sessions/{session}/notes/{note['note_id']}/history/").json()["versions"]
    assert [(version["version"], version["text"]) for version in history] == [(1, "Lied about the degree")]


def test_an_edit_of_an_older_version_is_a_conflict(chiara, session):
    path = f"/sessions/{session}/notes/{add_note(chiara, session, 'One')['note_id']}/"
    assert chiara.patch(path, json={"note_text": "Two", "version": 1}).status_code == 200
    assert chiara.patch(path, json={"note_text": "Three", "version": 1}).status_code == 409
    assert notes_of(chiara, session)[-1]["text"] == "Two"


def test_only_the_author_changes_a_note(chiara, marco, api, session):
    path = f"/sessions/{session}/notes/{add_note(chiara, session, 'Mine')['note_id']}/"
    assert marco.patch(path, json={"note_text": "x"}).status_code == 403
    assert marco.delete(path).status_code == 403
    assert marco.post(f"{path}restore/", json={}).status_code == 403
    assert api.delete(path).status_code in (401, 403)
    assert [(note["text"], note["mine"]) for note in notes_of(marco, session)] == [("Mine", False)]


def test_a_deleted_note_is_hidden_until_it_is_restored(chiara, marco, session):
    path = f"/sessions/{session}/notes/{add_note(chiara, session, 'Gone')['note_id']}/"
    assert chiara.delete(path).status_code == 204
    assert notes_of(marco, session) == []
    assert marco.get(f"/sessions/{session}/timeline/").json()["timeline"] == []
    assert chiara.patch(path, json={"note_text": "x"}).status_code == 404
    assert chiara.post(f"{path}restore/", json={}).json()["text"] == "Gone"
    assert [note["text"] for note in notes_of(marco, session)] == ["Gone"]


def test_an_unknown_note_is_not_found(chiara, session, candidate, job):
    elsewhere = add_note(chiara, start(chiara, candidate, job), "Elsewhere")["note_id"]
    for note in (UNKNOWN_ID, "abc", elsewhere):
        assert chiara.patch(f"/sessions/{session}/notes/{note}/", json={"note_text": "x"}).status_code == 404


# --- after the end ---


def iso(moment: datetime.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


@pytest.fixture
def over(api, session):
    """An interview that has ended, and when."""
    ended = api.post(f"/sessions/{session}/end/", json={}).json()["ended_at"]
    return session, datetime.datetime.fromisoformat(ended)


def test_a_note_after_the_end_is_a_conflict(chiara, over):
    refused = chiara.post(f"/sessions/{over[0]}/notes/", json={"note_text": "Too late"})
    assert refused.status_code == 409
    assert "ended" in refused.json()["error"]
    assert notes_of(chiara, over[0]) == []


def test_a_note_that_was_written_in_time_is_taken_and_marked(chiara, over):
    body = {"note_text": "In the tunnel", "written_at": iso(over[1] - datetime.timedelta(seconds=5))}
    taken = chiara.post(f"/sessions/{over[0]}/notes/", json=body, headers={"Idempotency-Key": "tunnel"})
    assert (taken.status_code, taken.json()["late"]) == (200, True)
    stored = notes_of(chiara, over[0])[0]
    assert (stored["late"], stored["afterthought"], stored["written_at"] is None) == (True, False, False)


@pytest.mark.parametrize("seconds", [None, 1])
def test_a_late_note_must_show_that_it_was_in_time(chiara, over, seconds):
    body = {"note_text": "x", "written_at": iso(over[1] + datetime.timedelta(seconds=seconds)) if seconds else None}
    refused = chiara.post(f"/sessions/{over[0]}/notes/", json=body, headers={"Idempotency-Key": f"late-{seconds}"})
    assert refused.status_code == 409


def test_a_time_without_a_key_does_not_make_a_note_late(chiara, over):
    body = {"note_text": "x", "written_at": iso(over[1] - datetime.timedelta(seconds=5))}
    assert chiara.post(f"/sessions/{over[0]}/notes/", json=body).status_code == 409


def test_an_afterthought_is_taken_by_choice_and_marked(chiara, over):
    added = chiara.post(f"/sessions/{over[0]}/notes/", json={"note_text": "Later idea", "afterthought": True})
    assert (added.status_code, added.json()["afterthought"], added.json()["late"]) == (200, True, False)


def test_notes_are_read_only_after_the_end(chiara, session):
    path = f"/sessions/{session}/notes/{add_note(chiara, session, 'Done')['note_id']}/"
    chiara.post(f"/sessions/{session}/end/", json={})
    assert chiara.patch(path, json={"note_text": "x"}).status_code == 409
    assert chiara.delete(path).status_code == 409


def test_a_wrong_time_is_refused(chiara, session):
    refused = chiara.post(f"/sessions/{session}/notes/", json={"note_text": "x", "written_at": "yesterday"})
    assert (refused.status_code, list(refused.json())) == (400, ["written_at"])


# --- /live/suggest/ ---


def test_live_suggest_analyses_without_storing(api, session, job):
    cv = api.get(f"/sessions/{session}/").json()["cv_id"]
    add_question(api, session, "How do you choose an index in PostgreSQL?")
    body = {"cv_id": cv, "job_description_id": job, "note_text": "Talks about PostgreSQL", "top_k": 2}
    answer = api.post("/live/suggest/", json=body)
    assert answer.status_code == 200
    suggestion = answer.json()
    assert list(suggestion) == [
        "jd_similarity", "risk_level", "related_cv_chunks", "suggested_preloaded_questions",
        "generated_followup_question", "note",
    ]  # fmt: skip
    assert len(suggestion["related_cv_chunks"]) == 2 and suggestion["note"] == "Talks about PostgreSQL"
    assert set(suggestion["suggested_preloaded_questions"][0]) == {"question_id", "question_text", "distance"}
    assert notes_of(api, session) == []


def test_live_suggest_says_what_is_missing(api, job):
    required = ["This field is required."]
    assert api.post("/live/suggest/", json={}).json() == {
        "cv_id": required, "job_description_id": required, "note_text": required,
    }  # fmt: skip
    body = {"cv_id": UNKNOWN_ID, "job_description_id": UNKNOWN_ID, "note_text": "x"}
    assert api.post("/live/suggest/", json=body).status_code == 404
