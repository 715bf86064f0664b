"""The sentence encoder adjusted so that remarks come to stand near the requirements that they are about, with a head for stances."""
import dataclasses
import pathlib
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from adapted_encoder import HALF, AdaptedEncoder, Encoder, attend  # noqa: E402, F401
from adapter_file import LAYERS, WIDTH  # noqa: E402
from interviews import STANCES  # noqa: E402

SHARPNESS = 20.0   # of likeness, as in src/matrix/subject.c
LEARNING_SHARE, PLAIN_SHARE = 0.4, 0.5  # of the plain likeness: while learning, and in src/matrix/subject.c
HEAD_SCALE = 8.0   # of the unit vector before the head, so that the head learns at the pace of the rest
TOKENS_AT_ONCE = 8192
ROWS = 1024        # tokens are filled up to a multiple: for each new number of rows the library compiles its product anew
TOKENS_MAX = 128


@dataclasses.dataclass
class Plan:
    first_layer: int = 3
    rank: int = 32
    epochs: int = 4
    batch: int = 4              # interviews
    rate: float = 1.2e-3
    token_dropout: float = 0.1  # keeps it from learning remarks by heart
    dropout: float = 0.1        # of the vectors that are compared
    positive: float = 3.0       # what a requirement counts that a remark is about, beside one that it is not about
    elsewhere: float = 0.05     # what a requirement of another interview counts, beside one of the same
    smoothing: float = 0.05     # of stances: some labels are debatable


class Within:
    """Texts of `lengths` one after another, shortest first: attention within each, and what each comes to."""

    def __init__(self, lengths):
        lengths, counts = np.unique(lengths, return_counts=True)
        self.shapes = [(int(count), int(length), WIDTH) for count, length in zip(counts, lengths)]
        self.sizes = [count * length for count, length, _ in self.shapes]

    def split(self, x):
        return [part.view(shape) for part, shape in zip(x[: sum(self.sizes)].split(self.sizes), self.shapes)]

    def attend(self, query, key, value):
        parts = [attend(*part).flatten(0, 1) for part in zip(*map(self.split, (query, key, value)))]
        return torch.cat([*parts, value[sum(self.sizes) :]])

    def pool(self, x):
        return F.normalize(torch.cat([part.float().mean(1) for part in self.split(x)]), dim=1)


class Texts:
    """What the lower layers make of texts: the states of their tokens, one text after another; and their plain vectors."""

    def __init__(self, encoder, texts, layers):
        ids = [encoding.ids[:TOKENS_MAX] for encoding in encoder.tokenizer.encode_batch(texts)]
        self.lengths = np.array([len(tokens) for tokens in ids])
        self.starts = np.cumsum(self.lengths) - self.lengths
        ids, self.states = np.concatenate(ids), torch.zeros(self.lengths.sum(), WIDTH, dtype=HALF)
        self.plain = torch.zeros(len(texts), WIDTH)
        for some in self.cut(np.arange(len(texts))):
            places, within = np.concatenate([self.places(text) for text in some]), Within(self.lengths[some])
            x = encoder.begin(ids[places], np.concatenate([np.arange(length) for length in self.lengths[some]]))
            self.states[places] = x = encoder.run(x, within.attend, 0, layers)
            self.plain[some] = within.pool(encoder.run(x, within.attend, layers, LAYERS))

    def places(self, text):
        return self.starts[text] + np.arange(self.lengths[text])

    def cut(self, texts):
        """Into parts of about TOKENS_AT_ONCE, shortest first."""
        texts = texts[np.argsort(self.lengths[texts], kind="stable")]
        parts = np.cumsum(self.lengths[texts]) // TOKENS_AT_ONCE
        return np.split(texts, np.flatnonzero(np.diff(parts)) + 1)


def mix(plain, adapted, share=PLAIN_SHARE):
    """The adapter completes the plain likeness: alone it forgets what our interviews do not speak of."""
    return share * plain + (1 - share) * adapted


