"""The call: the candidate's link and lobby, and messages between browsers."""

import json
import sqlite3
import urllib.parse

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from conftest import UNKNOWN_ID
from interviews import start_interview

JOB = "Backend engineer.\nMust have\n- PostgreSQL in production.\n"
GUEST_COOKIE = "__Host-ic-guest"


@pytest.fixture
def ada(server):
    with server.client("Ada") as client:
        yield client


@pytest.fixture
def session(ada):
    return start_interview(ada, job=JOB)


def make_link(api, session):
    answer = api.post(f"/sessions/{session}/call/link/", json={})
    assert answer.status_code == 200, answer.text
    return answer.json()["url"]


def token_of(url):
    return urllib.parse.urlsplit(url).fragment


def join(server, token, name="Carla Prova", cookie=None):
    cookies = {GUEST_COOKIE: cookie} if cookie else None
    with server.client() as api:
        api.cookies.update(cookies or {})
        answer = api.post("/call/join/", json={"token": token, "name": name})
        header = answer.headers.get("set-cookie", "")
        return answer, header.split(";")[0].partition("=")[2] or cookie


class Candidate:
    """A candidate's browser that has come through the link."""

    def __init__(self, server, token, name="Carla Prova"):
        self.server = server
        self.answer, self.cookie = join(server, token, name)
        assert self.answer.status_code == 200, self.answer.text
        self.id = self.answer.json()["guest_id"]
        self.headers = {"Cookie": f"{GUEST_COOKIE}={self.cookie}"}

    def state(self):
        with self.server.client() as api:
            return api.get("/call/", headers=self.headers).json()

    def live(self):
        where = f"ws://127.0.0.1:{self.server.port}/api/call/live/"
        return connect(where, additional_headers=self.headers, origin=self.server.url, open_timeout=10)


def decide(api, session, guest, action):
    answer = api.post(f"/sessions/{session}/call/guests/{guest}/", json={"action": action})
    assert answer.status_code == 200, answer.text


def receive(socket, kind):
    """The next message of that type."""
    while True:
        message = json.loads(socket.recv(timeout=10))
        if message["type"] == kind:
            return message


def say(socket, kind, **fields):
    socket.send(json.dumps({"type": kind, **fields}))


def test_the_link_is_shown_again_and_hides_its_token_behind_the_hash(server, ada, session):
    url = make_link(ada, session)
    assert url.startswith(f"{server.url}/join#")
    assert len(token_of(url)) == 43
    assert make_link(ada, session) == url
    assert ada.get(f"/sessions/{session}/call/").json()["link"]["url"] == url


def test_neither_token_nor_cookie_is_stored_or_logged(server, ada, session):
    token = token_of(make_link(ada, session))
    candidate = Candidate(server, token)
    with sqlite3.connect(f"file:{server.data}/interview-copilot.sqlite?mode=ro", uri=True) as db:
        dump = "\n".join(db.iterdump())
    for secret in (token, candidate.cookie):
        assert secret not in dump
        assert secret not in server.log.read_text()


def test_a_candidate_waits_in_the_lobby_until_admitted(server, ada, session):
    candidate = Candidate(server, token_of(make_link(ada, session)))
    assert candidate.answer.json()["state"] == "lobby"
    guests = ada.get(f"/sessions/{session}/call/").json()["guests"]
    assert [(guest["name"], guest["state"]) for guest in guests] == [("Carla Prova", "lobby")]
    with candidate.live() as socket:
        receive(socket, "ready")
        decide(ada, session, candidate.id, "admit")
        receive(socket, "call.admitted")
    assert candidate.state()["state"] == "admitted"


def test_a_candidate_who_reloads_keeps_the_place(server, ada, session):
    token = token_of(make_link(ada, session))
    candidate = Candidate(server, token)
    decide(ada, session, candidate.id, "admit")
    again, _ = join(server, token, "Carla P.", candidate.cookie)
    assert (again.json()["guest_id"], again.json()["state"]) == (candidate.id, "admitted")
    assert again.json()["name"] == "Carla P."


