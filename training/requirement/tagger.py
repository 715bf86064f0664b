"""The sentence encoder adjusted to tag pieces in their context: low-rank differences (LoRA) of its upper layers, and a linear head.

Of each piece the mean of its tokens' states, as embed_pieces of src/nn computes it; the tags of an advertisement are judged together by a
conditional random field (CRF). What the layers below make of a text is computed once.
"""
import dataclasses
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from adapted_encoder import HALF, HEAD_SCALE, WIDTH, AdaptedEncoder, Encoder, attend, learn  # noqa: E402, F401
from advertisements import GOES_ON, KINDS, TAGS  # noqa: E402

CLS, SEP = 101, 102
# As src/nn/embed.c reads pieces.
TOKENS_MAX, PIECE_TOKENS_MAX, TOKENS_BEFORE, TOKENS_AFTER = 256, 62, 64, 32
IMPOSSIBLE = -1e4
NO_GOING_ON = torch.tensor([0.0] * GOES_ON + [IMPOSSIBLE])
OUTPUTS = len(TAGS) + len(KINDS)


@dataclasses.dataclass
class Plan:
    first_layer: int = 3
    rank: int = 32
    epochs: int = 8
    batch: int = 8
    rate: float = 1.6e-3
    token_dropout: float = 0.15
    kind_weight: float = 0.75
    pieces_least: int = 60  # a batch of fewer counts less
    leaning: float = 1.9  # by which "nothing" has to be likelier: what is missed costs more than what is one too many


@dataclasses.dataclass
class Stretch:
    """What the encoder reads at once, and the pieces of it that are judged."""
    owner: int
    ids: list[int]
    first: int  # piece
    spans: list[tuple[int, int]]
    pieces: list
    states: torch.Tensor = None


def cut_stretches(tokenizer, owner, pieces):
    tokens = [tokenizer.encode(piece.embedded, add_special_tokens=False).ids[:PIECE_TOKENS_MAX] for piece in pieces]
    judged = 0
    while judged < len(pieces):
        first, before, after = judged, 0, 0
        while first > 0 and before + len(tokens[first - 1]) <= TOKENS_BEFORE:
            first -= 1
            before += len(tokens[first])
        end, size = judged, 2 + before
        while end < len(pieces) and size + len(tokens[end]) <= TOKENS_MAX:
            size += len(tokens[end])
            end += 1
        following = end
        while end < len(pieces) and following > judged + 1 and after + len(tokens[following - 1]) <= TOKENS_AFTER:
            following -= 1
            after += len(tokens[following])
        ids, spans = [CLS], []
        for piece in range(first, end):
            if judged <= piece < following:
                spans.append((len(ids), len(ids) + len(tokens[piece])))
            ids += tokens[piece]
        yield Stretch(owner, [*ids, SEP], judged, spans, pieces[judged:following])
        judged = following


def within(mask):
    """Attention within each row of a batch, to what its mask has."""
    bias = ((1 - mask) * IMPOSSIBLE)[:, None, None, :].to(HALF)
    return lambda query, key, value: attend(query, key, value, bias)


def read(encoder, stretches, layers):
    """Gives each stretch what the lower layers make of it."""
    for batch in batches_of(stretches, 8):
        ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(stretch.ids) for stretch in batch], batch_first=True)
        x = encoder.run(encoder.begin(ids, torch.arange(ids.shape[1])), within((ids > 0).float()), 0, layers)
        for stretch, states in zip(batch, x):
            stretch.states = states[: len(stretch.ids)].clone()


def batches_of(stretches, size):
    order = sorted(stretches, key=lambda stretch: len(stretch.ids))
    return [order[start : start + size] for start in range(0, len(order), size)]


