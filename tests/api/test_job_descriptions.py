"""/api/job-descriptions/: the recorded exchanges of the contract, and what ours adds."""

import math

import pytest

from conftest import UNKNOWN_ID

TITLE = "Backend Engineer"
TEXT = (
    "Cerchiamo un Backend Engineer con esperienza in Python, Django, PostgreSQL, Kubernetes e CI/CD. "
    "Responsabile di API ad alto traffico e della qualita del codice."
)


@pytest.fixture
def job(api):
    created = api.post("/job-descriptions/", json={"title": TITLE, "description_text": TEXT})
    assert created.status_code == 201
    return created.json()


def cosine(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b)) / (math.hypot(*a) * math.hypot(*b))


def test_create_answers_without_the_vector_it_computed(api, job):
    assert list(job) == ["id", "title", "description_text", "embedding", "created_at"]
    assert (job["title"], job["description_text"], job["embedding"]) == (TITLE, TEXT, None)
    stored = api.get(f"/job-descriptions/{job['id']}/").json()
    assert len(stored["embedding"]) == 384
    assert math.isclose(math.hypot(*stored["embedding"]), 1, rel_tol=1e-4)
    assert {**stored, "embedding": None} == job


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        ({"title": "x"}, {"description_text": ["This field is required."]}),
        (
            {"title": "", "description_text": ""},
            {"title": ["This field may not be blank."], "description_text": ["This field may not be blank."]},
        ),
    ],
)
def test_create_says_what_is_wrong_with_a_body(api, body, messages):
    refused = api.post("/job-descriptions/", json=body)
    assert refused.status_code == 400
    assert refused.json() == messages


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("id", "detail"), [(UNKNOWN_ID, "No JobDescription matches the given query."), ("abc", "Not found.")]
)
def test_an_unknown_id_is_not_found(api, method, id, detail):
    missing = api.request(method, f"/job-descriptions/{id}/", json={} if method in ("PUT", "PATCH") else None)
    assert missing.status_code == 404
    assert missing.json() == {"detail": detail}


def test_patch_of_the_title_keeps_text_and_vector(api, job):
    before = api.get(f"/job-descriptions/{job['id']}/").json()
    changed = api.patch(f"/job-descriptions/{job['id']}/", json={"title": "Backend Engineer (Python)"})
    assert changed.status_code == 200
    assert changed.json() == {**before, "title": "Backend Engineer (Python)"}


def test_put_of_another_text_computes_its_vector_again(api, job):
    before = api.get(f"/job-descriptions/{job['id']}/").json()
    body = {"title": "Pastry chef", "description_text": "Bake croissants, cakes and bread every morning."}
    changed = api.put(f"/job-descriptions/{job['id']}/", json=body)
    assert changed.status_code == 200
    assert changed.json()["description_text"] == body["description_text"]
    assert cosine(before["embedding"], changed.json()["embedding"]) < 0.7


def test_put_needs_both_fields(api, job):
    refused = api.put(f"/job-descriptions/{job['id']}/", json={"title": "x"})
    assert refused.status_code == 400
    assert refused.json() == {"description_text": ["This field is required."]}


def test_delete(api, job):
    assert api.delete(f"/job-descriptions/{job['id']}/").status_code == 204
    assert api.get(f"/job-descriptions/{job['id']}/").status_code == 404


def test_list_carries_vectors_unless_it_is_asked_to_be_brief(api, job):
    listed = api.get("/job-descriptions/").json()
    assert listed[0]["id"] == job["id"]
    assert len(listed[0]["embedding"]) == 384
    brief = api.get("/job-descriptions/", params={"fields": "brief"}).json()
    assert brief == [{**each, "embedding": None} for each in listed]


def test_search_looks_in_titles_ignoring_case_and_accents(api):
    created = api.post("/job-descriptions/", json={"title": "Addetto qualità", "description_text": "x"}).json()
    found = api.get("/job-descriptions/", params={"search": "QUALITA"}).json()
    assert [each["id"] for each in found] == [created["id"]]


def test_another_text_changes_the_coverage_of_its_interviews(api, job):
    candidate = api.post("/candidates/", json={"full_name": "Anna Verdi"}).json()["id"]
    cv = {"candidate": candidate, "file_url": "https://files.example.org/cv.pdf", "raw_text": TEXT}
    assert api.post("/cvs/", json=cv).status_code == 201
    body = {"candidate_id": candidate, "job_description_id": job["id"]}
    session = api.post("/sessions/start/", json=body).json()["session_id"]

    def coverage():
        sessions = api.get("/sessions/").json()["sessions"]
        return next(each["coverage_score"] for each in sessions if each["session_id"] == session)

    assert coverage() > 99
    api.patch(f"/job-descriptions/{job['id']}/", json={"title": "Renamed"})
    assert coverage() > 99
    api.patch(f"/job-descriptions/{job['id']}/", json={"description_text": "Bake bread and cakes every morning."})
    assert coverage() < 70
