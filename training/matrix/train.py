"""Trains src/matrix/relation_model.bin on training/interviews: which requirements a remark is about, and what it says of them.

Usage: train.py BUILD_DIR [OUTPUT_DIR]      (needs ../requirements.txt, and the sentence encoder in models/)

The server's own encoders stay as they are (BUILD_DIR/training/matrix/matrix-features writes what they make of a text). Learned are a
map of their vectors, by which remarks come to stand near the requirements that they are about; a linear head that tells from the
vectors of a note whether it speaks for a requirement, against it, or settles nothing; and what the signs weigh. The last are fitted
on interviews that the map never saw, and printed for src/matrix/subject.c. Everything is seeded.
"""
import dataclasses
import pathlib
import subprocess
import sys
import zlib

import jax
import jax.numpy as jnp
import numpy as np
import optax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from interviews import STANCES, read_interviews

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, WORD_SIGNS = 384, 6
HELD = 6                       # every sixth interview tells how far to trust what the others taught
RANK, EPOCHS, BATCH, RATE = 128, 20, 16, 1e-3
DROPOUT, DECAY = 0.2, 0.1     # by F1 on the held interviews
POSITIVE, LISTWISE = 3.0, 1.0  # what a remark that is about a requirement counts; the loss that ranks
STANCE_C, VECTOR_SCALE = 0.05, 8.0
STANCE_SHARE = 0.5             # src/matrix/stance.c adds the scores of two judges
SAID, WANTED = 72, 24          # room for the remarks and requirements of an interview
USUAL_LIKENESS, USUAL_DEVIATION, USUAL_COUNT = 0.13, 0.14, 8  # as in src/matrix/subject.c
SIGNS = ["same concept", "same language", "other language", "named", "covered", "meets best", "standing", "expected"]


@dataclasses.dataclass
class Example:
    """One interview as the server reads it."""
    name: str
    language: str
    kinds: np.ndarray     # of each remark: "?", "-", ">"
    question: list[int]   # of each note the question that it answers, or -1
    wanted: np.ndarray    # requirements x 384
    remarks: np.ndarray   # remarks x 384; of a note that answers a question with it before
    notes: np.ndarray     # remarks x 768: the vectors of the note alone, by both encoders
    signs: np.ndarray     # remarks x requirements x 6, of the words of the note alone
    stance: np.ndarray    # remarks x requirements: an index of STANCES, -1: not about it

    @property
    def about(self):
        return self.stance >= 0

    @property
    def is_question(self):
        return self.kinds == "?"


def run_features(build, interviews):
    lines = []
    for interview in interviews:
        lines.append("=")
        lines += [f"R {requirement.kind} {requirement.text}" for requirement in interview.requirements.values()]
        lines += [f"{line.kind} {line.text}" for line in interview.lines]
    command = [str(build / "training/matrix/matrix-features"), str(HERE.parent.parent / "models/all-MiniLM-L6-v2")]
    result = subprocess.run(command, input=("\n".join(lines) + "\n").encode(), stdout=subprocess.PIPE, check=True)
    return np.frombuffer(result.stdout, "<f4")


def read_example(interview, floats):
    """The interview, and the floats that follow its own."""
    lines, count = interview.lines, len(interview.requirements)
    ends = np.cumsum([count * WIDTH, len(lines) * (3 * WIDTH + count * WORD_SIGNS)])
    wanted, said = floats[: ends[0]].reshape(count, WIDTH), floats[ends[0] : ends[1]].reshape(len(lines), -1)
    asked, question = -1, []
    for position, line in enumerate(lines):
        asked = position if line.kind == "?" else asked
        question.append(asked if line.kind == ">" else -1)
    stance = np.array([[STANCES.index(line.stances[key]) if key in line.stances else -1 for key in interview.requirements]
                       for line in lines])
    return Example(interview.name, interview.language, np.array([line.kind for line in lines]), question, wanted, said[:, :WIDTH],
                   said[:, WIDTH : 3 * WIDTH], said[:, 3 * WIDTH :].reshape(len(lines), count, WORD_SIGNS), stance), floats[ends[1] :]


def read_examples(build):
    interviews, examples = read_interviews(), []
    floats = run_features(build, interviews)
    for interview in interviews:
        example, floats = read_example(interview, floats)
        examples.append(example)
    assert len(floats) == 0
    return examples


def is_held(example):
    return zlib.crc32(example.name.encode()) % HELD == 0


# --- the map: v + v A B, then of length 1 ---


