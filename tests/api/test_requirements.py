"""The requirement matrix: what the job asks for, with the evidence of CV and interview and a state."""

import os
import pathlib

import pytest

from conftest import ROOT, UNKNOWN_ID
from interviews import JOB_EN, JOB_IT, add_note, add_question, make_candidate, make_job, receive, start

MODEL = pathlib.Path(os.environ.get("EMBEDDING_MODEL", ROOT / "models" / "all-MiniLM-L6-v2"))


def matrix_of(api, session) -> dict:
    answer = api.get(f"/sessions/{session}/requirements/")
    assert answer.status_code == 200, answer.text
    return answer.json()


def row_of(api, session, word) -> dict:
    return next(row for row in matrix_of(api, session)["requirements"] if word in row["text"])


def mark_asked(api, session, text):
    question = add_question(api, session, text)
    assert api.post(f"/sessions/{session}/questions/{question}/mark-asked/").status_code == 200
    return question


def test_the_job_is_split_into_musts_and_wishes_of_a_kind_and_offers_are_left_out(api, session):
    rows = matrix_of(api, session)["requirements"]
    assert [(row["must"], row["weight"]) for row in rows] == [(True, "must")] * 4 + [(False, "wish")]
    assert [row["kind"] for row in rows][:4] == ["skill", "experience", "experience", "language"]
    assert not any("dog" in row["text"] or "salary" in row["text"] for row in rows)


def test_before_anything_is_said_all_is_untouched_and_the_counts_add_up(api, session):
    matrix = matrix_of(api, session)
    assert {row["state"] for row in matrix["requirements"]} == {"untouched"}
    assert matrix["counts"] == {"untouched": 5, "asked": 0, "evidenced": 0, "contradicted": 0}
    assert all(row["why"] and row["interview_evidence"] == [] for row in matrix["requirements"])


def test_a_requirement_carries_the_passage_of_the_cv_that_speaks_of_it(api, session):
    passage = row_of(api, session, "PostgreSQL")["cv_evidence"][0]
    reading = api.get(f"/sessions/{session}/cv/").json()
    chunks = {chunk["chunk_id"]: chunk for section in reading["sections"] for chunk in section["chunks"]}
    assert "PostgreSQL" in passage["text"]
    assert passage["text"].split("…")[0][:40] in " ".join(chunks[passage["id"]]["text"].split())
    assert (passage["type"], passage["page"]) == ("chunk", 1)


def test_without_a_cv_there_is_no_cv_evidence(api, job):
    session = start(api, make_candidate(api, "Senza CV", with_cv=False), job)
    assert all(row["cv_evidence"] == [] for row in matrix_of(api, session)["requirements"])


def test_a_question_that_was_asked_makes_its_requirement_asked(api, session):
    question = mark_asked(api, session, "How do you run Kubernetes in production?")
    row = row_of(api, session, "Kubernetes")
    assert row["state"] == "asked"
    assert [(item["type"], item["id"], item["stance"]) for item in row["interview_evidence"]] == [
        ("question", question, "open")
    ]
    assert row_of(api, session, "Terraform")["state"] == "untouched"


def test_a_prepared_question_changes_nothing_until_it_is_asked(api, session):
    add_question(api, session, "How do you run Kubernetes in production?")
    assert row_of(api, session, "Kubernetes")["state"] == "untouched"


@pytest.mark.parametrize(
    ("note", "state"),
    [
        ("Explained PostgreSQL very clearly, with a concrete example from production", "evidenced"),
        ("Has never used PostgreSQL and does not know what an index is", "contradicted"),
        ("PostgreSQL only in theory, vague", "asked"),
    ],
)
def test_a_note_settles_a_requirement_or_leaves_it_open(api, session, note, state):
    added = add_note(api, session, note)
    row = row_of(api, session, "PostgreSQL")
    assert row["state"] == state
    assert row["interview_evidence"][0]["id"] == added["note_id"]
    assert note[:30] in row["why"]


def test_the_latest_clear_note_wins_and_a_vague_one_changes_nothing(api, session):
    add_note(api, session, "Has never used Kafka, he does not know it")
    assert row_of(api, session, "Kafka")["state"] == "contradicted"
    add_note(api, session, "Kafka: excellent, explained partitions clearly with a real example")
    assert row_of(api, session, "Kafka")["state"] == "evidenced"
    add_note(api, session, "A bit vague on Kafka offsets")
    assert row_of(api, session, "Kafka")["state"] == "evidenced"


def test_a_note_about_two_requirements_settles_one_and_contradicts_the_other(api, session):
    add_note(api, session, "PostgreSQL very strong and clear, but he has never used Kubernetes")
    assert row_of(api, session, "PostgreSQL")["state"] == "evidenced"
    assert row_of(api, session, "Kubernetes")["state"] == "contradicted"


