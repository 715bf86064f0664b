"""The existing web client can move to this server by its base URL alone.

Every exchange that was recorded from the existing back end is sent again, in order. Status, keys, types and the texts of
refusals must be the recorded ones; ids, times, scores, counts of chunks and wording may differ. Where ours is meant to differ,
DIFFERENCES says how and why; a difference that no longer exists fails, so that the table stays true.
"""
import json
import re
from dataclasses import dataclass, field

import pytest

from contract.replay import HERE, UUID, json_of, replay

NAMES = [row["name"] for row in json.loads((HERE / "exchanges.json").read_text())]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

# Null or not by a threshold on a score, or because the recording of a long list was cut before the other kind.
NULLABLE = {"best_preloaded_question", "asked_by"}
# Lists that scores or wording fill, so that they may be empty.
MAY_BE_EMPTY = {"evidence_chunks", "strengths", "gaps_or_risks", "recommended_next_steps"}


@dataclass
class Difference:
    reason: str
    status: int | None = None  # the status instead of the recorded one
    like: str | None = None    # the exchange whose recorded answer this one has the shape of
    json: object = None        # the exact answer
    shape: object = None       # an example of the answer's keys and types
    empty: bool = False        # no body
    set_keys: set = field(default_factory=set)   # recorded as null, always set by ours
    null_keys: set = field(default_factory=set)  # recorded with a value, or an empty list, null or empty in ours


NOT_FOUND = {"detail": "Not found."}
PAGE = "a page for people becomes JSON"
NO_SLASH = "a path without its final slash works"
CREATED_AT = "created_at is always set"
UNKNOWN_ID = "an unknown id was a 500"
UNKNOWN_SESSION = "an unknown session is 404 everywhere"
NO_SUCH_SESSION = {"error": "Session not found"}

DIFFERENCES = {
    "generic: unknown path": Difference(PAGE, json=NOT_FOUND),
    "generic: missing trailing slash, GET": Difference(NO_SLASH, 200, like="generic: CORS simple GET"),
    "generic: missing trailing slash, POST": Difference(
        NO_SLASH, 201, like="candidates: create, form-encoded", set_keys={"created_at"}),
    "generic: suffix .json": Difference("no format suffixes", 404, json=NOT_FOUND),
    "generic: browser Accept": Difference(
        "no browsable HTML API", like="candidates: list", set_keys={"created_at"}),
    "generic: Host not allowed": Difference(PAGE, json={"detail": "This host name is not in ALLOWED_HOSTS."}),
    "candidates: OPTIONS metadata": Difference("openapi.yaml takes its place", empty=True),
    "jobs: patch text": Difference("changing a job description was a 500", 200, like="jobs: detail"),
    "cvs: upload, unknown candidate": Difference(UNKNOWN_ID, 404, json={"error": "Candidate not found"}),
    "cvs: upload, corrupt PDF": Difference("an unreadable file was a 500", 422, json={
        "error": "This file is damaged and cannot be read. Open it, save it again as PDF or DOCX, and upload the new file."}),
    "cvs: cv create by JSON (ORM)": Difference(CREATED_AT, set_keys={"created_at"}),
    "search: search, top_k negative": Difference(
        "a wrong number was a 500", 400, json={"top_k": ["Ensure this value is greater than or equal to 0."]}),
    "questions: parse, corrupt docx": Difference("an unreadable file was a 500", 422, json={
        "error": "This file is called .docx but is no Word document. Save it again as .docx or as plain text."}),
    "questions: generate, not uuid": Difference("a wrong id was a 500", 400, json={
        "candidate_id": ["Must be a valid UUID."], "job_description_id": ["Must be a valid UUID."]}),
    "sessions: start, unknown ids": Difference(UNKNOWN_ID, 404, json={"error": "Candidate not found"}),
    "sessions: mark asked (question route)": Difference(
        "this route was always a 500", 200,
        shape={"question_id": "00000000-0000-4000-8000-000000000000", "asked_at": "2026-01-01T00:00:00.000000Z",
               "asked_by": "x"}),
    "sessions: note after the end": Difference("an ended interview takes no notes", 409, shape={"error": "sentence"}),
    "sessions: recap without CV": Difference(
        "a recap needs no CV", 200, like="sessions: recap (live session)",
        null_keys={"cv_id", "distance", "similarity", "coverage_score", "top_chunks", "notes", "asked"}),
    "sessions: next-question without CV": Difference(
        "the job description and the notes are enough for a question", 200,
        like="sessions: next-question without notes", null_keys={"cv_id", "suggested_preloaded_questions"}),
    "sessions: list with null coverage": Difference(
        "no CV is no coverage, rather than a coverage of 0", null_keys={"coverage_score"}),
    "live: suggest, unknown JD": Difference(UNKNOWN_ID, 404, json={"error": "Job description not found"}),
    "live: interview-questions create": Difference("the embedding is there at once", set_keys={"embedding"}),
    "live: interview-questions, unknown JD": Difference(UNKNOWN_ID, 400, json={"job_description_id": [
        'Invalid pk "00000000-0000-4000-8000-000000000000" - object does not exist.']}),
    "sessions: add question, bad session id": Difference(PAGE, json=NOT_FOUND),
    "sessions: list, unknown session": Difference(UNKNOWN_SESSION, 404, json=NO_SUCH_SESSION),
    "sessions: timeline, unknown": Difference(UNKNOWN_SESSION, 404, json=NO_SUCH_SESSION),
    "sessions: cv, unknown session": Difference(UNKNOWN_SESSION, 404, json=NO_SUCH_SESSION),
    "sessions: add note, unknown session": Difference(UNKNOWN_SESSION, 404, json=NO_SUCH_SESSION),
    "sessions: candidate without CV": Difference(CREATED_AT, set_keys={"created_at"}),
} | {
    f"candidates: {name}": Difference(CREATED_AT, set_keys={"created_at"})
    for name in ("create", "create, all fields", "create, number as name", "create, bad email text",
                 "create, form-encoded", "detail", "patch", "put", "list")
}


