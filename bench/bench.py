"""Measures this machine with the built server: requests, notes, CV uploads, embedding, memory, start.

Usage: bench/bench.py    (make bench)

The server runs on loopback with a data folder that is thrown away, and is spoken to as a browser would, over a connection that
stays open. The reads are measured with wrk while another client writes notes, since that is what an interview looks like. All of
it shares the machine's cores, so the figures are those of server and client together.
"""
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = ROOT / "build" / "interview-copilot"
BENCH_EMBED = ROOT / "build" / "bench" / "bench-embed"
MODEL = pathlib.Path(os.environ.get("EMBEDDING_MODEL") or ROOT / "models" / "all-MiniLM-L6-v2").absolute()
CHUNKS = ROOT / "bench" / "chunks.txt"
CV = ROOT / "tests" / "fixtures" / "english-cv.pdf"
JOB = (ROOT / "sample" / "job-description.txt").read_text()
RECRUITER = {"Cookie": "__Host-ic-recruiter=Nora%20Prova"}
NOTES = [
    "Went through the migration step by step and named the parts she wrote herself.",
    "Could not say how the improvement was measured.",
    "Says he led eight people, then that two reported to him.",
    "Explained the outbox pattern with a failure that she saw in production.",
    "Esita sulla migrazione dello schema e non fa esempi.",
]

SESSIONS = 50
TIMELINE_NOTES = 30
NOTES_MEASURED = 100
FIRST_MEASURED = 100_000  # no text that was embedded before: it would be remembered
BACKGROUND_NOTES_A_SECOND = 10  # more than four recruiters type
STARTS = 5
WRK = ["wrk", "--latency", "--threads", "2", "--connections", "8", "--duration", "5s"]
READY_WITHIN_S = 60


