"""Adjusts the sentence encoder to a task: low-rank differences that the server merges into its weights (src/nn/adapter.h).

The sentence encoder tells topics apart and no more. Low-rank differences to the weights of its upper layers (LoRA, Hu et al. 2021,
https://arxiv.org/abs/2106.09685), its biases and its norms are trained with a linear head. What the lower layers make of a text
is computed once; where every layer is adjusted, each time.
"""
import dataclasses
import pathlib

import jax
import jax.numpy as jnp
import numpy as np
import optax
from safetensors.numpy import load_file
from tokenizers import Tokenizer

import adapter_file
from adapter_file import LAYERS, LINEARS, NORMS, WIDTH

HEADS = 12
HEAD_SCALE = 8.0  # of the unit vector before the head, so that the head learns at the pace of the rest
LENGTHS = (12, 16, 24, 48, 64, 96, 128)  # to which batches are padded: few shapes to compile


@dataclasses.dataclass
class Plan:
    """How to train: what differs from task to task."""
    outputs: int
    first_layer: int = 3
    rank: int = 32
    epochs: int = 8
    batch: int = 32
    rate: float = 1.2e-3
    token_dropout: float = 0.1  # keeps it from learning texts by heart


class Encoder:
    def __init__(self, folder, plan):
        folder = pathlib.Path(folder)
        self.plan = plan
        self.weights = {name: jnp.asarray(value, jnp.float32) for name, value in load_file(folder / "model.safetensors").items()
                        if value.dtype in (np.float32, np.float16)}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LENGTHS[-1])
        self.cache = {}  # token ids to the output of the lower layers
        self.lower = jax.jit(self._lower)
        self.logits = jax.jit(self._logits)

    def _norm(self, x, scale, shift):
        mean = x.mean(-1, keepdims=True)
        variance = ((x - mean) ** 2).mean(-1, keepdims=True)
        return (x - mean) / jnp.sqrt(variance + 1e-12) * scale + shift

    def _layer(self, x, mask, index, linear, norm):
        prefix = f"encoder.layer.{index}."
        batch, length, width = x.shape
        heads = (batch, length, HEADS, width // HEADS)
        query, key, value = (linear(x, prefix + name).reshape(heads).transpose(0, 2, 1, 3) for name in LINEARS[:3])
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(width // HEADS) + (1 - mask)[:, None, None, :] * -1e9
        attended = (jax.nn.softmax(scores) @ value).transpose(0, 2, 1, 3).reshape(x.shape)
        x = self._norm(x + linear(attended, prefix + LINEARS[3]), *norm(prefix + NORMS[0]))
        wide = jax.nn.gelu(linear(x, prefix + LINEARS[4]), approximate=False)
        return self._norm(x + linear(wide, prefix + LINEARS[5]), *norm(prefix + NORMS[1]))

    def _lower(self, ids, mask):
        w = self.weights
        x = (w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
             + w["embeddings.token_type_embeddings.weight"][0])
        x = self._norm(x, w["embeddings.LayerNorm.weight"], w["embeddings.LayerNorm.bias"])
        for index in range(self.plan.first_layer):
            x = self._layer(x, mask, index, lambda x, name: x @ w[name + ".weight"].T + w[name + ".bias"],
                            lambda name: (w[name + ".weight"], w[name + ".bias"]))
        return x

    def _upper(self, p, x, mask):
        def linear(x, name):
            return x @ self.weights[name + ".weight"].T + (x @ p[name + ".a"]) @ p[name + ".b"] + p[name + ".bias"]

        for index in range(self.plan.first_layer, LAYERS):
            x = self._layer(x, mask, index, linear, lambda name: (p[name + ".scale"], p[name + ".shift"]))
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)

    def _logits(self, p, x, mask):
        """`x`: token ids, or what the lower layers made of them."""
        x = self._lower(x, mask) if x.ndim == 2 else x
        return self._upper(p, x, mask) * HEAD_SCALE @ p["head.weight"] + p["head.bias"]

    def names(self, parts):
        return [f"encoder.layer.{index}.{part}" for index in range(self.plan.first_layer, LAYERS) for part in parts]

    def initial(self, seed):
        rng, p = np.random.RandomState(seed), {}
        for name in self.names(LINEARS):
            outputs, inputs = self.weights[name + ".weight"].shape
            p[name + ".a"] = jnp.asarray(rng.randn(inputs, self.plan.rank).astype("f4") / np.sqrt(inputs))
            p[name + ".b"] = jnp.zeros((self.plan.rank, outputs))
            p[name + ".bias"] = self.weights[name + ".bias"]
        for name in self.names(NORMS):
            p[name + ".scale"], p[name + ".shift"] = self.weights[name + ".weight"], self.weights[name + ".bias"]
        p["head.weight"], p["head.bias"] = jnp.zeros((WIDTH, self.plan.outputs)), jnp.zeros(self.plan.outputs)
        return p

    def read(self, batch):
        """Of token id tuples, padded: what the lower layers make of them, or the ids where there are none; and the mask."""
        length, rows = fitting_length(batch), len(batch)
        mask = np.zeros((rows, length), "f4")
        for row, tokens in enumerate(batch):
            mask[row, : len(tokens)] = 1
        if self.plan.first_layer == 0:
            return pad_ids(batch, rows, length), mask
        self.remember([ids for ids in dict.fromkeys(batch) if ids not in self.cache])
        x = np.zeros((rows, length, WIDTH), "f4")
        for row, tokens in enumerate(batch):
            x[row, : len(tokens)] = self.cache[tokens]
        return x, mask

    def remember(self, missing):
        if not missing:
            return
        length, rows = fitting_length(missing), self.plan.batch * -(-len(missing) // self.plan.batch)
        mask = np.zeros((rows, length), "f4")
        mask[:, 0] = 1
        for row, tokens in enumerate(missing):
            mask[row, : len(tokens)] = 1
        out = np.asarray(self.lower(pad_ids(missing, rows, length), mask))
        self.cache.update((tokens, out[row, : len(tokens)].copy()) for row, tokens in enumerate(missing))

    def tokens(self, texts):
        return [tuple(self.tokenizer.encode(text).ids) for text in texts]

    def score(self, p, texts):
        tokens, batch = self.tokens(texts), self.plan.batch
        order = sorted(range(len(texts)), key=lambda i: len(tokens[i]))
        scores = np.zeros((len(texts), self.plan.outputs))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            full = chosen + chosen[:1] * (batch - len(chosen))
            scores[chosen] = np.asarray(self.logits(p, *self.read([tokens[i] for i in full])))[: len(chosen)]
        return scores


def pad_ids(batch, rows, length):
    ids = np.zeros((rows, length), "i4")
    for row, tokens in enumerate(batch):
        ids[row, : len(tokens)] = tokens
    return ids


def fitting_length(batch):
    longest = max(len(tokens) for tokens in batch)
    return next(length for length in LENGTHS if length >= longest)


def make_batches(tokens, size, rng):
    """Whole batches of texts of similar length, in random order."""
    order, batches = rng.permutation(len(tokens)), []
    for start in range(0, len(order), size * 8):
        near = sorted(order[start : start + size * 8], key=lambda i: len(tokens[i]))
        batches += [near[k : k + size] for k in range(0, len(near), size)]
    for i, batch in enumerate(batches):
        batches[i] = list(batch) + list(order[: size - len(batch)])
    return [batches[i] for i in rng.permutation(len(batches))]


def fit(encoder, texts, targets, loss, seed=0):
    """Parameters that make loss(logits, *targets of the batch) small; `targets` are arrays with a row for each text."""
    plan, tokens = encoder.plan, encoder.tokens(texts)
    rng, p = np.random.RandomState(seed), encoder.initial(seed)
    steps = plan.epochs * (len(texts) // plan.batch + 1)

    def rate(peak):
        return optax.warmup_cosine_decay_schedule(0, peak, max(10, steps // 15), steps, peak * 0.02)

    kinds = {name: "head" if name.startswith("head") else "body" for name in p}
    optimiser = optax.multi_transform({"head": optax.adamw(rate(4 * plan.rate), weight_decay=0.05),
                                       "body": optax.adamw(rate(plan.rate), weight_decay=0.01)}, kinds)
    state = optimiser.init(p)

    @jax.jit
    def step(p, state, x, mask, batch):
        value, gradient = jax.value_and_grad(lambda p: loss(encoder._logits(p, x, mask), *batch))(p)
        updates, state = optimiser.update(gradient, state, p)
        return optax.apply_updates(p, updates), state, value

    for epoch in range(plan.epochs):
        values = []
        for chosen in make_batches(tokens, plan.batch, rng):
            x, mask = encoder.read([tokens[i] for i in chosen])
            dropped = rng.rand(*mask.shape) < plan.token_dropout
            dropped[:, 0] = False
            p, state, value = step(p, state, x, np.where(dropped, 0, mask).astype("f4"), [target[chosen] for target in targets])
            values.append(value)
        print(f"  epoch {epoch + 1}: loss {np.mean([float(value) for value in values]):.3f}", flush=True)
    return p


def write(path, encoder, p):
    last_norm = encoder.weights[f"encoder.layer.{LAYERS - 1}.{NORMS[1]}.weight"]
    adapter_file.write(path, last_norm, encoder.plan.first_layer, p)
