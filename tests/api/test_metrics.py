"""GET /metrics: what operators watch, as Prometheus reads it."""

import re

import httpx
import pytest

from interviews import add_note, receive

SAMPLE = re.compile(r'([a-z_]+)(\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? ([-+.e\d]+)')


@pytest.fixture
def metrics(server):
    """Reads all samples by their name with labels."""

    def read() -> dict[str, float]:
        lines = httpx.get(f"{server.url}/metrics").text.splitlines()
        found = [SAMPLE.fullmatch(line) for line in lines if not line.startswith("#")]
        return {name + (labels or ""): float(value) for name, labels, value in (match.groups() for match in found)}

    return read


def test_it_has_the_text_format_and_every_sample_has_a_type(server):
    answer = httpx.get(f"{server.url}/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    types, kind = {}, None
    for line in answer.text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            assert name not in types
            types[name] = kind
        elif not line.startswith("#"):
            name = SAMPLE.fullmatch(line)[1]
            assert name in types or re.sub("_(bucket|sum|count)$", "", name) in types
    assert set(types.values()) == {"counter", "gauge", "histogram"}


def test_answers_are_counted_by_their_status(server, metrics):
    def count(status):
        return metrics()[f'interview_copilot_http_requests_total{{status="{status}"}}']

    good, bad = count("2xx"), count("4xx")
    for _ in range(3):
        httpx.get(f"{server.url}/api/nothing/here/")
    assert count("4xx") == bad + 3
    assert count("2xx") > good


def test_the_times_of_all_answers_are_in_the_histogram(metrics):
    now = metrics()
    name = "interview_copilot_http_request_duration_seconds"
    buckets = [value for sample, value in now.items() if sample.startswith(f"{name}_bucket")]
    assert buckets == sorted(buckets)
    answered = sum(value for sample, value in now.items() if sample.startswith("interview_copilot_http_requests_total"))
    assert now[f'{name}_bucket{{le="+Inf"}}'] == now[f"{name}_count"] == answered
    assert now[f"{name}_sum"] > 0


def test_open_websockets_are_counted(server, metrics):
    before = metrics()
    with server.live() as first, server.live() as second:
        receive(first, "ready"), receive(second, "ready")
        now = metrics()
    assert now["interview_copilot_websockets"] == before["interview_copilot_websockets"] + 2
    assert now["interview_copilot_http_connections"] > now["interview_copilot_websockets"]


def test_a_text_that_is_read_again_is_not_embedded_again(api, session, metrics):
    def counted(what):
        now = metrics()
        return [now[f'interview_copilot_vector_memo_{what}_total{{of="{of}"}}'] for of in ("text", "risk")]

    hits, misses = counted("hits"), counted("misses")
    add_note(api, session, "Keeps bees on the roof of the depot.")
    assert all(now > before for now, before in zip(counted("misses"), misses))
    misses = counted("misses")
    add_note(api, session, "Keeps bees on the roof of the depot.")
    assert counted("misses") == misses
    assert all(now > before for now, before in zip(counted("hits"), hits))


def test_the_process_and_its_version_are_told(server, metrics):
    now = metrics()
    version = httpx.get(f"{server.url}/api/status/").json()["version"]
    assert any(f'version="{version}"' in name for name in now if name.startswith("interview_copilot_build_info"))
    assert now["process_resident_memory_bytes"] > 10e6
    assert now["process_cpu_seconds_total"] > 0
    assert now['interview_copilot_queue_length{pool="fast"}'] == now['interview_copilot_queue_length{pool="slow"}'] == 0


def test_nothing_that_people_wrote_is_in_it(server, api, session):
    add_note(api, session, "Zanzibar Zeppelin")
    text = httpx.get(f"{server.url}/metrics").text
    assert "Zanzibar" not in text
    assert session not in text
