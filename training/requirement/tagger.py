"""The sentence encoder adjusted to tag pieces in their context: low-rank differences (LoRA) of its upper layers, and a linear head.

Of each piece the mean of its tokens' states, as embed_pieces of src/nn computes it; the tags of an advertisement are judged together by a
conditional random field (CRF). What the layers below make of a text is computed once.
"""
import dataclasses
import pathlib
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import load_file
from tokenizers import Tokenizer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from adapter_file import LAYERS, LINEARS, NORMS, WIDTH  # noqa: E402
from advertisements import GOES_ON, KINDS, TAGS  # noqa: E402

HEADS, HEAD_SCALE, EPSILON = 12, 8.0, 1e-12
CLS, SEP = 101, 102
# As src/nn/embed.c reads pieces.
TOKENS_MAX, PIECE_TOKENS_MAX, TOKENS_BEFORE, TOKENS_AFTER = 256, 62, 64, 32
HALF = torch.bfloat16
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


class Encoder:
    def __init__(self, folder):
        self.weights = {name: torch.tensor(value.astype("f4")) for name, value in
                        load_file(folder / "model.safetensors").items() if value.dtype in (np.float32, np.float16)}
        self.halves = {name: value.to(HALF) for name, value in self.weights.items() if "encoder.layer" in name}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def layer(self, index, x, bias, linear, norm):
        prefix = f"encoder.layer.{index}."
        heads = (*x.shape[:2], HEADS, WIDTH // HEADS)
        query, key, value = (linear(x, prefix + name).view(heads).transpose(1, 2) for name in LINEARS[:3])
        likeness = query @ key.transpose(2, 3) / (WIDTH // HEADS) ** 0.5 + bias
        attended = (likeness.softmax(-1) @ value).transpose(1, 2).reshape(x.shape)  # sooner done than by torch's own on a processor
        x = norm(x + linear(attended, prefix + LINEARS[3]), prefix + NORMS[0])
        return norm(x + linear(F.gelu(linear(x, prefix + LINEARS[4])), prefix + LINEARS[5]), prefix + NORMS[1])

    @torch.no_grad()
    def read(self, stretches, first_layer):
        """Gives each stretch what the lower layers make of it."""
        w = self.weights
        for batch in batches_of(stretches, 8):
            ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(stretch.ids) for stretch in batch], batch_first=True)
            bias = bias_of((ids > 0).float())
            x = (w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
                 + w["embeddings.token_type_embeddings.weight"][0])
            x = F.layer_norm(x, (WIDTH,), w["embeddings.LayerNorm.weight"], w["embeddings.LayerNorm.bias"], EPSILON).to(HALF)
            for index in range(first_layer):
                x = self.layer(index, x, bias,
                               lambda x, name: F.linear(x, self.halves[name + ".weight"], self.halves[name + ".bias"]),
                               lambda x, name: normalise(x, w[name + ".weight"], w[name + ".bias"]))
            for stretch, states in zip(batch, x):
                stretch.states = states[: len(stretch.ids)].clone()


def normalise(x, scale, shift):
    return F.layer_norm(x.float(), (WIDTH,), scale, shift, EPSILON).to(HALF)


def bias_of(mask):
    return ((1 - mask) * IMPOSSIBLE)[:, None, None, :].to(HALF)


def batches_of(stretches, size):
    order = sorted(stretches, key=lambda stretch: len(stretch.ids))
    return [order[start : start + size] for start in range(0, len(order), size)]


