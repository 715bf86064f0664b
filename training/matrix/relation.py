"""The sentence encoder adjusted so that remarks come to stand near the requirements that they are about, with a head for stances."""
import dataclasses
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from adapted_encoder import HEAD_SCALE, WIDTH, AdaptedEncoder, Encoder, Texts, learn  # noqa: E402, F401
from interviews import STANCES  # noqa: E402

SHARPNESS = 20.0   # of likeness, as in src/matrix/subject.c
LEARNING_SHARE, PLAIN_SHARE = 0.4, 0.5  # of the plain likeness: while learning, and in src/matrix/subject.c


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

    def encode_batch(self, texts, numbers, rng):
        distinct, at = np.unique(numbers, return_inverse=True)
        return self.encode_some(texts, distinct, self.plan.token_dropout, rng)[at]

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
    batches = len(examples) // plan.batch
    groups = [{"params": list(model.p.values()), "lr": plan.rate, "weight_decay": 0.01},
              {"params": [*model.head.parameters(), model.shift], "lr": 4 * plan.rate, "weight_decay": 0}]

    def losses():
        order = rng.permutation(len(examples))
        for start in range(0, batches * plan.batch, plan.batch):
            yield model.loss(texts, [examples[i] for i in order[start : start + plan.batch]], rng)

    learn(groups, plan.epochs, batches, losses, clip=1.0)
    return model
