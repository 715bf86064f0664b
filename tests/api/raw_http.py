"""HTTP by hand, for what well-behaved clients never send."""

import socket


class Answer:
    """One response as it came over the wire."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes):
        self.status = status
        self.headers = headers
        self.body = body


class RawConnection:
    def __init__(self, port: int, timeout: float = 10):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def request(self, head: str, body: bytes = b"") -> Answer:
        """Sends a request line with headers, one a line; Host is added."""
        lines = [line.strip() for line in head.strip().splitlines()]
        if not any(line.lower().startswith("host:") for line in lines):
            lines.insert(1, "Host: 127.0.0.1")
        self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        return self.read_answer(with_body=not head.strip().startswith("HEAD"))

    def read_answer(self, with_body: bool = True) -> Answer:
        while b"\r\n\r\n" not in self.buffer:
            self.receive()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        status_line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        length = int(headers.get("content-length", 0)) if with_body else 0
        while len(self.buffer) < length:
            self.receive()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return Answer(int(status_line.split()[1]), headers, body)

    def receive(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("closed by the server")
        self.buffer += data

    def is_closed(self) -> bool:
        """Waits for the server to close; False when the time-out passes first."""
        try:
            while data := self.socket.recv(65536):
                self.buffer += data
        except TimeoutError:
            return False
        except ConnectionError:
            pass
        return True