class Relations(AdaptedEncoder):
    def __init__(self, encoder, plan, seed):
        super().__init__(encoder, plan.first_layer, plan.rank, seed)
        self.plan = plan
        self.head = torch.nn.Linear(WIDTH, len(STANCES))
        torch.nn.init.zeros_(self.head.weight)
        torch.nn.init.zeros_(self.head.bias)
        self.shift = torch.nn.Parameter(torch.tensor(-6.0))

    def encode(self, texts, places):
        """Vectors of texts of which the tokens at `places` are read."""
        lengths = np.array([len(some) for some in places])
        order = np.argsort(lengths, kind="stable")
        x = texts.states[np.concatenate([places[i] for i in order])]
        within = Within(lengths[order])
        vectors = within.pool(self.upper(F.pad(x, (0, 0, 0, -len(x) % ROWS), value=1.0), within.attend))
        return vectors[np.argsort(order)]

    @torch.no_grad()
    def encode_all(self, texts):
        vectors = np.zeros((len(texts.lengths), WIDTH), "f4")
        for some in texts.cut(np.arange(len(vectors))):
            vectors[some] = self.encode(texts, [texts.places(text) for text in some]).numpy()
        return vectors

    def encode_batch(self, texts, numbers, rng):
        distinct, at = np.unique(numbers, return_inverse=True)
        places = [texts.places(text) for text in distinct]
        places = [some[np.append(True, rng.rand(len(some) - 1) >= self.plan.token_dropout)] for some in places]
        return self.encode(texts, places)[at]

    def loss(self, texts, batch, rng):
        wanted, remarks = (np.concatenate([getattr(example, name) for example in batch]) for name in ("wanted", "remarks"))
        vectors, plain = self.encode_batch(texts, np.concatenate([wanted, remarks]), rng), texts.plain[remarks] @ texts.plain[wanted].T
        wanted, remarks = vectors[: len(wanted)], vectors[len(wanted) :]
        own = torch.block_diag(*(torch.ones(example.stance.shape) for example in batch))
        about = torch.block_diag(*(torch.tensor(example.about, dtype=torch.float32) for example in batch))
        return self.subject_loss(remarks, wanted, plain, own, about) + self.stance_loss(remarks, batch)

    def subject_loss(self, remarks, wanted, plain, own, about):
        """Of each pair of the same interview whether the one is about the other; and each relation among those that are none."""
        remarks, wanted = (F.dropout(x, self.plan.dropout) for x in (remarks, wanted))
        likeness = SHARPNESS * mix(plain, remarks @ wanted.T, LEARNING_SHARE)
        logits = likeness + self.shift
        apart = (F.softplus(logits) - about * logits) * own * (1 + (self.plan.positive - 1) * about)
        others = torch.where(own > 0, likeness, likeness + np.log(self.plan.elsewhere)).masked_fill(about > 0, -1e9)
        ranked = F.softplus(others.logsumexp(1, keepdim=True) - likeness) * about
        return apart.sum() / own.sum() + ranked.sum() / about.sum()

    def stance_loss(self, remarks, batch):
        firsts = np.cumsum([0] + [len(example.remarks) for example in batch])
        rows = np.concatenate([first + example.labelled[0] for first, example in zip(firsts, batch)])
        stances = np.concatenate([example.stance[example.labelled] for example in batch])
        return F.cross_entropy(self.head(remarks[rows] * HEAD_SCALE), torch.tensor(stances), label_smoothing=self.plan.smoothing)


def fit(encoder, plan, texts, examples, seed=0):
    model, rng = Relations(encoder, plan, seed), np.random.RandomState(seed)
    steps = plan.epochs * (len(examples) // plan.batch)
    warm = max(10, steps // 15)
    groups = [{"params": list(model.p.values()), "lr": plan.rate, "weight_decay": 0.01},
              {"params": [*model.head.parameters(), model.shift], "lr": 4 * plan.rate, "weight_decay": 0}]
    optimiser = torch.optim.AdamW(groups)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: (step + 1) / warm if step < warm else
                                             0.02 + 0.49 * (1 + np.cos(np.pi * (step - warm) / (steps - warm))))
    began = time.monotonic()
    for epoch in range(plan.epochs):
        order, losses = rng.permutation(len(examples)), []
        for start in range(0, len(order) - plan.batch + 1, plan.batch):
            loss = model.loss(texts, [examples[i] for i in order[start : start + plan.batch]], rng)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            pace.step()
            losses.append(loss.item())
        print(f"  epoch {epoch + 1}: loss {np.mean(losses):.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return model
