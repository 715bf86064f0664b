"""/api/drafts/: the wizard's drafts, from the first click to the started interview."""

import pytest

from conftest import UNKNOWN_ID
from interviews import FIXTURES, make_draft, make_job, upload_cv

JOB = "Backend engineer.\nMust have\n- PostgreSQL in production.\n- Fluent English.\n"


@pytest.fixture
def ada(server):
    with server.client("Ada") as client:
        yield client


def patch(api, draft, **fields):
    return api.patch(f"/drafts/{draft['draft_id']}/", json=fields)


def stored_files(server):
    folder = server.data / "files"
    return set(folder.iterdir()) if folder.exists() else set()


def test_a_new_draft_is_empty_and_at_the_first_step(ada):
    draft = make_draft(ada)
    assert (draft["step"], draft["version"], draft["is_sample"], draft["language"]) == (1, 1, False, "en")
    assert draft["candidate"] is draft["job"] is draft["cv"] is None
    assert draft["questions"] == draft["duplicates"] == []


def test_what_is_saved_is_there_after_a_reload(ada):
    draft = make_draft(ada)
    questions = [{"key": "b", "text": "Second?", "source": "typed"}, {"key": "a", "text": "First?", "source": "file"}]
    saved = patch(ada, draft, version=1, step=3, candidate={"candidate_id": None, "full_name": "Ugo Prova", "email":
                  "ugo@example.org", "linkedin_url": None}, job_description_id=make_job(ada, JOB), language="it",
                  questions=questions).json()
    again = ada.get(f"/drafts/{draft['draft_id']}/").json()
    assert again == saved
    assert again["version"] == 2
    assert again["candidate"]["full_name"] == "Ugo Prova"
    assert again["job"]["description_text"] == JOB.strip()
    assert again["questions"] == questions
    assert again["language"] == "it"


def test_fields_that_are_not_sent_stay(ada):
    draft = make_draft(ada, language="it", step=2)
    assert patch(ada, draft, step=3).json()["language"] == "it"


def test_an_interview_takes_the_language_of_its_position_until_somebody_changes_it(ada):
    italian = make_job(ada, "Cerchiamo un farmacista con esperienza in ospedale. Sono richieste la laurea e l'iscrizione all'albo.")
    draft = make_draft(ada)
    assert patch(ada, draft, job_description_id=italian).json()["language"] == "it"
    assert patch(ada, draft, language="en").json()["language"] == "en"
    assert patch(ada, draft, step=4).json()["language"] == "en"


def test_a_stale_version_is_refused_and_nothing_is_lost(ada):
    draft = make_draft(ada)
    assert patch(ada, draft, version=1, step=2).status_code == 200
    refused = patch(ada, draft, version=1, step=4)
    assert refused.status_code == 409
    assert "another window" in refused.json()["error"]
    assert ada.get(f"/drafts/{draft['draft_id']}/").json()["step"] == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"step": 5}, "step"),
        ({"language": "fr"}, "language"),
        ({"job_description_id": "x"}, "job_description_id"),
        ({"candidate": "Ugo"}, "candidate"),
        ({"candidate": {"candidate_id": "x"}}, "candidate"),
        ({"questions": [{"key": "a", "text": "x"}]}, "questions"),
        ({"questions": [{"key": "a", "text": "x", "source": "elsewhere"}]}, "questions"),
        ({"questions": "none"}, "questions"),
    ],
)
def test_a_bad_field_is_named(ada, fields, field):
    refused = patch(ada, make_draft(ada), **fields)
    assert refused.status_code == 400
    assert list(refused.json()) == [field]


def test_a_draft_is_its_recruiters_own(server, ada):
    draft = make_draft(ada)
    with server.client("Bea") as bea:
        assert bea.get(f"/drafts/{draft['draft_id']}/").status_code == 404
        assert bea.delete(f"/drafts/{draft['draft_id']}/").status_code == 404
        assert draft["draft_id"] not in [other["draft_id"] for other in bea.get("/drafts/").json()["drafts"]]
    assert draft["draft_id"] in [other["draft_id"] for other in ada.get("/drafts/").json()["drafts"]]


def test_an_uploaded_cv_is_shown_and_its_owner_guessed(ada):
    draft = upload_cv(ada, make_draft(ada), "english-cv.pdf")
    cv = draft["cv"]
    assert cv["file_name"] == "english-cv.pdf"
    assert cv["guessed_name"] and "@example." in cv["guessed_email"]
    assert {"experience", "education"} <= {section["kind"] for section in cv["sections"]}
    assert all(chunk["text"] for section in cv["sections"] for chunk in section["chunks"])


def test_an_existing_candidate_of_the_same_name_or_address_is_offered(ada):
    guessed = upload_cv(ada, make_draft(ada), "english-cv.pdf")["cv"]
    same_name = ada.post("/candidates/", json={"full_name": guessed["guessed_name"].upper()}).json()
    same_mail = ada.post("/candidates/", json={"full_name": "Other", "email": guessed["guessed_email"]}).json()
    offered = upload_cv(ada, make_draft(ada), "english-cv.pdf")["duplicates"]
    assert {same_name["id"], same_mail["id"]} <= {person["id"] for person in offered}


