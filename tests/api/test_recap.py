"""The recap: a preview before the end, stored at the end, edited by sentence, made again."""

import pytest

from interviews import start_interview

JOB = "Backend engineer.\nMust have\n- PostgreSQL in production.\n- Experience with Kubernetes.\n- Fluent English.\n"
NOTES = [
    "Explained PostgreSQL index choice with a concrete example and numbers",
    "Vague on Kubernetes, only followed a tutorial",
    "CV says team lead, in the call he said he never led anyone",
]


@pytest.fixture
def ada(server):
    with server.client("Ada") as client:
        yield client


def recap_of(api, session):
    answer = api.get(f"/sessions/{session}/recap/")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def ended(ada):
    session = start_interview(ada, job=JOB)
    for note in NOTES:
        ada.post(f"/sessions/{session}/notes/", json={"note_text": note})
    assert ada.post(f"/sessions/{session}/end/", json={}).status_code == 200
    return session


def sentences(recap):
    return [sentence for part in recap["sections"].values() for sentence in part]


def test_before_the_end_it_is_a_preview_that_follows_the_notes(ada):
    session = start_interview(ada, job=JOB)
    assert recap_of(ada, session)["stored"] is False
    ada.post(f"/sessions/{session}/notes/", json={"note_text": NOTES[0]})
    assert NOTES[0] in str(recap_of(ada, session)["sections"]["strengths"])


def test_an_empty_interview_says_nothing_about_the_candidate(ada):
    session = start_interview(ada, job=JOB)
    ada.post(f"/sessions/{session}/end/", json={})
    recap = recap_of(ada, session)
    assert recap["sections"]["strengths"] == []
    assert recap["sections"]["summary"][0]["text"] == "No notes were taken, so nothing about the candidate is covered."
    assert all("Not covered" in sentence["text"] for sentence in recap["sections"]["gaps_or_risks"])


def test_no_must_have_that_was_not_covered_is_left_out(ada):
    skills = ["PostgreSQL", "Kafka", "Kubernetes", "Terraform", "Fluent English", "A driving licence"]
    session = start_interview(ada, job="Requirements\n" + "".join(f"- {skill}\n" for skill in skills))
    ada.post(f"/sessions/{session}/end/", json={})
    sections = recap_of(ada, session)["sections"]
    assert [sentence["text"] for sentence in sections["gaps_or_risks"]] == [
        "Not covered: PostgreSQL.",
        "Not covered: Kafka.",
        "Not covered either: Kubernetes; Terraform; Fluent English; A driving licence.",
    ]
    for skill in skills:
        assert any(skill in sentence["text"] for sentence in sections["recommended_next_steps"])


def test_where_a_job_names_duties_only_those_are_what_was_not_covered(ada):
    session = start_interview(ada, job="What you will do\n- Plan the routes of the lorries.\n")
    ada.post(f"/sessions/{session}/end/", json={})
    gaps = recap_of(ada, session)["sections"]["gaps_or_risks"]
    assert [sentence["text"] for sentence in gaps] == ["Not covered: Plan the routes of the lorries."]


def test_notes_stand_where_their_risk_puts_them(ada, ended):
    sections = recap_of(ada, ended)["sections"]
    assert any(NOTES[0] in sentence["text"] for sentence in sections["strengths"])
    gaps = [sentence["text"] for sentence in sections["gaps_or_risks"]]
    assert f"Clear problem: “{NOTES[2]}”" in gaps
    assert f"Kubernetes: to be clarified: “{NOTES[1]}”" in gaps
    assert "Not covered: Fluent English." in gaps


def test_a_remark_that_reports_nothing_good_is_no_strength(ada):
    session = start_interview(ada, job=JOB)
    ada.post(f"/sessions/{session}/notes/", json={"note_text": "arrived by bus"})
    assert recap_of(ada, session)["sections"]["strengths"] == []


def test_evidence_for_a_requirement_is_a_strength_and_no_doubt(ada):
    session = start_interview(ada, job="Must have\n- Managing a small team\n")
    note = "led the younger colleagues, who still quote him"
    added = ada.post(f"/sessions/{session}/notes/", json={"note_text": note}).json()
    assert added["risk_level"] == "MEDIUM", "otherwise this shows nothing"
    sections = recap_of(ada, session)["sections"]
    assert any(note in sentence["text"] for sentence in sections["strengths"])
    assert not any(note in sentence["text"] for sentence in sections["gaps_or_risks"])


def test_the_summary_leads_with_the_must_haves_and_the_matrix_comes_along(ada, ended):
    recap = recap_of(ada, ended)
    counts = "Must-haves: 3. With sound evidence: 1. With a clear negative: 0. Still open: 2."
    assert recap["sections"]["summary"][0]["text"] == counts
    assert recap["sections"]["summary"][1]["text"] == "Sound evidence in the notes: PostgreSQL in production."
    assert [row["state"] for row in recap["requirements"]["requirements"]] == ["evidenced", "asked", "untouched"]


