"""Fixtures that drive the built binary from outside: a free port, a throw-away data folder, a client.

IC_BINARY names another binary than build/interview-copilot (a sanitizer build).
"""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.parse

import httpx
import pytest
from websockets.sync.client import connect

from interviews import make_candidate, make_job, start
from small_models import folder_of  # a fixture

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("IC_BINARY", ROOT / "build" / "interview-copilot"))
READY_WITHIN_S = 30  # sanitizer builds load the model slowly
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running server; restart() keeps its data, kill() is a crash."""

    def __init__(self, data: pathlib.Path, **settings: str):
        self.data = data
        self.settings = settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.parent / f"{data.name}.log"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        environment = {"PATH": os.environ["PATH"], "AUTH": "open", **self.settings}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "EMBEDDING_MODEL"):
            if name in os.environ:
                environment.setdefault(name, os.environ[name])
        self.data.mkdir(exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(BINARY), "serve", "--data", str(self.data), "--port", str(self.port)],
                cwd=self.data,
                env=environment,
                stdout=log,
                stderr=log,
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/readyz").status_code == 200:
                    return
            time.sleep(0.01)
        pytest.fail(f"the server did not become ready:\n{self.log.read_text(errors='replace')[-4000:]}")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        assert code == 0, f"exit status {code}:\n{self.log.read_text(errors='replace')[-4000:]}"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)

    def restart(self) -> None:
        self.stop()
        self.start()

    def client(self, name: str | None = None) -> httpx.Client:
        """A client of the API; `name` is the recruiter it stands for, as picked in open mode."""
        cookies = {"__Host-ic-recruiter": urllib.parse.quote(name)} if name else None
        return httpx.Client(base_url=f"{self.url}/api", cookies=cookies, timeout=30)

    def live(self, name: str | None = None, **query):
        """A WebSocket of the live updates; use it with `with`."""
        headers = {"Cookie": f"__Host-ic-recruiter={urllib.parse.quote(name)}"} if name else {}
        where = f"ws://127.0.0.1:{self.port}/api/live/?{urllib.parse.urlencode(query)}"
        return connect(where, additional_headers=headers, origin=self.url, open_timeout=10)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for the tests of a file."""
    running = Server(tmp_path_factory.mktemp("server") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def start_server(tmp_path):
    """Starts servers with settings of their own: start_server(SECRET_KEY="...")."""
    started = []

    def start(**settings: str) -> Server:
        running = Server(tmp_path / f"data{len(started)}", **settings)
        started.append(running)
        running.start()
        return running

    yield start
    for running in started:
        if running.process.poll() is None:
            running.stop()


@pytest.fixture
def api(server):
    """The API as a nameless client, such as the existing web client, sees it."""
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def candidate(server):
    """A candidate with a CV, shared by the tests of a file."""
    with server.client() as client:
        return make_candidate(client)


@pytest.fixture(scope="module")
def job(server):
    with server.client() as client:
        return make_job(client)


@pytest.fixture
def session(api, candidate, job):
    """A new interview."""
    return start(api, candidate, job)


@pytest.fixture
def chiara(server):
    with server.client("Chiara") as client:
        yield client


@pytest.fixture
def marco(server):
    with server.client("Marco") as client:
        yield client
