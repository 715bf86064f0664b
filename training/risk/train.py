"""Trains src/insight/risk_model.bin and risk_adapter.bin on notes.tsv; four minutes on a core for each member of the ensemble.

Usage: train.py BUILD_DIR [OUTPUT_DIR]      (needs ../requirements.txt, and the sentence encoder in models/)

Features and glosses come from the C code (BUILD_DIR/training/risk/risk-features), so that the model learns from exactly what
the server computes. Everything is seeded. The encoders learn from the part `train`; how far to trust them beside the words is fitted on the
part `calibrate`. The part `test` is not read here; evaluate.py reads it.
"""
import os
import pathlib
import struct
import subprocess
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the order of sums, and so the file, must not depend on threads
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

import torch

import adapt

RISKS = ["LOW", "MEDIUM", "HIGH"]
SIGNALS = ["hesitation", "inconsistency", "enthusiasm", "evasiveness", "concreteness"]
OUTPUTS = len(RISKS) + len(SIGNALS)
COLUMNS = 1 << 16
WORDS_C, SIGNAL_WORDS_C = 1.5, 3.0  # inverse regularisation, by cross-validation on the training part
FOLDS = 5
MEMBERS = 3
COMBINED = 0.12  # notes made of two others, as a part of the training notes
JOINTS = [", but ", "; ", ". ", " - but ", ", and ", ", yet "]
OVERLOOKED_MOST = 0.05  # of the HIGH notes of the part `calibrate`, which are hard on purpose, that may be called LOW

HERE = pathlib.Path(__file__).resolve().parent


def read_notes(part):
    with open(HERE / "notes.tsv", encoding="utf-8") as file:
        names = file.readline().rstrip("\n").split("\t")
        rows = [dict(zip(names, line.rstrip("\n").split("\t"))) for line in file]
    return [row for row in rows if row["split"] == part]


def run_lines(command, lines):
    result = subprocess.run(command, input="".join(line + "\n" for line in lines), capture_output=True, text=True,
                            check=True)
    answers = result.stdout.split("\n")[:-1]
    assert len(answers) == len(lines), f"{command[0]} answered {len(answers)} of {len(lines)} lines"
    return answers


def extract_features(build, notes):
    """Returns the sparse features and the texts to embed."""
    columns, values, ends, texts = [], [], [0], []
    for line in run_lines([str(build / "training/risk/risk-features")], notes):
        text, features = line.split("\t")
        texts.append(text)
        for feature in features.split():
            column, value = feature.split(":")
            columns.append(int(column))
            values.append(float.fromhex(value))
        ends.append(len(columns))
    sparse = csr_matrix((values, columns, ends), shape=(len(notes), COLUMNS))
    sparse.sum_duplicates()
    return sparse, texts


class Part:
    """Linear scores of all outputs from one matrix: a softmax for the risk, one logistic regression a signal."""

    def __init__(self, risk_c, signal_c):
        self.risk_c, self.signal_c = risk_c, signal_c

    def fit(self, x, risk, signals):
        model = LogisticRegression(C=self.risk_c, max_iter=1000, tol=1e-6).fit(x, risk)
        rows, biases = [model.coef_], [model.intercept_]
        for k in range(len(SIGNALS)):
            model = LogisticRegression(C=self.signal_c, max_iter=1000, tol=1e-6).fit(x, signals[:, k])
            rows.append(model.coef_)
            biases.append(model.intercept_)
        self.weights, self.bias = np.vstack(rows), np.concatenate(biases)
        return self

    def score(self, x):
        return np.asarray(x @ self.weights.T) + self.bias


def quantise(part):
    """Rounds the weights of the words to 8 bits, a scale for each output; returns the steps."""
    scale = np.abs(part.weights).max(axis=1) / 127
    steps = np.rint(part.weights / scale[:, None]).astype(np.int8)
    part.weights = steps * scale[:, None]
    return steps, scale


