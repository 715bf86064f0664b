"""/api/candidates/: the recorded exchanges of the contract, and what ours adds."""

import re

import pytest

from conftest import UNKNOWN_ID

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@pytest.fixture
def anna(api):
    created = api.post("/candidates/", json={"full_name": "Anna Verdi", "email": ""})
    assert created.status_code == 201
    return created.json()


def test_create_answers_the_whole_object(anna):
    assert list(anna) == ["id", "full_name", "email", "linkedin_url", "created_at"]
    assert UUID.fullmatch(anna["id"])
    assert TIME.fullmatch(anna["created_at"])
    assert (anna["full_name"], anna["email"], anna["linkedin_url"]) == ("Anna Verdi", "", None)


def test_create_ignores_unknown_and_read_only_keys(api):
    link = "https://www.linkedin.com/in/x"
    body = {
        "full_name": "Bruno Neri",
        "email": "bruno@example.com",
        "linkedin_url": link,
        "id": UNKNOWN_ID,
        "created_at": "2020-01-01T00:00:00Z",
        "junk": 1,
    }
    created = api.post("/candidates/", json=body).json()
    assert created["id"] != UNKNOWN_ID
    assert not created["created_at"].startswith("2020")
    assert created["linkedin_url"] == link


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        ({}, {"full_name": ["This field is required."]}),
        ({"full_name": "   "}, {"full_name": ["This field may not be blank."]}),
        ({"full_name": None}, {"full_name": ["This field may not be null."]}),
        ({"full_name": {"a": 1}}, {"full_name": ["Not a valid string."]}),
        ({"full_name": "a\0b"}, {"full_name": ["Null characters are not allowed."]}),
        ([1], {"non_field_errors": ["Invalid data. Expected a dictionary, but got list."]}),
        ({"full_name": "x" * 501}, {"full_name": ["Ensure this field has no more than 500 characters."]}),
    ],
)
def test_create_says_what_is_wrong_with_a_body(api, body, messages):
    refused = api.post("/candidates/", json=body)
    assert refused.status_code == 400
    assert refused.json() == messages


@pytest.mark.parametrize(
    ("body", "name", "email"),
    [({"full_name": 42}, "42", None), ({"full_name": " C D ", "email": "not-an-email"}, "C D", "not-an-email")],
)
def test_create_takes_what_the_existing_client_may_send(api, body, name, email):
    created = api.post("/candidates/", json=body)
    assert created.status_code == 201
    assert (created.json()["full_name"], created.json()["email"]) == (name, email)


def test_create_takes_a_form(api):
    created = api.post("/candidates/", data={"full_name": "Form Person"})
    assert created.status_code == 201
    assert created.json()["full_name"] == "Form Person"


@pytest.mark.parametrize("body", [b'{"full_name":', b'{"full_name": "\xff"}'])
def test_a_body_that_is_not_json_is_refused_with_a_detail(api, body):
    refused = api.post("/candidates/", content=body, headers={"Content-Type": "application/json"})
    assert refused.status_code == 400
    assert refused.json()["detail"].startswith("JSON parse error")


def test_another_media_type_is_unsupported(api):
    refused = api.post("/candidates/", content=b"<a/>", headers={"Content-Type": "application/xml"})
    assert refused.status_code == 415
    assert refused.json() == {"detail": 'Unsupported media type "application/xml" in request.'}


def test_the_collection_cannot_be_deleted(api):
    refused = api.delete("/candidates/")
    assert refused.status_code == 405
    assert refused.json() == {"detail": 'Method "DELETE" not allowed.'}
    assert {"GET", "POST"} <= {method.strip() for method in refused.headers["allow"].split(",")}


def test_a_path_without_its_slash_works_the_same(api):
    created = api.post("/candidates", json={"full_name": "X"})
    assert created.status_code == 201


def test_detail(api, anna):
    found = api.get(f"/candidates/{anna['id']}/")
    assert found.status_code == 200
    assert found.json() == anna


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("id", "detail"), [(UNKNOWN_ID, "No Candidato matches the given query."), ("abc", "Not found.")]
)
def test_an_unknown_id_is_not_found(api, method, id, detail):
    missing = api.request(method, f"/candidates/{id}/", json={} if method in ("PUT", "PATCH") else None)
    assert missing.status_code == 404
    assert missing.json() == {"detail": detail}


def test_patch_changes_only_what_it_names(api, anna):
    changed = api.patch(f"/candidates/{anna['id']}/", json={"full_name": "Anna Verdi 2"})
    assert changed.status_code == 200
    assert changed.json() == {**anna, "full_name": "Anna Verdi 2"}
    assert api.get(f"/candidates/{anna['id']}/").json() == changed.json()


def test_put_needs_the_name_and_keeps_what_is_absent(api):
    link = "https://www.linkedin.com/in/x"
    body = {"full_name": "B", "email": "b@example.com", "linkedin_url": link}
    created = api.post("/candidates/", json=body).json()
    refused = api.put(f"/candidates/{created['id']}/", json={"email": None})
    assert refused.status_code == 400
    assert refused.json() == {"full_name": ["This field is required."]}
    changed = api.put(f"/candidates/{created['id']}/", json={"full_name": "B 3", "email": None})
    assert changed.json() == {**created, "full_name": "B 3", "email": None}


def test_delete(api, anna):
    deleted = api.delete(f"/candidates/{anna['id']}/")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert api.get(f"/candidates/{anna['id']}/").status_code == 404


def test_list_is_a_bare_array_newest_first(api):
    ids = [api.post("/candidates/", json={"full_name": name}).json()["id"] for name in ("First", "Second")]
    listed = api.get("/candidates/")
    assert listed.status_code == 200
    assert listed.headers["content-type"] == "application/json"
    assert [candidate["id"] for candidate in listed.json()][:2] == ids[::-1]


@pytest.mark.parametrize("search", ["niccolo", "NICCOLÒ", "example.com/n", "zazzera"])
def test_search_ignores_case_and_accents_in_name_and_email(api, search):
    api.post("/candidates/", json={"full_name": "Niccolò Zàzzera", "email": "n@example.com/n"})
    found = api.get("/candidates/", params={"search": search}).json()
    assert found and {candidate["full_name"] for candidate in found} == {"Niccolò Zàzzera"}


def test_search_without_a_match_is_empty_and_blank_search_is_everybody(api, anna):
    assert api.get("/candidates/", params={"search": "nobody at all"}).json() == []
    assert len(api.get("/candidates/", params={"search": "  "}).json()) == len(api.get("/candidates/").json())


def test_candidates_survive_a_restart(start_server):
    server = start_server()
    with server.client() as api:
        created = api.post("/candidates/", json={"full_name": "Anna"}).json()
        server.restart()
        assert api.get("/candidates/").json() == [created]
