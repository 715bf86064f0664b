#!/usr/bin/env python3
"""Makes the readable page of the HTTP API out of api/openapi.yaml.

Usage: api_page.py openapi.yaml OUTPUT.html

Reads the part of YAML that the file is written in (mappings by indentation, lists, flow style, block text), so that
building needs no package. A test holds the result against a full YAML parser.
"""

import pathlib
import re
import sys
from html import escape

TOKEN = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\[\]{},]|:(?=\s)|[^\s\[\]{},:'"](?:[^\[\]{},:]|:(?!\s))*)""")


def scalar(text: str):
    if text[:1] == "'":
        return text[1:-1].replace("''", "'")
    if text[:1] == '"':
        return text[1:-1].replace('\\"', '"')
    return text.strip()


def flow(text: str):
    """The value of `{a: b, c: [d]}`, a quoted or a plain scalar."""
    if text[:1] not in "{[":
        return scalar(text)
    tokens = TOKEN.findall(text)
    position = 0

    def take():
        nonlocal position
        position += 1
        return tokens[position - 1]

    def value():
        token = take()
        if token == "{":
            result = {}
            while tokens[position] != "}":
                name = scalar(take())
                if tokens[position] == ":":
                    take()
                    result[name] = value()
                else:
                    result[name] = None
                if tokens[position] == ",":
                    take()
            take()
            return result
        if token == "[":
            result = []
            while tokens[position] != "]":
                result.append(value())
                if tokens[position] == ",":
                    take()
            take()
            return result
        return scalar(token)

    return value()


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def block(lines: list[str]):
    """The mapping or list that these lines of equal or deeper indentation make."""
    if lines[0].lstrip().startswith("- "):
        return [flow(line.strip()[2:]) for line in lines]
    depth, result, index = indent_of(lines[0]), {}, 0
    while index < len(lines):
        name, rest = re.fullmatch(r"\s*('[^']*'|[^:]+):(?:\s+(.*))?", lines[index]).groups()
        end = index + 1
        while end < len(lines) and (indent_of(lines[end]) > depth or not lines[end].strip()):
            end += 1
        inner = lines[index + 1 : end]
        if rest and rest.startswith("|"):
            result[scalar(name)] = "\n".join(line.strip() for line in inner)
        elif rest:
            result[scalar(name)] = flow(rest)
        else:
            result[scalar(name)] = block(inner)
        index = end
    return result


def name_of(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]


def show_type(schema: dict) -> str:
    """A schema in a few words, with links to the named ones."""
    if "$ref" in schema:
        name = name_of(schema["$ref"])
        return f'<a href="#{escape(name)}">{escape(name)}</a>'
    for word in ("oneOf", "anyOf", "allOf"):
        if word in schema:
            return (" and " if word == "allOf" else " or ").join(map(show_type, schema[word]))
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    kind = schema.get("type", "any")
    text = " or ".join(kind) if isinstance(kind, list) else kind
    if "items" in schema:
        text = text.replace("array", "list of " + show_type(schema["items"]))
    if "format" in schema:
        text += f" ({schema['format']})"
    return text


def show_content(part: dict) -> str:
    return ", ".join(
        f"<code>{escape(media)}</code> {show_type(body['schema']) if body and 'schema' in body else ''}"
        for media, body in part.get("content", {}).items()
    )


def show_words(text: str) -> str:
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def show_operation(method: str, path: str, operation: dict, api: dict) -> str:
    rows = []
    shared = api["paths"][path].get("parameters", [])
    for parameter in shared + operation.get("parameters", []):
        words = parameter.get("description", "")
        rows.append(
            f"<tr><th>{escape(parameter['in'])} <code>{escape(parameter['name'])}</code></th>"
            f"<td>{show_type(parameter['schema'])}. {show_words(words)}</td></tr>"
        )
    if "requestBody" in operation:
        rows.append(f"<tr><th>body</th><td>{show_content(operation['requestBody'])}</td></tr>")
    for status, answer in operation["responses"].items():
        answer = api["components"]["responses"][name_of(answer["$ref"])] if "$ref" in answer else answer
        words = answer.get("description", "")
        rows.append(f"<tr><th>{escape(status)}</th><td>{show_words(words)} {show_content(answer)}</td></tr>")
    access = operation.get("x-access", "member")
    return (
        f'<article id="{escape(operation["operationId"])}"><h3><span class="method">{method.upper()}</span> '
        f"<code>{escape(path)}</code></h3><p>{escape(operation['summary'])} "
        f'<small>access: {escape(access)}</small></p><table>{"".join(rows)}</table></article>'
    )


def show_schema(name: str, schema: dict) -> str:
    required = schema.get("required", [])
    rows = [
        f"<tr><th><code>{escape(field)}</code>{'' if field in required else ' <small>optional</small>'}</th>"
        f"<td>{show_type(kind or {})} {escape((kind or {}).get('description', ''))}</td></tr>"
        for field, kind in schema.get("properties", {}).items()
    ]
    body = f"<table>{''.join(rows)}</table>" if rows else f"<p>{show_type(schema)}</p>"
    return f'<article id="{escape(name)}"><h3>{escape(name)}</h3>{body}</article>'


def show_page(api: dict) -> str:
    tags: dict[str, list[str]] = {}
    for path, item in api["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                shown = show_operation(method, path, operation, api)
                tags.setdefault(operation["tags"][0], []).append(shown)
    links = "".join(f'<a href="#tag-{escape(tag)}">{escape(tag)}</a>' for tag in tags)
    sections = "".join(
        f'<section id="tag-{escape(tag)}"><h2>{escape(tag)}</h2>{"".join(shown)}</section>' for tag, shown in tags.items()
    )
    schemas = "".join(show_schema(name, schema) for name, schema in api["components"]["schemas"].items())
    title = f"{api['info']['title']} {api['info']['version']}"
    words = show_words(api["info"]["description"])
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}: HTTP API</title>\n'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="/api/reference.css"></head>\n'
        f"<body><header><h1>{escape(title)}</h1><p>{words}</p>"
        '<p>The same for programs: <a href="/api/openapi.yaml">openapi.yaml</a></p>'
        f'<nav>{links}<a href="#schemas">schemas</a></nav></header>\n<main>{sections}\n'
        f'<section id="schemas"><h2>schemas</h2>{schemas}</section></main></body>\n</html>\n'
    )


def main() -> None:
    source, output = map(pathlib.Path, sys.argv[1:])
    lines = [line for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    page = show_page(block(lines)).replace("</article>", "</article>\n")
    output.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
