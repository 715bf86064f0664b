"""Stopping: every accepted request is answered, and nothing hangs."""

import json
import signal
import threading

import httpx
from raw_http import RawConnection


def test_a_request_whose_body_is_under_way_is_answered(start_server):
    running = start_server()
    body = json.dumps({"full_name": "Late Person"}).encode()
    with RawConnection(running.port) as raw:
        raw.send(
            b"POST /api/candidates/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        assert raw.read_answer().status == 100
        running.process.send_signal(signal.SIGTERM)
        raw.send(body)
        answer = raw.read_answer()
        assert answer.status == 201
        assert answer.headers["connection"] == "close"
        assert raw.is_closed()
    assert running.process.wait(timeout=10) == 0


def test_acknowledged_changes_survive_a_stop_under_load(start_server):
    running = start_server()
    acknowledged, unexpected = [], []

    def write(number: int) -> None:
        with running.client() as api:
            for i in range(100_000):
                try:
                    answer = api.post("/candidates/", json={"full_name": f"Person {number}-{i}"})
                except httpx.TransportError:
                    return  # the connection was refused or closed between two requests
                if answer.status_code == 201:
                    acknowledged.append(answer.json()["id"])
                else:
                    unexpected.append(answer.status_code)

    writers = [threading.Thread(target=write, args=[n]) for n in range(4)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 50:
        pass
    running.stop()
    for writer in writers:
        writer.join()
    assert unexpected == []
    running.start()
    with running.client() as api:
        stored = {candidate["id"] for candidate in api.get("/candidates/").json()}
    assert set(acknowledged) <= stored


def test_idle_connections_do_not_hold_the_server(start_server):
    running = start_server()
    idle = [RawConnection(running.port) for _ in range(10)]
    for connection in idle[:5]:
        assert connection.request("GET /healthz HTTP/1.1").status == 200
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=5) == 0
    assert all(connection.is_closed() for connection in idle)


def test_an_interrupt_stops_like_a_termination(start_server):
    running = start_server()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=5) == 0
