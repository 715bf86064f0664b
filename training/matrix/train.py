"""Trains src/matrix/relation_adapter.bin and relation_model.bin on training/interviews: which requirements a remark is about, and
what it says of them.

Usage: train.py BUILD_DIR [OUTPUT_DIR]      (needs ../requirements.txt, and the sentence encoder in models/)

Learned are an adapter of the sentence encoder, by which remarks come to stand near the requirements that they are about; with it a
linear head that tells whether a note speaks for a requirement, against it, or settles nothing (relation.py); and what the signs weigh.
The last are fitted on interviews that the adapter never saw, and printed for src/matrix/subject.c. Everything is seeded.
"""
import pathlib
import sys

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

import relation
from interviews import STANCES
from remarks import is_held, read_examples

ROOT = pathlib.Path(__file__).resolve().parents[2]
STANCE_C = 0.1
STANCE_SHARE = 0.5             # src/matrix/stance.c adds the scores of two judges
RIVAL_LIKENESS, USUAL_COUNT = 0.22, 8  # as in src/matrix/subject.c
SIGNS = ["same concept", "same language", "other language", "named", "covered", "meets best", "standing", "expected"]
FIRST_WRITERS = "abcdefg"      # whose held interviews are counted apart, for figures that can be compared with older ones


# --- what the signs weigh ---


def standing(likeness):
    """As src/matrix/subject.c."""
    each = np.exp(relation.SHARPNESS * likeness)
    everything = each.sum(1, keepdims=True) + USUAL_COUNT * np.exp(relation.SHARPNESS * RIVAL_LIKENESS)
    return np.log(each / (everything - each))


def signs_of(vectors, plain, example):
    likeness = relation.mix(*(some[example.remarks] @ some[example.wanted].T for some in (plain, vectors)))
    return np.concatenate([example.signs, standing(likeness)[..., None]], axis=2)


def raise_aims(likely):
    """As src/matrix/state.c."""
    best = likely.max(1, keepdims=True)
    return np.where((best >= 0.2) & (best < 0.5), likely * 0.5 / best, likely)


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


def fit_head(vectors, examples):
    """Of notes without their question, as src/matrix/stance.c reads them; the head that was learned with the adapter saw both."""
    x = np.concatenate([vectors[example.notes[example.labelled[0]]] for example in examples])
    y = np.concatenate([example.stance[example.labelled] for example in examples])
    fitted = LogisticRegression(C=STANCE_C, max_iter=400).fit(x * relation.HEAD_SCALE, y)
    return {"weight": fitted.coef_ * relation.HEAD_SCALE, "bias": fitted.intercept_}


# --- figures ---


def follow(example, about, stance):
    """The states that the requirements end with: of each, what the last clear note says. -1: untouched."""
    states = np.full(len(example.wanted), -1)
    for row, said in zip(about, stance):
        states = np.where(row & (said > 0), said, np.where(row & (states < 0), 0, states))
    return states


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


def report_stances(examples, told):
    right, found = (np.concatenate(column) for column in zip(*((e.stance[e.labelled], said[e.labelled[0]]) for e, said in zip(examples, told))))
    print(f"  stances: macro-F1 {f1_score(right, found, average='macro'):.3f}, right {np.mean(right == found):.3f} "
          f"({', '.join(STANCES)} {f1_score(right, found, average=None).round(3)})")


def report_states(examples, likely, told):
    told = [np.where(e.is_question, 0, said)[:, None] + 0 * e.stance for e, said in zip(examples, told)]
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4):
        states = [np.concatenate(column) for column in zip(*(
            (follow(e, e.about, e.stance), follow(e, some >= threshold, said)) for e, some, said in zip(examples, likely, told)))]
        print(f"  states where a requirement counts as meant from {threshold:.2f}: macro-F1 {f1_score(*states, average='macro'):.3f} "
              f"{f1_score(*states, average=None).round(3)}")


def report(name, examples, signs, vectors, head):
    print(f"held, {name}: {len(examples)}")
    likely = cross_score(examples, [signs[example.name] for example in examples])
    told = [(vectors[example.notes] @ head["weight"].T + head["bias"]).argmax(1) for example in examples]
    report_subjects(examples, likely)
    report_stances(examples, told)
    report_states(examples, likely, told)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "src/matrix"
    torch.set_num_threads(1)
    plan, encoder = relation.Plan(), relation.Encoder()
    examples, texts = read_examples(build)
    taught, held = [e for e in examples if not is_held(e)], [e for e in examples if is_held(e)]
    print(f"{len(taught)} interviews to learn from, {len(held)} held; {sum(e.about.sum() for e in taught)} relations", flush=True)
    texts = relation.Texts(encoder, texts, plan.first_layer)
    model = relation.fit(encoder, plan, texts, taught)
    (output / "relation_adapter.bin").write_bytes(model.to_bytes())
    vectors = model.encode_all(texts)
    head = fit_head(vectors, taught)
    floats = [head["weight"] * STANCE_SHARE, head["bias"] * STANCE_SHARE]
    (output / "relation_model.bin").write_bytes(b"".join(np.ascontiguousarray(values, "<f4").tobytes() for values in floats))
    signs = {example.name: signs_of(vectors, texts.plain.numpy(), example) for example in held}
    report("of the first writers", [e for e in held if e.name[0] in FIRST_WRITERS], signs, vectors, head)
    report("of the others", [e for e in held if e.name[0] not in FIRST_WRITERS], signs, vectors, head)
    subjects = Subjects(held, [signs[example.name] for example in held])
    for name, weights in (("question", subjects.question), ("note", subjects.note)):
        listed = ", ".join(f"{sign} {weight:.2f}" for sign, weight in zip(SIGNS, weights.coef_[0]))
        print(f"{name}: bias {weights.intercept_[0]:.2f}, {listed}")


if __name__ == "__main__":
    main()