def test_a_denied_candidate_is_told_and_may_ask_again(server, ada, session):
    token = token_of(make_link(ada, session))
    candidate = Candidate(server, token)
    with candidate.live() as socket:
        receive(socket, "ready")
        decide(ada, session, candidate.id, "deny")
        receive(socket, "call.denied")
    again, _ = join(server, token, cookie=candidate.cookie)
    assert again.json()["state"] == "lobby"


def test_a_removed_candidate_loses_the_connection(server, ada, session):
    candidate = Candidate(server, token_of(make_link(ada, session)))
    decide(ada, session, candidate.id, "admit")
    with candidate.live() as socket:
        receive(socket, "ready")
        decide(ada, session, candidate.id, "remove")
        with pytest.raises(ConnectionClosed):
            while True:
                socket.recv(timeout=10)
    assert candidate.state()["state"] == "left"


def test_two_people_find_each_other_and_pass_messages(server, ada, session):
    candidate = Candidate(server, token_of(make_link(ada, session)))
    decide(ada, session, candidate.id, "admit")
    with server.live("Ada", session=session) as recruiter, candidate.live() as guest:
        receive(recruiter, "ready"), receive(guest, "ready")
        say(recruiter, "call.join", audio=True, video=True)
        assert receive(recruiter, "call.room")["peers"] == []
        say(guest, "call.join", audio=True, video=False)
        host = receive(guest, "call.room")["peers"][0]
        assert (host["name"], host["guest"], host["video"]) == ("Ada", False, True)
        peer = receive(recruiter, "call.peer_joined")["peer"]
        assert (peer["name"], peer["guest"], peer["video"]) == ("Carla Prova", True, False)
        say(guest, "call.signal", to=host["member"], data={"sdp": "v=0 àè"})
        signal = receive(recruiter, "call.signal")
        assert (signal["from"], signal["data"]) == (peer["member"], {"sdp": "v=0 àè"})
        say(guest, "call.state", audio=False, video=True, screen=False)
        assert receive(recruiter, "call.peer_state")["peer"]["video"] is True
        guest.close()
        assert receive(recruiter, "call.peer_left")["member"] == peer["member"]


def test_a_candidate_in_the_lobby_can_say_nothing(server, ada, session):
    candidate = Candidate(server, token_of(make_link(ada, session)))
    with server.live("Ada", session=session) as recruiter, candidate.live() as guest:
        receive(recruiter, "ready"), receive(guest, "ready")
        say(recruiter, "call.join", audio=True, video=True)
        receive(recruiter, "call.room")
        say(guest, "call.join", audio=True, video=True)
        decide(ada, session, candidate.id, "admit")
        receive(guest, "call.admitted")
        say(guest, "call.join", audio=False, video=True)
        joined = receive(recruiter, "call.peer_joined")["peer"]
        assert joined["audio"] is False  # the join from the lobby had no effect


def test_recruiters_see_whose_page_is_open(server, ada, session):
    candidate = Candidate(server, token_of(make_link(ada, session)))
    with server.live("Ada", session=session) as recruiter:
        receive(recruiter, "ready")
        with candidate.live() as guest:
            receive(guest, "ready")
            while receive(recruiter, "call.guests")["connected"] != [candidate.id]:
                pass
        while receive(recruiter, "call.guests")["connected"]:
            pass


def test_a_fifth_person_is_told_that_the_room_is_full(server, session):
    names = ["Ada", "Bea", "Cleo", "Dora", "Elsa"]
    sockets = [server.live(name, session=session) for name in names]
    try:
        for socket in sockets[:4]:
            say(socket, "call.join", audio=True, video=True)
            receive(socket, "call.room")
        say(sockets[4], "call.join", audio=True, video=True)
        receive(sockets[4], "call.full")
    finally:
        for socket in sockets:
            socket.close()


