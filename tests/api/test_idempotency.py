"""Idempotency-Key: a POST that is sent again changes nothing and gets the same answer."""

import threading
import uuid

import pytest


def post(api, name: str, key: str, path: str = "/candidates/"):
    return api.post(path, json={"full_name": name}, headers={"Idempotency-Key": key})


@pytest.fixture
def key() -> str:
    return str(uuid.uuid4())


def count(api) -> int:
    return len(api.get("/candidates/").json())


def test_the_same_request_again_gets_the_first_answer(api, key):
    before = count(api)
    first, second = post(api, "Anna", key), post(api, "Anna", key)
    assert second.status_code == first.status_code == 201
    assert second.json() == first.json()
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert count(api) == before + 1


@pytest.mark.parametrize(("again", "status"), [("Anna", 201), ("Bruno", 422)])
def test_a_form_is_the_same_whatever_boundary_the_browser_makes_up(api, key, again, status):
    def send(name, boundary):
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="full_name"\r\n\r\n{name}\r\n'
        headers = {"Idempotency-Key": key, "Content-Type": f"multipart/form-data; boundary={boundary}"}
        return api.post("/candidates/", content=f"{part}--{boundary}--\r\n", headers=headers)

    assert send("Anna", "aaaa").status_code == 201
    assert send(again, "bbbb").status_code == status


def test_without_a_key_each_request_counts(api):
    before = count(api)
    for _ in range(2):
        api.post("/candidates/", json={"full_name": "Anna"})
    assert count(api) == before + 2


def test_the_key_with_another_body_is_refused(api, key):
    post(api, "Anna", key)
    before = count(api)
    refused = post(api, "Bruno", key)
    assert refused.status_code == 422
    assert "Idempotency-Key" in refused.json()["error"]
    assert count(api) == before


def test_a_refused_request_may_be_mended_under_the_same_key(api, key):
    assert post(api, "", key).status_code == 400
    assert post(api, "Anna", key).status_code == 201


def test_keys_of_other_people_and_other_paths_do_not_meet(server, key):
    with server.client("Anna") as anna, server.client("Bruno") as bruno:
        assert post(anna, "X", key).json()["id"] != post(bruno, "X", key).json()["id"]
        other = {"title": "t", "description_text": "d"}
        job = anna.post("/job-descriptions/", json=other, headers={"Idempotency-Key": key})
        assert job.status_code == 201


@pytest.mark.parametrize("key", ["a b", "x" * 201])
def test_a_key_that_is_no_key_is_refused(api, key):
    assert post(api, "Anna", key).status_code == 400


def test_sent_at_the_same_time_it_acts_once(server, api, key):
    before, answers = count(api), []

    def send():
        with server.client() as own:
            answers.append(post(own, "Anna", key))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert count(api) == before + 1


def test_the_answer_is_remembered_through_a_crash(start_server, key):
    server = start_server()
    with server.client() as api:
        first = post(api, "Anna", key)
    server.kill()
    server.start()
    with server.client() as api:
        assert post(api, "Anna", key).json() == first.json()
        assert count(api) == 1
