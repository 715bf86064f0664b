"""Serving https without a proxy."""

import ssl
import subprocess

import httpx
import pytest
from conftest import Server
from websockets.sync.client import connect


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-keyout", str(key), "-out", str(cert), "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )
    return cert, key


class TlsServer(Server):
    """A server whose readiness is asked over https."""

    def __init__(self, data, cert, key):
        super().__init__(data, TLS_CERT=str(cert), TLS_KEY=str(key))
        self.certificate = cert
        self.url = self.url.replace("http:", "https:")

    @property
    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def wait_until_ready(self):
        with self.log.open() as log:
            while not any(line.startswith("https://") for line in log):
                assert self.process.poll() is None, self.log.read_text()


@pytest.fixture(scope="module")
def secure(certificate, tmp_path_factory):
    running = TlsServer(tmp_path_factory.mktemp("secure") / "data", *certificate)
    running.start()
    yield running
    running.stop()


def test_https_is_answered_and_asks_browsers_to_stay_with_it(secure):
    with httpx.Client(verify=secure.context) as client:
        answer = client.get(f"{secure.url}/api/candidates/")
        assert answer.status_code == 200
        assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
        large = {"full_name": "Anna Verdi", "ignored": "x" * 900_000}
        assert client.post(f"{secure.url}/api/candidates/", json=large).status_code == 201
        assert len(client.get(f"{secure.url}/api/openapi.yaml").content) > 50_000


def test_the_origin_of_the_https_page_is_the_same_origin(secure):
    with httpx.Client(verify=secure.context) as client:
        for origin, status in ((secure.url, 200), (secure.url.replace("https:", "http:"), 403)):
            assert client.get(f"{secure.url}/api/candidates/", headers={"Origin": origin}).status_code == status


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_current_versions_of_tls_are_spoken(secure, version):
    context = ssl.create_default_context(cafile=secure.settings["TLS_CERT"])
    context.minimum_version = context.maximum_version = version
    assert httpx.get(f"{secure.url}/healthz", verify=context).status_code == 200


def test_a_websocket_works_over_tls(secure):
    url = secure.url.replace("https:", "wss:") + "/api/live/"
    with connect(url, ssl=secure.context, origin=secure.url) as socket:
        assert socket.ping().wait(10)
        assert "ready" in socket.recv(timeout=10)


def test_plain_http_on_the_tls_port_is_no_answer(secure):
    with pytest.raises(httpx.TransportError):
        httpx.get(secure.url.replace("https:", "http:") + "/healthz")


def test_a_wrong_certificate_is_named(certificate, tmp_path):
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    running = TlsServer(tmp_path / "data", broken, certificate[1])
    with pytest.raises(AssertionError):
        running.start()
    assert "TLS_CERT" in running.log.read_text()
