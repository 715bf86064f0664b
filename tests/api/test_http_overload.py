"""More work than the server can do at once: it says so, and other work goes on."""

import contextlib
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

SLOW_THREADS, SLOW_QUEUE = 4, 64


@pytest.fixture
def silent_llm():
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


def test_a_full_queue_is_503_while_other_requests_are_answered(start_server, silent_llm):
    running = start_server(OPENAI_BASE_URL=silent_llm, OPENAI_API_KEY="key", LLM_TIMEOUT_MS="60000")
    refused = []
    with running.client() as api, ThreadPoolExecutor(90) as threads:
        draft = api.post("/sample/").json()["draft_id"]

        def generate():
            with running.client() as other, contextlib.suppress(httpx.TransportError):
                refused.append(other.post(f"/drafts/{draft}/questions/generate/"))

        for _ in range(90):
            threads.submit(generate)
        longest = 0.0
        while len(refused) < 90 - SLOW_THREADS - SLOW_QUEUE:
            started = time.monotonic()
            assert api.get("/candidates/").status_code == 200
            longest = max(longest, time.monotonic() - started)
        running.kill()
    assert longest < 10  # the queue moves once a minute
    assert {answer.status_code for answer in refused} == {503}
    assert all(answer.headers["retry-after"] == "1" for answer in refused)
