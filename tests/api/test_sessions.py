"""Interviews: start, list, detail, language, end, CV, timeline."""

import pytest

from conftest import UNKNOWN_ID
from interviews import CV, JOB_EN, JOB_IT, add_note, add_question, make_candidate, make_job, receive, start

SESSION_KEYS = [
    "session_id", "status", "started_at", "ended_at", "candidate_id", "candidate_name", "jd_id", "jd_title",
    "coverage_score", "notes_count", "questions_asked_count",
]  # fmt: skip


def row_of(api, session):
    return next(row for row in api.get("/sessions/").json()["sessions"] if row["session_id"] == session)


@pytest.mark.parametrize(
    ("body", "message"),
    [({}, "This field is required."), ({"candidate_id": "a", "job_description_id": "b"}, "Must be a valid UUID.")],
)
def test_a_start_without_ids_says_so(api, body, message):
    refused = api.post("/sessions/start/", json=body)
    assert refused.status_code == 400
    assert refused.json() == {"candidate_id": [message], "job_description_id": [message]}


def test_a_start_with_unknown_ids_is_not_found(api, candidate, job):
    for ids, problem in [((UNKNOWN_ID, job), "Candidate not found"), ((candidate, UNKNOWN_ID), "Job description not found")]:
        missing = api.post("/sessions/start/", json={"candidate_id": ids[0], "job_description_id": ids[1]})
        assert (missing.status_code, missing.json()) == (404, {"error": problem})


def test_the_list_has_the_row_of_the_contract(api, session, candidate, job):
    row = row_of(api, session)
    assert [key for key in row if key in SESSION_KEYS] == SESSION_KEYS
    assert (row["status"], row["ended_at"], row["candidate_id"], row["jd_id"]) == ("live", None, candidate, job)
    assert (row["candidate_name"], row["jd_title"]) == ("Giulia Ferrante", JOB_EN["title"])
    assert isinstance(row["coverage_score"], float)
    assert (row["notes_count"], row["questions_asked_count"]) == (0, 0)


def test_the_list_counts_notes_and_asked_questions(server, session):
    with server.client("Chiara") as api:
        gone = add_note(api, session, "Deleted again")["note_id"]
        add_note(api, session, "Kept")
        asked = add_question(api, session, "How do you use indexes?")
        add_question(api, session, "Not asked")
        api.post(f"/sessions/{session}/questions/{asked}/mark-asked/")
        api.delete(f"/sessions/{session}/notes/{gone}/")
        row = row_of(api, session)
        detail = api.get(f"/sessions/{session}/").json()
    for counted in (row, detail):
        assert (counted["notes_count"], counted["questions_asked_count"]) == (1, 1)


def test_the_list_starts_with_the_latest(api, candidate, job):
    first, second = start(api, candidate, job), start(api, candidate, job)
    ids = [row["session_id"] for row in api.get("/sessions/").json()["sessions"]]
    assert ids.index(second) < ids.index(first)


def test_coverage_is_that_of_the_contract(api, session, candidate, job):
    cv = api.get(f"/sessions/{session}/").json()["cv_id"]
    computed = api.post("/coverage/", json={"cv_id": cv, "job_description_id": job}).json()
    assert row_of(api, session)["coverage_score"] == computed["coverage_score"]
    assert api.get(f"/sessions/{session}/").json()["coverage_score"] == computed["coverage_score"]


def test_an_interview_without_a_cv_has_no_coverage(api, job):
    session = start(api, make_candidate(api, "Senza CV", with_cv=False), job)
    assert row_of(api, session)["coverage_score"] is None
    assert api.get(f"/sessions/{session}/cv/").json()["raw_text"] is None


def test_the_cv_of_the_start_stays_when_another_is_uploaded(api, job):
    candidate = make_candidate(api)
    session = start(api, candidate, job)
    pinned = api.get(f"/sessions/{session}/").json()["cv_id"]
    file = ("cv.pdf", CV.read_bytes(), "application/pdf")
    assert api.post("/cvs/upload/", data={"candidate_id": candidate}, files={"file": file}).status_code == 201
    assert api.get(f"/sessions/{session}/").json()["cv_id"] == pinned


