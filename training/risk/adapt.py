"""Adjusts the upper layers of the sentence encoder to notes: what train.py puts into src/insight/risk_adapter.bin.

The sentence encoder tells topics apart, not whether evidence is good. Differences to its upper half are trained with a linear head on the
same labels, several times from other beginnings (deep ensemble, Lakshminarayanan et al. 2017, https://arxiv.org/abs/1612.01474). All
members take the head of the first, so that the head of the mean of their vectors says what they say on average.
"""
import dataclasses
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from adapted_encoder import HEAD_SCALE, WIDTH, AdaptedEncoder, Encoder, Texts, learn  # noqa: E402, F401

OUTPUTS, RISKS = 8, 3


@dataclasses.dataclass
class Plan:
    first_layer: int = 3
    rank: int = 32
    epochs: int = 8
    batch: int = 32
    rate: float = 1.2e-3
    token_dropout: float = 0.1
    smoothing: float = 0.08     # of the risk labels: some of our own labels are debatable
    signal_weight: float = 0.3


class Judge(AdaptedEncoder):
    def __init__(self, encoder, plan, seed, head=None):
        super().__init__(encoder, plan.first_layer, plan.rank, seed)
        self.plan, self.head = plan, head
        if head is None:
            self.head = torch.nn.Linear(WIDTH, OUTPUTS)
            torch.nn.init.zeros_(self.head.weight)
            torch.nn.init.zeros_(self.head.bias)

    def loss(self, texts, numbers, wanted, rng):
        """`wanted`: of each note the chances of the risks, then those of the signals."""
        logits = self.head(self.encode_some(texts, numbers, self.plan.token_dropout, rng) * HEAD_SCALE)
        risk = -(wanted[:, :RISKS] * logits[:, :RISKS].log_softmax(1)).sum(1).mean()
        signals = F.binary_cross_entropy_with_logits(logits[:, RISKS:], wanted[:, RISKS:], reduction="none").mean(0).sum()
        return risk + self.plan.signal_weight * signals


def score(head, vectors):
    with torch.no_grad():
        return head(torch.tensor(vectors) * HEAD_SCALE).numpy()


def as_chances(risk, signals, smoothing):
    return np.concatenate([np.eye(RISKS)[risk] * (1 - smoothing) + smoothing / RISKS, signals], axis=1)


def make_batches(lengths, size, rng):
    """Whole batches of notes of similar length, in random order."""
    order = rng.permutation(len(lengths))
    near = [part[np.argsort(lengths[part], kind="stable")] for part in np.split(order, range(size * 8, len(order), size * 8))]
    batches = [part[k : k + size] for part in near for k in range(0, len(part), size)]
    return [batches[i] for i in rng.permutation(len(batches))]


def fit(encoder, plan, texts, numbers, wanted, seed, head):
    """`numbers` of `texts` are learned, each with its row of `wanted`; `head` stays as it is, None: it is learned too."""
    model, rng = Judge(encoder, plan, seed, head), np.random.RandomState(seed)
    wanted = torch.tensor(wanted, dtype=torch.float32)
    groups = [{"params": list(model.p.values()), "lr": plan.rate, "weight_decay": 0.01}]
    if head is None:
        groups.append({"params": list(model.head.parameters()), "lr": 4 * plan.rate, "weight_decay": 0.05})

    def losses():
        for chosen in make_batches(texts.lengths[numbers], plan.batch, rng):
            yield model.loss(texts, numbers[chosen], wanted[chosen], rng)

    learn(groups, plan.epochs, -(-len(numbers) // plan.batch), losses)
    return model
