"""What holds for every route: methods, media types, errors, origins, hosts, headers."""

import httpx
import pytest

ALLOWED_ORIGIN = "http://localhost:3000"


def post_raw(api, content, content_type="application/json"):
    return api.post("/candidates/", content=content, headers={"Content-Type": content_type})


def test_a_path_works_with_and_without_its_final_slash(api):
    assert api.get("/candidates").status_code == 200
    assert api.get("/candidates/").status_code == 200
    created = api.post("/candidates", json={"full_name": "Anna Verdi"})
    assert created.status_code == 201
    assert api.get(f"/candidates/{created.json()['id']}").json()["full_name"] == "Anna Verdi"


def test_json_is_compact_utf8_without_a_charset(api):
    answer = api.post("/candidates/", json={"full_name": "Niccolò 東京"})
    assert answer.headers["content-type"] == "application/json"
    assert '"full_name":"Niccolò 東京"'.encode() in answer.content


@pytest.mark.parametrize("path", ["/nope/", "/candidates.json", "/candidates/abc/", "/sessions/abc/", "/%2e%2e/x"])
def test_an_unknown_path_is_404_in_json(api, path):
    answer = api.get(path)
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Not found."}


def test_another_method_is_405_with_what_is_allowed(api):
    answer = api.delete("/candidates/")
    assert (answer.status_code, answer.json()) == (405, {"detail": 'Method "DELETE" not allowed.'})
    assert answer.headers["allow"] == "GET, POST, HEAD, OPTIONS"
    answer = api.get("/cvs/upload/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST, OPTIONS")
    assert api.request("BREW", "/candidates/").status_code == 405


def test_head_is_get_without_a_body(api):
    get, head = api.get("/candidates/"), api.head("/candidates/")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"]


def test_an_accept_header_that_json_does_not_satisfy_is_406(api):
    answer = api.get("/candidates/", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.json()) == (406, {"detail": "Could not satisfy the request Accept header."})
    for accept in ("application/json", "text/html,*/*;q=0.8", "text/html", "application/*"):
        assert api.get("/candidates/", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize("content_type", ["application/xml", "text/plain", "application/jsonx"])
def test_a_media_type_that_is_not_taken_is_415(api, content_type):
    answer = post_raw(api, b"<a/>", content_type)
    assert answer.status_code == 415
    assert answer.json() == {"detail": f'Unsupported media type "{content_type}" in request.'}


def test_an_upload_route_takes_no_json(api):
    answer = api.post("/cvs/upload/", json={"candidate_id": "9f3ed3af-50a1-4247-ba4d-c4873b4f3de3"})
    assert (answer.status_code, answer.json()) == (
        415,
        {"detail": 'Unsupported media type "application/json" in request.'},
    )


def test_fields_come_as_json_urlencoded_or_multipart(api):
    assert api.post("/candidates/", data={"full_name": "Form Person"}).json()["full_name"] == "Form Person"
    multipart = {"full_name": (None, "Parts Person")}
    assert api.post("/candidates/", files=multipart).json()["full_name"] == "Parts Person"
    assert api.post("/candidates/").json() == {"full_name": ["This field is required."]}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"full_name":', {"detail": "JSON parse error - Expecting value: line 1 column 14 (char 13)"}),
        (
            b'{"full_name":"\xff"}',
            {
                "detail": "JSON parse error - 'utf-8' codec can't decode byte 0xff in position 14: "
                "invalid start byte"
            },
        ),
        (b"[1]", {"non_field_errors": ["Invalid data. Expected a dictionary, but got list."]}),
        (b'{"full_name":"a\\u0000b"}', {"full_name": ["Null characters are not allowed."]}),
        (b'{"full_name":{"a":1}}', {"full_name": ["Not a valid string."]}),
        (b'{"full_name":null}', {"full_name": ["This field may not be null."]}),
        (b'{"full_name":"  "}', {"full_name": ["This field may not be blank."]}),
    ],
)
def test_a_bad_body_is_explained_as_existing_clients_know_it(api, body, expected):
    answer = post_raw(api, body)
    assert (answer.status_code, answer.json()) == (400, expected)


def test_json_nested_deeper_than_32_levels_is_refused(api):
    assert post_raw(api, b'{"full_name":"x","a":' + b"[" * 31 + b"]" * 31 + b"}").status_code == 201
    assert post_raw(api, b'{"full_name":"x","a":' + b"[" * 32 + b"]" * 32 + b"}").status_code == 400
    assert post_raw(api, b"[" * 900_000).status_code == 400


def test_a_body_above_the_limit_is_refused_and_the_connection_lives_on(api):
    answer = post_raw(api, b'{"full_name":"' + b"x" * 3_000_000 + b'"}')
    assert answer.status_code in (400, 413)
    assert "detail" in answer.json()
    assert api.get("/candidates/").status_code == 200


