"""WebSockets: the handshake, the limits, the end."""

import json
import os
import struct
import time

import pytest
from raw_http import RawConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

HANDSHAKE = """GET /api/live/ HTTP/1.1
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Version: 13
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="""


def frame(opcode: int, payload: bytes) -> bytes:
    mask = os.urandom(4)
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
    return bytes([0x80 | opcode]) + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))


def read_close_code(socket) -> int:
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            socket.recv(timeout=10)
    return closed.value.rcvd.code


def test_the_handshake_proves_that_the_key_was_read(server):
    with RawConnection(server.port) as raw:
        answer = raw.request(HANDSHAKE)
        assert answer.status == 101
        assert answer.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # RFC 6455, section 1.3


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("Upgrade: websocket\n", "", 426),
        ("Connection: Upgrade", "Connection: keep-alive", 426),
        ("Version: 13", "Version: 8", 426),
        ("dGhlIHNhbXBsZSBub25jZQ==", "short", 400),
    ],
)
def test_what_is_no_handshake_is_refused(server, old, new, status):
    with RawConnection(server.port) as raw:
        assert raw.request(HANDSHAKE.replace(old, new)).status == status
        assert raw.request("GET /healthz HTTP/1.1").status == 200


@pytest.mark.parametrize(
    "origin", ["null", "http://evil.example", "https://127.0.0.1", "http://127.0.0.1.evil.example", "http://127.0.0.2"]
)
def test_a_foreign_origin_opens_no_socket(server, origin):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://127.0.0.1:{server.port}/api/live/", origin=origin)
    assert refused.value.response.status_code == 403


def test_a_message_that_came_with_the_handshake_is_not_lost(server):
    with RawConnection(server.port) as raw:
        lines = HANDSHAKE.replace("\n", "\r\nHost: 127.0.0.1\r\n", 1)
        raw.send("\r\n".join(lines.splitlines()).encode() + b"\r\n\r\n" + frame(9, b"early"))
        assert raw.read_answer().status == 101
        while b"\x8a\x05early" not in raw.buffer:
            raw.receive()


def test_a_ping_is_answered(server):
    with server.live() as socket:
        assert socket.ping().wait(10)


def test_a_binary_message_ends_the_socket(server):
    with server.live() as socket:
        socket.send(b"\x00\x01")
        assert read_close_code(socket) == 1003


def test_a_message_above_64_kb_ends_the_socket(server):
    with server.live() as socket:
        socket.send("x" * (64 * 1024 + 1))
        assert read_close_code(socket) == 1009


def test_text_that_is_not_utf8_ends_the_socket(server):
    with RawConnection(server.port) as raw:
        assert raw.request(HANDSHAKE).status == 101
        raw.send(frame(1, b"\xff\xff"))
        while len(raw.buffer.partition(b"\x88")[2]) < 3:
            raw.receive()
        assert struct.unpack(">H", raw.buffer.split(b"\x88", 1)[1][1:3])[0] == 1007


def test_an_unmasked_frame_ends_the_socket(server):
    with RawConnection(server.port) as raw:
        assert raw.request(HANDSHAKE).status == 101
        raw.send(b"\x81\x02hi")
        assert raw.is_closed()


def test_a_flood_of_messages_ends_the_socket_and_others_live_on(server):
    with server.live() as quiet, server.live() as loud:
        with pytest.raises(ConnectionClosed):
            for _ in range(2000):
                loud.send(json.dumps({"type": "noise"}))
            while True:
                loud.recv(timeout=10)
        assert loud.close_code == 1008
        assert quiet.ping().wait(10)


def test_many_sockets_are_held_at_once(start_server):
    running = start_server()
    sockets = [running.live() for _ in range(80)]
    assert all(socket.ping().wait(10) for socket in sockets)
    for socket in sockets:
        socket.close()
    with running.client() as api:
        assert api.get("/candidates/").status_code == 200


def test_a_socket_that_vanishes_makes_room(start_server):
    running = start_server()
    for _ in range(3):
        connections = [RawConnection(running.port) for _ in range(60)]
        assert all(connection.request(HANDSHAKE).status == 101 for connection in connections)
        for connection in connections:
            connection.socket.close()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with RawConnection(running.port) as probe:
                if probe.request("GET /healthz HTTP/1.1").status == 200:
                    break


def test_a_stopping_server_says_that_it_goes_away(start_server):
    running = start_server()
    with running.live() as socket:
        socket.recv(timeout=10)
        running.stop()
        assert read_close_code(socket) == 1001
