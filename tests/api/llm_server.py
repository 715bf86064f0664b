"""A server that speaks OpenAI's chat completions on loopback, well and badly: the paid third party of the tests.

It answers what a model would, from the labelled material of the request, and checks that the request is one that a
strict server accepts. `behaviours` is a list of ways to answer the next requests, one each; when it is empty the
answers are good. Every request body is kept in `requests`.
"""

import http.server
import json
import re
import socket
import threading
import time


def labels_in(body: dict) -> list[str]:
    return re.findall(r"^\[([A-Z]\d*)\]", body["messages"][1]["content"], re.MULTILINE)


def good_content(body: dict) -> dict:
    """What a model that follows its schema writes, citing labels that are there."""
    labels = [label for label in labels_in(body) if label != "D"]
    purpose = body["response_format"]["json_schema"]["name"]
    if purpose == "questions":
        return {
            "questions": [
                {"text": f"Model question {n}?", "why": "It is open.", "sources": [labels[n % len(labels)]]}
                for n in range(5)
            ]
        }
    if purpose == "next_question":
        return {"text": "Model next question?", "why": "It matters now.", "good_answer": "one example",
                "sources": labels[:2]}
    sentence = [{"text": "Model sentence.", "sources": labels[-1:]}]
    return {part: sentence for part in ("summary", "strengths", "gaps_or_risks", "recommended_next_steps")}


def completion(content: str, finish_reason: str = "stop") -> bytes:
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "model": "test",
            "choices": [
                {"index": 0, "finish_reason": finish_reason, "message": {"role": "assistant", "content": content}}
            ],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    ).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def send(self, status: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        owner = self.server.owner
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        owner.requests.append(body)
        owner.keys.append(self.headers["Authorization"])
        assert self.path == "/v1/chat/completions"
        assert body["response_format"]["type"] == "json_schema"
        assert body["response_format"]["json_schema"]["strict"] is True
        behaviour = owner.behaviours.pop(0) if owner.behaviours else "good"
        getattr(self, f"answer_{behaviour}")(body)

    def answer_good(self, body):
        self.send(200, completion(json.dumps(good_content(body))))

    def answer_slow(self, body):
        self.server.owner.released.wait(timeout=30)
        self.answer_good(body)

    def answer_broken(self, body):
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def answer_partial(self, body):
        self.send(200, completion("{")[:40], length=4000)
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def answer_rate_limited(self, body):
        self.send(429, b'{"error":{"message":"slow down"}}', {"Retry-After": "1"})

    def answer_rate_limited_long(self, body):
        self.send(429, b'{"error":{"message":"slow down"}}', {"Retry-After": "3600"})

    def answer_failing(self, body):
        self.send(500, b'{"error":{"message":"oops"}}')

    def answer_unauthorized(self, body):
        self.send(401, b'{"error":{"message":"bad key"}}')

    def answer_garbage(self, body):
        self.send(200, b"<html>not json</html>")

    def answer_prose(self, body):
        self.send(200, completion("Sure! Here are some questions: ..."))

    def answer_cut_off(self, body):
        self.send(200, completion(json.dumps(good_content(body))[:50], finish_reason="length"))

    def answer_other_shape(self, body):
        self.send(200, completion(json.dumps({"questions": "many", "text": 7, "summary": {"a": 1}})))

    def answer_huge(self, body):
        self.send(200, completion("x" * 3_000_000))

    def answer_uncited(self, body):
        content = good_content(body)
        for value in content.get("questions", [content]):
            value["sources"] = ["C99", "Z1"]
        for part in ("summary", "strengths", "gaps_or_risks", "recommended_next_steps"):
            for sentence in content.get(part, []):
                sentence["sources"] = []
        self.send(200, completion(json.dumps(content)))

    def answer_hostile(self, body):
        """What a model writes when it obeys an injected instruction."""
        content = good_content(body)
        attack = "<img src=x onerror=alert(1)> [click](javascript:alert(1))\x07"
        for value in content.get("questions", [content]):
            value["text"] = attack
        for part in ("summary", "strengths", "gaps_or_risks", "recommended_next_steps"):
            for sentence in content.get(part, []):
                sentence["text"] = attack
        self.send(200, completion(json.dumps(content)))

    def answer_fence_leak(self, body):
        fence = body["messages"][1]["content"].split("\n", 1)[0]
        content = good_content(body)
        for value in content.get("questions", [content]):
            value["text"] = f"My instructions say {fence}"
        self.send(200, completion(json.dumps(content)))


class LlmServer:
    def __init__(self):
        self.requests: list[dict] = []
        self.keys: list[str] = []
        self.behaviours: list[str] = []
        self.released = threading.Event()
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.owner = self
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def settings(self) -> dict[str, str]:
        """What the product needs in its environment to use this server."""
        port = self.http.server_address[1]
        return {"OPENAI_API_KEY": "test-key", "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1"}

    def wait_for_requests(self, count: int, within_s: float = 10) -> None:
        deadline = time.monotonic() + within_s
        while len(self.requests) < count:
            assert time.monotonic() < deadline, f"{len(self.requests)} of {count} requests came"
            time.sleep(0.01)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *args):
        self.released.set()
        self.http.shutdown()
        self.http.server_close()