def test_a_note_that_answers_a_question_counts_for_what_the_question_aims_at(api, session):
    question = mark_asked(api, session, "How do you run Kubernetes in production?")
    add_note(api, session, "Very good and concrete answer, two clear examples", question_id=question)
    assert row_of(api, session, "Kubernetes")["state"] == "evidenced"


@pytest.mark.parametrize(
    ("note", "word"),
    [
        ("pods, deployments, rolling updates, all explained with a clear example", "Kubernetes"),
        ("speaks the language fluently, lived in London", "English"),
    ],
)
def test_a_note_counts_that_names_the_requirement_in_other_words(api, session, note, word):
    add_note(api, session, note)
    assert row_of(api, session, word)["state"] == "evidenced"


def test_a_question_that_names_no_requirement_aims_at_the_nearest_one(api, session):
    question = mark_asked(api, session, "A pod restarts again and again. What do you look at?")
    assert row_of(api, session, "Kubernetes")["state"] == "asked"
    add_note(api, session, "right order, clear example", question_id=question)
    assert row_of(api, session, "Kubernetes")["state"] == "evidenced"


def test_a_plain_negative_is_told_from_a_vague_answer(api, session):
    add_note(api, session, "never wrote any Terraform")
    assert row_of(api, session, "Terraform")["state"] == "contradicted"
    add_note(api, session, "Kafka: vague, not sure he knows what a partition is")
    assert row_of(api, session, "Kafka")["state"] == "asked"


def test_an_abbreviation_does_not_cut_a_note(api, candidate):
    session = start(api, candidate, make_job(api, "Requisiti\n- iscrizione all'albo degli assistenti sociali\n- patente B\n"))
    add_note(api, session, "iscritta all'albo sez. B dal 2020, numero verificato")
    row = row_of(api, session, "albo")
    assert (row["state"], row["interview_evidence"][0]["text"]) == (
        "evidenced", "iscritta all'albo sez. B dal 2020, numero verificato")  # fmt: skip


def test_an_edited_or_deleted_note_counts_as_it_is_now(server, session):
    with server.client("Chiara") as api:
        note = add_note(api, session, "Has never used Terraform")
        assert row_of(api, session, "Terraform")["state"] == "contradicted"
        edited = api.patch(
            f"/sessions/{session}/notes/{note['note_id']}/",
            json={"note_text": "Terraform: excellent, uses it every day", "version": note.get("version", 1)},
        )
        assert edited.status_code == 200, edited.text
        assert row_of(api, session, "Terraform")["state"] == "evidenced"
        api.delete(f"/sessions/{session}/notes/{note['note_id']}/")
        assert row_of(api, session, "Terraform")["state"] == "untouched"


def test_ids_stay_the_same_and_the_detail_carries_the_same_matrix(api, session):
    matrix = matrix_of(api, session)
    add_note(api, session, "Knows Kafka very well")
    again = matrix_of(api, session)
    assert [row["id"] for row in again["requirements"]] == [row["id"] for row in matrix["requirements"]]
    assert len({row["id"] for row in matrix["requirements"]}) == len(matrix["requirements"])
    assert api.get(f"/sessions/{session}/").json()["requirements"] == again
    assert api.patch(f"/sessions/{session}/", json={"language": "en"}).json()["requirements"] == again


def test_reasons_are_in_the_language_of_the_interview_and_italian_notes_meet_english_jobs(api, candidate):
    session = start(api, candidate, make_job(api, JOB_EN))
    api.patch(f"/sessions/{session}/", json={"language": "it"})
    add_note(api, session, "Inglese fluente, ottimo")
    row = row_of(api, session, "English")
    assert row["state"] == "evidenced"
    assert row["why"].startswith("Una nota")


def test_an_italian_job_is_read_too(api, candidate):
    session = start(api, candidate, make_job(api, JOB_IT))
    rows = matrix_of(api, session)["requirements"]
    assert [(row["weight"], row["kind"]) for row in rows] == [
        ("must", "skill"), ("must", "experience"), ("must", "experience"), ("wish", "skill"),
    ]  # fmt: skip


@pytest.mark.parametrize(("note", "state"), [("English B1", "contradicted"), ("English C1", "evidenced")])
def test_the_level_of_a_language_is_weighed_against_the_one_asked_for(api, candidate, note, state):
    session = start(api, candidate, make_job(api, "Requirements\n- English B2\n"))
    add_note(api, session, note)
    assert row_of(api, session, "English")["state"] == state


def test_a_language_without_a_level_must_be_good_enough_to_work_with(api, candidate):
    session = start(api, candidate, make_job(api, "Requirements\n- English\n- German\n"))
    add_note(api, session, "German A1, just started a course")
    assert row_of(api, session, "German")["state"] == "contradicted"


