"""Steps that several tests take on the way to what they are about."""

import pathlib

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"


def make_job(api, text: str, title: str = "Backend Engineer") -> str:
    answer = api.post("/job-descriptions/", json={"title": title, "description_text": text})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def make_draft(api, job: str | None = None, **fields) -> dict:
    if job:
        fields["job_description_id"] = make_job(api, job)
    answer = api.post("/drafts/", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def upload_cv(api, draft: dict, name: str) -> dict:
    """Uploads a file of tests/fixtures into a draft."""
    with (FIXTURES / name).open("rb") as file:
        answer = api.post(f"/drafts/{draft['draft_id']}/cv/", files={"file": (name, file)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def start_interview(api, job: str, name: str = "Nora Prova") -> str:
    candidate = api.post("/candidates/", json={"full_name": name}).json()["id"]
    answer = api.post("/sessions/start/", json={"candidate_id": candidate, "job_description_id": make_job(api, job)})
    assert answer.status_code == 200, answer.text
    return answer.json()["session_id"]
