"""The weights of the models in this folder, made anew from their tensors' names: no numbers need to be kept.

A model here is random, but not arbitrary: scripts/make-model-fixtures fills a model of `transformers` with these
numbers, and the tests write them into the file that the built program reads. Each is a small multiple of a power of two,
so that it is the same in f32, f16 and bf16.
"""

import array
import json
import pathlib
import random
import struct
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
PER_UNIT = 1024


def numbers(name: str, count: int) -> array.array:
    """`count` numbers between -1/8 and 1/8; the factors of a norm lie around 1."""
    shift = 1.0 if name.lower().endswith(("layernorm.weight", "layer_norm.weight", "layernorm.gamma")) else 0.0
    steps = array.array("b", random.Random(name).randbytes(count))
    return array.array("f", [step / PER_UNIT * (8 if shift else 1) + shift for step in steps])


def encode(values: array.array, dtype: str) -> bytes:
    if dtype == "F16":
        return struct.pack(f"<{len(values)}e", *values)
    if sys.byteorder == "big":
        values.byteswap()
    if dtype == "F32":
        return values.tobytes()
    words = array.array("H", values.tobytes())
    return words[1::2].tobytes()  # bf16: the upper half of each


def size_of(shape: list[int]) -> int:
    size = 1
    for extent in shape:
        size *= extent
    return size


def tensors(model: pathlib.Path) -> dict[str, dict]:
    """Name to {"dtype", "shape"}, as `transformers` named them."""
    return json.loads((model / "tensors.json").read_text())


def write(path: pathlib.Path, model: pathlib.Path) -> None:
    """Writes the model's safetensors file."""
    header, body, offset = {}, [], 0
    for name, entry in tensors(model).items():
        data = encode(numbers(name, size_of(entry["shape"])), entry["dtype"])
        header[name] = entry | {"data_offsets": [offset, offset + len(data)]}
        body.append(data)
        offset += len(data)
    text = json.dumps({"__metadata__": {"format": "pt"}} | header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(body))