def combine(texts, data, count):
    """Adds notes made of two short ones: the graver decides the risk, the signals add up.

    They teach that praise does not outweigh a clear negative, wherever in the note each stands.
    """
    rng, made = np.random.RandomState(1), []
    while len(made) < count:
        first, second = rng.randint(len(texts), size=2)
        if len(texts[first]) + len(texts[second]) < 140:
            joint = JOINTS[rng.randint(len(JOINTS))]
            tail = texts[second] if joint[0] == "." else texts[second][0].lower() + texts[second][1:]
            made.append((texts[first].rstrip(". ") + joint + tail, max(data.risk[first], data.risk[second]),
                         data.signals[first] | data.signals[second]))
    more, risk, signals = zip(*made)
    return (np.concatenate([texts, np.array(more, dtype=object)]), np.concatenate([data.risk, risk]),
            np.vstack([data.signals, signals]))


def cross_scores(x, data):
    """Scores of every note by a model that saw neither it nor its group."""
    scores = np.zeros((len(data.risk), OUTPUTS))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=1).split(data.risk, groups=data.group):
        part = Part(WORDS_C, SIGNAL_WORDS_C).fit(x[train], data.risk[train], data.signals[train])
        scores[test] = part.score(x[test])
    return scores


def log_loss(logits, risk):
    logits = logits - logits.max(axis=1, keepdims=True)
    return -(logits[np.arange(len(risk)), risk] - np.log(np.exp(logits).sum(axis=1))).mean()


def fit_blend(words, meaning, data):
    """How far to trust each part: for the risk a grid on the log loss, for a signal a logistic regression.

    The risk gets no offsets: chosen on one fold they only followed its chance.
    """
    steps = np.arange(0, 2.05, 0.05)
    _, words_factor, meaning_factor = min((log_loss(a * words[:, :3] + b * meaning[:, :3], data.risk), a, b)
                                          for a in steps for b in steps)
    blend = np.zeros((3, OUTPUTS))
    blend[0, :3], blend[1, :3] = words_factor, meaning_factor
    for k in range(3, OUTPUTS):
        blend[:, k] = fit_signal(np.column_stack([words[:, k], meaning[:, k]]), data.signals[:, k - 3])
    return blend


def fit_alone(words, data):
    _, factor = min((log_loss(a * words[:, :3], data.risk), a) for a in np.arange(0, 2.05, 0.05))
    alone = np.zeros((2, OUTPUTS))
    alone[0, :3] = factor
    for k in range(3, OUTPUTS):
        alone[:, k] = fit_signal(words[:, k : k + 1], data.signals[:, k - 3])
    return alone


def fit_signal(scores, signal):
    """Factors and offset; the offset is set where F1 is best, as signals are rarer than their absence."""
    model = LogisticRegression(C=10).fit(scores, signal)
    logits = model.decision_function(scores)
    cuts = np.linspace(-2.0, 1.0, 61)
    best = max(cuts, key=lambda cut: (round(f1_score(signal, logits > cut), 4), -abs(cut)))
    return np.append(model.coef_[0], model.intercept_[0] - best)


def softmax(logits):
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)


def decide(chances, caution):
    """LOW only where HIGH is unlikely: otherwise there is at least a doubt to look into."""
    risk = chances.argmax(axis=1)
    return np.where((risk == 0) & (chances[:, 2] >= caution), 1, risk)


def fit_caution(scores, risk):
    """The highest chance of HIGH from which a note is no longer LOW, so that few HIGH notes are."""
    chances = softmax(scores[:, :3])[risk == 2]
    return next(step for step in np.arange(0.5, 0, -0.01) if np.mean(decide(chances, step) == 0) <= OVERLOOKED_MOST)


class Data:
    def __init__(self, notes):
        self.risk = np.array([RISKS.index(note["risk"]) for note in notes])
        self.signals = np.array([[name in note["signals"].split() for name in SIGNALS] for note in notes])
        self.group = np.array([int(note["group"]) for note in notes])

    def pick(self, rows):
        part = object.__new__(Data)
        part.risk, part.signals, part.group = self.risk[rows], self.signals[rows], self.group[rows]
        return part


