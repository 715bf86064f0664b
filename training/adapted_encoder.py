"""The sentence encoder of models/ with its upper layers adjusted by low-rank differences (LoRA), in PyTorch.

LoRA: Hu et al. 2021, https://arxiv.org/abs/2106.09685. What the lower layers make of a text is computed once. Products are in bfloat16, for
which recent processors have instructions.
"""
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import load_file
from tokenizers import Tokenizer


ROOT = pathlib.Path(__file__).resolve().parents[1]
LAYERS, WIDTH = 6, 384
LINEARS = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
           "intermediate.dense", "output.dense"]
NORMS = ["attention.output.LayerNorm", "output.LayerNorm"]
HEADS, EPSILON = 12, 1e-12
HALF = torch.bfloat16
HEAD_SCALE = 8.0   # of the unit vector before a head, so that the head learns at the pace of the rest
TOKENS_AT_ONCE = 8192
ROWS = 256         # tokens are filled up to a multiple: for each new number of rows the library compiles its product anew
TOKENS_MAX = 128


class Encoder:
    """As it is. Truncates and pads nothing."""

    def __init__(self):
        folder = ROOT / "models/all-MiniLM-L6-v2"
        self.weights = {name: torch.tensor(value.astype("f4")) for name, value in
                        load_file(folder / "model.safetensors").items() if value.dtype in (np.float32, np.float16)}
        self.halves = {name: value.to(HALF) for name, value in self.weights.items() if "encoder.layer" in name}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def layer(self, index, x, attend, linear, norm):
        """`attend` has query, key and value of all tokens and knows which belong together."""
        prefix = f"encoder.layer.{index}."
        attended = attend(*(linear(x, prefix + name) for name in LINEARS[:3]))
        x = norm(x + linear(attended, prefix + LINEARS[3]), prefix + NORMS[0])
        return norm(x + linear(F.gelu(linear(x, prefix + LINEARS[4])), prefix + LINEARS[5]), prefix + NORMS[1])

    def _linear(self, x, name):
        return F.linear(x, self.halves[name + ".weight"], self.halves[name + ".bias"])

    def _norm(self, x, name):
        return F.layer_norm(x, (WIDTH,), self.weights[name + ".weight"], self.weights[name + ".bias"], EPSILON)

    @torch.no_grad()
    def begin(self, ids, positions):
        x = (self.weights["embeddings.word_embeddings.weight"][ids] + self.weights["embeddings.position_embeddings.weight"][positions]
             + self.weights["embeddings.token_type_embeddings.weight"][0])
        return self._norm(x, "embeddings.LayerNorm").to(HALF)

    @torch.no_grad()
    def run(self, x, attend, first, end):
        """Through the layers from `first` to before `end`."""
        for index in range(first, end):
            x = self.layer(index, x, attend, self._linear, self._norm)
        return x