def is_vector(value):
    return isinstance(value, list) and len(value) == 384 and all(isinstance(item, (int, float)) for item in value)


def kind(value):
    if isinstance(value, bool) or value is None:
        return type(value).__name__
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "id" if UUID.fullmatch(value) else "time" if TIME.fullmatch(value) else "text"
    return type(value).__name__


def shape_faults(recorded, actual, difference, path="answer"):
    """What of the recorded keys and types the actual answer breaks, as sentences."""
    key = path.rsplit(".", 1)[-1]
    if recorded == "<384 floats>":
        return [] if is_vector(actual) else [f"{path} is no vector of 384 numbers"]
    if isinstance(recorded, dict) and isinstance(actual, dict):
        missing = [f"{path}.{name} is missing" for name in recorded.keys() - actual.keys()]
        return missing + [fault for name in recorded.keys() & actual.keys()
                          for fault in shape_faults(recorded[name], actual[name], difference, f"{path}.{name}")]
    if isinstance(recorded, list) and isinstance(actual, list):
        return list_faults(recorded, actual, difference, path)
    if key in difference.set_keys and recorded is None:
        return [] if actual is not None else [f"{path} is null"]
    if key in difference.null_keys:
        return [] if actual is None or kind(recorded) == kind(actual) else [f"{path} is {kind(actual)}"]
    if key in NULLABLE and None in (recorded, actual):
        return []
    return [] if kind(recorded) == kind(actual) else [f"{path} is {kind(actual)} instead of {kind(recorded)}"]


def list_faults(recorded, actual, difference, path):
    """Each item must be like one of the recorded items; a list recorded with items has some."""
    if not recorded:
        return []
    if not actual:
        key = path.rsplit(".", 1)[-1]
        return [] if key in MAY_BE_EMPTY | difference.null_keys else [f"{path} is empty"]
    faults = []
    for number, item in enumerate(actual):
        tries = [shape_faults(example, item, difference, f"{path}[{number}]") for example in recorded]
        faults += min(tries, key=len)
    return faults


def answer_faults(exchange, recorded, difference):
    answer, status = exchange.answer, difference.status or recorded["status"]
    if answer.status_code != status:
        return [f"status {answer.status_code} instead of {status}: {answer.text[:300]}"]
    faults = [f"header {name} is {answer.headers.get(name)!r} instead of {value!r}"
              for name, value in recorded.get("headers", {}).items() if not header_agrees(answer, name, value)]
    if difference.json is not None:
        return faults + ([] if json_of(answer) == difference.json else [f"the answer is {answer.text}"])
    if difference.shape is not None:
        return faults + shape_faults(difference.shape, json_of(answer), difference)
    if difference.empty or "json" not in recorded:
        return faults + ([f"a body where there was none: {answer.text[:100]}"] if answer.content else [])
    if status >= 400:
        return faults + ([] if json_of(answer) == recorded["json"] else
                         [f"the answer is {answer.text} instead of {json.dumps(recorded['json'])}"])
    return faults + shape_faults(recorded["json"], json_of(answer), difference)


def header_agrees(answer, name, value):
    """Lists of names may be in any order and may hold more."""
    actual = answer.headers.get(name, "")
    wanted = {word.strip().lower() for word in value.split(",")}
    return wanted <= {word.strip().lower() for word in actual.split(",")}


@pytest.fixture(scope="module")
def exchanges(server):
    return {exchange.name: exchange for exchange in replay(server.url)}


@pytest.mark.parametrize("name", NAMES)
def test_answers_as_recorded(exchanges, name):
    exchange, difference = exchanges[name], DIFFERENCES.get(name)
    recorded = exchange.recorded
    if difference is not None and difference.like:
        recorded = recorded | {"json": exchanges[difference.like].recorded["json"]}
    faults = answer_faults(exchange, recorded, difference or Difference(""))
    assert not faults, "; ".join(faults)


@pytest.mark.parametrize("name", DIFFERENCES)
def test_each_listed_difference_is_real(exchanges, name):
    exchange = exchanges[name]
    assert answer_faults(exchange, exchange.recorded, Difference("")) != [], "it answers as recorded: unlist it"