def report(name, scores, data, caution):
    risk = decide(softmax(scores[:, :3]), caution)
    signals = " ".join(f"{signal[:6]} {f1_score(data.signals[:, k], scores[:, 3 + k] > 0):.3f}"
                       for k, signal in enumerate(SIGNALS))
    print(f"{name:9} macro-F1 {f1_score(data.risk, risk, average='macro'):.3f}  "
          f"HIGH called LOW {np.mean(risk[data.risk == 2] == 0):.3f}  {signals}")


def write_model(path, steps, scale, words, head, blend, alone, caution):
    weight, bias = (values.detach().numpy() for values in (head.weight, head.bias))
    floats = [scale, words.bias, alone, blend, weight * adapt.HEAD_SCALE, bias, np.array([caution])]
    with open(path, "wb") as file:
        file.write(b"ICRISK5\n" + struct.pack("<4I", COLUMNS, OUTPUTS, weight.shape[1], 0))
        for values in floats:
            file.write(np.ascontiguousarray(values, dtype="<f4").tobytes())
        file.write(np.ascontiguousarray(steps.T).tobytes())


def fit_ensemble(learned, unseen, risk):
    """Returns the members, and of the unseen texts the mean of their vectors."""
    plan, encoder, members, vectors = adapt.Plan(), adapt.Encoder(), [], []
    texts, count = adapt.Texts(encoder, [*learned[0], *unseen], plan.first_layer), len(learned[0])
    wanted = adapt.as_chances(*learned[1:], plan.smoothing)
    for seed in range(MEMBERS):
        members.append(adapt.fit(encoder, plan, texts, np.arange(count), wanted, seed, members[0].head if members else None))
        vectors.append(members[-1].encode_all(texts)[count:])
        for name, some in ((f"member {seed}", vectors[-1]), (f"the first {seed + 1}", np.mean(vectors, 0))):
            found = adapt.score(members[0].head, some)[:, :3].argmax(axis=1)
            print(f"{name}: macro-F1 {f1_score(risk, found, average='macro'):.3f}", flush=True)
    return members, np.mean(vectors, 0)


def main():
    torch.set_num_threads(1)
    build = pathlib.Path(sys.argv[1]).resolve()
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parent.parent / "src/insight"
    fitted, held = read_notes("train"), read_notes("calibrate")
    print(f"{len(fitted)} notes to train on, {len(held)} to calibrate", flush=True)
    notes = fitted + held
    data = Data(notes)
    train, rest = np.arange(len(fitted)), np.arange(len(fitted), len(notes))
    sparse, texts = extract_features(build, [note["note"] for note in notes])
    texts = np.array(texts, dtype=object)
    members, vectors = fit_ensemble(combine(texts[train], data.pick(train), int(COMBINED * len(train))), texts[rest],
                                    data.risk[rest])

    words_scores, unseen = cross_scores(sparse, data), data.pick(rest)
    meaning_scores = adapt.score(members[0].head, vectors)
    blend, alone = fit_blend(words_scores[rest], meaning_scores, unseen), fit_alone(words_scores, data)
    both = blend[0] * words_scores[rest] + blend[1] * meaning_scores + blend[2]
    caution = fit_caution(both, unseen.risk)
    report("words", alone[0] * words_scores + alone[1], data, 1)
    report("likeliest", both, unseen, 1)
    report("cautious", both, unseen, caution)

    words = Part(WORDS_C, SIGNAL_WORDS_C).fit(sparse, data.risk, data.signals)
    steps, scale = quantise(words)
    (output / "risk_adapter.bin").write_bytes(b"".join(member.to_bytes() for member in members))
    write_model(output / "risk_model.bin", steps, scale, words, members[0].head, blend, alone, caution)


if __name__ == "__main__":
    main()