def attend(query, key, value, bias=0):
    """Of sequences of one length, each in a row of its own. `scaled_dot_product_attention` takes ten times as long to learn by."""
    heads = (*query.shape[:2], HEADS, WIDTH // HEADS)
    query, key, value = (x.view(heads).transpose(1, 2).float() for x in (query, key, value))
    chances = (query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + bias).softmax(-1)
    return (chances @ value).to(HALF).transpose(1, 2).flatten(2)


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


def fingerprint(values):
    """FNV-1a of the bytes, by which the server knows the encoder that the adapter was made for."""
    result = 14695981039346656037
    for byte in np.ascontiguousarray(values, "<f4").tobytes():
        result = ((result ^ byte) * 1099511628211) % (1 << 64)
    return result


def half(values):
    """The upper half of each float, rounded: bfloat16."""
    bits = np.ascontiguousarray(values, "<f4").view("<u4")
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2").tobytes()


class AdaptedEncoder(torch.nn.Module):
    def __init__(self, encoder, first_layer, rank, seed):
        super().__init__()
        torch.manual_seed(seed)
        self.encoder, self.first_layer, p = encoder, first_layer, {}
        for index in range(first_layer, LAYERS):
            for name in (f"encoder.layer.{index}.{linear}" for linear in LINEARS):
                outputs, inputs = encoder.weights[name + ".weight"].shape
                p[name + ".a"] = torch.randn(inputs, rank) / inputs**0.5
                p[name + ".b"] = torch.zeros(rank, outputs)
                p[name + ".bias"] = encoder.weights[name + ".bias"].clone()
            for name in (f"encoder.layer.{index}.{norm}" for norm in NORMS):
                p[name + ".scale"] = encoder.weights[name + ".weight"].clone()
                p[name + ".shift"] = encoder.weights[name + ".bias"].clone()
        self.p = torch.nn.ParameterDict({name.replace(".", "/"): torch.nn.Parameter(value) for name, value in p.items()})

    def get(self, name):
        return self.p[name.replace(".", "/")]

    def _linear(self, x, name):
        low = (x @ self.get(name + ".a").to(HALF)) @ self.get(name + ".b").to(HALF)
        return F.linear(x, self.encoder.halves[name + ".weight"], self.get(name + ".bias").to(HALF)) + low

    def _norm(self, x, name):
        return F.layer_norm(x, (WIDTH,), self.get(name + ".scale"), self.get(name + ".shift"), EPSILON)

    def upper(self, x, attend):
        """From the states after the lower layers to those after the last."""
        for index in range(self.first_layer, LAYERS):
            x = self.encoder.layer(index, x, attend, self._linear, self._norm)
        return x

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

    def encode_some(self, texts, numbers, token_dropout, rng):
        """Of texts some of whose tokens are left out by chance, which keeps it from learning them by heart."""
        places = [texts.places(number) for number in numbers]
        return self.encode(texts, [some[np.append(True, rng.rand(len(some) - 1) >= token_dropout)] for some in places])

    def to_bytes(self):
        """As the server reads it; src/nn/adapter.h has the layout. An ensemble is several, one after another."""
        last_norm = self.encoder.weights[f"encoder.layer.{LAYERS - 1}.{NORMS[1]}.weight"].numpy()
        p = {name.replace("/", "."): value.detach().numpy() for name, value in self.p.items()}
        rank = p[f"encoder.layer.{self.first_layer}.{LINEARS[0]}.b"].shape[0]
        parts = [b"ICADAPT1", np.array([fingerprint(last_norm)], "<u8").tobytes(),
                 np.array([self.first_layer, LAYERS, rank, WIDTH], "<u4").tobytes()]
        for index in range(self.first_layer, LAYERS):
            for name in (f"encoder.layer.{index}.{linear}" for linear in LINEARS):
                parts += [half(p[name + ".a"]), half(p[name + ".b"]), np.asarray(p[name + ".bias"], "<f4").tobytes()]
            for name in (f"encoder.layer.{index}.{norm}" for norm in NORMS):
                parts += [np.asarray(p[name + ".scale"], "<f4").tobytes(), np.asarray(p[name + ".shift"], "<f4").tobytes()]
        return b"".join(parts)


def learn(groups, epochs, batches, losses, clip=None):
    """Each of `epochs` times through `losses()`, which computes the loss of one of `batches` batches after another. `groups` as AdamW takes
    them. The pace warms up, then falls along a cosine to a fiftieth; `clip`: what the gradient may measure at most."""
    steps, optimiser = epochs * batches, torch.optim.AdamW(groups)
    warm = max(10, steps // 15)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: (step + 1) / warm if step < warm else
                                             0.02 + 0.49 * (1 + np.cos(np.pi * (step - warm) / (steps - warm))))
    began = time.monotonic()
    for epoch in range(epochs):
        values = []
        for loss in losses():
            optimiser.zero_grad()
            loss.backward()
            if clip is not None:
                torch.nn.utils.clip_grad_norm_([value for group in groups for value in group["params"]], clip)
            optimiser.step()
            pace.step()
            values.append(loss.item())
        print(f"  epoch {epoch + 1}: loss {np.mean(values):.3f}, {time.monotonic() - began:.0f} s", flush=True)