def test_a_requirement_that_a_note_contradicts_is_a_gap_with_the_words_of_the_note(ada):
    session = start_interview(ada, job=JOB)
    ada.post(f"/sessions/{session}/notes/", json={"note_text": "PostgreSQL very strong, but he has never used Kubernetes"})
    gaps = recap_of(ada, session)["sections"]["gaps_or_risks"]
    assert gaps[0]["text"] == "Kubernetes: clear problem: “but he has never used Kubernetes”"
    assert {source["type"] for source in gaps[0]["sources"]} == {"note", "job"}


def test_every_sentence_names_its_sources(ada, ended):
    recap = recap_of(ada, ended)
    known = {note["note_id"] for note in recap["notes"]} | {recap["session"]["job_description_id"]}
    assert sentences(recap)
    for sentence in sentences(recap):
        assert sentence["sources"], sentence["text"]
        assert {source["id"] for source in sentence["sources"]} <= known
        assert sentence["made_by"] == "local"


def test_the_existing_shape_carries_the_same_words(ada, ended):
    recap = recap_of(ada, ended)
    assert recap["llm_recap"]["strengths"] == [sentence["text"] for sentence in recap["sections"]["strengths"]]
    assert recap["llm_recap"]["summary"] == " ".join(s["text"] for s in recap["sections"]["summary"])


def test_without_a_cv_coverage_is_null(ada, ended):
    coverage = recap_of(ada, ended)["coverage"]
    assert coverage == {"distance": None, "similarity": None, "coverage_score": None, "top_chunks": []}


def test_a_stored_recap_stays_as_it_is(ada, ended):
    first = recap_of(ada, ended)
    assert first["stored"] is True and first["version"] == 1
    assert recap_of(ada, ended) == first


def test_an_edited_sentence_is_shown_and_can_be_taken_back(ada, ended):
    sentence = recap_of(ada, ended)["sections"]["summary"][0]
    where = f"/sessions/{ended}/recap/sentences/{sentence['sentence_id']}/"
    edited = ada.patch(where, json={"text": "In my words."}).json()
    assert (edited["text"], edited["edited"], edited["edited_by"]) == ("In my words.", True, "Ada")
    assert edited["original_text"] == sentence["text"]
    assert recap_of(ada, ended)["llm_recap"]["summary"].startswith("In my words.")
    assert ada.patch(where, json={"text": ""}).json() == sentence


def test_making_it_again_keeps_edited_sentences(ada, ended):
    gap = recap_of(ada, ended)["sections"]["gaps_or_risks"][0]
    ada.patch(f"/sessions/{ended}/recap/sentences/{gap['sentence_id']}/", json={"text": "Settled by phone."})
    ada.post(f"/sessions/{ended}/notes/", json={"note_text": "English was fluent all along", "afterthought": True})
    again = ada.post(f"/sessions/{ended}/recap/", json={"use": "local"}).json()
    assert again["version"] == 2
    texts = [sentence["text"] for sentence in again["sections"]["gaps_or_risks"]]
    assert "Settled by phone." in texts
    assert "Not covered: Fluent English." not in texts


def test_an_edited_sentence_that_is_not_made_again_is_kept(ada, ended):
    uncovered = next(s for s in recap_of(ada, ended)["sections"]["gaps_or_risks"] if "Fluent English" in s["text"])
    ada.patch(f"/sessions/{ended}/recap/sentences/{uncovered['sentence_id']}/", json={"text": "English: ask again."})
    ada.post(f"/sessions/{ended}/notes/", json={"note_text": "English was fluent all along", "afterthought": True})
    again = ada.post(f"/sessions/{ended}/recap/", json={"use": "local"}).json()
    assert "English: ask again." in [sentence["text"] for sentence in again["sections"]["gaps_or_risks"]]


@pytest.mark.parametrize("method", ["post", "patch"])
def test_before_the_end_there_is_nothing_stored_to_change(ada, method):
    session = start_interview(ada, job=JOB)
    refused = getattr(ada, method)(f"/sessions/{session}/recap/", json={"use": "local", "made_by": "local"})
    assert refused.status_code == 409


def test_without_a_model_its_recap_is_refused_with_the_reason(ada, ended):
    refused = ada.post(f"/sessions/{ended}/recap/", json={"use": "llm"})
    assert refused.status_code == 409
    assert "local recap stands" in refused.json()["error"]


def test_an_unknown_sentence_is_not_found(ada, ended):
    assert ada.patch(f"/sessions/{ended}/recap/sentences/none/", json={"text": "x"}).status_code == 404


def test_a_sentence_has_a_bound(ada, ended):
    sentence = recap_of(ada, ended)["sections"]["summary"][0]
    where = f"/sessions/{ended}/recap/sentences/{sentence['sentence_id']}/"
    assert ada.patch(where, json={"text": "x" * 2001}).status_code == 400


def test_an_italian_interview_has_an_italian_recap(ada):
    session = start_interview(ada, job="Cerchiamo un contabile.\nRequisiti\n- Esperienza con la fatturazione elettronica.\n"
                                       "- Ottima conoscenza dell'inglese.\n")
    ada.post(f"/sessions/{session}/notes/", json={"note_text": "Molta teoria, pochi esempi suoi"})
    ada.post(f"/sessions/{session}/end/", json={})
    assert any(s["text"].lower().endswith("da chiarire: «molta teoria, pochi esempi suoi»")
               for s in recap_of(ada, session)["sections"]["gaps_or_risks"])
