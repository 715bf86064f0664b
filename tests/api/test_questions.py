"""Prepared questions: order, privacy, asked or not; those of a job; files; generated sets."""

import io
import zipfile

import pytest

from conftest import UNKNOWN_ID
from interviews import JOB_EN, JOB_IT, add_question, make_job, receive, start


def questions_of(api, session, **query):
    return api.get(f"/sessions/{session}/questions/", params=query).json()["questions"]


def texts_of(api, session, **query):
    return [question["question_text"] for question in questions_of(api, session, **query)]


def test_a_question_is_answered_as_the_contract_says(api, session):
    body = {"question_text": " Come usi Kubernetes? ", "author": "uid-1", "recruiter_id": "uid-1"}
    added = api.post(f"/sessions/{session}/questions/", json=body)
    assert added.status_code == 201
    assert {**added.json(), "question_id": ""} == {
        "question_id": "", "session_id": session, "question_text": "Come usi Kubernetes?", "author": "uid-1",
    }  # fmt: skip
    nameless = api.post(f"/sessions/{session}/questions/", json={"question_text": "Quale database?"})
    assert nameless.json()["author"] == ""
    listed = questions_of(api, session)
    assert list(listed[0])[:6] == ["question_id", "question_text", "asked_at", "asked_by", "created_at", "is_asked"]
    assert [question["is_asked"] for question in listed] == [False, False]


def test_a_question_without_text_is_refused(api, session):
    refused = api.post(f"/sessions/{session}/questions/", json={})
    assert (refused.status_code, refused.json()) == (400, {"question_text": ["This field is required."]})


def test_a_nameless_client_filters_by_recruiter(api, session):
    add_question(api, session, "Of one", recruiter_id="uid-1")
    add_question(api, session, "Of all")
    assert texts_of(api, session) == ["Of one", "Of all"]
    assert texts_of(api, session, recruiter_id="uid-1") == ["Of one"]
    assert texts_of(api, session, recruiter_id="") == ["Of one", "Of all"]


def test_each_recruiter_sees_their_own_and_the_shared(api, chiara, marco, session):
    add_question(chiara, session, "Chiara's")
    add_question(marco, session, "Marco's")
    add_question(api, session, "Everybody's")
    assert texts_of(chiara, session) == ["Chiara's", "Everybody's"]
    assert texts_of(marco, session) == ["Marco's", "Everybody's"]
    assert texts_of(marco, session, recruiter_id="Chiara") == ["Marco's", "Everybody's"]


def test_a_private_question_cannot_be_touched_by_another(chiara, marco, session):
    question = add_question(chiara, session, "Chiara's")
    path = f"/sessions/{session}/questions/{question}/"
    assert marco.patch(path, json={"question_text": "x"}).status_code == 404
    assert marco.delete(path).status_code == 404
    assert marco.get(f"/interview-questions/{question}/").status_code == 404
    assert question not in [row["id"] for row in marco.get("/interview-questions/").json()]
    marco.post(f"{path}mark-asked/")
    assert questions_of(chiara, session)[0]["is_asked"] is False


def test_only_its_recruiter_hears_of_a_private_question(server, chiara, session):
    with server.live("Marco", session=session) as marcos, server.live("Chiara", session=session) as hers:
        receive(marcos, "ready"), receive(hers, "ready")
        question = add_question(chiara, session, "Private until asked")
        assert receive(hers)["id"] == question
        chiara.post(f"/sessions/{session}/questions/{question}/mark-asked/")
        first_heard = receive(marcos)
        assert (first_heard["id"], first_heard["version"]) == (question, 2)


def test_questions_keep_the_order_they_are_put_in(chiara, session):
    ids = [add_question(chiara, session, text) for text in ("One", "Two", "Three")]
    ordered = chiara.put(f"/sessions/{session}/questions/order/", json={"question_ids": [ids[2], ids[0]]})
    assert (ordered.status_code, ordered.json()) == (200, {"status": "ok"})
    assert texts_of(chiara, session) == ["Three", "One", "Two"]
    add_question(chiara, session, "Four")
    assert texts_of(chiara, session) == ["Three", "One", "Two", "Four"]


