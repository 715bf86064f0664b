"""Trains the model of src/insight/risk_model.bin on the training part of notes.tsv.

Usage: train.py BUILD_DIR [OUTPUT]      (needs requirements.txt, and the sentence encoder in models/)

Features come from the C code (BUILD_DIR/training/risk/risk-features), embeddings from `interview-copilot embed`, so that the
model learns from exactly what the server computes. Everything is seeded: the same notes give the same file. The
held-out part of the notes is not read here; evaluate.py reads it.
"""
import json
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

RISKS = ["LOW", "MEDIUM", "HIGH"]
SIGNALS = ["hesitation", "inconsistency", "enthusiasm", "evasiveness", "concreteness"]
OUTPUTS = len(RISKS) + len(SIGNALS)
COLUMNS = 1 << 16
CATEGORY_COLUMNS = 128
# The embedding has length 1 over 384 numbers: scaled so that one regularisation fits it and the 0/1 categories.
EMBEDDING_SCALE = 4.0
WORDS_C, MEANING_C = 1.5, 0.1  # inverse regularisation, by cross-validation on the training part
SIGNAL_WORDS_C, SIGNAL_MEANING_C = 3.0, 0.2
FOLDS = 8

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
    """Returns the sparse features, the 0/1 categories and the texts to embed."""
    columns, values, ends, texts = [], [], [0], []
    categories = np.zeros((len(notes), CATEGORY_COLUMNS))
    for i, line in enumerate(run_lines([str(build / "training/risk/risk-features")], notes)):
        text, present, features = line.split("\t")
        texts.append(text)
        categories[i, [int(column) for column in present.split()]] = 1
        for feature in features.split():
            column, value = feature.split(":")
            columns.append(int(column))
            values.append(float.fromhex(value))
        ends.append(len(columns))
    sparse = csr_matrix((values, columns, ends), shape=(len(notes), COLUMNS))
    sparse.sum_duplicates()
    return sparse, categories, texts


def embed(build, texts):
    command = [str(build / "interview-copilot"), "embed", "--precision", "f32", "--format", "json"]
    return np.array([json.loads(line) for line in run_lines(command, texts)])


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


def cross_scores(make, x, data):
    """Scores of every note by a model that saw neither it nor its group."""
    scores = np.zeros((len(data.risk), OUTPUTS))
    for train, test in GroupKFold(FOLDS).split(data.risk, groups=data.group):
        scores[test] = make().fit(x[train], data.risk[train], data.signals[train]).score(x[test])
    return scores


def log_loss(logits, risk):
    logits = logits - logits.max(axis=1, keepdims=True)
    return -(logits[np.arange(len(risk)), risk] - np.log(np.exp(logits).sum(axis=1))).mean()


def fit_blend(words, meaning, data):
    """How far to trust each part: for the risk a grid on the log loss, for a signal a logistic regression."""
    steps = np.arange(0, 2.05, 0.05)
    _, words_factor, meaning_factor = min((log_loss(a * words[:, :3] + b * meaning[:, :3], data.risk), a, b)
                                          for a in steps for b in steps)
    _, alone_factor = min((log_loss(a * words[:, :3], data.risk), a) for a in steps)
    blend = np.zeros((3, OUTPUTS))
    alone = np.zeros((2, OUTPUTS))
    blend[0, :3], blend[1, :3], alone[0, :3] = words_factor, meaning_factor, alone_factor
    for k in range(3, OUTPUTS):
        both = np.column_stack([words[:, k], meaning[:, k]])
        blend[:, k] = fit_signal(both, data.signals[:, k - 3])
        alone[:, k] = fit_signal(both[:, :1], data.signals[:, k - 3])
    return blend, alone


def fit_signal(scores, signal):
    """Factors and offset; the offset is set where F1 is best, as signals are rarer than their absence."""
    model = LogisticRegression(C=10).fit(scores, signal)
    logits = model.decision_function(scores)
    cuts = np.linspace(-2.0, 1.0, 61)
    best = max(cuts, key=lambda cut: (round(f1_score(signal, logits > cut), 4), -abs(cut)))
    return np.append(model.coef_[0], model.intercept_[0] - best)


class Data:
    def __init__(self, notes):
        self.risk = np.array([RISKS.index(note["risk"]) for note in notes])
        self.signals = np.array([[name in note["signals"].split() for name in SIGNALS] for note in notes])
        self.group = np.array([int(note["group"]) for note in notes])


def report(name, scores, data):
    risk = scores[:, :3].argmax(axis=1)
    signals = " ".join(f"{signal[:6]} {f1_score(data.signals[:, k], scores[:, 3 + k] > 0):.3f}"
                       for k, signal in enumerate(SIGNALS))
    print(f"{name:8} macro-F1 {f1_score(data.risk, risk, average='macro'):.3f}  "
          f"HIGH called LOW {np.mean(risk[data.risk == 2] == 0):.3f}  {signals}")


def write_model(path, steps, scale, words, meaning, blend, alone):
    meaning_weights = meaning.weights.copy()
    meaning_weights[:, :-CATEGORY_COLUMNS] *= EMBEDDING_SCALE
    floats = [scale, words.bias, alone, blend, meaning_weights, meaning.bias]
    with open(path, "wb") as file:
        file.write(b"ICRISK3\n" + struct.pack("<4I", COLUMNS, OUTPUTS, meaning.weights.shape[1], 0))
        for values in floats:
            file.write(np.ascontiguousarray(values, dtype="<f4").tobytes())
        file.write(np.ascontiguousarray(steps.T).tobytes())


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    output = sys.argv[2] if len(sys.argv) > 2 else HERE.parent.parent / "src/insight/risk_model.bin"
    notes = read_notes("train")
    data = Data(notes)
    sparse, categories, texts = extract_features(build, [note["note"] for note in notes])
    dense = np.hstack([embed(build, texts) * EMBEDDING_SCALE, categories])

    words_scores = cross_scores(lambda: Part(WORDS_C, SIGNAL_WORDS_C), sparse, data)
    meaning_scores = cross_scores(lambda: Part(MEANING_C, SIGNAL_MEANING_C), dense, data)
    blend, alone = fit_blend(words_scores, meaning_scores, data)
    print(f"{len(notes)} notes for training; cross-validated on them:")
    report("words", alone[0] * words_scores + alone[1], data)
    report("both", blend[0] * words_scores + blend[1] * meaning_scores + blend[2], data)

    words = Part(WORDS_C, SIGNAL_WORDS_C).fit(sparse, data.risk, data.signals)
    meaning = Part(MEANING_C, SIGNAL_MEANING_C).fit(dense, data.risk, data.signals)
    steps, scale = quantise(words)
    write_model(output, steps, scale, words, meaning, blend, alone)


if __name__ == "__main__":
    main()
