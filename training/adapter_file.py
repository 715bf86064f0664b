"""An adapter as the server reads it; src/nn/adapter.h has the layout. An ensemble is several, one after another."""
import numpy as np

LAYERS, WIDTH = 6, 384
LINEARS = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
           "intermediate.dense", "output.dense"]
NORMS = ["attention.output.LayerNorm", "output.LayerNorm"]


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


def to_bytes(last_norm, first_layer, p):
    """`last_norm`: scales of the last norm of the encoder; `p`: what replaces its parameters from `first_layer` on, by name."""
    rank = p[f"encoder.layer.{first_layer}.{LINEARS[0]}.b"].shape[0]
    parts = [b"ICADAPT1", np.array([fingerprint(last_norm)], "<u8").tobytes(),
             np.array([first_layer, LAYERS, rank, WIDTH], "<u4").tobytes()]
    for index in range(first_layer, LAYERS):
        for name in (f"encoder.layer.{index}.{linear}" for linear in LINEARS):
            parts += [half(p[name + ".a"]), half(p[name + ".b"]), np.asarray(p[name + ".bias"], "<f4").tobytes()]
        for name in (f"encoder.layer.{index}.{norm}" for norm in NORMS):
            parts += [np.asarray(p[name + ".scale"], "<f4").tobytes(), np.asarray(p[name + ".shift"], "<f4").tobytes()]
    return b"".join(parts)
