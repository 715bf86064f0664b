"""A note that contradicts the CV or an earlier note says so, with the passage it contradicts."""

from interviews import add_note, make_candidate, make_job, start


def contradictions(note):
    return [reason for reason in note["reasons"] if reason["kind"] in ("cv", "note")]


def chunk_text(api, session, chunk_id):
    cv = api.get(f"/sessions/{session}/cv/").json()
    return next(chunk["text"] for section in cv["sections"] for chunk in section["chunks"] if chunk["chunk_id"] == chunk_id)


def test_a_note_that_contradicts_the_cv_names_the_passage(api, session):
    text = "Speaks no German at all, we tried two sentences"
    note = add_note(api, session, text)
    [reason] = contradictions(note)
    assert (reason["kind"], reason["about"], reason["toward"]) == ("cv", "language", "inconsistency")
    assert text[reason["start"] : reason["end"]] == reason["text"] == "Speaks no German"
    assert reason["source"]["type"] == "chunk"
    assert reason["source"]["text"] in " ".join(chunk_text(api, session, reason["source"]["id"]).split())
    assert "German, B1" in reason["explanation"] and "Speaks no German" in reason["explanation"]
    assert "inconsistency" in note["note_signals"]
    assert note["risk_level"] == "HIGH"


def test_what_agrees_with_the_cv_is_no_contradiction(api, session):
    for text in ("Her German is B1, as she says", "Two and a half years at Studio Ottanta", "Led a team of 8"):
        assert contradictions(add_note(api, session, text)) == [], text


def test_a_note_is_compared_with_the_notes_before_it(api, session):
    earlier = add_note(api, session, "Has used Oracle for six years, every day")
    later = add_note(api, session, "Oracle: eight months of experience")
    [reason] = contradictions(later)
    assert (reason["kind"], reason["about"], reason["source"]["id"]) == ("note", "duration", earlier["note_id"])
    assert reason["source"]["page"] is None
    stored = api.get(f"/sessions/{session}/notes/").json()["notes"]
    assert contradictions(stored[0]) == [] and contradictions(stored[1]) == [reason]


def test_a_reason_keeps_its_passage_when_the_earlier_note_is_gone(chiara, session):
    earlier = add_note(chiara, session, "Has used Oracle for six years, every day")
    later = add_note(chiara, session, "Oracle: eight months of experience")
    assert chiara.delete(f"/sessions/{session}/notes/{earlier['note_id']}/").status_code == 204
    [stored] = chiara.get(f"/sessions/{session}/notes/").json()["notes"]
    assert contradictions(stored) == contradictions(later)


def test_an_edited_note_is_compared_again(chiara, session):
    note = add_note(chiara, session, "Speaks no German at all")
    url = f"/sessions/{session}/notes/{note['note_id']}/"
    edited = chiara.patch(url, json={"note_text": "Speaks some German, B1 I would say"}).json()
    assert contradictions(edited) == []


def test_the_explanation_is_in_the_language_of_the_interview(api):
    italian = make_job(api, {"title": "Contabile", "description_text": "Cerchiamo una persona per la contabilità, con ottima conoscenza di Excel."})
    session = start(api, make_candidate(api), italian)
    [reason] = contradictions(add_note(api, session, "Non parla tedesco"))
    assert reason["explanation"] == "Il CV dice «German, B1»; la nota dice «Non parla tedesco»."
