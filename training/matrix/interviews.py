"""Reads the interviews to train on (training/interviews): what an advertisement asks for, and what notes say of it."""
import dataclasses
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "interviews"
STANCES = ["open", "for", "against"]


@dataclasses.dataclass
class Line:
    """A question, a note, or a note that answers the question before it, and the stance to each requirement that it is about."""
    kind: str  # "?", "-", ">"
    stances: dict[str, str]
    text: str


@dataclasses.dataclass
class Requirement:
    weight: str
    kind: str
    text: str


@dataclasses.dataclass
class Interview:
    name: str
    language: str
    requirements: dict[str, Requirement]
    lines: list[Line]


def read_line(line):
    kind, labels, text = re.match(r"^([?>-]) ([^|]*)\| ?(.+)$", line).groups()
    pairs = (label.partition("=") for label in labels.split())
    return Line(kind, {key: stance or "open" for key, _, stance in pairs}, text)


def read_interview(path):
    head, *parts = re.split(r"^== (\w+)\n", path.read_text(encoding="utf-8"), flags=re.M)
    parts = dict(zip(parts[::2], parts[1::2]))
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    requirements = [[field.strip() for field in line.split("|", 3)] for line in parts["requirements"].strip().splitlines()]
    return Interview(path.stem, fields["language"], {key: Requirement(*rest) for key, *rest in requirements},
                     [read_line(line) for line in parts["notes"].strip().splitlines()])


def read_interviews(folder=FOLDER):
    return [read_interview(path) for path in sorted(folder.glob("*.txt"))]
