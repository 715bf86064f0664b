"""/api/me/ and /api/status/: who calls in open mode, and what runs."""

import pytest


def test_nobody_is_known_before_a_name_is_picked(api):
    assert api.get("/me/").json() == {"mode": "open", "key": None, "name": None}


def test_a_picked_name_is_remembered_by_a_cookie(api):
    picked = api.put("/me/", json={"name": "  Nicolò D'Amico "})
    assert picked.json() == {"mode": "open", "key": "Nicolò D'Amico", "name": "Nicolò D'Amico"}
    cookie = picked.headers["set-cookie"]
    assert cookie.startswith("__Host-ic-recruiter=")
    for attribute in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"):
        assert attribute in cookie
    value = cookie.split(";")[0].split("=", 1)[1]
    again = api.get("/me/", headers={"Cookie": f"__Host-ic-recruiter={value}"})
    assert again.json()["name"] == "Nicolò D'Amico"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "two\nlines", "turned \u202e round", "\u0007"])
def test_a_name_that_is_none_is_refused(api, name):
    refused = api.put("/me/", json={"name": name})
    assert refused.status_code == 400
    assert list(refused.json()) == ["name"]


@pytest.mark.parametrize("cookie", ["%", "%zz", "%0A", "", "%F0%9F", "x" * 400])
def test_a_cookie_that_holds_no_name_names_nobody(api, cookie):
    answer = api.get("/me/", headers={"Cookie": f"__Host-ic-recruiter={cookie}"})
    assert answer.json()["name"] is None


def test_the_status_says_what_runs(api):
    status = api.get("/status/").json()
    assert status["auth"] == "open"
    assert status["llm"] == {"configured": False, "model": None, "available": False}
    assert status["call"] == {"mode": "builtin", "jitsi_domain": None}
    assert isinstance(status["model"]["degraded"], bool)
    assert status["reachable_from_other_computers"] is False
