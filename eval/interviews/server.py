"""A server of its own on a free port with a throw-away data folder, and the calls that a scripted interview makes."""
import contextlib
import io
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import uuid
import xml.sax.saxutils
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
READY_WITHIN_S = 30

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships'
    ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx_of(text):
    """A DOCX with a paragraph a line; lines that begin with # are headings."""
    body = ""
    for line in text.splitlines():
        style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if line.startswith("# ") else ""
        body += f"<w:p>{style}<w:r><w:t>{xml.sax.saxutils.escape(line.removeprefix('# '))}</w:t></w:r></w:p>"
    document = (
        '<?xml version="1.0" encoding="UTF-8"?><w:document'
        f' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in [("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document)]:
            archive.writestr(name, content)
    return file.getvalue()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, binary):
        self.binary = pathlib.Path(binary).resolve()

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = open(f"{self.folder.name}/log", "wb")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--data", f"{self.folder.name}/data", "--port", str(port)], cwd=ROOT,
            env={**os.environ, "AUTH": "open"}, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + READY_WITHIN_S
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(pathlib.Path(self.log.name).read_text(errors="replace"))
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.log.close()
        self.folder.cleanup()

    def is_ready(self):
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"{self.url}/readyz").status == 200
        return False

    def cpu_seconds(self):
        """Time that the server has had of the processor: what an answer costs, however busy the machine is."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def send(self, method, path, body, content_type):
        request = urllib.request.Request(f"{self.url}/api{path}", body, {"Content-Type": content_type}, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode(errors='replace')}") from error

    def get(self, path):
        return self.send("GET", path, None, "application/json")

    def post(self, path, **fields):
        return self.send("POST", path, json.dumps(fields).encode(), "application/json")

    def patch(self, path, **fields):
        return self.send("PATCH", path, json.dumps(fields).encode(), "application/json")

    def upload_cv(self, candidate, text):
        mark = uuid.uuid4().hex
        head = (f'--{mark}\r\nContent-Disposition: form-data; name="candidate_id"\r\n\r\n{candidate}\r\n'
                f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="cv.docx"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n")
        body = head.encode() + docx_of(text) + f"\r\n--{mark}--\r\n".encode()
        return self.send("POST", "/cvs/upload/", body, f"multipart/form-data; boundary={mark}")

    def start(self, scenario):
        """A running interview of the scenario; the result is its path."""
        candidate = self.post("/candidates/", full_name="Robin Example")["id"]
        if scenario.cv:
            self.upload_cv(candidate, scenario.cv)
        job = self.post("/job-descriptions/", title=scenario.title, description_text=scenario.job)["id"]
        session = self.post("/sessions/start/", candidate_id=candidate, job_description_id=job)["session_id"]
        path = f"/sessions/{session}/"
        self.patch(path, language=scenario.language)
        return path
