"""The serve command: configuration, data folder, the line it prints."""

import html
import os
import pathlib
import stat
import subprocess

import httpx
import pytest
import yaml
from conftest import BINARY, ROOT, free_port


def serve(folder: pathlib.Path, *flags: str, **settings: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(BINARY), "serve", *flags],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **settings},
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_a_valid_configuration_is_said_to_be_valid_and_nothing_is_made(tmp_path):
    done = serve(tmp_path, "--check-config", "--data", "data", "--port", "1234")
    assert done.returncode == 0
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"PORT": "abc"}, "PORT"),
        ({"AUTH": "local"}, "AUTH"),
        ({"LISTEN": "0.0.0.0"}, "LISTEN"),
        ({"DATABASE_URL": "postgres://db.example.org/x"}, "DATABASE_URL"),
        ({"ICE_SERVERS": "stun:x"}, "ICE_SERVERS"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_starts(tmp_path, settings, named):
    done = serve(tmp_path, "--data", "data", **settings)
    assert done.returncode == 1
    assert named in done.stderr
    assert not (tmp_path / "data").exists()


def test_the_sample_configuration_is_valid_as_it_is_and_uncommented(tmp_path):
    sample = (ROOT / "deploy" / "interview-copilot.env.sample").read_text()
    assert serve(tmp_path, "--check-config", "--config", str(ROOT / "deploy/interview-copilot.env.sample")).returncode == 0
    settings = [line[1:] for line in sample.splitlines() if line.startswith("#") and line[1:2].isupper() and "=" in line]
    kept = [line for line in settings if not line.startswith(("TLS_", "JITSI_APP"))]
    assert len(kept) > 15
    (tmp_path / ".env").write_text("\n".join(kept))
    assert serve(tmp_path, "--check-config").returncode == 0


def test_a_wrong_flag_prints_the_usage(tmp_path):
    done = serve(tmp_path, "--nonsense")
    assert done.returncode == 2
    assert "usage: interview-copilot serve" in done.stderr


def test_a_taken_port_is_named(server, tmp_path):
    done = serve(tmp_path, "--data", "data", "--port", str(server.port))
    assert done.returncode == 1
    assert str(server.port) in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    done = serve(tmp_path, "--data", "file/data", "--port", str(free_port()))
    assert done.returncode == 1
    assert "file/data" in done.stderr


def test_port_0_takes_a_free_one_and_prints_the_address(tmp_path):
    process = subprocess.Popen(
        [str(BINARY), "serve", "--data", "deep/er/data", "--port", "0"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        url = process.stdout.readline().strip()
        assert httpx.get(f"{url}readyz").json() == {"status": "ok"}
        root = httpx.get(f"{url}api/").json()
        assert root["candidates"] == f"{url}api/candidates/"
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0
    data = tmp_path / "deep" / "er" / "data"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
    assert len((data / "secret.key").read_text()) == 64


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_the_printed_address_is_the_one_that_answers(tmp_path, address):
    process = subprocess.Popen(
        [str(BINARY), "serve", "--data", "data", "--port", str(free_port()), "--listen", address],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        url = process.stdout.readline().strip()
        assert httpx.get(f"{url}api/candidates/").status_code == 200
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0


def test_health_and_readiness_are_public(server):
    assert httpx.get(f"{server.url}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{server.url}/readyz").status_code == 200


def test_the_description_of_the_api_is_served_as_it_is_in_the_source(server):
    answer = httpx.get(f"{server.url}/api/openapi.yaml", headers={"Accept": "application/yaml"})
    assert answer.headers["content-type"].startswith("application/yaml")
    assert answer.text == (ROOT / "api" / "openapi.yaml").read_text()


def test_a_browser_gets_a_readable_page_of_every_operation_and_schema(server):
    page = httpx.get(f"{server.url}/api/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert httpx.get(f"{server.url}/api/reference.css").headers["content-type"].startswith("text/css")
    api = yaml.safe_load((ROOT / "api" / "openapi.yaml").read_text())
    operations = [
        operation for item in api["paths"].values() for method, operation in item.items() if method != "parameters"
    ]
    assert len(operations) > 50
    for operation in operations:
        assert f'<article id="{operation["operationId"]}">' in page.text
        assert html.escape(operation["summary"]) in page.text
    for name, schema in api["components"]["schemas"].items():
        article = page.text.split(f'<article id="{name}">')[1].split("</article>")[0]
        for field in schema.get("properties", {}):
            assert f"<code>{field}</code>" in article
