"""Live updates: events over the socket and by polling, resuming, presence."""

import json
import threading

import pytest
from websockets.exceptions import InvalidStatus

from conftest import UNKNOWN_ID


def receive(socket, type: str) -> dict:
    """The next message of that type."""
    while True:
        message = json.loads(socket.recv(timeout=5))
        if message["type"] == type:
            return message


def create_candidate(api, name: str = "Anna Verdi") -> str:
    return api.post("/candidates/", json={"full_name": name}).json()["id"]


@pytest.fixture
def session(api) -> str:
    job = api.post("/job-descriptions/", json={"title": "Job", "description_text": "Text"}).json()["id"]
    body = {"candidate_id": create_candidate(api), "job_description_id": job}
    return api.post("/sessions/start/", json=body).json()["session_id"]


def test_a_change_reaches_an_open_screen(server, api):
    with server.live() as socket:
        ready = receive(socket, "ready")
        assert ready["complete"] is True
        id = create_candidate(api)
        event = receive(socket, "event")
        assert (event["stream"], event["name"], event["id"]) == ("lists", "candidate", id)
        assert event["seq"] == ready["last"] + 1


def test_every_open_screen_gets_the_event(server, api):
    with server.live() as first, server.live() as second:
        receive(first, "ready"), receive(second, "ready")
        id = create_candidate(api)
        assert receive(first, "event")["id"] == receive(second, "event")["id"] == id


def test_a_screen_that_comes_back_gets_what_it_missed(server, api):
    with server.live() as socket:
        last = receive(socket, "ready")["last"]
    missed = [create_candidate(api) for _ in range(3)]
    with server.live(last=last) as socket:
        replayed = []
        while (message := json.loads(socket.recv(timeout=5)))["type"] == "event":
            if message["seq"] > last:
                replayed.append(message["id"])
        assert replayed == missed
        assert message["type"] == "ready" and message["last"] == last + 3


def numbers_from(server, last: int, more: int, on_ready) -> set[int]:
    """What a screen that comes back sees, until `more` events after its replay."""
    with server.live(last=last) as socket:
        seen, ready = set(), None
        while ready is None or max(seen, default=0) < ready["last"] + more:
            message = json.loads(socket.recv(timeout=5))
            if message["type"] == "ready":
                ready = message
                on_ready()
            elif message["type"] == "event":
                seen.add(message["seq"])
        assert ready["complete"]
        return seen


def test_nothing_is_missed_between_replay_and_live(server):
    """Screens come back again and again while others write: each sees every number after its own last one."""
    under_way = 8  # more than there are writers: their last events may still be on their way
    a_round = 100  # events while a screen goes and comes; the replay reaches back 500
    stop = threading.Event()
    permits = threading.Semaphore(0)

    def write():
        with server.client() as own:
            while permits.acquire() and not stop.is_set():
                create_candidate(own)

    writers = [threading.Thread(target=write) for _ in range(3)]
    with server.live() as socket:
        last = receive(socket, "ready")["last"]
    for writer in writers:
        writer.start()
    try:
        for _ in range(40):
            seen = numbers_from(server, last, 2 * under_way, on_ready=lambda: permits.release(a_round))
            settled = max(seen) - under_way
            assert set(range(last + 1, settled)) <= seen
            last = settled
    finally:
        stop.set()
        permits.release(len(writers))
        for writer in writers:
            writer.join()


def test_numbers_go_on_after_a_restart(start_server):
    server = start_server()
    with server.client() as api:
        create_candidate(api)
        server.restart()
        with server.live() as socket:
            assert receive(socket, "ready")["last"] == 1
            create_candidate(api)
            assert receive(socket, "event")["seq"] == 2


def test_a_screen_far_behind_is_told_to_refetch(start_server):
    server = start_server()
    with server.client() as api:
        for _ in range(510):
            create_candidate(api)
    with server.live(last=0) as socket:
        ready = json.loads(socket.recv(timeout=5))
        assert ready["type"] == "ready"
        assert (ready["last"], ready["complete"]) == (510, False)


def test_who_is_in_a_session_is_shown_to_those_in_it(server, session):
    with server.live("Anna", session=session) as anna:
        assert [person["name"] for person in receive(anna, "presence")["people"]] == ["Anna"]
        with server.live("Bruno", session=session) as bruno:
            for socket in (anna, bruno):
                assert {person["name"] for person in receive(socket, "presence")["people"]} == {"Anna", "Bruno"}
        assert [person["name"] for person in receive(anna, "presence")["people"]] == ["Anna"]


def test_a_second_screen_of_the_same_person_is_not_a_second_person(server, session):
    with server.live("Anna", session=session) as first, server.live("Anna", session=session):
        receive(first, "presence")
        assert [person["name"] for person in receive(first, "presence")["people"]] == ["Anna"]


def test_a_private_event_reaches_only_its_recruiter_however_long_the_name(server, session):
    names = ["è" * 79 + "1", "è" * 79 + "2"]
    with server.live(names[0], session=session) as first, server.live(names[1], session=session) as second:
        lasts = [receive(socket, "ready")["last"] for socket in (first, second)]
        with server.client(names[0]) as own:
            own.post(f"/sessions/{session}/questions/", json={"question_text": "Why C?"})
            assert receive(first, "event")["name"] == "question"
            polled = own.get(f"/sessions/{session}/events/", params={"after": lasts[0]}).json()["events"]
            assert [event["name"] for event in polled] == ["question"]
        with server.client(names[1]) as other:
            other.post(f"/sessions/{session}/questions/", json={"question_text": "Why Rust?"})
            assert receive(second, "event")["seq"] == lasts[1] + 2  # its own, not the first one's


def test_an_unknown_session_has_no_socket(server):
    with pytest.raises(InvalidStatus) as refused, server.live(session=UNKNOWN_ID):
        pass
    assert refused.value.response.status_code == 404


def test_a_message_that_is_not_an_object_closes_the_socket(server):
    with server.live() as socket:
        receive(socket, "ready")
        socket.send("[]")
        with pytest.raises(Exception, match="1008"):
            socket.recv(timeout=5)


def test_polling_answers_the_events_after_a_number(api, session):
    first = api.get(f"/sessions/{session}/events/").json()
    assert [event["seq"] for event in first["events"]] == list(range(1, first["last"] + 1))
    api.post(f"/sessions/{session}/notes/", json={"note_text": "Knows Python well."})
    later = api.get(f"/sessions/{session}/events/", params={"after": first["last"]}).json()
    assert [event["name"] for event in later["events"]].count("note") == 1
    assert all(event["stream"] == session for event in later["events"])
    assert api.get(f"/sessions/{session}/events/", params={"after": later["last"]}).json() == {
        "events": [],
        "last": later["last"],
    }


def test_polling_an_unknown_session_is_not_found(api):
    missing = api.get(f"/sessions/{UNKNOWN_ID}/events/")
    assert missing.status_code == 404
    assert missing.json() == {"error": "Session not found"}


def test_polling_after_no_number_is_refused(api, session):
    refused = api.get(f"/sessions/{session}/events/", params={"after": "x"})
    assert refused.status_code == 400
    assert refused.json() == {"after": ["A valid integer is required."]}