class Tagger(AdaptedEncoder):
    def __init__(self, encoder, plan, seed):
        super().__init__(encoder, plan.first_layer, plan.rank, seed)
        self.plan = plan
        self.head = torch.nn.Linear(WIDTH, OUTPUTS)
        torch.nn.init.zeros_(self.head.weight)
        torch.nn.init.zeros_(self.head.bias)
        self.transitions = torch.nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def forward(self, x, mask, starts, ends):
        x = self.upper(x, within(mask))
        sums = F.pad((x.float() * mask[..., None]).cumsum(1), (0, 0, 1, 0))
        wide = (-1, -1, WIDTH)
        means = sums.gather(1, ends[..., None].expand(wide)) - sums.gather(1, starts[..., None].expand(wide))
        return self.head(means / (means.norm(dim=-1, keepdim=True) + 1e-4) * HEAD_SCALE)

    def loss(self, batch):
        x, mask, starts, ends, tags, kinds, present, same_line = collate(batch)
        dropped = torch.rand(mask.shape) < self.plan.token_dropout
        dropped[:, 0] = False
        scores = self(x, mask * ~dropped, starts, ends)
        kind_loss = F.cross_entropy(scores[..., len(TAGS):].reshape(-1, len(KINDS)), kinds.reshape(-1), ignore_index=-1, reduction="sum")
        tag_loss = self.crf_loss(scores[..., : len(TAGS)], tags, present, same_line)
        return (tag_loss + self.plan.kind_weight * kind_loss) / present.sum().clamp(min=self.plan.pieces_least)

    def crf_loss(self, scores, tags, present, same_line):
        transitions = self.transitions + F.pad(torch.tensor([[IMPOSSIBLE]]), (GOES_ON, 0, 0, GOES_ON))
        sums = scores[:, 0] + NO_GOING_ON
        for i in range(1, scores.shape[1]):
            steps = transitions + (1 - same_line[:, i])[:, None, None] * NO_GOING_ON
            following = torch.logsumexp(sums[:, :, None] + steps, 1) + scores[:, i]
            sums = torch.where(present[:, i, None] > 0, following, sums)
        right = (scores.gather(2, tags[..., None])[..., 0] * present).sum(1)
        right = right + (transitions[tags[:, :-1], tags[:, 1:]] * present[:, 1:]).sum(1)
        return (torch.logsumexp(sums, -1) - right).sum()

    @torch.no_grad()
    def score(self, stretches):
        """{advertisement: an array of scores, a row a piece}"""
        rows = {}
        for batch in batches_of(stretches, 8):
            for stretch, scores in zip(batch, self(*collate(batch)[:4]).numpy()):
                rows.setdefault(stretch.owner, []).append((stretch.first, scores[: len(stretch.spans)]))
        return {owner: np.concatenate([scores for _, scores in sorted(parts, key=lambda part: part[0])])
                for owner, parts in rows.items()}


def collate(batch):
    pad = torch.nn.utils.rnn.pad_sequence
    x = pad([stretch.states for stretch in batch], batch_first=True)
    mask = pad([torch.ones(len(stretch.ids)) for stretch in batch], batch_first=True)
    starts, ends = (pad([torch.tensor([span[k] for span in stretch.spans]) for stretch in batch], batch_first=True) for k in (0, 1))
    tags = pad([torch.tensor([piece.tag for piece in stretch.pieces]) for stretch in batch], batch_first=True)
    kinds = pad([torch.tensor([piece.kind for piece in stretch.pieces]) for stretch in batch], True, -1)
    present = pad([torch.ones(len(stretch.pieces)) for stretch in batch], batch_first=True)
    same_line = pad([torch.tensor([0.0] + [float(a.sentence == b.sentence) for a, b in zip(stretch.pieces, stretch.pieces[1:])])
                     for stretch in batch], batch_first=True)
    return x, mask, starts, ends, tags, kinds, present, same_line


def fit(encoder, plan, stretches, seed=0):
    tagger, rng = Tagger(encoder, plan, seed), np.random.RandomState(seed)
    groups = [{"params": [*tagger.head.parameters(), tagger.transitions], "lr": 4 * plan.rate, "weight_decay": 0.05},
              {"params": list(tagger.p.values()), "lr": plan.rate, "weight_decay": 0.01}]

    def losses():
        shuffled = [stretches[i] for i in rng.permutation(len(stretches))]
        parts = [part for start in range(0, len(shuffled), 8 * plan.batch)
                 for part in batches_of(shuffled[start : start + 8 * plan.batch], plan.batch)]
        for i in rng.permutation(len(parts)):
            yield tagger.loss(parts[i])

    learn(groups, plan.epochs, len(batches_of(stretches, plan.batch)), losses, clip=1.0)
    return tagger


def best_tags(scores, transitions, pieces, leaning):
    """Viterbi."""
    scores = scores[:, : len(TAGS)].copy()
    scores[:, 0] -= leaning
    scores[0, GOES_ON] = IMPOSSIBLE
    sums, back = scores[0], []
    for i in range(1, len(scores)):
        steps = sums[:, None] + transitions
        steps[0, GOES_ON] = IMPOSSIBLE
        if pieces[i].sentence != pieces[i - 1].sentence:
            steps[:, GOES_ON] = IMPOSSIBLE
        back.append(steps.argmax(0))
        sums = steps.max(0) + scores[i]
    tags = [int(sums.argmax())]
    for best in reversed(back):
        tags.append(int(best[tags[-1]]))
    return tags[::-1]
