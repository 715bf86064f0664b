"""api/openapi.yaml describes exactly this server: same routes, same access, answers that fit its schemas."""
import json
import re
import subprocess

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from conftest import BINARY, ROOT
from contract.replay import json_of, replay

METHODS = {"get", "post", "put", "patch", "delete"}
DOCUMENT = yaml.safe_load((ROOT / "api" / "openapi.yaml").read_text())
DOCUMENT_URI = "urn:openapi"
REGISTRY = Registry().with_resource(DOCUMENT_URI, Resource(DOCUMENT, DRAFT202012))


def shape(path):
    """A path without the names of its parameters, which the two sides may choose apart."""
    return re.sub(r"\{\w+\}", "{}", path)


def described_operations():
    return {(method.upper(), shape(path)): operation
            for path, item in DOCUMENT["paths"].items()
            for method, operation in item.items() if method in METHODS}


def served_operations():
    listing = subprocess.run([BINARY, "routes"], capture_output=True, text=True, check=True, timeout=30).stdout
    rows = [line.split() for line in listing.splitlines()]
    return {(method, shape(pattern)): access for method, pattern, access in rows}


def resolve(node):
    while "$ref" in node:
        target = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/")]
        node = target
    return node


def find_operation(method, path):
    """The description of a request; a literal path wins over one with parameters."""
    found = []
    for pattern, item in DOCUMENT["paths"].items():
        expression = re.sub(r"\{\w+\}", "[^/]+", pattern)
        if re.fullmatch(expression, path) and method.lower() in item:
            found.append((pattern.count("{"), item[method.lower()]))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def schema_faults(schema, value):
    anchored = re.sub(r'"#/', f'"{DOCUMENT_URI}#/', json.dumps(schema))
    validator = Draft202012Validator(json.loads(anchored), registry=REGISTRY)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


def test_every_route_has_an_entry():
    assert served_operations().keys() - described_operations().keys() == set()


def test_every_entry_has_a_route():
    assert described_operations().keys() - served_operations().keys() == set()


def test_access_is_the_one_described():
    described = described_operations()
    wrong = {key: access for key, access in served_operations().items()
             if key in described and access != described[key].get("x-access", "member")}
    assert wrong == {}


def test_every_reference_leads_somewhere():
    def references(node):
        if isinstance(node, dict):
            yield from ([node] if "$ref" in node else [])
            for child in node.values():
                yield from references(child)
        elif isinstance(node, list):
            for child in node:
                yield from references(child)
    for node in references(DOCUMENT):
        resolve(node)


@pytest.fixture(scope="module")
def exchanges(server):
    return replay(server.url)


def described_answers(exchanges):
    """Each replayed answer with JSON beside the schema that its operation gives for that status."""
    for exchange in exchanges:
        path = "/api" + exchange.request["path"].split("?")[0]
        operation = find_operation(exchange.request["method"], path if path.endswith("/") else path + "/")
        if operation is None or json_of(exchange.answer) is None:
            continue
        status = str(exchange.answer.status_code)
        yield exchange, status, operation


def test_each_replayed_answer_fits_its_schema(exchanges):
    faults = {}
    for exchange, status, operation in described_answers(exchanges):
        answer = resolve(operation["responses"].get(status, {}))
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        if schema is not None:
            wrong = schema_faults(schema, json_of(exchange.answer))
            if wrong:
                faults[exchange.name] = wrong[:3]
    assert faults == {}


def test_each_replayed_success_is_described(exchanges):
    missing = {exchange.name: status for exchange, status, operation in described_answers(exchanges)
               if exchange.answer.is_success and status not in operation["responses"]}
    assert missing == {}


def test_a_wrong_answer_does_not_fit(exchanges):
    created = next(exchange for exchange in exchanges if exchange.name == "candidates: create")
    schema = find_operation("POST", "/api/candidates/")["responses"]["201"]["content"]["application/json"]["schema"]
    right = json_of(created.answer)
    assert schema_faults(schema, right) == []
    assert schema_faults(schema, right | {"full_name": 7}) != []
    assert schema_faults(schema, {key: value for key, value in right.items() if key != "id"}) != []
