"""Requests that are malformed, ambiguous, oversized or slow."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from raw_http import RawConnection

BODY = json.dumps({"full_name": "Raw Person"}).encode()
JSON = "Content-Type: application/json"


@pytest.fixture
def raw(server):
    with RawConnection(server.port) as connection:
        yield connection


def count_candidates(api) -> int:
    return len(api.get("/candidates/").json())


@pytest.mark.parametrize(
    "headers",
    [
        f"Content-Length: {len(BODY)}\nTransfer-Encoding: chunked",
        f"Content-Length: {len(BODY)}\nContent-Length: {len(BODY)}",
        f"Content-Length: {len(BODY)}\nContent-Length: 5",
        f"Content-Length: {len(BODY)}, {len(BODY)}",
        f"Content-Length: +{len(BODY)}",
        "Content-Length: -1",
        "Content-Length: 0x1a",
        "Content-Length:",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked\nTransfer-Encoding: chunked",
        f"Content-Length: {len(BODY)}\nHost: 127.0.0.1\nHost: localhost",
    ],
)
def test_an_ambiguous_length_is_refused_and_the_connection_closed(server, api, headers):
    before = count_candidates(api)
    with RawConnection(server.port) as raw:
        smuggled = b"GET /api/candidates/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        answer = raw.request(f"POST /api/candidates/ HTTP/1.1\n{JSON}\n{headers}", BODY + smuggled)
        assert 400 <= answer.status <= 501
        assert raw.is_closed()
        assert b"HTTP/1.1" not in raw.buffer
    assert count_candidates(api) == before


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /api/candidates/ HTTP/1.1\r\n\r\n",  # no Host
        b"GET /api/candidates/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\r\n folded\r\nContent-Length : 3\r\n\r\n",
        b"GET  /api/candidates/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /api/candidates/ HTTP/1.1\nHost: 127.0.0.1\n\n",
        b"GET /api/candidates/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n",
        b"GET /api/candidates/ HTTP/1.1\r\nHost: 127.0.0.1\r\n: x\r\n\r\n",
        b"GET /api/candidates/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length : 3\r\n\r\n",
        b"GET http://127.0.0.1/api/candidates/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /api/candidates/\x00x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /api/%00candidates/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /api/%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /api/%ff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET api/candidates/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /api/candidates/ HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)
def test_a_malformed_request_gets_no_answer_but_a_refusal(server, request_bytes):
    with RawConnection(server.port, timeout=3) as raw:
        raw.send(request_bytes)
        try:
            status = raw.read_answer().status
        except (ConnectionError, TimeoutError):
            status = 400
        assert 400 <= status <= 505


def test_a_chunked_body_is_put_together(raw):
    raw.send(f"POST /api/candidates/ HTTP/1.1\r\nHost: localhost\r\n{JSON}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    for byte in BODY:
        raw.send(b"1\r\n" + bytes([byte]) + b"\r\n")
    raw.send(b"0\r\n\r\n")
    answer = raw.read_answer()
    assert answer.status == 201
    assert json.loads(answer.body)["full_name"] == "Raw Person"


def test_a_chunked_body_above_the_limit_is_refused(raw):
    raw.send(f"POST /api/candidates/ HTTP/1.1\r\nHost: localhost\r\n{JSON}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    chunk = b"x" * 65536
    for _ in range(64):
        raw.send(b"10000\r\n" + chunk + b"\r\n")
    raw.send(b"0\r\n\r\n")
    assert raw.read_answer().status in (400, 413)
    assert raw.request("GET /healthz HTTP/1.1").status == 200


def test_expect_continue_is_honoured(raw):
    raw.send(
        f"POST /api/candidates/ HTTP/1.1\r\nHost: localhost\r\n{JSON}\r\nExpect: 100-continue\r\n"
        f"Content-Length: {len(BODY)}\r\n\r\n".encode()
    )
    assert raw.read_answer().status == 100
    raw.send(BODY)
    assert raw.read_answer().status == 201


def test_expect_continue_for_a_refused_request_is_answered_at_once(raw):
    head = f"POST /api/nope/ HTTP/1.1\n{JSON}\nExpect: 100-continue\nContent-Length: {len(BODY)}"
    assert raw.request(head).status == 404


def test_requests_in_a_row_on_one_connection_are_answered_in_order(raw):
    one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    two = b"GET /api/nope/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    raw.send((one + two) * 10)
    assert [raw.read_answer().status for _ in range(20)] == [200, 404] * 10


def test_a_request_that_comes_byte_by_byte_is_answered(raw):
    for byte in b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n":
        raw.send(bytes([byte]))
    assert raw.read_answer().status == 200


def test_a_head_that_is_too_large_is_refused(server):
    with RawConnection(server.port) as raw:
        assert raw.request("GET /healthz HTTP/1.1\n" + "X-Fill: " + "x" * 15_000).status == 200
    with RawConnection(server.port) as raw:
        assert raw.request("GET /healthz HTTP/1.1\n" + "X-Fill: " + "x" * 17_000).status == 431
    with RawConnection(server.port) as raw:
        assert raw.request("GET /healthz HTTP/1.1\n" + "X: 1\n" * 99).status == 200
    with RawConnection(server.port) as raw:
        assert raw.request("GET /healthz HTTP/1.1\n" + "X: 1\n" * 101).status == 431


def test_an_address_that_is_too_long_is_refused(server):
    with RawConnection(server.port) as raw:
        assert raw.request(f"GET /api/candidates/?search={'x' * 8000} HTTP/1.1").status == 200
    with RawConnection(server.port) as raw:
        assert raw.request(f"GET /api/candidates/?search={'x' * 9000} HTTP/1.1").status == 414


def test_an_http_1_0_client_is_answered_and_the_connection_closed(server):
    with RawConnection(server.port) as raw:
        raw.send(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert raw.read_answer().status == 200
        assert raw.is_closed()


def test_one_address_has_at_most_100_connections(start_server):
    running = start_server()
    connections = [RawConnection(running.port) for _ in range(140)]
    for connection in connections:
        connection.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answered = 0
    for connection in connections:
        try:
            answered += connection.read_answer().status == 200
        except ConnectionError:
            pass
    assert 90 <= answered <= 100
    for connection in connections:
        connection.socket.close()
    with running.client() as api:
        assert api.get("/candidates/").status_code == 200


def test_a_greedy_address_is_throttled_and_others_are_not(start_server):
    running = start_server(TRUSTED_PROXIES="127.0.0.1")
    with running.client() as api:

        def upload(address: str):
            return api.post("/cvs/upload/", files={"x": b"y"}, headers={"X-Forwarded-For": address})

        statuses = [upload("203.0.113.7").status_code for _ in range(60)]
        assert statuses.count(429) == 20
        throttled = upload("203.0.113.7")
        assert int(throttled.headers["retry-after"]) > 0
        assert throttled.json()["detail"].startswith("Request was throttled. Expected available in ")
        assert upload("203.0.113.8").status_code == 400
        # what a client writes itself stands left of what the proxy adds
        assert upload("203.0.113.9, 203.0.113.7").status_code == 429
        with RawConnection(running.port) as raw:
            lines = "X-Forwarded-For: 203.0.113.9\nX-Forwarded-For: 203.0.113.7\nContent-Length: 0"
            assert raw.request(f"POST /api/cvs/upload/ HTTP/1.1\n{lines}").status == 429


def test_without_a_trusted_proxy_nobody_chooses_an_address(api):
    statuses = [
        api.post("/cvs/upload/", files={"x": b"y"}, headers={"X-Forwarded-For": "203.0.113.7"}).status_code
        for _ in range(60)
    ]
    assert set(statuses) == {400}


# --- slow clients ---


def drip(port: int, head: bytes, drops: bytes) -> float:
    """Seconds until the server closes a connection that sends a byte each half second."""
    started = time.monotonic()
    with RawConnection(port, timeout=0.5) as raw:
        raw.send(head)
        for byte in drops:
            try:
                raw.send(bytes([byte]))
                if not raw.socket.recv(100):
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
    return time.monotonic() - started


def test_slow_clients_are_closed_in_time_while_others_are_served(server, api):
    head = b"POST /api/candidates/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    slow = [
        (b"", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 60),
        (head, b"X-Fill: " + b"x" * 60),
        (head + b"Content-Length: 100000\r\n\r\n", b"x" * 60),
        (head + b"Transfer-Encoding: chunked\r\n\r\n100\r\n", b"x" * 60),
    ]
    with ThreadPoolExecutor(len(slow) + 1) as threads:
        waits = [threads.submit(drip, server.port, head, drops) for head, drops in slow]
        silent = threads.submit(drip, server.port, b"GET", b"")
        while not all(wait.done() for wait in waits):
            started = time.monotonic()
            assert api.get("/candidates/").status_code == 200
            assert time.monotonic() - started < 5
        assert all(8 <= wait.result() <= 20 for wait in waits), [wait.result() for wait in waits]
        silent.result()
