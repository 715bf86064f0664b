"""The interviews as the server reads them: what matrix-features of features.c makes of their texts, with the labels."""
import dataclasses
import subprocess
import zlib

import numpy as np

from interviews import STANCES, read_interviews

HELD = 6  # every sixth interview tells how far to trust what the others taught
WORD_SIGNS = 6


@dataclasses.dataclass
class Example:
    """One interview. Texts are numbers of those that read_examples returns."""
    name: str
    language: str
    kinds: np.ndarray    # of each remark: "?", "-", ">"
    question: list[int]  # of each note the question that it answers, or -1
    wanted: np.ndarray   # texts of the requirements
    remarks: np.ndarray  # texts of the remarks; of a note that answers a question with it before
    notes: np.ndarray    # texts of the remarks without the question
    signs: np.ndarray    # remarks x requirements x 6, of the words of the remark alone
    stance: np.ndarray   # remarks x requirements: an index of STANCES, -1: not about it

    @property
    def about(self):
        return self.stance >= 0

    @property
    def is_question(self):
        return self.kinds == "?"

    @property
    def labelled(self):
        """Of each pair of a note and a requirement that it is about their numbers."""
        return np.nonzero(self.about & ~self.is_question[:, None])


def is_held(example):
    return zlib.crc32(example.name.encode()) % HELD == 0


def run_features(build, interviews):
    lines = []
    for interview in interviews:
        lines.append("=")
        lines += [f"R {requirement.kind} {requirement.text}" for requirement in interview.requirements.values()]
        lines += [f"{line.kind} {line.text}" for line in interview.lines]
    result = subprocess.run([build / "training/matrix/matrix-features"], input=("\n".join(lines) + "\n").encode(),
                            stdout=subprocess.PIPE, check=True)
    return iter(result.stdout.decode().splitlines())


def read_example(interview, read, number):
    """`read` has the lines of features.c, `number` gives a text its number."""
    keys, asked, question, last = list(interview.requirements), -1, [], ""
    wanted = [number(next(read)) for _ in keys]
    remarks, notes, signs = [], [], []
    for position, line in enumerate(interview.lines):
        asked = position if line.kind == "?" else asked
        question.append(asked if line.kind == ">" else -1)
        text = next(read)
        last = text if line.kind == "?" else last
        remarks.append(number(text))
        notes.append(number(text.removeprefix(last + " ")) if line.kind == ">" and asked >= 0 else remarks[-1])
        signs.append(np.array(next(read).split(), float).reshape(len(keys), WORD_SIGNS))
    stance = [[STANCES.index(line.stances[key]) if key in line.stances else -1 for key in keys] for line in interview.lines]
    return Example(interview.name, interview.language, np.array([line.kind for line in interview.lines]), question,
                   np.array(wanted), np.array(remarks), np.array(notes), np.array(signs), np.array(stance))


def read_examples(build):
    """The examples, and the texts."""
    interviews, numbers = read_interviews(), {}
    read = run_features(build, interviews)
    examples = [read_example(interview, read, lambda text: numbers.setdefault(text, len(numbers))) for interview in interviews]
    assert next(read, None) is None
    return examples, list(numbers)