class Tagger(torch.nn.Module):
    def __init__(self, encoder, plan, seed):
        super().__init__()
        torch.manual_seed(seed)
        self.encoder, self.plan, p = encoder, plan, {}
        for index in range(plan.first_layer, LAYERS):
            for name in (f"encoder.layer.{index}.{linear}" for linear in LINEARS):
                outputs, inputs = encoder.weights[name + ".weight"].shape
                p[name + ".a"] = torch.randn(inputs, plan.rank) / inputs**0.5
                p[name + ".b"] = torch.zeros(plan.rank, outputs)
                p[name + ".bias"] = encoder.weights[name + ".bias"].clone()
            for name in (f"encoder.layer.{index}.{norm}" for norm in NORMS):
                p[name + ".scale"] = encoder.weights[name + ".weight"].clone()
                p[name + ".shift"] = encoder.weights[name + ".bias"].clone()
        p |= {"head.weight": torch.zeros(WIDTH, OUTPUTS), "head.bias": torch.zeros(OUTPUTS),
              "head.transitions": torch.zeros(len(TAGS), len(TAGS))}
        self.p = torch.nn.ParameterDict({name.replace(".", "/"): torch.nn.Parameter(value) for name, value in p.items()})

    def get(self, name):
        return self.p[name.replace(".", "/")]

    def numpy(self):
        return {name.replace("/", "."): value.detach().numpy() for name, value in self.p.items()}

    def linear(self, x, name):
        low = (x @ self.get(name + ".a").to(HALF)) @ self.get(name + ".b").to(HALF)
        return F.linear(x, self.encoder.halves[name + ".weight"], self.get(name + ".bias").to(HALF)) + low

    def forward(self, x, mask, starts, ends):
        for index in range(self.plan.first_layer, LAYERS):
            x = self.encoder.layer(index, x, bias_of(mask), self.linear,
                                   lambda x, name: normalise(x, self.get(name + ".scale"), self.get(name + ".shift")))
        sums = F.pad((x.float() * mask[..., None]).cumsum(1), (0, 0, 1, 0))
        wide = (-1, -1, WIDTH)
        means = sums.gather(1, ends[..., None].expand(wide)) - sums.gather(1, starts[..., None].expand(wide))
        unit = means / (means.norm(dim=-1, keepdim=True) + 1e-4)
        return unit * HEAD_SCALE @ self.get("head.weight") + self.get("head.bias")

    def loss(self, batch):
        x, mask, starts, ends, tags, kinds, present, same_line = collate(batch)
        dropped = torch.rand(mask.shape) < self.plan.token_dropout
        dropped[:, 0] = False
        scores = self(x, mask * ~dropped, starts, ends)
        kind_loss = F.cross_entropy(scores[..., len(TAGS):].reshape(-1, len(KINDS)), kinds.reshape(-1), ignore_index=-1, reduction="sum")
        tag_loss = self.crf_loss(scores[..., : len(TAGS)], tags, present, same_line)
        return (tag_loss + self.plan.kind_weight * kind_loss) / present.sum().clamp(min=self.plan.pieces_least)

    def crf_loss(self, scores, tags, present, same_line):
        transitions = self.get("head.transitions") + F.pad(torch.tensor([[IMPOSSIBLE]]), (GOES_ON, 0, 0, GOES_ON))
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
    steps = plan.epochs * len(batches_of(stretches, plan.batch))
    warm = max(10, steps // 15)
    groups = [{"params": [value for name, value in tagger.p.items() if name.startswith("head")], "lr": 4 * plan.rate,
               "weight_decay": 0.05},
              {"params": [value for name, value in tagger.p.items() if not name.startswith("head")], "lr": plan.rate,
               "weight_decay": 0.01}]
    optimiser = torch.optim.AdamW(groups)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: (step + 1) / warm if step < warm else
                                             0.02 + 0.49 * (1 + np.cos(np.pi * (step - warm) / (steps - warm))))
    began = time.monotonic()
    for epoch in range(plan.epochs):
        shuffled, losses = [stretches[i] for i in rng.permutation(len(stretches))], []
        parts = [part for start in range(0, len(shuffled), 8 * plan.batch)
                 for part in batches_of(shuffled[start : start + 8 * plan.batch], plan.batch)]
        for i in rng.permutation(len(parts)):
            loss = tagger.loss(parts[i])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimiser.step()
            pace.step()
            losses.append(loss.item())
        print(f"  epoch {epoch + 1}: loss {np.mean(losses):.3f}, {time.monotonic() - began:.0f} s", flush=True)
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
