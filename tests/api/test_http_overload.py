"""More work than the server can do at once: it says so, and other work goes on."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture
def silent_llm():
    """Takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


def test_a_full_queue_is_503_while_other_requests_are_answered(start_server, silent_llm):
    running = start_server(OPENAI_BASE_URL=silent_llm, OPENAI_API_KEY="key", LLM_TIMEOUT_MS="800")
    with running.client() as api:
        draft = api.post("/sample/").json()["draft_id"]

        def generate(_):
            with running.client() as other:
                return other.post(f"/drafts/{draft}/questions/generate/")

        with ThreadPoolExecutor(90) as threads:
            answers = [threads.submit(generate, number) for number in range(90)]
            while not any(answer.done() for answer in answers):
                started = time.monotonic()
                assert api.get("/candidates/").status_code == 200
                assert time.monotonic() - started < 1
            answers = [answer.result() for answer in answers]
        refused = [answer for answer in answers if answer.status_code == 503]
        assert 5 <= len(refused) <= 30
        assert all(answer.headers["retry-after"] == "1" for answer in refused)
        assert {answer.status_code for answer in answers} == {200, 503}
