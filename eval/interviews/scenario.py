"""Reads a scripted interview: position, CV, the requirements that a person would find, and what happens, with the states expected."""
import collections
import dataclasses
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
STATES = ["untouched", "asked", "evidenced", "contradicted"]


@dataclasses.dataclass
class Wanted:
    key: str
    weight: str
    kind: str
    text: str


@dataclasses.dataclass
class Scenario:
    name: str
    language: str
    title: str
    job: str
    cv: str
    requirements: list[Wanted]
    steps: list[tuple[str, str, str]]  # (verb, key, text), see the README


def read_step(line):
    verb, _, rest = line.partition(" ")
    verb, _, key = verb.partition("@")
    if verb in ("prepare", "ask"):
        key, _, rest = rest.partition(" ")
    if verb not in ("prepare", "ask", "note", "expect"):
        raise ValueError(f"no such step: {line}")
    return verb, key, rest


def read_parts(path):
    """What its head says, its requirements, and its other parts, which not every file has."""
    head, *parts = re.split(r"^== (\w+)\n", path.read_text(encoding="utf-8"), flags=re.M)
    parts = collections.defaultdict(str, ((name, text.strip()) for name, text in zip(parts[::2], parts[1::2])))
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    requirements = [Wanted(*(field.strip() for field in line.split("|", 3))) for line in parts["requirements"].splitlines()]
    return fields, requirements, parts


def read_scenario(path):
    fields, requirements, parts = read_parts(path)
    return Scenario(path.stem, fields["language"], fields["title"], parts["job"], parts["cv"], requirements,
                    [read_step(line) for line in parts["interview"].splitlines()])


def read_set(name):
    return [read_scenario(path) for path in sorted((HERE / name).glob("*.txt"))]


def words_of(text):
    return {word.rstrip("aeiosy") for word in re.findall(r"[\w+#]+", text.lower()) if len(word) > 2}


def likeness(wanted, found):
    """How much two texts name the same thing: F1 of their words; a text that says all of the other and more counts as half."""
    a, b = words_of(wanted), words_of(found)
    return max(2 * len(a & b) / (len(a) + len(b)), 0.5 * (a <= b)) if a and b else 0


def pair_up(wanted, found, minimum=0.5):
    """{key: index in found}: the most alike first, each once."""
    scores = sorted(((likeness(w.text, f["text"]), w.key, i) for w in wanted for i, f in enumerate(found)), reverse=True)
    pairs, taken = {}, set()
    for score, key, index in scores:
        if score >= minimum and key not in pairs and index not in taken:
            pairs[key] = index
            taken.add(index)
    return pairs