def test_the_language_is_that_of_the_job_and_can_be_changed(api, candidate, job):
    assert api.get(f"/sessions/{start(api, candidate, job)}/").json()["language"] == "en"
    session = start(api, candidate, make_job(api, JOB_IT))
    assert api.get(f"/sessions/{session}/").json()["language"] == "it"
    assert api.patch(f"/sessions/{session}/", json={"language": "en"}).json()["language"] == "en"
    assert api.get(f"/sessions/{session}/").json()["language"] == "en"
    refused = api.patch(f"/sessions/{session}/", json={"language": "fr"})
    assert (refused.status_code, refused.json()) == (400, {"language": ['"fr" is not a valid choice.']})


def test_the_first_end_counts(api, session):
    ended = api.post(f"/sessions/{session}/end/", json={})
    assert ended.status_code == 200
    assert list(ended.json()) == ["session_id", "status", "started_at", "ended_at"]
    assert ended.json()["status"] == "completed"
    again = api.post(f"/sessions/{session}/end/", json={"ended_by": "x"})
    assert again.json() == ended.json()
    assert row_of(api, session)["ended_at"] == ended.json()["ended_at"]


def test_a_start_sent_twice_with_one_key_starts_once(api, candidate, job):
    body = {"candidate_id": candidate, "job_description_id": job}
    answers = [api.post("/sessions/start/", json=body, headers={"Idempotency-Key": "start-1"}).json() for _ in range(2)]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "end/"), ("GET", "cv/"), ("GET", "timeline/"),
        ("GET", "notes/"), ("POST", "notes/"), ("GET", "questions/"), ("POST", "questions/"),
        ("POST", "next-question/"), ("GET", "suggestion/"),
    ],
)  # fmt: skip
def test_an_unknown_interview_is_not_found_everywhere(api, method, path):
    body = {"note_text": "x", "question_text": "x"} if method in ("POST", "PATCH") else None
    missing = api.request(method, f"/sessions/{UNKNOWN_ID}/{path}", json=body)
    assert (missing.status_code, missing.json()) == (404, {"error": "Session not found"})
    assert api.request(method, f"/sessions/abc/{path}", json=body).status_code == 404


def test_the_cv_shows_text_and_where_it_stands(api, session):
    cv = api.get(f"/sessions/{session}/cv/").json()
    assert "PostgreSQL" in cv["raw_text"]
    assert cv["file_url"].endswith(f"/api/cvs/{cv['cv_id']}/file/")
    assert any(chunk["boxes"] for section in cv["sections"] for chunk in section["chunks"])


def test_the_timeline_has_notes_and_asked_questions_by_time(api, session):
    question = add_question(api, session, "Why indexes?")
    add_question(api, session, "Never asked")
    note = add_note(api, session, "First note", author="Tech Lead")["note_id"]
    api.post(f"/sessions/{session}/questions/{question}/mark-asked/", json={"asked_by": "Tech Lead"})
    timeline = api.get(f"/sessions/{session}/timeline/").json()
    assert timeline["session_id"] == session
    assert [(item["type"], item["id"], item["text"], item["asked_by"]) for item in timeline["timeline"]] == [
        ("note", note, "First note", None),
        ("question", question, "Why indexes?", "Tech Lead"),
    ]
    assert list(timeline["timeline"][0]) == ["id", "type", "author", "text", "asked_by", "created_at"]


def test_a_deleted_interview_is_gone_with_its_notes(api, session):
    add_note(api, session, "x y z")
    assert api.delete(f"/sessions/{session}/").status_code == 204
    assert api.get(f"/sessions/{session}/notes/").status_code == 404
    assert session not in [row["session_id"] for row in api.get("/sessions/").json()["sessions"]]


def test_screens_hear_of_start_language_and_end(server, api, candidate, job):
    with server.live() as lists:
        receive(lists, "ready")
        session = start(api, candidate, job)
        event = receive(lists)
        assert (event["name"], event["id"]) == ("session", session)
    with server.live(session=session) as screen:
        receive(screen, "ready")
        api.patch(f"/sessions/{session}/", json={"language": "it"})
        api.post(f"/sessions/{session}/end/", json={})
        assert [receive(screen)["name"] for _ in range(2)] == ["session", "session"]
