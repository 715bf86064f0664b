"""Reads the interviews to train on (training/interviews): what an advertisement asks for, and what notes say of it."""
import dataclasses
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "eval/interviews"))
from scenario import Wanted, read_parts  # noqa: E402

FOLDER = ROOT / "training/interviews"
STANCES = ["open", "for", "against"]


@dataclasses.dataclass
class Line:
    """A question, a note, or a note that answers the question before it, and the stance to each requirement that it is about."""
    kind: str  # "?", "-", ">"
    stances: dict[str, str]
    text: str


@dataclasses.dataclass
class Interview:
    name: str
    language: str
    requirements: dict[str, Wanted]
    lines: list[Line]


def read_line(line):
    kind, labels, text = re.match(r"^([?>-]) ([^|]*)\| ?(.+)$", line).groups()
    pairs = (label.partition("=") for label in labels.split())
    return Line(kind, {key: stance or "open" for key, _, stance in pairs}, text)


def read_interview(path):
    fields, requirements, parts = read_parts(path)
    return Interview(path.stem, fields["language"], {requirement.key: requirement for requirement in requirements},
                     [read_line(line) for line in parts["notes"].splitlines()])


def read_interviews(folder=FOLDER):
    return [read_interview(path) for path in sorted(folder.glob("*.txt"))]
