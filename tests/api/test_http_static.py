"""The web application's files."""

import gzip
import os
import pathlib

import httpx
import pytest
from raw_http import RawConnection

INDEX = "<!doctype html><title>Interview Copilot</title>"
SCRIPT = "export const answer = 42;\n" * 50


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("web")
    (folder / "assets").mkdir()
    (folder / "index.html").write_text(INDEX)
    (folder / "assets" / "main-1a2b3c.js").write_text(SCRIPT)
    (folder / "assets" / "main-1a2b3c.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (folder / "assets" / "main-1a2b3c.js.br").write_bytes(b"brotli bytes")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / ".secret").write_text("hidden")
    outside = folder.parent / "outside.txt"
    outside.write_text("outside")
    os.symlink(outside, folder / "link.txt")
    os.symlink(folder.parent, folder / "up")
    return folder


@pytest.fixture(scope="module")
def site(web, tmp_path_factory):
    from conftest import Server

    running = Server(tmp_path_factory.mktemp("site") / "data", WEB_DIR=str(web), JITSI_DOMAIN="meet.example.org")
    running.start()
    with httpx.Client(base_url=running.url) as client:
        client.port = running.port
        yield client
    running.stop()


PLAIN = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize("path", ["/", "/index.html", "/sessions", "/interviews/abc/recap", "/new/1?x=1"])
def test_pages_of_the_application_get_its_document(site, path):
    answer = site.get(path)
    assert (answer.status_code, answer.text) == (200, INDEX)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def test_hashed_assets_may_be_kept_for_ever(site):
    answer = site.get("/assets/main-1a2b3c.js", headers=PLAIN)
    assert (answer.status_code, answer.text) == (200, SCRIPT)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_compressed_form_is_sent_to_those_who_take_it(site):
    answer = site.get("/assets/main-1a2b3c.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == SCRIPT
    assert "accept-encoding" in answer.headers["vary"].lower()
    with RawConnection(site.port) as raw:
        brotli = raw.request("GET /assets/main-1a2b3c.js HTTP/1.1\nAccept-Encoding: gzip, deflate, br")
    assert brotli.headers["content-encoding"] == "br"
    assert brotli.body == b"brotli bytes"
    assert len({answer.headers["etag"], brotli.headers["etag"], site.get("/favicon.svg").headers["etag"]}) == 3


def test_what_did_not_change_is_not_sent_again(site):
    first = site.get("/", headers=PLAIN)
    again = site.get("/", headers={**PLAIN, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert site.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_part_of_a_file_can_be_asked_for(site):
    answer = site.get("/assets/main-1a2b3c.js", headers={"Range": "bytes=7-11"})
    assert (answer.status_code, answer.text) == (206, "const")
    assert answer.headers["content-range"] == f"bytes 7-11/{len(SCRIPT)}"
    assert site.get("/assets/main-1a2b3c.js", headers={"Range": "bytes=-3"}).text == "2;\n"
    beyond = site.get("/assets/main-1a2b3c.js", headers={"Range": "bytes=99999-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(SCRIPT)}")


def test_head_tells_the_size(site):
    answer = site.head("/assets/main-1a2b3c.js", headers=PLAIN)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) == len(SCRIPT)


@pytest.mark.parametrize(
    "path",
    [
        "/missing.js",
        "/assets/missing-123.css",
        "/.secret",
        "/%2esecret",
        "/link.txt",
        "/up/outside.txt",
        "/../outside.txt",
        "/assets/../../outside.txt",
        "/assets/..%2f..%2foutside.txt",
        "/%2e%2e/outside.txt",
        "/assets//main-1a2b3c.js",
        "/assets/main-1a2b3c.js/x.txt",
        "//etc/passwd.txt",
    ],
)
def test_nothing_outside_the_folder_and_nothing_hidden_is_sent(site, path):
    with RawConnection(site.port) as raw:
        answer = raw.request(f"GET {path} HTTP/1.1")
    assert answer.status in (400, 404)
    assert b"outside" not in answer.body and b"hidden" not in answer.body


def test_a_file_is_only_read(site):
    assert site.post("/", content=b"x").status_code == 405
    assert site.delete("/favicon.svg").status_code == 405


def test_an_unknown_api_path_is_no_page(site):
    answer = site.get("/api/nope", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


def test_a_page_opened_from_another_site_is_shown(site):
    clicked = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert site.get("/join", headers=clicked).status_code == 200


def test_only_the_document_with_the_call_may_load_jitsi(site):
    for path in ("/join", "/interviews/9f3ed3af-50a1-4247-ba4d-c4873b4f3de3"):
        policy = site.get(path).headers["content-security-policy"]
        assert "script-src 'self' https://meet.example.org;" in policy
        assert "frame-src https://meet.example.org;" in policy
        assert '"https://meet.example.org"' in site.get(path).headers["permissions-policy"]
    for path in ("/", "/new/1", "/favicon.svg"):
        answer = site.get(path)
        assert "meet.example.org" not in answer.headers["content-security-policy"]
        assert "meet.example.org" not in answer.headers["permissions-policy"]