def apply_map(p, vectors):
    moved = vectors + (vectors @ p["a"]) @ p["b"]
    return moved * jax.lax.rsqrt((moved * moved).sum(-1, keepdims=True) + 1e-8)


def stack(examples):
    remarks, wanted = np.zeros((len(examples), SAID, WIDTH), "f4"), np.zeros((len(examples), WANTED, WIDTH), "f4")
    about, there = np.zeros((2, len(examples), SAID, WANTED), "f4")
    for row, example in enumerate(examples):
        count, width = len(example.remarks), len(example.wanted)
        assert count <= SAID, example.name
        remarks[row, :count], wanted[row, :width] = example.remarks, example.wanted
        about[row, :count, :width], there[row, :count, :width] = example.about, 1
    return remarks, wanted, about, there


def loss_of(p, remarks, wanted, about, there, key):
    keys, keep = jax.random.split(key), 1 - DROPOUT
    remarks, wanted = (x * jax.random.bernoulli(k, keep, x.shape) / keep for x, k in zip((remarks, wanted), keys))
    likeness = jnp.einsum("bnd,brd->bnr", apply_map(p, remarks), apply_map(p, wanted)) * p["scale"]
    logits = likeness + p["shift"]
    apart = ((jnp.logaddexp(0, logits) - about * logits) * there * (1 + (POSITIVE - 1) * about)).sum() / there.sum()
    others = jax.scipy.special.logsumexp(jnp.where((about > 0) | (there == 0), -1e9, likeness), axis=2, keepdims=True)
    return apart + LISTWISE * (jnp.logaddexp(0, others - likeness) * about).sum() / about.sum()


