"""Advertisements with their requirements as training material: pieces, what each is, and how well what was found fits."""
import collections
import dataclasses
import pathlib
import re
import subprocess
import sys
import zlib

from compose import compose, compose_bare, compose_silent, compose_wishing

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "eval/interviews"))
from scenario import pair_up, read_scenario  # noqa: E402

# Those of eval/interviews that the program was tuned on before; held-out and blind are never read here.
FOLDERS = ["training/interviews", *(f"eval/interviews/{name}" for name in ("open", "styles", "wide", "fresh"))]
WEIGHTS = ["must", "duty", "wish"]
KINDS = ["skill", "experience", "education", "language", "licence", "condition"]
TAGS = ["nothing", *WEIGHTS, "goes on"]
GOES_ON = len(TAGS) - 1
PIECES_OF_ONE = 14  # at most
LIKENESS_LEAST = 0.4


@dataclasses.dataclass
class Piece:
    sentence: int
    start: int
    end: int
    line: bytes
    embedded: str
    tag: int = 0
    kind: int = -1  # of a piece that is asked for

    def text(self):
        return self.line[self.start : self.end].decode(errors="replace")


@dataclasses.dataclass
class Advertisement:
    name: str
    language: str
    requirements: list
    pieces: list[Piece]


def read_piece(line):
    sentence, start, end, text, embedded = line.split("\t")
    return Piece(int(sentence), int(start), int(end), text.encode(), embedded)


def read_scenarios():
    scenarios = [read_scenario(path) for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.txt"))]
    return [scenario for scenario in scenarios if scenario.job]


def is_kept_apart(name, parts=8):
    """Every eighth advertisement is not trained on, to measure with."""
    return zlib.crc32(name.encode()) % parts == 0


def read_all(build, of_scenarios):
    """[(name, language, text, requirements)] in pieces, with their labels."""
    command = [build / "training/requirement/requirement-pieces"]
    answer = subprocess.run(command, input="\f".join(text for _, _, text, _ in of_scenarios), capture_output=True, text=True,
                            check=True).stdout
    found = []
    for (name, language, _, requirements), lines in zip(of_scenarios, answer.split("\f")[:-1], strict=True):
        advertisement = Advertisement(name, language, requirements, [read_piece(line) for line in lines.split("\n")[:-1]])
        label(advertisement)
        found.append(advertisement)
    return found


def compose_of(scenario):
    """A plain one of its requirements, one of nothing else, one with wishes, and one that asks for nothing."""
    language, title, requirements, name = scenario.language, scenario.title, scenario.requirements, scenario.name
    return [("plain", language, *compose(language, title, requirements, name)),
            ("bare", language, *compose_bare(language, title, requirements, name)),
            ("wishing", language, *compose_wishing(language, title, requirements, name)),
            ("silent", language, *compose_silent(language, title, name))]


def read_parts(build):
    """Those to train on, with what is composed of them, and those to measure with."""
    train, test, composed = [], [], []
    for scenario in read_scenarios():
        row = (scenario.name, scenario.language, scenario.job, scenario.requirements)
        is_numbered = scenario.name[1].isdigit()  # the others were tuned on
        if is_numbered and is_kept_apart(scenario.name):
            test.append(row)
        else:
            train.append(row)
            composed += compose_of(scenario)
    return read_all(build, train + composed), read_all(build, test)


def bag_of(text):
    return collections.Counter(re.findall(r"[\w+#]+", text.lower()))


def likeness(a, b):
    return 2 * (a & b).total() / (a.total() + b.total())


def find_runs(advertisement):
    """(likeness, nearness in order, requirement, first piece, last piece) of all that could be meant."""
    pieces, requirements = advertisement.pieces, advertisement.requirements
    bags = [bag_of(piece.text()) for piece in pieces]
    for number, requirement in enumerate(requirements):
        wanted = bag_of(requirement.text)
        for first in range(len(pieces)):
            bag = collections.Counter()
            for last in range(first, min(len(pieces), first + PIECES_OF_ONE)):
                if pieces[last].sentence != pieces[first].sentence or not bags[first] & wanted:
                    break
                bag = bag + bags[last]
                if bags[last] & wanted and likeness(bag, wanted) >= LIKENESS_LEAST:
                    order = -abs(first / len(pieces) - number / len(requirements))
                    yield round(likeness(bag, wanted), 4), order, number, first, last


def label(advertisement):
    """The most alike first, each requirement and each piece once."""
    done, pieces = set(), advertisement.pieces
    for _, _, number, first, last in sorted(find_runs(advertisement), reverse=True):
        if number in done or any(piece.tag for piece in pieces[first : last + 1]):
            continue
        done.add(number)
        requirement = advertisement.requirements[number]
        for piece in pieces[first : last + 1]:
            piece.tag, piece.kind = GOES_ON, KINDS.index(requirement.kind)
        pieces[first].tag = TAGS.index(requirement.weight)


def find(advertisement, tags, kind_of):
    """What tags of its pieces say that is asked for, as the server would answer."""
    found, pieces, first = [], advertisement.pieces, 0
    while first < len(pieces):
        last = first
        while last + 1 < len(pieces) and tags[last + 1] == GOES_ON:
            last += 1
        if tags[first]:
            text = pieces[first].line[pieces[first].start : pieces[last].end].decode(errors="replace")
            found.append({"text": text, "weight": TAGS[tags[first]], "kind": KINDS[kind_of(first, last)]})
        first = last + 1
    return found


def report(name, advertisements, founds):
    wanted = found = paired = weights = kinds = 0
    for advertisement, rows in zip(advertisements, founds):
        pairs = pair_up(advertisement.requirements, rows)
        wanted, found, paired = wanted + len(advertisement.requirements), found + len(rows), paired + len(pairs)
        for requirement in advertisement.requirements:
            if requirement.key in pairs:
                row = rows[pairs[requirement.key]]
                weights += row["weight"] == requirement.weight
                kinds += row["kind"] == requirement.kind
    print(f"{name}: recall {paired / wanted:.3f}, precision {paired / found:.3f}, of those paired weight right "
          f"{weights / paired:.3f}, kind right {kinds / paired:.3f} ({len(advertisements)} advertisements)", flush=True)
