"""Steps that several tests take on the way to what they are about: candidates, jobs, drafts, interviews."""

import json
import pathlib

import httpx

ROOT = pathlib.Path(__file__).resolve().parents[2]
CV = ROOT / "sample" / "cv.pdf"
FIXTURES = ROOT / "tests" / "fixtures"

JOB_EN = {
    "title": "Backend Engineer (Milan)",
    "description_text": (
        "We run a payment platform.\n\n"
        "Must have\n"
        "- Solid knowledge of PostgreSQL in production.\n"
        "- Experience with event-driven systems, such as Kafka or RabbitMQ.\n"
        "- Experience in running services on Kubernetes.\n"
        "- Fluent English.\n\n"
        "Nice to have\n"
        "- Infrastructure as code with Terraform.\n\n"
        "What we offer\n"
        "- A salary of 58,000 euros and a dog in the office.\n"
    ),
}
JOB_IT = {
    "title": "Sviluppatore backend",
    "description_text": (
        "Cerchiamo una persona per la nostra piattaforma di pagamenti.\n\n"
        "Requisiti\n"
        "- Ottima conoscenza di PostgreSQL in produzione.\n"
        "- Esperienza con sistemi a eventi, come Kafka o RabbitMQ.\n"
        "- Almeno tre anni di esperienza con Kubernetes.\n\n"
        "Titoli preferenziali\n"
        "- Conoscenza di Terraform.\n"
    ),
}


def make_candidate(api: httpx.Client, name: str = "Giulia Ferrante", with_cv: bool = True) -> str:
    candidate = api.post("/candidates/", json={"full_name": name}).json()["id"]
    if with_cv:
        file = ("cv.pdf", CV.read_bytes(), "application/pdf")
        uploaded = api.post("/cvs/upload/", data={"candidate_id": candidate}, files={"file": file})
        assert uploaded.status_code == 201, uploaded.text
    return candidate


def make_job(api: httpx.Client, job: dict | str = JOB_EN) -> str:
    """`job` may be the text alone."""
    fields = {"title": "Backend Engineer", "description_text": job} if isinstance(job, str) else job
    made = api.post("/job-descriptions/", json=fields)
    assert made.status_code == 201, made.text
    return made.json()["id"]


def start(api: httpx.Client, candidate: str, job: str) -> str:
    started = api.post("/sessions/start/", json={"candidate_id": candidate, "job_description_id": job})
    assert started.status_code == 200, started.text
    return started.json()["session_id"]


def add_note(api: httpx.Client, session: str, text: str, **fields) -> dict:
    added = api.post(f"/sessions/{session}/notes/", json={"note_text": text, **fields})
    assert added.status_code == 200, added.text
    return added.json()


def add_question(api: httpx.Client, session: str, text: str, **fields) -> str:
    added = api.post(f"/sessions/{session}/questions/", json={"question_text": text, **fields})
    assert added.status_code == 201, added.text
    return added.json()["question_id"]


def receive(socket, type: str = "event") -> dict:
    """The next live message of that type."""
    while True:
        message = json.loads(socket.recv(timeout=5))
        if message["type"] == type:
            return message


def start_interview(api: httpx.Client, job: dict | str, name: str = "Nora Prova") -> str:
    """An interview of a new candidate without a CV."""
    return start(api, make_candidate(api, name, with_cv=False), make_job(api, job))


def make_draft(api: httpx.Client, job: dict | str | None = None, **fields) -> dict:
    if job:
        fields["job_description_id"] = make_job(api, job)
    made = api.post("/drafts/", json=fields)
    assert made.status_code == 201, made.text
    return made.json()


def upload_cv(api: httpx.Client, draft: dict, name: str) -> dict:
    """Uploads a file of tests/fixtures into a draft."""
    with (FIXTURES / name).open("rb") as file:
        answer = api.post(f"/drafts/{draft['draft_id']}/cv/", files={"file": (name, file)})
    assert answer.status_code == 200, answer.text
    return answer.json()
