"""What was acknowledged is there after a crash, once, whatever the moment."""

import random
import threading
import time
import uuid

import httpx

KILLS = 5
CLIENTS = 4
SEED = 20260131  # the moments of the kills; any will do


def send_until_it_dies(server, pending: dict[str, str], acknowledged: dict[str, str], stop: threading.Event):
    """Creates candidates named by their key, keeping each in `pending` until it is answered, as an outbox does."""
    with server.client() as api:
        while not stop.is_set():
            key = next(iter(pending), None) or str(uuid.uuid4())
            pending[key] = key
            try:
                answer = api.post("/candidates/", json={"full_name": key}, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                return
            if answer.status_code == 201:
                acknowledged[key] = answer.json()["id"]
                del pending[key]


def wait_until(is_true, within_s: float = 30) -> None:
    deadline = time.monotonic() + within_s
    while not is_true():
        assert time.monotonic() < deadline, "nothing was acknowledged"
        time.sleep(0.005)


def test_a_crash_loses_nothing_that_was_acknowledged_and_doubles_nothing(start_server):
    server = start_server()
    moments = random.Random(SEED)
    pending = [{} for _ in range(CLIENTS)]
    acknowledged: dict[str, str] = {}
    for _ in range(KILLS):
        stop = threading.Event()
        clients = [
            threading.Thread(target=send_until_it_dies, args=(server, outbox, acknowledged, stop)) for outbox in pending
        ]
        before = len(acknowledged)
        for client in clients:
            client.start()
        wait_until(lambda: len(acknowledged) > before)
        stop.wait(moments.uniform(0, 0.3))
        server.kill()
        stop.set()
        for client in clients:
            client.join()
        server.start()
    with server.client() as api:
        stored = {candidate["full_name"]: candidate["id"] for candidate in api.get("/candidates/").json()}
        listed = len(api.get("/candidates/").json())
    assert len(acknowledged) >= KILLS
    assert {key: stored.get(key) for key in acknowledged} == acknowledged
    assert listed == len(stored), "a resent request acted twice"
    assert set(stored) <= set(acknowledged) | {key for outbox in pending for key in outbox}