@pytest.mark.parametrize("ids", [None, "x", [UNKNOWN_ID], ["nonsense"], [1], "twice"])
def test_an_order_of_other_things_is_refused(chiara, session, ids):
    question = add_question(chiara, session, "One")
    ids = [question, question] if ids == "twice" else ids
    refused = chiara.put(f"/sessions/{session}/questions/order/", json={"question_ids": ids} if ids else {})
    assert (refused.status_code, list(refused.json())) == (400, ["question_ids"])


def test_marking_can_be_repeated_and_undone(api, session):
    question = add_question(api, session, "Asked?")
    path = f"/sessions/{session}/questions/{question}/mark-asked/"
    first = api.post(path, headers={"Content-Type": "application/json"}, content=b"")
    assert (first.status_code, first.json()) == (200, {"status": "ok"})
    asked_at = questions_of(api, session)[0]["asked_at"]
    api.post(path, json={"asked_by": "Tech Lead"})
    again = questions_of(api, session)[0]
    assert again["asked_at"] > asked_at and again["asked_by"] == "Tech Lead"
    assert api.delete(path).json() == {"status": "ok"}
    assert (questions_of(api, session)[0]["asked_at"], questions_of(api, session)[0]["is_asked"]) == (None, False)


def test_marking_an_unknown_question_answers_as_the_contract_says(api, session):
    marked = api.post(f"/sessions/{session}/questions/{UNKNOWN_ID}/mark-asked/", json={})
    assert (marked.status_code, marked.json()) == (200, {"status": "ok"})


def test_a_question_is_reworded_and_removed(chiara, session):
    question = add_question(chiara, session, "Wrod?")
    path = f"/sessions/{session}/questions/{question}/"
    before = chiara.get(f"/interview-questions/{question}/").json()["embedding"]
    changed = chiara.patch(path, json={"question_text": "Word?"}).json()
    assert (changed["question_text"], changed["version"]) == ("Word?", 2)
    assert chiara.get(f"/interview-questions/{question}/").json()["embedding"] != before
    assert chiara.delete(path).status_code == 204
    assert texts_of(chiara, session) == []
    assert chiara.delete(path).status_code == 404


# --- /interview-questions/ ---


def test_rows_of_a_job_are_kept_listed_changed_and_deleted(api, job):
    created = api.post("/interview-questions/", json={"job_description_id": job, "question_text": "Generica?"})
    assert created.status_code == 201
    row = created.json()
    assert list(row) == ["id", "job_description_id", "question_text", "embedding", "created_at"]
    assert len(row["embedding"]) == 384
    assert api.get("/interview-questions/").json()[0] == row
    changed = api.patch(f"/interview-questions/{row['id']}/", json={"question_text": "Altra?"}).json()
    assert changed["question_text"] == "Altra?" and changed["embedding"] != row["embedding"]
    replaced = api.put(f"/interview-questions/{row['id']}/", json={"question_text": "x"})
    assert replaced.json() == {"job_description_id": ["This field is required."]}
    assert api.delete(f"/interview-questions/{row['id']}/").status_code == 204
    missing = api.get(f"/interview-questions/{row['id']}/")
    assert (missing.status_code, missing.json()) == (404, {"detail": "No InterviewQuestion matches the given query."})
    assert api.get("/interview-questions/abc/").json() == {"detail": "Not found."}


def test_a_row_of_an_unknown_job_is_refused(api):
    required = ["This field is required."]
    assert api.post("/interview-questions/", json={}).json() == {"job_description_id": required, "question_text": required}
    refused = api.post("/interview-questions/", json={"job_description_id": UNKNOWN_ID, "question_text": "x"})
    assert refused.status_code == 400
    assert refused.json() == {"job_description_id": [f'Invalid pk "{UNKNOWN_ID}" - object does not exist.']}


def test_a_row_can_be_marked_asked(api, session):
    question = add_question(api, session, "Asked by row?")
    marked = api.post(f"/interview-questions/{question}/mark-asked/", json={"asked_by": "x"}).json()
    assert list(marked) == ["question_id", "asked_at", "asked_by"]
    assert (marked["question_id"], marked["asked_by"]) == (question, "x")
    assert questions_of(api, session)[0]["asked_at"] == marked["asked_at"]