def test_more_years_than_asked_for_are_evidence(api, candidate):
    session = start(api, candidate, make_job(api, "Requirements\n- 3+ years of experience on building sites\n"))
    add_note(api, session, "15 months on building sites in total")
    assert row_of(api, session, "sites")["state"] == "contradicted"
    add_note(api, session, "corrected himself: four years on building sites")
    assert row_of(api, session, "sites")["state"] == "evidenced"


def test_a_note_is_announced_and_the_matrix_is_fresh_at_once(server, session):
    with server.client("Chiara") as api, server.live("Chiara", session=session) as socket:
        receive(socket, "ready")
        add_note(api, session, "Knows Kafka very well, clear examples")
        event = receive(socket)
        assert event["name"] == "note"
        assert row_of(api, session, "Kafka")["state"] == "evidenced"


def test_an_unknown_interview_is_not_found(api):
    assert api.get(f"/sessions/{UNKNOWN_ID}/requirements/").status_code == 404


def texts_of(api, candidate, job):
    return [row["text"] for row in matrix_of(api, start(api, candidate, make_job(api, job)))["requirements"]]


def test_a_first_line_that_asks_for_something_is_not_taken_for_the_name_of_the_post(api, candidate):
    job = "SQL in production.\nDocker in production.\nKubernetes in production.\nA driving licence."
    assert any("SQL" in text for text in texts_of(api, candidate, job))
    job = "Warehouse operator\nWhat you need\n- A forklift licence\n"
    assert not any("operator" in text for text in texts_of(api, candidate, job))


def test_a_list_under_a_plain_heading_is_asked_for_or_not_as_the_heading_says(api, candidate):
    texts = texts_of(api, candidate, (ROOT / "sample" / "job-description.txt").read_text(encoding="utf-8"))
    assert "Having led the technical design of a system that other engineers built with you" in texts
    assert not any(word in text for text in texts for word in ("four-day", "Hybrid", "salary")), texts


@pytest.mark.parametrize(
    ("job", "note"),
    [
        ("Must have\n- Available from six in the morning\n- A driving licence\n", "At six? No, he takes the children to school"),
        ("Requisiti\n- Disponibilità a iniziare alle sei\n- Patente B\n", "alle sei? no, porta i bimbi a scuola"),
    ],
)
def test_what_follows_a_question_in_a_note_answers_it(api, candidate, job, note):
    session = start(api, candidate, make_job(api, job))
    add_note(api, session, note)
    assert [row["state"] for row in matrix_of(api, session)["requirements"]] == ["contradicted", "untouched"]


def test_a_heading_of_two_words_is_no_demand(api, candidate):
    assert texts_of(api, candidate, "Must have\n- Start at six in the morning\n- A driving licence\n") == [
        "Start at six in the morning",
        "A driving licence",
    ]


def test_verbs_that_share_what_they_are_about_are_one_duty(api, candidate):
    texts = texts_of(api, candidate, "Tasks\n- plan and lead dive surveys of seagrass\n- Wash, iron and fold\n- pianificare e seguire i cantieri\n")
    assert texts == ["plan and lead dive surveys of seagrass", "Wash, iron and fold", "pianificare e seguire i cantieri"]


def test_a_wish_within_an_item_says_nothing_of_the_next_item(api, candidate):
    job = "You bring\n- a degree in biology\n- fluent English; conversational Spanish is a plus\n- a driving licence\n- three years at sea\n"
    rows = matrix_of(api, start(api, candidate, make_job(api, job)))["requirements"]
    assert [row["text"] for row in rows if row["weight"] == "wish"] == ["conversational Spanish"]
    assert len(rows) == 5


def test_short_lines_that_begin_small_are_read_each_for_itself(api, candidate):
    job = "hey, we're a bakery in Exampleton\nwe need someone with two years in a bakery\nextra points for Terraform\nwe pay 2,400 a month\n"
    texts = texts_of(api, candidate, job)
    assert [text for text in texts if "Terraform" in text] and not any("2,400" in text for text in texts), texts


def test_a_bracket_within_a_requirement_stays_whole(api, candidate):
    texts = texts_of(api, candidate, "You hold (or will get) the certificate for spraying.")
    assert len(texts) == 1 and texts[0].count("(") == texts[0].count(")"), texts


@pytest.mark.parametrize("model", ["one that reads 64 tokens at once", "none"])
def test_requirements_are_found_and_settled_with_other_models_too(start_server, tmp_path, model):
    folder = tmp_path / "model"
    if model != "none":
        folder.mkdir()
        for file in MODEL.iterdir():
            if file.name != "sentence_bert_config.json" and file.is_file():
                (folder / file.name).symlink_to(file)
        (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 64}')
    with start_server(EMBEDDING_MODEL=str(folder)).client("Chiara") as api:
        session = start(api, make_candidate(api), make_job(api, JOB_EN))
        add_note(api, session, "Has never used Kafka, he does not know it")
        assert row_of(api, session, "Kafka")["state"] == "contradicted"