class Server:
    def __init__(self, data):
        self.data = data
        self.process = None
        self.port = 0

    def start(self):
        """Starts it and returns the seconds until its first answer."""
        begin = time.monotonic()
        settings = {"PATH": os.environ["PATH"], "EMBEDDING_MODEL": str(MODEL)}  # none of the user's own
        self.process = subprocess.Popen([BINARY, "serve", "--data", self.data, "--port", "0"], cwd=self.data, env=settings,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        url = self.process.stdout.readline()
        if not url.startswith("http"):
            sys.exit("The server did not start.")
        self.port = urllib.parse.urlparse(url).port
        while not self.is_ready():
            if time.monotonic() > begin + READY_WITHIN_S:
                self.stop()
                sys.exit("The server did not become ready.")
            time.sleep(0.002)
        return time.monotonic() - begin

    def is_ready(self):
        with contextlib.suppress(OSError), contextlib.closing(self.connect()) as connection:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        return False

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)

    def resident_megabytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Client:
    def __init__(self, server):
        self.connection = server.connect()

    def send(self, method, path, body=None, kind="application/json"):
        headers = RECRUITER | ({"Content-Type": kind} if body is not None else {})
        self.connection.request(method, "/api" + path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return json.loads(content)

    def post(self, path, **fields):
        return self.send("POST", path, json.dumps(fields).encode())

    def upload_cv(self, candidate):
        boundary = uuid.uuid4().hex
        part = f'--{boundary}\r\nContent-Disposition: form-data; name='
        body = (f'{part}"candidate_id"\r\n\r\n{candidate}\r\n{part}"file"; filename="cv.pdf"\r\n'
                f"Content-Type: application/pdf\r\n\r\n").encode() + CV.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        return self.send("POST", "/cvs/upload/", body, f"multipart/form-data; boundary={boundary}")

    def add_note(self, session, number):
        """The answer carries the risk, so the note is stored and analysed when it comes."""
        return self.post(f"/sessions/{session}/notes/", note_text=f"{NOTES[number % len(NOTES)]} ({number})")["risk_level"]


def timed(call, *arguments):
    """Milliseconds that the call takes."""
    begin = time.perf_counter()
    call(*arguments)
    return (time.perf_counter() - begin) * 1000


def fill(client):
    """Fifty interviews, each of a candidate with a CV. Their ids, and how long each CV took."""
    job = client.post("/job-descriptions/", title="Senior Backend Engineer", description_text=JOB)["id"]
    sessions, uploads = [], []
    for number in range(SESSIONS):
        candidate = client.post("/candidates/", full_name=f"Prova {number}")["id"]
        uploads.append(timed(client.upload_cv, candidate))
        sessions.append(client.post("/sessions/start/", candidate_id=candidate, job_description_id=job)["session_id"])
    rows = client.send("GET", "/sessions/")["sessions"]
    assert len(rows) == SESSIONS and all(row["coverage_score"] is not None for row in rows), "the list is not as it should be"
    return sessions, uploads


@contextlib.contextmanager
def notes_in_the_background(server, session):
    """Somebody writes notes at a steady pace. Yields the list of how long each took."""
    times, done = [], threading.Event()

    def write():
        client = Client(server)
        while not done.wait(1 / BACKGROUND_NOTES_A_SECOND):
            times.append(timed(client.add_note, session, len(times)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield times
    finally:
        done.set()
        writer.join()


def run_wrk(server, path):
    """Requests per second and the median latency in milliseconds."""
    script = ('done = function(summary, latency, requests) io.write(string.format("figures %f %f %d\\n", '
              'summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, '
              'summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout)) end')
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = [*WRK, "--header", f"Cookie: {RECRUITER['Cookie']}", "--script", file.name,
                   f"http://127.0.0.1:{server.port}/api{path}"]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, median, errors = output.split("figures ")[1].split()
    if int(errors):
        sys.exit(f"{errors} requests of {path} failed.")
    return float(rate), float(median)


def show(what, figure, goal=""):
    print(f"  {what:<46} {figure:<38} {goal}", flush=True)


def measure_reads(server, sessions):
    timeline, written = sessions[0], sessions[-1]
    client = Client(server)
    for number in range(TIMELINE_NOTES):
        client.add_note(timeline, number)
    with notes_in_the_background(server, written) as times:
        for what, path, goal in ((f"sessions list, {SESSIONS} rows", "/sessions/", 3000),
                                 (f"timeline, {TIMELINE_NOTES} notes", f"/sessions/{timeline}/timeline/", 5000)):
            rate, median = run_wrk(server, path)
            show(what, f"{rate:,.0f} requests/s, median {median:.2f} ms", f"goal: {goal:,} or more, 3 ms or less")
    show(f"  meanwhile {len(times)} notes were written", f"median {statistics.median(times):.1f} ms")


def measure_notes(server, session):
    client = Client(server)
    times = [timed(client.add_note, session, FIRST_MEASURED + number) for number in range(NOTES_MEASURED)]
    p95 = statistics.quantiles(times, n=20)[-1]
    show("note: stored and analysed", f"median {statistics.median(times):.1f} ms, 95 % within {p95:.1f} ms", "goal: 10 ms or less")


def measure_embedding():
    if not (MODEL / "model.safetensors").exists():
        show("chunks embedded", "no model: see scripts/fetch-model")
        return
    for precision in ("f32", "bf16", "int16", "int8"):
        done = subprocess.run([BENCH_EMBED, MODEL, precision, CHUNKS], capture_output=True, text=True)
        show(f"chunks embedded, {precision}", (done.stdout or done.stderr).strip().partition(": ")[2].split(";")[0])


def measure_starts(server):
    times = []
    for _ in range(STARTS):
        server.stop()
        times.append(server.start())
    show("start to first answer", f"median {statistics.median(times):.2f} s", "goal: 0.5 s or less")


def describe_machine():
    cores, load = os.cpu_count(), os.getloadavg()[0]
    model = next((line.split(": ")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), "unknown processor")
    print(f"{cores} cores, {model}, load {load:.1f}")
    if load > cores / 2:
        print("WARNING: this machine is busy with other work, so the figures say little. Measure again when it is idle.")
    if not (MODEL / "model.safetensors").exists():
        print("WARNING: the model is missing, so notes and CVs are read with the lexical stand-in.")
    print()


def main():
    for needed in (BINARY, BENCH_EMBED):
        if not needed.exists():
            sys.exit(f"{needed.relative_to(ROOT)} is missing: run make bench.")
    if not shutil.which(WRK[0]):
        sys.exit("wrk is missing: run make bench, or install the package wrk.")
    describe_machine()
    with tempfile.TemporaryDirectory(prefix="interview-copilot-bench-") as data:
        server = Server(pathlib.Path(data))
        server.start()
        try:
            sessions, uploads = fill(Client(server))
            measure_reads(server, sessions)
            measure_notes(server, sessions[1])
            show("CV of 2 pages: uploaded, read, indexed", f"median {statistics.median(uploads):.0f} ms", "goal: 300 ms or less")
            show("resident memory after all that", f"{server.resident_megabytes():.0f} MB", "goal: 200 MB or less")
            measure_starts(server)
        finally:
            server.stop()
    measure_embedding()


if __name__ == "__main__":
    main()