def fit_map(examples):
    rng, key = np.random.RandomState(0), jax.random.PRNGKey(0)
    p = {"a": jnp.asarray(rng.randn(WIDTH, RANK).astype("f4") / 20), "b": jnp.zeros((RANK, WIDTH)), "scale": jnp.array(18.0),
         "shift": jnp.array(-6.0)}
    arrays = stack(examples)
    optimiser = optax.adamw(optax.cosine_decay_schedule(RATE, EPOCHS * (len(examples) // BATCH)), weight_decay=DECAY)
    state = optimiser.init(p)

    @jax.jit
    def step(p, state, key, *batch):
        gradient = jax.grad(loss_of)(p, *batch, key)
        updates, state = optimiser.update(gradient, state, p)
        return optax.apply_updates(p, updates), state

    for _ in range(EPOCHS):
        order = rng.permutation(len(examples))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            key, drawn = jax.random.split(key)
            p, state = step(p, state, drawn, *(array[order[start : start + BATCH]] for array in arrays))
    return p


# --- what the signs weigh ---


def standing(likeness):
    """As src/matrix/subject.c."""
    number = USUAL_COUNT + likeness.shape[1]
    mean = (USUAL_COUNT * USUAL_LIKENESS + likeness.sum(1, keepdims=True)) / number
    variance = (USUAL_COUNT * USUAL_DEVIATION**2 + ((likeness - mean) ** 2).sum(1, keepdims=True)) / number
    return (likeness - mean) / np.sqrt(variance)


def signs_of(p, example):
    likeness = np.asarray(apply_map(p, example.remarks) @ apply_map(p, example.wanted).T)
    return np.concatenate([example.signs, standing(likeness)[..., None]], axis=2)


def raise_aims(likely):
    """As src/matrix/state.c."""
    best = likely.max(1, keepdims=True)
    return np.where((best >= 0.1) & (best < 0.5), likely * 0.5 / best, likely)


def weigh(model, signs):
    return 1 / (1 + np.exp(-(signs @ model.coef_[0] + model.intercept_[0])))


class Subjects:
    """Logistic regressions, one for questions and one for notes, which also knows what the question aims at."""

    def __init__(self, examples, signs):
        self.question = self.fit([s[e.is_question] for e, s in zip(examples, signs)], [e.about[e.is_question] for e in examples])
        self.note = self.fit([self.note_signs(e, s)[~e.is_question] for e, s in zip(examples, signs)],
                             [e.about[~e.is_question] for e in examples])

    def fit(self, signs, about):
        x = np.concatenate([some.reshape(-1, some.shape[-1]) for some in signs])
        return LogisticRegression(C=10, max_iter=5000).fit(x, np.concatenate([some.ravel() for some in about]))

    def note_signs(self, example, signs):
        aims, expected = raise_aims(weigh(self.question, signs)), np.zeros(signs.shape[:2])
        for note, question in enumerate(example.question):
            if question >= 0:
                expected[note] = aims[question]
        return np.concatenate([signs, expected[..., None]], axis=2)

    def score(self, example, signs):
        likely = weigh(self.note, self.note_signs(example, signs))
        likely[example.is_question] = raise_aims(weigh(self.question, signs[example.is_question]))
        return likely


def cross_score(examples, signs):
    """Each half by weights that were fitted on the other."""
    half = len(examples) // 2
    first, second = Subjects(examples[half:], signs[half:]), Subjects(examples[:half], signs[:half])
    return [*map(first.score, examples[:half], signs[:half]), *map(second.score, examples[half:], signs[half:])]


# --- stances ---


def fit_stance(examples):
    x, y = zip(*(stance_rows(example) for example in examples))
    return LogisticRegression(C=STANCE_C, max_iter=3000).fit(np.concatenate(x) * VECTOR_SCALE, np.concatenate(y))


def stance_rows(example):
    notes, keys = np.nonzero(example.about & ~example.is_question[:, None])
    return example.notes[notes], example.stance[notes, keys]


def follow(example, about, stance):
    """The states that the requirements end with: of each, what the last clear note says. -1: untouched."""
    states = np.full(len(example.wanted), -1)
    for row, said in zip(about, stance):
        states = np.where(row & (said > 0), said, np.where(row & (states < 0), 0, states))
    return states


# --- figures ---


def best_f1(likely, about):
    return max((f1_score(about, likely >= threshold), threshold) for threshold in np.arange(0.1, 0.6, 0.02))


def report_subjects(examples, likely):
    def some(name, rows):
        score, threshold = best_f1(*(np.concatenate([x[rows(e)].ravel() for e, x in zip(examples, of)])
                                     for of in (likely, [e.about for e in examples])))
        print(f"  {name}: F1 {score:.3f} from {threshold:.2f}")

    some("notes", lambda e: ~e.is_question)
    some("  that answer", lambda e: e.kinds == ">")
    some("  that do not", lambda e: e.kinds == "-")
    for language in ("en", "it"):
        some(f"  {language}", lambda e, language=language: ~e.is_question & (e.language == language))
    some("questions", lambda e: e.is_question)


def report_states(examples, likely, stance):
    x, y = zip(*(stance_rows(example) for example in examples))
    found, right = stance.predict(np.concatenate(x) * VECTOR_SCALE), np.concatenate(y)
    print(f"  stances: macro-F1 {f1_score(right, found, average='macro'):.3f}, right {np.mean(right == found):.3f} "
          f"({', '.join(STANCES)} {f1_score(right, found, average=None).round(3)})")
    told = [np.where(e.is_question, 0, stance.predict(e.notes * VECTOR_SCALE))[:, None] + 0 * e.stance for e in examples]
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4):
        states = [np.concatenate(column) for column in zip(*(
            (follow(e, e.about, e.stance), follow(e, some >= threshold, said)) for e, some, said in zip(examples, likely, told)))]
        print(f"  states where a requirement counts as meant from {threshold:.2f}: macro-F1 {f1_score(*states, average='macro'):.3f} "
              f"{f1_score(*states, average=None).round(3)}")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parent.parent / "src/matrix"
    examples = read_examples(build)
    taught, held = [e for e in examples if not is_held(e)], [e for e in examples if is_held(e)]
    print(f"{len(taught)} interviews to learn from, {len(held)} held; {sum(e.about.sum() for e in taught)} relations", flush=True)
    p, stance = fit_map(taught), fit_stance(taught)
    for name, used in (("without the map", {**p, "b": jnp.zeros_like(p["b"])}), ("with it", p)):
        print(f"held, {name}:")
        signs = [signs_of(used, example) for example in held]
        likely = cross_score(held, signs)
        report_subjects(held, likely)
    report_states(held, likely, stance)
    subjects = Subjects(held, signs)
    for name, model in (("question", subjects.question), ("note", subjects.note)):
        weights = ", ".join(f"{sign} {weight:.2f}" for sign, weight in zip(SIGNS, model.coef_[0]))
        print(f"{name}: bias {model.intercept_[0]:.2f}, {weights}")
    floats = [p["a"], p["b"], stance.coef_ * VECTOR_SCALE * STANCE_SHARE, stance.intercept_ * STANCE_SHARE]
    (output / "relation_model.bin").write_bytes(b"".join(np.ascontiguousarray(values, "<f4").tobytes() for values in floats))


if __name__ == "__main__":
    main()
