"""Replays the recorded exchanges of the existing back end against a server, in order.

exchanges.json holds one exchange a line: the request, and the answer that was recorded. Ids differ from run to run, so each
recorded id is replaced by the one that this server gave in its place, learnt from the answers as they come.
"""
import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import httpx

HERE = Path(__file__).resolve().parent
CV_PDF = HERE.parents[2] / "sample" / "cv.pdf"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

DOCX_PARTS = {
    "[Content_Types].xml":
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels":
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="word/document.xml" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "word/document.xml":
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>1) Prima domanda?</w:t></w:r></w:p><w:p><w:r><w:t>- Seconda domanda?</w:t></w:r></w:p>"
        "</w:body></w:document>",
}


@dataclass
class Exchange:
    name: str
    request: dict
    recorded: dict
    answer: httpx.Response


def docx_of_two_questions():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in DOCX_PARTS.items():
            archive.writestr(name, text)
    return packed.getvalue()


FILES = {
    "$cv": CV_PDF.read_bytes,
    "$docx": docx_of_two_questions,
    "$latin1": lambda: "Perché sì? ok?".encode("latin-1"),
}


def with_known_ids(value, ids):
    if isinstance(value, str):
        return UUID.sub(lambda match: ids.get(match.group(), match.group()), value)
    if isinstance(value, list):
        return [with_known_ids(item, ids) for item in value]
    if isinstance(value, dict):
        return {key: with_known_ids(item, ids) for key, item in value.items()}
    return value


def learn_ids(recorded, actual, ids):
    """Pairs the ids that stand in the same place, the first pairing of each wins."""
    if isinstance(recorded, dict) and isinstance(actual, dict):
        for key in recorded.keys() & actual.keys():
            learn_ids(recorded[key], actual[key], ids)
    elif isinstance(recorded, list) and isinstance(actual, list):
        for one, other in zip(recorded, actual):
            learn_ids(one, other, ids)
    elif isinstance(recorded, str) and isinstance(actual, str):
        if UUID.fullmatch(recorded) and UUID.fullmatch(actual) and actual not in ids.values():
            ids.setdefault(recorded, actual)


def json_of(answer):
    return answer.json() if answer.headers.get("content-type") == "application/json" else None


def send(client, request):
    body = {}
    headers = dict(request.get("headers", {}))
    if "json" in request:
        body["json"] = request["json"]
    elif "form" in request:
        body["data"] = request["form"]
    elif "multipart" in request:
        parts = {key: (None, text) for key, text in request["multipart"]["fields"].items()}
        for key, (name, content) in request["multipart"]["files"].items():
            parts[key] = (name, FILES.get(content, content.encode)())
        body["files"] = parts
    elif "raw" in request or "raw_hex" in request:
        body["content"] = bytes.fromhex(request["raw_hex"]) if "raw_hex" in request else request["raw"].encode()
        headers["Content-Type"] = request["type"]
    return client.request(request["method"], "/api" + request["path"], headers=headers, **body)


def replay(base_url):
    exchanges, ids = [], {}
    with httpx.Client(base_url=base_url, timeout=30) as client:
        for row in json.loads((HERE / "exchanges.json").read_text()):
            request, recorded = with_known_ids(row["request"], ids), row["answer"]
            answer = send(client, request)
            if answer.is_success:
                learn_ids(recorded.get("json"), json_of(answer), ids)
            exchanges.append(Exchange(row["name"], request, with_known_ids(recorded, ids), answer))
    return exchanges