# --- files ---


def parse(api, name: str, content: bytes):
    return api.post("/questions/parse-file/", files={"file": (name, content)})


def test_a_text_file_gives_its_questions_in_order(api):
    content = (
        "1) Come gestisci un incidente?\r\n2. Che cosa e un indice?\n- Parlami di te\n• Usi Docker?\n\nno\n"
        "  12)   Domanda con spazi  \n"
    )
    assert parse(api, "q.txt", content.encode()).json() == {
        "questions": [
            "Come gestisci un incidente?", "Che cosa e un indice?", "Parlami di te", "Usi Docker?", "Domanda con spazi",
        ],
        "count": 5,
    }  # fmt: skip


def test_windows_bytes_are_read(api):
    assert parse(api, "q.txt", "Perché sì? ok?".encode("cp1252")).json()["questions"] == ["Perché sì? ok?"]


def test_files_that_hold_no_questions_say_so(api):
    assert parse(api, "q.txt", b"").json() == {"questions": [], "count": 0}
    other = parse(api, "q.odt", b"x")
    assert (other.status_code, other.json()) == (400, {"error": "Formato non supportato. Usa .txt o .docx"})
    none = api.post("/questions/parse-file/", files={"other": ("q.txt", b"x")})
    assert (none.status_code, none.json()) == (400, {"error": "Nessun file"})
    assert api.post("/questions/parse-file/", json={"x": 1}).status_code == 415


def test_a_broken_docx_is_told_from_one_that_is_none(api):
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/other.xml", "<x/>")
    for content, status in [(b"PK\x03\x04 nonsense", 422), (other.getvalue(), 415)]:
        refused = parse(api, "q.docx", content)
        assert (refused.status_code, list(refused.json())) == (status, ["error"]), refused.text


# --- generate ---


def generate(api, candidate, job):
    return api.post("/questions/generate/", json={"candidate_id": candidate, "job_description_id": job})


@pytest.mark.parametrize("job_text", [JOB_EN, JOB_IT])
def test_generated_questions_are_specific_and_name_their_sources(api, candidate, job_text):
    answer = generate(api, candidate, make_job(api, job_text)).json()
    assert answer["count"] == len(answer["questions"]) == len(answer["details"])
    assert 5 <= answer["count"] <= 8
    assert len(set(answer["questions"])) == answer["count"]
    assert answer["made_by"] == "local"
    joined = " ".join(answer["questions"])
    assert "Lumen Pay" in joined and "PostgreSQL" in joined and "Kafka" in joined
    assert "dog" not in joined and "salary" not in joined
    assert all(detail["sources"] and detail["why"] for detail in answer["details"])


def test_generated_questions_speak_the_language_of_the_job(api, candidate):
    questions = generate(api, candidate, make_job(api, JOB_IT)).json()["questions"]
    assert all(question.split()[0] in "Di Nel Il A Tra Che In Qual".split() for question in questions), questions


def test_quotations_stand_in_the_cv_word_by_word(api, candidate, job):
    session = start(api, candidate, job)
    cv = " ".join(api.get(f"/sessions/{session}/cv/").json()["raw_text"].split())
    quoted = [
        source["text"].rstrip("…")
        for detail in generate(api, candidate, job).json()["details"]
        for source in detail["sources"]
        if source["type"] == "chunk" and source["text"] in detail["text"]
    ]
    assert quoted
    assert [text for text in quoted if text not in cv] == []


def test_generating_says_what_is_missing(api, candidate, job):
    missing = api.post("/questions/generate/", json={})
    assert (missing.status_code, missing.json()) == (400, {"error": "candidate_id e job_description_id richiesti"})
    for ids, problem in [((UNKNOWN_ID, job), "CV non trovato"), ((candidate, UNKNOWN_ID), "JD non trovata")]:
        unknown = generate(api, *ids)
        assert (unknown.status_code, unknown.json()) == (404, {"error": problem})
    assert generate(api, "abc", "x").status_code == 400