def test_messages_stay_in_their_interview(server, ada, session):
    other = start_interview(ada, job=JOB)
    with server.live("Ada", session=session) as here, server.live("Bea", session=other) as there:
        say(here, "call.join", audio=True, video=True)
        receive(here, "call.room")
        say(there, "call.join", audio=True, video=True)
        assert receive(there, "call.room")["peers"] == []


def test_the_end_reaches_the_candidate(server, ada, session):
    candidate = Candidate(server, token_of(make_link(ada, session)))
    with candidate.live() as socket:
        receive(socket, "ready")
        ada.post(f"/sessions/{session}/end/", json={})
        receive(socket, "call.ended")
    assert candidate.state()["state"] == "ended"


def test_after_a_restart_an_admitted_candidate_goes_on(start_server):
    server = start_server()
    with server.client("Ada") as ada:
        session = start_interview(ada, job=JOB)
        candidate = Candidate(server, token_of(make_link(ada, session)))
        decide(ada, session, candidate.id, "admit")
        server.restart()
        with candidate.live() as guest:
            receive(guest, "ready")
            say(guest, "call.join", audio=True, video=True)
            assert receive(guest, "call.room")["peers"] == []


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 101])
def test_a_wrong_token_opens_nothing(server, token):
    answer, cookie = join(server, token)
    assert answer.status_code in (400, 404)
    assert cookie is None


def test_a_revoked_link_opens_nothing_and_a_new_one_is_another(server, ada, session):
    url = make_link(ada, session)
    assert ada.delete(f"/sessions/{session}/call/link/").status_code == 204
    refused, _ = join(server, token_of(url))
    assert refused.status_code == 409
    assert "no longer valid" in refused.json()["error"]
    assert make_link(ada, session) != url


def test_an_ended_interview_takes_nobody(server, ada, session):
    url = make_link(ada, session)
    ada.post(f"/sessions/{session}/end/", json={})
    assert join(server, token_of(url))[0].status_code == 409
    assert ada.post(f"/sessions/{session}/call/link/", json={}).status_code == 409


def test_without_a_cookie_there_is_no_place_in_the_call(server):
    with server.client() as api:
        assert api.get("/call/").json() is None
        assert api.get("/call/live/").status_code == 401
        assert api.post("/call/leave/", json={}).status_code == 401


def test_a_guest_of_another_interview_is_not_found(server, ada, session):
    candidate = Candidate(server, token_of(make_link(ada, session)))
    other = start_interview(ada, job=JOB)
    for where in (f"/sessions/{other}/call/guests/{candidate.id}/", f"/sessions/{session}/call/guests/{UNKNOWN_ID}/"):
        assert ada.post(where, json={"action": "admit"}).status_code == 404


def test_an_unknown_action_is_named(server, ada, session):
    candidate = Candidate(server, token_of(make_link(ada, session)))
    refused = ada.post(f"/sessions/{session}/call/guests/{candidate.id}/", json={"action": "hug"})
    assert refused.json() == {"action": ['"hug" is not a valid choice.']}


def test_jitsi_gives_a_room_with_a_token_to_those_who_may(start_server):
    server = start_server(JITSI_DOMAIN="meet.example.org", JITSI_APP_ID="app", JITSI_APP_SECRET="secret")
    with server.client("Ada") as ada:
        session = start_interview(ada, job=JOB)
        call = ada.get(f"/sessions/{session}/call/").json()
        assert call["mode"] == "jitsi" and call["jitsi"]["domain"] == "meet.example.org"
        assert session not in call["jitsi"]["room"]
        assert call["jitsi"]["jwt"].count(".") == 2
        candidate = Candidate(server, token_of(make_link(ada, session)))
        assert candidate.state()["jitsi"] is None
        decide(ada, session, candidate.id, "admit")
        assert candidate.state()["jitsi"]["room"] == call["jitsi"]["room"]
