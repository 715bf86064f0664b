"""Adjusts the upper layers of the sentence encoder to notes: what train.py puts into src/insight/risk_adapter.bin.

The sentence encoder tells topics apart, not whether evidence is good. Low-rank differences to the weights of its upper half
(LoRA, Hu et al. 2021, https://arxiv.org/abs/2106.09685), its biases and its norms are trained with a linear head on the same
labels. The lower half stays as it is and is computed once a note.
"""
import pathlib
import sys

import jax
import jax.numpy as jnp
import numpy as np
import optax
from safetensors.numpy import load_file
from tokenizers import Tokenizer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from adapter_file import LAYERS, LINEARS, NORMS  # noqa: E402

FIRST_LAYER, HEADS, RANK = 3, 12, 32
OUTPUTS, RISKS = 8, 3
EPOCHS, BATCH, RATE = 8, 32, 1.2e-3
HEAD_SCALE = 8.0       # of the unit vector before the head, so that the head learns at the pace of the rest
TOKEN_DROPOUT = 0.1    # keeps it from learning notes by heart
SMOOTHING = 0.08       # of the risk labels: some of our own labels are debatable
SIGNAL_WEIGHT = 0.3
LENGTHS = (12, 16, 24, 48, 128)  # to which batches are padded: few shapes to compile


class Encoder:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.weights = {name: jnp.asarray(value) for name, value in load_file(folder / "model.safetensors").items()
                        if value.dtype == np.float32}
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
        for index in range(FIRST_LAYER):
            x = self._layer(x, mask, index, lambda x, name: x @ w[name + ".weight"].T + w[name + ".bias"],
                            lambda name: (w[name + ".weight"], w[name + ".bias"]))
        return x

    def _upper(self, p, x, mask):
        def linear(x, name):
            return x @ self.weights[name + ".weight"].T + (x @ p[name + ".a"]) @ p[name + ".b"] + p[name + ".bias"]

        for index in range(FIRST_LAYER, LAYERS):
            x = self._layer(x, mask, index, linear, lambda name: (p[name + ".scale"], p[name + ".shift"]))
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)

    def _logits(self, p, x, mask):
        return self._upper(p, x, mask) * HEAD_SCALE @ p["head.weight"] + p["head.bias"]

    def initial(self, seed):
        rng, p = np.random.RandomState(seed), {}
        for index in range(FIRST_LAYER, LAYERS):
            for name in (f"encoder.layer.{index}.{linear}" for linear in LINEARS):
                outputs, inputs = self.weights[name + ".weight"].shape
                p[name + ".a"] = jnp.asarray(rng.randn(inputs, RANK).astype("f4") / np.sqrt(inputs))
                p[name + ".b"] = jnp.zeros((RANK, outputs))
                p[name + ".bias"] = self.weights[name + ".bias"]
            for name in (f"encoder.layer.{index}.{norm}" for norm in NORMS):
                p[name + ".scale"], p[name + ".shift"] = self.weights[name + ".weight"], self.weights[name + ".bias"]
        p["head.weight"], p["head.bias"] = jnp.zeros((384, OUTPUTS)), jnp.zeros(OUTPUTS)
        return p

    def hidden(self, batch):
        """The lower layers' output of token id tuples, padded, and its mask."""
        missing = [ids for ids in dict.fromkeys(batch) if ids not in self.cache]
        if missing:
            length = fitting_length(missing)
            rows = BATCH * -(-len(missing) // BATCH)
            ids, mask = np.zeros((rows, length), "i4"), np.zeros((rows, length), "f4")
            mask[:, 0] = 1
            for row, tokens in enumerate(missing):
                ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
            out = np.asarray(self.lower(ids, mask))
            self.cache.update((tokens, out[row, : len(tokens)].copy()) for row, tokens in enumerate(missing))
        length = fitting_length(batch)
        x, mask = np.zeros((len(batch), length, 384), "f4"), np.zeros((len(batch), length), "f4")
        for row, tokens in enumerate(batch):
            x[row, : len(tokens)], mask[row, : len(tokens)] = self.cache[tokens], 1
        return x, mask

    def tokens(self, texts):
        return [tuple(self.tokenizer.encode(text).ids) for text in texts]

    def score(self, p, texts):
        tokens = self.tokens(texts)
        order = sorted(range(len(texts)), key=lambda i: len(tokens[i]))
        scores = np.zeros((len(texts), OUTPUTS))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            full = chosen + chosen[:1] * (BATCH - len(chosen))
            x, mask = self.hidden([tokens[i] for i in full])
            scores[chosen] = np.asarray(self.logits(p, x, mask))[: len(chosen)]
        return scores


def fitting_length(batch):
    longest = max(len(tokens) for tokens in batch)
    return next(length for length in LENGTHS if length >= longest)


def make_batches(tokens, rng):
    """Whole batches of notes of similar length, in random order."""
    order, batches = rng.permutation(len(tokens)), []
    for start in range(0, len(order), BATCH * 8):
        near = sorted(order[start : start + BATCH * 8], key=lambda i: len(tokens[i]))
        batches += [near[k : k + BATCH] for k in range(0, len(near), BATCH)]
    for i, batch in enumerate(batches):
        batches[i] = list(batch) + list(order[: BATCH - len(batch)])
    return [batches[i] for i in rng.permutation(len(batches))]


def fit(encoder, texts, risk, signals, seed=0):
    tokens, rng, p = encoder.tokens(texts), np.random.RandomState(seed), encoder.initial(seed)
    steps = EPOCHS * (len(texts) // BATCH + 1)

    def rate(peak):
        return optax.warmup_cosine_decay_schedule(0, peak, max(10, steps // 15), steps, peak * 0.02)

    kinds = {name: "head" if name.startswith("head") else "body" for name in p}
    optimiser = optax.multi_transform({"head": optax.adamw(rate(4 * RATE), weight_decay=0.05),
                                       "body": optax.adamw(rate(RATE), weight_decay=0.01)}, kinds)
    state = optimiser.init(p)

    def loss(p, x, mask, risk, signals):
        logits = encoder._logits(p, x, mask)
        target = jax.nn.one_hot(risk, RISKS) * (1 - SMOOTHING) + SMOOTHING / RISKS
        risk_loss = -(target * jax.nn.log_softmax(logits[:, :RISKS])).sum(-1).mean()
        signal_loss = (jnp.logaddexp(0, logits[:, RISKS:]) - signals * logits[:, RISKS:]).mean(0).sum()
        return risk_loss + SIGNAL_WEIGHT * signal_loss

    @jax.jit
    def step(p, state, *batch):
        value, gradient = jax.value_and_grad(loss)(p, *batch)
        updates, state = optimiser.update(gradient, state, p)
        return optax.apply_updates(p, updates), state, value

    for epoch in range(EPOCHS):
        values = []
        for chosen in make_batches(tokens, rng):
            x, mask = encoder.hidden([tokens[i] for i in chosen])
            dropped = rng.rand(*mask.shape) < TOKEN_DROPOUT
            dropped[:, 0] = False
            p, state, value = step(p, state, x, np.where(dropped, 0, mask).astype("f4"), risk[chosen],
                                   signals[chosen].astype("f4"))
            values.append(float(value))
        print(f"  epoch {epoch + 1}: loss {np.mean(values):.3f}", flush=True)
    return p