def test_an_upload_above_its_limit_is_413(api):
    file = {"file": ("cv.pdf", b"%PDF" + b"x" * (11 << 20), "application/pdf")}
    assert api.post("/cvs/upload/", files=file).status_code == 413


# --- origins and hosts ---


def test_an_allowed_origin_may_ask_and_read(api):
    answer = api.get("/candidates/", headers={"Origin": ALLOWED_ORIGIN, "Sec-Fetch-Site": "same-site"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ALLOWED_ORIGIN
    assert "access-control-allow-credentials" not in answer.headers
    assert "origin" in answer.headers["vary"].lower()


def test_a_preflight_of_an_allowed_origin_gets_its_permissions(api):
    asked = {
        "Origin": ALLOWED_ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,ngrok-skip-browser-warning",
    }
    answer = api.options("/candidates/", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ALLOWED_ORIGIN
    assert answer.headers["access-control-allow-methods"] == "DELETE, GET, OPTIONS, PATCH, POST, PUT"
    for name in ("content-type", "authorization", "x-requested-with", "ngrok-skip-browser-warning"):
        assert name in answer.headers["access-control-allow-headers"].split(", ")
    assert answer.headers["access-control-max-age"] == "86400"
    assert "origin" in answer.headers["vary"].lower()


def test_a_preflight_of_a_foreign_origin_gets_none(api):
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    answer = api.options("/candidates/", headers=asked)
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert "origin" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://evil.example",
        "http://localhost:3000.evil.example",
        "https://localhost:3000",
        "http://localhost:30000",
        "http://evil.localhost:3000",
        "http://localhost:3000/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_origin_is_refused_without_cors_headers(api, method, origin):
    before = len(api.get("/candidates/").json())
    answer = api.request(method, "/candidates/", json={"full_name": "x"}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert len(api.get("/candidates/").json()) == before


def test_the_same_origin_may_ask(server, api):
    assert api.get("/candidates/", headers={"Origin": server.url}).status_code == 200
    assert api.get("/candidates/", headers={"Origin": server.url.replace("http:", "https:")}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
    ],
)
def test_a_browser_that_says_cross_site_may_only_follow_links(api, headers, status):
    assert api.get("/candidates/", headers=headers).status_code == status


def test_a_cross_site_form_is_refused(api):
    form = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert api.post("/candidates/", data={"full_name": "x"}, headers=form).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "", "[::2]", "127.0.0.2"])
def test_a_host_that_is_not_ours_is_400(api, host):
    answer = api.get("/candidates/", headers={"Host": host})
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "[::1]"])
def test_names_of_this_computer_are_always_ours(api, host):
    assert api.get("/candidates/", headers={"Host": host}).status_code == 200


def test_allowed_hosts_and_the_host_of_the_public_url_are_ours(start_server):
    running = start_server(
        ALLOWED_HOSTS="app.example.org, .example.com", PUBLIC_URL="https://interviews.example.net/"
    )
    with running.client() as api:
        for host in ("app.example.org", "example.com", "a.b.example.com:443", "interviews.example.net"):
            assert api.get("/candidates/", headers={"Host": host}).status_code == 200
        for host in ("example.org", "notexample.com", "x.interviews.example.net"):
            assert api.get("/candidates/", headers={"Host": host}).status_code == 400
        own = {"Host": "interviews.example.net", "Origin": "https://interviews.example.net"}
        answer = api.get("/candidates/", headers=own)
        assert answer.status_code == 200
        assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"


# --- what every answer carries ---

SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/candidates/"),
        ("GET", "/api/nope/"),
        ("GET", "/readyz"),
        ("DELETE", "/api/candidates/"),
        ("GET", "/missing.js"),
        ("OPTIONS", "/api/candidates/"),
        ("POST", "/api/candidates/"),
        ("GET", "/api/openapi.yaml"),
    ],
)
def test_every_answer_carries_the_security_headers(server, method, path):
    answer = httpx.request(method, server.url + path)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'; trusted-types ic" in policy
    assert answer.headers["x-request-id"]


def test_answers_of_the_api_are_not_stored(api):
    assert api.get("/candidates/").headers["cache-control"] == "no-store"


def test_request_ids_differ(api):
    ids = {api.get("/candidates/").headers["x-request-id"] for _ in range(20)}
    assert len(ids) == 20


def test_the_log_has_a_line_for_a_request_and_none_of_its_content(start_server):
    running = start_server()
    with running.client() as api:
        created = api.post("/candidates/", json={"full_name": "Canary Kanarienvogel"})
        api.get("/candidates/?search=Kanarienvogel")
    running.stop()
    log = running.log.read_text()
    assert f'"request_id":"{created.headers["x-request-id"]}"' in log
    assert '"route":"/api/candidates/"' in log
    assert "Kanarienvogel" not in log
    assert created.json()["id"] not in log
