"""The next question: the contract's answer, the choice behind the suggestion, and what a recruiter does with it."""

import pytest

from conftest import UNKNOWN_ID
from interviews import JOB_IT, add_note, add_question, make_candidate, make_job, receive, start

KEYS = [
    "session_id", "candidate_id", "cv_id", "job_description_id", "jd_similarity", "risk_level", "context_notes",
    "best_preloaded_question", "suggested_preloaded_questions", "evidence_chunks", "signals",
    "generated_next_question",
]  # fmt: skip


@pytest.fixture
def session(api, candidate):
    return start(api, candidate, make_job(api))  # a job of its own: questions of a job are offered to its interviews


def ask(api, session, **body):
    answer = api.post(f"/sessions/{session}/next-question/", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def act(api, session, suggestion, action):
    acted = api.post(f"/sessions/{session}/suggestions/{suggestion['suggestion_id']}/", json={"action": action})
    assert acted.status_code == 200, acted.text
    return acted.json()


# --- the contract ---


def test_without_notes_the_job_is_the_context(api, session):
    add_question(api, session, "Come usi Kubernetes in produzione?")
    answer = ask(api, session, recruiter_id="")
    assert [key for key in answer if key in KEYS] == KEYS
    assert (answer["jd_similarity"], answer["risk_level"], answer["context_notes"]) == (1.0, "LOW", [])
    assert set(answer["suggested_preloaded_questions"][0]) == {"question_id", "question_text", "distance"}
    assert answer["generated_next_question"] == answer["suggestion"]["text"]
    assert answer["signals"] == {
        "chunks_are_reliable": len(answer["evidence_chunks"]) > 0,
        "best_preloaded_is_reliable": answer["best_preloaded_question"] is not None,
        "chunk_max_distance": 0.58,
        "question_max_distance": 0.6,
    }


def test_the_window_bounds_the_context(api, session):
    for text in ("One", "Two", "Three"):
        add_note(api, session, text)
    assert ask(api, session)["context_notes"] == ["One", "Two", "Three"]
    assert ask(api, session, notes_window=2)["context_notes"] == ["Two", "Three"]


def test_near_questions_and_chunks_come_first_and_far_ones_are_left_out(api, session):
    add_question(api, session, "Do you like football?")
    near = add_question(api, session, "How do you find missing indexes in PostgreSQL?")
    add_note(api, session, "Finds missing indexes in PostgreSQL with a tool of her own")
    answer = ask(api, session, top_k_questions=2, top_k_chunks=2)
    assert answer["best_preloaded_question"]["question_id"] == near
    assert [q["distance"] for q in answer["suggested_preloaded_questions"]] == sorted(
        q["distance"] for q in answer["suggested_preloaded_questions"]
    )
    assert 0 < len(answer["evidence_chunks"]) <= 2
    assert all(chunk["distance"] <= 0.58 for chunk in answer["evidence_chunks"])


def test_evidence_is_the_passage_that_is_spoken_of(api, session):
    add_note(api, session, "Explained how the import of old records reported what did not fit")
    (chunk,) = ask(api, session, top_k_chunks=1)["evidence_chunks"]
    assert chunk["passage"].startswith("Cleaned and published the data of 1,400 public works")
    assert chunk["content"][chunk["start"] : chunk["end"]].replace("\n", " ") == chunk["passage"]


def test_the_questions_of_the_job_stand_in_when_the_interview_has_none(api, candidate):
    job = make_job(api)
    api.post("/interview-questions/", json={"job_description_id": job, "question_text": "How do you tune PostgreSQL?"})
    session = start(api, candidate, job)
    listed = ask(api, session)["suggested_preloaded_questions"]
    assert [question["question_text"] for question in listed] == ["How do you tune PostgreSQL?"]


def test_bounds_are_checked_in_the_words_of_the_contract(api, session):
    refused = api.post(
        f"/sessions/{session}/next-question/", json={"notes_window": 0, "top_k_questions": 11, "top_k_chunks": "x"}
    )
    assert refused.status_code == 400
    assert refused.json() == {
        "notes_window": ["Ensure this value is greater than or equal to 1."],
        "top_k_questions": ["Ensure this value is less than or equal to 10."],
        "top_k_chunks": ["A valid integer is required."],
    }


def test_without_a_cv_there_is_still_a_question(api):
    session = start(api, make_candidate(api, "Senza CV", with_cv=False), make_job(api))
    answer = ask(api, session)
    assert (answer["cv_id"], answer["evidence_chunks"]) == (None, [])
    assert "PostgreSQL" in answer["suggestion"]["text"]


# --- the choice ---


def test_a_doubt_in_the_last_note_comes_first(api, session):
    add_question(api, session, "How do you tune PostgreSQL?")
    note = add_note(api, session, "Hesitated on Kafka, not sure how it keeps order")
    suggestion = ask(api, session)["suggestion"]
    assert suggestion["text"] == note["generated_followup_question"]
    assert {"type": "note", "id": note["note_id"]}.items() <= suggestion["sources"][-1].items()
    assert suggestion["why"] and suggestion["good_answer"] and suggestion["made_by"] == "local"


def test_a_prepared_question_about_an_open_requirement_is_preferred(api, session):
    add_question(api, session, "Do you like football?")
    fitting = add_question(api, session, "How do you run services on Kubernetes?")
    add_question(api, session, "How do you find missing indexes in PostgreSQL?")
    add_note(api, session, "Explained very well how she finds missing indexes in PostgreSQL")
    suggestion = ask(api, session)["suggestion"]
    assert (suggestion["question_id"], suggestion["text"]) == (fitting, "How do you run services on Kubernetes?")
    assert "Kubernetes" in suggestion["why"] and suggestion["good_answer"]
    assert {"job", "chunk"} <= {source["type"] for source in suggestion["sources"]}


def test_what_a_note_has_settled_is_not_asked_again_while_a_must_is_open(api, session):
    add_note(api, session, "Kafka: excellent, explained consumer groups with a real example")
    asked = set()
    for _ in range(4):
        suggestion = ask(api, session)["suggestion"]
        asked.add(suggestion["text"])
        assert "Kafka" not in suggestion["text"]
        act(api, session, suggestion, "accept")
    assert len(asked) == 4


def test_before_the_first_note_the_prepared_questions_go_in_their_order(api, session):
    first = add_question(api, session, "Tell me about yourself?")
    add_question(api, session, "How do you tune PostgreSQL?")
    assert ask(api, session)["suggestion"]["question_id"] == first


def test_musts_that_nobody_spoke_of_are_asked_before_wishes(api, session):
    add_note(api, session, "Explained PostgreSQL very well, with figures")
    topics = []
    for _ in range(4):
        suggestion = ask(api, session)["suggestion"]
        topics.append(suggestion["sources"][-1]["text"])
        act(api, session, suggestion, "accept")
    assert "event-driven" in topics[0] and "Kubernetes" in topics[1] and "English" in topics[2]
    assert "Terraform" in topics[3]


def test_nothing_is_suggested_twice(api, session):
    add_note(api, session, "Explained PostgreSQL very well, with figures")
    texts = []
    for number in range(9):
        suggestion = ask(api, session)["suggestion"]
        texts.append(suggestion["text"])
        act(api, session, suggestion, ("accept", "dismiss")[number % 2])
    assert len(set(texts)) == len(texts)


def test_the_card_stays_until_something_happens(api, session):
    first = ask(api, session)["suggestion"]
    assert ask(api, session)["suggestion"] == first
    add_note(api, session, "Not sure about Kubernetes, hesitated")
    assert ask(api, session)["suggestion"]["suggestion_id"] != first["suggestion_id"]


def test_an_italian_interview_gets_italian_suggestions(api, candidate):
    session = start(api, candidate, make_job(api, JOB_IT))
    suggestion = ask(api, session)["suggestion"]
    assert suggestion["text"].startswith(("Il ruolo richiede", "Nel CV", "A proposito"))
    assert "annuncio" in suggestion["why"]


# --- about one requirement ---


def requirement_of(api, session, word) -> dict:
    rows = api.get(f"/sessions/{session}/requirements/").json()["requirements"]
    return next(row for row in rows if word in row["text"])


def test_a_question_about_a_requirement_is_worded_at_once_with_its_sources(api, session):
    first = ask(api, session)["suggestion"]
    wanted = requirement_of(api, session, "Terraform")
    suggestion = ask(api, session, requirement_id=wanted["id"])["suggestion"]
    assert suggestion["suggestion_id"] != first["suggestion_id"] and "Terraform" in suggestion["text"]
    assert "Terraform" in suggestion["why"] and suggestion["good_answer"] and suggestion["made_by"] == "local"
    assert wanted["text"] in [source["text"] for source in suggestion["sources"] if source["type"] == "job"]
    assert api.get(f"/sessions/{session}/suggestion/").json()["suggestion"] == suggestion


@pytest.mark.parametrize(
    ("job", "condition", "asked"),
    [
        ("Terms\n- Shifts from 6 am, every second Saturday\n", "every second Saturday", "Does that suit you"),
        ("Condizioni\n- Turni dalle 6, un sabato ogni due\n", "un sabato ogni due", "Ti va bene"),
    ],
)
def test_a_condition_is_asked_for_acceptance_not_for_experience(api, candidate, job, condition, asked):
    session = start(api, candidate, make_job(api, job))
    wanted = next(row for row in api.get(f"/sessions/{session}/requirements/").json()["requirements"] if row["kind"] == "condition")
    suggestion = ask(api, session, requirement_id=wanted["id"])["suggestion"]
    texts = {suggestion["text"]}
    act(api, session, suggestion, "dismiss")
    texts.add(ask(api, session, requirement_id=wanted["id"])["suggestion"]["text"])
    assert condition in wanted["text"] and any(asked in text for text in texts)


def test_a_prepared_question_about_the_requirement_is_preferred_even_when_put_off(api, session):
    prepared = add_question(api, session, "How do you run services on Kubernetes?")
    wanted = requirement_of(api, session, "Kubernetes")["id"]
    for _ in range(2):
        suggestion = ask(api, session, requirement_id=wanted)["suggestion"]
        assert suggestion["question_id"] == prepared and "Kubernetes" in suggestion["why"]
        act(api, session, suggestion, "later")


def test_what_was_asked_or_dismissed_about_a_requirement_does_not_come_again(api, session):
    prepared = add_question(api, session, "How do you run services on Kubernetes?")
    wanted = requirement_of(api, session, "Kubernetes")["id"]
    seen = []
    while True:
        answer = api.post(f"/sessions/{session}/next-question/", json={"requirement_id": wanted})
        if answer.status_code == 409:
            break
        suggestion = answer.json()["suggestion"]
        assert suggestion["text"] not in seen and (suggestion["question_id"] == prepared) == (not seen)
        seen.append(suggestion["text"])
        act(api, session, suggestion, ("accept", "dismiss")[len(seen) % 2])
    assert len(seen) >= 3
    assert answer.json() == {"error": "Every question about this requirement was asked or dismissed before."}
    assert ask(api, session)["suggestion"]["text"] not in seen


def test_what_gave_way_to_a_question_about_a_requirement_does_not_return_to_the_card(api, session):
    ask(api, session)
    wanted = requirement_of(api, session, "Terraform")["id"]
    act(api, session, ask(api, session, requirement_id=wanted)["suggestion"], "accept")
    assert api.get(f"/sessions/{session}/suggestion/").json() == {"suggestion": None}


def test_a_requirement_that_the_job_does_not_ask_for_is_refused(api, candidate, session):
    path = f"/sessions/{session}/next-question/"
    elsewhere = start(api, candidate, make_job(api, "Requirements\n- Sailing licence\n"))
    for unknown in ("0" * 16, "nonsense", requirement_of(api, elsewhere, "Sailing")["id"]):
        refused = api.post(path, json={"requirement_id": unknown})
        assert (refused.status_code, refused.json()) == (
            404, {"error": f'The job description asks for no requirement "{unknown}".'},
        )  # fmt: skip
    assert api.post(path, json={"requirement_id": ""}).status_code == 400
    assert api.post(path, json={"requirement_id": None}).status_code == 200


def test_after_the_end_nothing_is_asked_about_a_requirement(api, session):
    wanted = requirement_of(api, session, "Terraform")["id"]
    api.post(f"/sessions/{session}/end/")
    refused = api.post(f"/sessions/{session}/next-question/", json={"requirement_id": wanted})
    assert (refused.status_code, refused.json()) == (
        409, {"error": "The interview is over: nothing more can be asked."},
    )  # fmt: skip


def test_an_italian_interview_is_asked_about_a_requirement_in_italian(api, candidate):
    session = start(api, candidate, make_job(api, JOB_IT))
    wanted = requirement_of(api, session, "Terraform")["id"]
    suggestion = ask(api, session, requirement_id=wanted)["suggestion"]
    assert "Terraform" in suggestion["text"] and "annuncio" in suggestion["why"]


# --- the card ---


def test_each_recruiter_has_a_card_of_their_own(server, chiara, session):
    suggestion = ask(chiara, session)["suggestion"]
    path = f"/sessions/{session}/suggestion/"
    assert chiara.get(path).json() == {"suggestion": suggestion}
    with server.client("Marco") as marco:
        assert marco.get(path).json() == {"suggestion": None}
        stolen = marco.post(f"/sessions/{session}/suggestions/{suggestion['suggestion_id']}/", json={"action": "accept"})
        assert stolen.status_code == 404


def test_accepting_asks_the_question(chiara, session):
    suggestion = ask(chiara, session)["suggestion"]
    acted = act(chiara, session, suggestion, "accept")
    assert acted["suggestion"]["state"] == "accepted"
    assert (acted["question"]["question_text"], acted["question"]["is_asked"]) == (suggestion["text"], True)
    assert (acted["question"]["asked_by"], acted["question"]["source"]) == ("Chiara", "suggested")
    assert chiara.get(f"/sessions/{session}/suggestion/").json() == {"suggestion": None}


def test_later_puts_it_on_top_of_the_prepared_questions(chiara, session):
    add_question(chiara, session, "Prepared first?")
    add_note(chiara, session, "Not sure about Kubernetes, hesitated")
    suggestion = ask(chiara, session)["suggestion"]
    act(chiara, session, suggestion, "later")
    listed = chiara.get(f"/sessions/{session}/questions/").json()["questions"]
    assert [question["question_text"] for question in listed] == [suggestion["text"], "Prepared first?"]
    assert listed[0]["is_asked"] is False
    assert ask(chiara, session)["suggestion"]["question_id"] != listed[0]["question_id"]


def test_a_prepared_question_is_asked_as_itself(chiara, session):
    prepared = add_question(chiara, session, "Tell me about yourself?")
    acted = act(chiara, session, ask(chiara, session)["suggestion"], "accept")
    assert acted["question"]["question_id"] == prepared
    assert len(chiara.get(f"/sessions/{session}/questions/").json()["questions"]) == 1


def test_a_decision_is_made_once(chiara, session):
    suggestion = ask(chiara, session)["suggestion"]
    path = f"/sessions/{session}/suggestions/{suggestion['suggestion_id']}/"
    assert act(chiara, session, suggestion, "dismiss")["question"] is None
    assert chiara.post(path, json={"action": "accept"}).status_code == 409
    assert chiara.post(f"{path}rephrase/", json={}).status_code == 409
    assert chiara.post(path, json={"action": "nonsense"}).status_code == 400
    assert chiara.post(f"/sessions/{session}/suggestions/{UNKNOWN_ID}/", json={"action": "accept"}).status_code == 404


def test_rephrasing_makes_it_shorter(chiara, session):
    add_question(chiara, session, "You led a migration. Which decisions were yours, and what would you do differently?")
    suggestion = ask(chiara, session)["suggestion"]
    path = f"/sessions/{session}/suggestions/{suggestion['suggestion_id']}/rephrase/"
    simpler = chiara.post(path, json={}).json()
    assert simpler["text"] == "Which decisions were yours?"
    assert chiara.post(path, json={}).json()["text"] == simpler["text"]
    assert chiara.get(f"/sessions/{session}/suggestion/").json()["suggestion"]["text"] == simpler["text"]


def test_only_its_recruiter_hears_of_a_suggestion(server, chiara, session):
    with server.live("Marco", session=session) as marcos, server.live("Chiara", session=session) as hers:
        receive(marcos, "ready"), receive(hers, "ready")
        suggestion = ask(chiara, session)["suggestion"]
        event = receive(hers)
        assert (event["name"], event["id"]) == ("suggestion", suggestion["suggestion_id"])
        note = add_note(chiara, session, "For all")["note_id"]
        assert receive(marcos)["id"] == note