def test_a_second_cv_takes_the_place_of_the_first_and_its_file(server, ada):
    before = stored_files(server)
    draft = make_draft(ada)
    upload_cv(ada, draft, "english-cv.pdf")
    assert upload_cv(ada, draft, "italian-cv.pdf")["cv"]["language"] == "it"
    assert len(stored_files(server) - before) == 1
    assert ada.delete(f"/drafts/{draft['draft_id']}/cv/").json()["cv"] is None
    assert stored_files(server) == before


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("truncated.pdf", 422),
        ("encrypted.pdf", 422),
        ("empty.pdf", 400),
        ("blank.pdf", 422),
        ("not-a-pdf.pdf", 415),
        ("bomb.docx", 422),
        ("doctype.docx", 422),
        ("damaged.docx", 422),
        ("too-many-pages.pdf", 413),
    ],
)
def test_a_bad_file_is_explained_and_leaves_nothing(server, ada, name, status):
    draft = make_draft(ada)
    before = stored_files(server)
    with (FIXTURES / name).open("rb") as file:
        refused = ada.post(f"/drafts/{draft['draft_id']}/cv/", files={"file": (name, file)})
    assert refused.status_code == status, refused.text
    if status != 400:
        assert len(refused.json()["error"]) > 20
    assert stored_files(server) == before
    assert ada.get(f"/drafts/{draft['draft_id']}/").json()["version"] == draft["version"]


def test_starting_creates_everything_and_removes_the_draft(server, ada):
    questions = [{"key": str(n), "text": f"Question {n}?", "source": "typed"} for n in range(5)]
    draft = make_draft(ada, job=JOB, questions=questions, candidate={"full_name": "Ida Prova", "email": None})
    upload_cv(ada, draft, "english-cv.pdf")
    session = ada.post(f"/drafts/{draft['draft_id']}/start/", json={}).json()["session_id"]
    detail = ada.get(f"/sessions/{session}/").json()
    assert detail["candidate"]["full_name"] == "Ida Prova"
    assert detail["status"] == "live"
    assert detail["cv_id"] and detail["coverage_score"] > 0
    listed = ada.get(f"/sessions/{session}/questions/").json()["questions"]
    assert [question["question_text"] for question in listed] == [question["text"] for question in questions]
    cv = ada.get(f"/sessions/{session}/cv/").json()
    assert cv["file_name"] == "english-cv.pdf" and cv["sections"][0]["chunks"][0]["boxes"]
    file = ada.get(f"/cvs/{cv['cv_id']}/file/")
    assert file.content == (FIXTURES / "english-cv.pdf").read_bytes()
    assert ada.get(f"/drafts/{draft['draft_id']}/").status_code == 404


def test_starting_with_an_existing_candidate_uses_their_cv(ada):
    candidate = ada.post("/candidates/", json={"full_name": "Olga Prova"}).json()["id"]
    with (FIXTURES / "english-cv.pdf").open("rb") as file:
        cv = ada.post("/cvs/upload/", data={"candidate_id": candidate}, files={"file": ("cv.pdf", file)}).json()["cv_id"]
    draft = make_draft(ada, job=JOB, candidate={"candidate_id": candidate, "full_name": "Olga Prova"})
    session = ada.post(f"/drafts/{draft['draft_id']}/start/", json={}).json()["session_id"]
    assert ada.get(f"/sessions/{session}/").json()["cv_id"] == cv


def test_starting_needs_a_candidate_and_a_job(ada):
    nobody = ada.post(f"/drafts/{make_draft(ada, job=JOB)['draft_id']}/start/", json={})
    no_job = ada.post(f"/drafts/{make_draft(ada, candidate={'full_name': 'X'})['draft_id']}/start/", json={})
    assert nobody.status_code == no_job.status_code == 400
    assert "candidate" in nobody.json()["error"]
    assert "job" in no_job.json()["error"]


def test_a_candidate_who_is_gone_stops_the_start_and_keeps_the_draft(ada):
    draft = make_draft(ada, job=JOB, candidate={"candidate_id": UNKNOWN_ID, "full_name": "Gone"})
    assert ada.post(f"/drafts/{draft['draft_id']}/start/", json={}).status_code == 404
    assert ada.get(f"/drafts/{draft['draft_id']}/").status_code == 200


def test_questions_are_generated_from_the_cv_and_the_job(ada):
    draft = make_draft(ada, job=JOB)
    upload_cv(ada, draft, "english-cv.pdf")
    made = ada.post(f"/drafts/{draft['draft_id']}/questions/generate/", json={}).json()
    assert made["made_by"] == "local"
    assert 5 <= made["count"] == len(set(made["questions"])) == len(made["details"])
    assert any("PostgreSQL" in question for question in made["questions"])


def test_the_sample_is_ready_to_start(ada):
    draft = ada.post("/sample/", json={}).json()
    assert draft["is_sample"] and draft["step"] == 4
    assert draft["candidate"]["full_name"] == "Giulia Ferrante"
    assert draft["cv"]["guessed_email"] == "giulia.ferrante@example.org"
    assert draft["job"]["title"] == "Senior Backend Engineer, Payments Platform"
    assert len(draft["questions"]) == 8
    assert ada.post(f"/drafts/{draft['draft_id']}/start/", json={}).status_code == 200


def test_the_sample_job_stands_in_the_list_once(ada):
    first, second = (ada.post("/sample/", json={}).json()["job"]["id"] for _ in range(2))
    assert first == second


def test_a_scanned_cv_is_read_and_says_that_it_was_recognised(ada):
    draft = make_draft(ada)
    with (FIXTURES / "scanned.pdf").open("rb") as file:
        answer = ada.post(f"/drafts/{draft['draft_id']}/cv/", files={"file": ("scanned.pdf", file)})
    assert answer.status_code == 200, answer.text
    cv = answer.json()["cv"]
    assert "curriculum vitae" in cv["text"]
    assert "text recognition" in cv["quality_note"]
